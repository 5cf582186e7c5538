package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.col;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.policy.BasePolicy;
import org.insight.policy.Handling;
import org.insight.policy.Purpose;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Registers the base policies of items and of decisions, one row each. */
public final class RegisterPolicies implements Job {

  private static final StructType PARSED =
      StructType.fromDDL(
          """
          base_policy_id string, source string, purposes array<string>, handling_scheme string,
          handling_code string, grading_scheme string, source_grading string, information_grading string,
          only_for array<string>, not_for array<string>, level int, expires_on string,
          conditions array<string>, canonical string
          """);

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.ARRIVALS), Read.whole(Tables.DECISION_ACTS));
  }

  @Override
  public TableName writes() {
    return Tables.POLICIES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.ARRIVALS)
        .select("base_policy")
        .union(inputs.table(Tables.DECISION_ACTS).select("base_policy"))
        .transform(RegisterPolicies::distinctPolicies)
        .transform(RegisterPolicies::columns);
  }

  /**
   * Base policies by their ids.
   *
   * @param policies governance.policies
   */
  public static SortedMap<String, BasePolicy> byId(Dataset<Row> policies) {
    SortedMap<String, BasePolicy> byId = new TreeMap<>();
    policies
        .select("base_policy_id", "canonical")
        .collectAsList()
        .forEach(row -> byId.put(row.getString(0), BasePolicy.fromCanonical(row.getString(1))));
    return byId;
  }

  private static Dataset<Row> distinctPolicies(Dataset<Row> policies) {
    return policies.where(col("base_policy").isNotNull()).distinct();
  }

  private static Dataset<Row> columns(Dataset<Row> policies) {
    MapFunction<Row, Row> parse = row -> parse(row.getString(0));
    return policies
        .map(parse, Encoders.row(PARSED))
        // Two spellings of one policy are one row.
        .dropDuplicates("base_policy_id")
        .withColumn("expires_on", col("expires_on").cast("date"));
  }

  private static Row parse(String canonical) {
    BasePolicy policy = BasePolicy.fromCanonical(canonical);
    Handling handling = policy.handling();
    return RowFactory.create(
        policy.id(),
        policy.source(),
        policy.purposes().stream().map(Purpose::code).sorted().toArray(),
        handling == null ? null : handling.scheme(),
        handling == null ? null : handling.code(),
        policy.grading().scheme(),
        policy.grading().source(),
        policy.grading().information(),
        policy.onlyFor().toArray(),
        policy.notFor().toArray(),
        policy.level(),
        policy.expiresOn() == null ? null : policy.expiresOn().toString(),
        policy.conditions().toArray(),
        policy.canonical());
  }
}
