package org.insight.jobs.mentions.places;

import java.util.ArrayList;
import java.util.List;
import org.insight.jobs.mentions.Folding;

/**
 * A word of a text.
 *
 * @param folded as {@link Folding} has it
 */
record Token(int begin, int end, String folded, boolean arabic, boolean capital) {

  /** Latin to Arabic. */
  private static final char KNOWN = '\u0700';

  private static final String[] FOLDED = foldedLetters();

  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>(text.length() / 5 + 1);
    int at = 0;
    while (at < text.length()) {
      if (!isWord(text.charAt(at))) {
        at++;
        continue;
      }
      int begin = at;
      while (at < text.length() && isWord(text.charAt(at))) {
        at++;
      }
      tokens.add(of(text, begin, at));
    }
    return tokens;
  }

  static Token of(String text, int begin, int end) {
    char first = text.charAt(begin);
    return new Token(
        begin,
        end,
        fold(text.substring(begin, end)),
        isArabic(first),
        Character.isUpperCase(first) || Character.isTitleCase(first));
  }

  /** Folds to the same as {@link Folding#fold}, letter by letter and so at less cost. */
  static String fold(String written) {
    StringBuilder folded = new StringBuilder(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c >= KNOWN) {
        return Folding.fold(written);
      }
      String letter = FOLDED[c];
      if (!letter.equals(" ") || !folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
        folded.append(letter);
      }
    }
    int length = folded.length();
    return length > 0 && folded.charAt(length - 1) == ' '
        ? folded.substring(0, length - 1)
        : folded.toString();
  }

  /** What each letter folds to: nothing for a mark, a blank for what is no letter. */
  private static String[] foldedLetters() {
    String[] letters = new String[KNOWN];
    for (char c = 0; c < KNOWN; c++) {
      int type = Character.getType(c);
      boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
      letters[c] = mark || c == '\u0640' ? "" : Folding.fold(String.valueOf(c));
      if (letters[c].isEmpty() && !mark && c != '\u0640') {
        letters[c] = " ";
      }
    }
    return letters;
  }

  boolean isNumber() {
    return Character.isDigit(folded.isEmpty() ? ' ' : folded.charAt(0));
  }

  private static boolean isWord(char c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  static boolean isArabic(char c) {
    return c >= '\u0600' && c <= '\u06ff';
  }
}
