package org.insight.jobs.governance;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Adds the audit's entries to governance.audit. They come from the spool, outside the lake: those
 * with a greater number than any that is there, so that the rows themselves are the position, and a
 * killed run neither loses nor doubles one.
 */
public final class CollectAudit implements Job {

  /** Entries of a batch, as rows of governance.audit. No table of the lake. */
  public static final TableName ENTRIES = TableName.of("governance.audit_spool");

  private final String position;

  /**
   * @param position {@link AuditPosition} of the last entry of the batch; kept with the snapshot,
   *     where it shows whether rows were cut off later
   */
  public CollectAudit(String position) {
    this.position = position;
  }

  @Override
  public String settings() {
    return position;
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(ENTRIES));
  }

  @Override
  public TableName writes() {
    return Tables.AUDIT;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs.table(ENTRIES);
  }
}
