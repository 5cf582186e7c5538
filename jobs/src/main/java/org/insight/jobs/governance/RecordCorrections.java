package org.insight.jobs.governance;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Adds what a reader corrected or undid, which a command gives, to what is there. */
public final class RecordCorrections implements Job {

  /** The act of a command, as a row of governance.correction_acts. No table of the lake. */
  public static final TableName ORDERED = TableName.of("governance.ordered_corrections");

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(ORDERED));
  }

  @Override
  public TableName writes() {
    return Tables.CORRECTION_ACTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs.table(ORDERED);
  }
}
