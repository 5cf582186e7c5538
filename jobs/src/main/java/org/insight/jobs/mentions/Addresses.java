package org.insight.jobs.mentions;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.insight.jobs.landing.mapping.Digits;
import org.insight.run.StreamSafeText;

/**
 * Postal addresses of records, folded: lower case, no accents, no punctuation. One that names no
 * house or postcode is a place where many live, so it identifies nothing.
 */
final class Addresses {

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
    return precise ? Optional.of(folded) : Optional.empty();
  }
}
