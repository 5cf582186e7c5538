package org.insight.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.iceberg.actions.DeleteOrphanFiles.PrefixMismatchMode;
import org.apache.iceberg.spark.actions.SparkActions;
import org.insight.schemas.TableName;

/**
 * What nobody needs of a table's past: snapshots, files that no metadata names, branches of jobs
 * that ended long ago.
 */
public final class Leftovers {

  /** Files younger than this may be of a write that has not committed yet, whatever is asked. */
  private static final Duration YOUNG = Duration.ofDays(1);

  private final Lake lake;

  /** Those of a lake. */
  public Leftovers(Lake lake) {
    this.lake = lake;
  }

  /**
   * Snapshots that {@link #expire} would take.
   *
   * @param before all that were made before it go, unless a branch is at them
   */
  public long expired(TableName name, Instant before) {
    org.apache.iceberg.Table table = lake.iceberg(name);
    List<Long> tips = table.refs().values().stream().map(ref -> ref.snapshotId()).toList();
    long old = 0;
    for (org.apache.iceberg.Snapshot snapshot : table.snapshots()) {
      if (snapshot.timestampMillis() < before.toEpochMilli()
          && !tips.contains(snapshot.snapshotId())) {
        old++;
      }
    }
    return old;
  }

  /**
   * Takes the snapshots made before an instant, and the files that only they name. Iceberg's Spark
   * action is taken, which compares what is named before with what is named after; its table API
   * infers that from the history, which is wrong where branches were (apache/iceberg #13568).
   */
  public void expire(TableName name, Instant before) {
    if (expired(name, before) == 0) {
      return;
    }
    lake.spark()
        .withActive(
            () ->
                SparkActions.get(lake.spark())
                    .expireSnapshots(lake.iceberg(name))
                    .expireOlderThan(before.toEpochMilli())
                    .retainLast(1)
                    .execute());
  }

  /** How many files {@link #removeOrphans} would remove. */
  public long orphans(TableName name, Instant before) {
    Consumer<String> nothing = file -> {};
    return lake.spark()
        .withActive(
            () ->
                SparkActions.get(lake.spark())
                    .deleteOrphanFiles(lake.iceberg(name))
                    .olderThan(sure(before).toEpochMilli())
                    .prefixMismatchMode(PrefixMismatchMode.ERROR)
                    .deleteWith(nothing)
                    .execute()
                    .orphanFilesCount());
  }

  /**
   * Removes the files of a table's folder that no metadata of it names.
   *
   * @param before younger ones stay, and at any rate those of the last day
   * @return how many
   */
  public long removeOrphans(TableName name, Instant before) {
    return lake.spark()
        .withActive(
            () ->
                SparkActions.get(lake.spark())
                    .deleteOrphanFiles(lake.iceberg(name))
                    .olderThan(sure(before).toEpochMilli())
                    .prefixMismatchMode(PrefixMismatchMode.ERROR)
                    .execute()
                    .orphanFilesCount());
  }

  /**
   * Removes the folders of a folder in which all is old.
   *
   * @param before as of {@link #removeOrphans}
   * @return how many files were in them
   */
  public long removeFolders(String parent, Instant before) {
    try {
      Configuration hadoop = lake.spark().sparkContext().hadoopConfiguration();
      Path path = new Path(parent);
      FileSystem files = path.getFileSystem(hadoop);
      List<Path> old = new ArrayList<>();
      long held = 0;
      for (FileStatus folder : files.listStatus(path)) {
        if (folder.isDirectory() && old(files, folder, sure(before).toEpochMilli())) {
          old.add(folder.getPath());
        }
      }
      for (Path folder : old) {
        held += files.getContentSummary(folder).getFileCount();
        files.delete(folder, true);
      }
      return held;
    } catch (FileNotFoundException e) {
      return 0; // There never was one.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean old(FileSystem files, FileStatus folder, long before) throws IOException {
    if (folder.getModificationTime() >= before) {
      return false;
    }
    RemoteIterator<LocatedFileStatus> all = files.listFiles(folder.getPath(), true);
    while (all.hasNext()) {
      if (all.next().getModificationTime() >= before) {
        return false;
      }
    }
    return true;
  }

  private static Instant sure(Instant before) {
    Instant latest = Instant.now().minus(YOUNG);
    return before.isBefore(latest) ? before : latest;
  }

  /** Forgets the branches on which jobs that must have ended long ago wrote. */
  public void dropBranches(TableName name) {
    IcebergWrite.dropLeft(lake::iceberg, name);
  }
}
