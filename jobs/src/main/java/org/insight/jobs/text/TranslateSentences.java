package org.insight.jobs.text;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
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
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
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
 * are those that were found in the sentence. The sentences of a document are translated anew where
 * one of these changes, and all where an engine, the glossary or the settings do.
 */
public final class TranslateSentences implements UpdateJob {

  private static final String ID = "document_id";

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
    return Translator.of(plan).version();
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.SENTENCES), Read.whole(Tables.NAMES));
  }

  @Override
  public TableName writes() {
    return Tables.TRANSLATIONS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return translated(inputs.table(Tables.SENTENCES), inputs.table(Tables.NAMES));
  }

  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> documents =
        HeldRows.keys(
            changes
                .changed(Tables.SENTENCES)
                .select(ID)
                .union(changes.keys(Tables.NAMES).select(ID))
                .distinct());
    return Optional.of(
        new Update(
            documents,
            translated(
                of(documents, changes.table(Tables.SENTENCES)),
                of(documents, changes.table(Tables.NAMES)))));
  }

  private static Dataset<Row> of(Dataset<Row> documents, Dataset<Row> rows) {
    return rows.join(documents, new String[] {ID}, "left_semi");
  }

  private Dataset<Row> translated(Dataset<Row> sentences, Dataset<Row> names) {
    TranslationPlan own = plan;
    MarianModels models = MarianModels.of(plan, sentences.sparkSession());
    UserDefinedFunction translate =
        udf(
            (UDF5<String, Integer, String, String, Seq<Row>, Row>)
                (text, begin, from, to, spans) -> {
                  models.use();
                  return translated(own, text, begin, from, to, spans);
                },
            MADE);
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
    return sentences
        .withColumn("target", explode(targets()))
        .join(protectedNames, new String[] {"sentence_id"}, "left_outer")
        .withColumn(
            "names", coalesce(col("names"), array().cast(DataTypes.createArrayType(PLACED))))
        .withColumn(
            "made",
            translate.apply(
                col("text"), col("begin"), col("language"), col("target"), col("names")))
        .select(
            concat_ws("#", col("sentence_id"), col("target")).as("translation_id"),
            col("sentence_id"),
            col(ID),
            col("language").as("source_language"),
            col("target").as("language"),
            col("made.*"),
            col("policy_id"));
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
