package org.insight.lake;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/** The snapshots of a table and the branches on them, as they were when it was loaded. */
public interface TableHistory {

  /** Which table. */
  TableName name();

  /** The snapshot that each branch is at, by the branch's name. */
  Map<String, Long> branches();

  /** The snapshot of an id; null where there is none, or none any more. */
  @Nullable Snapshot snapshot(long id);

  /** All that are kept, in no order. */
  List<Snapshot> snapshots();

  /** The folder, as a URI or path, that holds the table's files. */
  String location();

  /**
   * The snapshot at the tip of a branch, or, of a table that has no such branch, the one that
   * readers see.
   *
   * @throws InsightException CONTRACT where there is none, as of a table that somebody else made
   */
  default Snapshot tip(String branch) {
    Snapshot tip = tipIfAny(branch);
    if (tip == null) {
      throw new InsightException(
          ErrorKind.CONTRACT, "Cannot read a table: it has no snapshot, found " + name());
    }
    return tip;
  }

  /** As {@link #tip}; null where there is none. */
  default @Nullable Snapshot tipIfAny(String branch) {
    Map<String, Long> branches = branches();
    Long id = branches.containsKey(branch) ? branches.get(branch) : branches.get(Lake.MAIN);
    return id == null ? null : snapshot(id);
  }

  /**
   * A snapshot and those that it came from, the last first; each is looked up as it is asked for.
   */
  default Iterable<Snapshot> past(long id) {
    return () ->
        new Iterator<>() {
          private @Nullable Snapshot next = snapshot(id);

          @Override
          public boolean hasNext() {
            return next != null;
          }

          @Override
          public Snapshot next() {
            Snapshot found = next;
            if (found == null) {
              throw new NoSuchElementException();
            }
            Long parent = found.parentId();
            next = parent == null ? null : snapshot(parent);
            return found;
          }
        };
  }

  /**
   * The snapshots from one to another, the last first.
   *
   * @param after exclusive
   * @param upTo inclusive
   * @return empty where the one is not in the other's past
   */
  default Optional<List<Snapshot>> between(long after, long upTo) {
    List<Snapshot> between = new ArrayList<>();
    for (Snapshot snapshot : past(upTo)) {
      if (snapshot.snapshotId() == after) {
        return Optional.of(between);
      }
      between.add(snapshot);
    }
    return Optional.empty();
  }

  /** The snapshot, or the last one in its past, that a job wrote; null where none did. */
  default @Nullable Snapshot lastWrite(long id) {
    for (Snapshot snapshot : past(id)) {
      if (snapshot.summary().containsKey(StagedWrite.JOB)) {
        return snapshot;
      }
    }
    return null;
  }

  /** Whether all that happened from a snapshot to another one is that files were rewritten. */
  default boolean sameRows(long then, long now) {
    return between(then, now).map(all -> all.stream().allMatch(Snapshot::sameRows)).orElse(false);
  }

  /** Whether a snapshot is, or has in its past, another one. */
  default boolean reaches(long snapshot, long past) {
    return between(past, snapshot).isPresent();
  }
}
