package org.insight.jobs.text;

/** Digits of other scripts as European ones. */
public final class Digits {

  private Digits() {}

  /** Every decimal digit as 0 to 9, unit for unit, so that offsets stay. */
  public static String western(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '9' && Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
        if (out == null) {
          out = new StringBuilder(text);
        }
        out.setCharAt(i, (char) ('0' + Character.digit(c, 10)));
      }
    }
    return out == null ? text : out.toString();
  }
}
