package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.udf;

import com.johnsnowlabs.nlp.Annotation;
import com.johnsnowlabs.nlp.annotators.classifier.dl.XlmRoBertaForTokenClassification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.mentions.described.NameKind;
import org.insight.jobs.models.RegisteredModel;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The names model ({@code conf/models/names.yaml}): a token classifier that finds persons,
 * organisations and places in sentences of four languages, run by Spark NLP.
 */
final class NamesModel {

  /** As Spark NLP runs it, sent to the executors once an application. */
  private static final Map<String, XlmRoBertaForTokenClassification> LOADED =
      new ConcurrentHashMap<>();

  /**
   * A run of letters, digits and marks, or one sign that can be seen: as the model was trained
   * ({@code training/ner/words.py}).
   */
  private static final Pattern WORD =
      Pattern.compile(
          "(?U)[\\p{L}\\p{N}]++(?:[\\u0300-\\u036f\\u064b-\\u065f\\u0670\\u0640]++[\\p{L}\\p{N}]*+)*+"
              + "|[^\\s\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e"
              + "\\u2060-\\u206f\\ufeff\\ufff9-\\uffff]");

  /** Words that are read at once; a longer sentence is read in parts. */
  private static final int MOST_WORDS = 120;

  /** Pieces of words of one part; the model reads no further. */
  private static final int MOST_PIECES = 512;

  private static final Pattern LABEL = Pattern.compile("O|[BIP]-(PER|ORG|LOC)");

  private static final Pattern PARTICLE = Pattern.compile("[وف](?:(?=بال|كال)[بك]|(?=لل)ل)?|[بلك]");

  /**
   * One: the model's 8 bits are scaled by what is read together, so that other sentences, which may
   * be hidden from a reader, would change what is found in this one.
   */
  private static final int SENTENCES_AT_ONCE = 1;

  private static final ArrayType ANNOTATIONS = new ArrayType(Annotation.dataType(), false);

  private static final UserDefinedFunction PARTS =
      udf((UDF1<String, List<Row>>) NamesModel::parts, ANNOTATIONS);

  private static final UserDefinedFunction WORDS =
      udf((UDF1<String, List<Row>>) NamesModel::words, ANNOTATIONS);

  private static final UserDefinedFunction SPANS =
      udf(
          (UDF1<Seq<Row>, List<Row>>) NamesModel::spans,
          new ArrayType(
              StructType.fromDDL("begin int, end int, kind string, confidence double"), false));

  private NamesModel() {}

  /** Name and version. */
  static String id() {
    return Registered.MODEL.id();
  }

  private static final class Registered {
    private static final RegisteredModel MODEL = RegisteredModel.of("names");
  }

  /**
   * The spans of names in sentences.
   *
   * @param sentences {@code document_id}, {@code begin} and {@code text}
   * @return {@code document_id}, and in its text {@code begin} and {@code end}; {@code kind}, the
   *     name of a {@link NameKind}; {@code confidence}, the least of its words
   */
  static Dataset<Row> in(Dataset<Row> sentences) {
    Dataset<Row> words =
        sentences.select(
            col("document_id"),
            col("begin").as("sentence_begin"),
            annotated(PARTS, "document"),
            annotated(WORDS, "token"));
    return LOADED
        .computeIfAbsent(
            sentences.sparkSession().sparkContext().applicationId(),
            application -> load(sentences.sparkSession()))
        .transform(words)
        .select(col("document_id"), col("sentence_begin"), explode(SPANS.apply(col("tag"))).as("s"))
        .select(
            col("document_id"),
            col("s.begin").plus(col("sentence_begin")).as("begin"),
            col("s.end").plus(col("sentence_begin")).as("end"),
            col("s.kind").as("kind"),
            col("s.confidence").as("confidence"));
  }

  private static Column annotated(UserDefinedFunction how, String type) {
    Metadata metadata = new MetadataBuilder().putString("annotatorType", type).build();
    return how.apply(col("text")).as(type, metadata);
  }

  private static XlmRoBertaForTokenClassification load(SparkSession spark) {
    try {
      Path folder = Files.createTempDirectory("insight-model-");
      Registered.MODEL.unpack(folder);
      // Executors fetch the file at their first task.
      FileUtils.forceDeleteOnExit(folder.toFile());
      XlmRoBertaForTokenClassification model =
          (XlmRoBertaForTokenClassification)
              XlmRoBertaForTokenClassification.loadSavedModel(folder.toString(), spark);
      model.setInputCols(new String[] {"document", "token"});
      model.setOutputCol("tag");
      model.setCaseSensitive(true);
      model.setMaxSentenceLength(MOST_PIECES);
      model.setBatchSize(SENTENCES_AT_ONCE);
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parts of a sentence that are read at once. */
  private static List<Row> parts(String text) {
    List<Row> words = words(text);
    List<Row> parts = new ArrayList<>();
    for (int first = 0; first < words.size(); first += MOST_WORDS) {
      Row last = words.get(Math.min(first + MOST_WORDS, words.size()) - 1);
      parts.add(
          annotation(
              "document", words.get(first).getInt(1), last.getInt(2) + 1, text, parts.size()));
    }
    return parts;
  }

  private static List<Row> words(String text) {
    List<Row> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(annotation("token", word.start(), word.end(), text, words.size() / MOST_WORDS));
    }
    return words;
  }

  /** Spark NLP counts an annotation's end as its last unit, not after it. */
  private static Row annotation(String type, int begin, int end, String text, int part) {
    return RowFactory.create(
        type,
        begin,
        end - 1,
        text.substring(begin, end),
        Map.of("sentence", Integer.toString(part)),
        new float[0]);
  }

  private static List<Row> spans(Seq<Row> tags) {
    List<Row> words = JavaConverters.seqAsJavaList(tags);
    List<Map<String, Double>> probabilities =
        words.stream().map(NamesModel::probabilities).toList();
    List<String> labels = LabelSequence.best(probabilities);
    List<Row> spans = new ArrayList<>();
    for (int i = 0; i < labels.size(); ) {
      String kind = kind(labels.get(i));
      int next = i + 1;
      if (kind != null) {
        double confidence = probabilities.get(i).getOrDefault(labels.get(i), 0.0);
        while (next < labels.size() && labels.get(next).startsWith("I")) {
          confidence =
              Math.min(confidence, probabilities.get(next).getOrDefault(labels.get(next), 0.0));
          next++;
        }
        int particle = labels.get(i).startsWith("P") ? particle(words.get(i)) : 0;
        spans.add(
            RowFactory.create(
                words.get(i).getInt(1) + particle,
                words.get(next - 1).getInt(2) + 1,
                kind,
                Math.round(confidence * 1000) / 1000.0));
      }
      i = next;
    }
    return spans;
  }

  /** Spark NLP gives the probabilities of all labels beside other notes. */
  private static Map<String, Double> probabilities(Row word) {
    Map<String, Double> of = new HashMap<>();
    word.<String, String>getJavaMap(4)
        .forEach(
            (label, probability) -> {
              if (LABEL.matcher(label).matches()) {
                of.put(label, Double.valueOf(probability));
              }
            });
    return of;
  }

  /** Letters of a word that are Arabic particles, which the model says it begins with. */
  private static int particle(Row tag) {
    String word = tag.<String, String>getJavaMap(4).getOrDefault("word", "");
    Matcher particle = PARTICLE.matcher(word);
    return particle.lookingAt() && particle.end() < word.length() ? particle.end() : 0;
  }

  private static @Nullable String kind(String label) {
    return switch (label.substring(label.indexOf('-') + 1)) {
      case "PER" -> NameKind.PERSON.name();
      case "ORG" -> NameKind.ORGANIZATION.name();
      case "LOC" -> NameKind.PLACE.name();
      default -> null;
    };
  }
}
