package org.insight.policy;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A class of readers with the same rights.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param body as FIU or a unit's name
 * @param clearance 0 to 3
 * @param control the control role: sees all that has a policy
 */
public record Scope(
    @Nullable String country,
    @Nullable String body,
    int clearance,
    SortedSet<Purpose> purposes,
    boolean control) {

  public Scope {
    purposes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(purposes));
  }

  /** Stable id, made of the rights alone. */
  public String id() {
    return Hash.id(
        "scope",
        (control ? "control" : "reader")
            + "\n"
            + country
            + "\n"
            + body
            + "\n"
            + clearance
            + "\n"
            + purposes.stream().map(Purpose::code).collect(Collectors.joining(",")));
  }
}
