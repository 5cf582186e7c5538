package org.insight.services;

import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.RunLock;
import org.insight.engine.Sessions;
import org.insight.lake.Lake;
import org.insight.lake.SparkOnDemand;
import org.insight.schemas.Contracts;
import org.jspecify.annotations.Nullable;

/**
 * The settings, the Spark session and, for whoever writes, the lock of one lake. Every service
 * works on one. Closing it releases what it has opened itself.
 */
public final class LakeSession implements AutoCloseable {

  private final Settings settings;
  private final SparkOnDemand spark;
  private final @Nullable Lake open;
  private final @Nullable RunLock lock;
  private final HeldTables held = new HeldTables();

  private LakeSession(
      Settings settings, SparkOnDemand spark, @Nullable Lake open, @Nullable RunLock lock) {
    this.settings = settings;
    this.spark = spark;
    this.open = open;
    this.lock = lock;
  }

  /**
   * Opens a Spark session to read with.
   *
   * @param name of the Spark application
   */
  public static LakeSession toRead(String name, Settings settings) {
    return new LakeSession(settings, started(name, settings), null, null);
  }

  /**
   * Looks at counts, snapshots and small tables. A Spark session is started only if something needs
   * one, as all reads of Delta tables do.
   *
   * @param name of the Spark application
   */
  public static LakeSession toInspect(String name, Settings settings) {
    return new LakeSession(settings, Sessions.onDemand(name, settings), null, null);
  }

  private static SparkOnDemand started(String name, Settings settings) {
    SparkOnDemand spark = Sessions.onDemand(name, settings);
    spark.get();
    return spark;
  }

  /**
   * Takes the lake's lock, then opens a Spark session to write with.
   *
   * @param name of the Spark application
   * @throws InsightException EXTERNAL if another process holds the lock
   */
  public static LakeSession toWrite(String name, Settings settings) {
    RunLock lock = RunLock.take(settings.lake().path());
    return withLock(settings, lock, () -> started(name, settings));
  }

  /** Takes the lock of a lake that is open, and stays so, to write to it. */
  public static LakeSession toWrite(Lake lake, Settings settings) {
    Settings own = settings.with(lake.settings());
    return new LakeSession(
        own, SparkOnDemand.of(lake.spark()), lake, RunLock.take(own.lake().path()));
  }

  /** Reads a lake that is open, and stays so. */
  public static LakeSession toRead(Lake lake, Settings settings) {
    return new LakeSession(
        settings.with(lake.settings()), SparkOnDemand.of(lake.spark()), lake, null);
  }

  /** As {@link #toChangeReaders(String, Settings)}, of a lake that is open, and stays so. */
  public static LakeSession toChangeReaders(Lake lake, Settings settings) {
    Settings own = settings.with(lake.settings());
    return new LakeSession(own, SparkOnDemand.of(lake.spark()), lake, readersLock(own));
  }

  /**
   * Takes the lock of the readers' rights, then opens a Spark session to change them with.
   *
   * @throws InsightException INPUT if there is no lake; EXTERNAL if another process keeps the lock
   */
  public static LakeSession toChangeReaders(String name, Settings settings) {
    RunLock lock = readersLock(settings);
    return withLock(settings, lock, () -> started(name, settings));
  }

  private static RunLock readersLock(Settings settings) {
    if (!Lake.exists(settings.lake())) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot change readers: there is no lake, found "
              + settings.lake().path()
              + "; `insight run` makes one");
    }
    return RunLock.ofReaders(settings.lake().path(), "change readers");
  }

  private static LakeSession withLock(
      Settings settings, RunLock lock, Supplier<SparkOnDemand> spark) {
    try {
      return new LakeSession(settings, spark.get(), null, lock);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  public Settings settings() {
    return settings;
  }

  public SparkSession spark() {
    return spark.get();
  }

  /** Small tables of the lake, kept for further questions. */
  HeldTables held() {
    return held;
  }

  /**
   * The lake.
   *
   * @throws InsightException INPUT if there is none
   */
  public Lake lake() {
    return open != null ? open : Lake.open(spark, settings.lake(), Contracts.load());
  }

  /** The lake, with tables and columns that newer contracts have. */
  Lake lakeToWrite() {
    requireLock();
    return open != null ? open : Lake.openToWrite(spark(), settings.lake(), Contracts.load());
  }

  /** The lake; a new one if there is none. */
  Lake lakeOrNew() {
    requireLock();
    return open != null ? open : Lake.openOrCreate(spark(), settings.lake(), Contracts.load());
  }

  private void requireLock() {
    if (lock == null) {
      throw new IllegalStateException("opened to read");
    }
  }

  @Override
  public void close() {
    try {
      spark.close();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
