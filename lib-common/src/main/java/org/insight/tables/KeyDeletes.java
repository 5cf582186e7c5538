package org.insight.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes keys as Iceberg equality deletes (table spec v2): rows written before them that have one
 * of these keys are gone. Spark has no statement that writes them; it reads them as every engine
 * does.
 */
final class KeyDeletes {

  private KeyDeletes() {}

  /**
   * Writes the files; nothing is committed.
   *
   * @param keys rows of the key's columns, each once, none null
   */
  static List<DeleteFile> write(Table table, Dataset<Row> keys) {
    if (table.spec().isPartitioned()) {
      throw new IllegalArgumentException(
          "Cannot delete by keys: " + table.name() + " must not be partitioned");
    }
    Broadcast<Table> shared =
        JavaSparkContext.fromSparkContext(keys.sparkSession().sparkContext())
            .broadcast(SerializableTable.copyOf(table));
    List<String> columns = List.of(keys.columns());
    FlatMapFunction<Iterator<Row>, DeleteFile> writer =
        rows -> rows.hasNext() ? List.of(file(shared.value(), columns, rows)).iterator() : none();
    return keys.javaRDD().mapPartitions(writer).collect();
  }

  private static Iterator<DeleteFile> none() {
    return List.<DeleteFile>of().iterator();
  }

  private static DeleteFile file(Table table, List<String> columns, Iterator<Row> rows) {
    Schema schema = table.schema().select(columns);
    int[] ids = columns.stream().mapToInt(c -> schema.findField(c).fieldId()).toArray();
    TaskContext task = TaskContext.get();
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, task.partitionId(), task.taskAttemptId())
            .format(FileFormat.PARQUET)
            .suffix("deletes")
            .build();
    EqualityDeleteWriter<Record> writer =
        new GenericFileWriterFactory.Builder(table)
            .deleteFileFormat(FileFormat.PARQUET)
            .equalityFieldIds(ids)
            .equalityDeleteRowSchema(schema)
            .build()
            .newEqualityDeleteWriter(files.newOutputFile(), PartitionSpec.unpartitioned(), null);
    GenericRecord record = GenericRecord.create(schema);
    try (writer) {
      while (rows.hasNext()) {
        Row row = rows.next();
        for (String column : columns) {
          record.setField(column, value(row.getAs(column)));
        }
        writer.write(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writer.toDeleteFile();
  }

  /** Iceberg's generic records hold dates as java.time. */
  private static Object value(Object value) {
    return value instanceof java.sql.Date date ? date.toLocalDate() : value;
  }
}
