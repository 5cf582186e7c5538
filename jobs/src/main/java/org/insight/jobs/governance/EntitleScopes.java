package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.size;

import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.policy.Label;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Entitles scopes to labels: those registered, and each base policy as the label of what rests on
 * one record.
 *
 * <p>Every label meets every scope's grants in memory: policies and scopes are few (thousands and
 * hundreds), labels may be many.
 */
public final class EntitleScopes implements UpdateJob {

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
    return entitlements(inputs, allLabels(inputs));
  }

  /** New labels, and those that name a policy granted otherwise, as one that came or went is. */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> labels = allLabels(changes);
    Dataset<Row> granted = HeldRows.keys(ChangedGrants.policies(changes));
    Dataset<Row> touched =
        HeldRows.keys(
            labels
                .select(col("policy_id"), explode(concat(col("granted"), col("withheld"))).as("of"))
                .join(granted.toDF("of"), new String[] {"of"}, "left_semi")
                .select("policy_id")
                .union(changes.changed(Tables.LABELS).select("policy_id"))
                // As labels themselves: one that nothing comes with any more is among no labels
                // now.
                .union(granted)
                .distinct());
    return Optional.of(
        new Update(
            touched,
            entitlements(changes, labels.join(touched, new String[] {"policy_id"}, "left_semi"))));
  }

  /**
   * Each once, and one that claims the id of another twice, so that it is found. Policies are few
   * beside labels, which are not shuffled to find those that are both.
   */
  private static Dataset<Row> allLabels(Inputs inputs) {
    Dataset<Row> policies = inputs.table(Tables.POLICIES).transform(EntitleScopes::asLabels);
    Dataset<Row> labels = inputs.table(Tables.LABELS).select("policy_id", "granted", "withheld");
    Column same =
        labels
            .col("policy_id")
            .equalTo(col("of"))
            .and(labels.col("granted").equalTo(array(col("of"))))
            .and(size(labels.col("withheld")).equalTo(0));
    return labels
        .join(broadcast(policies.select(col("policy_id").as("of"))), same, "left_anti")
        .union(policies);
  }

  private static Dataset<Row> entitlements(Inputs inputs, Dataset<Row> labels) {
    ScopeGrants grants = ScopeGrants.of(inputs.table(Tables.GRANTS));
    FlatMapFunction<Row, Row> rule = row -> entitlements(row, grants);
    return labels
        .flatMap(rule, Encoders.row(ENTITLEMENTS))
        .withColumn("valid_from", col("valid_from").cast("date"))
        .withColumn("valid_to", col("valid_to").cast("date"));
  }

  private static Dataset<Row> asLabels(Dataset<Row> policies) {
    return policies.select(
        col("base_policy_id").as("policy_id"),
        array(col("base_policy_id")).as("granted"),
        array().cast("array<string>").as("withheld"));
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
