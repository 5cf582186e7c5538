package org.insight.jobs.curated;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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

  private static final Comparator<Days> BY_FIRST = Comparator.comparing(Days::first);

  private BirthDates() {}

  /**
   * Whether the records contradict each other: no day is among those of every record. A record that
   * gives several dates says that it is one of them. What is not a date says nothing.
   *
   * @param records the dates of each record
   */
  static boolean contradict(Collection<? extends Collection<String>> records) {
    List<Days> common = null;
    for (Collection<String> dates : records) {
      List<Days> said =
          dates.stream().map(BirthDates::days).filter(Objects::nonNull).sorted(BY_FIRST).toList();
      if (!said.isEmpty()) {
        common = common == null ? apart(said) : both(common, apart(said));
      }
    }
    return common != null && common.isEmpty();
  }

  /**
   * The same days without overlaps.
   *
   * @param sorted by their first days
   */
  private static List<Days> apart(List<Days> sorted) {
    List<Days> apart = new ArrayList<>();
    for (Days next : sorted) {
      Days last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
      if (last == null || next.first().isAfter(last.last())) {
        apart.add(next);
      } else if (next.last().isAfter(last.last())) {
        apart.set(apart.size() - 1, new Days(last.first(), next.last()));
      }
    }
    return apart;
  }

  /** The days that are in both, each sorted and without overlaps. */
  private static List<Days> both(List<Days> some, List<Days> others) {
    List<Days> both = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < some.size() && j < others.size()) {
      Days one = some.get(i);
      Days other = others.get(j);
      LocalDate first = one.first().isAfter(other.first()) ? one.first() : other.first();
      LocalDate last = one.last().isBefore(other.last()) ? one.last() : other.last();
      if (!first.isAfter(last)) {
        both.add(new Days(first, last));
      }
      if (one.last().isBefore(other.last())) {
        i++;
      } else {
        j++;
      }
    }
    return both;
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
