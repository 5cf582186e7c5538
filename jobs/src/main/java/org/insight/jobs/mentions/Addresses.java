package org.insight.jobs.mentions;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.insight.core.StreamSafeText;
import org.insight.jobs.landing.mapping.Digits;

/**
 * Postal addresses of records, folded: lower case, no accents, no punctuation. One that names no
 * house, but at most a town by its postcode and its country, is a place where many live, so it
 * identifies nothing.
 */
final class Addresses {

  /**
   * A postcode before a town or behind it, also with its country's letters. Between two names such
   * a number is mostly a house's, as it is in the long streets of America.
   */
  private static final Pattern TOWN =
      Pattern.compile("(?:\\p{L}{1,2} )?\\d{4,6}(?: \\p{L}+){1,2}|\\p{L}+(?: \\p{L}+)? \\d{4,6}");

  /** What is longer says more than a town and its country. */
  private static final int LONGEST_TOWN = 100;

  private Addresses() {}

  /** The folded address; empty where it is too vague. */
  static Optional<String> fold(String address) {
    String folded =
        StreamSafeText.normalize(Digits.western(address), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", " ")
            .strip();
    boolean precise =
        folded.length() >= 10
            && folded.split(" ").length >= 3
            && folded.chars().anyMatch(Character::isDigit)
            && folded.chars().filter(Character::isLetter).count() >= 5;
    return precise && !isTown(folded) ? Optional.of(folded) : Optional.empty();
  }

  /** As "75015 paris france"; without the country it may be a house, as "1234 elm street". */
  private static boolean isTown(String folded) {
    if (folded.length() > LONGEST_TOWN) {
      return false;
    }
    for (int gap = folded.indexOf(' '); gap >= 0; gap = folded.indexOf(' ', gap + 1)) {
      // A country before the number is mostly a street's name, as in Uruguay 1234, Buenos Aires.
      if (TOWN.matcher(folded.substring(0, gap)).matches()
          && Countries.isName(folded.substring(gap + 1))) {
        return true;
      }
    }
    return false;
  }
}
