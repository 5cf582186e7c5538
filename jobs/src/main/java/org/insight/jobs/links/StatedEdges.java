package org.insight.jobs.links;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.policy.LabelColumns;

/**
 * Edges between two records of one item, one of which names the other: who owns, holds or directs
 * what. The kind is the property's FollowTheMoney name without "Record", as in owner; the value is
 * the id of the record that says so.
 */
final class StatedEdges {

  private static final String SUFFIX = "Record";

  private StatedEdges() {}

  /**
   * @param stating rows of landing.records that may name others
   * @param records rows that may be named
   * @return edges with their {@code label}
   */
  static Dataset<Row> of(Dataset<Row> stating, Dataset<Row> records) {
    Dataset<Row> stated =
        stating
            .select(
                col("record_id"),
                col("policy_id"),
                explode(
                        expr(
                            "map_entries(map_filter(properties, (p, v) -> p LIKE '%"
                                + SUFFIX
                                + "'))"))
                    .as("p"))
            .select(
                col("record_id"),
                col("policy_id"),
                col("p.key").as("property"),
                explode(col("p.value")).as("other_id"))
            .where(col("record_id").notEqual(col("other_id")))
            .distinct();
    return stated
        .join(
            records.select(col("record_id").as("other_id"), col("policy_id").as("other_policy")),
            "other_id")
        .where(col("policy_id").equalTo(col("other_policy")))
        .withColumn("source_id", least(col("record_id"), col("other_id")))
        .withColumn("target_id", greatest(col("record_id"), col("other_id")))
        .withColumn("statement", concat_ws(" ", col("record_id"), col("property")))
        .select(
            sha2(
                    concat_ws("\n", col("source_id"), col("target_id"), col("statement"))
                        .cast("binary"),
                    256)
                .as("edge_id"),
            col("source_id"),
            lit("record").as("source_kind"),
            col("target_id"),
            lit("record").as("target_kind"),
            expr("substring(property, 1, length(property) - " + SUFFIX.length() + ")").as("kind"),
            col("record_id").as("value"),
            array(col("statement")).as("evidence"),
            LabelColumns.ofPolicy(col("policy_id")).as("label"));
  }
}
