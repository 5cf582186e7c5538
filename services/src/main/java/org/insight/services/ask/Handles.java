package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.jobs.resolution.RecordLedger;
import org.insight.schemas.Tables;

/**
 * Finds the entity that an id stands for, as a reader sees it now. An entity is named by its least
 * record, so every id that it had is the name of a record, and leads to the entity which has that
 * record now. Where the record is gone, the ledger says which others were of it.
 */
final class Handles {

  private static final Pattern FORM = Pattern.compile("E-[0-9a-f]{32}|[0-9a-f]{64}");

  private Handles() {}

  /** Whether a text may be an id of an entity or a record. */
  static boolean isHandle(String text) {
    return FORM.matcher(text).matches();
  }

  /** The id that the entity has now; empty if the reader sees none. */
  static Optional<String> entity(ReaderSession session, String handle) {
    return latest(
            session
                .table(Tables.MEMBERSHIPS)
                .where(
                    col("record_id")
                        .equalTo(handle)
                        .or(RecordLedger.entityOf(col("record_id")).equalTo(handle)))
                .withColumn("at", lit(0)))
        .or(
            () ->
                latest(
                    session
                        .table(Tables.LEDGER)
                        .where(col("entity_id").equalTo(handle))
                        .select(col("at"), explode(col("record_ids")).as("record_id"))
                        .join(session.table(Tables.MEMBERSHIPS), "record_id")));
  }

  private static Optional<String> latest(Dataset<Row> entities) {
    return entities
        .orderBy(col("at").desc(), col("record_id"))
        .limit(1)
        .select("entity_id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .findFirst();
  }
}
