package org.insight.jobs.reports;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Documents by month: one row a series, one column a month.
 *
 * @param months as 2025-03, without gaps where they span at most {@value #LONGEST} months
 */
record Pivot(List<String> months, Map<List<String>, long[]> series) {

  private static final int LONGEST = 60;

  /**
   * @param keys columns that make a series; series come in the order in which they first occur
   */
  static Pivot of(Rows rows, List<String> keys) {
    SortedSet<YearMonth> found = new TreeSet<>();
    rows.rows().forEach(row -> found.add(month(Rows.text(row, "month"))));
    List<String> months = filled(found).stream().map(YearMonth::toString).toList();
    Map<List<String>, long[]> series = new LinkedHashMap<>();
    for (Map<String, ? extends @Nullable Object> row : rows.rows()) {
      List<String> key = keys.stream().map(k -> Rows.text(row, k)).toList();
      long[] values = series.computeIfAbsent(key, k -> new long[months.size()]);
      values[months.indexOf(month(Rows.text(row, "month")).toString())] +=
          Rows.number(row, "documents");
    }
    return new Pivot(months, series);
  }

  private static YearMonth month(String date) {
    return YearMonth.from(LocalDate.parse(date));
  }

  private static List<YearMonth> filled(SortedSet<YearMonth> found) {
    if (found.isEmpty() || found.first().until(found.last(), ChronoUnit.MONTHS) >= LONGEST) {
      return List.copyOf(found);
    }
    List<YearMonth> all = new ArrayList<>();
    for (YearMonth m = found.first(); !m.isAfter(found.last()); m = m.plusMonths(1)) {
      all.add(m);
    }
    return all;
  }
}
