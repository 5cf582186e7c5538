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

/**
 * Dates as sources write them, as EDTF level 0 (ISO 8601-2): a year, a month or a day, never more
 * than was given.
 */
final class Dates {

  private final List<DateTimeFormatter> formats = new ArrayList<>();

  /**
   * @param patterns of {@link DateTimeFormatter} with {@code uuuu} or {@code yyyy} for the year;
   *     month names are English
   * @throws IllegalArgumentException where one is not a pattern
   */
  Dates(List<String> patterns) {
    for (String pattern : patterns) {
      formats.add(
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .appendPattern(pattern.replace('y', 'u'))
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT));
    }
  }

  /** Empty where no pattern fits the whole text. */
  Optional<String> edtf(String text) {
    for (DateTimeFormatter format : formats) {
      try {
        return Optional.of(edtf(format.parse(text.strip())));
      } catch (DateTimeException e) {
        // The next pattern may fit.
        continue;
      }
    }
    return Optional.empty();
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
