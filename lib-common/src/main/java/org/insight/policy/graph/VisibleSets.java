package org.insight.policy.graph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which sets of base policies a reader can be entitled to, today or later: for each scope all that
 * it was granted, and what is left after each day on which a grant ends. Days that have passed are
 * kept, so that the answer needs no clock.
 *
 * <p>The sets are not held one by one (a scope with a thousand last days has a thousand), but as
 * the last day of each grant, and are made for the policies of one part of a graph at a time.
 */
public final class VisibleSets implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Last day of each granted policy, one map a scope, equal scopes once. */
  private final ArrayList<HashMap<String, Long>> lastDays;

  private VisibleSets(Collection<HashMap<String, Long>> lastDays) {
    this.lastDays = new ArrayList<>(lastDays);
  }

  /** Reads the grants of all scopes, in any order. */
  public static VisibleSets of(Collection<Grant> grants) {
    Map<String, HashMap<String, Long>> byScope = new HashMap<>();
    for (Grant grant : grants) {
      long lastDay = grant.validTo() == null ? Long.MAX_VALUE : grant.validTo().toEpochDay();
      byScope
          .computeIfAbsent(grant.scope(), s -> new HashMap<>())
          .merge(grant.basePolicyId(), lastDay, Math::max);
    }
    return new VisibleSets(new LinkedHashSet<>(byScope.values()));
  }

  /**
   * Every distinct non-empty set of the given policies that some reader sees on some day, and the
   * set of all of them, so that each of them is in at least one. In no particular order.
   */
  public List<Set<String>> within(Collection<String> policies) {
    Set<Set<String>> sets = new LinkedHashSet<>();
    sets.add(Collections.unmodifiableSet(new TreeSet<>(policies)));
    for (Map<String, Long> scope : lastDays) {
      TreeMap<Long, List<String>> byLastDay = new TreeMap<>();
      for (String policy : policies) {
        Long lastDay = scope.get(policy);
        if (lastDay != null) {
          byLastDay.computeIfAbsent(lastDay, d -> new ArrayList<>()).add(policy);
        }
      }
      Set<String> left = new TreeSet<>();
      for (List<String> ending : byLastDay.descendingMap().values()) {
        left.addAll(ending);
        sets.add(Collections.unmodifiableSet(new TreeSet<>(left)));
      }
    }
    sets.removeIf(Set::isEmpty);
    return List.copyOf(sets);
  }
}
