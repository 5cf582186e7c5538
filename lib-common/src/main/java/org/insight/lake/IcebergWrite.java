package org.insight.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.jspecify.annotations.Nullable;

/**
 * Rows written to a branch of their table. Each write has a branch of its own, so several may go on
 * at once; what killed ones left is dropped by later writes, when it is a day old.
 */
final class IcebergWrite implements PendingWrite {

  /** Prefix of all summary keys of ours. */
  private static final String OURS = "insight.";

  /** Prefix by which Iceberg's writer takes summary keys. */
  private static final String PROPERTY = "snapshot-property.";

  /** Before the time, in milliseconds since 1970, and what nobody can guess. */
  private static final String BRANCHES = "insight_job_";

  private static final long LEFT_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final IcebergTables tables;
  private final TableContract contract;
  private final WriteMode mode;

  /** The branch that it is to move. */
  private final String onto;

  private final String branch;
  private final long base;
  private final Map<String, String> summary;

  /** Where its own branch is, which nobody else moves, once all is written. */
  private org.apache.iceberg.@Nullable Snapshot written;

  private IcebergWrite(
      IcebergTables tables,
      TableContract contract,
      String onto,
      long from,
      WriteMode mode,
      Map<String, String> summary) {
    this.tables = tables;
    this.contract = contract;
    this.mode = mode;
    this.onto = onto;
    this.summary = summary;
    long now = System.currentTimeMillis();
    this.branch = BRANCHES + now + "_" + BranchNames.random();
    this.base = from;
    commit(table -> withoutLeft(table, table.manageSnapshots().createBranch(branch, base), now));
  }

  /** Drops the branches of a table that killed jobs left. */
  static void dropLeft(Function<TableName, Table> tables, TableName name) {
    long now = System.currentTimeMillis();
    if (tables.apply(name).refs().keySet().stream().anyMatch(branch -> left(branch, now))) {
      Branches.commit(
          () -> tables.apply(name), table -> withoutLeft(table, table.manageSnapshots(), now));
    }
  }

  private static ManageSnapshots withoutLeft(Table table, ManageSnapshots change, long now) {
    table.refs().keySet().stream().filter(name -> left(name, now)).forEach(change::removeBranch);
    return change;
  }

  /** Whether a branch is of a job that must have ended long ago. */
  private static boolean left(String branch, long now) {
    if (!branch.startsWith(BRANCHES)) {
      return false;
    }
    String time = branch.substring(BRANCHES.length(), branch.lastIndexOf('_'));
    return Long.parseLong(time) < now - LEFT_MILLIS;
  }

  /** As {@link LakeTables#write}. */
  static IcebergWrite of(
      IcebergTables tables,
      TableContract contract,
      String onto,
      long from,
      WriteMode mode,
      Dataset<Row> rows,
      Map<String, String> summary) {
    IcebergWrite staged = new IcebergWrite(tables, contract, onto, from, mode, summary);
    staged.add(rows);
    return staged;
  }

  /** As {@link LakeTables#update}: two snapshots, one of deleted keys and one of new rows. */
  static IcebergWrite ofKeys(
      IcebergTables tables,
      TableContract contract,
      String onto,
      long from,
      Dataset<Row> keys,
      Dataset<Row> rows,
      Map<String, String> summary) {
    IcebergWrite staged = new IcebergWrite(tables, contract, onto, from, WriteMode.UPDATE, summary);
    staged.remove(keys);
    staged.add(rows);
    return staged;
  }

  private void remove(Dataset<Row> keys) {
    Table table = tables.iceberg(contract.name());
    List<DeleteFile> files = KeyDeletes.write(table, keys);
    if (files.isEmpty()) {
      return;
    }
    RowDelta delta = table.newRowDelta().toBranch(branch);
    files.forEach(delta::addDeletes);
    summary.forEach(delta::set);
    delta.set(StagedWrite.MODE, mode.name());
    delta.commit();
  }

  private void add(Dataset<Row> rows) {
    Column[] columns = contract.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    Dataset<Row> selected = rows.select(columns);
    if (LocalRows.none(rows) || LocalRows.noneFollow(selected)) {
      Table table = tables.iceberg(contract.name());
      // Of a branch that is gone Iceberg would make another one, of all that readers see.
      org.apache.iceberg.Snapshot begun = head(table);
      if (mode != WriteMode.REPLACE || none(begun)) {
        AppendFiles nothing = table.newFastAppend().toBranch(branch);
        summary.forEach(nothing::set);
        nothing.set(StagedWrite.MODE, mode.name()).commit();
        return;
      }
    }
    DataFrameWriterV2<Row> writer =
        selected
            .writeTo(tables.identifier(contract.name()) + ".branch_" + branch)
            .option("check-nullability", "false")
            .option(PROPERTY + StagedWrite.MODE, mode.name());
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

  @Override
  public long addedRows() {
    return Long.parseLong(head().summary().getOrDefault(Snapshot.ADDED_ROWS, "0"));
  }

  @Override
  public Dataset<Row> written() {
    return switch (mode) {
      // New rows of a key clash with none that stays: the old ones of that key are gone.
      case APPEND, UPDATE -> tables.added(contract.name(), base, head().snapshotId());
      case REPLACE -> {
        Dataset<Row> all = tables.readAt(contract.name(), head().snapshotId());
        yield none(head()) ? all.limit(0) : all;
      }
    };
  }

  @Override
  public boolean publish() {
    while (!moved()) {
      if (mode != WriteMode.APPEND) {
        return false;
      }
      IcebergHistory history = new IcebergHistory(contract.name(), tables.iceberg(contract.name()));
      long seen = history.tip(onto).snapshotId();
      if (!history.sameRows(base, seen)
          && (!StagedWrite.comesAfterOthers(summary) || sameKeys(history, seen))) {
        return false;
      }
      if (added(seen)) {
        drop();
        return true;
      }
    }
    return true;
  }

  /** Moves the branch to this one, unless others have moved it meanwhile. */
  private boolean moved() {
    AtomicBoolean overtaken = new AtomicBoolean();
    commit(
        table -> {
          overtaken.set(
              !new IcebergHistory(contract.name(), table)
                  .reaches(head(table).snapshotId(), tip(table)));
          ManageSnapshots change = table.manageSnapshots();
          if (overtaken.get()) {
            return change;
          }
          String to = BranchNames.find(table.refs(), onto);
          if (to == null || BranchNames.known(to)) {
            change.createBranch(BranchNames.make(onto), head(table).snapshotId());
          } else {
            change.fastForwardBranch(to, branch);
          }
          if (to != null && BranchNames.known(to)) {
            change.removeBranch(to);
          }
          return change.removeBranch(branch);
        });
    return !overtaken.get();
  }

  /** Adds the files to what others have written; not where more comes from them meanwhile. */
  private boolean added(long seen) {
    Table table = tables.iceberg(contract.name());
    String to = BranchNames.find(table.refs(), onto);
    if (to == null) {
      // Not by the rows' own commit: of two that make it at once each would give it another name.
      make(seen);
      return false;
    }
    OverwriteFiles add =
        table
            .newOverwrite()
            .toBranch(to)
            .validateFromSnapshot(seen)
            .conflictDetectionFilter(Expressions.alwaysTrue())
            .validateNoConflictingData();
    org.apache.iceberg.Snapshot head = head(table);
    head.addedDataFiles(table.io()).forEach(add::addFile);
    head.summary()
        .forEach(
            (key, value) -> {
              if (key.startsWith(OURS)) {
                add.set(key, value);
              }
            });
    try {
      add.commit();
      return true;
    } catch (ValidationException | CommitFailedException e) {
      return false;
    }
  }

  /** Makes the branch that this one is to move, unless others have meanwhile. */
  private void make(long at) {
    commit(
        table -> {
          ManageSnapshots change = table.manageSnapshots();
          return BranchNames.find(table.refs(), onto) == null
              ? change.createBranch(BranchNames.make(onto), at)
              : change;
        });
  }

  /** Whether what others wrote has rows of the same keys. */
  private boolean sameKeys(TableHistory history, long seen) {
    Column[] key = contract.grain().stream().map(c -> col(c)).toArray(Column[]::new);
    String[] names = contract.grain().toArray(String[]::new);
    TableName table = contract.name();
    // What is no more than added to what this one began with cannot be told from the rows of it.
    Dataset<Row> others =
        history.reaches(seen, base) ? tables.added(table, base, seen) : tables.readAt(table, seen);
    return names.length > 0
        && !tables
            .added(table, base, head().snapshotId())
            .select(key)
            .join(others.select(key), names, "left_semi")
            .isEmpty();
  }

  @Override
  public void drop() {
    commit(table -> table.manageSnapshots().removeBranch(branch));
  }

  private void commit(Function<Table, ManageSnapshots> change) {
    Branches.commit(() -> tables.iceberg(contract.name()), change);
  }

  /** Where the branch is that this one is to move. */
  private long tip(Table table) {
    return new IcebergHistory(contract.name(), table).tip(onto).snapshotId();
  }

  private boolean none(org.apache.iceberg.Snapshot snapshot) {
    return tables.none(contract.name(), snapshot.snapshotId(), snapshot.summary());
  }

  private org.apache.iceberg.Snapshot head() {
    org.apache.iceberg.Snapshot head = written;
    if (head == null) {
      head = head(tables.iceberg(contract.name()));
      written = head;
    }
    return head;
  }

  private org.apache.iceberg.Snapshot head(Table table) {
    org.apache.iceberg.Snapshot snapshot = table.snapshot(branch);
    if (snapshot == null) {
      throw new IllegalStateException("no branch " + branch + " on " + contract.name());
    }
    return snapshot;
  }
}
