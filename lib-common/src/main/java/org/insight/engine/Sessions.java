package org.insight.engine;

import java.io.OutputStream;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.config.Settings.SparkSettings;
import org.insight.lake.Lake;
import org.insight.lake.LocalFiles;
import org.insight.lake.SparkOnDemand;
import scala.Console;
import scala.runtime.AbstractFunction0;

/** Makes the Spark session of a command. */
public final class Sessions {

  private static final String LOOPBACK = "127.0.0.1";

  /** Key of the folder, or folders, in which Spark keeps what does not fit into memory. */
  private static final String LOCAL_DIR = "spark.local.dir";

  private Sessions() {}

  /** A session that reaches the lake of these settings; times are UTC. */
  public static SparkSession open(String application, Settings settings) {
    SparkConf conf = conf(application, settings);
    if (needsFolder(settings.spark(), System.getenv())) {
      SparkFolder.own().ifPresent(folder -> conf.set(LOCAL_DIR, folder.toString()));
    }
    return quietly(() -> SparkSession.builder().config(conf).getOrCreate());
  }

  /**
   * Runs what starts a session. Libraries of Scala print notes on the standard output, which is for
   * results; the threads that are started here print theirs nowhere.
   */
  private static SparkSession quietly(Supplier<SparkSession> start) {
    return Console.withOut(
        OutputStream.nullOutputStream(),
        new AbstractFunction0<>() {
          @Override
          public SparkSession apply() {
            return start.get();
          }
        });
  }

  /** As {@link #open}, of which nothing is started yet. */
  public static SparkOnDemand onDemand(String application, Settings settings) {
    return SparkOnDemand.of(
        conf(application, settings), () -> Sessions.open(application, settings));
  }

  private static SparkConf conf(String application, Settings settings) {
    SparkConf conf = new SparkConf().setAppName("insight " + application);
    if (!settings.spark().master().equals("submit")) {
      conf.setMaster(settings.spark().master());
    }
    if (settings.spark().master().startsWith("local")) {
      // Not in clusters: their daemons use file systems before they have our classes.
      conf.set(LocalFiles.PROPERTY, LocalFiles.class.getName());
      // Nobody else is to reach the driver; executors of a cluster have to.
      conf.set("spark.driver.host", LOOPBACK).set("spark.driver.bindAddress", LOOPBACK);
    }
    conf.set("spark.sql.session.timeZone", "UTC")
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .set("spark.kryoserializer.buffer.max", "512m")
        .set("spark.sql.catalogImplementation", "in-memory")
        // Rows of arrivals hold whole files: small fetches keep a task's memory small.
        .set("spark.sql.files.maxPartitionBytes", "33554432")
        .set("spark.ui.showConsoleProgress", "false")
        // Tasks read a sentence each; more threads would wait for each other, spinning.
        .set("spark.jsl.settings.onnx.intraOpNumThreads", "1")
        // Kept for a page that is off; in a process that stays it would be what grows.
        .set("spark.sql.ui.retainedExecutions", "20")
        .set("spark.ui.retainedJobs", "50")
        .set("spark.ui.retainedStages", "50")
        .set("spark.ui.retainedTasks", "1000")
        .set("spark.sql.streaming.minBatchesToRetain", "10")
        .set("spark.sql.streaming.numRecentProgressUpdates", "10");
    for (Map.Entry<String, String> p : settings.spark().properties().entrySet()) {
      conf.set(p.getKey(), p.getValue());
    }
    for (Map.Entry<String, String> p : Lake.sparkProperties(settings.lake()).entrySet()) {
      conf.set(p.getKey(), p.getValue());
    }
    return conf;
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
