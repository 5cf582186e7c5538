package org.insight.jobs.mentions;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.insight.core.StreamSafeText;

/**
 * The one form of a term for look-up: lower case, without accents and Arabic vowel marks, one alef,
 * one ha and one ya, words parted by one space.
 */
public final class Folding {

  private static final Pattern MARKS = Pattern.compile("[\\p{M}\u0640]+");
  private static final Pattern GAPS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** Latin to Arabic; letters from here on are folded with their neighbours. */
  private static final char KNOWN = '\u0700';

  /** Is another letter at the end of a word. */
  private static final char SIGMA = 'Σ';

  /** What each letter folds to: nothing for a mark, a blank for what is no letter. */
  private static final String[] LETTERS = letters();

  private Folding() {}

  /** Folds letter by letter where that is the same, at a fraction of the cost. */
  public static String fold(String term) {
    StringBuilder folded = new StringBuilder(term.length());
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      if (c >= KNOWN || c == SIGMA) {
        return whole(term);
      }
      String letter = LETTERS[c];
      if (!letter.equals(" ") || !folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
        folded.append(letter);
      }
    }
    int length = folded.length();
    return length > 0 && folded.charAt(length - 1) == ' '
        ? folded.substring(0, length - 1)
        : folded.toString();
  }

  private static String[] letters() {
    String[] letters = new String[KNOWN];
    for (char c = 0; c < KNOWN; c++) {
      String letter = String.valueOf(c);
      letters[c] = whole(letter);
      if (letters[c].isEmpty() && !MARKS.matcher(letter).matches()) {
        letters[c] = " ";
      }
    }
    return letters;
  }

  static String whole(String term) {
    String bare =
        MARKS
            .matcher(
                StreamSafeText.normalize(term, Normalizer.Form.NFD)
                    .toLowerCase(Locale.ROOT)
                    .replace("œ", "oe"))
            .replaceAll("")
            .replace('ٱ', 'ا')
            .replace('ة', 'ه')
            .replace('ى', 'ي');
    return parted(bare);
  }

  /** Words parted by one space. */
  static String parted(CharSequence words) {
    return GAPS.matcher(words).replaceAll(" ").strip();
  }
}
