package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.udf;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Counts the documents that speak of an offence, by month, place, offence and policy. A document
 * counts once for each place that it names, for each country that it names without a place in it,
 * and under country ZZ where it names neither. One without a date or an offence is not counted.
 */
public final class CountTrends implements UpdateJob {

  private static final StructType PLACE =
      StructType.fromDDL("place_name string, latitude double, longitude double");

  private static final Column MONTH = trunc(col("dated_on"), "month");

  private final PlaceTable places;

  public CountTrends(PlaceTable places) {
    this.places = places;
  }

  /** Names of places and where they lie stand in the rows. */
  @Override
  public String settings() {
    return "places=" + places.version();
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.DOCUMENTS), Read.whole(Tables.NAMES));
  }

  @Override
  public TableName writes() {
    return Tables.TRENDS_MONTHLY;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return counts(inputs.table(Tables.DOCUMENTS), inputs.table(Tables.NAMES));
  }

  /** The counts of every month and policy that a new document, or a name found anew, is of. */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> documents = changes.table(Tables.DOCUMENTS);
    String[] monthOfPolicy = {"month", "policy_id"};
    Dataset<Row> touched =
        HeldRows.keys(
            documents
                .join(changes.keys(Tables.NAMES), new String[] {"document_id"}, "left_semi")
                .unionByName(changes.changed(Tables.DOCUMENTS))
                .transform(CountTrends::dated)
                .select("month", "policy_id")
                .distinct());
    Dataset<Row> near =
        HeldRows.of(
            documents
                .select(col("document_id"), col("dated_on"), MONTH.as("month"), col("policy_id"))
                .join(touched, monthOfPolicy, "left_semi"));
    return Optional.of(
        new Update(
            changes.output().join(touched, monthOfPolicy, "left_semi"),
            counts(
                near,
                changes
                    .table(Tables.NAMES)
                    .join(near.select("document_id"), new String[] {"document_id"}, "left_semi"))));
  }

  private Dataset<Row> counts(Dataset<Row> documents, Dataset<Row> names) {
    return documents
        .transform(CountTrends::dated)
        .join(names.transform(CountTrends::offences), "document_id")
        .join(names.transform(CountTrends::locations), new String[] {"document_id"}, "left")
        .transform(CountTrends::counted)
        .transform(this::withPlaces);
  }

  private static Dataset<Row> dated(Dataset<Row> documents) {
    return documents
        .where(col("dated_on").isNotNull())
        .select(col("document_id"), MONTH.as("month"), col("policy_id"));
  }

  private static Dataset<Row> offences(Dataset<Row> names) {
    return names
        .where(col("kind").equalTo("offence"))
        .select(col("document_id"), col("key").as("offence"))
        .distinct();
  }

  /** The places of each document, and the countries of which it names no place. */
  private static Dataset<Row> locations(Dataset<Row> names) {
    Dataset<Row> places =
        names
            .where(col("kind").equalTo("place"))
            .select(
                col("document_id"),
                coalesce(col("country"), lit("ZZ")).as("country"),
                col("key").as("place"))
            .distinct();
    Dataset<Row> countries =
        names
            .where(col("kind").equalTo("country"))
            .select(col("document_id"), col("key").as("country"))
            .distinct()
            .join(
                places.select("document_id", "country"),
                new String[] {"document_id", "country"},
                "left_anti")
            .withColumn("place", lit(""));
    return places.unionByName(countries);
  }

  private static Dataset<Row> counted(Dataset<Row> located) {
    return located
        .groupBy(
            col("month"),
            coalesce(col("country"), lit("ZZ")).as("country"),
            coalesce(col("place"), lit("")).as("place"),
            col("offence"),
            col("policy_id"))
        .agg(count(lit(1)).as("documents"));
  }

  private Dataset<Row> withPlaces(Dataset<Row> counts) {
    PlaceTable table = places;
    UDF1<String, Row> find = id -> row(id, table.find(id));
    UserDefinedFunction place = udf(find, PLACE);
    Column found = place.apply(col("place"));
    return counts.withColumn("found", found).select("*", "found.*").drop("found");
  }

  /** A place that the table does not know is shown by its id. */
  private static Row row(String id, @Nullable Place place) {
    return place == null
        ? RowFactory.create(id, null, null)
        : RowFactory.create(place.name(), place.latitude(), place.longitude());
  }
}
