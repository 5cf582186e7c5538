package org.insight.verify;

import java.util.Map;
import java.util.Optional;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.lake.TableHistory;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * By which state of readers and policies the grants came about that a table's rows were made for.
 * Readers change at any time and wait for no run, so rows may be right for what they were before.
 *
 * @param readers snapshot of governance.readers
 * @param policies snapshot of governance.policies
 */
record RightsThen(long readers, long policies) {

  /** Empty where the rows of a table were made for no grants, or these are kept no more. */
  static Optional<RightsThen> of(Lake lake, TableName table) {
    Snapshot made = lake.lastWrite(table);
    return made == null
        ? Optional.empty()
        : consumed(made, Tables.GRANTS).flatMap(grants -> ofGrants(lake, grants));
  }

  private static Optional<RightsThen> ofGrants(Lake lake, long grants) {
    for (Snapshot snapshot : lake.history(Tables.GRANTS).past(grants)) {
      if (snapshot.summary().containsKey(StagedWrite.JOB)) {
        return consumed(snapshot, Sources.READERS)
            .filter(readers -> kept(lake.history(Sources.READERS), readers))
            .flatMap(
                readers ->
                    consumed(snapshot, Sources.POLICIES)
                        .filter(policies -> kept(lake.history(Sources.POLICIES), policies))
                        .map(policies -> new RightsThen(readers, policies)));
      }
    }
    return Optional.empty();
  }

  /** The snapshot of an input that a write consumed. */
  static Optional<Long> consumed(Snapshot made, TableName input) {
    Map<String, String> summary = made.summary();
    return Optional.ofNullable(summary.get(StagedWrite.CONSUMED + input)).map(Long::valueOf);
  }

  private static boolean kept(TableHistory history, long snapshot) {
    return history.snapshot(snapshot) != null;
  }

  /** Whether both are as they are now. */
  boolean isNow(Lake lake) {
    return lake.sameRows(Sources.READERS, readers, lake.snapshot(Sources.READERS).snapshotId())
        && lake.sameRows(Sources.POLICIES, policies, lake.snapshot(Sources.POLICIES).snapshotId());
  }
}
