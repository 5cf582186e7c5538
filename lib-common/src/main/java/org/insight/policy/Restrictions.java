package org.insight.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What is granted, in words for the reader who got it. Never of what is withheld. */
public final class Restrictions {

  private Restrictions() {}

  /**
   * One phrase a policy, sorted and without repeats, as {@code FR: INTERPOL H2, level 2, not for
   * US, until 2030-12-31 (ask the source first); GB: …}.
   */
  public static String inWords(Collection<BasePolicy> granted) {
    return granted.stream()
        .map(Restrictions::phrase)
        .distinct()
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private static String phrase(BasePolicy policy) {
    List<String> parts = new ArrayList<>();
    if (policy.handling() != null) {
      parts.add(policy.handling().scheme() + " " + policy.handling().code());
    }
    parts.add("level " + policy.level());
    parts.add(
        "for "
            + policy.purposes().stream()
                .map(Purpose::code)
                .sorted()
                .collect(Collectors.joining(" ")));
    if (!policy.onlyFor().isEmpty()) {
      parts.add("only for " + String.join(" ", policy.onlyFor()));
    }
    if (!policy.notFor().isEmpty()) {
      parts.add("not for " + String.join(" ", policy.notFor()));
    }
    if (policy.expiresOn() != null) {
      parts.add("until " + policy.expiresOn());
    }
    String conditions =
        policy.conditions().isEmpty() ? "" : " (" + String.join("; ", policy.conditions()) + ")";
    return policy.source() + ": " + String.join(", ", parts) + conditions;
  }
}
