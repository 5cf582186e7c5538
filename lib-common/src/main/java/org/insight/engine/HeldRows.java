package org.insight.engine;

import static org.apache.spark.sql.functions.broadcast;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.insight.lake.LocalRows;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;

/**
 * Rows of what has changed, computed once. Spark knows nothing of rows that were computed; here it
 * learns what matters of them: a few go into the plan itself, so that all that follows from there
 * being none, or hardly any, is left out, and of keys that are not many joins bring them to the
 * rows of the large tables, which then need not be shuffled for them.
 */
public final class HeldRows {

  /** Ids of 64 letters take some 150 bytes each in a hashed table: 45 MB. */
  private static final long MOST_SENT = 300_000;

  /** Half of what Spark thinks too much to send with a task. */
  private static final long MOST_LOCAL_BYTES = 512 * 1024;

  private final Dataset<Row> rows;
  private final long count;

  private HeldRows(Dataset<Row> rows, long count) {
    this.rows = rows;
    this.count = count;
  }

  /** The same rows. */
  public static Dataset<Row> of(Dataset<Row> rows) {
    return counted(rows).rows();
  }

  /** The same rows, as keys by which to look for those of a table. */
  public static Dataset<Row> keys(Dataset<Row> keys) {
    return counted(keys).keys();
  }

  /** The same rows, and how many they are. */
  public static HeldRows counted(Dataset<Row> rows) {
    Optional<Long> known = LocalRows.countOf(rows);
    if (known.isPresent()) {
      return new HeldRows(rows, known.get());
    }
    // Computed while they are counted: one Spark job, and no aggregation to plan for.
    Dataset<Row> held = rows.localCheckpoint(false);
    List<InternalRow> few = new ArrayList<>();
    long bytes = 0;
    long count = 0;
    for (Object[] part : look(held.queryExecution().toRdd())) {
      count += (long) part[0];
      bytes += (long) part[1];
      if (bytes <= MOST_LOCAL_BYTES) {
        for (Object row : (Object[]) part[2]) {
          few.add((InternalRow) row);
        }
      }
    }
    // Columns of their own: Spark does not always tell those of computed rows from those that they
    // were computed of, and refuses to join the two then.
    return new HeldRows(
        bytes <= MOST_LOCAL_BYTES ? LocalRows.like(held, few) : held.toDF(held.columns()), count);
  }

  private static Object[][] look(RDD<InternalRow> rows) {
    List<Object> parts = new ArrayList<>();
    IntStream.range(0, rows.getNumPartitions()).forEach(parts::add);
    return (Object[][])
        rows.context()
            .runJob(
                rows,
                new Look(),
                JavaConverters.asScalaBuffer(parts).toSeq(),
                ClassTag.apply(Object[].class));
  }

  public Dataset<Row> rows() {
    return rows;
  }

  Dataset<Row> keys() {
    return count <= MOST_SENT ? broadcast(rows) : rows;
  }

  public long count() {
    return count;
  }

  /** One by one, for what is done with them on the driver. */
  public java.util.Iterator<Row> iterator() {
    return LocalRows.listed(rows).map(List::iterator).orElseGet(rows::toLocalIterator);
  }

  /**
   * Number and bytes of the rows of a partition, and the rows themselves while they are few. Named,
   * for Spark reads the bytes of whole classes to look into a lambda.
   */
  private static final class Look
      extends AbstractFunction2<TaskContext, Iterator<InternalRow>, Object[]>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public Object[] apply(@Nullable TaskContext task, Iterator<InternalRow> rows) {
      List<InternalRow> kept = new ArrayList<>();
      long bytes = 0;
      long count = 0;
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        count++;
        bytes += ((UnsafeRow) row).getSizeInBytes();
        if (bytes <= MOST_LOCAL_BYTES) {
          kept.add(row.copy());
        } else {
          kept.clear();
        }
      }
      return new Object[] {count, bytes, kept.toArray()};
    }
  }
}
