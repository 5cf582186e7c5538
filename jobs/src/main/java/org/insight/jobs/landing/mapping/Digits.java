package org.insight.jobs.landing.mapping;

/**
 * Digits of other scripts as European ones, and spaces and hyphens of other kinds as the plain one.
 */
public final class Digits {

  /** Before it all is ASCII or a control character. */
  private static final char NO_BREAK_SPACE = '\u00a0';

  private static final char HYPHEN = '\u2010';

  /** As word processors write it where a number or a name must not be parted. */
  private static final char NO_BREAK_HYPHEN = '\u2011';

  private Digits() {}

  /**
   * Every decimal digit as 0 to 9, every hyphen as that of ASCII, and every space as U+0020, as the
   * no-break ones that French sets before a colon and between the groups of a number; unit for
   * unit, so that offsets stay.
   */
  public static String western(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char plain = c < NO_BREAK_SPACE ? c : plain(c);
      if (plain != c) {
        if (out == null) {
          out = new StringBuilder(text);
        }
        out.setCharAt(i, plain);
      }
    }
    return out == null ? text : out.toString();
  }

  private static char plain(char c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER -> (char) ('0' + Character.digit(c, 10));
      case Character.SPACE_SEPARATOR -> ' ';
      default -> c == HYPHEN || c == NO_BREAK_HYPHEN ? '-' : c;
    };
  }
}
