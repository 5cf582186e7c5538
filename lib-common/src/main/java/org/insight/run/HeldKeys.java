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

  private HeldKeys() {}

  /** The same rows. */
  public static Dataset<Row> of(Dataset<Row> keys) {
    Dataset<Row> held = keys.localCheckpoint();
    return held.count() <= FEW ? broadcast(held) : held;
  }
}
