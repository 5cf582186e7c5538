package org.insight.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What is granted, in words for the reader who got it. Never of what is withheld. */
public final class Restrictions {

  private Restrictions() {}

  /**
   * Several policies, one phrase each, sorted and without repeats, as {@code FR: EUROPOL H2, graded
   * 4x4 B2, level 2, not for US, until 2030-12-31 (ask the source first); GB: …}.
   */
  public static String inWords(Collection<BasePolicy> granted) {
    return together(granted.stream().map(p -> inWords(p)).toList());
  }

  /** As {@link #inWords(Collection)}, of the phrases of policies. */
  public static String together(Collection<String> phrases) {
    return phrases.stream().distinct().sorted().collect(Collectors.joining("; "));
  }

  /** The phrase of one policy. */
  public static String inWords(BasePolicy policy) {
    List<String> parts = new ArrayList<>();
    if (policy.handling() != null) {
      parts.add(policy.handling().scheme() + " " + policy.handling().code());
    }
    if (!policy.grading().equals(Grading.NONE)) {
      parts.add("graded " + policy.grading().inWords());
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
