package org.insight.jobs.landing;

import org.insight.policy.Addressees;
import org.insight.policy.BasePolicy;
import org.insight.policy.Label;

/** What was found out about the policy that an item comes with, and about whom it was sent to. */
public sealed interface PolicyResult {

  /** A usable policy. */
  record Found(BasePolicy policy, Addressees addressees) implements PolicyResult {}

  /** No policy anywhere. */
  record Missing(Addressees addressees) implements PolicyResult {}

  /**
   * A policy that cannot be used; never replaced by a laxer one from further away.
   *
   * @param message why, without text of the item
   */
  record Malformed(String message, Addressees addressees) implements PolicyResult {

    Malformed(String message) {
      this(message, Addressees.UNSAID);
    }
  }

  /** Whom the item was sent to. */
  Addressees addressees();

  /** The same, sent to others: the item's own word goes before that of what lies around it. */
  default PolicyResult sentTo(Addressees others) {
    if (this instanceof Found found) {
      return new Found(found.policy(), others);
    }
    return this instanceof Malformed malformed
        ? new Malformed(malformed.message(), others)
        : new Missing(others);
  }

  /** Id of the label of what comes with it. */
  default String policyId() {
    if (this instanceof Found found) {
      return Label.of(found.policy().id()).id();
    }
    return Label.QUARANTINE.id();
  }
}
