package org.insight.jobs.text;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.sql.Date;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.Tables;
import org.insight.run.Inputs;
import org.insight.run.Job;
import org.insight.run.Read;
import org.insight.schemas.TableName;

/** Makes a document of each item that was read and has text, and dates it. */
public final class ReadDocuments implements Job {

  private static final UserDefinedFunction READ =
      udf(
              (UDF1<String, Row>)
                  raw -> {
                    String text = DocumentText.clean(raw);
                    return RowFactory.create(
                        text,
                        text.length(),
                        DocumentDate.inText(text).map(Date::valueOf).orElse(null));
                  },
              new StructType()
                  .add("text", DataTypes.StringType)
                  .add("characters", DataTypes.IntegerType)
                  .add("dated_on", DataTypes.DateType))
          // Else the filter on its result would run it a second time.
          .asNondeterministic();

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.ARRIVALS));
  }

  @Override
  public TableName writes() {
    return Tables.DOCUMENTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.ARRIVALS)
        .transform(ReadDocuments::withText)
        .transform(ReadDocuments::read)
        .transform(ReadDocuments::dated);
  }

  private static Dataset<Row> withText(Dataset<Row> arrivals) {
    return arrivals.where(col("outcome").equalTo("read")).where(col("text").isNotNull());
  }

  private static Dataset<Row> read(Dataset<Row> arrivals) {
    return arrivals
        .select(
            col("item_id").as("document_id"),
            col("title"),
            col("kind"),
            col("sent_at"),
            READ.apply(col("text")).as("read"),
            col("policy_id"))
        .where(trim(col("read.text"), " \n\t").notEqual(""));
  }

  private static Dataset<Row> dated(Dataset<Row> documents) {
    return documents.select(
        col("document_id"),
        col("title"),
        col("read.text").as("text"),
        col("read.characters").as("characters"),
        coalesce(col("read.dated_on"), to_date(col("sent_at"))).as("dated_on"),
        when(col("read.dated_on").isNotNull(), lit("text"))
            .when(col("sent_at").isNull(), lit(null))
            .when(col("kind").equalTo("message"), lit("message"))
            .otherwise(lit("metadata"))
            .as("dated_by"),
        col("policy_id"));
  }
}
