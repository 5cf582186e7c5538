package org.insight.jobs;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.util.ThreadPools;
import sun.misc.Unsafe;

/**
 * Has Iceberg read and write manifests in the thread that commits or plans. Its own threads are
 * quicker where there are many, but who waits for them looks each 10 milliseconds whether they are
 * done, some times in each commit; a manifest of a test takes a tenth of that.
 */
final class CommitsAtOnce extends AbstractExecutorService {

  private CommitsAtOnce() {}

  /** From now on, in all of this java. Iceberg has no setting for it. */
  static void begin() {
    try {
      Field there = Unsafe.class.getDeclaredField("theUnsafe");
      there.setAccessible(true);
      Unsafe unsafe = (Unsafe) there.get(null);
      // Initialized, or it would put its own there afterwards.
      ThreadPools.getWorkerPool();
      for (String name : List.of("WORKER_POOL", "DELETE_WORKER_POOL")) {
        Field pool = ThreadPools.class.getDeclaredField(name);
        unsafe.putObjectVolatile(
            unsafe.staticFieldBase(pool), unsafe.staticFieldOffset(pool), new CommitsAtOnce());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void execute(Runnable work) {
    work.run();
  }

  /** It has no threads to end. */
  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
