package org.insight.jobs.text.translation.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs of n signs, counted. */
final class Ngrams {

  private Ngrams() {}

  static Map<List<String>, Integer> of(List<String> signs, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= signs.size(); i++) {
      counts.merge(List.copyOf(signs.subList(i, i + n)), 1, Integer::sum);
    }
    return counts;
  }

  /** How many of the one are in the other, each as often as in both. */
  static long shared(Map<List<String>, Integer> one, Map<List<String>, Integer> other) {
    return one.entrySet().stream()
        .mapToLong(ngram -> Math.min(ngram.getValue(), other.getOrDefault(ngram.getKey(), 0)))
        .sum();
  }
}
