package org.insight.jobs.landing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.Tables;
import org.insight.jobs.landing.extract.Reason;
import org.insight.tables.Lake;

/**
 * Items that no reader sees, for it is not known who may: as no reader can ask for them, those who
 * run the platform are told where they came from and why. Not those that were sent to others, which
 * nothing lets in.
 *
 * @param folder outermost folder of the inbox in which the file lay that they came in; a file's
 *     name may say of whom it speaks
 * @param reason code
 * @param words what is wrong, without personal data
 * @param items how many
 */
public record Quarantined(String folder, String reason, String words, long items) {

  /**
   * Of a lake, sorted by folder.
   *
   * @param most as many at most: whoever sends may make as many folders as there are words
   */
  public static List<Quarantined> of(Lake lake, int most) {
    return of(lake.read(Tables.REJECTS), lake.read(Tables.ARRIVALS), most);
  }

  private static List<Quarantined> of(Dataset<Row> rejects, Dataset<Row> arrivals, int most) {
    Dataset<Row> files =
        arrivals.select(
            col("item_id").as("root_item_id"), InboxFolder.of(col("path")).as("folder"));
    return rejects
        .where(
            col("outcome")
                .equalTo(Outcome.QUARANTINED.word())
                .and(col("reason_code").notEqual(Reason.NOT_ADDRESSED.code())))
        .join(files, "root_item_id")
        .groupBy("folder", "reason_code", "reason")
        .agg(count(lit(1)).as("items"))
        .orderBy("folder", "reason_code", "reason")
        .limit(most)
        .collectAsList()
        .stream()
        .map(
            row ->
                new Quarantined(
                    row.getString(0), row.getString(1), row.getString(2), row.getLong(3)))
        .toList();
  }
}
