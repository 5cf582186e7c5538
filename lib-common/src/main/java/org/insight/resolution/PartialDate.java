package org.insight.resolution;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date of which the day, or the month and day, may be unknown, as one number: {@code yyyymmdd}
 * with 00 for what is unknown.
 */
public final class PartialDate {

  /** No date. */
  public static final int NONE = 0;

  private static final Pattern ISO =
      Pattern.compile("(\\d{4})(?:[-/.]?(\\d{1,2})(?:[-/.]?(\\d{1,2}))?)?(?:[T ].*)?");

  private static final Pattern DAY_FIRST =
      Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})");

  private PartialDate() {}

  /**
   * Reads {@code 1970-03-12}, {@code 19700312}, {@code 1970-03}, {@code 1970} or {@code 12/03/1970}
   * (day first, unless the second part can only be a day).
   *
   * @return {@link #NONE} if it is no date
   */
  public static int parse(String text) {
    String trimmed = text.trim();
    Matcher iso = ISO.matcher(trimmed);
    if (iso.matches()) {
      return of(number(iso.group(1)), number(iso.group(2)), number(iso.group(3)));
    }
    Matcher dayFirst = DAY_FIRST.matcher(trimmed);
    if (dayFirst.matches()) {
      int day = number(dayFirst.group(1));
      int month = number(dayFirst.group(2));
      return month > 12
          ? of(number(dayFirst.group(3)), day, month)
          : of(number(dayFirst.group(3)), month, day);
    }
    return NONE;
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int of(int year, int month, int day) {
    if (year < 1000 || month > 31 || day > 31 || month == 0 && day > 0) {
      return NONE;
    }
    // A month that is none and a day that could be one are swapped.
    return month > 12
        ? (day <= 12 ? year * 10_000 + day * 100 + month : NONE)
        : year * 10_000 + month * 100 + day;
  }

  static int year(int date) {
    return date / 10_000;
  }

  static int month(int date) {
    return date / 100 % 100;
  }

  static int day(int date) {
    return date % 100;
  }

  /** Whether all dates are known to the day. */
  static boolean isWhole(int[] dates) {
    for (int date : dates) {
      if (day(date) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The date with day and month in ascending order, so that swapped ones are equal. */
  static int unordered(int date) {
    int month = month(date);
    int day = day(date);
    return day > 0 && day < month ? year(date) * 10_000 + day * 100 + month : date;
  }

  /** The level of agreement of two dates in {@link Comparison#BIRTH_DATE}. */
  static int level(int a, int b) {
    boolean wholeA = day(a) > 0;
    boolean wholeB = day(b) > 0;
    if (a == b) {
      return wholeA ? 0 : 2;
    }
    int yearA = year(a);
    int yearB = year(b);
    if (!wholeA || !wholeB) {
      boolean months = month(a) == 0 || month(b) == 0 || month(a) == month(b);
      // A year alone is often an estimate.
      return yearA == yearB && months ? 2 : yearA == yearB ? 3 : 4;
    }
    if (yearA == yearB && month(a) == day(b) && day(a) == month(b)) {
      return 1;
    }
    return differentDigits(a, b) == 1 || swappedDigits(a, b) ? 1 : yearA == yearB ? 3 : 4;
  }

  private static int differentDigits(int a, int b) {
    int different = 0;
    for (int x = a, y = b; x > 0 || y > 0; x /= 10, y /= 10) {
      if (x % 10 != y % 10) {
        different++;
      }
    }
    return different;
  }

  /** Whether two digits side by side are swapped and all others agree. */
  private static boolean swappedDigits(int a, int b) {
    int x = a;
    int y = b;
    while (x % 10 == y % 10) {
      x /= 10;
      y /= 10;
    }
    return x / 100 == y / 100 && x % 10 == y / 10 % 10 && x / 10 % 10 == y % 10;
  }
}
