package org.insight.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.lake.Compaction;
import org.insight.lake.Compaction.Extent;
import org.insight.lake.Lake;
import org.insight.lake.Leftovers;
import org.insight.lake.TableSize;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;

/**
 * Looks after the files of the tables: rewrites small ones and deleted keys, lets snapshots go that
 * nobody needs, removes files that nothing names. No row changes, no job runs for it, and what the
 * last runs published stays readable.
 */
public final class LakeMaintenance {

  /**
   * How far it goes.
   *
   * @param keepRuns rows of governance.runs, the last ones, whose snapshots stay; one at least
   * @param olderThan age below which neither snapshots nor files go
   */
  public record Rules(int keepRuns, Duration olderThan, Compaction.Limits compaction) {

    public Rules {
      if (keepRuns < 1 || olderThan.isNegative()) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot maintain the lake: readers need the last run and no age is below 0, found "
                + keepRuns
                + " runs, "
                + olderThan);
      }
    }
  }

  /**
   * What is due of a table.
   *
   * @param rewrite which files are worth rewriting
   * @param snapshots that nobody needs
   * @param orphans files that nothing names
   */
  public record Due(
      TableName table, TableSize size, Extent rewrite, long snapshots, long orphans) {}

  /**
   * What was done for a table.
   *
   * @param orphans files that nothing named
   */
  public record Done(TableName table, TableSize before, TableSize after, long orphans) {}

  private final Lake lake;
  private final Runs runs;
  private final Leftovers leftovers;
  private final Rules rules;
  private final Instant before;

  /** By rules, as of now. */
  public LakeMaintenance(Lake lake, Rules rules) {
    this.lake = lake.published();
    this.runs = Runs.of(lake);
    this.leftovers = new Leftovers(this.lake);
    this.rules = rules;
    this.before = Instant.now().minus(rules.olderThan());
  }

  /**
   * Says what is due, and does nothing.
   *
   * @param begins is told of each table before it is looked at
   */
  public List<Due> look(Collection<TableName> tables, Consumer<TableName> begins) {
    KeptSnapshots kept = kept();
    List<Due> due = new ArrayList<>();
    for (TableContract contract : chosen(tables)) {
      TableName table = contract.name();
      begins.accept(table);
      due.add(
          new Due(
              table,
              TableSize.of(lake, table),
              extent(contract),
              contract.maintenance().expire() ? leftovers.expired(table, cut(kept, table)) : 0,
              leftovers.orphans(table, before)));
    }
    return due;
  }

  /**
   * Does what is due. The caller holds the run's lock.
   *
   * @param begins is told of each table before something is done for it
   * @throws InsightException EXTERNAL where a run is staged: rewriting what readers see would
   *     outrun it, and once it is published there is nothing in the way
   */
  public List<Done> run(Collection<TableName> tables, Consumer<TableName> begins) {
    runs.open();
    refuseStaged();
    List<TableContract> chosen = chosen(tables);
    SortedMap<TableName, TableSize> sizes = new TreeMap<>();
    chosen.forEach(contract -> sizes.put(contract.name(), TableSize.of(lake, contract.name())));
    chosen.forEach(contract -> leftovers.dropBranches(contract.name()));
    runs.compact(table -> sizes.containsKey(table) && compact(table, begins));
    KeptSnapshots kept = kept();
    List<Done> done = new ArrayList<>();
    for (TableContract contract : chosen) {
      begins.accept(contract.name());
      done.add(tidy(contract, kept, sizes));
    }
    return done;
  }

  private void refuseStaged() {
    runs.staged().keySet().stream()
        .findFirst()
        .ifPresent(
            table -> {
              throw new InsightException(
                  ErrorKind.EXTERNAL,
                  "Cannot maintain the lake: a run is staged and not published; `insight run` or"
                      + " `insight publish` publishes it, found "
                      + table);
            });
  }

  private List<TableContract> chosen(Collection<TableName> tables) {
    return lake.contracts().all().stream()
        .filter(contract -> tables.contains(contract.name()) && lake.has(contract.name()))
        .toList();
  }

  private Extent extent(TableContract contract) {
    return contract.isCompacted()
        ? Compaction.due(lake.iceberg(contract.name()), rules.compaction(), longAgo(contract))
        : Extent.NOTHING;
  }

  /**
   * Before it, keys must have been deleted for files to be rewritten for them, be they few. Of a
   * table to which rows are only added these are withdrawals and what is read again. Of one whose
   * rows are made anew, each run leaves some that are in nearly all files: to rewrite these each
   * time would cost as much as to make all anew.
   */
  private Instant longAgo(TableContract contract) {
    return contract.write() == WriteMode.APPEND ? Instant.MAX : before;
  }

  private boolean compact(TableName table, Consumer<TableName> begins) {
    begins.accept(table);
    return lake.compact(table, extent(lake.contracts().get(table)), rules.compaction());
  }

  private Done tidy(TableContract contract, KeptSnapshots kept, Map<TableName, TableSize> sizes) {
    TableName table = contract.name();
    if (contract.maintenance().expire()) {
      leftovers.expire(table, cut(kept, table));
    }
    long notes =
        table.equals(Tables.LABELS)
            ? leftovers.removeFolders(JobRunner.labelNotes(lake), before)
            : 0;
    long orphans = notes + leftovers.removeOrphans(table, before);
    TableSize after = TableSize.of(lake, table);
    return new Done(table, sizes.getOrDefault(table, after), after, orphans);
  }

  private KeptSnapshots kept() {
    return KeptSnapshots.of(lake, runs.last(rules.keepRuns()));
  }

  private Instant cut(KeptSnapshots kept, TableName table) {
    Instant oldest = kept.oldest(table);
    return oldest.isBefore(before) ? oldest : before;
  }
}
