package org.insight.jobs.mentions;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a number begins that a word introduces. In a text in capitals the words before it, as in
 * PASSPORT ISSUED ON 12/03/2019, look like its first groups, and what they lead to may be a date.
 */
final class IntroducedStart {

  /**
   * Up to the last one of four letters or more; groups of numbers have fewer, or no vowel, as in
   * Chile. What a hyphen ties to digits is a group.
   */
  private static final Pattern WORDS =
      Pattern.compile(
          "(?:[A-Z]+[ -])*(?=[A-Z]{4})[B-DF-HJ-NP-TV-XZ]*[AEIOUY][A-Z]*(?![\\p{L}\\p{N}]|-\\p{N})");

  /** Groups of letters, as short as those of numbers. */
  private static final Pattern LETTERS = Pattern.compile("(?:[A-Z]{1,3} )+");

  private static final Pattern DATE_OR_TIME =
      Pattern.compile(
          "(?:\\d{1,2}([-/.])\\d{1,2}\\1(?:\\d{4}|\\d{2})|\\d{4}([-/.])\\d{1,2}\\2\\d{1,2}"
              + "|\\d{1,2} \\d{1,2} (?:19|20)\\d{2}|\\d{1,2}:\\d{2}(?::\\d{2})?)(?![\\p{L}\\p{N}])");

  /** LE, LA, EN, ON, IN, AT, EL, DU, DE 2019, also with a month, as in EN JUN 2019. */
  private static final Pattern YEAR =
      Pattern.compile(
          "(?:(?:LE|LA|EN|ET|AU|EL|AL|DU|DE|DEL|OF|ON|AT|IN|TO|BY) )+(?:[A-Z]{3} )?(?:19|20)\\d{2}");

  /** Behind words a year, also with letters before it, as in JUN 2019. */
  private static final Pattern ANY_YEAR =
      Pattern.compile("(?:[A-Z]{1,3} )*(?:19|20)\\d{2}(?![A-Z0-9-])");

  private static final Pattern OF_ANOTHER = Pattern.compile("(?:TEL|GSM|FAX|DOB) .*");

  /** Passports and cards have as many characters or more; a postal code and a year have fewer. */
  private static final int LEAST_BEHIND_WORDS = 7;

  private IntroducedStart() {}

  /**
   * Behind the words with which what may be a number begins.
   *
   * @param begin of its first group
   * @param end after its last one
   * @return {@code begin} where there are none
   */
  static int behindWords(String text, int begin, int end) {
    Matcher words = WORDS.matcher(text).region(begin, end).useTransparentBounds(true);
    return words.lookingAt() ? words.end() : begin;
  }

  /** Whether what may be a number is letters that lead to a date, a time or a telephone number. */
  static boolean leadsElsewhere(String text, int begin, int end) {
    String written = text.substring(begin, end);
    Matcher letters = LETTERS.matcher(text).region(begin, end);
    return YEAR.matcher(written).matches()
        || OF_ANOTHER.matcher(written).matches()
        || (letters.lookingAt() && isDateOrTime(text, letters.end()));
  }

  /**
   * Whether what stands behind words is a number itself: nothing ties it to what introduced them
   * but that it follows.
   */
  static boolean isWholeBehindWords(IdentifierKind kind, String text, int begin, int end) {
    String written = text.substring(begin, end);
    String bare = Numbers.bare(written);
    boolean likely =
        kind == IdentifierKind.PLATE
            ? bare.chars().anyMatch(Character::isLetter)
            : bare.length() >= LEAST_BEHIND_WORDS;
    return likely
        && !ANY_YEAR.matcher(written).lookingAt()
        && !isDateOrTime(text, begin)
        && behindWords(text, begin, end) == begin;
  }

  private static boolean isDateOrTime(String text, int at) {
    return DATE_OR_TIME.matcher(text).region(at, text.length()).lookingAt();
  }
}
