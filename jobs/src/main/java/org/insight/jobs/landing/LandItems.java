package org.insight.jobs.landing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Lists the arrivals that were read. */
public final class LandItems implements Job {

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.ARRIVALS));
  }

  @Override
  public TableName writes() {
    return Tables.ITEMS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.ARRIVALS)
        .transform(LandItems::onlyRead)
        .transform(LandItems::asItems);
  }

  private static Dataset<Row> onlyRead(Dataset<Row> arrivals) {
    return arrivals.where(col("outcome").equalTo(Outcome.READ.word()));
  }

  private static Dataset<Row> asItems(Dataset<Row> arrivals) {
    return arrivals.select(
        col("item_id"),
        col("parent_item_id"),
        col("root_item_id"),
        col("depth"),
        col("path"),
        col("media_type"),
        col("kind"),
        col("mapping"),
        col("size_bytes"),
        col("content_sha256"),
        col("title"),
        col("sent_at"),
        coalesce(length(col("text")), lit(0)).as("text_characters"),
        col("issues"),
        col("policy_id"));
  }
}
