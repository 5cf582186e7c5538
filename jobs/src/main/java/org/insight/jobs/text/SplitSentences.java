package org.insight.jobs.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;

import com.johnsnowlabs.nlp.DocumentAssembler;
import com.johnsnowlabs.nlp.annotators.Tokenizer;
import com.johnsnowlabs.nlp.annotators.sbd.pragmatic.SentenceDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
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
 * Splits documents into sentences by Spark NLP's sentence detector, with the number of tokens, the
 * exact place in the document's text and the language of each. A line end ends a sentence, but
 * within a machine readable zone.
 */
public final class SplitSentences implements Job {

  private static final UserDefinedFunction BLOCKS =
      udf(
          (UDF1<String, List<Row>>)
              text ->
                  TextBlocks.of(text).stream()
                      .map(b -> RowFactory.create(b.begin(), b.text()))
                      .toList(),
          new ArrayType(
              new StructType()
                  .add("begin", DataTypes.IntegerType)
                  .add("text", DataTypes.StringType),
              false));

  private static final UserDefinedFunction SENTENCES =
      udf(
          (UDF4<Integer, String, Seq<String>, Seq<String>, List<Row>>)
              SplitSentences::sentencesOfBlock,
          new ArrayType(
              new StructType()
                  .add("begin", DataTypes.IntegerType)
                  .add("end", DataTypes.IntegerType)
                  .add("text", DataTypes.StringType)
                  .add("tokens", DataTypes.IntegerType)
                  .add("language", DataTypes.StringType)
                  .add("language_confidence", DataTypes.DoubleType),
              false));

  @Override
  public String settings() {
    return "language=" + Languages.MODEL + " spans=" + SentenceSpans.VERSION;
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.DOCUMENTS));
  }

  @Override
  public TableName writes() {
    return Tables.SENTENCES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.DOCUMENTS)
        .transform(SplitSentences::blocks)
        .transform(SplitSentences::annotated)
        .transform(SplitSentences::sentences)
        .transform(SplitSentences::numbered);
  }

  private static Dataset<Row> blocks(Dataset<Row> documents) {
    return documents
        .select(
            col("document_id"), explode(BLOCKS.apply(col("text"))).as("block"), col("policy_id"))
        .select(
            col("document_id"),
            col("block.begin").as("block_begin"),
            col("block.text").as("block_text"),
            col("policy_id"));
  }

  private static Dataset<Row> annotated(Dataset<Row> blocks) {
    DocumentAssembler assembler = new DocumentAssembler();
    assembler.setInputCol("block_text");
    assembler.setOutputCol("document");
    assembler.setCleanupMode("disabled");
    SentenceDetector detector = new SentenceDetector();
    detector.setInputCols(new String[] {"document"});
    detector.setOutputCol("sentence");
    detector.setCustomBounds(new String[] {"\n", "؟", "۔"});
    Tokenizer tokenizer = new Tokenizer();
    tokenizer.setInputCols(new String[] {"sentence"});
    tokenizer.setOutputCol("token");
    Dataset<Row> sentences = detector.transform(assembler.transform(blocks));
    return tokenizer.fit(sentences).transform(sentences);
  }

  private static Dataset<Row> sentences(Dataset<Row> annotated) {
    return annotated
        .select(
            col("document_id"),
            explode(
                    SENTENCES.apply(
                        col("block_begin"),
                        col("block_text"),
                        col("sentence.result"),
                        transform(col("token.metadata"), m -> m.getItem("sentence"))))
                .as("s"),
            col("policy_id"))
        .select(col("document_id"), col("s.*"), col("policy_id"));
  }

  /** Numbers the sentences of a document across its blocks. */
  private static Dataset<Row> numbered(Dataset<Row> sentences) {
    return sentences
        .withColumn(
            "position",
            row_number().over(Window.partitionBy("document_id").orderBy("begin")).minus(lit(1)))
        .select(
            concat(col("document_id"), lit("#"), col("position").cast("string")).as("sentence_id"),
            col("document_id"),
            col("position"),
            col("begin"),
            col("end"),
            col("text"),
            col("tokens"),
            col("language"),
            col("language_confidence"),
            col("policy_id"));
  }

  private static List<Row> sentencesOfBlock(
      int blockBegin, String block, Seq<String> detected, Seq<String> sentenceOfToken) {
    List<String> sentences = JavaConverters.seqAsJavaList(detected);
    int[] tokens = new int[sentences.size()];
    for (String sentence : JavaConverters.seqAsJavaList(sentenceOfToken)) {
      tokens[Integer.parseInt(sentence)]++;
    }
    List<Row> rows = new ArrayList<>();
    for (SentenceSpans.Span span : SentenceSpans.in(block, sentences)) {
      String text = block.substring(span.begin(), span.end());
      Languages.Guess language = Languages.of(text);
      rows.add(
          RowFactory.create(
              blockBegin + span.begin(),
              blockBegin + span.end(),
              text,
              tokenCount(span, tokens, text),
              language.code(),
              language.confidence()));
    }
    return rows;
  }

  private static int tokenCount(SentenceSpans.Span span, int[] tokens, String text) {
    if (span.first() < 0) {
      return text.split("\\s+", -1).length;
    }
    int count = 0;
    for (int i = span.first(); i <= span.last(); i++) {
      count += tokens[i];
    }
    return count;
  }
}
