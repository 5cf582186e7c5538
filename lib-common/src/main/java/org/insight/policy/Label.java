package org.insight.policy;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.insight.core.OneLine;

/**
 * The restrictions of a row, in terms of base policies.
 *
 * @param granted ids of the base policies that the reader must be entitled to, every one
 * @param withheld ids of the base policies that the reader must not be entitled to, any; only rows
 *     that are relative to the viewer have some
 */
public record Label(SortedSet<String> granted, SortedSet<String> withheld) implements Serializable {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  /** Granted by nobody: what comes without a usable policy. */
  public static final Label QUARANTINE = of("quarantine");

  public Label {
    if (granted.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot label a row: it grants no base policy, so it would be open to all");
    }
    granted = ids(granted);
    withheld = ids(withheld);
  }

  private static SortedSet<String> ids(Collection<String> given) {
    SortedSet<String> ids = new TreeSet<>();
    for (String id : given) {
      // The canonical text joins ids by commas, so an id must not look like two.
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "Cannot label a row: not the id of a base policy, found " + OneLine.of(id));
      }
      ids.add(id);
    }
    return Collections.unmodifiableSortedSet(ids);
  }

  /** The label of what rests on one record. */
  public static Label of(String basePolicyId) {
    return of(List.of(basePolicyId), List.of());
  }

  public static Label of(Collection<String> granted, Collection<String> withheld) {
    return new Label(new TreeSet<>(granted), new TreeSet<>(withheld));
  }

  /** What {@code granted} alone says: all that a reader may learn of the label. */
  public Label grantedPart() {
    return new Label(granted, Collections.emptySortedSet());
  }

  /**
   * The label of a row made of two: the union of each set. Both sets are conditions that a reader
   * must meet, so who sees the union is exactly who sees both.
   */
  public Label with(Label other) {
    SortedSet<String> g = new TreeSet<>(granted);
    g.addAll(other.granted);
    SortedSet<String> w = new TreeSet<>(withheld);
    w.addAll(other.withheld);
    return new Label(g, w);
  }

  /** Grants and withholds one policy at once: nobody can ever see it, so it need not be kept. */
  public boolean contradictory() {
    return granted.stream().anyMatch(withheld::contains);
  }

  /**
   * Stable id. That of a label of one base policy and nothing withheld is the base policy's id;
   * others are 32 hex digits of the SHA-256 of both sets.
   */
  public String id() {
    if (granted.size() == 1 && withheld.isEmpty()) {
      return granted.first();
    }
    return Hash.id("label", String.join(",", granted) + "\n" + String.join(",", withheld));
  }
}
