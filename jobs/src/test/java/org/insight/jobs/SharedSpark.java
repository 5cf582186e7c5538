package org.insight.jobs;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/** The one Spark session of a test JVM, made by spark-testing-base. */
public final class SharedSpark extends JavaDatasetSuiteBase {

  private static final long serialVersionUID = 1L;
  private static final SharedSpark SUITE = new SharedSpark();

  static {
    SUITE.runBefore();
  }

  private transient JavaSparkContext context;

  private SharedSpark() {}

  /** Of another context than its own, in the short form. */
  @Override
  public void runBefore() {
    context = new JavaSparkContext(TestPlans.context(conf()));
    sqlBeforeAllTestCases();
    spark().sharedState();
    if (context.sc() instanceof BriefContext brief) {
      brief.keepNoBooks();
    }
  }

  @Override
  public SparkContext sc() {
    return context.sc();
  }

  @Override
  public JavaSparkContext jsc() {
    return context;
  }

  /** Local, two cores, one partition or {@link TestPlans#parts}, UTC. */
  public static SparkSession session() {
    return SUITE.spark();
  }

  /** For spark-testing-base's own comparisons, as assertDataFrameEquals. */
  public static SharedSpark suite() {
    return SUITE;
  }

  @Override
  public SparkConf conf() {
    return TestPlans.settings(super.conf())
        .set("spark.sql.shuffle.partitions", TestPlans.parts())
        .set("spark.sql.leafNodeDefaultParallelism", TestPlans.parts())
        .setAll(JavaConverters.mapAsScalaMap(TestPlans.properties()))
        // Also in the long form; bin/insight, which flows start, has it on there.
        .set("spark.sql.adaptive.enabled", "false")
        .set("spark.sql.session.timeZone", "UTC");
  }

  @Override
  public boolean enableHiveSupport() {
    return false;
  }
}
