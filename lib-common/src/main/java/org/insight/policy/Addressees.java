package org.insight.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whom an item was sent to. It is no part of the policy: it decides once whether the item is read
 * at all.
 *
 * @param codes countries and bodies; none where nothing is said
 */
public record Addressees(SortedSet<String> codes) {

  /** Nothing is said. */
  public static final Addressees UNSAID = new Addressees(Collections.emptySortedSet());

  /** The General Secretariat. */
  public static final String SECRETARIAT = "IPSG";

  public Addressees {
    SortedSet<String> own = new TreeSet<>();
    codes.forEach(code -> own.add(PartyCode.of(code)));
    codes = Collections.unmodifiableSortedSet(own);
  }

  /**
   * @throws IllegalArgumentException where the list is empty or names no country or body
   */
  static Addressees of(Collection<String> codes) {
    if (codes.isEmpty()) {
      throw new IllegalArgumentException("Cannot read a policy: addressed_to is empty");
    }
    return new Addressees(new TreeSet<>(codes));
  }

  /** Whether others are named, and the Secretariat is not: its content is not to be accessed. */
  public boolean leaveOutSecretariat() {
    return !codes.isEmpty() && !codes.contains(SECRETARIAT);
  }
}
