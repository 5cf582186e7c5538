package org.insight.jobs.landing;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the reading of one item in a thread of its own, so that one that never ends or exhausts the
 * stack or the heap costs only itself. A thread that does not heed its interruption is left behind.
 */
final class TimeLimit {

  /** Deep enough for deeply nested documents, shallow enough to overflow before the heap does. */
  private static final long STACK_BYTES = 4L << 20;

  private ExecutorService threads = start();

  /**
   * @throws Refusal where it took too long or failed
   */
  <T> T call(Callable<T> work, long milliseconds) {
    if (milliseconds <= 0) {
      throw timeout();
    }
    Future<T> future = threads.submit(work);
    try {
      return future.get(milliseconds, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      threads.shutdownNow();
      threads = start();
      throw timeout();
    } catch (InterruptedException e) {
      future.cancel(true);
      threads.shutdownNow();
      threads = start();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading an item", e);
    } catch (ExecutionException e) {
      throw refusal(e.getCause() == null ? e : e.getCause());
    }
  }

  private static Refusal timeout() {
    return new Refusal(Reason.TIMEOUT, "It takes longer to read than is allowed");
  }

  private static Refusal refusal(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof Refusal refusal) {
        return refusal;
      }
      if (e instanceof StackOverflowError) {
        return new Refusal(Reason.TOO_COMPLEX, "Its parts are nested too deeply to be read", error);
      }
      if (e instanceof OutOfMemoryError) {
        return new Refusal(Reason.OUT_OF_MEMORY, "It needs more memory than there is", error);
      }
      if (e instanceof LinkageError) {
        return new Refusal(Reason.UNSUPPORTED, "A part of its reader is not installed", error);
      }
    }
    return new Refusal(Reason.CORRUPT, "It is damaged, cut off or not what it claims to be", error);
  }

  private static ExecutorService start() {
    return Executors.newSingleThreadExecutor(
        work -> {
          Thread thread = new Thread(null, work, "item-reader", STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Lets its thread go. */
  void close() {
    threads.shutdownNow();
  }
}
