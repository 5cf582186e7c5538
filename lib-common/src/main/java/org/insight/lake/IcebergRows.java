package org.insight.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ByteBuffers;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/** Rows of an Iceberg table, read in this thread by Iceberg's own reader, without Spark. */
final class IcebergRows {

  private IcebergRows() {}

  /**
   * Hands on the rows of a snapshot, in no order.
   *
   * @param columns in the order of each row; null in each row where the table does not have one
   */
  static void forEach(Table table, long snapshot, List<String> columns, Consumer<Row> rows) {
    forEach(table, snapshot, Expressions.alwaysTrue(), columns, rows);
  }

  /** As above, those for which a filter holds. Files that cannot have one are not opened. */
  static void forEach(
      Table table, long snapshot, Expression filter, List<String> columns, Consumer<Row> rows) {
    StructType schema = schema(table, columns);
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).useSnapshot(snapshot).where(filter).select(columns).build()) {
      for (Record record : records) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = value(record.getField(columns.get(i)));
        }
        rows.accept(new GenericRowWithSchema(values, schema));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many rows there are at a snapshot, without those that were deleted by key. */
  static long count(Table table, long snapshot) {
    AtomicLong rows = new AtomicLong();
    String any = table.schema().columns().get(0).name();
    forEach(table, snapshot, List.of(any), row -> rows.incrementAndGet());
    return rows.get();
  }

  private static StructType schema(Table table, List<String> columns) {
    StructType schema = new StructType();
    for (String column : columns) {
      Types.NestedField field = table.schema().findField(column);
      schema =
          schema.add(
              column, field == null ? DataTypes.NullType : SparkSchemaUtil.convert(field.type()));
    }
    return schema;
  }

  /** As Spark's rows hold it. */
  private static @Nullable Object value(@Nullable Object value) {
    if (value instanceof OffsetDateTime time) {
      return Timestamp.from(time.toInstant());
    }
    if (value instanceof LocalDate day) {
      return Date.valueOf(day);
    }
    if (value instanceof ByteBuffer bytes) {
      return ByteBuffers.toByteArray(bytes);
    }
    if (value instanceof List<?> list) {
      return JavaConverters.asScalaBuffer(list.stream().map(IcebergRows::value).toList()).toSeq();
    }
    if (value instanceof Map<?, ?> map) {
      Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
      map.forEach((k, v) -> converted.put(value(k), value(v)));
      return JavaConverters.mapAsScalaMap(converted);
    }
    if (value instanceof Record record) {
      Object[] values = new Object[record.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(record.get(i));
      }
      return RowFactory.create(values);
    }
    return value;
  }
}
