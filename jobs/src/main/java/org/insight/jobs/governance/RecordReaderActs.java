package org.insight.jobs.governance;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Adds acts on readers' rights, which a command gives, to those that are there. */
public final class RecordReaderActs implements Job {

  /** The acts of a command, as rows of governance.reader_acts. No table of the lake. */
  public static final TableName ORDERED = TableName.of("governance.ordered_acts");

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(ORDERED));
  }

  @Override
  public TableName writes() {
    return Tables.READER_ACTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs.table(ORDERED);
  }
}
