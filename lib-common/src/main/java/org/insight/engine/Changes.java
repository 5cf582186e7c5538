package org.insight.engine;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableName;

/** A job's inputs, and what has changed in them since its output last consumed them. */
public interface Changes extends Inputs {

  /**
   * The rows that a table has gained or lost, as they were or are; for tables that are added to and
   * taken back from. Some may have come and gone.
   */
  Dataset<Row> changed(TableName table);

  /**
   * The keys, each once, whose rows were made anew; for tables that are updated. Some of these rows
   * may be as they were, and a key may have had no row before or have none now.
   */
  Dataset<Row> keys(TableName table);

  /** A table as it was last consumed. */
  Dataset<Row> before(TableName table);

  /** What the job's own table holds. */
  Dataset<Row> output();
}
