package org.insight.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.insight.schemas.TableName;

/**
 * How large a table is, by its metadata and its folder.
 *
 * @param files files that a reader of all of it opens, those of deleted keys among them
 * @param bytes of these
 * @param stored bytes of the table's folder, with all that earlier snapshots name and orphans
 * @param snapshots how many it has
 */
public record TableSize(long files, long bytes, long stored, long snapshots) {

  /** As of now. */
  public static TableSize of(Lake lake, TableName name) {
    Table table = lake.iceberg(name);
    Snapshot snapshot = table.currentSnapshot();
    Map<String, String> summary = snapshot == null ? Map.of() : snapshot.summary();
    long snapshots = 0;
    for (Snapshot ignored : table.snapshots()) {
      snapshots++;
    }
    return new TableSize(
        count(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP)
            + count(summary, SnapshotSummary.TOTAL_DELETE_FILES_PROP),
        count(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP),
        stored(lake, table),
        snapshots);
  }

  private static long stored(Lake lake, Table table) {
    try {
      Path folder = new Path(table.location());
      return folder
          .getFileSystem(lake.spark().sparkContext().hadoopConfiguration())
          .getContentSummary(folder)
          .getLength();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(Map<String, String> summary, String property) {
    return Long.parseLong(summary.getOrDefault(property, "0"));
  }
}
