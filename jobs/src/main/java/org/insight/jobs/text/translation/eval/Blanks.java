package org.insight.jobs.text.translation.eval;

import java.util.ArrayList;
import java.util.List;

/** White space as Python splits at it, for that is what sacrebleu does. */
final class Blanks {

  private static final int NEXT_LINE = 0x85;

  private Blanks() {}

  static boolean is(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == NEXT_LINE;
  }

  /** The runs of other characters. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (!is(character)) {
                word.appendCodePoint(character);
              } else if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
              }
            });
    if (word.length() > 0) {
      words.add(word.toString());
    }
    return words;
  }
}
