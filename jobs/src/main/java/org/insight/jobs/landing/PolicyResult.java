package org.insight.jobs.landing;

import org.insight.policy.BasePolicy;
import org.insight.policy.Label;

/** What was found out about the policy that an item comes with. */
public sealed interface PolicyResult {

  /** A usable policy. */
  record Found(BasePolicy policy) implements PolicyResult {}

  /** No policy anywhere. */
  record Missing() implements PolicyResult {}

  /**
   * A policy that cannot be used; never replaced by a laxer one from further away.
   *
   * @param message why, without text of the item
   */
  record Malformed(String message) implements PolicyResult {}

  /** Id of the label of what comes with it. */
  default String policyId() {
    if (this instanceof Found found) {
      return Label.of(found.policy().id()).id();
    }
    return Label.QUARANTINE.id();
  }
}
