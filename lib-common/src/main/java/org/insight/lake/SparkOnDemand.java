package org.insight.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A Spark session that starts when it is first needed. To start one takes longer than to read a
 * small table, so what can be read through Iceberg alone does not ask for it.
 */
public final class SparkOnDemand implements AutoCloseable {

  private final SparkConf conf;
  private final @Nullable Supplier<SparkSession> start;
  private final List<Consumer<SparkSession>> waiting = new ArrayList<>();
  private final List<Runnable> closing = new ArrayList<>();
  private @Nullable SparkSession session;

  private SparkOnDemand(
      SparkConf conf, @Nullable Supplier<SparkSession> start, @Nullable SparkSession session) {
    this.conf = conf;
    this.start = start;
    this.session = session;
  }

  /**
   * A session that is not started yet.
   *
   * @param conf the settings that it will have
   * @param start starts it; called once
   */
  public static SparkOnDemand of(SparkConf conf, Supplier<SparkSession> start) {
    return new SparkOnDemand(conf, start, null);
  }

  /** A session that is started. {@link #close} leaves it open. */
  public static SparkOnDemand of(SparkSession started) {
    return new SparkOnDemand(started.sparkContext().getConf(), null, started);
  }

  /** The session; the first call starts it. */
  public synchronized SparkSession get() {
    if (session == null) {
      SparkSession started = Objects.requireNonNull(start).get();
      session = started;
      waiting.forEach(task -> task.accept(started));
    }
    return session;
  }

  synchronized boolean isStarted() {
    return session != null;
  }

  /** Whether all of Spark is, or will be, in this process. */
  boolean isLocal() {
    return conf.get("spark.master", "").startsWith("local");
  }

  SparkConf conf() {
    return conf;
  }

  /** Does something with the session as soon as it is started. */
  synchronized void onStart(Consumer<SparkSession> task) {
    if (session == null) {
      waiting.add(task);
    } else {
      task.accept(session);
    }
  }

  /** Does something when this is closed. */
  synchronized void onClose(Runnable task) {
    closing.add(task);
  }

  /** Closes the session if this has started it. */
  @Override
  public synchronized void close() {
    closing.forEach(Runnable::run);
    if (start != null && session != null) {
      session.close();
    }
  }
}
