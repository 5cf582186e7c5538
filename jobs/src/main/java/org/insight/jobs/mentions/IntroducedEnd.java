package org.insight.jobs.mentions;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.jobs.text.DocumentDate;

/**
 * Where a number ends that a word introduces. Its groups may stand apart ("12 AB 34567"), so that
 * what follows it in capitals or digits looks like more of it: a word, a date, a time, a sum, a
 * telephone number. What a hyphen ties to it is its own.
 */
final class IntroducedEnd {

  private static final Pattern WORD = Pattern.compile("[A-Z]{3,}(?![\\p{L}\\p{N}])");

  /** Before three letters of a plate, as of Spain and Egypt, and of the United Kingdom. */
  private static final Pattern FRONT_OF_PLATE = Pattern.compile("\\d{1,4}|[A-Z]{1,2}\\d{1,3}");

  /** As short as groups of letters in numbers are. */
  private static final Pattern SMALL_WORD =
      Pattern.compile("(?:DE|DU|LE|LA|EN|ET|AU|EL|AL|OF|ON|AT|IN|TO|BY) |[AY] (?=\\p{Lu}{2})");

  private static final Pattern ANY_WORD = Pattern.compile("\\p{L}{2,}(?!\\p{N})");

  private static final Pattern DATE_OR_TIME =
      Pattern.compile(
          "(?:\\d{1,2}([-/.])\\d{1,2}\\1(?:\\d{4}|\\d{2})|\\d{4}([-/.])\\d{1,2}\\2\\d{1,2}"
              + "|\\d{1,2}:\\d{2}(?::\\d{2})?)(?![\\p{L}\\p{N}])");

  private static final Pattern COUNTED =
      Pattern.compile(
          "\\d{1,9}(?iu:er|st|nd|rd|th|º|°)?\\s(?iu:(?:de|of|من)\\s)?"
              + "(?<word>(?:كانون|تشرين)\\s\\p{L}+|\\p{L}{3,})(?!\\p{N})");

  private static final Pattern NATIONAL_PHONE =
      Pattern.compile("(?<first>0[1-9]\\d{0,9})(?:[ .-]\\d{2,7}){0,4}(?![\\p{L}\\p{N}])");
  private static final Pattern INTERNATIONAL_PHONE =
      Pattern.compile("00\\d{1,13}(?:[ .-]\\d{1,4}){0,6}(?![\\p{L}\\p{N}])");
  private static final Pattern SPANISH_PHONE =
      Pattern.compile("[679]\\d\\d(?:(?: \\d{3}){2}|(?: \\d\\d){3})(?![\\p{L}\\p{N}])");

  /** Before it no number is whole. */
  private static final int SHORTEST = 5;

  /** Written so long without a gap, a number has no groups of three behind it. */
  private static final int LONG_GROUP = 7;

  private IntroducedEnd() {}

  /**
   * After the last group that is the number's own.
   *
   * @param begin of the first group
   * @param end after the last that may be one
   */
  static int of(IdentifierKind kind, String text, int begin, int end) {
    for (int gap = begin; gap < end; gap++) {
      if (text.charAt(gap) != ' ') {
        continue;
      }
      String front = Numbers.bare(text.substring(begin, gap));
      if (front.chars().anyMatch(Character::isDigit) && isEnd(kind, text, front, gap)) {
        return gap;
      }
    }
    return end;
  }

  private static boolean isEnd(IdentifierKind kind, String text, String front, int gap) {
    int next = gap + 1;
    if (isWord(kind, text, front, next) || isDateOrSum(text, next)) {
      return true;
    }
    return front.length() >= SHORTEST
        && ((kind == IdentifierKind.NATIONAL_ID && IntroducedNumbers.isDni(front))
            || isSmallWord(text, front, next)
            || isPhone(text, lastGroup(text, gap), next));
  }

  private static boolean isWord(IdentifierKind kind, String text, String front, int at) {
    Matcher word = at(WORD, text, at);
    return word.lookingAt()
        && !(kind == IdentifierKind.PLATE
            && word.end() - at == 3
            && FRONT_OF_PLATE.matcher(front).matches());
  }

  private static boolean isDateOrSum(String text, int at) {
    if (at(DATE_OR_TIME, text, at).lookingAt()) {
      return true;
    }
    Matcher counted = at(COUNTED, text, at);
    return counted.lookingAt()
        && (DocumentDate.isMonth(counted.group("word")) || Units.isUnit(counted.group("word")));
  }

  private static boolean isSmallWord(String text, String front, int at) {
    Matcher word = at(SMALL_WORD, text, at);
    return word.lookingAt()
        && (at(ANY_WORD, text, word.end()).lookingAt() || isDateOrSum(text, word.end()))
        && !IntroducedNumbers.isDni(front + text.charAt(at));
  }

  /** Of groups as long as those before them nobody can say that they are another number. */
  private static boolean isPhone(String text, int lastGroup, int at) {
    Matcher national = at(NATIONAL_PHONE, text, at);
    if (national.lookingAt()) {
      return has(9, 11, national.group()) && national.group("first").length() != lastGroup;
    }
    Matcher international = at(INTERNATIONAL_PHONE, text, at);
    return international.lookingAt()
        ? has(10, 15, international.group())
        : lastGroup >= LONG_GROUP && at(SPANISH_PHONE, text, at).lookingAt();
  }

  private static boolean has(int least, int most, String number) {
    int digits = Numbers.bare(number).length();
    return digits >= least && digits <= most;
  }

  private static int lastGroup(String text, int gap) {
    int begin = gap;
    while (begin > 0 && Character.isLetterOrDigit(text.charAt(begin - 1))) {
      begin--;
    }
    return gap - begin;
  }

  private static Matcher at(Pattern pattern, String text, int at) {
    return pattern.matcher(text).region(at, text.length());
  }
}
