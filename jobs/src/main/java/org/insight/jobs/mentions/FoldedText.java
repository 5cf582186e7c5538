package org.insight.jobs.mentions;

import java.text.Normalizer;
import java.util.Arrays;
import org.insight.jobs.landing.mapping.Digits;

/**
 * A text in the one spelling that rules match: lower case, no accents, no vowel signs, European
 * digits, plain spaces, hyphens and apostrophes. Alefs lose their hamza, final ya its dots, and ta
 * marbuta becomes ha. Direction marks and tatweel are left out. Each unit knows where it stood.
 */
public final class FoldedText {

  private static final char TATWEEL = '\u0640';
  private static final int CACHED = 0x0700;
  private static final char NOTHING = '\0';
  private static final char[] FOLDED = new char[CACHED];

  static {
    for (char c = 0; c < CACHED; c++) {
      FOLDED[c] = computed(c);
    }
  }

  private final String text;
  private final int[] origins;

  private FoldedText(String text, int[] origins) {
    this.text = text;
    this.origins = origins;
  }

  /** Folds a text. */
  public static FoldedText of(String written) {
    String plain = Digits.western(written);
    StringBuilder text = new StringBuilder(plain.length());
    int[] origins = new int[plain.length() + 1];
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      char folded = c < CACHED ? FOLDED[c] : computed(c);
      if (folded != NOTHING) {
        origins[text.length()] = i;
        text.append(folded);
      }
    }
    origins[text.length()] = plain.length();
    return new FoldedText(text.toString(), Arrays.copyOf(origins, text.length() + 1));
  }

  /** The folded form of a word or a pattern. */
  public static String fold(String written) {
    return of(written).text;
  }

  /** The folded text. */
  public String text() {
    return text;
  }

  /** Where the unit at a place of the folded text stands in the text as written. */
  public int begin(int at) {
    return origins[at];
  }

  /** The end in the text as written of what ends before a place of the folded text. */
  public int end(int at) {
    return at == 0 ? 0 : at == text.length() ? origins[at] : origins[at - 1] + 1;
  }

  private static char computed(char c) {
    if (c == '\t' || c == '\r') {
      return ' ';
    }
    if (c == TATWEEL
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.FORMAT) {
      return NOTHING;
    }
    if (c < '\u0080') {
      return Character.toLowerCase(c);
    }
    return switch (c) {
      case '’', '‘', 'ʼ', '´', '`' -> '\'';
      case '–', '—', '−' -> '-';
      case 'أ', 'إ', 'آ', 'ٱ' -> 'ا';
      case 'ى' -> 'ي';
      case 'ة' -> 'ه';
      case 'œ', 'Œ' -> 'œ';
      // "º" and "ª" would become letters.
      case 'º', '°', 'ª' -> '°';
      default -> decomposed(c);
    };
  }

  private static char decomposed(char c) {
    if (!Character.isLetter(c) || Character.isSurrogate(c)) {
      return c;
    }
    // Arabic letters with hamza keep it, as their bare form is another word's letter.
    if (Character.UnicodeBlock.of(c) == Character.UnicodeBlock.ARABIC) {
      return c;
    }
    return Character.toLowerCase(
        Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).charAt(0));
  }
}
