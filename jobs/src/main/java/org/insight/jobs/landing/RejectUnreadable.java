package org.insight.jobs.landing;

import static org.apache.spark.sql.functions.col;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Lists the arrivals that were not read, with the reason. */
public final class RejectUnreadable implements Job {

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.ARRIVALS));
  }

  @Override
  public TableName writes() {
    return Tables.REJECTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.ARRIVALS)
        .transform(RejectUnreadable::onlyUnread)
        .transform(RejectUnreadable::asRejects);
  }

  private static Dataset<Row> onlyUnread(Dataset<Row> arrivals) {
    return arrivals.where(col("outcome").notEqual(Outcome.READ.word()));
  }

  private static Dataset<Row> asRejects(Dataset<Row> arrivals) {
    return arrivals.select(
        "item_id",
        "parent_item_id",
        "root_item_id",
        "path",
        "media_type",
        "size_bytes",
        "outcome",
        "reason_code",
        "reason",
        "policy_id");
  }
}
