package org.insight.jobs.governance;

import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.insight.audit.AuditEntry;
import org.insight.audit.ChainedEntry;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/** Entries of the audit as rows of governance.audit, and back. */
public final class AuditRows {

  private AuditRows() {}

  /** The columns of governance.audit, in the contract's order. */
  public static StructType schema() {
    StructType schema = new StructType();
    for (Column column : Contracts.load().get(Tables.AUDIT).columns()) {
      schema = schema.add(column.name(), DataType.fromDDL(column.type()), column.nullable());
    }
    return schema;
  }

  /** A row of {@link #schema}. */
  public static Row row(ChainedEntry chained) {
    AuditEntry entry = chained.entry();
    return RowFactory.create(
        chained.seq(),
        Timestamp.from(entry.at()),
        entry.call(),
        entry.login(),
        entry.reader(),
        entry.scope(),
        entry.engine(),
        entry.act(),
        entry.purpose(),
        entry.reason(),
        entry.tables().toArray(),
        entry.filters().toArray(),
        entry.query(),
        entry.outcome(),
        entry.detail(),
        entry.rows(),
        chained.previous(),
        chained.hash());
  }

  /** The entry of a row, whether its hash holds or not. */
  public static ChainedEntry entry(Row row) {
    return new ChainedEntry(
        row.<Long>getAs("seq"),
        new AuditEntry(
            row.<Timestamp>getAs("at").toInstant(),
            row.getAs("call"),
            row.getAs("login"),
            text(row, "reader"),
            text(row, "scope"),
            row.getAs("engine"),
            row.getAs("act"),
            text(row, "purpose"),
            text(row, "reason"),
            texts(row, "tables"),
            texts(row, "filters"),
            text(row, "query"),
            row.getAs("outcome"),
            text(row, "detail"),
            row.isNullAt(row.fieldIndex("rows")) ? null : row.<Long>getAs("rows")),
        row.getAs("previous"),
        row.getAs("hash"));
  }

  private static @Nullable String text(Row row, String column) {
    int at = row.fieldIndex(column);
    return row.isNullAt(at) ? null : row.getString(at);
  }

  private static List<String> texts(Row row, String column) {
    return row.getList(row.fieldIndex(column));
  }
}
