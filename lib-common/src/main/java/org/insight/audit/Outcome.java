package org.insight.audit;

import java.util.Locale;

/** How far a read or an act has come when its entry is written. */
public enum Outcome {
  /** Written before anything is done. */
  STARTED,
  DONE,
  REFUSED,
  FAILED;

  /** The word in the column {@code outcome}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
