package org.insight.services.ask;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.Tables;

/** The days of what carries links, as far as a reader sees them. */
final class SeenDays {

  /** Most days of all edges together. */
  private static final int MOST = 2_000_000;

  private static final Column OF_ITEM = coalesce(col("dated_on"), to_date(col("sent_at")));

  private SeenDays() {}

  /**
   * Days, counted from 1970-01-01, by edge_id. Transfers, calls and journeys have their own day,
   * all else that of its document or message. What has no day is not there.
   */
  static Map<String, Set<Long>> of(ReaderSession session) {
    Dataset<Row> items =
        session
            .table(Tables.ITEMS)
            .select("item_id", "sent_at")
            .join(
                session
                    .table(Tables.DOCUMENTS)
                    .select(col("document_id").as("item_id"), col("dated_on")),
                new String[] {"item_id"},
                "left")
            .select(col("item_id"), OF_ITEM.as("item_day"));
    Dataset<Row> records =
        session
            .table(Tables.RECORDS)
            .select(
                col("record_id").as("id"),
                col("item_id"),
                coalesce(day("date"), day("travelledOn")).as("own_day"))
            .join(items, "item_id")
            .select(col("id"), coalesce(col("own_day"), col("item_day")).as("day"));
    Dataset<Row> texts =
        session
            .table(Tables.SUBJECTS)
            .where(col("basis").equalTo("text"))
            .select(col("record_id").as("id"), col("item_id"))
            .join(items, "item_id")
            .select(col("id"), col("item_day").as("day"));
    Dataset<Row> dated =
        records.union(texts).union(items.toDF("id", "day")).where(col("day").isNotNull());
    Column says = substring_index(element_at(col("evidence"), 1), " ", 1);
    List<Row> rows =
        session
            .table(Tables.EDGES)
            .select(
                col("edge_id"),
                explode(
                        when(col("kind").isin("transfer", "call"), array(says))
                            .otherwise(array(col("source_id"), col("target_id"))))
                    .as("id"))
            .join(dated, "id")
            .select("edge_id", "day")
            .distinct()
            .limit(MOST + 1)
            .collectAsList();
    if (rows.size() > MOST) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot find community-change: more than " + MOST + " days of links");
    }
    Map<String, Set<Long>> days = new HashMap<>();
    for (Row row : rows) {
      days.computeIfAbsent(row.getString(0), id -> new TreeSet<>())
          .add(row.getDate(1).toLocalDate().toEpochDay());
    }
    return days;
  }

  /** A month or a year alone is no day. */
  private static Column day(String property) {
    Column written = SeenTransfers.property(property).substr(1, 10);
    return when(written.rlike("^\\d{4}-\\d{2}-\\d{2}$"), to_date(written, "yyyy-MM-dd"));
  }
}
