package org.insight.jobs.mentions;

import java.util.Locale;
import java.util.Set;

/** How document numbers are written alike, and which of them are no numbers at all. */
final class Numbers {

  private static final Set<String> WORDS =
      Set.of(
          "NA",
          "NONE",
          "NULL",
          "NIL",
          "UNKNOWN",
          "INCONNU",
          "DESCONOCIDO",
          "TBD",
          "AUCUN",
          "NINGUNO",
          "XXXXX",
          "TEST",
          "NOTAVAILABLE",
          "NOTKNOWN",
          "SANSOBJET",
          "NEANT",
          "غيرمعروف",
          "مجهول");

  private Numbers() {}

  /** Letters and digits only, upper case. */
  static String bare(String written) {
    StringBuilder out = new StringBuilder(written.length());
    written
        .toUpperCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** Filled in for want of a number: a word, one character throughout, or counting up or down. */
  static boolean isPlaceholder(String bare) {
    if (bare.isEmpty() || WORDS.contains(bare)) {
      return true;
    }
    if (bare.chars().distinct().count() == 1) {
      return true;
    }
    String digits = bare.replaceAll("\\D", "");
    return digits.isEmpty()
        || (digits.length() >= 4 && digits.chars().allMatch(c -> c == '0'))
        || (digits.length() >= 6
            && digits.length() == bare.length()
            && ("1234567890".startsWith(digits)
                || "0123456789".startsWith(digits)
                || "9876543210".startsWith(digits)));
  }

  /** Whether the last of the digits is the check digit of the others (ISO/IEC 7812-1, annex B). */
  static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : digit * 2;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }
}
