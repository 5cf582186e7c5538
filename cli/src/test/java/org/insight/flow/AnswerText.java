package org.insight.flow;

import io.trino.jdbc.RowField;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** One spelling for each value, whichever engine gave it, so that answers can be compared. */
final class AnswerText {

  private AnswerText() {}

  static String ofSpark(Row row) {
    return Stream.iterate(0, i -> i < row.size(), i -> i + 1)
        .map(i -> spark(row.get(i)))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  static String ofJdbc(List<@Nullable Object> row) throws SQLException {
    StringBuilder text = new StringBuilder("(");
    for (Object value : row) {
      text.append(text.length() == 1 ? "" : ", ").append(jdbc(value));
    }
    return text.append(')').toString();
  }

  private static String spark(@Nullable Object value) {
    if (value instanceof Row row) {
      return ofSpark(row);
    }
    if (value instanceof Seq<?> seq) {
      return JavaConverters.seqAsJavaList(seq).stream()
          .map(AnswerText::spark)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      SortedMap<String, String> entries = new TreeMap<>();
      JavaConverters.mapAsJavaMap(map).forEach((k, v) -> entries.put(spark(k), spark(v)));
      return entries.toString();
    }
    return plain(value);
  }

  private static String jdbc(@Nullable Object value) throws SQLException {
    if (value instanceof Array array) {
      return jdbc(array.getArray());
    }
    if (value instanceof Object[] array) {
      return jdbc(Arrays.asList(array));
    }
    if (value instanceof List<?> list) {
      StringBuilder text = new StringBuilder("[");
      for (Object element : list) {
        text.append(text.length() == 1 ? "" : ", ").append(jdbc(element));
      }
      return text.append(']').toString();
    }
    if (value instanceof io.trino.jdbc.Row row) {
      return ofJdbc(Arrays.asList(row.getFields().stream().map(RowField::getValue).toArray()));
    }
    if (value instanceof Map<?, ?> map) {
      SortedMap<String, String> entries = new TreeMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        entries.put(jdbc(entry.getKey()), jdbc(entry.getValue()));
      }
      return entries.toString();
    }
    return plain(value);
  }

  private static String plain(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String text) {
      return "'" + text.replace("'", "''") + "'";
    }
    if (value instanceof byte[] bytes) {
      return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof Timestamp at) {
      return at.toInstant().toString();
    }
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof Date) {
      return value.toString();
    }
    throw new IllegalArgumentException(
        "Cannot spell a value: unknown type, found " + Objects.requireNonNull(value).getClass());
  }
}
