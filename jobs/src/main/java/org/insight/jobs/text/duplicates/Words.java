package org.insight.jobs.text.duplicates;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.insight.core.StreamSafeText;

/**
 * The words of a text by which it is compared: letters and digits without case, accents, vowel
 * signs and tatweel, which scans lose and keyboards leave out; digits of any script as 0 to 9.
 */
final class Words {

  private static final int TATWEEL = 'ـ';

  private Words() {}

  /** In their order; none for a text without letters and digits. */
  static List<String> of(String text) {
    String plain = StreamSafeText.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < plain.length(); ) {
      int sign = plain.codePointAt(i);
      i += Character.charCount(sign);
      if (Character.isLetterOrDigit(sign) && sign != TATWEEL) {
        word.appendCodePoint(Character.isDigit(sign) ? '0' + Character.digit(sign, 10) : sign);
      } else if (sign != TATWEEL && !isMark(sign) && !word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean isMark(int sign) {
    int type = Character.getType(sign);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }
}
