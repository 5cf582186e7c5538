package org.insight.jobs.text.translation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.insight.jobs.text.translation.Figure.Amount;
import org.insight.jobs.text.translation.Figure.Clock;
import org.insight.jobs.text.translation.Figure.Day;
import org.insight.jobs.text.translation.Figure.Literal;
import org.insight.jobs.text.translation.Figure.Money;
import org.insight.jobs.text.translation.Figure.Ordinal;
import org.insight.jobs.text.translation.Figure.Tie;
import org.insight.jobs.text.translation.Figure.Value;
import org.jspecify.annotations.Nullable;

/** Finds all figures of a sentence: each digit of it is in one. */
final class FigureReader {

  private static final String NOT_IN_WORD = "(?<![\\p{L}\\p{N}])";
  private static final String WORD_ENDS = "(?![\\p{L}\\p{N}])";

  /** What is copied as it is, the longest forms first. */
  private static final Pattern CODES =
      Pattern.compile(
          String.join(
              "|",
              "[\\p{L}\\p{N}._%+-]+@[\\p{L}\\p{N}.-]+\\.\\p{L}{2,}",
              "(?:https?://|www\\.)[^\\s<>\"]*[^\\s<>\".,;:!?)]",
              // IBAN
              NOT_IN_WORD + "[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?" + WORD_ENDS,
              // Dates and times in digits
              NOT_IN_WORD + "\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2})?Z?)?" + WORD_ENDS,
              NOT_IN_WORD + "\\d{1,2}([./-])\\d{1,2}\\1\\d{2,4}" + WORD_ENDS,
              // Telephones
              "(?<![\\p{L}\\p{N}+/-])(?=(?:\\D{0,2}\\d){8})(?:\\+|00)\\d{1,3}(?:[ .\u00a0\u202f/-]?\\(?\\d{1,4}\\)?){2,6}"
                  + WORD_ENDS,
              NOT_IN_WORD + "0\\d(?:[ .\u00a0\u202f-]?\\d{2}){4}" + WORD_ENDS,
              NOT_IN_WORD + "0\\d{2,4}[ -]\\d{3,4}(?:[ -]?\\d{3,4})?" + WORD_ENDS,
              NOT_IN_WORD + "[6-9]\\d{2}[ -]\\d{3}[ -]\\d{3}" + WORD_ENDS,
              NOT_IN_WORD + "[6-9]\\d{2}(?:[ -]\\d{2}){3}" + WORD_ENDS,
              // Plates with blanks
              NOT_IN_WORD + "[A-Z]{2}[ -]\\d{3}[ -][A-Z]{2}" + WORD_ENDS,
              NOT_IN_WORD + "\\d{4}[ -](?!EUR|USD|GBP|CHF)[A-Z]{3}" + WORD_ENDS,
              NOT_IN_WORD + "[A-Z]{2}\\d{2} [A-Z]{3}" + WORD_ENDS,
              NOT_IN_WORD + "\\d{1,4} (?!EUR|USD|GBP|CHF)[A-Z]{2,3} \\d{2}" + WORD_ENDS));

  /** Words with digits, and groups of digits that are no number. */
  private static final Pattern MIXED =
      Pattern.compile(
          NOT_IN_WORD
              + "(?=[\\p{L}\\p{N}./_-]*\\p{Nd})(?:\\p{L}[\\p{L}\\p{N}]*|\\p{N}[\\p{L}\\p{N}]*)"
              + "(?:[-/_.][\\p{L}\\p{N}]+)*");

  private static final Pattern CLOCK_H =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}])(?:(à|vers)\\s)?([01]?\\d|2[0-4])\\s?h(?:eures?)?(?:\\s?([0-5]\\d))?"
              + WORD_ENDS);

  private static final Pattern CLOCK_COLON =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}:.,])(?:(à|vers|at about|at around|at|around|about|a las|a la|sobre las"
              + "|hacia las)\\s)?([01]?\\d|2[0-4])[:.]([0-5]\\d)(?:\\s(?:horas|hours|hrs|h)\\b)"
              + "|(?<![\\p{L}\\p{N}:.,])(?:(à|vers|at about|at around|at|around|about|a las|a la|sobre las"
              + "|hacia las)\\s)?([01]?\\d|2[0-4]):([0-5]\\d)(?![\\p{L}\\p{N}:])");

  private static final Pattern CLOCK_HOURS =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}])(a las|a la|sobre las|hacia las)\\s([01]?\\d|2[0-4])(?:\\s(?:horas|h))?(?![\\p{L}\\p{N}:.,]*\\p{N})"
              + WORD_ENDS);

  private static final Pattern CLOCK_PM =
      Pattern.compile(
          "(?i)(?<![\\p{L}\\p{N}:.,])(?:(at about|at around|at|around|about)\\s)?(0?[1-9]|1[0-2])(?:[:.]([0-5]\\d))?\\s?([ap])\\.?m\\b\\.?");

  private static final Map<String, Pattern> ORDINALS =
      Map.of(
          "fr",
              Pattern.compile(
                  NOT_IN_WORD + "(\\d+)(?:ers?|ères?|res?|es?|èmes?|emes?|nde?)" + WORD_ENDS),
          "en", Pattern.compile(NOT_IN_WORD + "(\\d+)(?:st|nd|rd|th)" + WORD_ENDS),
          "es", Pattern.compile(NOT_IN_WORD + "(\\d+)\\.?[ºª°]" + WORD_ENDS));

  private static final Map<String, Pattern> AMOUNTS =
      Map.of(
          "fr", amounts("[ \u00a0\u202f]", ","),
          "es", amounts("[. \u00a0\u202f]", ","),
          "en", amounts("[,]", "."),
          "ar", amounts("[,\u066c]", "."));

  private static final Pattern DIGITS = Pattern.compile("\\d+(?:[.,]\\d+)*");
  private static final Pattern RUN = Pattern.compile("\\d+");

  private static final Map<String, Pattern> DATES = new ConcurrentHashMap<>();

  private static final Map<String, Map<String, Tie>> TIES =
      Map.of(
          "fr", Map.of("le", Tie.ON, "du", Tie.OF, "au", Tie.TO, "jusqu'au", Tie.UNTIL),
          "en",
              Map.of(
                  "on", Tie.ON, "on the", Tie.ON, "of", Tie.OF, "to", Tie.TO, "until", Tie.UNTIL),
          "es", Map.of("el", Tie.ON, "del", Tie.OF, "al", Tie.TO, "hasta el", Tie.UNTIL),
          "ar", Map.of("في", Tie.ON, "بتاريخ", Tie.ON, "يوم", Tie.ON));

  /** After these an English or Spanish date takes no "on". */
  private static final Pattern PREPOSITION =
      Pattern.compile(
          "(?i)(?:depuis|avant|après|dès|since|before|after|by|from|dated|desde|antes|después|tras)\\s$");

  private static final Pattern SIGN_BEFORE = Pattern.compile("([€$£])[ \u00a0\u202f]?$");
  private static final Pattern SIGN_AFTER = Pattern.compile("[ \u00a0\u202f]?([€$£%])");

  private FigureReader() {}

  private static Pattern amounts(String separator, String sign) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}]|\\d[.,])(\\d{1,3}(?:"
            + separator
            + "\\d{3})+|\\d+)(?:"
            + Pattern.quote(sign)
            + "(\\d+))?(?![\\p{N}]|[.,]\\d)");
  }

  /**
   * The figures of a sentence, in order, none within another.
   *
   * @param language fr, en, es or ar
   */
  static List<Figure> of(String sentence, String language) {
    String text = ascii(sentence);
    List<Figure> found = new ArrayList<>();
    codes(text, CODES, found);
    dates(text, language, found);
    clocks(text, found);
    ordinals(text, language, found);
    mixed(text, found);
    amounts(text, language, found);
    digits(text, DIGITS, found);
    digits(text, RUN, found);
    found.sort(Comparator.comparingInt(Figure::begin));
    return found;
  }

  private static void digits(String text, Pattern pattern, List<Figure> found) {
    Matcher digits = pattern.matcher(text);
    while (digits.find()) {
      add(found, digits.start(), digits.end(), Slot.Kind.NUMBER, new Literal(digits.group()));
    }
  }

  /** Arabic digits as others, one for one. */
  private static String ascii(String sentence) {
    StringBuilder text = new StringBuilder(sentence.length());
    for (char c : sentence.toCharArray()) {
      boolean digit = c >= '\u0660' && c <= '\u0669' || c >= '\u06f0' && c <= '\u06f9';
      text.append(digit ? (char) ('0' + Character.digit(c, 10)) : c);
    }
    return text.toString();
  }

  private static void add(List<Figure> found, int begin, int end, Slot.Kind kind, Value value) {
    if (found.stream().noneMatch(f -> begin < f.end() && f.begin() < end)) {
      found.add(new Figure(begin, end, kind, value));
    }
  }

  private static void codes(String text, Pattern pattern, List<Figure> found) {
    Matcher codes = pattern.matcher(text);
    while (codes.find()) {
      add(found, codes.start(), codes.end(), Slot.Kind.CODE, new Literal(codes.group()));
    }
  }

  private static void mixed(String text, List<Figure> found) {
    Matcher words = MIXED.matcher(text);
    while (words.find()) {
      String word = words.group();
      boolean number = word.chars().allMatch(c -> Character.isDigit(c) || c == '.');
      if (!number && word.chars().anyMatch(Character::isDigit)) {
        add(found, words.start(), words.end(), Slot.Kind.CODE, new Literal(word));
      }
    }
  }

  private static void dates(String text, String language, List<Figure> found) {
    Map<String, Integer> months = DateWords.months(language);
    Map<String, Integer> weekdays = DateWords.weekdays(language);
    Matcher dates =
        DATES.computeIfAbsent(language, l -> pattern(l, months, weekdays)).matcher(text);
    while (dates.find()) {
      String day = first(dates.group("day"), dates.group("later"));
      String year = first(dates.group("year"), "");
      String weekday = dates.group("weekday");
      String month = first(dates.group("month"), dates.group("before"));
      if (day.isEmpty() && year.isEmpty()) {
        continue;
      }
      String tied = first(dates.group("tie"), "").toLowerCase(Locale.ROOT).replace('’', '\'');
      Tie tie = requireNonNull(TIES.get(language)).getOrDefault(tied, Tie.NONE);
      if (tie == Tie.ON && PREPOSITION.matcher(text.substring(0, dates.start())).find()) {
        tie = Tie.NONE;
      }
      add(
          found,
          dates.start(),
          dates.end(),
          tie == Tie.NONE ? Slot.Kind.NUMBER : Slot.Kind.ADVERB,
          new Day(
              tie,
              weekday == null ? 0 : requireNonNull(weekdays.get(weekday.toLowerCase(Locale.ROOT))),
              day.isEmpty() ? 0 : Integer.parseInt(day),
              requireNonNull(months.get(month.toLowerCase(Locale.ROOT))),
              year));
    }
  }

  private static String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other == null ? "" : other;
  }

  private static Pattern pattern(
      String language, Map<String, Integer> months, Map<String, Integer> weekdays) {
    String ties =
        alternatives(
            requireNonNull(TIES.get(language)).keySet().stream()
                .map(t -> t.replace("'", "['’]"))
                .toList());
    String month = alternatives(months.keySet().stream().map(Pattern::quote).toList());
    String weekday = alternatives(weekdays.keySet().stream().map(Pattern::quote).toList());
    String of = language.equals("es") ? "\\s(?:de(?:l)?\\s)" : "\\s(?:of\\s)?";
    String later =
        language.equals("en")
            ? "(?<before>" + month + ")\\s(?<later>\\d{1,2})(?:st|nd|rd|th)?" + WORD_ENDS
            : "(?<before>(?!))(?<later>(?!))";
    return Pattern.compile(
        "(?iu)(?<![\\p{L}\\p{N}])(?:(?<tie>"
            + ties
            + ")\\s)?(?:(?<weekday>"
            + weekday
            + "),?\\s)?(?:"
            + later
            + "|(?:(?<day>\\d{1,2})(?:er|º|st|nd|rd|th)?"
            + of
            + ")?(?<month>"
            + month
            + "))(?:(?:"
            + of
            + "|,\\s)(?<year>(?:1[5-9]|20)\\d{2}))?"
            + WORD_ENDS);
  }

  private static String alternatives(List<String> words) {
    return words.stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .collect(Collectors.joining("|"));
  }

  private static void clocks(String text, List<Figure> found) {
    Matcher h = CLOCK_H.matcher(text);
    while (h.find()) {
      // "24 h" alone is as well a duration.
      if (h.group(1) != null || h.group(3) != null) {
        clock(found, h, h.group(1), Integer.parseInt(h.group(2)), h.group(3));
      }
    }
    Matcher pm = CLOCK_PM.matcher(text);
    while (pm.find()) {
      int hour = Integer.parseInt(pm.group(2)) % 12 + (pm.group(4).equalsIgnoreCase("p") ? 12 : 0);
      clock(found, pm, pm.group(1), hour, pm.group(3));
    }
    Matcher colon = CLOCK_COLON.matcher(text);
    while (colon.find()) {
      int group = colon.group(2) == null ? 4 : 1;
      clock(
          found,
          colon,
          colon.group(group),
          Integer.parseInt(colon.group(group + 1)),
          colon.group(group + 2));
    }
    Matcher hours = CLOCK_HOURS.matcher(text);
    while (hours.find()) {
      clock(found, hours, hours.group(1), Integer.parseInt(hours.group(2)), null);
    }
  }

  private static void clock(
      List<Figure> found,
      Matcher match,
      @Nullable String before,
      int hour,
      @Nullable String minute) {
    Clock.Around around =
        before == null
            ? Clock.Around.NONE
            : before.toLowerCase(Locale.ROOT).matches("à|at|a las?")
                ? Clock.Around.AT
                : Clock.Around.ABOUT;
    add(
        found,
        match.start(),
        match.end(),
        around == Clock.Around.NONE ? Slot.Kind.NUMBER : Slot.Kind.ADVERB,
        new Clock(around, hour, minute == null ? -1 : Integer.parseInt(minute)));
  }

  private static void ordinals(String text, String language, List<Figure> found) {
    Pattern pattern = ORDINALS.get(language);
    if (pattern == null) {
      return;
    }
    Matcher ordinals = pattern.matcher(text);
    while (ordinals.find()) {
      add(
          found,
          ordinals.start(),
          ordinals.end(),
          Slot.Kind.NUMBER,
          new Ordinal(ordinals.group(1)));
    }
  }

  private static void amounts(String text, String language, List<Figure> found) {
    Matcher amounts = requireNonNull(AMOUNTS.get(language)).matcher(text);
    while (amounts.find()) {
      String written = amounts.group(1);
      String whole = written.replaceAll("\\D", "");
      String fraction = amounts.group(2) == null ? "" : amounts.group(2);
      amount(
          text,
          amounts.start(),
          amounts.end(),
          new Amount(whole, fraction, written.length() > whole.length()),
          found);
    }
  }

  private static void amount(String text, int begin, int end, Amount amount, List<Figure> found) {
    Matcher before = SIGN_BEFORE.matcher(text).region(0, begin);
    Matcher after = SIGN_AFTER.matcher(text).region(end, text.length());
    if (after.lookingAt()) {
      add(found, begin, after.end(), Slot.Kind.NUMBER, new Money(amount, after.group(1)));
    } else if (before.find()) {
      add(found, before.start(), end, Slot.Kind.NUMBER, new Money(amount, before.group(1)));
    }
    add(found, begin, end, Slot.Kind.NUMBER, amount);
  }
}
