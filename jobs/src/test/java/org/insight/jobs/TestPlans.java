package org.insight.jobs;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * How Spark carries out the plans of tests. A test asks hundreds of small questions, each another
 * one, and to make and compile java for it takes longer than the rows: in the short form plans are
 * interpreted, and made once. The run that FirstRunIT starts and verifies as a user does, and all
 * of the long form, is as on a user's machine; so are lib-common's tests of what a reader is told.
 */
public final class TestPlans {

  private static final boolean COMPILED = "long".equals(System.getProperty("insight.tests"));

  private static final String ADAPTIVE = "spark.sql.adaptive.enabled";

  private TestPlans() {}

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
