package org.insight.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.WriteMode;

/**
 * Rows written to a branch of their table, where no reader looks, until they are checked. Either
 * {@link #publish} or {@link #drop} ends it; a branch that a killed run left is dropped by the next
 * write.
 */
public final class StagedWrite {

  /** Summary key of the job that wrote a snapshot. */
  public static final String JOB = "insight.job";

  /** Summary key of what the job was set to. */
  public static final String SETTINGS = "insight.settings";

  /** Prefix of the summary keys that say which snapshot of each input was consumed. */
  public static final String CONSUMED = "insight.consumed.";

  private static final String BRANCH = "insight_run";

  private final Lake lake;
  private final TableContract contract;
  private final WriteMode mode;
  private final long base;

  private StagedWrite(Lake lake, TableContract contract, WriteMode mode, long base) {
    this.lake = lake;
    this.contract = contract;
    this.mode = mode;
    this.base = base;
  }

  /**
   * Writes rows, with the columns of the contract in any order, to the branch.
   *
   * @param mode APPEND adds them; REPLACE puts them in the place of all that is there
   * @param summary kept with the snapshot, in the same commit as the rows
   */
  public static StagedWrite write(
      Lake lake,
      TableContract contract,
      WriteMode mode,
      Dataset<Row> rows,
      Map<String, String> summary) {
    Table table = lake.iceberg(contract.name());
    if (table.refs().containsKey(BRANCH)) {
      table.manageSnapshots().removeBranch(BRANCH).commit();
    }
    long base = lake.snapshot(contract.name()).snapshotId();
    table.manageSnapshots().createBranch(BRANCH, base).commit();
    StagedWrite staged = new StagedWrite(lake, contract, mode, base);
    Column[] columns = contract.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    DataFrameWriterV2<Row> writer =
        rows.select(columns)
            .writeTo(lake.identifier(contract.name()) + ".branch_" + BRANCH)
            .option("check-nullability", "false");
    for (Map.Entry<String, String> entry : summary.entrySet()) {
      writer = writer.option("snapshot-property." + entry.getKey(), entry.getValue());
    }
    try {
      switch (mode) {
        case APPEND -> writer.append();
        case REPLACE -> writer.overwrite(lit(true));
      }
    } catch (NoSuchTableException e) {
      throw new InsightException(
          ErrorKind.INTERNAL, "Cannot write to a table: it is gone, found " + contract.name(), e);
    }
    return staged;
  }

  /** Rows that this write brought, counted by Iceberg. */
  public long addedRows() {
    return Long.parseLong(head().summary().getOrDefault("added-records", "0"));
  }

  /** Holds what was written against the contract. */
  public List<Breach> breaches() {
    Dataset<Row> written =
        switch (mode) {
          case APPEND -> lake.readAppended(contract.name(), base, head().snapshotId());
          case REPLACE -> lake.readAt(contract.name(), head().snapshotId());
        };
    return ContractCheck.ofRows(contract, written);
  }

  /** Lets readers see it, in one commit. */
  public void publish() {
    lake.iceberg(contract.name())
        .manageSnapshots()
        .fastForwardBranch(Lake.MAIN, BRANCH)
        .removeBranch(BRANCH)
        .commit();
  }

  /** Forgets it. */
  public void drop() {
    lake.iceberg(contract.name()).manageSnapshots().removeBranch(BRANCH).commit();
  }

  private Snapshot head() {
    Snapshot snapshot = lake.iceberg(contract.name()).snapshot(BRANCH);
    if (snapshot == null) {
      throw new IllegalStateException("no branch " + BRANCH + " on " + contract.name());
    }
    return snapshot;
  }
}
