package org.insight.jobs.landing.extract;

import java.util.Locale;

/** Why an item was not read. */
public enum Reason {
  ENCRYPTED,
  CORRUPT,
  EMPTY,
  TOO_LARGE,
  TOO_DEEP,
  TOO_MANY_MEMBERS,
  RATIO,
  TIMEOUT,
  TOO_COMPLEX,
  OUT_OF_MEMORY,
  CRASHED,
  UNSAFE_XML,
  UNSUPPORTED,
  UNREADABLE,
  LINK_OUTSIDE,
  NO_POLICY,
  BAD_POLICY,
  POLICY_CONFLICT,
  NOT_ADDRESSED;

  /** The stable word in the tables. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
