package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Counts the documents of each month, place, offence and label again, document by document: once in
 * each place of the offence's events, once in each country of which these have no place, and under
 * ZZ where they have neither. Names and coordinates of places are held against mentions.places.
 */
final class TrendCounts implements Check {

  private static final String[] COLUMNS = {
    "month",
    "country",
    "place",
    "offence",
    "policy_id",
    "documents",
    "place_name",
    "latitude",
    "longitude"
  };

  private static final StructType COUNTED =
      StructType.fromDDL(
          "month string, country string, place string, place_name string, latitude double,"
              + " longitude double, offence string, policies string");

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> events =
        gathered(sources, Sources.EVENTS, "events", "kind", "status", "code", "place_id");
    Dataset<Row> places =
        gathered(
            sources,
            Sources.PLACES,
            "places",
            "mention_id",
            "role",
            "precision",
            "country",
            "key",
            "name",
            "latitude",
            "longitude");
    FlatMapFunction<Row, Row> incidents = TrendCounts::incidents;
    Dataset<Row> due =
        sources
            .traced(
                sources.lake().contracts().get(Sources.DOCUMENTS),
                col("document_id"),
                col("dated_on").cast("string").as("dated_on"))
            .where(col("dated_on").isNotNull())
            .join(events, col("document_id").equalTo(col("document_of_events")))
            .join(places, col("document_id").equalTo(col("document_of_places")), "left")
            .select(
                col("dated_on"),
                col("events"),
                col("places"),
                coalesce(
                        PolicySets.unionOf(
                            concat(
                                array(col("policies")),
                                col("policies_of_events"),
                                coalesce(col("policies_of_places"), array()))),
                        lit(PolicySets.QUARANTINE))
                    .as("policies"))
            .flatMap(incidents, Encoders.row(COUNTED))
            .groupBy("month", "country", "place", "offence", "policies")
            .agg(
                count(lit(1)).as("documents"),
                min(struct("place_name", "latitude", "longitude")).as("found"))
            .select("*", "found.*")
            .withColumn("policy_id", PolicySets.labelId(col("policies")))
            .withColumn("month", col("month").cast("date"));
    return Tally.of(
        sources,
        contract,
        columns(sources.looked(contract)),
        columns(sources.dueOf(contract, due)),
        List.of("month", "country", "place", "offence"),
        examples);
  }

  private static Dataset<Row> columns(Dataset<Row> rows) {
    return rows.select(Stream.of(COLUMNS).map(c -> col(c)).toArray(Column[]::new))
        .withColumn("month", col("month").cast("string"));
  }

  /** What a table has of each document, and what it rests on. */
  private static Dataset<Row> gathered(
      Sources sources, TableName table, String as, String... columns) {
    List<Column> kept = new ArrayList<>(List.of(col("document_id").as("document_of_" + as)));
    Column[] parts = Stream.of(columns).map(c -> col(c)).toArray(Column[]::new);
    kept.addAll(List.of(parts));
    return sources
        .traced(sources.lake().contracts().get(table), kept.toArray(Column[]::new))
        .groupBy("document_of_" + as)
        .agg(collect_list(struct(parts)).as(as), collect_set("policies").as("policies_of_" + as));
  }

  /**
   * @param id empty of a country
   */
  private record Place(
      String country,
      String id,
      String name,
      @Nullable Double latitude,
      @Nullable Double longitude) {

    static final Place UNKNOWN = new Place("ZZ", "", "", null, null);

    static Place of(Row row) {
      String country = row.getString(3).isEmpty() ? UNKNOWN.country() : row.getString(3);
      return row.getString(2).equals("country")
          ? new Place(country, "", "", null, null)
          : new Place(country, row.getString(4), row.getString(5), row.getAs(6), row.getAs(7));
    }
  }

  private static Iterator<Row> incidents(Row document) {
    Map<String, Place> incidents = new HashMap<>();
    if (!document.isNullAt(2)) {
      for (Row place : document.<Row>getList(2)) {
        if (place.getString(1).equals("incident")) {
          incidents.put(place.getString(0), Place.of(place));
        }
      }
    }
    Map<String, Map<String, Place>> offences = new TreeMap<>();
    for (Row event : document.<Row>getList(1)) {
      if (event.getString(0).equals("offence") && event.getString(1).equals("asserted")) {
        Place place = incidents.getOrDefault(event.getString(3), Place.UNKNOWN);
        offences
            .computeIfAbsent(event.getString(2), offence -> new TreeMap<>())
            .put(place.country() + "\n" + place.id(), place);
      }
    }
    String month = LocalDate.parse(document.getString(0)).withDayOfMonth(1).toString();
    List<Row> rows = new ArrayList<>();
    offences.forEach(
        (offence, places) -> {
          for (Place place : places.values()) {
            boolean coarse =
                place.id().isEmpty()
                    && places.values().stream()
                        .anyMatch(p -> p.country().equals(place.country()) && !p.id().isEmpty());
            if (!coarse) {
              rows.add(
                  RowFactory.create(
                      month,
                      place.country(),
                      place.id(),
                      place.name(),
                      place.latitude(),
                      place.longitude(),
                      offence,
                      document.getString(3)));
            }
          }
        });
    return rows.iterator();
  }
}
