package org.insight.jobs.mentions;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Vehicle identification numbers by ISO 3779: 17 characters without I, O and Q, the last four
 * digits. Those of North America (first character 1 to 5) for its own market have a check digit in
 * the ninth place (49 CFR 565) and are refused where it fails. With another letter there, as in
 * 3VWZZZ of Mexico, they are of cars for other markets and have none.
 */
final class Vins {

  private static final Pattern VIN =
      Pattern.compile("(?<![A-Za-z0-9-])[A-HJ-NPR-Z0-9]{13}\\d{4}(?![A-Za-z0-9-])");

  /** Some makers fill with three. */
  private static final String HIDDEN = "XXXXX";

  private static final String VALUES = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
  private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

  private Vins() {}

  static void find(String text, List<FoundIdentifier> found) {
    Matcher m = VIN.matcher(text);
    while (m.find()) {
      if (isVin(m.group())) {
        found.add(
            new FoundIdentifier(
                m.start(),
                m.end(),
                IdentifierKind.VIN,
                m.group(),
                m.group(),
                null,
                hasCheckDigit(m.group()),
                true));
      }
    }
  }

  /**
   * Of the right form, with letters and digits, and with its check digit where it must have one.
   */
  static boolean isVin(String vin) {
    return VIN.matcher(vin).matches()
        && vin.chars().filter(Character::isLetter).count() >= 2
        && !Numbers.isPlaceholder(vin)
        && !vin.contains(HIDDEN)
        && (!hasCheckDigit(vin) || holds(vin));
  }

  /** Whether its ninth character is a check digit; it holds in what {@link #isVin}. */
  static boolean hasCheckDigit(String vin) {
    char ninth = vin.charAt(8);
    return vin.charAt(0) >= '1'
        && vin.charAt(0) <= '5'
        && (ninth == 'X' || (ninth >= '0' && ninth <= '9'));
  }

  private static boolean holds(String vin) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += VALUES.indexOf(vin.charAt(i)) % 10 * WEIGHTS[i];
    }
    int rest = sum % 11;
    return vin.charAt(8) == (rest == 10 ? 'X' : (char) ('0' + rest));
  }
}
