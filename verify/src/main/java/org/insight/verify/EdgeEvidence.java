package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.SaltedHash;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * An edge has the label of all the mentions that it names, which are mentions of its identifier, of
 * both of its ends and of nothing else, and calls its ends what these mentions do. Of what a record
 * states that statement is the mention, of both records.
 */
final class EdgeEvidence implements Check {

  static final TableName EDGES = Tables.EDGES;

  /** Whether a record states an edge, whose id is its value: one of the ends, or of both. */
  static Column isStated() {
    return col("value")
        .isin(col("source_id"), col("target_id"))
        .or(col("kind").isin("transfer", "call"));
  }

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Column wrong =
        when(col("lost"), MismatchReason.NO_SOURCE)
            .when(col("sound").equalTo(false), MismatchReason.EVIDENCE)
            .when(
                coalesce(col("policy_id").notEqual(PolicySets.labelId(col("policies"))), lit(true)),
                MismatchReason.LABEL)
            .when(col("id_holds").equalTo(lit(false)), MismatchReason.ID)
            .when(col("called").equalTo(false), MismatchReason.CONTENT);
    return Tally.of(
        sources,
        contract,
        withEvidence(sources, contract, sources.looked(contract))
            .select(col("row"), wrong.as("why")),
        examples);
  }

  /** {@code row}, {@code policy_id}, and of the evidence its policies and what is wrong with it. */
  private static Dataset<Row> withEvidence(
      Sources sources, TableContract contract, Dataset<Row> edges) {
    Column ofSource = col("subject").equalTo(col("source"));
    Column ofTarget = col("subject").equalTo(col("target"));
    Dataset<Row> named =
        edges
            .select(
                Tally.row(contract),
                SaltedHash.of(col("source_id")).as("source"),
                SaltedHash.of(col("target_id")).as("target"),
                col("source_kind"),
                col("target_kind"),
                Sources.shared().as("value"),
                Ids.hold(contract).as("id_holds"),
                col("policy_id"),
                explode_outer(col("evidence")).as("mention_id"))
            .withColumn("named", SaltedHash.of(col("mention_id")))
            .drop("mention_id");
    return named
        .join(
            IdentifierHolders.of(sources, edges.select(explode(col("evidence")).as("mention_id"))),
            col("named").equalTo(col("mention")),
            "left")
        // What several hold is a mention of each of them.
        .groupBy("row", "source", "target", "id_holds", "policy_id", "named")
        .agg(
            max(col("policies").isNull()).as("lost"),
            max(ofSource).as("of_source"),
            max(ofTarget).as("of_target"),
            min(col("shared").equalTo(col("value"))).as("shared"),
            min(when(ofSource, col("subject_kind").equalTo(col("source_kind")))
                    .when(ofTarget, col("subject_kind").equalTo(col("target_kind"))))
                .as("called"),
            PolicySets.unionOf(collect_set("policies")).as("policies"))
        .groupBy("row", "source", "target", "id_holds", "policy_id")
        .agg(
            max("lost").as("lost"),
            coalesce(
                    max("of_source")
                        .and(max("of_target"))
                        .and(min(col("of_source").or(col("of_target"))))
                        .and(min("shared")),
                    lit(false))
                .as("sound"),
            coalesce(min("called"), lit(false)).as("called"),
            PolicySets.unionOf(collect_set("policies")).as("policies"));
  }
}
