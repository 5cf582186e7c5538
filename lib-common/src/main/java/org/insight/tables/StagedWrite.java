package org.insight.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;

/**
 * Rows written to a branch of their table, where nobody looks, until they are checked. Either
 * {@link #publish} or {@link #drop} ends it. Each write has a branch of its own, so several may go
 * on at once; what killed ones left is dropped by later writes, when it is a day old.
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

  /** Prefix of all summary keys of ours. */
  private static final String OURS = "insight.";

  /** Prefix by which Iceberg's writer takes summary keys. */
  private static final String PROPERTY = "snapshot-property.";

  /** Before the time, in milliseconds since 1970, and something that is unique. */
  private static final String BRANCHES = "insight_job_";

  private static final long LEFT_MILLIS = TimeUnit.DAYS.toMillis(1);

  private final Lake lake;
  private final TableContract contract;
  private final WriteMode mode;
  private final String branch;
  private final long base;

  private StagedWrite(Lake lake, TableContract contract, WriteMode mode) {
    this.lake = lake;
    this.contract = contract;
    this.mode = mode;
    long now = System.currentTimeMillis();
    this.branch = BRANCHES + now + "_" + UUID.randomUUID().toString().substring(0, 8);
    this.base = lake.snapshot(contract.name()).snapshotId();
    commit(table -> withoutLeft(table, table.manageSnapshots().createBranch(branch, base), now));
  }

  /** Drops the branches of a table that killed jobs left. */
  static void dropLeft(Lake lake, TableName name) {
    long now = System.currentTimeMillis();
    if (lake.iceberg(name).refs().keySet().stream().anyMatch(branch -> left(branch, now))) {
      Branches.commit(
          () -> lake.iceberg(name), table -> withoutLeft(table, table.manageSnapshots(), now));
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
    StagedWrite staged = new StagedWrite(lake, contract, mode);
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
    StagedWrite staged = new StagedWrite(lake, contract, WriteMode.UPDATE);
    staged.remove(keys, summary);
    staged.add(rows, summary);
    return staged;
  }

  private void remove(Dataset<Row> keys, Map<String, String> summary) {
    Table table = lake.iceberg(contract.name());
    List<DeleteFile> files = KeyDeletes.write(table, keys);
    if (files.isEmpty()) {
      return;
    }
    RowDelta delta = table.newRowDelta().toBranch(branch);
    files.forEach(delta::addDeletes);
    summary.forEach(delta::set);
    delta.set(MODE, mode.name());
    delta.commit();
  }

  private void add(Dataset<Row> rows, Map<String, String> summary) {
    Column[] columns = contract.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    DataFrameWriterV2<Row> writer =
        rows.select(columns)
            .writeTo(lake.identifier(contract.name()) + ".branch_" + branch)
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

  /**
   * Makes it what the lake reads, in one commit: for readers to see, or on the run's branch. Where
   * others wrote to the table meanwhile, rows that are only added come after theirs.
   *
   * @throws InsightException EXTERNAL where what others wrote meanwhile has rows of the same keys,
   *     or where this write was to take the place of rows; nothing of it is published then
   */
  public void publish() {
    while (!moved()) {
      if (mode != WriteMode.APPEND) {
        throw overtaken();
      }
      if (added()) {
        drop();
        return;
      }
    }
  }

  /** Moves the lake's branch to this one, unless others have moved it meanwhile. */
  private boolean moved() {
    AtomicBoolean overtaken = new AtomicBoolean();
    commit(
        table -> {
          overtaken.set(!Lake.reaches(table, head(table).snapshotId(), lake.head(table)));
          ManageSnapshots change = table.manageSnapshots();
          if (overtaken.get()) {
            return change;
          }
          if (table.refs().containsKey(lake.branch())) {
            change.fastForwardBranch(lake.branch(), branch);
          } else {
            change.createBranch(lake.branch(), head(table).snapshotId());
          }
          return change.removeBranch(branch);
        });
    return !overtaken.get();
  }

  /** Adds the files to what others have written; not where more comes from them meanwhile. */
  private boolean added() {
    Table table = lake.iceberg(contract.name());
    long seen = lake.head(table);
    refuseSameKeys(seen);
    OverwriteFiles add =
        table
            .newOverwrite()
            .toBranch(lake.branch())
            .validateFromSnapshot(seen)
            .conflictDetectionFilter(Expressions.alwaysTrue())
            .validateNoConflictingData();
    Snapshot head = head(table);
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

  private void refuseSameKeys(long seen) {
    Column[] key = contract.grain().stream().map(c -> col(c)).toArray(Column[]::new);
    String[] names = contract.grain().toArray(String[]::new);
    Dataset<Row> own = lake.readAppended(contract.name(), base, head().snapshotId()).select(key);
    if (names.length > 0
        && !own.join(lake.readAppended(contract.name(), base, seen).select(key), names, "left_semi")
            .isEmpty()) {
      throw overtaken();
    }
  }

  private InsightException overtaken() {
    drop();
    return new InsightException(
        ErrorKind.EXTERNAL,
        "Cannot publish the rows: others wrote to the table meanwhile; run it again, found "
            + contract.name());
  }

  /** Forgets it. */
  public void drop() {
    commit(table -> table.manageSnapshots().removeBranch(branch));
  }

  private void commit(Function<Table, ManageSnapshots> change) {
    Branches.commit(() -> lake.iceberg(contract.name()), change);
  }

  private Snapshot head() {
    return head(lake.iceberg(contract.name()));
  }

  private Snapshot head(Table table) {
    Snapshot snapshot = table.snapshot(branch);
    if (snapshot == null) {
      throw new IllegalStateException("no branch " + branch + " on " + contract.name());
    }
    return snapshot;
  }
}
