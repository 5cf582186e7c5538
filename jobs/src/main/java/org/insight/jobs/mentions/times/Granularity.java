package org.insight.jobs.mentions.times;

/** How exact a time is. */
public enum Granularity {
  /** A clock time with its minutes. */
  MINUTE,
  /** A clock time without minutes. */
  HOUR,
  /** Part of a day: 05:00 to 12:00. */
  MORNING,
  /** Part of a day: 12:00 to 19:00. */
  AFTERNOON,
  /** Part of a day: 18:00 to 24:00. */
  EVENING,
  /**
   * Part of a day: from 20:00 to 06:00 of the next day. The small hours of a day are its hours up
   * to 06:00.
   */
  NIGHT,
  /** A day. */
  DAY,
  /** A week from Monday. */
  WEEK,
  /** A month. */
  MONTH,
  /** A year. */
  YEAR,
  /** From one time to another. */
  RANGE
}
