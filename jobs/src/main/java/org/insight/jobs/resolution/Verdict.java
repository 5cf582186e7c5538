package org.insight.jobs.resolution;

import java.util.Locale;

/** What a reader may say of the records of two sides. */
public enum Verdict {
  /** They are one subject. */
  SAME,
  /** They are two. */
  DIFFERENT,
  /** They may be one; nothing follows from it. */
  UNSURE;

  /** The word in the tables. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
