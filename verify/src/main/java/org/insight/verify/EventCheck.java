package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;

/**
 * Each event that a document tells of has one row, which shows what mentions have of its time, its
 * place and its persons, and rests on all of them.
 */
final class EventCheck implements Check {

  private static final List<String> OWN =
      List.of(
          "event_id",
          "document_id",
          "kind",
          "code",
          "iccs",
          "status",
          "amount",
          "unit",
          "begin",
          "end",
          "text");

  private static final List<String> ADDED =
      List.of(
          "dated_on",
          "time",
          "first_day",
          "last_day",
          "place",
          "place_name",
          "precision",
          "country",
          "latitude",
          "longitude",
          "participants",
          "policy_id");

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> events =
        traced(
            sources,
            contract,
            Sources.EVENTS,
            "event",
            Stream.concat(OWN.stream(), Stream.of("time_id", "place_id", "persons"))
                .map(c -> col(c))
                .toArray(Column[]::new));
    Dataset<Row> documents =
        traced(
            sources,
            contract,
            Sources.DOCUMENTS,
            "document",
            col("document_id").as("of_document"),
            col("dated_on"));
    Dataset<Row> times =
        traced(
            sources,
            contract,
            Sources.TIMES,
            "time",
            col("mention_id").as("of_time"),
            col("value").as("time"),
            col("first_day"),
            col("last_day"));
    Dataset<Row> places =
        traced(
            sources,
            contract,
            Sources.PLACES,
            "place",
            col("mention_id").as("of_place"),
            col("key").as("place"),
            col("name").as("place_name"),
            col("precision"),
            when(length(col("country")).gt(0), col("country")).as("country"),
            col("latitude"),
            col("longitude"));
    Column rests =
        PolicySets.unionOf(
            concat(
                array(
                    col("policies_of_event"),
                    col("policies_of_document"),
                    col("policies_of_time"),
                    col("policies_of_place")),
                coalesce(col("policies_of_persons"), array())));
    Dataset<Row> due =
        events
            .join(documents, col("document_id").equalTo(col("of_document")))
            .join(times, col("time_id").equalTo(col("of_time")), "left")
            .join(places, col("place_id").equalTo(col("of_place")), "left")
            .join(
                persons(sources, contract, events),
                col("event_id").equalTo(col("of_event")),
                "left")
            .withColumn("participants", coalesce(col("participants"), lit("[]")))
            .withColumn(
                "policy_id", PolicySets.labelId(coalesce(rests, lit(PolicySets.QUARANTINE))));
    return Tally.of(
        sources,
        contract,
        compared(sources.looked(contract).withColumn("participants", to_json(col("participants")))),
        compared(due),
        List.of("event_id"),
        examples);
  }

  /** The persons of each event that has any, as JSON in the order of the text. */
  private static Dataset<Row> persons(
      Sources sources, TableContract contract, Dataset<Row> events) {
    Dataset<Row> described =
        traced(
            sources,
            contract,
            Sources.DESCRIBED,
            "person",
            col("described_id").as("of_person"),
            col("name"));
    return events
        .select(
            col("event_id").as("of_event"),
            posexplode(col("persons")).as(new String[] {"at", "person"}))
        .join(described, col("person.described_id").equalTo(col("of_person")), "left")
        .groupBy("of_event")
        .agg(
            array_sort(
                    collect_list(
                        struct(
                            col("at"),
                            col("person.described_id"),
                            col("name"),
                            col("person.role"))))
                .as("all"),
            collect_set("policies_of_person").as("policies_of_persons"))
        .selectExpr(
            "of_event",
            "to_json(transform(all, p -> struct(p.described_id, p.name, p.role))) AS participants",
            "policies_of_persons");
  }

  /** Rows of the looked-at documents, with the policies that they rest on. */
  private static Dataset<Row> traced(
      Sources sources, TableContract contract, TableName table, String as, Column... kept) {
    return sources
        .traced(
            sources.lake().contracts().get(table),
            sources.dueOf(contract, sources.rows(table)),
            kept)
        .withColumnRenamed("policies", "policies_of_" + as);
  }

  private static Dataset<Row> compared(Dataset<Row> rows) {
    return rows.select(
        Stream.concat(OWN.stream(), ADDED.stream()).map(c -> col(c)).toArray(Column[]::new));
  }
}
