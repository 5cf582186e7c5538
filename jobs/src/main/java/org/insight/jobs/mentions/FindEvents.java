package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.mentions.events.CorrectedEvents;
import org.insight.jobs.mentions.events.EventKind;
import org.insight.jobs.mentions.events.EventReader;
import org.insight.jobs.mentions.events.FoundEvent;
import org.insight.jobs.mentions.events.SentenceSpan;
import org.insight.jobs.mentions.events.Taxonomy;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a document tells of, by {@link EventReader}, and says when, where and who.
 *
 * <p>When and where are the time and the place of an incident in the same sentence, else the
 * document's first. Who are the persons of the case that the sentence mentions.
 */
public final class FindEvents extends DocumentJob {

  private static final CorrectedEvents CORRECTED = new CorrectedEvents();

  private static final UserDefinedFunction EVENTS =
      udf(
          (UDF3<String, String, Row, List<Row>>) FindEvents::events,
          new ArrayType(
              StructType.fromDDL(
                  "begin int, end int, text string, kind string, code string, iccs string,"
                      + " status string, amount double, unit string, time_id string,"
                      + " place_id string, persons"
                      + " array<struct<described_id:string,role:string>>"),
              false));

  @Override
  public String settings() {
    return "rules=" + RuleVersion.EVENTS.text();
  }

  @Override
  Set<TableName> sources() {
    return Set.of(
        Tables.DOCUMENTS,
        Tables.SENTENCES,
        Tables.TIMES,
        Tables.PLACES,
        Tables.DESCRIBED,
        Tables.CORRECTIONS);
  }

  @Override
  public TableName writes() {
    return Tables.EVENTS;
  }

  @Override
  Dataset<Row> rows(Function<TableName, Dataset<Row>> tables) {
    Dataset<Row> documents =
        with(withLanguage(tables), tables.apply(Tables.SENTENCES), "sentences", "begin", "end");
    for (TableName table : List.of(Tables.TIMES, Tables.PLACES)) {
      documents =
          with(
              documents,
              tables.apply(table).where("role = 'incident'"),
              table.table(),
              "begin",
              "end",
              "mention_id");
    }
    documents =
        with(
            documents,
            tables
                .apply(Tables.DESCRIBED)
                .where("schema = 'Person' AND role <> 'office'")
                .select(
                    col(ID),
                    col("described_id"),
                    col("role"),
                    explode(col("mentions")).as("mention"))
                .select("document_id", "mention.begin", "described_id", "role"),
            "persons",
            "begin",
            "described_id",
            "role");
    return withCorrections(documents, tables, "event")
        .select(
            col(ID),
            explode(
                    EVENTS.apply(
                        col("text"),
                        col("language"),
                        struct("sentences", "times", "places", "persons", "corrections")))
                .as("found"),
            col("policy_id"))
        .select(
            sha2(
                    concat_ws(
                        "\n",
                        col(ID),
                        col("found.begin"),
                        col("found.end"),
                        col("found.kind"),
                        col("found.code")),
                    256)
                .as("event_id"),
            col(ID),
            col("found.*"),
            col("policy_id"));
  }

  private static List<Row> events(String text, String language, Row found) {
    List<Row> sentences = list(found, 0);
    List<SentenceSpan> spans =
        sentences.stream().map(s -> new SentenceSpan(s.getInt(0), s.getInt(1))).toList();
    List<Row> rows = new ArrayList<>();
    for (FoundEvent event :
        CORRECTED.of(text, EventReader.read(text, language, spans), corrections(list(found, 4)))) {
      Row sentence =
          sentences.stream()
              .filter(s -> s.getInt(0) <= event.begin() && event.begin() < s.getInt(1))
              .findFirst()
              .orElseGet(() -> RowFactory.create(0, text.length()));
      rows.add(
          RowFactory.create(
              event.begin(),
              event.end(),
              event.text(),
              code(event.kind()),
              event.code(),
              event.kind() == EventKind.OFFENCE ? Taxonomy.iccs(event.code()).orElse(null) : null,
              code(event.status()),
              event.amount() == null ? null : event.amount().doubleValue(),
              event.unit(),
              nearest(list(found, 1), event, sentence),
              nearest(list(found, 2), event, sentence),
              persons(list(found, 3), sentence)));
    }
    return rows;
  }

  /** The nearest of the event's sentence, else the first of the document. */
  private static @Nullable String nearest(List<Row> incidents, FoundEvent event, Row sentence) {
    return incidents.stream()
        .filter(i -> within(i, sentence))
        .min(Comparator.comparingInt(i -> Math.abs(i.getInt(0) - event.begin())))
        .or(() -> incidents.stream().findFirst())
        .map(i -> i.getString(2))
        .orElse(null);
  }

  private static List<Row> persons(List<Row> mentions, Row sentence) {
    return mentions.stream()
        .filter(m -> within(m, sentence))
        .map(m -> RowFactory.create(m.getString(1), m.getString(2)))
        .distinct()
        .toList();
  }

  private static boolean within(Row row, Row sentence) {
    return sentence.getInt(0) <= row.getInt(0) && row.getInt(0) < sentence.getInt(1);
  }
}
