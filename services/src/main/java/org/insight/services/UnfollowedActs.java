package org.insight.services;

import java.util.HashMap;
import java.util.Map;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * What other commands ordered and no run has done yet: withdrawals of items, decisions,
 * corrections, and acts on readers that could not be followed at once. Not for several threads at
 * once.
 */
final class UnfollowedActs {

  private final Lake lake;

  /** The snapshots of the tables of acts when they were looked at last. */
  private final Map<TableName, Long> seen = new HashMap<>();

  UnfollowedActs(Lake lake) {
    this.lake = lake.published();
  }

  /**
   * Whether there are some, whenever they came. A Spark job looks for items, so this is for once.
   *
   * @param run the lake as a run sees it, by whoever holds its lock
   */
  boolean areThere(Lake run) {
    came();
    return lake.has(Tables.WITHDRAWALS) && !Pipeline.withdrawn(run).isEmpty()
        || isBehind(run, Tables.DECISIONS, Tables.DECISION_ACTS)
        || isBehind(run, Tables.CORRECTIONS, Tables.CORRECTION_ACTS)
        || readersAreBehind();
  }

  /**
   * Whether some came since it was last asked. No rows are read for it. A withdrawal counts also
   * where a run has just done it.
   */
  boolean came() {
    boolean withdrawals = hasNew(Tables.WITHDRAWALS);
    boolean readerActs = hasNew(Tables.READER_ACTS);
    boolean decisions = hasNew(Tables.DECISION_ACTS);
    boolean corrections = hasNew(Tables.CORRECTION_ACTS);
    return withdrawals || decisions || corrections || readerActs && readersAreBehind();
  }

  private boolean hasNew(TableName table) {
    if (!lake.has(table)) {
      return false;
    }
    long now = lake.snapshot(table).snapshotId();
    Long then = seen.put(table, now);
    return then == null || !lake.sameRows(table, then, now);
  }

  private boolean readersAreBehind() {
    return isBehind(lake.ofRun(), Tables.READERS, Tables.READER_ACTS);
  }

  /**
   * Whether a table has yet to take in acts. One that no run has written yet takes them in then.
   */
  private boolean isBehind(Lake run, TableName table, TableName acts) {
    if (!run.has(table) || !lake.has(acts)) {
      return false;
    }
    Snapshot written = run.lastWrite(table);
    String consumed = written == null ? null : written.summary().get(StagedWrite.CONSUMED + acts);
    return consumed != null
        && !lake.sameRows(acts, Long.parseLong(consumed), lake.snapshot(acts).snapshotId());
  }
}
