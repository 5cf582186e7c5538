package org.insight.jobs.curated;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name to show of an entity: the longest of the most frequent ones, the first in order of
 * those.
 */
final class Caption {

  private Caption() {}

  /**
   * The caption of names, one entry each time that a record gives one; null where there is none.
   */
  static @Nullable String of(Collection<String> names) {
    Map<String, Long> counts =
        names.stream().collect(Collectors.groupingBy(n -> n, HashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(e -> e.getKey().codePointCount(0, e.getKey().length()))
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }
}
