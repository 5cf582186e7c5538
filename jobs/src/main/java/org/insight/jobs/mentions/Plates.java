package org.insight.jobs.mentions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Number plates: in forms that one country alone uses, or introduced by a word. The value is the
 * country, where known, and the plate's letters and digits.
 *
 * <p>A plate names no vehicle: it goes to another one, of the same holder (BE) or of whoever comes
 * next (GB, DE). So it is never strong, and links.
 */
final class Plates {

  /** Letters of plates of France and Italy leave out I, O, Q and U. */
  private static final String L = "[A-HJ-NP-TV-Z]";

  private static final List<Map.Entry<String, Pattern>> FORMS =
      List.of(
          form("FR", L + "{2}-\\d{3}-" + L + "{2}"),
          form("ES", "\\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}"),
          form("GB", "[A-HJ-PR-Y][A-HJ-PR-Y]\\d{2} ?[A-HJ-PR-Z]{3}"),
          form("BE", "[1-9]-[A-Z]{3}-\\d{3}"),
          form("DE", "[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} \\d{1,4}"),
          form("MA", "\\d{1,5} ?[-|] ?[أابدهوطي]\u0640? ?[-|] ?\\d{1,2}"),
          form("MA", "\\d{4,5}-[ABDHWT]-\\d{1,2}"),
          form("DZ", "\\d{5}-[1-9]\\d{2}-(?:0[1-9]|[1-5]\\d)"),
          form("TN", "\\d{1,3} ?(?:تونس|TUN|TU) ?\\d{1,4}"));

  private static final Pattern YEAR_AND_WORD = Pattern.compile("(?:19|20)\\d{2} [A-Z]{3}");
  private static final Pattern NUMBER_AND_LETTERS = Pattern.compile("\\d{4}[ -]?[A-Z]{3}");

  /**
   * A code of IATA before a flight's number. Letters and digits are as often a model (Audi A4), so
   * of those only such as no model is called; VW, MG and DS are makes, and ES is the plate's own.
   */
  private static final Pattern AIRLINE =
      Pattern.compile("(?<![\\p{L}\\p{N}])(?!VW|MG|DS|ES)(?:[A-Z]{2}|\\d[A-Z]|U2|V7|W[46]) ");

  /** Parties and a year, as EU-US 2024. */
  private static final Pattern AGREEMENT = Pattern.compile(".*-.* (?:19|20)\\d{2}");

  /**
   * Two letters and a blank are of the plate, as of BE 123 CD in France: a colon parts countries.
   */
  private static final String NUMBER =
      "(?iu:\\s?(?:n\\s?[°ºo]\\.?|no\\.?|number|n[úu]m(?:ero)?\\.?|رقم))?\\s?:?\\s{0,2}"
          + "(?:(?<cc>[A-Z]{2}):\\s?)?(?<n>[A-Z0-9](?:[ -]?[A-Z0-9]){3,9})(?![\\p{L}\\p{N}])"
          // With an Arabic letter behind it, it is a part of another one.
          + "(?!\\s?[-|/]?\\s?[\\p{IsArabic}&&\\p{L}]\u0640?(?!\\p{L}))"
          + "(?:\\s?\\((?<after>[A-Z]{2,3})\\))?";

  private static final Pattern INTRODUCED =
      Pattern.compile(
          "(?iu:plaques?(?:\\sd['’]immatriculation)?|immatricul[ée]e?s?|immatriculation|immat\\."
              + "|(?:number|licen[cs]e|registration)\\splates?|\\bplates?|\\breg\\.|vehicle\\sregistration"
              + "|matr[íi]culas?|placas?|matriculado"
              + "|(?:ال)?لوحة(?:\\sالتسجيل)?(?:\\sرقم)?|رقم\\sاللوحة|ترقيم)"
              + NUMBER);

  /** What introduces a plate need not stand right before it: words may be between. */
  private static final Pattern BEHIND_WORDS = Pattern.compile(NUMBER);

  /** A district of Germany, letters and a number: M-AB 1234 is Munich's, MA-B 1234 Mannheim's. */
  private static final Pattern GERMAN =
      Pattern.compile(
          "(?<district>\\p{L}{1,3})[^\\p{L}\\p{N}]+(?<letters>\\p{L}{1,2}[^\\p{L}\\p{N}]*\\d.*)",
          Pattern.DOTALL);

  /** What stands between its two numbers is the same word in two scripts, or short for it. */
  private static final Pattern TUNISIAN = Pattern.compile("^(\\d{1,3})(?:تونس|TUN?)(\\d{1,4})$");

  private Plates() {}

  /**
   * How a plate is compared: its letters and digits, in Germany with a hyphen behind the district
   * where that is told. Where it is not, as in MAB 1234, the plate may be of either of two, and is
   * compared with what is written likewise: a link too few, not one to a stranger's car.
   */
  static String value(String written, @Nullable String country) {
    if (country == null) {
      return Numbers.bare(written);
    }
    if (country.equals("MA")) {
      // The letter by itself is drawn out, and its hamza left out, by some.
      return "MA:" + Numbers.bare(written.replace("\u0640", "").replace('ا', 'أ'));
    }
    if (country.equals("TN")) {
      return "TN:" + TUNISIAN.matcher(Numbers.bare(written)).replaceFirst("$1TUN$2");
    }
    Matcher german = GERMAN.matcher(written.strip());
    return country.equals("DE") && german.matches()
        ? "DE:"
            + Numbers.bare(german.group("district"))
            + "-"
            + Numbers.bare(german.group("letters"))
        : country + ":" + Numbers.bare(written);
  }

  static void find(String text, List<FoundIdentifier> found) {
    List<FoundIdentifier> here = new ArrayList<>();
    List<FoundIdentifier> doubtful = new ArrayList<>();
    for (Map.Entry<String, Pattern> form : FORMS) {
      Matcher m = form.getValue().matcher(text);
      while (m.find()) {
        FoundIdentifier plate = plate(m.start(), m.group(), form.getKey());
        (isDoubtful(text, plate) ? doubtful : here).add(plate);
      }
    }
    Matcher m = INTRODUCED.matcher(text);
    for (int from = 0; m.find(from); ) {
      int start =
          m.group("cc") == null
              ? IntroducedStart.behindWords(text, m.start("n"), m.end("n"))
              : m.start("n");
      if (start == m.start("n")) {
        from = addIntroduced(text, m, false, doubtful, here);
        continue;
      }
      Matcher behind = BEHIND_WORDS.matcher(text).region(start, text.length());
      from = behind.lookingAt() ? addIntroduced(text, behind, true, doubtful, here) : start;
    }
    found.addAll(here);
  }

  /**
   * @return where the text goes on
   */
  private static int addIntroduced(
      String text,
      Matcher m,
      boolean behindWords,
      List<FoundIdentifier> doubtful,
      List<FoundIdentifier> here) {
    String prefix = m.group("cc");
    String country = Countries.alpha2(prefix);
    int begin = prefix != null && country == null ? m.start("cc") : m.start("n");
    int end = IntroducedEnd.of(IdentifierKind.PLATE, text, begin, m.end("n"));
    String raw = text.substring(begin, end);
    boolean whole = end == m.end("n");
    if (country == null && whole) {
      country = Countries.alpha2(m.group("after"));
    }
    String bare = Numbers.bare(raw);
    boolean plausible =
        bare.length() >= 4
            && bare.chars().anyMatch(Character::isDigit)
            && !Numbers.isPlaceholder(bare)
            && !IntroducedStart.leadsElsewhere(text, begin, end)
            && (!behindWords
                || IntroducedStart.isWholeBehindWords(IdentifierKind.PLATE, text, begin, end));
    FoundIdentifier plate = asItsForm(plate(begin, raw, country), doubtful);
    if (plausible && here.stream().noneMatch(plate::overlaps)) {
      here.add(plate);
    }
    return whole ? m.end() : end;
  }

  /** What is no plate unless a word says so. */
  private static boolean isDoubtful(String text, FoundIdentifier plate) {
    return isNumberAndWord(plate.raw())
        || ("ES".equals(plate.country()) && isFlight(text, plate.begin()))
        || ("DE".equals(plate.country()) && AGREEMENT.matcher(plate.raw()).matches());
  }

  /** As VY 6245 BCN, of an airline to an airport. */
  private static boolean isFlight(String text, int number) {
    return AIRLINE
        .matcher(text)
        .region(Math.max(0, number - 3), number)
        .useTransparentBounds(true)
        .matches();
  }

  /** As "2024 DNS", "1430 HRS" and "5000 GBP". */
  private static boolean isNumberAndWord(String plate) {
    return YEAR_AND_WORD.matcher(plate).matches()
        || (NUMBER_AND_LETTERS.matcher(plate).matches()
            && Units.isUnit(plate.substring(plate.length() - 3)));
  }

  /** A plate that a word introduces, with the country of its form where it names none. */
  private static FoundIdentifier asItsForm(FoundIdentifier plate, List<FoundIdentifier> forms) {
    return plate.country() != null
        ? plate
        : forms.stream()
            .filter(f -> f.begin() == plate.begin() && f.end() == plate.end())
            .findFirst()
            .orElse(plate);
  }

  private static FoundIdentifier plate(int begin, String raw, @Nullable String country) {
    return new FoundIdentifier(
        begin,
        begin + raw.length(),
        IdentifierKind.PLATE,
        value(raw, country),
        raw,
        country,
        false,
        false);
  }

  private static Map.Entry<String, Pattern> form(String country, String form) {
    return Map.entry(
        country,
        Pattern.compile("(?<![\\p{L}\\p{N}/.-])(?:" + form + ")(?![\\p{L}\\p{N}]|[-/]\\d)"));
  }
}
