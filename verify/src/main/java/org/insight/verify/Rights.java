package org.insight.verify;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.insight.policy.BasePolicy;
import org.insight.policy.Entitlement;
import org.insight.policy.Label;
import org.insight.policy.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Which scope may see which base policy, up to which day; worked out from the readers and the
 * policies, not from governance.grants.
 */
final class Rights implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A last day that never comes. */
  private static final long NO_END = Long.MAX_VALUE;

  /** By scope, the last day, as days since 1970, for each base policy that it may see. */
  private final TreeMap<String, HashMap<String, Long>> lastDays = new TreeMap<>();

  private Rights() {}

  /**
   * @param scopes scopes by id
   * @param policies base policies by id
   */
  static Rights of(Map<String, Scope> scopes, Map<String, BasePolicy> policies) {
    Rights rights = new Rights();
    scopes.forEach(
        (id, scope) -> {
          HashMap<String, Long> days = new HashMap<>();
          policies.forEach(
              (policyId, policy) ->
                  Entitlement.of(scope, policy)
                      .ifPresent(
                          validity -> {
                            LocalDate last = validity.to();
                            days.put(policyId, last == null ? NO_END : last.toEpochDay());
                          }));
          rights.lastDays.put(id, days);
        });
    return rights;
  }

  /** A line for each grant: scope, base policy and last day, or "always". */
  Set<String> grants() {
    Set<String> grants = new LinkedHashSet<>();
    lastDays.forEach(
        (scope, days) ->
            days.forEach((policy, last) -> grants.add(grant(scope, policy, day(last)))));
    return grants;
  }

  static String grant(String scope, String policy, @Nullable LocalDate last) {
    return "scope="
        + scope
        + " base_policy_id="
        + policy
        + " valid_to="
        + (last == null ? "" : last);
  }

  /**
   * What readers can have in view at once of some base policies: for each scope, all of them that
   * it may see, and those left after each day on which it loses some; and all of them, as the
   * control role. As numbers in the list; each set once, none empty.
   */
  Set<BitSet> views(List<String> policies) {
    Set<BitSet> views = new LinkedHashSet<>();
    BitSet all = new BitSet();
    all.set(0, policies.size());
    views.add(all);
    for (HashMap<String, Long> days : lastDays.values()) {
      Set<Long> ends = new LinkedHashSet<>();
      for (String policy : policies) {
        Long last = days.get(policy);
        if (last != null) {
          ends.add(last);
        }
      }
      for (long end : ends) {
        BitSet view = new BitSet();
        for (int i = 0; i < policies.size(); i++) {
          Long last = days.get(policies.get(i));
          if (last != null && last >= end) {
            view.set(i);
          }
        }
        views.add(view);
      }
    }
    return views;
  }

  Collection<String> scopes() {
    return lastDays.keySet();
  }

  /**
   * Days on which a scope sees a label, as docs/policies.md has it: from the day after the latest
   * last day of what is withheld to the earliest last day of what is granted.
   */
  Optional<Days> days(String scope, Label label) {
    HashMap<String, Long> may = lastDays.getOrDefault(scope, new HashMap<>());
    long to = NO_END;
    for (String policy : label.granted()) {
      Long last = may.get(policy);
      if (last == null) {
        return Optional.empty();
      }
      to = Math.min(to, last);
    }
    Long from = null;
    for (String policy : label.withheld()) {
      Long last = may.get(policy);
      if (last == null) {
        continue;
      }
      if (last == NO_END || label.granted().contains(policy)) {
        return Optional.empty();
      }
      from = from == null ? last + 1 : Math.max(from, last + 1);
    }
    return from != null && from > to
        ? Optional.empty()
        : Optional.of(new Days(from == null ? null : LocalDate.ofEpochDay(from), day(to)));
  }

  /**
   * @param from first day; null: no start
   * @param to last day; null: no end
   */
  record Days(@Nullable LocalDate from, @Nullable LocalDate to) {}

  private static @Nullable LocalDate day(long day) {
    return day == NO_END ? null : LocalDate.ofEpochDay(day);
  }
}
