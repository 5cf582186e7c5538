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
        Folding.fold(text.substring(begin, end)),
        isArabic(first),
        Character.isUpperCase(first) || Character.isTitleCase(first));
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
