package org.insight.jobs.links;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.policy.LabelColumns;

/**
 * Edges between two records of one item, of which a record says something: who owns, holds or
 * directs what, who paid whom, and who called whom. The value is the id of the record that says so.
 *
 * <p>One of the two may name the other. The kind is the property's FollowTheMoney name without
 * "Record", as in owner. A payment or a call names both. The kind is transfer or call, and the
 * evidence has the property of the payer or the caller first.
 */
final class StatedEdges {

  private static final String SUFFIX = "Record";

  /** Kinds of edges between two records that a third one names. */
  static final String TRANSFER = "transfer";

  static final String CALL = "call";

  /** Who may give, and who may take, in the FollowTheMoney properties of a payment and a call. */
  private static final String GIVING = "payer,payerAccount,caller";

  private static final String TAKING = "beneficiary,beneficiaryAccount,receiver";

  private StatedEdges() {}

  /**
   * @param stating rows of landing.records that may name others
   * @param records rows that may be named
   * @return edges with their {@code label}
   */
  static Dataset<Row> of(Dataset<Row> stating, Dataset<Row> records) {
    return edges(naming(stating, records).union(between(stating, records)));
  }

  /** Records that name another: record_id, policy_id, both ends, kind and statement. */
  private static Dataset<Row> naming(Dataset<Row> stating, Dataset<Row> records) {
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
        .select(
            col("record_id"),
            col("policy_id"),
            col("record_id").as("one_id"),
            col("other_id"),
            expr("substring(property, 1, length(property) - " + SUFFIX.length() + ")").as("kind"),
            concat_ws(" ", col("record_id"), col("property")).as("statement"));
  }

  /** Payments and calls, in the form of {@link #naming}. */
  private static Dataset<Row> between(Dataset<Row> stating, Dataset<Row> records) {
    Dataset<Row> named =
        stating
            .where(col("schema").isin("Payment", "Call"))
            .select(
                col("record_id"),
                col("policy_id"),
                when(col("schema").equalTo("Payment"), lit(TRANSFER))
                    .otherwise(lit(CALL))
                    .as("kind"),
                parties(GIVING).as("giving"),
                parties(TAKING).as("taking"))
            .withColumn("giving", explode(col("giving")))
            .withColumn("taking", explode(col("taking")))
            .select(
                col("record_id"),
                col("policy_id"),
                col("kind"),
                col("giving.property").as("gives"),
                explode(col("giving.ids")).as("one_id"),
                col("taking"))
            .select(
                col("record_id"),
                col("policy_id"),
                col("kind"),
                col("gives"),
                col("one_id"),
                col("taking.property").as("takes"),
                explode(col("taking.ids")).as("other_id"))
            .where(col("one_id").notEqual(col("other_id")))
            .distinct();
    Dataset<Row> ends = records.select(col("record_id").as("id"), col("policy_id").as("policy"));
    return named
        .join(ends.toDF("one_id", "one_policy"), "one_id")
        .join(ends.toDF("other_id", "other_policy"), "other_id")
        .where(
            col("policy_id")
                .equalTo(col("one_policy"))
                .and(col("policy_id").equalTo(col("other_policy"))))
        .select(
            col("record_id"),
            col("policy_id"),
            col("one_id"),
            col("other_id"),
            col("kind"),
            concat_ws(" ", col("record_id"), col("gives"), col("takes")).as("statement"));
  }

  /** The properties of a side that a record has, with the ids that they name. */
  private static Column parties(String properties) {
    return filter(
        array(
            Stream.of(properties.split(","))
                .map(
                    property ->
                        struct(
                            lit(property).as("property"),
                            col("properties").getItem(property).as("ids")))
                .toArray(Column[]::new)),
        party -> party.getField("ids").isNotNull());
  }

  private static Dataset<Row> edges(Dataset<Row> said) {
    return said.withColumn("source_id", least(col("one_id"), col("other_id")))
        .withColumn("target_id", greatest(col("one_id"), col("other_id")))
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
            col("kind"),
            col("record_id").as("value"),
            array(col("statement")).as("evidence"),
            LabelColumns.ofPolicy(col("policy_id")).as("label"));
  }
}
