package org.insight.jobs.landing.mapping;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates as sources write them, as EDTF level 0 (ISO 8601-2): a year, a month or a day, never more
 * than was given.
 */
final class Dates {

  private static final Pattern MIDNIGHT = Pattern.compile("[T ]00:00(?::00(?:\\.0+)?)?Z?$");

  /** What a pattern writes as it is. */
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");

  private static final Pattern TWO_DIGITS = Pattern.compile("(?<!u)uu(?!u)");

  /** Statements on paper that were typed in later go back so far; none is of a day to come. */
  private static final int FIRST_OF_TWO_DIGITS = 1980;

  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 2100;

  private final List<DateTimeFormatter> formats = new ArrayList<>();

  /**
   * @param patterns of {@link DateTimeFormatter} with {@code uuuu} or {@code yyyy} for the year, or
   *     {@code uu} or {@code yy} for one of 1980 to 2079; month names are English
   * @throws IllegalArgumentException where one is not a pattern, or has a day of no month
   */
  Dates(List<String> patterns) {
    for (String pattern : patterns) {
      String unquoted = QUOTED.matcher(pattern).replaceAll("");
      if (unquoted.contains("d") && !unquoted.contains("M") && !unquoted.contains("L")) {
        // dd/mm/yyyy has minutes: of each day nothing but its year would be left.
        throw new IllegalArgumentException(
            "a pattern of dates has a day and no month (MM, for mm is a minute), found " + pattern);
      }
      DateTimeFormatterBuilder format = new DateTimeFormatterBuilder().parseCaseInsensitive();
      String letters = pattern.replace('y', 'u');
      Matcher year = TWO_DIGITS.matcher(letters);
      int from = 0;
      while (year.find()) {
        // By Java's own rule 98 would be 2098.
        format
            .appendPattern(letters.substring(from, year.start()))
            .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_OF_TWO_DIGITS);
        from = year.end();
      }
      formats.add(
          format
              .appendPattern(letters.substring(from))
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT));
    }
  }

  /**
   * Empty where no pattern fits the whole text, and where the year is of no life of today: of
   * another calendar, or of digits that are no date. Midnight, as databases write it, is no time.
   */
  Optional<String> edtf(String text) {
    String date = withoutMidnight(text);
    for (DateTimeFormatter format : formats) {
      try {
        TemporalAccessor parsed = format.parse(date);
        int year = parsed.get(ChronoField.YEAR);
        return year < FIRST_YEAR || year > LAST_YEAR ? Optional.empty() : Optional.of(edtf(parsed));
      } catch (DateTimeException e) {
        // The next pattern may fit.
        continue;
      }
    }
    return Optional.empty();
  }

  /** A date in digits 0 to 9; midnight, as databases write it behind one, is no time. */
  private static String withoutMidnight(String text) {
    return MIDNIGHT.matcher(Digits.western(text).strip()).replaceFirst("");
  }

  private static String edtf(TemporalAccessor date) {
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "%04d", date.get(ChronoField.YEAR)));
    if (date.isSupported(ChronoField.MONTH_OF_YEAR)) {
      text.append(String.format(Locale.ROOT, "-%02d", date.get(ChronoField.MONTH_OF_YEAR)));
      if (date.isSupported(ChronoField.DAY_OF_MONTH)) {
        text.append(String.format(Locale.ROOT, "-%02d", date.get(ChronoField.DAY_OF_MONTH)));
      }
    }
    return text.toString();
  }
}
