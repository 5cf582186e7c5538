package org.insight.jobs.landing.mapping;

/** Digits of other scripts as European ones, and spaces of other kinds as the plain one. */
public final class Digits {

  /** Before it all is ASCII or a control character. */
  private static final char NO_BREAK_SPACE = '\u00a0';

  private Digits() {}

  /**
   * Every decimal digit as 0 to 9 and every space as U+0020, as the no-break ones that French sets
   * before a colon and between the groups of a number; unit for unit, so that offsets stay.
   */
  public static String western(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int type = c < NO_BREAK_SPACE ? Character.UNASSIGNED : Character.getType(c);
      if (type == Character.DECIMAL_DIGIT_NUMBER || type == Character.SPACE_SEPARATOR) {
        if (out == null) {
          out = new StringBuilder(text);
        }
        boolean space = type == Character.SPACE_SEPARATOR;
        out.setCharAt(i, space ? ' ' : (char) ('0' + Character.digit(c, 10)));
      }
    }
    return out == null ? text : out.toString();
  }
}
