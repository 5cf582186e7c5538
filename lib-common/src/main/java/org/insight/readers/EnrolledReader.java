package org.insight.readers;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.schemas.Sensitivity;

/**
 * What is known of a reader.
 *
 * @param scope id of the class of readers with the same rights
 * @param clearance 0 to 3
 */
record EnrolledReader(String scope, int clearance) {

  /**
   * Looks a reader up in governance.readers.
   *
   * @throws InsightException USAGE where the reader is not enrolled exactly once
   */
  static EnrolledReader find(Dataset<Row> readers, String name) {
    List<Row> rows =
        readers.where(col("reader").equalTo(name)).select("scope", "clearance").collectAsList();
    if (rows.size() != 1 || rows.get(0).isNullAt(0)) {
      throw new InsightException(
          ErrorKind.USAGE,
          rows.isEmpty()
              ? "Cannot read as a reader: no such reader, found " + OneLine.of(name)
              : "Cannot read as a reader: not enrolled exactly once, found " + OneLine.of(name));
    }
    Row row = rows.get(0);
    return new EnrolledReader(row.getString(0), row.isNullAt(1) ? 0 : row.getInt(1));
  }

  boolean isShownIdentifiers() {
    return clearance >= Sensitivity.IDENTIFIERS_FROM;
  }
}
