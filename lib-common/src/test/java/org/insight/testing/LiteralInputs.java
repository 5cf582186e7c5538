package org.insight.testing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.policy.LabelColumns;
import org.insight.schemas.TableName;

/**
 * Inputs of a job as literal rows. What a {@code policy_id} stands for is what a table says that
 * has {@code label} beside it; else it is the id of one base policy.
 */
public final class LiteralInputs implements Inputs {

  private final Map<TableName, Dataset<Row>> tables = new LinkedHashMap<>();

  public LiteralInputs with(TableName name, Dataset<Row> rows) {
    tables.put(name, rows);
    return this;
  }

  @Override
  public Dataset<Row> table(TableName name) {
    Dataset<Row> rows = tables.get(name);
    if (rows == null) {
      throw new IllegalArgumentException("Cannot read a table: no literal rows for " + name);
    }
    return rows;
  }

  @Override
  public Dataset<Row> withLabels(Dataset<Row> rows) {
    Dataset<Row> known =
        tables.values().stream()
            .filter(t -> List.of(t.columns()).contains("label"))
            .map(t -> t.select(col("policy_id").as("known_id"), col("label").as("known_label")))
            .reduce(Dataset::union)
            .map(Dataset::distinct)
            .orElse(null);
    Column single = LabelColumns.ofPolicy(col("policy_id"));
    return known == null
        ? rows.withColumn("label", single)
        : rows.join(known, col("policy_id").equalTo(col("known_id")), "left")
            .withColumn("label", coalesce(col("known_label"), single))
            .drop("known_id", "known_label");
  }

  /** What a job makes of these inputs, held, with both {@code policy_id} and {@code label}. */
  public Dataset<Row> run(Job job) {
    Dataset<Row> held = held(job.build(this));
    List<String> columns = List.of(held.columns());
    if (!columns.contains("label")) {
      return held(withLabels(held));
    }
    if (!columns.contains("policy_id")) {
      return held(held.withColumn("policy_id", LabelColumns.id(col("label"))));
    }
    Dataset<Row> brought = held.select("policy_id", "label").where("label IS NOT NULL").distinct();
    assertThat(brought.where(LabelColumns.id(col("label")).notEqual(col("policy_id"))).count())
        .as("ids that are not those of their labels")
        .isZero();
    return held(
        held.drop("label")
            .join(brought, new String[] {"policy_id"}, "left")
            .withColumn("label", coalesce(col("label"), LabelColumns.ofPolicy(col("policy_id")))));
  }

  private static Dataset<Row> held(Dataset<Row> rows) {
    return SharedSpark.session().createDataFrame(rows.collectAsList(), rows.schema());
  }
}
