package org.insight.jobs.text;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.insight.core.StreamSafeText;
import org.insight.jobs.landing.mapping.Digits;

/**
 * The date of what a document reports: the first date in its first lines that is neither a date of
 * birth nor an expiry. Reports of the four languages carry it in their head.
 *
 * <p>Read are year-month-day, day-month-year (also with the month in words in French, English,
 * Spanish or Arabic, between blanks, hyphens or slashes) and month-day-year where it cannot be
 * anything else, in European or Arabic digits, of the years 1970 to 2099.
 */
public final class DocumentDate {

  private static final int LINES = 20;
  private static final int CHARACTERS = 3_000;
  private static final int WORDS_BEFORE = 32;

  /** The name of a paper, its number, and that it was issued; or a place of birth. */
  private static final int PAPER_BEFORE = 80;

  private static final Map<String, Integer> MONTHS = months();

  private static final Pattern NUMERIC =
      Pattern.compile(
          "(?<![\\d/.-])(?:(?<y>\\d{4})([-/.])(?<m>\\d{1,2})\\2(?<d>\\d{1,2})"
              + "|(?<a>\\d{1,2})([-/.])(?<b>\\d{1,2})\\6(?<c>\\d{4}))(?![\\d/-]|\\.\\d)");

  /** Four of the Mashriq's have two words. */
  private static final String MONTH =
      "(?:كانون|تشرين)\\s(?:ال[أا]ول|الثان[يى])|\\p{L}[\\p{L}.]{1,11}";

  private static final Pattern WORDED =
      Pattern.compile(
          "(?iu)(?<!\\d)(?<d>\\d{1,2})(?:er|st|nd|rd|th|º|°)?\\s{1,2}(?:de\\s|of\\s)?\\s?"
              + ("(?<m>" + MONTH + ")")
              + "(?:\\s?/\\s?\\p{L}{3,9})?[,،]?\\s{1,2}(?:de\\s|del\\s)?(?<y>\\d{4})(?!\\d)"
              + "|(?<m2>\\p{L}{3,9})\\s(?<d2>\\d{1,2})(?:st|nd|rd|th)?,\\s(?<y2>\\d{4})(?!\\d)"
              + "|(?<![\\d/.-])(?<d3>\\d{1,2})(?<tie>[-/])"
              + ("(?<m3>" + MONTH + ")")
              + "\\k<tie>(?<y3>\\d{4})(?![\\d/-])");

  /** Of birth: né(e) le, né à, born, nació, F. nac., ولد, مواليد, المزداد. */
  private static final String BIRTH =
      "(?<!\\p{L})(?:n(?:ée?|ee)s?(?:\\(e\\))?|ne\\(e\\)|(?-i:NE))\\s(?:le|en|au|[àa])(?!\\p{L})"
          + "|(?<!\\p{L})naiss|(?-i:(?<=\\p{Ll})Naiss)|birth|(?<!\\p{L})born(?!\\p{L})"
          + "|(?<!\\p{L})d\\.?\\s?o\\.?\\s?b(?!\\p{L})|(?<!\\p{L})[df]\\.?d\\.?n(?!\\p{L})"
          + "|(?<!\\p{L})naci(?:[dmó]|o(?!\\p{L}))|(?<!\\p{L})f(?:ec(?:ha)?)?\\.?\\s?(?:de\\s)?nac(?!\\p{L})"
          + "|(?<!\\p{L})(?:[وفبل]?(?:ال)?(?:مولود|مواليد|ميلاد|مزداد|ازدياد)|[وف]?ولدت?(?!\\p{L}))";

  /**
   * Until when a paper is valid: expire le, vence, válido hasta, صالح حتى. Who validated a report
   * did so on its day.
   */
  private static final String EXPIRY =
      "expir|(?:(?<!\\p{L})|(?-i:(?<=\\p{Ll})(?=V)))v[aá]lid(?:e|es|o|os|a|as|it[ée]|ity|ez)?"
          + "(?:(?![\\p{L}\\p{M}])|(?-i:(?<=\\p{Ll})(?=\\p{Lu})))|valable|caduc|(?<!\\p{L})venc[ei]"
          + "|انتهاء|(?<!\\p{L})[وفبل]?(?:ال)?صلاحي(?!ات)|(?<!\\p{L})[وف]?(?:ال)?صالحة?\\s(?:حتى|[إا]لى|لغاية)";

  /** Of a person's paper; where a report says alone when it was issued, that is its date. */
  private static final Pattern ISSUE =
      Pattern.compile(
          "(?iu)(?<!\\p{L})(?:passe?ports?|pasaportes?|carte|card|tarjeta|cni|dni|permis|licen[cs]e|licencia|جواز|بطاقة|رخصة)"
              + "(?!\\p{L})[^\\n]{0,40}?(?:délivr|delivr|issued|[ée]mise?\\s|expedid|emitid|صادر|مسلم)[^\\n\\d]*$");

  /**
   * A label may end the line before its date, as in the cells of a table; what answers it in its
   * own line has no more to do with the next one.
   */
  private static final Pattern OTHER_DATE =
      Pattern.compile(
          "(?iu)(?:"
              + BIRTH
              + "|"
              + EXPIRY
              + ")(?:[^\\n\\d]*\\z|\\p{L}*(?:[ \\t]\\p{L}+){0,2}[ \\t]*:?[ \\t]*\\n\\s*\\z)");

  /** Born in a place of some length: né à Villeneuve-d'Ascq (Nord), France, le. */
  private static final Pattern BORN_AT =
      Pattern.compile(
          "(?iu)(?<!\\p{L})(?:n(?:ée?|ee)s?(?:\\(e\\))? (?:[àa]|aux?|en)|born (?:in|at)"
              + "|naci(?:d[oa]|ó) (?:a|en)) "
              // Each word whole, or capitals would be taken apart in all ways.
              + "(?:[(,]? ?+(?-i:\\p{Lu})[\\p{L}'’()-]*+[,)]*+ ?+"
              + "|(?:d[eu]|des|del|las?|les?|los|el|l|sur|sous|en|of|and|the)[ '’])++"
              + "(?:on )?\\z");

  private DocumentDate() {}

  /** The date of a text as {@link DocumentText} cleans it; empty where none is in its head. */
  public static Optional<LocalDate> inText(String text) {
    String head = Digits.western(head(text));
    return Stream.concat(numeric(head), worded(head))
        .min(Comparator.comparingInt(Found::at))
        .map(Found::date);
  }

  /** Whether a word is a month's name in one of the four languages. */
  public static boolean isMonth(String word) {
    return MONTHS.containsKey(fold(word));
  }

  private static Stream<Found> numeric(String head) {
    return NUMERIC
        .matcher(head)
        .results()
        .flatMap(
            r -> {
              Matcher m = NUMERIC.matcher(r.group());
              if (!m.matches() || !isOfTheReport(head, r.start())) {
                return Stream.empty();
              }
              Optional<LocalDate> date =
                  m.group("y") != null
                      ? date(m.group("y"), m.group("m"), m.group("d"))
                      : date(m.group("c"), m.group("b"), m.group("a"))
                          .or(() -> date(m.group("c"), m.group("a"), m.group("b")));
              return date.stream().map(d -> new Found(r.start(), d));
            });
  }

  private static Stream<Found> worded(String head) {
    return WORDED
        .matcher(head)
        .results()
        .flatMap(
            r -> {
              Matcher m = WORDED.matcher(r.group());
              if (!m.matches() || !isOfTheReport(head, r.start())) {
                return Stream.empty();
              }
              String form = m.group("m") != null ? "" : m.group("m2") != null ? "2" : "3";
              Integer month = MONTHS.get(fold(m.group("m" + form)));
              if (month == null) {
                return Stream.empty();
              }
              return date(m.group("y" + form), month.toString(), m.group("d" + form)).stream()
                  .map(d -> new Found(r.start(), d));
            });
  }

  private static boolean isOfTheReport(String head, int at) {
    // What is before the words is seen, or a part of one were a word.
    return !stands(OTHER_DATE, head, at - WORDS_BEFORE, at)
        && !stands(BORN_AT, head, at - PAPER_BEFORE, at)
        && !stands(ISSUE, head, at - PAPER_BEFORE, at);
  }

  private static boolean stands(Pattern words, String head, int from, int to) {
    return words.matcher(head).region(Math.max(0, from), to).useTransparentBounds(true).find();
  }

  private static Optional<LocalDate> date(String year, String month, String day) {
    int y = Integer.parseInt(year);
    if (y < 1970 || y > 2099) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.of(y, Integer.parseInt(month), Integer.parseInt(day)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String head(String text) {
    int end = 0;
    for (int line = 0; line < LINES && end < Math.min(text.length(), CHARACTERS); line++) {
      int next = text.indexOf('\n', end);
      end = next < 0 ? text.length() : next + 1;
    }
    return text.substring(0, Math.min(end, Math.min(text.length(), CHARACTERS)));
  }

  private static Map<String, Integer> months() {
    // Maghreb, Mauritania, Egypt and Mashriq name the months differently.
    String[] names = {
      "janvier janv jan january enero ene يناير جانفي كانون_الثاني",
      "fevrier fev fevr february feb febrero فبراير فيفري شباط",
      "mars march mar marzo مارس اذار آذار",
      "avril avr april apr abril abr ابريل أبريل افريل أفريل نيسان",
      "mai may mayo مايو ماي ايار أيار",
      "juin june jun junio يونيو يونيه جوان حزيران",
      "juillet juil july jul julio يوليو يوليه يوليوز جويلية تموز",
      "aout august aug agosto ago اغسطس أغسطس اوت أوت آب غشت أغشت",
      "septembre sept sep september septiembre setiembre سبتمبر ايلول أيلول شتنبر شتمبر",
      "octobre oct october octubre اكتوبر أكتوبر تشرين_الأول",
      "novembre nov november noviembre نوفمبر نونبر تشرين_الثاني",
      "decembre dec december diciembre dic ديسمبر دجنبر دجمبر كانون_الأول"
    };
    Map<String, Integer> map = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      for (String name : names[i].split(" ")) {
        map.put(fold(name.replace('_', ' ')), i + 1);
      }
    }
    return Map.copyOf(map);
  }

  private static String fold(String word) {
    return StreamSafeText.normalize(word, Normalizer.Form.NFD)
        .replaceAll("[\\p{M}.]", "")
        .toLowerCase(Locale.ROOT)
        .replace('ى', 'ي');
  }

  private record Found(int at, LocalDate date) {}
}
