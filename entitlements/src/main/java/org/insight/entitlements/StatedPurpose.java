package org.insight.entitlements;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a session says that it reads for, by its client tags. */
public final class StatedPurpose {

  private StatedPurpose() {}

  /** The codes that tags {@code purpose=CODE} name, each once, as they were written. */
  public static SortedSet<String> named(Collection<String> tags) {
    SortedSet<String> named = new TreeSet<>();
    for (String tag : tags) {
      if (tag.startsWith(RowFilter.PURPOSE_TAG)) {
        named.add(tag.substring(RowFilter.PURPOSE_TAG.length()));
      }
    }
    return named;
  }
}
