package org.insight.jobs.text.translation;

import java.util.ArrayList;
import java.util.List;

/**
 * Arabic words as dictionaries list them, and the particles that are written together with them.
 */
final class ArabicWord {

  /** Signs that stand above and below letters, and the stroke that draws words out. */
  private static final String SIGNS =
      "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670";

  private ArabicWord() {}

  /** A text of the same length: hamza, final ya and ta marbuta in their plain forms. */
  static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      folded.append(
          switch (c) {
            case 'أ', 'إ', 'آ', 'ٱ' -> 'ا';
            case 'ى' -> 'ي';
            case 'ؤ' -> 'و';
            case 'ئ' -> 'ي';
            case '\u00a0', '\n' -> ' ';
            default -> c;
          });
    }
    return folded.toString();
  }

  /** Without vowel signs. */
  static String bare(String word) {
    StringBuilder bare = new StringBuilder(word.length());
    for (char c : fold(word).toCharArray()) {
      if (SIGNS.indexOf(c) < 0) {
        bare.append(c);
      }
    }
    return bare.toString();
  }

  /** Where the word itself may begin: at its first letter, then behind particles. */
  static List<Integer> stems(String text, int begin, int end) {
    List<Integer> begins = new ArrayList<>();
    begins.add(begin);
    int at = begin;
    if (at < end && "وف".indexOf(text.charAt(at)) >= 0) {
      begins.add(++at);
    }
    if (at < end && "بلك".indexOf(text.charAt(at)) >= 0) {
      begins.add(at + 1);
    }
    return begins.stream().filter(b -> end - b >= 2).toList();
  }
}
