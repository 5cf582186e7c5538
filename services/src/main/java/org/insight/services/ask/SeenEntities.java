package org.insight.services.ask;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.jobs.curated.EntityVersions;
import org.insight.schemas.Tables;

/** Names and captions of the entities that a reader sees. */
final class SeenEntities {

  private static final String NO_NAME = "(no name)";

  private final ReaderSession session;

  SeenEntities(ReaderSession session) {
    this.session = session;
  }

  /**
   * What to show of an entity.
   *
   * @param kind FollowTheMoney schema
   * @param restrictions how it may be used, in words
   */
  record Shown(String kind, String caption, String restrictions) {}

  /**
   * Rows of {@code entity_id}, {@code person} and {@code names}. Of companies and things a reader
   * below clearance 1 sees those names alone that their links show.
   */
  Dataset<Row> names() {
    return session
        .table(Tables.PERSONS)
        .select(
            col("entity_id"),
            lit(true).as("person"),
            array_distinct(concat(col("names"), col("aliases"))).as("names"))
        .unionByName(session.isShownIdentifiers() ? ofRecords() : ofLinks())
        .where(size(col("names")).gt(0));
  }

  private Dataset<Row> ofRecords() {
    return session
        .table(Tables.MEMBERSHIPS)
        .where(col("schema").notEqual("Person"))
        .select("entity_id", "record_id")
        .join(session.table(Tables.SUBJECTS).select("record_id", "properties"), "record_id")
        .select(
            col("entity_id"),
            lit(false).as("person"),
            concat(EntityVersions.names(), EntityVersions.aliases()).as("names"));
  }

  /** Names of companies and things in the captions of their links. */
  Dataset<Row> ofLinks() {
    return end("source").unionByName(end("target")).distinct();
  }

  private Dataset<Row> end(String end) {
    return session
        .table(Tables.LINKS)
        .where(
            col(end + "_kind")
                .isin("Document", "Person")
                .unary_$bang()
                .and(col(end + "_caption").notEqual(NO_NAME)))
        .select(
            col(end + "_id").as("entity_id"),
            lit(false).as("person"),
            array(col(end + "_caption")).as("names"));
  }

  /** What to show of some entities. */
  Map<String, Shown> shown(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Dataset<Row> memberships = session.table(Tables.MEMBERSHIPS);
    Dataset<Row> sought =
        memberships
            .sparkSession()
            .createDataset(List.copyOf(ids), Encoders.STRING())
            .toDF("entity_id");
    Dataset<Row> theirs = memberships.join(sought, "entity_id");
    Dataset<Row> persons =
        session.table(Tables.PERSONS).join(sought, "entity_id").select("entity_id", "caption");
    Dataset<Row> links =
        ofLinks()
            .join(sought, "entity_id")
            .groupBy("entity_id")
            .agg(first(col("names").apply(0)).as("linked"));
    Dataset<Row> restrictions =
        theirs.groupBy("entity_id").agg(first("restrictions").as("restrictions"));
    Map<String, Shown> shown = new LinkedHashMap<>();
    EntityVersions.of(theirs, session.table(Tables.SUBJECTS))
        .join(persons, new String[] {"entity_id"}, "left")
        .join(links, new String[] {"entity_id"}, "left")
        .join(restrictions, "entity_id")
        .select(
            col("entity_id"),
            col("entity_kind"),
            coalesce(
                col("caption"),
                when(col("entity_caption").notEqual(NO_NAME), col("entity_caption")),
                col("entity_identifier"),
                col("linked"),
                lit(NO_NAME)),
            coalesce(col("restrictions"), lit("")))
        .collectAsList()
        .forEach(
            row ->
                shown.put(
                    row.getString(0),
                    new Shown(row.getString(1), row.getString(2), row.getString(3))));
    return shown;
  }
}
