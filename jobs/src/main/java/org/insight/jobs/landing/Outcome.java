package org.insight.jobs.landing;

import java.util.Locale;

/** What came of an item. */
public enum Outcome {
  /** It was read, at least in part. */
  READ,
  /** It was not read. */
  REJECTED,
  /** It came without a usable policy, or is not for the Secretariat, and was not looked into. */
  QUARANTINED;

  /** The word in the tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
