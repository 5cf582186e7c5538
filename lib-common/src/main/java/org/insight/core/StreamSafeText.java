package org.insight.core;

import java.text.Normalizer;

/**
 * Unicode normal forms of text from outside, in a time that grows as its length does. Marks that
 * follow one another are brought into their order one by one, which takes hours where a text has
 * hundreds of thousands of them; so no more than 30 stay in a row, as in the stream-safe text
 * format of Unicode Standard Annex #15. More have no meaning in any language.
 */
public final class StreamSafeText {

  private static final int MARKS_IN_A_ROW = 30;

  /** Has no glyph, and marks are not brought from one side of it to the other. */
  private static final char COMBINING_GRAPHEME_JOINER = '\u034f';

  /** Before it are no marks. */
  private static final char FIRST_MARK = '\u0300';

  private StreamSafeText() {}

  /**
   * The text in a normal form, with a joiner (U+034F) after each 30 marks in a row. Done twice it
   * changes nothing more.
   */
  public static String normalize(CharSequence text, Normalizer.Form form) {
    // Of one mark two may come (U+0344), so that the result too can have too many in a row.
    return parted(Normalizer.normalize(parted(text), form)).toString();
  }

  private static CharSequence parted(CharSequence text) {
    StringBuilder out = null;
    int copied = 0;
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      int sign = c < FIRST_MARK ? c : Character.codePointAt(text, i);
      if (c < FIRST_MARK || sign == COMBINING_GRAPHEME_JOINER || !isMark(sign)) {
        marks = 0;
      } else if (++marks > MARKS_IN_A_ROW) {
        if (out == null) {
          out = new StringBuilder(text.length() + text.length() / MARKS_IN_A_ROW + 1);
        }
        out.append(text, copied, i).append(COMBINING_GRAPHEME_JOINER);
        copied = i;
        marks = 1;
      }
      i += Character.charCount(sign);
    }
    return out == null ? text : out.append(text, copied, text.length());
  }

  private static boolean isMark(int sign) {
    int type = Character.getType(sign);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }
}
