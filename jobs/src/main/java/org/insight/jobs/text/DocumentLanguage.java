package org.insight.jobs.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The language that most of a document's text is in. */
public final class DocumentLanguage {

  /** What it is if no sentence has a known language. */
  public static final String UNKNOWN = "und";

  private DocumentLanguage() {}

  /**
   * The language of each document: {@code document_id} and {@code language}, of the four that are
   * known. A document without a sentence of these is left out.
   */
  public static Dataset<Row> of(Dataset<Row> sentences) {
    return sentences
        .where(col("language").notEqual(UNKNOWN))
        .groupBy("document_id", "language")
        .agg(sum(col("end").minus(col("begin"))).as("units"))
        .withColumn(
            "rank",
            row_number()
                .over(
                    Window.partitionBy("document_id")
                        .orderBy(col("units").desc(), col("language"))))
        .where(col("rank").equalTo(1))
        .select("document_id", "language");
  }
}
