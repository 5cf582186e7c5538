package org.insight.findings;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Periods of time, one after the other.
 *
 * @param months months of each; 0 if it has days
 * @param days days of each, counted from 1970-01-01; 0 if it has months
 */
public record Periods(int months, int days) {

  public static final Periods MONTHS = new Periods(1, 0);

  /**
   * Those that an option names: {@code month}, {@code quarter}, {@code year}, or a number of days.
   */
  public static Optional<Periods> named(String written) {
    return switch (written) {
      case "month" -> Optional.of(MONTHS);
      case "quarter" -> Optional.of(new Periods(3, 0));
      case "year" -> Optional.of(new Periods(12, 0));
      default ->
          written.matches("[1-9]\\d{0,4}")
              ? Optional.of(new Periods(0, Integer.parseInt(written)))
              : Optional.empty();
    };
  }

  /** The number of the period of a day, which is counted from 1970-01-01. */
  public long of(long day) {
    return days > 0 ? Math.floorDiv(day, (long) days) : Math.floorDiv(month(day), (long) months);
  }

  private static long month(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    return date.getYear() * 12L + date.getMonthValue() - 1;
  }

  /** The first day of a period. */
  public long firstDay(long period) {
    if (days > 0) {
      return period * days;
    }
    long month = period * months;
    return YearMonth.of((int) Math.floorDiv(month, 12L), (int) Math.floorMod(month, 12L) + 1)
        .atDay(1)
        .toEpochDay();
  }
}
