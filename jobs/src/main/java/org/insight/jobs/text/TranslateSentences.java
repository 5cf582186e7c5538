package org.insight.jobs.text;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF6;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.jobs.governance.StandingCorrections;
import org.insight.jobs.text.translation.MarianModels;
import org.insight.jobs.text.translation.NameSpan;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.Translation;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Translates sentences into the languages of the settings, by {@link Translator}. A sentence that
 * is in a language already, or whose pair no engine has, gets no row. Names of persons and places
 * are those that were found in the sentence. What a reader said of a translation stands instead of
 * it. The sentences of a document are translated anew where one of these changes, and all where an
 * engine, the glossary or the settings do.
 */
public final class TranslateSentences implements UpdateJob {

  private static final String ID = "document_id";

  /** Raised when other sentences are translated, or by another language. */
  private static final int RULES = 2;

  /** The engine of what a reader corrected, confirmed or rejected. */
  static final String READER = "reader";

  private static final StructType MADE =
      StructType.fromDDL(
          "text string, engine string, engine_version string, gloss boolean, unknown double,"
              + " flags array<string>");

  private static final StructType PLACED = StructType.fromDDL("begin int, end int, person boolean");

  private final TranslationPlan plan;

  /**
   * @param plan what is translated, and by what
   */
  public TranslateSentences(TranslationPlan plan) {
    this.plan = plan;
  }

  @Override
  public String settings() {
    return Translator.of(plan).version() + " sentences@" + RULES;
  }

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.SENTENCES), Read.whole(Tables.NAMES), Read.whole(Tables.CORRECTIONS));
  }

  @Override
  public TableName writes() {
    return Tables.TRANSLATIONS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return translated(
        inputs.table(Tables.SENTENCES),
        inputs.table(Tables.NAMES),
        inputs.table(Tables.CORRECTIONS));
  }

  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> documents =
        HeldRows.keys(
            changes
                .changed(Tables.SENTENCES)
                .select(ID)
                .union(changes.keys(Tables.NAMES).select(ID))
                .union(StandingCorrections.changed(changes).select(ID))
                .distinct());
    return Optional.of(
        new Update(
            documents,
            translated(
                of(documents, changes.table(Tables.SENTENCES)),
                of(documents, changes.table(Tables.NAMES)),
                of(documents, changes.table(Tables.CORRECTIONS)))));
  }

  private static Dataset<Row> of(Dataset<Row> documents, Dataset<Row> rows) {
    return rows.join(documents, new String[] {ID}, "left_semi");
  }

  private Dataset<Row> translated(
      Dataset<Row> sentences, Dataset<Row> names, Dataset<Row> corrections) {
    TranslationPlan own = plan;
    MarianModels models = MarianModels.of(plan, sentences.sparkSession());
    UserDefinedFunction translate =
        udf(
            (UDF6<String, Integer, String, String, Seq<Row>, Row, Row>)
                (text, begin, from, to, spans, said) -> {
                  models.use();
                  return said == null ? translated(own, text, begin, from, to, spans) : said(said);
                },
            MADE);
    // What readers said of a sentence, by language.
    Dataset<Row> corrected =
        StandingCorrections.of(corrections)
            .where(col("kind").equalTo("translation"))
            .groupBy(ID, "begin", "end")
            .agg(
                map_from_entries(
                        collect_list(
                            struct(
                                col("property"),
                                struct(
                                    col("verdict"), col("fields").getItem(0).getField("value")))))
                    .as("said"));
    Dataset<Row> protectedNames =
        names
            .where(col("kind").isin("person", "location", "place"))
            .groupBy("sentence_id")
            .agg(
                sort_array(
                        collect_list(
                            struct(
                                col("begin"),
                                col("end"),
                                col("kind").equalTo("person").as("person"))))
                    .as("names"));
    return ofKnownLanguage(sentences)
        .join(corrected, new String[] {ID, "begin", "end"}, "left_outer")
        .withColumn(
            "target",
            explode(
                array_distinct(
                    concat(
                        targets(),
                        coalesce(map_keys(col("said")), array().cast("array<string>"))))))
        .where(col("target").notEqual(col("language")))
        .join(protectedNames, new String[] {"sentence_id"}, "left_outer")
        .withColumn(
            "names", coalesce(col("names"), array().cast(DataTypes.createArrayType(PLACED))))
        .withColumn(
            "made",
            translate.apply(
                col("text"),
                col("begin"),
                col("language"),
                col("target"),
                col("names"),
                col("said").apply(col("target"))))
        .select(
            concat_ws("#", col("sentence_id"), col("target")).as("translation_id"),
            col("sentence_id"),
            col(ID),
            col("language").as("source_language"),
            col("target").as("language"),
            col("made.*"),
            col("policy_id"));
  }

  /** A sentence that is too short to tell its language is in that of its document. */
  private static Dataset<Row> ofKnownLanguage(Dataset<Row> sentences) {
    return sentences
        .join(
            DocumentLanguage.of(sentences).withColumnRenamed("language", "of_document"),
            new String[] {ID},
            "left_outer")
        .withColumn(
            "language",
            when(
                    col("language").equalTo(DocumentLanguage.UNKNOWN),
                    coalesce(col("of_document"), col("language")))
                .otherwise(col("language")));
  }

  /** The languages that a sentence is translated into, by its own. */
  private Column targets() {
    Column targets = array().cast("array<string>");
    for (String from : List.of("fr", "en", "es", "ar")) {
      Column[] of =
          Translator.of(plan).pairs().stream()
              .filter(pair -> pair.from().equals(from))
              .map(pair -> lit(pair.to()))
              .toArray(Column[]::new);
      if (of.length > 0) {
        targets = when(col("language").equalTo(from), array(of)).otherwise(targets);
      }
    }
    return targets;
  }

  /** The row of what a reader said: of a rejection no text. */
  private static Row said(Row correction) {
    boolean rejected = CorrectionVerdict.of(correction.getString(0)) == CorrectionVerdict.REJECT;
    return RowFactory.create(
        rejected ? null : correction.getString(1),
        READER,
        "",
        false,
        0.0,
        rejected ? new String[] {"rejected"} : new String[0]);
  }

  private static Row translated(
      TranslationPlan plan, String text, int begin, String from, String to, Seq<Row> names) {
    List<NameSpan> spans = new ArrayList<>();
    for (Row name : JavaConverters.seqAsJavaList(names)) {
      int first = name.getInt(0) - begin;
      int last = name.getInt(1) - begin;
      if (first >= 0 && last <= text.length()) {
        spans.add(new NameSpan(first, last, name.getBoolean(2)));
      }
    }
    Translation made = Translator.of(plan).translate(text, new Pair(from, to), spans).orElseThrow();
    return RowFactory.create(
        made.text(),
        made.engine(),
        made.version(),
        made.gloss(),
        made.unknown(),
        made.flags().toArray(String[]::new));
  }
}
