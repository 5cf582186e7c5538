package org.insight.jobs.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long text into blocks, so that what works on a text at once (the sentence detector's
 * patterns) has a bound on its work. A block ends after a line end where there is one in its last
 * half that is not within a machine readable zone, else after white space, else anywhere but inside
 * a surrogate pair.
 */
final class TextBlocks {

  /** UTF-16 units. Most documents are one block. */
  static final int MAX_CHARACTERS = 10_000;

  /** More than a line of a zone and the white space around it. */
  private static final int ZONE_REACH = 100;

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
    for (int line = text.lastIndexOf('\n', end - 1);
        line >= half;
        line = text.lastIndexOf('\n', line - 1)) {
      if (!isWithinZone(text, line)) {
        return line + 1;
      }
    }
    for (int i = end - 1; i >= half; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i + 1;
      }
    }
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  /** Whether the lines before and after this line end are of one zone. */
  private static boolean isWithinZone(String text, int lineEnd) {
    String before = text.substring(Math.max(0, lineEnd - ZONE_REACH), lineEnd).strip();
    String after = text.substring(lineEnd, Math.min(text.length(), lineEnd + ZONE_REACH)).strip();
    return ZoneLines.goesOn(
        before.substring(before.lastIndexOf('\n') + 1),
        after.lines().findFirst().orElse("").strip());
  }
}
