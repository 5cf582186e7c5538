package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.types.DataTypes;
import org.insight.engine.HeldRows;
import org.insight.policy.BasePolicy;
import org.insight.resolution.CrowdedKeys;
import org.insight.resolution.Profile;
import org.jspecify.annotations.Nullable;

/** Which pairs share a blocking key under which pairs of their accesses are left out. */
final class CrowdedPairs implements Serializable {

  private static final long serialVersionUID = 1L;

  private final CrowdedKeys crowded;
  private final HashMap<String, String> accesses = new HashMap<>();
  private final HashMap<String, Long> ends = new HashMap<>();
  private boolean some;

  /**
   * Counts the records of each key.
   *
   * @param pairs with the features of both
   * @param most pairs of a key for two accesses
   */
  CrowdedPairs(Sources sources, Dataset<Row> pairs, long most) {
    crowded = new CrowdedKeys(most);
    for (Map.Entry<String, BasePolicy> policy : sources.policies().byId().entrySet()) {
      accesses.put(policy.getKey(), policy.getValue().access());
      if (policy.getValue().expiresOn() != null) {
        ends.put(policy.getKey(), policy.getValue().expiresOn().toEpochDay());
      }
    }
    Dataset<Row> keyed =
        sources
            .rows(Sources.PROFILES)
            .select(explode(ComparedRecords.keys(col("features"))).as("key"), col("policy_id"));
    if (sources.written().isPresent()) {
      keyed =
          keyed.join(
              HeldRows.keys(
                  pairs
                      .where(col("left_features").isNotNull())
                      .select(explode(ComparedRecords.keys(col("left_features"))).as("key"))
                      .distinct()),
              new String[] {"key"},
              "left_semi");
    }
    Dataset<Row> large =
        keyed
            .groupBy("key")
            .agg(count(lit(1)).as("members"))
            .where(col("members").multiply(col("members").minus(1)).gt(2 * most))
            .select("key");
    HeldRows.counted(
            keyed
                .join(HeldRows.keys(large), new String[] {"key"}, "left_semi")
                .groupBy("key", "policy_id")
                .agg(count(lit(1))))
        .iterator()
        .forEachRemaining(
            row -> {
              String policy = row.getString(1);
              crowded.add(row.getLong(0), access(policy), end(policy), row.getLong(2));
              some = true;
            });
  }

  /** A policy that cannot be read is of an access of its own. */
  private String access(String policy) {
    return accesses.getOrDefault(policy, policy);
  }

  private long end(String policy) {
    return ends.getOrDefault(policy, Long.MAX_VALUE);
  }

  /** Whether a pair is one of these, by the features and the policies of its two records. */
  Column has(Column features, Column otherFeatures, Column policy, Column otherPolicy) {
    return some
        ? udf(
                (UDF4<byte[], byte[], String, String, Boolean>) this::isCrowded,
                DataTypes.BooleanType)
            .apply(features, otherFeatures, policy, otherPolicy)
        : lit(false);
  }

  private boolean isCrowded(
      byte @Nullable [] features,
      byte @Nullable [] otherFeatures,
      @Nullable String policy,
      @Nullable String otherPolicy) {
    return features != null
        && otherFeatures != null
        && policy != null
        && otherPolicy != null
        && crowded.shared(
            Profile.unpack(features),
            access(policy),
            end(policy),
            Profile.unpack(otherFeatures),
            access(otherPolicy),
            end(otherPolicy));
  }
}
