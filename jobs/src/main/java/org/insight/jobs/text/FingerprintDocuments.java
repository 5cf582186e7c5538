package org.insight.jobs.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.jobs.text.duplicates.Fingerprint;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Takes the fingerprint of each document, so that its text need not be read again. */
public final class FingerprintDocuments implements Job {

  private static final UserDefinedFunction FINGERPRINT =
      udf(
              (UDF1<String, Row>)
                  text -> {
                    Fingerprint f = Fingerprint.of(text);
                    return RowFactory.create(
                        f.words(),
                        f.textHash(),
                        f.shingles(),
                        f.sketch().toArray(),
                        f.buckets().toArray());
                  },
              StructType.fromDDL(
                  "words int, text_hash string, shingles int, sketch array<int>,"
                      + " buckets array<bigint>"))
          // Else each column of its result would run it once more.
          .asNondeterministic();

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.DOCUMENTS));
  }

  @Override
  public TableName writes() {
    return Tables.FINGERPRINTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.DOCUMENTS)
        .select(col("document_id"), FINGERPRINT.apply(col("text")).as("made"), col("policy_id"))
        .select(col("document_id"), col("made.*"), col("policy_id"));
  }
}
