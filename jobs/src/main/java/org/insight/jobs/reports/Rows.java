package org.insight.jobs.reports;

import java.math.BigDecimal;
import java.sql.Date;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a figure's query as plain values: text, whole numbers, decimals, dates as text and
 * lists of text.
 */
record Rows(List<String> columns, List<Map<String, @Nullable Object>> rows) {

  static Rows of(Dataset<Row> answer) {
    List<String> columns = List.of(answer.columns());
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Row row : answer.collectAsList()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        values.put(columns.get(i), plain(row, i));
      }
      rows.add(values);
    }
    return new Rows(columns, rows);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  int size() {
    return rows.size();
  }

  static String text(Map<String, ? extends @Nullable Object> row, String column) {
    Object value = row.get(column);
    return value == null ? "" : value.toString();
  }

  static long number(Map<String, ? extends @Nullable Object> row, String column) {
    return row.get(column) instanceof Number n ? n.longValue() : 0;
  }

  private static @Nullable Object plain(Row row, int i) {
    Object value = row.get(i);
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
    }
    if (value instanceof scala.collection.Seq) {
      return row.getList(i).stream().map(String::valueOf).toList();
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    return value.toString();
  }
}
