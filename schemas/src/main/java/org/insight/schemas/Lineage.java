package org.insight.schemas;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One input of a row: the row of another table that a column names, or all rows there that it
 * names. A row's label is the union of the labels of all its inputs.
 *
 * @param column holds what the rows that it was made from are known by
 * @param from the table of these rows
 * @param of the column of that table which holds the same; null: the one column of its grain
 * @param when words that columns must have for the input to apply; empty: it always does
 */
public record Lineage(
    String column, TableName from, @Nullable String of, Map<String, String> when) {

  public Lineage {
    when = Map.copyOf(when);
  }

  /**
   * The column of the source by which its rows are named.
   *
   * @param source the contract of {@link #from}
   */
  public String namedIn(TableContract source) {
    return of == null ? source.grain().get(0) : of;
  }

  /** As in {@code subject_id → landing.records where subject_kind is record}. */
  public String inWords() {
    String conditions =
        new TreeMap<>(when)
            .entrySet().stream()
                .map(e -> e.getKey() + " is " + e.getValue())
                .collect(Collectors.joining(" and "));
    return column
        + " → "
        + from
        + (of == null ? "" : "." + of)
        + (conditions.isEmpty() ? "" : " where " + conditions);
  }
}
