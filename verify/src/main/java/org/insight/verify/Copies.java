package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.SaltedHash;
import org.insight.schemas.TableContract;

/**
 * What rows repeat of the arrival that they are of: a right label beside another item's title is a
 * leak.
 */
final class Copies {

  /** The column that names the item, and those that are as in its arrival. */
  private static final Map<String, List<String>> REPEATED =
      Map.of(
          "landing.items",
          List.of(
              "item_id",
              "parent_item_id",
              "root_item_id",
              "depth",
              "path",
              "media_type",
              "kind",
              "mapping",
              "size_bytes",
              "content_sha256",
              "title",
              "sent_at",
              "issues"),
          "landing.rejects",
          List.of(
              "item_id",
              "parent_item_id",
              "root_item_id",
              "path",
              "media_type",
              "size_bytes",
              "outcome",
              "reason_code",
              "reason"),
          "text.pages",
          List.of("item_id", "title", "kind", "sent_at"),
          "text.documents",
          List.of("document_id", "title"));

  private Copies() {}

  /** The hash of the item that a row is of; null where it repeats nothing. */
  static Column item(TableContract contract) {
    List<String> repeated = REPEATED.get(contract.name().toString());
    return repeated == null ? lit(null).cast("bigint") : SaltedHash.of(col(repeated.get(0)));
  }

  /** The hash of what a row repeats; null where that is nothing. */
  static Column repeated(TableContract contract) {
    List<String> repeated = REPEATED.get(contract.name().toString());
    return repeated == null ? lit(null).cast("bigint") : hash(repeated);
  }

  private static Column hash(List<String> columns) {
    return SaltedHash.of(Tally.told(columns.subList(1, columns.size())));
  }

  /**
   * With {@code is_copy}: whether what rows repeat is as it came, as far as the arrivals are looked
   * at.
   *
   * @param rows with {@code of_item} and {@code repeats}, as {@link #item} and {@link #repeated}
   *     give them
   */
  static Dataset<Row> compared(Sources sources, TableContract contract, Dataset<Row> rows) {
    List<String> repeated = REPEATED.get(contract.name().toString());
    if (repeated == null) {
      return rows.withColumn("is_copy", lit(true));
    }
    Dataset<Row> arrivals =
        sources
            .looked(sources.lake().contracts().get(Sources.ARRIVALS))
            .select(SaltedHash.of(col("item_id")).as("arrived"), hash(repeated).as("came"));
    return rows.join(arrivals, col("of_item").equalTo(col("arrived")), "left")
        .withColumn("is_copy", coalesce(col("repeats").equalTo(col("came")), lit(true)));
  }
}
