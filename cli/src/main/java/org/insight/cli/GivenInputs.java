package org.insight.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Inputs;
import org.insight.schemas.TableName;

/** Inputs of jobs that run without a lake. */
final class GivenInputs implements Inputs {

  private final Map<TableName, Dataset<Row>> tables = new LinkedHashMap<>();

  void put(TableName name, Dataset<Row> rows) {
    tables.put(name, rows);
  }

  @Override
  public Dataset<Row> table(TableName name) {
    Dataset<Row> rows = tables.get(name);
    if (rows == null) {
      throw new InsightException(
          ErrorKind.INTERNAL, "Cannot read a table: not given, found " + name);
    }
    return rows;
  }

  @Override
  public Dataset<Row> withLabels(Dataset<Row> rows) {
    throw new InsightException(
        ErrorKind.INTERNAL,
        "Cannot label rows without a lake, found " + String.join(", ", rows.columns()));
  }
}
