package org.insight.engine;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableName;

/** What a job may read: the tables that it declared, and nothing else. */
public interface Inputs {

  /**
   * The rows of a declared input, with its {@code policy_id}.
   *
   * @throws InsightException INTERNAL where the job did not declare the table
   */
  Dataset<Row> table(TableName table);

  /**
   * Rows with the labels that their {@code policy_id} stands for, in a column {@code label}: {@code
   * struct<granted:array<string>,withheld:array<string>>}. Labels are large: to be looked up late,
   * for few rows.
   */
  Dataset<Row> withLabels(Dataset<Row> rows);
}
