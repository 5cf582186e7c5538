package org.insight.core;

import java.util.regex.Pattern;

/**
 * Text from outside, made fit for one line of a message, a table or a terminal: it ends no line,
 * gives the terminal no order and does not turn round what stands beside it.
 */
public final class OneLine {

  private static final int LONGEST = 80;

  /** Control characters, of ASCII and of Latin-1, and what ends lines and paragraphs. */
  private static final String BREAKS = "\\p{Cc}\\p{Zl}\\p{Zp}";

  /**
   * What is not seen, as what turns the direction of writing. Words of some languages need joiners
   * and soft hyphens, and Arabic and Syriac have signs that Unicode counts among these.
   */
  private static final String UNSEEN =
      "[\\p{Cf}&&[^\\x{AD}\\x{200C}\\x{200D}\\x{600}-\\x{605}\\x{6DD}\\x{70F}\\x{8E2}]]";

  private static final Pattern BREAK = Pattern.compile("[" + BREAKS + "]");
  private static final Pattern ODD = Pattern.compile("[" + BREAKS + UNSEEN + "]");
  private static final Pattern ODDS = Pattern.compile(ODD + "+");

  private OneLine() {}

  /** For a message: what is odd becomes a blank, what is long is cut. */
  public static String of(String text) {
    String line = ODDS.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** For a person to read, in full and as wide as before: each odd character becomes a blank. */
  public static String shown(String text) {
    return ODD.matcher(text).replaceAll(" ");
  }

  /** Whether a text is one line as it is. */
  public static boolean is(String text) {
    return !BREAK.matcher(text).find();
  }
}
