package org.insight.pull;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.jspecify.annotations.Nullable;

/**
 * A value of a column that orders rows, with its type, so that it can be asked for again as it was.
 *
 * @param type long, decimal, double, date, time, time_with_zone, uuid or text
 * @param text that gives the value back in full
 */
record ColumnValue(String type, String text) {

  /** The value of a column of the row that the result is at. */
  static ColumnValue of(ResultSet row, int column) throws SQLException {
    Object value = read(row, column);
    if (value == null) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot pull: a row without a value in its key column");
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
    return new ColumnValue(type, value.toString());
  }

  /**
   * A column's value as an object of java.time where it is a date or time, so that nothing of it is
   * lost and no zone is added; null where there is none.
   */
  static @Nullable Object read(ResultSet row, int column) throws SQLException {
    String name = row.getMetaData().getColumnTypeName(column);
    int type = row.getMetaData().getColumnType(column);
    if ("timestamptz".equalsIgnoreCase(name) || type == Types.TIMESTAMP_WITH_TIMEZONE) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }
    if ("timestamp".equalsIgnoreCase(name) && !isText(row, column)) {
      return row.getObject(column, LocalDateTime.class);
    }
    if ("date".equalsIgnoreCase(name) && !isText(row, column)) {
      return row.getObject(column, LocalDate.class);
    }
    return row.getObject(column);
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
