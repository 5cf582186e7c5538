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

  private Folding() {}

  public static String fold(String term) {
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
