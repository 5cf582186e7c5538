package org.insight.run;

import org.insight.schemas.TableName;

/**
 * What a run of one job did.
 *
 * @param rows rows written
 * @param outcome whether anything was written at all
 */
public record JobResult(String job, TableName table, Outcome outcome, long rows, double seconds) {

  /** How a run ended. */
  public enum Outcome {
    /** Rows were published. */
    WRITTEN,
    /** No input has changed since the last run: nothing was read and nothing written. */
    NOTHING_NEW
  }
}
