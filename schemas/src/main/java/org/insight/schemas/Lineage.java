package org.insight.schemas;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One input of a row: the row of another table that a column names. A row's label is the union of
 * the labels of all its inputs.
 *
 * @param column holds the key of the row that it was made from
 * @param from the table of that row, whose grain is one column
 * @param when words that columns must have for the input to apply; empty: it always does
 */
public record Lineage(String column, TableName from, Map<String, String> when) {

  public Lineage {
    when = Map.copyOf(when);
  }

  /** As in {@code subject_id → landing.records where subject_kind is record}. */
  public String inWords() {
    String conditions =
        new TreeMap<>(when)
            .entrySet().stream()
                .map(e -> e.getKey() + " is " + e.getValue())
                .collect(Collectors.joining(" and "));
    return column + " → " + from + (conditions.isEmpty() ? "" : " where " + conditions);
  }
}
