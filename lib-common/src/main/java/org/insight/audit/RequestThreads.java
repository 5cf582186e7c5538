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
   * @param patience how long a request may take until some of it {@link #came}, more of it, and it
   *     has {@link #arrived} or is answered
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
          Future<?> end = look(reading, patience.toNanos());
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

  private Future<?> look(Reading reading, long inNanos) {
    return clock.schedule(
        () -> {
          long left = patience.toNanos() - reading.nanosWithout();
          if (left > 0) {
            look(reading, left);
          } else {
            reading.tooLong();
          }
        },
        inNanos,
        TimeUnit.NANOSECONDS);
  }

  /** Some of the request of this thread, of somebody who may send it, has come. */
  void came() {
    current.get().came();
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
    private volatile long last = System.nanoTime();
    private boolean over;

    Reading(Thread thread) {
      this.thread = thread;
    }

    void came() {
      last = System.nanoTime();
    }

    long nanosWithout() {
      return System.nanoTime() - last;
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
