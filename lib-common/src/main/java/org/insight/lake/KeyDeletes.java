package org.insight.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Writes and reads keys as Iceberg equality deletes (table spec v2): rows written before them that
 * have one of these keys are gone. Spark has no statement that writes them; it reads them as every
 * engine does.
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
    List<String> columns = List.of(keys.columns());
    Optional<List<Row>> known = LocalRows.listed(keys);
    if (known.isPresent()) {
      List<Row> rows = known.get();
      return rows.isEmpty() ? List.of() : List.of(file(table, columns, rows.iterator(), 0, 0));
    }
    Broadcast<Table> shared =
        JavaSparkContext.fromSparkContext(keys.sparkSession().sparkContext())
            .broadcast(SerializableTable.copyOf(table));
    FlatMapFunction<Iterator<Row>, DeleteFile> writer =
        rows -> {
          TaskContext task = TaskContext.get();
          return rows.hasNext()
              ? List.of(
                      file(shared.value(), columns, rows, task.partitionId(), task.taskAttemptId()))
                  .iterator()
              : none();
        };
    return keys.javaRDD().mapPartitions(writer).collect();
  }

  /**
   * Reads the keys of files of a table, each once, without a Spark job.
   *
   * @return rows of these columns, which {@link LocalRows} knows
   */
  static Dataset<Row> read(
      SparkSession spark, Table table, List<String> columns, List<DeleteFile> files) {
    Schema schema = table.schema().select(columns);
    StructType found = SparkSchemaUtil.convert(schema);
    StructType type =
        new StructType(columns.stream().map(found::apply).toArray(StructField[]::new));
    Set<Row> keys = new LinkedHashSet<>();
    for (DeleteFile file : files) {
      try (CloseableIterable<Record> records =
          Parquet.read(table.io().newInputFile(file.location()))
              .project(schema)
              .createReaderFunc(parquet -> GenericParquetReaders.buildReader(schema, parquet))
              .build()) {
        for (Record record : records) {
          keys.add(RowFactory.create(columns.stream().map(record::getField).toArray()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return spark.createDataFrame(List.copyOf(keys), type);
  }

  private static Iterator<DeleteFile> none() {
    return List.<DeleteFile>of().iterator();
  }

  private static DeleteFile file(
      Table table, List<String> columns, Iterator<Row> rows, int partition, long task) {
    Schema schema = table.schema().select(columns);
    int[] ids = columns.stream().mapToInt(c -> schema.findField(c).fieldId()).toArray();
    OutputFileFactory files =
        OutputFileFactory.builderFor(table, partition, task)
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
