package org.insight.lake;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.jspecify.annotations.Nullable;

/**
 * Rows written to the end of a Delta table's log, at which no branch is. It goes on from where its
 * branch is: where the log has gone elsewhere since, as after a write that was refused or killed,
 * that version is put back first.
 *
 * <p>Delta lets two writers add to one log, each after the other. Here that would put one's rows,
 * which nobody has checked yet, under those of the other; so a write that finds somebody else's
 * commit among its own is done again.
 */
final class DeltaWrite implements PendingWrite {

  /** Key of the name of the write that a commit belongs to. */
  private static final String WRITE = "insight.write";

  /** Key of commits that only took rows out. */
  private static final String REMOVAL = "insight.removal";

  private static final int TRIES = 20;

  private final DeltaTables tables;
  private final TableContract contract;
  private final String onto;
  private final WriteMode mode;
  private final @Nullable Dataset<Row> keys;
  private final Map<String, String> summary;

  /** The version that it goes on from. */
  private long base;

  /** Its own commits, the last one last. */
  private List<Snapshot> commits = List.of();

  private DeltaWrite(
      DeltaTables tables,
      TableContract contract,
      String onto,
      long from,
      WriteMode mode,
      @Nullable Dataset<Row> keys,
      Map<String, String> summary) {
    this.tables = tables;
    this.contract = contract;
    this.onto = onto;
    this.base = from;
    this.mode = mode;
    this.keys = keys;
    this.summary = summary;
  }

  /**
   * As {@link LakeTables#write} and {@link LakeTables#update}.
   *
   * @param keys of an update, those whose rows go
   */
  static DeltaWrite of(
      DeltaTables tables,
      TableContract contract,
      String onto,
      long from,
      WriteMode mode,
      @Nullable Dataset<Row> keys,
      Dataset<Row> rows,
      Map<String, String> summary) {
    DeltaWrite write = new DeltaWrite(tables, contract, onto, from, mode, keys, summary);
    write.onBase(rows);
    return write;
  }

  /** Whether the files that a snapshot of ours added hold rows that were not there before. */
  static boolean addsRows(Snapshot snapshot) {
    return snapshot.summary().containsKey(StagedWrite.MODE)
        && !snapshot.summary().containsKey(REMOVAL);
  }

  private TableName name() {
    return contract.name();
  }

  /** Writes rows after those of the version that this one goes on from. */
  private void onBase(Dataset<Row> rows) {
    for (int tried = 0; tried < TRIES; tried++) {
      String write = UUID.randomUUID().toString();
      try {
        if (!atBase(write)) {
          continue;
        }
        commit(rows, write);
      } catch (DeltaConcurrentModificationException e) {
        continue;
      }
      if (inOneRow(write)) {
        return;
      }
    }
    throw new InsightException(
        ErrorKind.EXTERNAL,
        "Cannot write to a table: others write to it all the time; run it again, found " + name());
  }

  /** Puts the end of the log where this one goes on from; not where somebody else writes. */
  private boolean atBase(String write) {
    DeltaCommits log = tables.commits(name());
    return log.sameRows(log.head(), base) || log.putBack(base, Map.of(WRITE, write));
  }

  private void commit(Dataset<Row> rows, String write) {
    Map<String, String> said = new HashMap<>(summary);
    said.put(StagedWrite.MODE, mode.name());
    said.put(WRITE, write);
    Dataset<Row> gone = keys;
    if (gone != null && !gone.isEmpty()) {
      remove(gone, said);
    }
    add(rows, said);
  }

  private void remove(Dataset<Row> gone, Map<String, String> said) {
    Map<String, String> removal = new HashMap<>(said);
    removal.put(REMOVAL, "true");
    String same =
        contract.key().stream()
            .map(column -> "there.`" + column + "` = gone.`" + column + "`")
            .collect(Collectors.joining(" AND "));
    tables.withMetadata(
        removal,
        () ->
            DeltaTable.forPath(tables.spark(), tables.path(name()))
                .as("there")
                .merge(gone.as("gone"), same)
                .whenMatched()
                .delete()
                .execute());
  }

  private void add(Dataset<Row> rows, Map<String, String> said) {
    Column[] columns = contract.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    Dataset<Row> ordered =
        contract
            .sortedBy()
            .map(column -> rows.select(columns).sortWithinPartitions(col(column)))
            .orElseGet(() -> rows.select(columns));
    DataFrameWriter<Row> writer =
        ordered
            .write()
            .format("delta")
            .mode(mode == WriteMode.REPLACE ? SaveMode.Overwrite : SaveMode.Append)
            .option("userMetadata", DeltaCommits.metadata(said));
    tables
        .spark()
        .withActive(
            () -> {
              writer.save(tables.path(name()));
              return true;
            });
  }

  /** Whether its commits follow on the version that it goes on from, and one on the other. */
  private boolean inOneRow(String write) {
    List<Snapshot> found = new ArrayList<>();
    for (long version = base + 1; version <= tables.commits(name()).head(); version++) {
      Snapshot snapshot = tables.commits(name()).snapshot(version);
      if (snapshot != null && write.equals(snapshot.summary().get(WRITE))) {
        found.add(snapshot);
      }
    }
    commits = found;
    if (found.isEmpty()) {
      return false;
    }
    long first = found.get(0).snapshotId();
    long last = found.get(found.size() - 1).snapshotId();
    return last - first + 1 == found.size()
        && (tables.commits(name()).sameRows(first, base)
            || tables.commits(name()).sameRows(first - 1, base));
  }

  private Snapshot head() {
    return commits.get(commits.size() - 1);
  }

  @Override
  public long addedRows() {
    return commits.stream().filter(DeltaWrite::addsRows).mapToLong(Snapshot::addedRows).sum();
  }

  @Override
  public Dataset<Row> written() {
    return tables.added(
        name(), commits.stream().filter(DeltaWrite::addsRows).map(Snapshot::snapshotId).toList());
  }

  @Override
  public boolean publish() {
    while (!moved()) {
      DeltaHistory history = tables.history(name());
      long seen = history.tip(onto).snapshotId();
      if (mode != WriteMode.APPEND
          || !history.sameRows(base, seen)
              && (!StagedWrite.comesAfterOthers(summary) || sameKeys(history, seen))) {
        return false;
      }
      Dataset<Row> rows = written();
      base = seen;
      onBase(rows);
    }
    return true;
  }

  /** Moves the branch to this one, unless others have moved it meanwhile. */
  private boolean moved() {
    return tables
        .branches()
        .change(
            state -> {
              Map<String, Long> branches = state.of(name());
              if (branches == null) {
                throw new IllegalStateException("no table " + name());
              }
              Long now = branches.containsKey(onto) ? branches.get(onto) : branches.get(Lake.MAIN);
              return now != null && now == base
                  ? state.with(name(), onto, head().snapshotId())
                  : null;
            });
  }

  /** Whether what others wrote has rows of the same keys. */
  private boolean sameKeys(TableHistory history, long seen) {
    Column[] grain = contract.grain().stream().map(c -> col(c)).toArray(Column[]::new);
    String[] names = contract.grain().toArray(String[]::new);
    // What is no more than added to what this one began with cannot be told from the rows of it.
    Dataset<Row> others =
        history.reaches(seen, base)
            ? tables.added(name(), base, seen)
            : tables.readAt(name(), seen);
    return names.length > 0
        && !written().select(grain).join(others.select(grain), names, "left_semi").isEmpty();
  }

  @Override
  public void drop() {
    tables.settle(name());
  }
}
