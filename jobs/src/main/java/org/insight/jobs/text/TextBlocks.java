package org.insight.jobs.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long text into blocks, so that what works on a text at once (the sentence detector's
 * patterns) has a bound on its work. A block ends after a line end where there is one in its last
 * half, else after white space, else anywhere but inside a surrogate pair.
 */
final class TextBlocks {

  /** UTF-16 units. Most documents are one block. */
  static final int MAX_CHARACTERS = 10_000;

  /**
   * A part of a text.
   *
   * @param begin first UTF-16 unit in the text
   */
  record Block(int begin, String text) {}

  private TextBlocks() {}

  /** The blocks in order; together they are the text. */
  static List<Block> of(String text) {
    List<Block> blocks = new ArrayList<>();
    int begin = 0;
    while (begin < text.length()) {
      int end = Math.min(text.length(), begin + MAX_CHARACTERS);
      if (end < text.length()) {
        end = cut(text, begin, end);
      }
      blocks.add(new Block(begin, text.substring(begin, end)));
      begin = end;
    }
    return blocks;
  }

  private static int cut(String text, int begin, int end) {
    int half = begin + MAX_CHARACTERS / 2;
    int line = text.lastIndexOf('\n', end - 1);
    if (line >= half) {
      return line + 1;
    }
    for (int i = end - 1; i >= half; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i + 1;
      }
    }
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
