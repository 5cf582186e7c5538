package org.insight.trino;

/** The reason for a read, as a reader states it. */
public final class StatedReason {

  /** Of a word: less says nothing. */
  private static final int LEAST_LETTERS = 3;

  private StatedReason() {}

  /** Whether it is given in words, of whatever script. */
  public static boolean isInWords(String reason) {
    return reason.codePoints().filter(Character::isLetter).count() >= LEAST_LETTERS;
  }
}
