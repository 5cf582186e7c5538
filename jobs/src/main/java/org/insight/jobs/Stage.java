package org.insight.jobs;

import java.util.Locale;

/** The stages of the data's way, in order; governance runs beside them. */
public enum Stage {
  LANDING,
  TEXT,
  MENTIONS,
  RESOLUTION,
  LINKS,
  CURATED,
  GOVERNANCE;

  /** The stage's name in the tree and in the lake. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The stage of a table. */
  public static Stage of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
