package org.insight.testing;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/** The one Spark session of a test JVM, made by spark-testing-base. */
public final class SharedSpark extends JavaDatasetSuiteBase {

  private static final long serialVersionUID = 1L;
  private static final SharedSpark SUITE = new SharedSpark();

  static {
    SUITE.runBefore();
  }

  private SharedSpark() {}

  /** Local, two cores, one partition or {@link TestPlans#parts}, UTC. */
  public static SparkSession session() {
    return SUITE.spark();
  }

  /**
   * The one session that generates code for its plans, as a user's does, in the short form too. For
   * tests of what Spark's optimizer and generated code may tell a reader.
   */
  public static SparkSession compiled() {
    return Compiled.SESSION;
  }

  /** Made when it is first asked for. */
  private static final class Compiled {
    static final SparkSession SESSION = SUITE.spark().newSession();

    static {
      TestPlans.compile(SESSION);
    }
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
        .set("spark.sql.session.timeZone", "UTC")
        // As Sessions has it.
        .set("spark.jsl.settings.onnx.intraOpNumThreads", "1");
  }

  @Override
  public boolean enableHiveSupport() {
    return false;
  }
}
