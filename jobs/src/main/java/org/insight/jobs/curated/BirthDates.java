package org.insight.jobs.curated;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether dates in EDTF (ISO 8601-2) can be one date. A date stands for all days that it can mean:
 * {@code 1971} for a year, {@code 1971~} and {@code 1971?} for that and two years either side,
 * {@code 197X} for ten years, {@code 1960/1965} for what lies between.
 */
final class BirthDates {

  /** What "about" may be off by: the margin that lists themselves use for approximate years. */
  static final int MARGIN_YEARS = 2;

  private static final Pattern DATE =
      Pattern.compile("(\\d{4}|\\d{3}X|\\d{2}XX)(?:-(\\d{2}|XX)(?:-(\\d{2}|XX))?)?([~?%]?)");

  private record Days(LocalDate first, LocalDate last) {}

  private BirthDates() {}

  /**
   * Whether two or more of the dates exclude each other. What is not a date excludes nothing.
   * Intervals that each meet each other have a day in common, so one pass is enough.
   */
  static boolean contradict(Collection<String> dates) {
    LocalDate latestFirst = LocalDate.MIN;
    LocalDate earliestLast = LocalDate.MAX;
    for (String date : dates) {
      Days days = days(date);
      if (days != null) {
        latestFirst = days.first().isAfter(latestFirst) ? days.first() : latestFirst;
        earliestLast = days.last().isBefore(earliestLast) ? days.last() : earliestLast;
      }
    }
    return latestFirst.isAfter(earliestLast);
  }

  private static @Nullable Days days(String date) {
    int slash = date.indexOf('/');
    if (slash < 0) {
      return single(date.strip());
    }
    Days from = bound(date.substring(0, slash).strip());
    Days to = bound(date.substring(slash + 1).strip());
    // An interval that ends before it begins is no date.
    return from == null || to == null || to.last().isBefore(from.first())
        ? null
        : new Days(from.first(), to.last());
  }

  private static @Nullable Days bound(String text) {
    return text.isEmpty() || text.equals("..")
        ? new Days(LocalDate.MIN, LocalDate.MAX)
        : single(text);
  }

  private static @Nullable Days single(String text) {
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      return null;
    }
    String year = date.group(1);
    String month = date.group(2);
    String day = date.group(3);
    try {
      int firstYear = Integer.parseInt(year.replace('X', '0'));
      int lastYear = Integer.parseInt(year.replace('X', '9'));
      boolean months = month != null && !month.equals("XX") && firstYear == lastYear;
      boolean days = months && day != null && !day.equals("XX");
      LocalDate first =
          LocalDate.of(
              firstYear, months ? Integer.parseInt(month) : 1, days ? Integer.parseInt(day) : 1);
      LocalDate last =
          days
              ? first
              : YearMonth.of(lastYear, months ? Integer.parseInt(month) : 12).atEndOfMonth();
      int margin = date.group(4).isEmpty() ? 0 : MARGIN_YEARS;
      return new Days(first.minusYears(margin), last.plusYears(margin));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
