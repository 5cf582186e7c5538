package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Counts the documents that tell of an offence, by month, place of the incident, offence and
 * policy. A document counts once for each place of an offence, for each country in which the
 * offence has no place, and under country ZZ where the offence has neither. What a document negates
 * or supposes is not counted, nor is a document without a date.
 *
 * <p>The places of an offence are those of its events, not all places of incidents in the document:
 * who tells of a theft in one town and of a murder in another has told of no murder in the first.
 */
public final class CountTrends implements UpdateJob {

  private static final String ID = "document_id";

  private static final Column MONTH = trunc(col("dated_on"), "month");

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.DOCUMENTS), Read.whole(Tables.EVENTS), Read.whole(Tables.PLACES));
  }

  @Override
  public TableName writes() {
    return Tables.TRENDS_MONTHLY;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return counts(
        inputs.table(Tables.DOCUMENTS), inputs.table(Tables.EVENTS), inputs.table(Tables.PLACES));
  }

  /** The counts of every month and policy that a new document, or one read anew, is of. */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> documents = changes.table(Tables.DOCUMENTS);
    String[] monthOfPolicy = {"month", "policy_id"};
    Dataset<Row> readAnew =
        changes.keys(Tables.EVENTS).select(ID).union(changes.keys(Tables.PLACES).select(ID));
    Dataset<Row> touched =
        HeldRows.keys(
            documents
                .join(readAnew, new String[] {ID}, "left_semi")
                .unionByName(changes.changed(Tables.DOCUMENTS))
                .transform(CountTrends::dated)
                .select("month", "policy_id")
                .distinct());
    Dataset<Row> near =
        HeldRows.of(
            documents
                .select(col(ID), col("dated_on"), MONTH.as("month"), col("policy_id"))
                .join(touched, monthOfPolicy, "left_semi"));
    return Optional.of(
        new Update(
            changes.output().join(touched, monthOfPolicy, "left_semi"),
            counts(
                near,
                of(near, changes.table(Tables.EVENTS)),
                of(near, changes.table(Tables.PLACES)))));
  }

  private static Dataset<Row> of(Dataset<Row> documents, Dataset<Row> rows) {
    return rows.join(documents.select(ID), new String[] {ID}, "left_semi");
  }

  private static Dataset<Row> counts(
      Dataset<Row> documents, Dataset<Row> events, Dataset<Row> places) {
    return documents
        .transform(CountTrends::dated)
        .join(located(events, places), ID)
        .groupBy("month", "country", "place", "offence", "policy_id")
        .agg(
            countDistinct(ID).as("documents"),
            min(struct("place_name", "latitude", "longitude")).as("found"))
        .select("*", "found.*")
        .drop("found");
  }

  private static Dataset<Row> dated(Dataset<Row> documents) {
    return documents
        .where(col("dated_on").isNotNull())
        .select(col(ID), MONTH.as("month"), col("policy_id"));
  }

  /**
   * The places of the offences of each document, and the countries in which they have no place: of
   * these the place is ''.
   */
  private static Dataset<Row> located(Dataset<Row> events, Dataset<Row> places) {
    Column isCountry = col("precision").equalTo("country");
    Dataset<Row> incidents =
        places
            .where("role = 'incident'")
            .select(
                col("mention_id").as("place_id"),
                // Of a continent it is empty.
                expr("nullif(country, '')").as("country"),
                when(isCountry, "").otherwise(col("key")).as("place"),
                when(isCountry, "").otherwise(col("name")).as("place_name"),
                when(isCountry, null).otherwise(col("latitude")).as("latitude"),
                when(isCountry, null).otherwise(col("longitude")).as("longitude"));
    return events
        .where("kind = 'offence' AND status = 'asserted'")
        .select(col(ID), col("code").as("offence"), col("place_id"))
        .join(incidents, new String[] {"place_id"}, "left")
        .na()
        .fill(Map.of("country", "ZZ", "place", "", "place_name", ""))
        .withColumn("finest", max("place").over(Window.partitionBy(ID, "offence", "country")))
        .where("place <> '' OR finest = ''");
  }
}
