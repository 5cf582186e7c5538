package org.insight.jobs.mentions.events;

/** What an event's words name. */
public enum EventKind {
  /** An offence of {@link Taxonomy}. */
  OFFENCE,
  /** How it was done. */
  MODUS_OPERANDI,
  /** What it was done with. */
  MEANS,
  /** What was taken, moved, held or seized. */
  COMMODITY,
  /** A sum of money. */
  MONEY
}
