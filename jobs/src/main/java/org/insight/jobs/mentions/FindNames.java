package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Finds names of countries, places and offences in sentences by Spark NLP's text matcher over the
 * gazetteer, and keeps those that {@link NameMatches} lets count.
 */
public final class FindNames implements Job {

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
                  .add("country", DataTypes.StringType),
              false));

  @Override
  public String settings() {
    return "gazetteers=" + Gazetteer.version();
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.SENTENCES));
  }

  @Override
  public TableName writes() {
    return Tables.NAMES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.SENTENCES)
        .transform(FindNames::matched)
        .transform(FindNames::counted)
        .transform(FindNames::named);
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
                    m.term().country()))
        .toList();
  }
}
