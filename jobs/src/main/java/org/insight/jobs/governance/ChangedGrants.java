package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Changes;
import org.insight.schemas.Tables;

/** Which base policies are granted otherwise than before. */
public final class ChangedGrants {

  private ChangedGrants() {}

  /**
   * Their ids, in {@code policy_id}. What a reader sees of a part hangs on its own policies only.
   */
  public static Dataset<Row> policies(Changes changes) {
    Dataset<Row> before = grants(changes.before(Tables.GRANTS));
    Dataset<Row> now = grants(changes.table(Tables.GRANTS));
    return before
        .except(now)
        .union(now.except(before))
        .select(col("base_policy_id").as("policy_id"))
        .distinct();
  }

  private static Dataset<Row> grants(Dataset<Row> grants) {
    return grants.select("scope", "base_policy_id", "valid_to");
  }
}
