package org.insight.jobs.mentions;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.jobs.text.DocumentDate;

/**
 * What was noted in the field of a number for want of one, or beside it: a word, a year, a date, as
 * of columns that are out of place. Strangers have it too.
 */
final class Remarks {

  private static final String YEAR = "(?:19|20)\\d{2}";

  /** A word, and a year that stands right before or behind it. */
  private static final Pattern WORD =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:" + YEAR + ")?\\p{L}{4,}(?:" + YEAR + ")?(?![\\p{L}\\p{N}])");

  /** A year, or a month of one, and no more digits, as "vol 2019" and "exp 12/25". */
  private static final Pattern OF_A_YEAR =
      Pattern.compile(
          "\\P{N}*+(?<![\\p{L}\\p{M}])"
              + ("(?:(?:\\d{1,2}[/.-])?" + YEAR + "|(?:0?[1-9]|1[0-2])/\\d{2})")
              + "(?!\\p{L})\\P{N}*+");

  /**
   * With the time that databases write behind it. With the year first, and more digits tied to it
   * in the same way, it is a part of a number, as of Luxembourg's.
   */
  private static final Pattern DATE =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])"
              + ("(?:\\d{1,2}([/. -])\\d{1,2}\\1" + YEAR)
              + ("|" + YEAR + "([/. -])\\d{1,2}\\2\\d{1,2}(?!\\2\\d{3,5}(?!\\d))")
              + "|(?<!/)[0-3]?\\d/[0-3]?\\d/\\d{2}(?!/)"
              + ("|\\d{1,2}[/. -](?<month>[\\p{L}\\p{M}]{2,12})\\.?[/. -](?:" + YEAR + "|\\d{2}))")
              + "(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?\\s?(?:[AP]M)?"
              + "(?:[+-]\\d{2}(?::?\\d{2})?)?)?Z?"
              + "(?![\\p{L}\\p{N}])");

  /** Months in three letters of which reports use longer forms. */
  private static final Set<String> SHORT_MONTHS = Set.of("AOU", "AOÛ", "SET");

  private Remarks() {}

  /**
   * Whether a number, as it is written, has a word in it, as "lost 2019" and "en cours 2024", or a
   * date, as "vol le 12/03/2024", or is of a year, as "EXP 2025".
   */
  static boolean isIn(String written) {
    return WORD.matcher(written).find() || OF_A_YEAR.matcher(written).matches() || hasDate(written);
  }

  private static boolean hasDate(String written) {
    Matcher m = DATE.matcher(written);
    // What is no month may end in the day of a date.
    for (int from = 0; m.find(from); from = m.start() + 1) {
      String month = m.group("month");
      if (month == null || DocumentDate.isMonth(month) || isShortMonth(month)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isShortMonth(String month) {
    return SHORT_MONTHS.contains(Numbers.bare(month));
  }
}
