package org.insight;

import org.apache.spark.sql.SparkSession;
import org.insight.tables.LocalLogStore;

/** The one Spark session of this module's test JVM. */
public final class LocalSpark {

  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("lib-common tests")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.sql.warehouse.dir", "target/warehouse")
          .config(LocalLogStore.PROPERTY, LocalLogStore.class.getName())
          .getOrCreate();

  private LocalSpark() {}

  public static SparkSession session() {
    return SESSION;
  }
}
