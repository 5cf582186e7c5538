package org.insight.jobs.landing.mapping;

import java.util.regex.Pattern;

/** Values as sources write them, without what is not seen and comes of how they were exported. */
final class Cells {

  /** Blanks of a width or that break no line: an empty cell of a table in HTML has one. */
  private static final Pattern BLANKS = Pattern.compile("[\\u00a0\\u2007\\u202f]");

  /**
   * Soft hyphens, blanks without a width, marks of direction and of byte order. Joiners stay, which
   * make other letters of words.
   */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\u00ad\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]");

  private Cells() {}

  /** A value to be read and compared. */
  static String clean(String value) {
    return UNSEEN.matcher(BLANKS.matcher(value).replaceAll(" ")).replaceAll("").strip();
  }
}
