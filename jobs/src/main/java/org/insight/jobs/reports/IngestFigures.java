package org.insight.jobs.reports;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.landing.extract.Reason;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;

/**
 * What came of all that was received, counted over rows of all policies: for those who run the
 * platform, who see counts and no row.
 *
 * @param bySource of each source of policies; "(none)": quarantined, or sent to others
 * @param byFormat of each media type; "(not detected)" of what was not looked into
 * @param reasons of each reason and format, how many items were not read
 */
public record IngestFigures(List<Group> bySource, List<Group> byFormat, List<Unread> reasons) {

  /** In place of a source. */
  public static final String NO_SOURCE = "(none)";

  /** In place of a format. */
  public static final String NO_FORMAT = "(not detected)";

  private static final Column NOT_ADDRESSED = col("reason").equalTo(Reason.NOT_ADDRESSED.code());

  /**
   * Items of one kind.
   *
   * @param items all, members of containers among them
   * @param quarantined without a policy that can be used
   * @param notAddressed sent to others and not to the General Secretariat
   * @param pages in text.pages; 0 where nothing was read
   * @param bytes of all, containers and their members alike
   */
  public record Group(
      String name,
      long items,
      long read,
      long rejected,
      long quarantined,
      long notAddressed,
      long pages,
      long bytes) {}

  /** Items that were not read. */
  public record Unread(String reason, String format, long items) {}

  /** Counts. */
  public static IngestFigures of(Lake lake) {
    Dataset<Row> pages = lake.read(Tables.PAGES).groupBy("item_id").agg(count(lit(1)).as("pages"));
    Dataset<Row> arrivals =
        lake.read(Tables.ARRIVALS)
            .select(
                col("item_id"),
                coalesce(get_json_object(col("base_policy"), "$.source"), lit(NO_SOURCE))
                    .as("source"),
                coalesce(col("media_type"), lit(NO_FORMAT)).as("format"),
                col("outcome"),
                coalesce(col("reason_code"), lit("")).as("reason"),
                col("size_bytes"))
            .join(pages, new String[] {"item_id"}, "left");
    Dataset<Row> counted =
        arrivals
            .groupBy("source", "format", "outcome", "reason")
            .agg(
                count(lit(1)).as("items"),
                sum("size_bytes").as("bytes"),
                coalesce(sum("pages"), lit(0L)).as("pages"))
            .localCheckpoint();
    List<Unread> reasons =
        counted
            .where(col("reason").notEqual(""))
            .groupBy("reason", "format")
            .agg(sum("items"))
            .orderBy(col("reason"), col("sum(items)").desc(), col("format"))
            .collectAsList()
            .stream()
            .map(row -> new Unread(row.getString(0), row.getString(1), row.getLong(2)))
            .toList();
    return new IngestFigures(by(counted, "source"), by(counted, "format"), reasons);
  }

  private static List<Group> by(Dataset<Row> counted, String column) {
    return counted
        .groupBy(column)
        .agg(
            sum("items"),
            sum(ofOutcome("read")),
            sum(ofOutcome("rejected")),
            sum(when(NOT_ADDRESSED, lit(0L)).otherwise(ofOutcome("quarantined"))),
            sum(when(NOT_ADDRESSED, col("items")).otherwise(0L)),
            sum("pages"),
            sum("bytes"))
        .orderBy(col("sum(items)").desc(), col(column))
        .collectAsList()
        .stream()
        .map(
            row ->
                new Group(
                    row.getString(0),
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7)))
        .toList();
  }

  private static Column ofOutcome(String outcome) {
    return when(col("outcome").equalTo(outcome), col("items")).otherwise(0L);
  }
}
