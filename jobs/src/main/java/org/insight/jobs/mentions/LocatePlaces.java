package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.mentions.places.Candidate;
import org.insight.jobs.mentions.places.CorrectedPlaces;
import org.insight.jobs.mentions.places.CountryMention;
import org.insight.jobs.mentions.places.DocumentContext;
import org.insight.jobs.mentions.places.FoundPlace;
import org.insight.jobs.mentions.places.H3Cells;
import org.insight.jobs.mentions.places.PlaceReader;
import org.insight.jobs.mentions.places.TextSpan;
import org.insight.policy.PartyCode;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Says where the places that a document names lie, and what each is in the text, by {@link
 * PlaceReader}. The context is the document, its names, and the country of its source.
 */
public final class LocatePlaces extends DocumentJob {

  private static final CorrectedPlaces CORRECTED = new CorrectedPlaces();

  private static final UserDefinedFunction PLACES =
      udf(
          (UDF5<String, String, String, Seq<Row>, Seq<Row>, List<Row>>) LocatePlaces::places,
          new ArrayType(
              StructType.fromDDL(
                  "begin int, end int, text string, key string, name string, country string,"
                      + " latitude double, longitude double, h3 string, precision string,"
                      + " confidence double, role string, candidates array<string>"),
              false));

  @Override
  public String settings() {
    return "rules=" + RuleVersion.PLACES.text();
  }

  @Override
  Set<TableName> sources() {
    return Set.of(Tables.DOCUMENTS, Tables.SENTENCES, Tables.NAMES, Tables.CORRECTIONS);
  }

  @Override
  boolean readsPolicies() {
    return true;
  }

  @Override
  public TableName writes() {
    return Tables.PLACES;
  }

  @Override
  Dataset<Row> rows(Function<TableName, Dataset<Row>> tables) {
    Dataset<Row> sources =
        tables.apply(Tables.POLICIES).select(col("base_policy_id").as("policy_id"), col("source"));
    Dataset<Row> documents =
        withLanguage(tables).join(sources, new String[] {"policy_id"}, "left_outer");
    return with(
            withCorrections(documents, tables, "place"),
            tables
                .apply(Tables.NAMES)
                .where("kind IN ('person', 'organization', 'location', 'country')"),
            "names",
            "begin",
            "end",
            "kind",
            "country")
        .select(
            col(ID),
            explode(
                    PLACES.apply(
                        col("text"),
                        col("language"),
                        col("source"),
                        col("names"),
                        col("corrections")))
                .as("found"),
            col("policy_id"))
        .transform(DocumentJob::mentions);
  }

  private static List<Row> places(
      String text, String language, @Nullable String source, Seq<Row> names, Seq<Row> corrections) {
    List<TextSpan> persons = new ArrayList<>();
    List<TextSpan> organisations = new ArrayList<>();
    List<TextSpan> locations = new ArrayList<>();
    List<CountryMention> countries = new ArrayList<>();
    for (Row name : JavaConverters.seqAsJavaList(names)) {
      int begin = name.getInt(0);
      int end = name.getInt(1);
      switch (name.getString(2)) {
        case "person" -> persons.add(new TextSpan(begin, end));
        case "organization" -> organisations.add(new TextSpan(begin, end));
        case "location" -> locations.add(new TextSpan(begin, end));
        default -> countries.add(new CountryMention(begin, end, name.getString(3)));
      }
    }
    String country = source != null && PartyCode.countries().contains(source) ? source : null;
    List<FoundPlace> found =
        PlaceReader.read(
            new DocumentContext(
                text, language, country, persons, organisations, locations, countries));
    return CORRECTED
        .of(text, found, corrections(JavaConverters.seqAsJavaList(corrections)))
        .stream()
        .map(LocatePlaces::row)
        .toList();
  }

  private static Row row(FoundPlace place) {
    return RowFactory.create(
        place.begin(),
        place.end(),
        place.text(),
        place.geonameId(),
        place.name(),
        place.country(),
        place.latitude(),
        place.longitude(),
        H3Cells.of(place),
        code(place.precision()),
        place.confidence(),
        code(place.role()),
        place.candidates().stream().map(Candidate::geonameId).toList());
  }
}
