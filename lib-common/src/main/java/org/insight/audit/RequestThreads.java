package org.insight.audit;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that each read a request and answer it. Java's server reads in them, waits without end
 * for what does not come, and has no setting for that but one of the whole process; so a thread
 * that reads for too long is interrupted, which closes what it reads from.
 */
final class RequestThreads implements Executor, AutoCloseable {

  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor clock;
  private final Duration patience;
  private final ThreadLocal<Reading> current = new ThreadLocal<>();

  /**
   * @param most requests at once; more wait
   * @param patience how long a request may take until it has {@link #arrived}, or is answered
   */
  RequestThreads(int most, Duration patience) {
    this.threads =
        new ThreadPoolExecutor(most, most, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    this.threads.allowCoreThreadTimeOut(true);
    this.clock = new ScheduledThreadPoolExecutor(1);
    this.clock.setRemoveOnCancelPolicy(true);
    this.patience = patience;
  }

  @Override
  public void execute(Runnable request) {
    threads.execute(
        () -> {
          Reading reading = new Reading(Thread.currentThread());
          Future<?> end =
              clock.schedule(reading::tooLong, patience.toMillis(), TimeUnit.MILLISECONDS);
          current.set(reading);
          try {
            request.run();
          } finally {
            reading.over();
            end.cancel(false);
            current.remove();
          }
        });
  }

  /** The request of this thread has come as a whole: it is not interrupted any more. */
  void arrived() {
    current.get().over();
  }

  @Override
  public void close() {
    threads.shutdown();
    clock.shutdownNow();
  }

  /** One of the two comes first, and the other one does nothing. */
  private static final class Reading {

    private final Thread thread;
    private boolean over;

    Reading(Thread thread) {
      this.thread = thread;
    }

    synchronized void tooLong() {
      if (!over) {
        thread.interrupt();
      }
    }

    /** An interrupt that came too late to end the reading must not end what follows. */
    synchronized void over() {
      over = true;
      Thread.interrupted();
    }
  }
}
