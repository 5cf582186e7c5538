package org.insight.services;

import java.util.HashMap;
import java.util.Map;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * What other commands ordered and no run has done yet: withdrawals of items, decisions, and acts on
 * readers that could not be followed at once. Not for several threads at once.
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
        || decisionsAreBehind(run)
        || readersAreBehind();
  }

  private boolean decisionsAreBehind(Lake run) {
    if (!lake.has(Tables.DECISION_ACTS) || !run.has(Tables.DECISIONS)) {
      return false;
    }
    Snapshot made = run.lastWrite(Tables.DECISIONS);
    String consumed =
        made == null ? null : made.summary().get(StagedWrite.CONSUMED + Tables.DECISION_ACTS);
    long now = lake.snapshot(Tables.DECISION_ACTS).snapshotId();
    return consumed != null && !lake.sameRows(Tables.DECISION_ACTS, Long.parseLong(consumed), now);
  }

  /**
   * Whether some came since it was last asked. No rows are read for it. A withdrawal counts also
   * where a run has just done it.
   */
  boolean came() {
    boolean withdrawals = hasNew(Tables.WITHDRAWALS);
    boolean readerActs = hasNew(Tables.READER_ACTS);
    boolean decisions = hasNew(Tables.DECISION_ACTS);
    return withdrawals || decisions || readerActs && readersAreBehind();
  }

  private boolean hasNew(TableName table) {
    if (!lake.has(table)) {
      return false;
    }
    long now = lake.snapshot(table).snapshotId();
    Long then = seen.put(table, now);
    return then == null || !lake.sameRows(table, then, now);
  }

  /** Of a lake that no run has enrolled readers in yet, its first one does. */
  private boolean readersAreBehind() {
    if (!lake.has(Tables.READERS) || !lake.has(Tables.READER_ACTS)) {
      return false;
    }
    Snapshot enrolled = lake.ofRun().lastWrite(Tables.READERS);
    String consumed =
        enrolled == null ? null : enrolled.summary().get(StagedWrite.CONSUMED + Tables.READER_ACTS);
    long now = lake.snapshot(Tables.READER_ACTS).snapshotId();
    return consumed != null && !lake.sameRows(Tables.READER_ACTS, Long.parseLong(consumed), now);
  }
}
