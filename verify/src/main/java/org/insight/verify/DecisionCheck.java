package org.insight.verify;

import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.insight.core.SaltedHash;
import org.insight.policy.BasePolicy;
import org.insight.policy.JoinedPolicy;
import org.insight.policy.PartyCode;
import org.insight.policy.Scope;
import org.insight.schemas.TableContract;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The decisions are those that readers made, but for those of records that are gone, each under the
 * policy that it was made with; and that policy joins those of all its records, so that whoever
 * sees the decision sees all of them.
 */
final class DecisionCheck implements Check {

  private static final String UNDO = "undo";

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    String[] columns = {
      "decision_id",
      "decided_at",
      "verdict",
      "left_ids",
      "right_ids",
      "reason",
      "undone_at",
      "undone_because",
      "policy_id"
    };
    Dataset<Row> due = due(sources);
    Dataset<Row> joined = due.where(isJoined(sources)).selectExpr(columns);
    return Tally.of(
        sources,
        contract,
        sources.looked(contract).selectExpr(columns),
        sources.dueOf(contract, joined),
        List.of("decision_id"),
        examples);
  }

  /** A policy that joins others than those of the records is no policy of the decision. */
  private static Column isJoined(Sources sources) {
    HashMap<String, String> byId = new HashMap<>();
    sources.policies().byId().forEach((id, policy) -> byId.put(id, policy.canonical()));
    UDF2<String, Seq<String>, Boolean> joins =
        (policy, sets) -> joins(byId, policy, JavaConverters.seqAsJavaList(sets));
    return udf(joins, DataTypes.BooleanType).apply(col("policy_id"), col("sets"));
  }

  private static boolean joins(Map<String, String> byId, String id, List<String> sets) {
    String canonical = byId.get(id);
    List<String> parts =
        sets.stream()
            .flatMap(set -> PolicySets.ids(set).stream())
            .distinct()
            .map(byId::get)
            .toList();
    if (canonical == null || parts.stream().anyMatch(Objects::isNull)) {
      return false;
    }
    BasePolicy policy = BasePolicy.fromCanonical(canonical);
    try {
      return JoinedPolicy.of(
              parts.stream().map(BasePolicy::fromCanonical).toList(), of(policy.source()))
          .equals(policy);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** An author of whom no more is known than the source of the decision. */
  private static Scope of(String source) {
    if (source.equals(Scope.PLATFORM)) {
      return new Scope(null, null, 0, new TreeSet<>(), true);
    }
    boolean country = PartyCode.countries().contains(source);
    return new Scope(country ? source : null, country ? null : source, 0, new TreeSet<>(), false);
  }

  /**
   * The decisions whose records are all there, with the columns of resolution.decisions and with
   * {@code sets}, what the records rest on.
   */
  static Dataset<Row> due(Sources sources) {
    Dataset<Row> acts = sources.decisionActs();
    Dataset<Row> made =
        acts.where(col("act").notEqual(UNDO))
            .withColumn("records", array_union(col("left_ids"), col("right_ids")));
    Dataset<Row> named =
        made.select(col("act_id"), explode(col("records")).as("record"))
            .withColumn("key", SaltedHash.of(col("record")))
            .join(sources.origin(Sources.SUBJECTS, "record_id"), "key")
            .groupBy("act_id")
            .agg(count(lit(1)).as("there"), collect_set("policies").as("sets"));
    Dataset<Row> undone =
        acts.where(col("act").equalTo(UNDO))
            .groupBy(col("undoes").as("act_id"))
            .agg(min(struct(col("at"), col("reason"))).as("first"));
    return made.join(named, "act_id")
        .where(col("there").equalTo(size(col("records"))))
        .join(undone, new String[] {"act_id"}, "left")
        .select(
            col("act_id").as("decision_id"),
            col("at").as("decided_at"),
            col("act").as("verdict"),
            col("left_ids"),
            col("right_ids"),
            col("reason"),
            col("first.at").as("undone_at"),
            col("first.reason").as("undone_because"),
            PolicySets.ofPolicy(col("base_policy")).as("policy_id"),
            col("sets"));
  }

  /** Those that make entities what they are. */
  static Dataset<Row> standing(Sources sources) {
    return due(sources)
        .where(col("undone_at").isNull().and(col("verdict").isin("same", "different")));
  }

  /** Whether a standing decision says that two records are one. */
  static Dataset<Row> ties(Sources sources) {
    return standing(sources)
        .where(col("verdict").equalTo("same"))
        .select(
            col("decision_id").as("tie"), array_union(col("left_ids"), col("right_ids")).as("of"));
  }
}
