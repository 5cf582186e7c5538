package org.insight.jobs.landing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.regexp_replace;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.landing.extract.Reason;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;

/**
 * Items that no reader sees, for it is not known who may: as no reader can ask for them, those who
 * run the platform are told where they came from and why. Not those that were sent to others, which
 * nothing lets in.
 *
 * @param folder outermost folder of the inbox in which the file lay that they came in; a file's
 *     name may say of whom it speaks
 * @param reason code
 * @param words what is wrong with one of them, without what was found in its place
 * @param items how many
 */
public record Quarantined(String folder, String reason, String words, long items) {

  /** Behind it stands what somebody wrote. */
  private static final String VALUE = "(?s), found .*";

  /**
   * Of a lake, the most items first.
   *
   * @param most as many at most: whoever sends may make as many folders as there are words
   */
  public static List<Quarantined> of(Lake lake, int most) {
    Dataset<Row> files =
        lake.read(Tables.ARRIVALS)
            .where(col("parent_item_id").isNull())
            .select(col("item_id").as("root_item_id"), InboxFolder.of(col("path")).as("folder"));
    return lake
        .read(Tables.REJECTS)
        .where(
            col("outcome")
                .equalTo(Outcome.QUARANTINED.word())
                .and(col("reason_code").notEqual(Reason.NOT_ADDRESSED.code())))
        .join(files, "root_item_id")
        .groupBy("folder", "reason_code")
        .agg(regexp_replace(min("reason"), VALUE, "").as("words"), count(lit(1)).as("items"))
        .orderBy(col("items").desc(), col("folder"), col("reason_code"))
        .limit(most)
        .collectAsList()
        .stream()
        .map(
            row ->
                new Quarantined(
                    row.getAs("folder"),
                    row.getAs("reason_code"),
                    row.getAs("words"),
                    row.<Long>getAs("items")))
        .toList();
  }
}
