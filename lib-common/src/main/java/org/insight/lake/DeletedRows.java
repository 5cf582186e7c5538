package org.insight.lake;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.FileRewriteCoordinator;
import org.apache.iceberg.spark.ScanTaskSetManager;
import org.apache.iceberg.spark.SparkReadOptions;
import org.apache.iceberg.spark.SparkTableCache;
import org.apache.iceberg.spark.SparkWriteOptions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Takes the rows of deleted keys out of the data files that still hold them, and then the keys,
 * which apply to nothing any more. All other files stay as they are. Which files these are no
 * figure on them tells: ids are hashes, so any key may be in any file. They are those of which a
 * reader sees fewer rows than were written.
 *
 * <p>Iceberg's own action rewrites all files to which so many deleted keys apply, which are all
 * that were there before. Files are read and written here as it does it.
 */
final class DeletedRows {

  /** Others write beside it seldom; what they hinder is done by the next maintenance. */
  private static final int TRIES = 3;

  private final SparkSession spark;
  private final Table table;

  /** What is looked at; what comes later does not matter to these files and keys. */
  private final Snapshot start;

  private final List<DeleteFile> keys;
  private final List<FileScanTask> holders;
  private final Set<DataFile> rewritten;

  private DeletedRows(SparkSession spark, Table table, Snapshot start, long fileBytes) {
    this.spark = spark;
    this.table = table;
    this.start = start;
    this.keys = keys();
    this.holders = holders();
    this.rewritten =
        holders.isEmpty()
            ? Set.of()
            : staged(
                holders,
                id -> {
                  rewrite(id, fileBytes);
                  return Set.copyOf(FileRewriteCoordinator.get().fetchNewFiles(table, id));
                });
  }

  /**
   * Takes them out of what readers see, in one commit.
   *
   * @param fileBytes size that data files are to have
   * @return whether it did; not where there are none, or others kept on rewriting files meanwhile
   */
  static boolean takeOut(SparkSession spark, Table table, long fileBytes) {
    for (int tried = 0; tried < TRIES; tried++) {
      DeletedRows found = find(spark, table, fileBytes);
      if (found.keys.isEmpty()) {
        return false;
      }
      if (found.commit()) {
        return true;
      }
    }
    return false;
  }

  /** Writes the files anew; nothing is committed. */
  static DeletedRows find(SparkSession spark, Table table, long fileBytes) {
    table.refresh();
    return new DeletedRows(spark, table, table.currentSnapshot(), fileBytes);
  }

  /** The files of deleted keys. */
  private List<DeleteFile> keys() {
    List<DeleteFile> found = new ArrayList<>();
    for (ManifestFile manifest : start.deleteManifests(table.io())) {
      try (CloseableIterable<DeleteFile> files =
          ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
        for (DeleteFile file : files) {
          if (file.content() == FileContent.EQUALITY_DELETES) {
            found.add(file.copy());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  /** The data files that hold rows of deleted keys. */
  private List<FileScanTask> holders() {
    List<FileScanTask> older = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(start.snapshotId()).planFiles()) {
      for (FileScanTask task : tasks) {
        if (!task.deletes().isEmpty()) {
          older.add(task);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (older.isEmpty()) {
      return older;
    }
    Map<String, Long> seen = staged(older, this::rowsSeen);
    return older.stream()
        .filter(task -> seen.getOrDefault(task.file().location(), 0L) < task.file().recordCount())
        .toList();
  }

  /** How many rows a reader sees of each file; none are counted of files without any. */
  private Map<String, Long> rowsSeen(String id) {
    Map<String, Long> seen = new HashMap<>();
    spark
        .read()
        .format("iceberg")
        .option(SparkReadOptions.SCAN_TASK_SET_ID, id)
        .load(id)
        .groupBy(MetadataColumns.FILE_PATH.name())
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> seen.put(row.getString(0), row.getLong(1)));
    return seen;
  }

  /** Writes what a reader sees of the files, each by itself unless it is small. */
  private void rewrite(String id, long fileBytes) {
    Dataset<Row> rows =
        spark
            .read()
            .format("iceberg")
            .option(SparkReadOptions.SCAN_TASK_SET_ID, id)
            .option(SparkReadOptions.SPLIT_SIZE, fileBytes)
            .option(SparkReadOptions.FILE_OPEN_COST, 0)
            .load(id);
    // Each task sorts its rows where the table has an order, as with any write.
    rows.write()
        .format("iceberg")
        .option(SparkWriteOptions.REWRITTEN_FILE_SCAN_TASK_SET_ID, id)
        .option(SparkWriteOptions.TARGET_FILE_SIZE_BYTES, fileBytes + fileBytes / 2)
        .option(SparkWriteOptions.CHECK_NULLABILITY, false)
        .mode("append")
        .save(id);
  }

  /** Lets Spark read these files alone, by an id in the place of the table's name. */
  private <T> T staged(List<FileScanTask> files, Function<String, T> work) {
    String id = UUID.randomUUID().toString();
    try {
      SparkTableCache.get().add(id, table);
      ScanTaskSetManager.get().stageTasks(table, id, files);
      return work.apply(id);
    } finally {
      FileRewriteCoordinator.get().clearRewrite(table, id);
      ScanTaskSetManager.get().removeTasks(table, id);
      SparkTableCache.get().remove(id);
    }
  }

  /**
   * Puts the new files in the place of the old ones, as old as what was looked at: keys that others
   * delete meanwhile apply to them, too.
   *
   * @return not where others rewrote files meanwhile, or went back: theirs may need these keys
   */
  boolean commit() {
    RewriteFiles rewrite =
        table
            .newRewrite()
            .validateFromSnapshot(start.snapshotId())
            .validateWith(this::onlyWritten)
            .dataSequenceNumber(start.sequenceNumber());
    holders.forEach(task -> rewrite.deleteFile(task.file()));
    rewritten.forEach(rewrite::addFile);
    keys.forEach(rewrite::deleteFile);
    try {
      rewrite.commit();
      return true;
    } catch (ValidationException | CommitFailedException e) {
      rewritten.forEach(file -> table.io().deleteFile(file.location()));
      return false;
    }
  }

  /** Whether all that happened since is that rows were written and keys deleted. */
  private boolean onlyWritten(Iterable<Snapshot> past) {
    for (Snapshot snapshot : past) {
      if (snapshot.snapshotId() == start.snapshotId()) {
        return true;
      }
      if (snapshot.operation().equals(DataOperations.REPLACE)) {
        return false;
      }
    }
    return false;
  }
}
