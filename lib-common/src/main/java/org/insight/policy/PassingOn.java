package org.insight.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether what sources sent may be passed on to others, by its handling codes alone. A code of a
 * scheme that the platform does not know forbids it, for nobody knows what it says. What has no
 * code is not forbidden: the conditions of its source go with it in words.
 */
public final class PassingOn {

  /** The codes that do not ask the source first, as {@link Handling#strictest} gives them. */
  private static final SortedSet<String> ALLOWED = allowed();

  private PassingOn() {}

  private static SortedSet<String> allowed() {
    SortedSet<String> allowed = new TreeSet<>();
    Map.of(
            HandlingScheme.EUROPOL, List.of("H0", "H1"),
            HandlingScheme.TLP, List.of("CLEAR", "WHITE", "GREEN"),
            HandlingScheme.UK_5X5X5, List.of("1", "2", "3"),
            HandlingScheme.UK_3X5X2, List.of("P"))
        .forEach(
            (scheme, codes) -> codes.forEach(code -> allowed.add(scheme.label() + " " + code)));
    return Collections.unmodifiableSortedSet(allowed);
  }

  /** All codes that allow it, as {@code TLP GREEN}. */
  public static SortedSet<String> codes() {
    return ALLOWED;
  }

  /**
   * @param codes as {@link Handling#strictest} gives them
   */
  public static boolean isAllowed(Collection<String> codes) {
    return ALLOWED.containsAll(codes);
  }
}
