package org.insight.jobs.governance;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Adds withdrawals of items, which a command gives, to those that are there. */
public final class RecordWithdrawals implements Job {

  /** The withdrawals of a command, as rows of governance.withdrawals. No table of the lake. */
  public static final TableName ORDERED = TableName.of("governance.ordered_withdrawals");

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(ORDERED));
  }

  @Override
  public TableName writes() {
    return Tables.WITHDRAWALS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs.table(ORDERED);
  }
}
