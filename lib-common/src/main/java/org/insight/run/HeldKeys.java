package org.insight.run;

import static org.apache.spark.sql.functions.broadcast;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keys of what has changed, computed once. Where they are few, joins bring them to the rows of the
 * large tables, which then need not be shuffled for them: Spark cannot know that by itself, for it
 * has no estimate of rows that were computed.
 */
public final class HeldKeys {

  /** Ids of 64 letters take some 150 bytes each in a hashed table: 45 MB. */
  private static final long FEW = 300_000;

  private final Dataset<Row> rows;
  private final long count;

  private HeldKeys(Dataset<Row> rows, long count) {
    this.rows = rows;
    this.count = count;
  }

  /** The same rows. */
  public static Dataset<Row> of(Dataset<Row> keys) {
    return counted(keys).rows();
  }

  /** The same rows, and how many they are. */
  static HeldKeys counted(Dataset<Row> keys) {
    // Computed by the count itself: one Spark job, and no aggregation to plan for.
    Dataset<Row> held = keys.localCheckpoint(false);
    long count = held.queryExecution().toRdd().count();
    return new HeldKeys(count <= FEW ? broadcast(held) : held, count);
  }

  Dataset<Row> rows() {
    return rows;
  }

  long count() {
    return count;
  }
}
