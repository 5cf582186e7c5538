package org.insight.lake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Table;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/** The snapshots and branches of an Iceberg table, as the handle has them. */
record IcebergHistory(TableName name, Table table) implements TableHistory {

  @Override
  public Map<String, Long> branches() {
    Map<String, Long> branches = new LinkedHashMap<>();
    table.refs().forEach((name, ref) -> branches.put(name, ref.snapshotId()));
    for (String secret : List.of(Lake.RUN, Lake.KEPT)) {
      String name = BranchNames.find(table.refs(), secret);
      if (name != null) {
        branches.put(secret, Objects.requireNonNull(table.refs().get(name)).snapshotId());
        if (!name.equals(secret)) {
          branches.remove(name);
        }
      }
    }
    return branches;
  }

  @Override
  public @Nullable Snapshot snapshot(long id) {
    org.apache.iceberg.Snapshot found = table.snapshot(id);
    return found == null ? null : of(found);
  }

  @Override
  public List<Snapshot> snapshots() {
    List<Snapshot> all = new ArrayList<>();
    table.snapshots().forEach(snapshot -> all.add(of(snapshot)));
    return all;
  }

  @Override
  public String location() {
    return table.location();
  }

  private static Snapshot of(org.apache.iceberg.Snapshot snapshot) {
    return new Snapshot(
        snapshot.snapshotId(),
        snapshot.parentId(),
        snapshot.timestampMillis(),
        snapshot.summary(),
        snapshot.operation().equals(DataOperations.REPLACE));
  }
}
