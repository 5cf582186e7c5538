package org.insight.jobs.mentions;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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

  /** Signs that stand for a character that was hidden, or that nobody could read. */
  private static final Pattern HIDDEN =
      Pattern.compile("[*?\u00bf\u061f\u2022\u25cf\u2026]|[_#]{2}|\\.{2}");

  /** As spreadsheets write numbers of twelve digits or more: 7.84198E+14. */
  private static final Pattern ROUNDED =
      Pattern.compile("\\s*\\d(?:(?:[.,]\\d+)?[eE]\\+\\d{1,3}|[.,]\\d+[eE]\\d{1,3})\\s*");

  /** They know fifteen digits of a number; what follows becomes 0. */
  private static final Pattern CUT = Pattern.compile("\\d{15}0+");

  /** A whole number that went through one that has fractions. */
  private static final Pattern WITH_FRACTION = Pattern.compile("\\s*\\d{5,}[.,]0\\s*");

  private Numbers() {}

  /** Whether a spreadsheet rounded a number: many have what is left. */
  static boolean isRounded(String written) {
    return ROUNDED.matcher(written).matches();
  }

  /** Whether its last digits may be lost, as a spreadsheet loses those behind the fifteenth. */
  static boolean isCut(String bare) {
    return CUT.matcher(bare).matches();
  }

  /** A number without the fraction that it got on its way, as 10234567 of 10234567.0. */
  static String withoutFraction(String written) {
    return WITH_FRACTION.matcher(written).matches()
        ? written.strip().substring(0, written.strip().length() - 2)
        : written;
  }

  /**
   * Whether characters are missing from a number as it is written, as in ********1235 and
   * 12AB3?5678: what is left may be another one's number, and is that of many.
   */
  static boolean isPartHidden(String written) {
    return HIDDEN.matcher(written).find();
  }

  /** As {@link #isPartHidden}, or with X for what is hidden, as in XXX-XX-1235, or rounded. */
  static boolean isMasked(String written) {
    return isPartHidden(written) || bare(written).contains("XXX") || isRounded(written);
  }

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

  /**
   * Filled in for want of a number: a word, no digit but 0, one character throughout, or digits
   * that are all the same or count up or down by one, from any start, with 0 beside 9.
   *
   * <p>The digits must be four or more and all of the number, or five or more in a row with at most
   * half as many letters beside them, as A1111111 and 12345678Z: a number that only has such a row
   * in it (12AB34567, a plate 1234BCD) is one. Of real numbers of four digits three in a thousand
   * are refused with them, and ten times fewer with each digit more.
   */
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
        || (isNearlyAllOf(bare, digits) && isRow(digits));
  }

  private static boolean isNearlyAllOf(String bare, String digits) {
    int letters = bare.length() - digits.length();
    return letters == 0
        ? digits.length() >= 4
        : digits.length() >= 5 && letters * 2 <= digits.length() && bare.contains(digits);
  }

  /** The same digit throughout, or each one more or one less than that before it. */
  private static boolean isRow(String digits) {
    int step = step(digits, 1);
    return (step == 0 || step == 1 || step == 9)
        && IntStream.range(2, digits.length()).allMatch(i -> step(digits, i) == step);
  }

  private static int step(String digits, int at) {
    return Math.floorMod(digits.charAt(at) - digits.charAt(at - 1), 10);
  }

  /** How many characters there are after the zeros that only fill a number up. */
  static int withoutLeadingZeros(String bare) {
    int zeros = 0;
    while (zeros < bare.length() && bare.charAt(zeros) == '0') {
      zeros++;
    }
    return bare.length() - zeros;
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
