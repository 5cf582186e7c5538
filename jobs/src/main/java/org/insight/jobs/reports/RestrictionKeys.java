package org.insight.jobs.reports;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Short names for restrictions in words: R1, R2 … in the order of the restrictions table, then of
 * the words of what was combined. A row shows the names, the last section says what they mean.
 */
final class RestrictionKeys {

  private final Map<String, String> keys = new LinkedHashMap<>();

  RestrictionKeys(Rows received, Collection<Rows> derived) {
    received.rows().forEach(row -> add(Rows.text(row, "restrictions")));
    TreeSet<String> combined = new TreeSet<>();
    derived.forEach(rows -> rows.rows().forEach(row -> combined.addAll(of(row))));
    combined.forEach(this::add);
  }

  /** Words to short name, in order. */
  Map<String, String> all() {
    return keys;
  }

  String key(String words) {
    return keys.getOrDefault(words, "?");
  }

  static List<String> of(Map<String, ? extends @Nullable Object> row) {
    Object value = row.get("restrictions");
    if (value instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(value.toString());
  }

  private void add(String words) {
    keys.putIfAbsent(words, "R" + (keys.size() + 1));
  }
}
