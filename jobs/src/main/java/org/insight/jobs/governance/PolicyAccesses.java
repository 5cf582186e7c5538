package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.policy.BasePolicy;

/** The access of each base policy: what decides who is entitled, but for its last day. */
public final class PolicyAccesses {

  private static final UserDefinedFunction ACCESS =
      udf(
          (UDF1<String, String>) canonical -> BasePolicy.fromCanonical(canonical).access(),
          DataTypes.StringType);

  private PolicyAccesses() {}

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
