package org.insight.engine;

import org.insight.schemas.TableName;

/**
 * One input of a job.
 *
 * @param amount how much of the table the job wants to see at each run
 */
public record Read(TableName table, Amount amount) {

  /** How much of an input a run gets. */
  public enum Amount {
    /** All rows. */
    WHOLE,
    /** Rows appended since the snapshot that the job's output last consumed. */
    NEW
  }

  /** All rows, at each run. */
  public static Read whole(TableName table) {
    return new Read(table, Amount.WHOLE);
  }

  /** Only rows that the job has not consumed yet; for tables that are appended to. */
  public static Read newRows(TableName table) {
    return new Read(table, Amount.NEW);
  }
}
