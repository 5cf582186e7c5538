package org.insight.benchmarks;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts as a line of a table. */
final class CountedLine {

  private CountedLine() {}

  /** What is counted, true, found and right ones, precision, recall. */
  static List<String> of(String what, PairCounts pairs) {
    return List.of(
        what,
        String.format(Locale.ROOT, "%,d", pairs.truth()),
        String.format(Locale.ROOT, "%,d", pairs.found()),
        String.format(Locale.ROOT, "%,d", pairs.right()),
        share(pairs.precision()),
        share(pairs.recall()));
  }

  /** Four decimals; a dash for none. */
  static String share(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.4f", share);
  }
}
