package org.insight.run;

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
   * As {@link #table}, with {@code policy_id} replaced by {@code label}: {@code
   * struct<granted:array<string>,withheld:array<string>>}. For jobs that combine rows of several
   * labels, with {@link org.insight.policy.LabelColumns}.
   */
  Dataset<Row> labelled(TableName table);
}
