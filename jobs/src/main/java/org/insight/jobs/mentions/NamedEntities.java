package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF5;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.mentions.corrections.Correction;
import org.insight.jobs.mentions.described.CorrectedNames;
import org.insight.jobs.mentions.described.NameKind;
import org.insight.jobs.mentions.described.NameRules;
import org.insight.jobs.mentions.described.NameSpan;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Persons, organisations and locations of documents: what the names model finds in their sentences,
 * and what {@link NameRules} make of it.
 */
final class NamedEntities {

  /** Kinds of {@code mentions.names} that are no terms of a gazetteer. */
  static final Set<String> KINDS = Set.of("person", "organization", "location");

  private static final CorrectedNames CORRECTED = new CorrectedNames();

  private static final UserDefinedFunction NAMES =
      udf(
          (UDF5<String, String, Seq<Row>, Seq<Row>, Seq<Row>, List<Row>>) NamedEntities::names,
          new ArrayType(
              StructType.fromDDL(
                  "sentence_id string, begin int, end int, text string, kind string, name string,"
                      + " found_by string, confidence double, language string, script string"),
              false));

  private NamedEntities() {}

  /**
   * The names of documents, each in the sentence where it begins.
   *
   * @param documents with {@code language}, {@code sentences} (begin, id, language), {@code spans}
   *     of the model (begin, end, kind, confidence) and {@code corrections}
   */
  static Dataset<Row> of(Dataset<Row> documents) {
    return documents
        .select(
            col("document_id"),
            explode(
                    NAMES.apply(
                        col("text"),
                        col("language"),
                        col("sentences"),
                        col("spans"),
                        col("corrections")))
                .as("found"),
            col("policy_id"))
        .select(col("document_id"), col("found.*"), col("policy_id"));
  }

  private static List<Row> names(
      String text, String language, Seq<Row> sentences, Seq<Row> spans, Seq<Row> corrections) {
    List<NameSpan> model = new ArrayList<>();
    for (Row span : JavaConverters.seqAsJavaList(spans)) {
      model.add(
          NameSpan.ofModel(
              text,
              span.getInt(0),
              span.getInt(1),
              NameKind.valueOf(span.getString(2)),
              span.getDouble(3)));
    }
    List<Row> ordered = JavaConverters.seqAsJavaList(sentences);
    List<Row> rows = new ArrayList<>();
    int at = 0;
    List<Correction> right =
        DocumentJob.corrections(JavaConverters.seqAsJavaList(corrections)).stream()
            .filter(c -> KINDS.contains(c.fields().getOrDefault("kind", "")))
            .toList();
    for (NameSpan name : CORRECTED.of(text, NameRules.find(text, language, model), right)) {
      while (at + 1 < ordered.size() && ordered.get(at + 1).getInt(0) <= name.begin()) {
        at++;
      }
      if (ordered.isEmpty() || ordered.get(at).getInt(0) > name.begin()) {
        continue;
      }
      Row sentence = ordered.get(at);
      rows.add(
          RowFactory.create(
              sentence.getString(1),
              name.begin(),
              name.end(),
              name.text(),
              kind(name.kind()),
              name.kind() == NameKind.PLACE ? null : name.normalForm(),
              foundBy(name.by()),
              name.confidence(),
              sentence.getString(2),
              name.script()));
    }
    return rows;
  }

  private static String foundBy(NameSpan.By by) {
    return switch (by) {
      case MODEL -> NamesModel.id();
      case RULE -> "rule";
      case READER -> "reader";
    };
  }

  private static String kind(NameKind kind) {
    return kind == NameKind.PLACE ? "location" : kind.name().toLowerCase(Locale.ROOT);
  }
}
