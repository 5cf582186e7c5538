package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.Tables;
import org.insight.policy.Label;
import org.insight.run.ErrorKind;
import org.insight.run.Inputs;
import org.insight.run.InsightException;
import org.insight.run.Job;
import org.insight.run.Read;
import org.insight.schemas.TableName;

/**
 * Entitles scopes to labels: those registered, and each base policy as the label of what rests on
 * one record.
 *
 * <p>Every label meets every scope's grants in memory: policies and scopes are few (thousands and
 * hundreds), labels may be many.
 */
public final class EntitleScopes implements Job {

  private static final StructType ENTITLEMENTS =
      StructType.fromDDL("scope string, policy_id string, valid_from string, valid_to string");

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.POLICIES), Read.whole(Tables.LABELS), Read.whole(Tables.GRANTS));
  }

  @Override
  public TableName writes() {
    return Tables.ENTITLEMENTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    ScopeGrants grants = ScopeGrants.of(inputs.table(Tables.GRANTS));
    Dataset<Row> single = inputs.table(Tables.POLICIES).transform(EntitleScopes::asLabels);
    return inputs
        .table(Tables.LABELS)
        .transform(labels -> allLabels(labels, single))
        .transform(labels -> entitlements(labels, grants));
  }

  private static Dataset<Row> asLabels(Dataset<Row> policies) {
    return policies.select(
        col("base_policy_id").as("policy_id"),
        array(col("base_policy_id")).as("granted"),
        array().cast("array<string>").as("withheld"));
  }

  private static Dataset<Row> allLabels(Dataset<Row> labels, Dataset<Row> single) {
    return labels.select("policy_id", "granted", "withheld").union(single).distinct();
  }

  private static Dataset<Row> entitlements(Dataset<Row> labels, ScopeGrants grants) {
    FlatMapFunction<Row, Row> rule = row -> entitlements(row, grants);
    return labels
        .flatMap(rule, Encoders.row(ENTITLEMENTS))
        .withColumn("valid_from", col("valid_from").cast("date"))
        .withColumn("valid_to", col("valid_to").cast("date"));
  }

  private static Iterator<Row> entitlements(Row row, ScopeGrants grants) {
    Label label = Label.of(row.<String>getList(1), row.<String>getList(2));
    if (!label.id().equals(row.getString(0))) {
      // Else one id could stand for two labels, and the laxer one would open the other's rows.
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot entitle scopes: a label's id is not of its sets, found " + row.getString(0));
    }
    return grants.entitled(label).iterator();
  }
}
