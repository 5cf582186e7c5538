package org.insight.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a Delta table.
 *
 * @param branches as they were when it was loaded
 */
record DeltaHistory(TableName name, DeltaCommits commits, Map<String, Long> branches)
    implements TableHistory {

  @Override
  public @Nullable Snapshot snapshot(long id) {
    return commits.snapshot(id);
  }

  @Override
  public List<Snapshot> snapshots() {
    List<Snapshot> all = new ArrayList<>();
    for (long version = commits.head(); version >= 0; version--) {
      Snapshot snapshot = commits.snapshot(version);
      if (snapshot != null) {
        all.add(snapshot);
      }
    }
    return all;
  }

  @Override
  public String location() {
    return commits.table().toString();
  }
}
