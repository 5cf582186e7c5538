package org.insight.entitlements;

/** The reason for a read, as a reader states it. */
public final class StatedReason {

  /** Of a word: less says nothing. */
  private static final int LEAST_LETTERS = 3;

  /** Of a line of the audit, in characters. */
  public static final int LONGEST = 500;

  private StatedReason() {}

  /** Whether it is given in words, of whatever script. */
  public static boolean isInWords(String reason) {
    return reason.codePoints().filter(Character::isLetter).count() >= LEAST_LETTERS;
  }

  /** Whether it is one line, of no more than {@link #LONGEST}, for the audit to show as it is. */
  public static boolean isOneLine(String reason) {
    return reason.length() <= LONGEST && reason.codePoints().noneMatch(StatedReason::breaks);
  }

  /** Control characters, and what ends lines and paragraphs. */
  private static boolean breaks(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
