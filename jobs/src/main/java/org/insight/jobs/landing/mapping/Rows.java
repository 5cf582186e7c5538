package org.insight.jobs.landing.mapping;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of an item one by one; {@link #hasNext} may throw {@link MalformedItemException}. */
abstract class Rows implements Iterator<Row> {

  private @Nullable Row ahead;
  private boolean ended;

  /** The next row, null at the end. */
  abstract @Nullable Row read();

  /** What was odd in the form of the item as a whole. */
  Set<String> itemIssues() {
    return Set.of();
  }

  /** The columns that a header names; empty without one. */
  List<String> header() {
    return List.of();
  }

  @Override
  public final boolean hasNext() {
    if (ahead == null && !ended) {
      ahead = read();
      ended = ahead == null;
    }
    return ahead != null;
  }

  @Override
  public final Row next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    Row row = ahead;
    ahead = null;
    return row;
  }
}
