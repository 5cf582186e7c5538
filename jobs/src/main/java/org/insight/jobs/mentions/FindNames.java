package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.udf;

import com.johnsnowlabs.collections.SearchTrie;
import com.johnsnowlabs.nlp.DocumentAssembler;
import com.johnsnowlabs.nlp.annotators.TextMatcherModel;
import com.johnsnowlabs.nlp.annotators.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.governance.StandingCorrections;
import org.insight.jobs.mentions.described.NameRules;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Finds names in sentences. Those of countries, places and offences are found by Spark NLP's text
 * matcher over the gazetteer; {@link NameMatches} says which count. Those of persons, organisations
 * and locations are found by the {@linkplain NamesModel names model} and by {@link NameRules}.
 */
public final class FindNames extends DocumentJob {

  private static final String[] TERM = {ID, "begin", "end", "kind"};

  /** The gazetteer as Spark NLP searches by it, sent to the executors once an application. */
  private static final Map<String, TextMatcherModel> MATCHERS = new ConcurrentHashMap<>();

  private static final UserDefinedFunction FOLDED =
      udf((UDF1<String, String>) text -> FoldedArabic.of(text).text(), DataTypes.StringType);

  private static final UserDefinedFunction MATCHES =
      udf(
          (UDF4<String, String, Seq<Integer>, Seq<Integer>, List<Row>>) FindNames::matches,
          new ArrayType(
              new StructType()
                  .add("begin", DataTypes.IntegerType)
                  .add("end", DataTypes.IntegerType)
                  .add("text", DataTypes.StringType)
                  .add("kind", DataTypes.StringType)
                  .add("key", DataTypes.StringType)
                  .add("country", DataTypes.StringType)
                  .add("script", DataTypes.StringType),
              false));

  @Override
  public String settings() {
    return "gazetteers="
        + Gazetteer.version()
        + " model="
        + NamesModel.id()
        + " rules="
        + RuleVersion.NAMES.text();
  }

  @Override
  Set<TableName> sources() {
    return Set.of(Tables.DOCUMENTS, Tables.SENTENCES, Tables.CORRECTIONS);
  }

  @Override
  public TableName writes() {
    return Tables.NAMES;
  }

  @Override
  Dataset<Row> rows(Function<TableName, Dataset<Row>> tables) {
    Dataset<Row> sentences = tables.apply(Tables.SENTENCES);
    return sentences
        .transform(FindNames::matched)
        .transform(FindNames::counted)
        .transform(FindNames::named)
        .join(rejected(tables), TERM, "left_anti")
        .unionByName(entities(tables, sentences));
  }

  /** Terms of a gazetteer that readers reject. */
  private static Dataset<Row> rejected(Function<TableName, Dataset<Row>> tables) {
    return StandingCorrections.of(tables.apply(Tables.CORRECTIONS))
        .where("kind = 'name' AND verdict = 'reject'")
        .withColumn("kind", expr("filter(fields, f -> f.field = 'kind')[0].value"))
        .selectExpr(TERM);
  }

  private static Dataset<Row> entities(
      Function<TableName, Dataset<Row>> tables, Dataset<Row> sentences) {
    Dataset<Row> documents =
        with(withLanguage(tables), sentences, "sentences", "begin", "sentence_id", "language");
    documents =
        with(documents, NamesModel.in(sentences), "spans", "begin", "end", "kind", "confidence");
    return NamedEntities.of(withCorrections(documents, tables, "name"))
        .withColumn(
            "mention_id",
            sha2(concat_ws("\n", col("sentence_id"), col("begin"), col("end"), col("kind")), 256))
        .withColumn("key", lit(null).cast("string"))
        .withColumn("country", lit(null).cast("string"));
  }

  private static Dataset<Row> matched(Dataset<Row> sentences) {
    DocumentAssembler assembler = new DocumentAssembler();
    assembler.setInputCol("folded");
    assembler.setOutputCol("document");
    assembler.setCleanupMode("disabled");
    Tokenizer tokenizer = new Tokenizer();
    tokenizer.setInputCols(new String[] {"document"});
    tokenizer.setOutputCol("token");
    // "d'Alger" and "Saint-Étienne" are two words each.
    tokenizer.setSplitPattern("['’‘\\-]");
    Dataset<Row> documents =
        assembler.transform(
            sentences.select(
                col("sentence_id"),
                col("document_id"),
                col("begin"),
                col("text"),
                FOLDED.apply(col("text")).as("folded"),
                col("language"),
                col("policy_id")));
    return MATCHERS
        .computeIfAbsent(sentences.sparkSession().sparkContext().applicationId(), a -> matcher())
        .transform(tokenizer.fit(documents).transform(documents));
  }

  private static TextMatcherModel matcher() {
    TextMatcherModel matcher = new TextMatcherModel();
    matcher.setInputCols(new String[] {"document", "token"});
    matcher.setOutputCol("chunk");
    matcher.setSearchTrie(SearchTrie.apply(Gazetteer.instance().phrases(), false));
    matcher.setMergeOverlapping(false);
    matcher.setBuildFromTokens(false);
    matcher.setEntityValue("name");
    return matcher;
  }

  private static Dataset<Row> counted(Dataset<Row> matched) {
    return matched.select(
        col("document_id"),
        col("sentence_id"),
        col("begin").as("sentence_begin"),
        col("language"),
        explode(MATCHES.apply(col("text"), col("language"), col("chunk.begin"), col("chunk.end")))
            .as("m"),
        col("policy_id"));
  }

  private static Dataset<Row> named(Dataset<Row> counted) {
    return counted.select(
        sha2(
                concat_ws(
                    "\n",
                    col("sentence_id"),
                    col("m.begin"),
                    col("m.end"),
                    col("m.kind"),
                    col("m.key")),
                256)
            .as("mention_id"),
        col("document_id"),
        col("sentence_id"),
        col("m.begin").plus(col("sentence_begin")).as("begin"),
        col("m.end").plus(col("sentence_begin")).as("end"),
        col("m.text").as("text"),
        col("m.kind").as("kind"),
        col("m.key").as("key"),
        col("m.country").as("country"),
        lit(null).cast("string").as("name"),
        lit("gazetteer").as("found_by"),
        lit(null).cast("double").as("confidence"),
        col("language"),
        col("m.script").as("script"),
        col("policy_id"));
  }

  private static List<Row> matches(
      String text, String language, Seq<Integer> begins, Seq<Integer> lasts) {
    FoldedArabic folded = FoldedArabic.of(text);
    // Spark NLP counts an annotation's end as its last unit, not after it.
    return NameMatches.of(
            text,
            language,
            JavaConverters.seqAsJavaList(begins).stream().map(folded::origin).toList(),
            JavaConverters.seqAsJavaList(lasts).stream().map(i -> folded.origin(i + 1)).toList(),
            Gazetteer.instance())
        .stream()
        .map(
            m ->
                RowFactory.create(
                    m.begin(),
                    m.end(),
                    text.substring(m.begin(), m.end()),
                    m.term().kind().code(),
                    m.term().key(),
                    m.term().country(),
                    script(text.charAt(m.begin()))))
        .toList();
  }

  private static String script(char letter) {
    return Character.UnicodeScript.of(letter) == Character.UnicodeScript.ARABIC ? "Arab" : "Latn";
  }
}
