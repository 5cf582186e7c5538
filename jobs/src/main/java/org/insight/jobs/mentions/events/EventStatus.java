package org.insight.jobs.mentions.events;

/** Whether a text says that something happened. An accusation of a person is asserted. */
public enum EventStatus {
  /** It happened, or a person is accused of it. */
  ASSERTED,
  /** The text says that it did not happen or was not found. */
  NEGATED,
  /** It may have happened, or may happen. */
  HYPOTHETICAL
}
