package org.insight.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.run.Inputs;
import org.insight.schemas.TableName;

/**
 * Inputs of a job as literal rows. A table given with {@code policy_id} is labelled as granted by
 * that one policy; one given with a {@code label} column keeps it.
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
  public Dataset<Row> labelled(TableName name) {
    Dataset<Row> rows = table(name);
    if (java.util.List.of(rows.columns()).contains("label")) {
      return rows;
    }
    return rows.withColumn(
            "label",
            functions.struct(
                functions.array(functions.col("policy_id")).as("granted"),
                functions.expr("cast(array() as array<string>)").as("withheld")))
        .drop("policy_id");
  }
}
