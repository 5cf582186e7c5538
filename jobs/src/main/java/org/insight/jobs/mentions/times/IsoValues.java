package org.insight.jobs.mentions.times;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times in ISO 8601: a year, month, week, day, hour, minute, or two of them with a slash. */
final class IsoValues {

  private IsoValues() {}

  /** What a value means; empty if it is none, or has parts that are not known. */
  static Optional<Moment> moment(String value) {
    try {
      int slash = value.indexOf('/');
      return Optional.of(
          slash < 0
              ? one(value)
              : range(one(value.substring(0, slash)), one(value.substring(slash + 1))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Moment range(Moment first, Moment last) {
    Moment between = Moment.between(first, last);
    if (between.from() == null || between.until() == null) {
      throw new DateTimeException("no range");
    }
    if (!between.from().isBefore(between.until())) {
      throw new DateTimeException("it ends before it begins");
    }
    return between;
  }

  private static Moment one(String value) {
    if (value.matches("\\d{4}")) {
      return Moment.year(Year.parse(value).getValue(), false);
    }
    if (value.matches("\\d{4}-\\d{2}")) {
      return Moment.month(YearMonth.parse(value), false);
    }
    if (value.matches("\\d{4}-W\\d{2}")) {
      return Moment.week(LocalDate.parse(value + "-1", DateTimeFormatter.ISO_WEEK_DATE), false);
    }
    if (value.matches("\\d{4}-\\d{2}-\\d{2}")) {
      return Moment.day(LocalDate.parse(value), false);
    }
    boolean exact = value.matches(".*T\\d{2}:\\d{2}");
    LocalDateTime from = LocalDateTime.parse(exact ? value : value + ":00");
    return new Moment(
        value,
        from,
        exact ? from.plusMinutes(1) : from.plusHours(1),
        exact ? Granularity.MINUTE : Granularity.HOUR,
        false,
        from.toLocalDate());
  }
}
