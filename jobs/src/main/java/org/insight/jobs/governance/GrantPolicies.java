package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.struct;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.policy.BasePolicy;
import org.insight.policy.Entitlement;
import org.insight.policy.Purpose;
import org.insight.policy.ReaderRole;
import org.insight.policy.Scope;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Grants each base policy to the scopes that the rule entitles to it. */
public final class GrantPolicies implements Job {

  private static final StructType GRANTS =
      StructType.fromDDL("scope string, base_policy_id string, valid_to string");

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.POLICIES), Read.whole(Tables.READERS));
  }

  @Override
  public TableName writes() {
    return Tables.GRANTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> scopes = inputs.table(Tables.READERS).transform(GrantPolicies::scopesInOneRow);
    return inputs
        .table(Tables.POLICIES)
        .transform(policies -> withScopes(policies, scopes))
        .transform(GrantPolicies::grants);
  }

  private static Dataset<Row> scopesInOneRow(Dataset<Row> readers) {
    return readers
        // One row a scope: control readers of one scope may differ in what their role overrides.
        .dropDuplicates("scope")
        .agg(
            collect_set(
                    struct(
                        col("scope"),
                        col("country"),
                        col("body"),
                        col("clearance"),
                        col("purposes"),
                        col("role")))
                .as("scopes"));
  }

  private static Dataset<Row> withScopes(Dataset<Row> policies, Dataset<Row> scopes) {
    return policies.select("canonical").crossJoin(broadcast(scopes));
  }

  private static Dataset<Row> grants(Dataset<Row> policiesWithScopes) {
    FlatMapFunction<Row, Row> rule =
        row -> grants(BasePolicy.fromCanonical(row.getString(0)), row.getList(1));
    return policiesWithScopes
        .flatMap(rule, Encoders.row(GRANTS))
        .withColumn("valid_to", col("valid_to").cast("date"));
  }

  private static Iterator<Row> grants(BasePolicy policy, List<Row> scopes) {
    List<Row> grants = new ArrayList<>();
    for (Row row : scopes) {
      Entitlement.of(scope(row), policy)
          .ifPresent(
              days -> {
                LocalDate last = days.to();
                grants.add(
                    RowFactory.create(
                        row.getString(0), policy.id(), last == null ? null : last.toString()));
              });
    }
    return grants.iterator();
  }

  private static Scope scope(Row row) {
    Scope scope =
        new Scope(
            row.getString(1),
            row.getString(2),
            row.getInt(3),
            Purpose.parseAll(row.getList(4)),
            ReaderRole.parse(row.getString(5)));
    if (!scope.id().equals(row.getString(0))) {
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot grant policies: a scope's id is not of its rights, found " + row.getString(0));
    }
    return scope;
  }
}
