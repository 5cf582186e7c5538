package org.insight.jobs.mentions.times;

/** What a time is the time of, by the words around it. */
public enum TimeRole {
  /** Something that happened. The default. */
  INCIDENT,
  /** The document: its date, when it was written, signed or transcribed. */
  DOCUMENT,
  /** A birth. */
  BIRTH,
  /** A journey or a booking. */
  TRAVEL,
  /** A law, a validity, an issue of papers, another letter, a deadline. */
  OTHER
}
