package org.insight.findings;

import java.util.Locale;

/** What a finding is. */
public enum FindingKind {
  /** Many pay one account within a short time. */
  FAN_IN,
  /** One account pays many within a short time. */
  FAN_OUT,
  /** Money comes back to where it started. */
  CYCLE,
  /** Money is passed on quickly and almost whole. */
  LAYERING,
  /** Persons who were on the same journeys more often than chance explains. */
  TRAVEL_GROUP,
  /** Stands on many shortest paths, or alone between parts of the network. */
  BROKER,
  /** A link without which two parts are not connected. */
  BRIDGE,
  /** Linked among themselves more than chance explains. */
  COMMUNITY,
  /** A community that is born, gone, grown, shrunk, split or merged from a period to the next. */
  COMMUNITY_CHANGE,
  /** Linked to two or more of those that were asked for. */
  COMMON_ASSOCIATE,
  /** The shortest path of up to four hops between two of those that were asked for. */
  PATH,
  /** Not linked, but sharing rare neighbours: a hypothesis that a person must confirm. */
  LIKELY_LINK;

  /** As options and answers write it: {@code fan-in}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is about the flow of money. */
  public boolean isOfMoney() {
    return compareTo(LAYERING) <= 0;
  }

  /** Whether it is of two or more ends that must be asked for. */
  public boolean isAmongAsked() {
    return this == COMMON_ASSOCIATE || this == PATH;
  }

  /** Whether it says what may be, and not what is. */
  public boolean isHypothesis() {
    return this == LIKELY_LINK;
  }
}
