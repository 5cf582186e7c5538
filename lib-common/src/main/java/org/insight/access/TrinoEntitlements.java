package org.insight.access;

import java.sql.Date;
import java.time.LocalDate;
import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.entitlements.EntitlementsFile;
import org.jspecify.annotations.Nullable;

/** The file by which Trino knows which scope may see which label. */
public final class TrinoEntitlements {

  private TrinoEntitlements() {}

  /**
   * Takes up all entitlements, one part of the table at a time.
   *
   * @param entitlements governance.entitlements
   */
  public static EntitlementsFile render(Dataset<Row> entitlements) {
    EntitlementsFile file = new EntitlementsFile();
    Iterator<Row> rows =
        entitlements.select("scope", "policy_id", "valid_from", "valid_to").toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      file.add(row.getString(0), row.getString(1), day(row, 2), day(row, 3));
    }
    return file;
  }

  private static @Nullable LocalDate day(Row row, int at) {
    Date day = row.isNullAt(at) ? null : row.getDate(at);
    return day == null ? null : day.toLocalDate();
  }
}
