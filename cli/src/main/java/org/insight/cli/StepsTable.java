package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.insight.services.ask.Explanation.Step;
import org.jspecify.annotations.Nullable;

/** The lines of a score as a table. */
final class StepsTable {

  private StepsTable() {}

  /**
   * Prints the lines.
   *
   * @param score in bits; null if it is no score that decides
   */
  static void print(PrintWriter out, List<Step> steps, @Nullable Double score) {
    List<List<String>> rows = new ArrayList<>();
    for (Step step : steps) {
      rows.add(
          List.of(
              step.comparison().replace('_', ' '),
              step.level(),
              step.value(),
              step.otherValue(),
              bits(step.weight())));
    }
    if (score != null) {
      rows.add(List.of("score", "", "", "", bits(score)));
    }
    TextTable.print(out, List.of("compared", "level", "first", "second", "bits"), rows);
  }

  private static String bits(@Nullable Double bits) {
    return bits == null ? "" : String.format(Locale.ROOT, "%+.3f", bits);
  }
}
