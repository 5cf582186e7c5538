package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.jobs.governance.StandingCorrections;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Keeps the corrections of documents that are there, each with the label of its document, and says
 * which of them stand. One of a withdrawn document goes with it, and comes again with it.
 */
public final class KeepCorrections implements Job {

  /** In governance.correction_acts, beside the verdicts. */
  public static final String UNDO = "undo";

  private static final String[] SAME_WORDS = {"document_id", "kind", "begin", "end", "class"};

  private static final UserDefinedFunction HAS =
      udf(
          (UDF4<String, Integer, Integer, String, Boolean>)
              (text, begin, end, words) ->
                  end <= text.length() && text.substring(begin, end).equals(words),
          DataTypes.BooleanType);

  /** What the jobs of mentions read of corrections where nobody has corrected anything. */
  public static Dataset<Row> none(SparkSession spark) {
    return spark.createDataFrame(
        List.of(),
        StructType.fromDDL(
            "document_id string, kind string, begin int, end int, verdict string, property string,"
                + " was string, value_begin int, value_end int,"
                + " fields array<struct<field:string,value:string>>, status string"));
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.CORRECTION_ACTS), Read.whole(Tables.DOCUMENTS));
  }

  @Override
  public TableName writes() {
    return Tables.CORRECTIONS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> acts = inputs.table(Tables.CORRECTION_ACTS);
    Dataset<Row> undone =
        acts.where(col("act").equalTo(UNDO))
            .groupBy("undoes")
            .agg(min(struct(col("at"), col("reason"))).as("undone"))
            .withColumnRenamed("undoes", "act_id");
    Dataset<Row> made =
        acts.where(col("act").notEqual(UNDO))
            .drop("undoes")
            .join(undone, new String[] {"act_id"}, "left");
    Dataset<Row> there =
        inputs
            .table(Tables.DOCUMENTS)
            .select(col("document_id"), col("text").as("document_text"), col("policy_id"))
            .join(broadcast(made), "document_id")
            .withColumn(
                "adrift",
                HAS.apply(col("document_text"), col("begin"), col("end"), col("text"))
                    .equalTo(false))
            .drop("document_text")
            .withColumn("counts", col("undone").isNull().and(col("adrift").equalTo(false)))
            .withColumn("class", ofWhat());
    Column latest =
        row_number()
            .over(Window.partitionBy("counts", SAME_WORDS).orderBy(desc("at"), desc("act_id")))
            .equalTo(1);
    return there
        .withColumn("latest", latest)
        .select(
            col("act_id").as("correction_id"),
            col("at").as("corrected_at"),
            col("body").as("corrected_by"),
            col("document_id"),
            col("kind"),
            col("begin"),
            col("end"),
            col("text"),
            col("act").as("verdict"),
            col("property"),
            col("was"),
            col("value_begin"),
            col("value_end"),
            col("fields"),
            col("reason"),
            when(col("undone").isNotNull(), "undone")
                .when(col("adrift"), "adrift")
                .when(col("latest"), StandingCorrections.STATUS)
                .otherwise("overruled")
                .as("status"),
            col("undone.at").as("undone_at"),
            col("undone.reason").as("undone_because"),
            col("policy_id"));
  }

  /**
   * What of the words a correction is of: of a person's role or value, which; of a translation, its
   * language; of a name or an event, the kind, as several may have the same words. A reader may
   * call a person an organisation, so these names are of one class.
   */
  private static Column ofWhat() {
    return expr(
        "CASE kind WHEN 'person' THEN if(property = 'role', 'role', concat_ws('=', property, was))"
            + " WHEN 'time' THEN '' WHEN 'place' THEN '' WHEN 'translation' THEN property"
            + " ELSE regexp_replace(filter(fields, f -> f.field = 'kind')[0].value,"
            + " '^(person|organization|location)$', 'entity') END");
  }
}
