package org.insight.jobs.governance;

import java.util.Locale;

/** What a reader says of a row that was read. */
public enum CorrectionVerdict {
  /** It is right as it is. */
  CONFIRM,
  /** Other values are right. */
  CORRECT,
  /** The text says no such thing there. */
  REJECT;

  /** The word in the tables. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The verdict of a word in the tables. */
  public static CorrectionVerdict of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
