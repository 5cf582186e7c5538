package org.insight.engine;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.insight.schemas.TableName;

/**
 * What the rows of a job were made from.
 *
 * @param snapshots the snapshot of each declared table that it read
 * @param columns columns that each column was made of; those of no known origin are not in it
 */
public record Origins(
    SortedMap<TableName, Long> snapshots, SortedMap<String, SortedSet<Origin>> columns) {

  /** Where nothing was read, or nobody asked. */
  public static final Origins NONE = new Origins(new TreeMap<>(), new TreeMap<>());

  static Origins of(Map<TableName, Long> snapshots) {
    return new Origins(new TreeMap<>(snapshots), new TreeMap<>());
  }

  Origins with(SortedMap<String, SortedSet<Origin>> found) {
    return new Origins(snapshots, found);
  }
}
