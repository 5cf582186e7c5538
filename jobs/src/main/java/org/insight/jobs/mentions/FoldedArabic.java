package org.insight.jobs.mentions;

import java.text.Normalizer;
import org.insight.core.StreamSafeText;
import org.jspecify.annotations.Nullable;

/**
 * A text with the letters of Arabic as {@link Folding} has them: writers leave out vowel signs and
 * hamza as they like, one here and not there, and draw words out. Other scripts are as they were.
 */
final class FoldedArabic {

  /** Arabic, Syriac, Thaana and what is between, to the end of Arabic Extended-A. */
  private static final char FIRST = '\u0600';

  private static final char LAST = '\u08ff';
  private static final char TATWEEL = '\u0640';
  private static final char NOTHING = '\0';
  private static final char[] FOLDED = folded();

  private final String text;

  /** Where each unit of the text comes from, and the length of what it comes from. */
  private final int @Nullable [] origins;

  private FoldedArabic(String text, int @Nullable [] origins) {
    this.text = text;
    this.origins = origins;
  }

  static FoldedArabic of(String written) {
    if (written.chars().noneMatch(c -> isArabic((char) c))) {
      return new FoldedArabic(written, null);
    }
    StringBuilder text = new StringBuilder(written.length());
    int[] origins = new int[written.length() + 1];
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      char folded = isArabic(c) ? FOLDED[c - FIRST] : c;
      if (folded != NOTHING || c == NOTHING) {
        origins[text.length()] = i;
        text.append(folded);
      }
    }
    origins[text.length()] = written.length();
    return new FoldedArabic(text.toString(), origins);
  }

  /**
   * Whether a term that is listed in one spelling may be written in another of the same folded
   * form: writers leave hamza and the dots of ta marbuta out but do not add them, so that a word of
   * its own with them ("دولة", state) is not what is listed without ("دوله", a place). Final ya
   * goes with and without dots.
   */
  static boolean mayBeWritten(String listed, String written) {
    String own = letters(listed);
    String other = letters(written);
    if (own.length() != other.length()) {
      return false;
    }
    for (int i = 0; i < own.length(); i++) {
      char c = own.charAt(i);
      char folded = isArabic(c) ? FOLDED[c - FIRST] : c;
      if (other.charAt(i) != c && other.charAt(i) != folded) {
        return false;
      }
    }
    return true;
  }

  private static String letters(String term) {
    StringBuilder letters = new StringBuilder(term.length());
    for (char c : StreamSafeText.normalize(term, Normalizer.Form.NFC).toCharArray()) {
      if (c == 'ى') {
        letters.append('ي');
      } else if (!isArabic(c) || FOLDED[c - FIRST] != NOTHING) {
        letters.append(c);
      }
    }
    return Folding.parted(letters);
  }

  String text() {
    return text;
  }

  /**
   * Where in the text as written a place of this one is; what was left out behind a letter, as its
   * vowel sign, is before the next place.
   */
  int origin(int at) {
    return origins == null ? at : origins[at];
  }

  private static boolean isArabic(char c) {
    return c >= FIRST && c <= LAST;
  }

  private static char[] folded() {
    char[] folded = new char[LAST - FIRST + 1];
    for (char c = FIRST; c <= LAST; c++) {
      folded[c - FIRST] = folded(c);
    }
    return folded;
  }

  private static char folded(char c) {
    if (c == TATWEEL || Character.getType(c) == Character.NON_SPACING_MARK) {
      return NOTHING;
    }
    String letter = Folding.fold(String.valueOf(c));
    return letter.isEmpty() ? c : letter.charAt(0);
  }
}
