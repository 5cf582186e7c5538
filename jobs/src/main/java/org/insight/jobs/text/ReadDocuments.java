package org.insight.jobs.text;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.sql.Date;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Makes a document of the pages of each item that has text, and dates it. */
public final class ReadDocuments implements Job {

  /** Between two pages; {@code begin} in text.pages counts it. */
  private static final String BETWEEN = "\n";

  private static final UserDefinedFunction JOINED =
      udf(
              (UDF1<Seq<Row>, Row>)
                  pages -> {
                    String text =
                        JavaConverters.seqAsJavaList(pages).stream()
                            .sorted(Comparator.comparingInt(page -> page.getInt(0)))
                            .map(page -> page.getString(1))
                            .collect(Collectors.joining(BETWEEN));
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
    return Set.of(Read.newRows(Tables.PAGES));
  }

  @Override
  public TableName writes() {
    return Tables.DOCUMENTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.PAGES)
        .transform(ReadDocuments::together)
        .transform(ReadDocuments::read)
        .transform(ReadDocuments::dated);
  }

  /** All pages of an item come with one run, and are of one label. */
  private static Dataset<Row> together(Dataset<Row> pages) {
    return pages
        .groupBy("item_id", "policy_id")
        .agg(
            collect_list(struct("page", "text")).as("pages"),
            max("title").as("title"),
            max("kind").as("kind"),
            max("sent_at").as("sent_at"));
  }

  private static Dataset<Row> read(Dataset<Row> items) {
    return items
        .select(
            col("item_id").as("document_id"),
            col("title"),
            col("kind"),
            col("sent_at"),
            JOINED.apply(col("pages")).as("read"),
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
