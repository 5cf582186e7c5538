package org.insight.jobs.landing.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was odd in making one record. Holds names of properties and columns, never a value. */
final class Findings {

  /**
   * A value that a rule could not convert.
   *
   * @param expected what the rule converts to, as {@code a date}
   */
  record Unconverted(String property, String column, String expected) {}

  private final Set<String> issues = new LinkedHashSet<>();
  private final List<Unconverted> unconverted = new ArrayList<>();

  /** Issues of the record. */
  Set<String> issues() {
    return issues;
  }

  List<Unconverted> unconverted() {
    return unconverted;
  }
}
