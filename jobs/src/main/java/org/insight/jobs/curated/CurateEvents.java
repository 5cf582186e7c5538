package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Puts when, where and who beside what a document tells of. All of a row is of one document, and so
 * of one policy. It names no entities, for these hang on the viewer.
 */
public final class CurateEvents implements UpdateJob {

  private static final String ID = "document_id";

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.EVENTS),
        Read.whole(Tables.TIMES),
        Read.whole(Tables.PLACES),
        Read.whole(Tables.DESCRIBED),
        Read.whole(Tables.DOCUMENTS));
  }

  @Override
  public TableName writes() {
    return Tables.CURATED_EVENTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return events(inputs::table);
  }

  /** The events of documents that came, went, or were read anew. */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> documents =
        HeldRows.keys(
            Stream.of(Tables.EVENTS, Tables.TIMES, Tables.PLACES, Tables.DESCRIBED)
                .map(changes::keys)
                .reduce(changes.changed(Tables.DOCUMENTS).select(ID), Dataset::union)
                .distinct());
    return Optional.of(
        new Update(
            documents,
            events(table -> changes.table(table).join(documents, new String[] {ID}, "left_semi"))));
  }

  private static Dataset<Row> events(Function<TableName, Dataset<Row>> tables) {
    Dataset<Row> times =
        tables
            .apply(Tables.TIMES)
            .select(
                col("mention_id").as("time_id"),
                col("value").as("time"),
                col("first_day"),
                col("last_day"));
    Dataset<Row> places =
        tables
            .apply(Tables.PLACES)
            .select(
                col("mention_id").as("place_id"),
                col("key").as("place"),
                col("name").as("place_name"),
                col("precision"),
                // Of a continent it is empty.
                expr("nullif(country, '')").as("country"),
                col("latitude"),
                col("longitude"));
    Dataset<Row> names =
        tables
            .apply(Tables.DESCRIBED)
            .groupBy(ID)
            .agg(map_from_entries(collect_list(struct("described_id", "name"))).as("names"));
    return tables
        .apply(Tables.EVENTS)
        .join(tables.apply(Tables.DOCUMENTS).select(ID, "dated_on"), ID)
        .join(names, new String[] {ID}, "left")
        .join(times, new String[] {"time_id"}, "left")
        .join(places, new String[] {"place_id"}, "left")
        .withColumn("participants", transform(col("persons"), CurateEvents::named))
        .drop("time_id", "place_id", "persons", "names");
  }

  private static Column named(Column person) {
    Column id = person.getField("described_id");
    return struct(
        id.as("described_id"),
        element_at(col("names"), id).as("name"),
        person.getField("role").as("role"));
  }
}
