package org.insight.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.RowDelta;
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

  /** Summary key of the {@link WriteMode} by which a snapshot was written. */
  public static final String MODE = "insight.mode";

  /** Prefix of the summary keys that say which snapshot of each input was consumed. */
  public static final String CONSUMED = "insight.consumed.";

  /** Prefix by which Iceberg's writer takes summary keys. */
  private static final String PROPERTY = "snapshot-property.";

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
    if (mode == WriteMode.UPDATE) {
      throw new IllegalArgumentException("Cannot update without keys: use update");
    }
    StagedWrite staged = new StagedWrite(lake, contract, mode, newBranch(lake, contract));
    staged.add(rows, summary);
    return staged;
  }

  /**
   * Writes, to the branch, rows in the place of those that have certain keys.
   *
   * @param keys rows of the columns of the contract's key, each key once
   * @param rows the new rows of these keys, with the columns of the contract in any order
   * @param summary kept with each of the two snapshots
   */
  public static StagedWrite update(
      Lake lake,
      TableContract contract,
      Dataset<Row> keys,
      Dataset<Row> rows,
      Map<String, String> summary) {
    StagedWrite staged =
        new StagedWrite(lake, contract, WriteMode.UPDATE, newBranch(lake, contract));
    staged.remove(keys, summary);
    staged.add(rows, summary);
    return staged;
  }

  /** A branch from what is published, in the place of one that a killed run left. */
  private static long newBranch(Lake lake, TableContract contract) {
    Table table = lake.iceberg(contract.name());
    if (table.refs().containsKey(BRANCH)) {
      table.manageSnapshots().removeBranch(BRANCH).commit();
    }
    long base = lake.snapshot(contract.name()).snapshotId();
    table.manageSnapshots().createBranch(BRANCH, base).commit();
    return base;
  }

  private void remove(Dataset<Row> keys, Map<String, String> summary) {
    Table table = lake.iceberg(contract.name());
    List<DeleteFile> files = KeyDeletes.write(table, keys);
    if (files.isEmpty()) {
      return;
    }
    RowDelta delta = table.newRowDelta().toBranch(BRANCH);
    files.forEach(delta::addDeletes);
    summary.forEach(delta::set);
    delta.set(MODE, mode.name());
    delta.commit();
  }

  private void add(Dataset<Row> rows, Map<String, String> summary) {
    Column[] columns = contract.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    DataFrameWriterV2<Row> writer =
        rows.select(columns)
            .writeTo(lake.identifier(contract.name()) + ".branch_" + BRANCH)
            .option("check-nullability", "false")
            .option(PROPERTY + MODE, mode.name());
    for (Map.Entry<String, String> entry : summary.entrySet()) {
      writer = writer.option(PROPERTY + entry.getKey(), entry.getValue());
    }
    try {
      switch (mode) {
        case APPEND, UPDATE -> writer.append();
        case REPLACE -> writer.overwrite(lit(true));
      }
    } catch (NoSuchTableException e) {
      throw new InsightException(
          ErrorKind.INTERNAL, "Cannot write to a table: it is gone, found " + contract.name(), e);
    }
  }

  /** Rows that this write brought, counted by Iceberg. */
  public long addedRows() {
    return Long.parseLong(head().summary().getOrDefault("added-records", "0"));
  }

  /** Holds what was written against the contract. */
  public List<Breach> breaches() {
    Dataset<Row> written =
        switch (mode) {
          // New rows of a key clash with none that stays: the old ones of that key are gone.
          case APPEND, UPDATE -> lake.readAppended(contract.name(), base, head().snapshotId());
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
