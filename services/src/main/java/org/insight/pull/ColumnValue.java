package org.insight.pull;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.PlainNumber;
import org.jspecify.annotations.Nullable;

/**
 * A value of a column that orders rows, with its type, so that it can be asked for again as it was.
 *
 * @param type long, decimal, double, date, time, time_with_zone, uuid or text
 * @param text that gives the value back in full
 */
record ColumnValue(String type, String text) {

  /** A day as text, as SQLite keeps it. */
  private static final String DAY = "2026-03-05";

  /** Where a day ends last. */
  private static final ZoneOffset LAST_ZONE = ZoneOffset.ofHours(-12);

  /** As PostgreSQL's driver gives {@code infinity}. */
  private static final Set<Object> LATEST =
      Set.of(OffsetDateTime.MAX, LocalDateTime.MAX, LocalDate.MAX);

  private static final Set<Object> EARLIEST =
      Set.of(OffsetDateTime.MIN, LocalDateTime.MIN, LocalDate.MIN);

  /** Of elements of arrays; PostgreSQL's last day is in the year 5,874,897. */
  private static final long ENDLESS_MILLIS = 185_500_000_000_000_000L;

  /** The value of a column of the row that the result is at. */
  static ColumnValue of(ResultSet row, int column) throws SQLException {
    Object value = asOrdered(row, column);
    if (value == null) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot pull: a row without a value in its key column");
    }
    if (last(value)) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot pull: a row whose mark or key is infinity or not a number, past which no later"
              + " row would be found; leave such rows out by until or query");
    }
    String type;
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      type = "long";
    } else if (value instanceof BigDecimal) {
      type = "decimal";
    } else if (value instanceof Double || value instanceof Float) {
      type = "double";
    } else if (value instanceof LocalDate) {
      type = "date";
    } else if (value instanceof LocalDateTime) {
      type = "time";
    } else if (value instanceof OffsetDateTime) {
      type = "time_with_zone";
    } else if (value instanceof UUID) {
      type = "uuid";
    } else if (value instanceof String) {
      type = "text";
    } else {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot pull: mark and key must be numbers, dates, times, UUIDs or texts");
    }
    return new ColumnValue(type, text(value));
  }

  /** Of a number of 32 bits all that a database sees of it where it compares it with 64. */
  private static String text(Object value) {
    return value instanceof Float f ? Double.toString(f.doubleValue()) : value.toString();
  }

  /** Whether a column of the row that the result is at has this value. */
  boolean isIn(ResultSet row, int column) throws SQLException {
    Object value = asOrdered(row, column);
    return value != null && text(value).equals(text);
  }

  /**
   * A column's value as an object of java.time where it is a date or time, so that nothing of it is
   * lost and no zone is added; {@code infinity} or {@code -infinity} where it is before or after
   * all dates; XML and times of a day as the database writes them; null where there is none.
   */
  static @Nullable Object read(ResultSet row, int column) throws SQLException {
    Object value = asOrdered(row, column);
    if (value == null) {
      return null;
    }
    if (value instanceof SQLXML xml) {
      return xml.getString();
    }
    if (value instanceof Time) {
      // The driver has put it into the zone of this java, and its text has no fractions.
      return row.getString(column);
    }
    if (LATEST.contains(value)) {
      return "infinity";
    }
    return EARLIEST.contains(value) ? "-infinity" : value;
  }

  /**
   * A value as a text, a number in full: without a power of ten, and without a fraction that it
   * does not have.
   */
  static String shown(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    boolean binary =
        value instanceof Double d && Double.isFinite(d)
            || value instanceof Float f && Float.isFinite(f);
    return binary ? PlainNumber.of((Number) value) : value.toString();
  }

  /**
   * What an array holds, at whatever depth, with dates and times as {@link #read} gives them; nulls
   * and bytes are left out.
   */
  static Stream<String> elements(Array array) throws SQLException {
    return elements(array.getArray(), "timestamptz".equalsIgnoreCase(array.getBaseTypeName()));
  }

  private static Stream<String> elements(@Nullable Object value, boolean zoned) {
    if (value instanceof Object[] several) {
      return Arrays.stream(several).flatMap(element -> elements(element, zoned));
    }
    if (value == null || value instanceof byte[]) {
      return Stream.empty();
    }
    if (!(value instanceof Date date)) {
      return Stream.of(shown(value));
    }
    if (Math.abs(date.getTime()) >= ENDLESS_MILLIS) {
      return Stream.of(date.getTime() > 0 ? "infinity" : "-infinity");
    }
    Object shown = date;
    if (date instanceof Timestamp time) {
      // The driver gives both kinds in the zone of this java.
      shown = zoned ? time.toInstant().atOffset(ZoneOffset.UTC) : time.toLocalDateTime();
    } else if (date instanceof java.sql.Date day) {
      shown = day.toLocalDate();
    }
    return Stream.of(shown.toString());
  }

  /**
   * Whether it is a day that is not over yet somewhere on earth: more rows may get it, with keys
   * that were passed already.
   */
  boolean isDayThatGoesOn(Instant now) {
    if (!type.equals("date") && !(type.equals("text") && text.length() == DAY.length())) {
      return false;
    }
    try {
      return !LocalDate.parse(text).isBefore(LocalDate.ofInstant(now, LAST_ZONE));
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static @Nullable Object asOrdered(ResultSet row, int column) throws SQLException {
    String name = row.getMetaData().getColumnTypeName(column);
    int type = row.getMetaData().getColumnType(column);
    if ("timestamptz".equalsIgnoreCase(name) || type == Types.TIMESTAMP_WITH_TIMEZONE) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      // The infinite ones lie past what can be had in UTC.
      return time == null || LATEST.contains(time) || EARLIEST.contains(time)
          ? time
          : time.withOffsetSameInstant(ZoneOffset.UTC);
    }
    if ("timestamp".equalsIgnoreCase(name) && !isText(row, column)) {
      return row.getObject(column, LocalDateTime.class);
    }
    if ("date".equalsIgnoreCase(name) && !isText(row, column)) {
      return row.getObject(column, LocalDate.class);
    }
    return row.getObject(column);
  }

  /** Whether nothing sorts behind it. */
  private static boolean last(Object value) {
    return LATEST.contains(value)
        || value instanceof Double d && (d.isNaN() || d == Double.POSITIVE_INFINITY)
        || value instanceof Float f && (f.isNaN() || f == Float.POSITIVE_INFINITY);
  }

  /** SQLite has no dates: a column of that name holds what was put in. */
  private static boolean isText(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    return value instanceof String || value instanceof Number;
  }

  /** The value as the driver takes it. */
  Object value() {
    return switch (type) {
      case "long" -> Long.valueOf(text);
      case "decimal" -> new BigDecimal(text);
      case "double" -> Double.valueOf(text);
      case "date" -> LocalDate.parse(text);
      case "time" -> LocalDateTime.parse(text);
      case "time_with_zone" -> OffsetDateTime.parse(text);
      case "uuid" -> UUID.fromString(text);
      default -> text;
    };
  }
}
