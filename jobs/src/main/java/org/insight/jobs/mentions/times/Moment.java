package org.insight.jobs.mentions.times;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the words of a time mean.
 *
 * @param day the day that a clock time beside it belongs to; null if the words are coarser
 */
record Moment(
    String value,
    @Nullable LocalDateTime from,
    @Nullable LocalDateTime until,
    Granularity granularity,
    boolean relative,
    @Nullable LocalDate day) {

  static Moment day(LocalDate day, boolean relative) {
    return new Moment(
        day.toString(),
        day.atStartOfDay(),
        day.plusDays(1).atStartOfDay(),
        Granularity.DAY,
        relative,
        day);
  }

  static Moment week(LocalDate day, boolean relative) {
    LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    String value =
        String.format(
            Locale.ROOT,
            "%04d-W%02d",
            day.get(IsoFields.WEEK_BASED_YEAR),
            day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    return new Moment(
        value,
        monday.atStartOfDay(),
        monday.plusWeeks(1).atStartOfDay(),
        Granularity.WEEK,
        relative,
        null);
  }

  static Moment weekend(LocalDate day) {
    LocalDate saturday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusDays(5);
    return days(saturday, saturday.plusDays(1), true);
  }

  static Moment month(YearMonth month, boolean relative) {
    return new Moment(
        month.toString(),
        month.atDay(1).atStartOfDay(),
        month.plusMonths(1).atDay(1).atStartOfDay(),
        Granularity.MONTH,
        relative,
        null);
  }

  static Moment year(int year, boolean relative) {
    return new Moment(
        String.format(Locale.ROOT, "%04d", year),
        LocalDate.of(year, 1, 1).atStartOfDay(),
        LocalDate.of(year + 1, 1, 1).atStartOfDay(),
        Granularity.YEAR,
        relative,
        null);
  }

  static Moment days(LocalDate first, LocalDate last, boolean relative) {
    return between(day(first, relative), day(last, relative));
  }

  static Moment between(Moment first, Moment last) {
    return new Moment(
        first.value + "/" + last.value,
        first.from,
        last.until,
        Granularity.RANGE,
        first.relative || last.relative,
        null);
  }

  /** A time whose date is not known. */
  static Moment unknown(String value, Granularity granularity) {
    return new Moment(value, null, null, granularity, true, null);
  }

  /** This day's part, or this where it is no day. */
  Moment part(DayPart part) {
    if (granularity != Granularity.DAY) {
      return this;
    }
    return new Moment(
        value,
        day == null ? null : day.atStartOfDay().plusHours(part.from),
        day == null ? null : day.atStartOfDay().plusHours(part.until),
        part.granularity,
        relative,
        day);
  }

  /** The day of a clock time that stands beside this: after midnight, a night's is the next day. */
  @Nullable LocalDate dayAt(int hour) {
    if (day != null) {
      boolean afterMidnight =
          from != null && granularity == Granularity.NIGHT && from.getHour() >= 12 && hour < 12;
      return afterMidnight ? day.plusDays(1) : day;
    }
    if (granularity != Granularity.RANGE || from == null || until == null) {
      return null;
    }
    LocalDate first = from.toLocalDate();
    LocalDate last = until.minusMinutes(1).toLocalDate();
    return last.equals(first.plusDays(1)) ? (hour < 12 ? last : first) : null;
  }

  /** The night between this range's two days; this if they are not neighbours. */
  Moment night() {
    if (from == null || until == null || !until.minusDays(2).equals(from)) {
      return this;
    }
    return new Moment(
        value,
        from.plusHours(DayPart.NIGHT.from),
        from.plusHours(DayPart.NIGHT.until),
        granularity,
        relative,
        null);
  }
}
