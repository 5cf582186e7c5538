package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Changes;
import org.insight.schemas.Tables;

/** The corrections that tables follow: not undone, not overruled, and of words that are there. */
public final class StandingCorrections {

  /** The status of one. */
  public static final String STATUS = "standing";

  private StandingCorrections() {}

  /**
   * @param corrections rows of mentions.corrections
   */
  public static Dataset<Row> of(Dataset<Row> corrections) {
    return corrections.where(col("status").equalTo(STATUS));
  }

  /** Those that came, went, or stand no more. */
  public static Dataset<Row> changed(Changes changes) {
    Dataset<Row> now = of(changes.table(Tables.CORRECTIONS));
    Dataset<Row> before = of(changes.before(Tables.CORRECTIONS));
    return now.except(before).union(before.except(now));
  }
}
