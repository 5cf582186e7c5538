package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;

/**
 * Items carry the policy that they came with, members that of their container or none, and ids are
 * made of it: one changed policy text would have to be found in every later table as well. What
 * stands in a message or beside a file is not read again.
 */
final class ArrivalPolicies implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Column due = PolicySets.ofPolicy(col("base_policy"));
    Dataset<Row> arrivals =
        sources
            .looked(contract)
            .select(
                Tally.row(contract),
                col("item_id"),
                col("parent_item_id"),
                col("path"),
                col("content_sha256"),
                due.as("due"),
                col("policy_id"));
    Dataset<Row> containers =
        sources
            .rows(contract.name())
            .select(
                col("item_id").as("container_id"),
                col("path").as("container_path"),
                due.as("container_due"));
    Column quarantined = col("due").equalTo(PolicySets.QUARANTINE);
    Column member = col("parent_item_id").isNotNull();
    Column wrong =
        when(col("due").equalTo(PolicySets.UNREADABLE), MismatchReason.UNREADABLE)
            .when(coalesce(col("policy_id").notEqual(col("due")), lit(true)), MismatchReason.LABEL)
            .when(member.and(col("container_id").isNull()), MismatchReason.NO_SOURCE)
            .when(
                member
                    .and(col("due").notEqual(col("container_due")))
                    .and(quarantined.equalTo(false)),
                MismatchReason.LABEL)
            // A quarantined item's id is made of the policy that it was refused for.
            .when(
                quarantined.equalTo(false).and(idHolds(member).equalTo(false)), MismatchReason.ID);
    Dataset<Row> checked =
        arrivals
            .join(containers, col("parent_item_id").equalTo(col("container_id")), "left")
            .select(col("row"), wrong.as("why"));
    return Tally.of(sources, contract, checked, examples);
  }

  /** As the contract says of item_id; what could not be opened has its path for its bytes. */
  private static Column idHolds(Column member) {
    Column place = col("path").substr(length(col("container_path")).plus(3), length(col("path")));
    Column inFolder = sha(col("due"), col("content_sha256"));
    Column unopened = sha(col("due"), lit("unreadable"), col("path"));
    Column within = sha(col("due"), col("content_sha256"), col("container_id"), place);
    Column placed = col("path").startsWith(concat(col("container_path"), lit("!/")));
    return when(member, placed.and(col("item_id").equalTo(within)))
        .otherwise(col("item_id").isin(inFolder, unopened));
  }

  private static Column sha(Column... parts) {
    return sha2(concat_ws("\n", parts).cast("binary"), 256);
  }
}
