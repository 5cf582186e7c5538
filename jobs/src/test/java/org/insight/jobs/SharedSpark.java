package org.insight.jobs;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.insight.tables.LocalFiles;
import org.insight.tables.LocalLogStore;
import scala.collection.JavaConverters;

/** The one Spark session of a test JVM, made by spark-testing-base. */
public final class SharedSpark extends JavaDatasetSuiteBase {

  private static final long serialVersionUID = 1L;
  private static final SharedSpark SUITE = new SharedSpark();

  static {
    SUITE.runBefore();
  }

  private SharedSpark() {}

  /** Local, two cores, one or two partitions, UTC. */
  public static SparkSession session() {
    return SUITE.spark();
  }

  /** For spark-testing-base's own comparisons, as assertDataFrameEquals. */
  public static SharedSpark suite() {
    return SUITE;
  }

  @Override
  public SparkConf conf() {
    return super.conf()
        .setMaster("local[2]")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.ui.enabled", "false")
        .set("spark.sql.shuffle.partitions", "2")
        .setAll(JavaConverters.mapAsScalaMap(TestPlans.properties()))
        // Also in the long form; bin/insight, which flows start, has it on there.
        .set("spark.sql.adaptive.enabled", "false")
        // What is sent and shuffled is a few kilobytes: neither worth 4 MB of buffer nor packing.
        .set("spark.broadcast.blockSize", "256k")
        .set("spark.broadcast.compress", "false")
        // Each sort and each aggregation begins with a page, by default of 64 MB here, full of
        // zeros.
        .set("spark.buffer.pageSize", "1m")
        .set("spark.shuffle.compress", "false")
        .set(LocalFiles.PROPERTY, LocalFiles.class.getName())
        .set("spark.sql.session.timeZone", "UTC")
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .set("spark.kryoserializer.buffer.max", "512m")
        .set("spark.sql.catalogImplementation", "in-memory")
        .set(
            "spark.sql.extensions",
            "io.delta.sql.DeltaSparkSessionExtension,"
                + "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .set(LocalLogStore.PROPERTY, LocalLogStore.class.getName());
  }

  @Override
  public boolean enableHiveSupport() {
    return false;
  }
}
