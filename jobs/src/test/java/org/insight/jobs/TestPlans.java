package org.insight.jobs;

import java.util.List;
import java.util.Map;

/**
 * How Spark carries out the plans of tests. A test asks hundreds of small questions, each another
 * one, and to make and compile java for it takes longer than the rows: in the short form plans are
 * interpreted, and made once. The run that FirstRunIT starts and verifies as a user does, and all
 * of the long form, is as on a user's machine; so are lib-common's tests of what a reader is told.
 */
public final class TestPlans {

  private static final boolean COMPILED = "long".equals(System.getProperty("insight.tests"));

  private TestPlans() {}

  /** {@link #properties} as options of a java. */
  public static List<String> options() {
    return properties().entrySet().stream()
        .map(e -> "-D" + e.getKey() + "=" + e.getValue())
        .toList();
  }

  /** Spark's properties for it. */
  public static Map<String, String> properties() {
    return Map.of(
        "spark.sql.codegen.wholeStage",
        Boolean.toString(COMPILED),
        "spark.sql.codegen.factoryMode",
        COMPILED ? "FALLBACK" : "NO_CODEGEN",
        // Plans are made again after each step for amounts unknown beforehand; here they are few.
        "spark.sql.adaptive.enabled",
        Boolean.toString(COMPILED),
        // The same jobs again and again: what was made for one is there for the next.
        "spark.sql.codegen.cache.maxEntries",
        "10000");
  }
}
