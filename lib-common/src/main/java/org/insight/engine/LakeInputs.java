package org.insight.engine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.policy.LabelColumns;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/** A job's declared inputs, each pinned to one snapshot for the whole run. */
final class LakeInputs implements Inputs {

  private final String job;
  private final Map<TableName, Dataset<Row>> tables = new LinkedHashMap<>();
  private final Supplier<Dataset<Row>> readLabels;
  private @Nullable Dataset<Row> labels;

  /**
   * @param readLabels reads governance.labels, which is asked for once, where the job asks for them
   */
  LakeInputs(String job, Supplier<Dataset<Row>> readLabels) {
    this.job = job;
    this.readLabels = readLabels;
  }

  private Dataset<Row> labels() {
    Dataset<Row> read = labels;
    if (read == null) {
      read = readLabels.get();
      labels = read;
    }
    return read;
  }

  void put(TableName name, Dataset<Row> rows) {
    tables.put(name, rows);
  }

  @Override
  public Dataset<Row> table(TableName name) {
    Dataset<Row> rows = tables.get(name);
    if (rows == null) {
      throw new InsightException(
          ErrorKind.INTERNAL,
          "Cannot read a table: the job " + job + " did not declare it, found " + name);
    }
    return rows;
  }

  @Override
  public Dataset<Row> withLabels(Dataset<Row> rows) {
    return withLabels(rows, labels());
  }

  /** As {@link #withLabels(Dataset)}, of few rows: the labels of others are left out early. */
  Dataset<Row> withLabelsOfFew(Dataset<Row> rows) {
    String[] id = {TableContract.POLICY_ID};
    Dataset<Row> ids = HeldRows.keys(rows.select(TableContract.POLICY_ID).distinct());
    return withLabels(rows.columns().length == 1 ? ids : rows, labels().join(ids, id, "left_semi"));
  }

  private static Dataset<Row> withLabels(Dataset<Row> rows, Dataset<Row> labels) {
    Dataset<Row> known =
        labels.select(
            col(TableContract.POLICY_ID).as("known_policy_id"),
            struct(col("granted"), col("withheld")).as("known_label"));
    // A label of one base policy is registered nowhere: its id is the policy's own.
    return rows.join(known, col(TableContract.POLICY_ID).equalTo(col("known_policy_id")), "left")
        .withColumn(
            "label",
            coalesce(col("known_label"), LabelColumns.ofPolicy(col(TableContract.POLICY_ID))))
        .drop("known_policy_id", "known_label");
  }
}
