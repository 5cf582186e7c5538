package org.insight.lake;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state of a table, whatever its format calls it: a snapshot of Iceberg's, a version of Delta's.
 *
 * @param snapshotId the format's own number of it
 * @param parentId the state that it was made from; null of the first
 * @param timestampMillis when it was made, in milliseconds since 1970
 * @param summary what its writer said of it; keys of ours begin with {@code insight.}
 * @param sameRows whether it has the rows of the state that it was made from, in other files
 */
public record Snapshot(
    long snapshotId,
    @Nullable Long parentId,
    long timestampMillis,
    Map<String, String> summary,
    boolean sameRows) {

  /** Summary key of the rows that a write brought; each format counts them by itself. */
  static final String ADDED_ROWS = "added-records";

  public Snapshot {
    summary = Map.copyOf(summary);
  }

  /** Rows that the write of this state brought. */
  public long addedRows() {
    return Long.parseLong(summary.getOrDefault(ADDED_ROWS, "0"));
  }
}
