package org.insight.engine;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.lake.TableHistory;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;

/**
 * The snapshots that somebody needs: what branches and kept runs are at (tips), the write of a job
 * that each tip rests on, what these writes consumed of other tables, and all that lies between on
 * the way from a tip to these. Jobs tell what is new by that way, so it must have no hole.
 */
final class KeptSnapshots {

  private final Map<TableName, TableHistory> tables = new LinkedHashMap<>();
  private final Map<TableName, Set<Long>> tips = new HashMap<>();
  private final Map<TableName, Set<Long>> needed = new HashMap<>();

  private KeptSnapshots(Lake lake) {
    for (TableContract contract : lake.contracts().all()) {
      if (lake.has(contract.name())) {
        tables.put(contract.name(), lake.history(contract.name()));
      }
    }
  }

  /**
   * Looks at all tables of a lake.
   *
   * @param runs those that can be gone back to
   */
  static KeptSnapshots of(Lake lake, Collection<PublishedRun> runs) {
    KeptSnapshots kept = new KeptSnapshots(lake);
    kept.tables.forEach(
        (name, table) -> table.branches().values().forEach(tip -> kept.tip(name, tip)));
    runs.forEach(run -> run.snapshots().forEach(kept::tip));
    kept.tables.keySet().forEach(kept::followWrites);
    return kept;
  }

  private void tip(TableName name, long snapshot) {
    tips.computeIfAbsent(name, n -> new HashSet<>()).add(snapshot);
    need(name, snapshot);
  }

  private void need(TableName name, long snapshot) {
    needed.computeIfAbsent(name, n -> new HashSet<>()).add(snapshot);
  }

  /** What the last writes of a table rest on. */
  private void followWrites(TableName name) {
    for (long tip : tips.getOrDefault(name, Set.of())) {
      followWrite(name, tip);
    }
  }

  private void followWrite(TableName name, long at) {
    for (Snapshot snapshot : past(name, at)) {
      if (snapshot.summary().containsKey(StagedWrite.JOB)) {
        need(name, snapshot.snapshotId());
        JobRunner.consumed(snapshot.summary())
            .forEach(
                (input, consumed) -> {
                  need(input, consumed);
                  if (Runs.RIGHTS.contains(input)) {
                    // Rows are verified by the readers whose rights they were made for.
                    followWrite(input, consumed);
                  }
                });
        break;
      }
    }
  }

  /** A snapshot and those that it came from, the last first. */
  private Iterable<Snapshot> past(TableName name, long tip) {
    TableHistory history = tables.get(name);
    return history == null ? List.of() : history.past(tip);
  }

  /** When the oldest of a table was made; all that is older can go. */
  Instant oldest(TableName name) {
    Set<Long> wanted = needed.getOrDefault(name, Set.of());
    // Some are on no way: what a run had staged of rights is forgotten where an act on readers
    // comes, and jobs may have consumed it before.
    long oldest = oldestOf(name, wanted);
    for (long tip : tips.getOrDefault(name, Set.of())) {
      // Clocks of writers may differ a little: the least of all on the way counts.
      long onTheWay = Long.MAX_VALUE;
      for (Snapshot snapshot : past(name, tip)) {
        onTheWay = Math.min(onTheWay, snapshot.timestampMillis());
        if (wanted.contains(snapshot.snapshotId())) {
          oldest = Math.min(oldest, onTheWay);
        }
      }
    }
    return Instant.ofEpochMilli(oldest);
  }

  private long oldestOf(TableName name, Set<Long> snapshots) {
    TableHistory history = tables.get(name);
    long oldest = Long.MAX_VALUE;
    for (long id : snapshots) {
      Snapshot snapshot = history == null ? null : history.snapshot(id);
      if (snapshot != null) {
        oldest = Math.min(oldest, snapshot.timestampMillis());
      }
    }
    return oldest;
  }
}
