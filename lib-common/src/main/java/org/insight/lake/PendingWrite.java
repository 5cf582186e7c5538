package org.insight.lake;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that are written and that nobody reads yet. */
interface PendingWrite {

  /** Rows that it brings. */
  long addedRows();

  /**
   * The rows that it brings; of a table that it replaces, all of it. Where there are none, {@link
   * LocalRows} knows it.
   */
  Dataset<Row> written();

  /**
   * Moves the branch to it, in one commit.
   *
   * @return not where others wrote to the branch meanwhile and both cannot stand; nothing has moved
   *     then
   */
  boolean publish();

  /** Forgets it. */
  void drop();
}
