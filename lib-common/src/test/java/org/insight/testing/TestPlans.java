package org.insight.testing;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.insight.lake.LocalFiles;
import org.insight.lake.LocalLogStore;

/**
 * How Spark carries out the plans of tests. A test asks hundreds of small questions, each another
 * one, and to make and compile java for it takes longer than the rows: in the short form plans are
 * interpreted, and made once. The run whose classes the build keeps (setup/share-classes.sh), which
 * FirstRunIT asks for, and all of the long form are as on a user's machine; so are lib-common's
 * tests of what a reader is told.
 */
public final class TestPlans {

  private static final boolean COMPILED = "long".equals(System.getProperty("insight.tests"));

  private static final String ADAPTIVE = "spark.sql.adaptive.enabled";

  private TestPlans() {}

  /** Settings of a context of tests, which no session can change. */
  static SparkConf settings(SparkConf conf) {
    return conf.setMaster("local[2]")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.enabled", "false")
        // What is sent and shuffled is a few kilobytes: neither worth 4 MB of buffer nor packing.
        .set("spark.broadcast.blockSize", "256k")
        .set("spark.broadcast.compress", "false")
        // Each sort and each aggregation begins with a page, by default of 64 MB here, full of
        // zeros.
        .set("spark.buffer.pageSize", "1m")
        .set("spark.shuffle.compress", "false")
        .set(LocalFiles.PROPERTY, LocalFiles.class.getName())
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .set("spark.kryoserializer.buffer.max", "512m")
        .set("spark.sql.catalogImplementation", "in-memory")
        .set(
            "spark.sql.extensions",
            "io.delta.sql.DeltaSparkSessionExtension,"
                + "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .set(LocalLogStore.PROPERTY, LocalLogStore.class.getName());
  }

  /** Partitions of what is shuffled, and of rows from the driver, where a test does not say. */
  static String parts() {
    return COMPILED ? "2" : "1";
  }

  /** {@link #properties} as options of a java. */
  public static List<String> options() {
    return options(properties());
  }

  /** Options of a java that interprets plans in the long form too, where one test starts many. */
  public static List<String> interpreted() {
    return options(properties(false));
  }

  /** Interprets the plans of a session in the long form too, until {@link #asSet}. */
  public static void interpret(SparkSession session) {
    set(session, properties(false));
  }

  /** Carries the plans of a session out as {@link #properties} says. */
  public static void asSet(SparkSession session) {
    set(session, properties());
  }

  /** Has a session generate code for its plans. */
  static void compile(SparkSession session) {
    set(session, properties(true));
  }

  private static void set(SparkSession session, Map<String, String> properties) {
    properties.forEach(
        (key, value) -> {
          if (session.conf().isModifiable(key) && !key.equals(ADAPTIVE)) {
            session.conf().set(key, value);
          }
        });
  }

  private static List<String> options(Map<String, String> properties) {
    return properties.entrySet().stream().map(e -> "-D" + e.getKey() + "=" + e.getValue()).toList();
  }

  /** Spark's properties for it. */
  public static Map<String, String> properties() {
    return properties(COMPILED);
  }

  private static Map<String, String> properties(boolean compiled) {
    return Map.of(
        "spark.sql.codegen.wholeStage",
        Boolean.toString(compiled),
        "spark.sql.codegen.factoryMode",
        compiled ? "FALLBACK" : "NO_CODEGEN",
        // Plans are made again after each step for amounts unknown beforehand; here they are few.
        ADAPTIVE,
        Boolean.toString(compiled),
        // The same jobs again and again: what was made for one is there for the next.
        "spark.sql.codegen.cache.maxEntries",
        "10000");
  }
}
