package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.policy.BasePolicy;
import org.insight.schemas.Tables;

/** The access of each base policy: what decides who is entitled, but for its last day. */
public final class PolicyAccesses {

  private static final UserDefinedFunction ACCESS =
      udf(
          (UDF1<String, String>) canonical -> BasePolicy.fromCanonical(canonical).access(),
          DataTypes.StringType);

  private PolicyAccesses() {}

  /**
   * The policies that came or went, as {@code policy_id}. What a policy says never changes, but
   * where the job of policies stayed behind, rows are there before their policy is.
   */
  public static Dataset<Row> changed(Changes changes) {
    Dataset<Row> now = changes.table(Tables.POLICIES).select("base_policy_id");
    Dataset<Row> before = changes.before(Tables.POLICIES).select("base_policy_id");
    return HeldRows.keys(now.except(before).union(before.except(now)).toDF("policy_id"));
  }

  /**
   * Rows with {@code policy_id}, {@code access} and {@code ends}, the last day, null if there is
   * none. A policy that is not there is of an access of its own.
   */
  public static Dataset<Row> of(Dataset<Row> policies) {
    return policies
        .where(col("canonical").isNotNull())
        .select(
            col("base_policy_id").as("policy_id"),
            ACCESS.apply(col("canonical")).as("access"),
            col("expires_on").as("ends"));
  }
}
