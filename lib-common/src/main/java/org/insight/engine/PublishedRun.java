package org.insight.engine;

import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * One moment at which all tables came to be as readers see them from then on, as governance.runs
 * has it.
 *
 * @param number from 1 without a gap
 * @param of of a rollback, the run whose tables are back
 * @param changed tables that it changed
 * @param snapshots the snapshot of each table that readers see by it
 */
public record PublishedRun(
    long number,
    Instant at,
    Action action,
    @Nullable Long of,
    SortedSet<TableName> changed,
    SortedMap<TableName, Long> snapshots) {

  /** Why the tables changed. */
  public enum Action {
    /** Jobs wrote to them. */
    RUN,
    /** An earlier run's are back. */
    ROLLBACK,
    /** Their files were rewritten; no row changed. */
    COMPACT
  }

  public PublishedRun {
    changed = new TreeSet<>(changed);
    snapshots = new TreeMap<>(snapshots);
  }
}
