package org.insight.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is true, what was found, and what is both. Pairs of records are counted by groups and never
 * listed, so that the cost is that of the records.
 *
 * @param truth pairs of records of one subject; of texts what the truth says
 * @param found pairs of records in one entity; of texts what the lake says
 * @param right what is both
 */
record PairCounts(long truth, long found, long right) {

  static PairCounts of(Collection<TrueRecord> records) {
    return new PairCounts(
        pairs(records, TrueRecord::subject),
        pairs(records, TrueRecord::entity),
        pairs(records, TrueRecord::both));
  }

  PairCounts minus(PairCounts other) {
    return new PairCounts(truth - other.truth, found - other.found, right - other.right);
  }

  PairCounts plus(PairCounts other) {
    return new PairCounts(truth + other.truth, found + other.found, right + other.right);
  }

  /** Share of the found pairs that are right; null if none is found. */
  @Nullable Double precision() {
    return ratio(right, found);
  }

  /** Share of the true pairs that are found; null if there is none. */
  @Nullable Double recall() {
    return ratio(right, truth);
  }

  /** With the keys of the JSON answer. */
  Map<String, @Nullable Object> asMap() {
    return asMap("pairs");
  }

  /**
   * With keys of the JSON answer.
   *
   * @param of what is counted
   */
  Map<String, @Nullable Object> asMap(String of) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("true_" + of, truth);
    map.put("found_" + of, found);
    map.put("right_" + of, right);
    map.put("precision", precision());
    map.put("recall", recall());
    return map;
  }

  private static @Nullable Double ratio(long part, long whole) {
    return whole == 0 ? null : Math.round(1e4 * part / whole) / 1e4;
  }

  private static long pairs(Collection<TrueRecord> records, Function<TrueRecord, Object> key) {
    return records.stream()
        .collect(Collectors.groupingBy(key, Collectors.counting()))
        .values()
        .stream()
        .mapToLong(n -> n * (n - 1) / 2)
        .sum();
  }
}
