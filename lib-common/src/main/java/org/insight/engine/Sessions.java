package org.insight.engine;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.config.Settings.SparkSettings;
import org.insight.lake.Lake;
import org.insight.lake.LocalFiles;

/** Makes the Spark session of a command. */
public final class Sessions {

  private static final String LOOPBACK = "127.0.0.1";

  /** Key of the folder, or folders, in which Spark keeps what does not fit into memory. */
  private static final String LOCAL_DIR = "spark.local.dir";

  private Sessions() {}

  /** A session that reaches the lake of these settings; times are UTC. */
  public static SparkSession open(String application, Settings settings) {
    SparkSession.Builder builder = SparkSession.builder().appName("insight " + application);
    if (!settings.spark().master().equals("submit")) {
      builder.master(settings.spark().master());
    }
    if (settings.spark().master().startsWith("local")) {
      // Not in clusters: their daemons use file systems before they have our classes.
      builder.config(LocalFiles.PROPERTY, LocalFiles.class.getName());
      // Nobody else is to reach the driver; executors of a cluster have to.
      builder.config("spark.driver.host", LOOPBACK).config("spark.driver.bindAddress", LOOPBACK);
    }
    if (needsFolder(settings.spark(), System.getenv())) {
      SparkFolder.own().ifPresent(folder -> builder.config(LOCAL_DIR, folder.toString()));
    }
    builder
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .config("spark.kryoserializer.buffer.max", "512m")
        .config("spark.sql.catalogImplementation", "in-memory")
        // Rows of arrivals hold whole files: small fetches keep a task's memory small.
        .config("spark.sql.files.maxPartitionBytes", "33554432")
        .config("spark.ui.showConsoleProgress", "false")
        // Kept for a page that is off; in a process that stays it would be what grows.
        .config("spark.sql.ui.retainedExecutions", "20")
        .config("spark.ui.retainedJobs", "50")
        .config("spark.ui.retainedStages", "50")
        .config("spark.ui.retainedTasks", "1000")
        .config("spark.sql.streaming.minBatchesToRetain", "10")
        .config("spark.sql.streaming.numRecentProgressUpdates", "10");
    for (Map.Entry<String, String> p : settings.spark().properties().entrySet()) {
      builder.config(p.getKey(), p.getValue());
    }
    for (Map.Entry<String, String> p : Lake.sparkProperties(settings.lake()).entrySet()) {
      builder.config(p.getKey(), p.getValue());
    }
    return builder.getOrCreate();
  }

  /**
   * Whether Spark's files are to be in a folder of this process: where all of Spark is in it, and
   * nobody has said where they are to be.
   */
  static boolean needsFolder(SparkSettings settings, Map<String, String> environment) {
    return settings.master().startsWith("local")
        && !settings.properties().containsKey(LOCAL_DIR)
        && System.getProperty(LOCAL_DIR) == null
        && Stream.of("SPARK_LOCAL_DIRS", "SPARK_EXECUTOR_DIRS").noneMatch(environment::containsKey);
  }
}
