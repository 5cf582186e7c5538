package org.insight.jobs.landing.mapping;

/** Values as sources write them, without what is not seen and comes of how they were exported. */
public final class Cells {

  private Cells() {}

  /** A value to be read and compared. */
  static String clean(String value) {
    StringBuilder out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isBlank(c)) {
        out.append(' ');
      } else if (!isUnseen(c)) {
        out.append(c);
      }
    }
    return out.toString().strip();
  }

  /** Blanks of a width or that break no line: an empty cell of a table in HTML has one. */
  private static boolean isBlank(char c) {
    return c == '\u00a0' || c == '\u2007' || c == '\u202f';
  }

  /**
   * Marks that no reader sees but that would keep equal words apart: soft hyphens, blanks without a
   * width, marks of direction and of byte order. The joiners U+200C and U+200D are none: they
   * change how Arabic script is read.
   */
  public static boolean isUnseen(char c) {
    return c == '\u00ad'
        || c == '\u061c'
        || c == '\u200b'
        || c == '\u200e'
        || c == '\u200f'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2060' && c <= '\u2069')
        || c == '\ufeff';
  }
}
