package org.insight.jobs;

import java.io.Serial;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListenerInterface;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SQLAppStatusListener;
import org.apache.spark.status.AppStatusListener;
import org.apache.spark.util.CallSite;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * A local Spark context that leaves out what Spark does for each of the many small questions of a
 * test and no test asks for: it sends closures as they are (Spark parses the class that each was
 * made in, and writes each once more to say early what cannot be sent, which whatever sends it says
 * too); it does not walk the stack for where it was called from, and keeps no books for pages that
 * nobody looks at; and it hands broadcast values to tasks of the same java, which get the very
 * object in any case, without writing them first. Each bin/insight that flows start, and all of the
 * long form, has Spark's own.
 */
final class BriefContext extends SparkContext {

  private static final CallSite SITE = CallSite.apply("a test", "");

  private final boolean kept;

  /**
   * @param kept whether it outlives the sessions that are closed, and with them would end it
   */
  BriefContext(SparkConf conf, boolean kept) {
    super(conf);
    this.kept = kept;
  }

  @Override
  public void stop(int exitCode) {
    if (kept) {
      // So that the next session is a new one, of its own settings.
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
      keepNoBooks();
    } else {
      super.stop(exitCode);
    }
  }

  /** Once a session is there, which has books of its own. */
  void keepNoBooks() {
    for (SparkListenerInterface listener : List.copyOf(listenerBus().listeners())) {
      if (listener instanceof AppStatusListener || listener instanceof SQLAppStatusListener) {
        listenerBus().removeListener(listener);
      }
    }
  }

  /** Loggers are turned down by this name. */
  @Override
  public String logName() {
    return SparkContext.class.getName();
  }

  @Override
  public <F> F clean(F closure, boolean checkSerializable) {
    return closure;
  }

  @Override
  public CallSite getCallSite() {
    return SITE;
  }

  @Override
  public <T> Broadcast<T> broadcastInternal(T value, boolean serializedOnly, ClassTag<T> type) {
    Here<T> here = new Here<>(value, type);
    if (here.id() % 1_000 == 0) {
      Here.ALL.values().removeIf(each -> each.get() == null);
    }
    Here.ALL.put(here.id(), new WeakReference<>(here));
    return here;
  }

  /** A value of this java; what is sent of it is its number. */
  private static final class Here<T> extends Broadcast<T> {

    @Serial private static final long serialVersionUID = 1L;

    private static final Map<Long, WeakReference<Here<?>>> ALL = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private transient @Nullable T value;

    Here(T value, ClassTag<T> type) {
      super(LAST.incrementAndGet(), type);
      this.value = value;
    }

    @Serial
    private Object readResolve() {
      return Objects.requireNonNull(
          Objects.requireNonNull(ALL.get(id()), "no such value").get(), "nobody has it any more");
    }

    @Override
    public T getValue() {
      return Objects.requireNonNull(value);
    }

    /** Where it is, it stays until it is destroyed. */
    @Override
    public void doUnpersist(boolean blocking) {}

    @Override
    public void doDestroy(boolean blocking) {
      ALL.remove(id());
      value = null;
    }
  }
}
