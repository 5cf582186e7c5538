package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.schemas.TableContract;

/**
 * Counts the documents of each month, place, offence and label again, document by document: once in
 * each place that it names, once in each country of which it names no place, and under ZZ where it
 * names neither.
 */
final class TrendCounts implements Check {

  private static final StructType COUNTED =
      StructType.fromDDL(
          "month string, country string, place string, offence string, policies string");

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> names =
        sources
            .traced(
                sources.lake().contracts().get(Sources.NAMES),
                col("document_id").as("named_in"),
                col("kind"),
                col("key"),
                col("country"))
            .groupBy("named_in")
            .agg(
                collect_list(struct(col("kind"), col("key"), col("country"))).as("names"),
                collect_set("policies").as("of_names"));
    FlatMapFunction<Row, Row> places = TrendCounts::places;
    Dataset<Row> due =
        sources
            .traced(
                sources.lake().contracts().get(Sources.DOCUMENTS),
                col("document_id"),
                col("dated_on").cast("string").as("dated_on"))
            .where(col("dated_on").isNotNull())
            .join(names, col("document_id").equalTo(col("named_in")))
            .select(
                col("dated_on"),
                col("names"),
                coalesce(
                        PolicySets.unionOf(array_union(array(col("policies")), col("of_names"))),
                        lit(PolicySets.QUARANTINE))
                    .as("policies"))
            .flatMap(places, Encoders.row(COUNTED))
            .groupBy("month", "country", "place", "offence", "policies")
            .agg(count(lit(1)).as("documents"))
            .select(
                col("month"),
                col("country"),
                col("place"),
                col("offence"),
                PolicySets.labelId(col("policies")).as("policy_id"),
                col("documents"));
    Dataset<Row> there =
        sources
            .looked(contract)
            .select(
                col("month").cast("string").as("month"),
                col("country"),
                col("place"),
                col("offence"),
                col("policy_id"),
                col("documents"));
    return Tally.of(
        sources,
        contract,
        there,
        sources
            .dueOf(contract, due.withColumn("month", col("month").cast("date")))
            .withColumn("month", col("month").cast("string")),
        List.of("month", "country", "place", "offence"),
        examples);
  }

  private record Place(String country, String place) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byCountry = country.compareTo(other.country);
      return byCountry != 0 ? byCountry : place.compareTo(other.place);
    }
  }

  private static Iterator<Row> places(Row document) {
    TreeSet<String> offences = new TreeSet<>();
    TreeSet<Place> named = new TreeSet<>();
    TreeSet<String> countries = new TreeSet<>();
    TreeSet<String> placed = new TreeSet<>();
    for (Row name : document.<Row>getList(1)) {
      String key = name.getString(1);
      switch (name.getString(0)) {
        case "offence" -> offences.add(key);
        case "country" -> countries.add(key);
        case "place" -> {
          String country = name.isNullAt(2) ? "ZZ" : name.getString(2);
          placed.add(country);
          named.add(new Place(country, key));
        }
        default -> {}
      }
    }
    countries.removeAll(placed);
    countries.forEach(country -> named.add(new Place(country, "")));
    if (named.isEmpty()) {
      named.add(new Place("ZZ", ""));
    }
    String month = LocalDate.parse(document.getString(0)).withDayOfMonth(1).toString();
    List<Row> rows = new ArrayList<>();
    for (String offence : offences) {
      for (Place place : named) {
        rows.add(
            RowFactory.create(
                month, place.country(), place.place(), offence, document.getString(2)));
      }
    }
    return rows.iterator();
  }
}
