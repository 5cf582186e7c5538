package org.insight.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.RewriteManifests;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Rewrites the files of a table into fewer, and without its deleted keys. No row changes, and no
 * job runs for it.
 *
 * <p>Rows of a table that has an order are sorted: packed as they come, they would mix the long
 * runs that a row filter takes or leaves.
 */
public final class Compaction {

  /** What is rewritten of a table; each includes those before it. */
  public enum Extent {
    NOTHING,
    /** Lists of files alone: many small ones, or those that tell of files that are gone. */
    MANIFESTS,
    SMALL_FILES,
    /** Files that hold rows of deleted keys; the small ones where these are many, too. */
    DELETED_ROWS,
    /** All files, for only then Iceberg drops the deleted keys that applied to them. */
    ALL_FILES
  }

  /**
   * When it pays.
   *
   * @param fileBytes size that data files are to have
   * @param smallFiles so many of less than half that size are worth rewriting
   * @param manifests so many small manifests are left alone
   */
  public record Limits(long fileBytes, int smallFiles, int manifests) {

    /** Of what a run rewrites by itself, for deleted keys alone. */
    static final Limits OF_RUNS = new Limits(128L * 1024 * 1024, 5, 100);

    private boolean small(long bytes) {
      // Three quarters, as Iceberg has it, would be rewritten again and again where rows pack
      // better than expected.
      return bytes < fileBytes / 2;
    }
  }

  /** Of data and of deleted keys, as some six runs leave them. */
  private static final long MANY_FILES = 24;

  /** What is rewritten in some tenths of a second. */
  private static final long SMALL_TABLE_BYTES = 16L * 1024 * 1024;

  /** Below this, deletes cost a reader nothing to speak of. */
  private static final long FEW_DELETES = 1_000;

  /** As Iceberg's writers aim at. */
  private static final long MANIFEST_BYTES = 8L * 1024 * 1024;

  /** Files of this many of the size aimed at are sorted together. */
  private static final int SORTED_TOGETHER = 8;

  private Compaction() {}

  /**
   * What is worth rewriting of a table, by its metadata.
   *
   * @param longAgo rows of keys that were deleted before it are taken out, whatever it costs
   */
  public static Extent due(Table table, Limits limits, Instant longAgo) {
    return due(table, Lake.MAIN, limits, longAgo);
  }

  /** As {@link #due(Table, Limits, Instant)}, of a branch. */
  private static Extent due(Table table, String branch, Limits limits, Instant longAgo) {
    Snapshot snapshot = table.snapshot(branch);
    if (snapshot == null) {
      return Extent.NOTHING;
    }
    Map<String, String> summary = snapshot.summary();
    long deletes = count(summary, SnapshotSummary.TOTAL_EQ_DELETES_PROP);
    boolean fitsOneFile = count(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP) <= limits.fileBytes;
    if (deletes > 0
        && (fitsOneFile || deletes > count(summary, SnapshotSummary.TOTAL_RECORDS_PROP) / 100)) {
      return Extent.ALL_FILES;
    }
    if (deletes > 0 && oldestDelete(table, snapshot).isBefore(longAgo)) {
      return Extent.DELETED_ROWS;
    }
    if (manySmallFiles(table, snapshot, limits)) {
      return Extent.SMALL_FILES;
    }
    return manifestsDue(table, snapshot, limits) || tellsOfGone(table, snapshot)
        ? Extent.MANIFESTS
        : Extent.NOTHING;
  }

  /**
   * Whether deleted keys are so many that readers of today feel them, or a small table is in so
   * many files that runs do: each reads it several times, and to each file brings all keys that
   * were deleted since.
   */
  static boolean dueInRun(Map<String, String> summary) {
    long deletes = count(summary, SnapshotSummary.TOTAL_EQ_DELETES_PROP);
    if (deletes > Math.max(FEW_DELETES, count(summary, SnapshotSummary.TOTAL_RECORDS_PROP) / 10)) {
      return true;
    }
    return count(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP)
                + count(summary, SnapshotSummary.TOTAL_DELETE_FILES_PROP)
            > MANY_FILES
        && count(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP) <= SMALL_TABLE_BYTES;
  }

  /** When the first of the keys was deleted that still apply; long ago if that is forgotten. */
  private static Instant oldestDelete(Table table, Snapshot snapshot) {
    long oldest =
        snapshot.deleteManifests(table.io()).stream()
            .mapToLong(ManifestFile::minSequenceNumber)
            .min()
            .orElse(0);
    for (Snapshot kept : table.snapshots()) {
      if (kept.sequenceNumber() == oldest) {
        return Instant.ofEpochMilli(kept.timestampMillis());
      }
    }
    return Instant.MIN;
  }

  private static boolean manySmallFiles(Table table, Snapshot snapshot, Limits limits) {
    return count(snapshot.summary(), SnapshotSummary.TOTAL_DATA_FILES_PROP) >= limits.smallFiles
        && smallFiles(table, snapshot, limits) >= limits.smallFiles;
  }

  private static long smallFiles(Table table, Snapshot snapshot, Limits limits) {
    long small = 0;
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
      for (FileScanTask task : tasks) {
        if (limits.small(task.file().fileSizeInBytes())) {
          small++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return small;
  }

  private static boolean manifestsDue(Table table, Snapshot snapshot, Limits limits) {
    return snapshot.allManifests(table.io()).stream()
            .filter(manifest -> manifest.length() < MANIFEST_BYTES / 2)
            .count()
        > limits.manifests;
  }

  /**
   * Whether a list of files says of some that are gone what they held: the least and the greatest
   * value of each column. It does for as long as it is not written anew, though files and snapshots
   * have gone.
   */
  private static boolean tellsOfGone(Table table, Snapshot snapshot) {
    return snapshot.allManifests(table.io()).stream().anyMatch(Compaction::tellsOfGone);
  }

  /** Those of deleted keys only where all have gone: they are taken out together. */
  private static boolean tellsOfGone(ManifestFile manifest) {
    return manifest.hasDeletedFiles()
        && (manifest.content() == ManifestContent.DATA
            || !(manifest.hasAddedFiles() || manifest.hasExistingFiles()));
  }

  /**
   * Writes such lists anew. Iceberg's action, which has Spark do it, leaves a single one as it is.
   *
   * @return whether it did; what others who write meanwhile hinder is done by the next maintenance
   */
  private static boolean forgetGone(Table table) {
    RewriteManifests rewrite =
        table.rewriteManifests().clusterBy(file -> "").rewriteIf(manifest -> tellsOfGone(manifest));
    table.currentSnapshot().deleteManifests(table.io()).stream()
        .filter(Compaction::tellsOfGone)
        .forEach(rewrite::deleteManifest);
    try {
      rewrite.commit();
      return true;
    } catch (ValidationException | CommitFailedException e) {
      return false;
    }
  }

  /**
   * Rewrites what {@link #due} found; what readers see moves to it in a few commits of which each
   * changes no row.
   *
   * @return whether it did; it waits where others rewrite files at the same time
   */
  static boolean rewrite(SparkSession spark, Table table, Extent extent, Limits limits) {
    if (extent == Extent.NOTHING) {
      return false;
    }
    boolean done = false;
    switch (extent) {
      case NOTHING, MANIFESTS -> {}
      case SMALL_FILES, ALL_FILES -> done = rewriteFiles(spark, table, Lake.MAIN, extent, limits);
      case DELETED_ROWS -> {
        boolean packed =
            manySmallFiles(table, table.currentSnapshot(), limits)
                && rewriteFiles(spark, table, Lake.MAIN, Extent.SMALL_FILES, limits);
        done = DeletedRows.takeOut(spark, table, limits.fileBytes) || packed;
      }
    }
    table.refresh();
    if (manifestsDue(table, table.currentSnapshot(), limits)) {
      done |= rewriteManifests(spark, table);
      table.refresh();
    }
    if (tellsOfGone(table, table.currentSnapshot())) {
      done |= forgetGone(table);
    }
    return done;
  }

  /**
   * Rewrites the small files of a branch on which a run stages what it writes, which for a stream
   * may be for days: what readers see stays as it is.
   *
   * @return whether it did: not where there are fewer, or others published them meanwhile
   */
  static boolean rewriteStaged(SparkSession spark, Table table, Limits limits) {
    String branch = BranchNames.find(table.refs(), Lake.RUN);
    if (branch == null || due(table, branch, limits, Instant.MIN) != Extent.SMALL_FILES) {
      return false;
    }
    return rewriteFiles(spark, table, branch, Extent.SMALL_FILES, limits);
  }

  /**
   * Rewrites data files.
   *
   * @return as {@link #forgetGone}; on a catalog that several machines share these may be gone
   */
  private static boolean rewriteFiles(
      SparkSession spark, Table table, String branch, Extent extent, Limits limits) {
    RewriteDataFiles files = SparkActions.get(spark).rewriteDataFiles(table).toBranch(branch);
    try {
      (table.sortOrder().isUnsorted() ? files.binPack() : files.sort())
          .option("target-file-size-bytes", Long.toString(limits.fileBytes))
          .option("min-file-size-bytes", Long.toString(limits.fileBytes / 2))
          .option("max-file-size-bytes", Long.toString(limits.fileBytes * 2))
          .option("min-input-files", Integer.toString(limits.smallFiles))
          .option("max-file-group-size-bytes", Long.toString(SORTED_TOGETHER * limits.fileBytes))
          .option("max-concurrent-file-group-rewrites", "1")
          .option("rewrite-all", Boolean.toString(extent == Extent.ALL_FILES))
          .execute();
      return true;
    } catch (RuntimeException e) {
      // The action wraps these where it commits. One as it is comes from before that: a fault.
      if (e.getCause() instanceof ValidationException
          || e.getCause() instanceof CommitFailedException) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Rewrites lists of files.
   *
   * @return as {@link #forgetGone}
   */
  private static boolean rewriteManifests(SparkSession spark, Table table) {
    try {
      SparkActions.get(spark).rewriteManifests(table).execute();
      return true;
    } catch (ValidationException | CommitFailedException e) {
      return false;
    }
  }

  private static long count(Map<String, String> summary, String property) {
    return Long.parseLong(summary.getOrDefault(property, "0"));
  }
}
