package org.insight.engine;

import org.insight.schemas.TableName;

/**
 * What a run of one job did.
 *
 * @param rows rows written
 * @param outcome whether anything was written at all
 * @param origins what the rows were made from
 */
public record JobResult(
    String job, TableName table, Outcome outcome, long rows, double seconds, Origins origins) {

  /** How a run ended. */
  public enum Outcome {
    /** Rows were published. */
    WRITTEN,
    /** No input has changed since the last run: nothing was read and nothing written. */
    NOTHING_NEW
  }

  /** Of rows whose origins nobody asked for. */
  public JobResult(String job, TableName table, Outcome outcome, long rows, double seconds) {
    this(job, table, outcome, rows, seconds, Origins.NONE);
  }
}
