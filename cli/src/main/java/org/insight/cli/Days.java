package org.insight.cli;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.TypeConversionException;

/** Days and months as options have them, in the spelling of ISO 8601. */
final class Days {

  private Days() {}

  static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("a day is as 2026-11-25, found " + text);
    }
  }

  static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("a month is as 2026-11, found " + text);
    }
  }
}
