package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.policy.BasePolicy;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Keeps the decisions all of whose records are there. One of a record that was withdrawn would name
 * it, so it goes with the record, and comes again with it.
 */
public final class KeepDecisions implements Job {

  /** In governance.decision_acts, beside the verdicts. */
  public static final String UNDO = "undo";

  private static final UserDefinedFunction POLICY_ID =
      udf(
          (UDF1<String, String>) canonical -> BasePolicy.fromCanonical(canonical).id(),
          DataTypes.StringType);

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.DECISION_ACTS), Read.whole(Tables.SUBJECTS));
  }

  @Override
  public TableName writes() {
    return Tables.DECISIONS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> acts = inputs.table(Tables.DECISION_ACTS);
    Dataset<Row> made = acts.where(col("act").notEqual(UNDO));
    Dataset<Row> named = made.select(col("act_id"), explode(records()).as("record_id"));
    Dataset<Row> there =
        inputs
            .table(Tables.SUBJECTS)
            .join(
                broadcast(named.select("record_id").distinct()),
                new String[] {"record_id"},
                "left_semi")
            .select("record_id");
    Dataset<Row> lacking =
        named.join(there, new String[] {"record_id"}, "left_anti").select("act_id").distinct();
    return made.join(lacking, new String[] {"act_id"}, "left_anti")
        .join(undone(acts).withColumnRenamed("undoes", "act_id"), new String[] {"act_id"}, "left")
        .select(
            col("act_id").as("decision_id"),
            col("at").as("decided_at"),
            get_json_object(col("base_policy"), "$.source").as("decided_by"),
            col("act").as("verdict"),
            col("left_ids"),
            col("right_ids"),
            col("reason"),
            col("undone.at").as("undone_at"),
            col("undone.reason").as("undone_because"),
            POLICY_ID.apply(col("base_policy")).as("policy_id"));
  }

  /** The records of a decision, each once. */
  static Column records() {
    return array_union(col("left_ids"), col("right_ids"));
  }

  /** Rows of {@code undoes} and {@code undone}, the first undoing of a decision. */
  private static Dataset<Row> undone(Dataset<Row> acts) {
    return acts.where(col("act").equalTo(UNDO))
        .groupBy("undoes")
        .agg(min(struct(col("at"), col("reason"))).as("undone"));
  }
}
