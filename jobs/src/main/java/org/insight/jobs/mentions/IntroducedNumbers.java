package org.insight.jobs.mentions;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that a word of one of the four languages introduces: "passeport n° 12AB34567", "DNI
 * 53182764W", "جواز سفر رقم A1234509". A country stands before the number as "FR:" or after it in
 * parentheses as "(FR)"; without one the number does not name a person alone and is not strong. The
 * abbreviation of a kind of card, as "CC:", is no country.
 */
final class IntroducedNumbers {

  private static final String LINK =
      "(?:\\s?(?:n\\.?\\s?[°ºo]s?\\.?|nos?\\.?|num(?:[ée]ro|ber)?\\.?|n[úu]m(?:ero)?\\.?|nr\\.?|رقم|ذ?و الرقم"
          // Before a colon and a number they are the country.
          + "|(?-i:(?!(?:IS|ES):[A-Z0-9]))(?:is|est|es)))?\\s?[:#=]?\\s{0,2}";
  private static final String GROUPS = "[A-Z0-9](?:[ -]?[A-Z0-9]){4,19}";

  /** With points, as in Spain and Colombia, and a letter before it, as in Venezuela. */
  private static final String WITH_POINTS =
      "(?:[VEJ]-)?\\d{1,3}(?:\\.\\d{3}){1,3}(?:-?[A-Z])?(?!\\.\\d)";

  private static final String PASSPORT_NUMBER = number(GROUPS);
  private static final String NATIONAL_NUMBER = number(WITH_POINTS + "|" + GROUPS);

  /** D.N.I., N.I.E., N.I.F. */
  private static final String WITH_STOPS = "d\\.\\s?n\\.\\s?i|n\\.\\s?i\\.\\s?[ef]";

  private static final Pattern PASSPORT =
      Pattern.compile(
          "(?iu:passe?ports?|pasaportes?|psspt|جواز(?:\\s(?:ال)?سفر)?)"
              + "(?iu:\\s\\p{L}{4,14})?(?iu:"
              + LINK
              + ")"
              + PASSPORT_NUMBER);

  private static final Pattern NATIONAL_ID =
      Pattern.compile(
          "(?iu:\\b(?:cni|cnie|cin|dni|nie|nif|c[ée]dula(?:\\sde\\s(?:identidad|ciudadan[íi]a|extranjer[íi]a))?)\\b"
              + "|\\b(?:"
              + WITH_STOPS
              + ")\\b\\.?|carte\\s(?:nationale\\s)?d['’]identit[ée]"
              + "|(?:national\\s)?identity\\s(?:card|number)|national\\sid(?:entification)?|\\bid\\scard"
              + "|documento\\s(?:nacional\\s)?de\\sidentidad|num[ée]ro\\snational"
              + "|(?:رقم\\s)?(?:ال)?هوية(?:\\sالوطنية)?|بطاقة\\s(?:ال)?(?:تعريف|هوية|وطنية)(?:\\sالوطنية)?"
              + "(?:\\sللتعريف)?(?:\\s(?:ال)?[إا]لكترونية)?"
              + "|(?:ال)?رقم\\s(?:ال)?(?:وطني|قومي))(?iu:"
              + LINK
              + ")"
              + NATIONAL_NUMBER);

  /** What introduces a number need not stand right before it: words may be between. */
  private static final Pattern BEHIND_WORDS =
      Pattern.compile("(?iu:" + LINK + ")" + NATIONAL_NUMBER);

  /**
   * Short for identity (document), cédula de ciudadanía, cédula or carte d'identité, national id.
   */
  private static final Set<String> KINDS_OF_CARDS = Set.of("ID", "CC", "CI", "NI");

  /** Short for number, and codes of Norway and Nauru. */
  private static final Set<String> NUMBERS = Set.of("NO", "NR");

  private static final Pattern SPANISH =
      Pattern.compile(
          "(?iu:dni|nie|nif|" + WITH_STOPS + "|documento\\snacional\\sde\\sidentidad)\\b");

  private static final Pattern DNI = Pattern.compile("(?:\\d{8}|[XYZ]\\d{7})[A-Z]");
  private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

  /**
   * Passports of today have seven characters or more, and so have cards. Shorter numbers are broken
   * off or of a time or an office that counted for itself, and a country has several of each.
   */
  private static final int LEAST = 7;

  /** What is behind two letters that are a series has seven characters at most. */
  private static final int LEAST_BEHIND_A_BLANK = 8;

  private IntroducedNumbers() {}

  /**
   * @param forms of the number itself
   */
  private static String number(String forms) {
    return "(?:(?<cc>[A-Z]{2})[: ]\\s?)?(?<n>"
        + forms
        + ")(?![\\p{L}\\p{N}])"
        // Before a sign for what is hidden it is not whole.
        + "(?!-?[*\u2022\u25cf]|[?\u2026][\\p{L}\\p{N}?\u2026])"
        + "(?:\\s?\\((?<after>[A-Z]{2,3})\\))?";
  }

  static void passports(String text, List<FoundIdentifier> found) {
    find(PASSPORT, IdentifierKind.PASSPORT, text, found);
  }

  static void nationalIds(String text, List<FoundIdentifier> found) {
    find(NATIONAL_ID, IdentifierKind.NATIONAL_ID, text, found);
  }

  private static void find(
      Pattern pattern, IdentifierKind kind, String text, List<FoundIdentifier> found) {
    Matcher m = pattern.matcher(text);
    for (int from = 0; m.find(from); ) {
      int first = first(text, m);
      boolean named = m.group("cc") != null && first == m.start("n");
      int start = named ? first : IntroducedStart.behindWords(text, first, m.end("n"));
      if (start == first) {
        from = add(kind, text, m.group(), m, false, found);
        continue;
      }
      Matcher behind = BEHIND_WORDS.matcher(text).region(start, text.length());
      from = behind.lookingAt() ? add(kind, text, m.group(), behind, true, found) : start;
    }
  }

  /** Of the letters and digits behind what introduces them; two letters and a colon come before. */
  private static int first(String text, Matcher m) {
    boolean letters = m.group("cc") != null && text.charAt(m.end("cc")) != ':';
    return letters ? m.start("cc") : m.start("n");
  }

  /**
   * @param introduced the number with the word before it, for what that word says of it
   * @return where the text goes on
   */
  private static int add(
      IdentifierKind kind,
      String text,
      String introduced,
      Matcher m,
      boolean behindWords,
      List<FoundIdentifier> found) {
    String prefix = m.group("cc");
    boolean card = isKindOfCard(prefix, kind) || isNumber(text, m);
    String country = card || isSeries(kind, text, m) ? null : Countries.alpha2(prefix);
    int begin = prefix != null && country == null && !card ? m.start("cc") : m.start("n");
    int end = IntroducedEnd.of(kind, text, begin, m.end("n"));
    String raw = text.substring(begin, end);
    boolean whole = end == m.end("n");
    if (country == null && whole) {
      country = Countries.alpha2(m.group("after"));
    }
    // Other countries have a DNI too, but none with that letter.
    if (country == null && SPANISH.matcher(introduced).lookingAt() && isDni(Numbers.bare(raw))) {
      country = "ES";
    }
    boolean other =
        IntroducedStart.leadsElsewhere(text, first(text, m), end)
            || (behindWords && !IntroducedStart.isWholeBehindWords(kind, text, begin, end));
    FoundIdentifier id = other ? null : number(kind, begin, raw, country);
    if (id != null) {
      found.add(id);
    }
    return whole ? m.end() : end;
  }

  /**
   * Whether two letters and a blank before a number are of the number, as BE 823456 of a card of
   * Morocco, EH 123456 of a passport of Belgium and CA 12345 AA of a card of Italy, which are no
   * country's. One that begins with a letter has its series.
   */
  private static boolean isSeries(IdentifierKind kind, String text, Matcher m) {
    if (m.group("cc") == null || text.charAt(m.end("cc")) == ':') {
      return false;
    }
    int begin = m.start("n");
    int end = IntroducedEnd.of(kind, text, begin, m.end("n"));
    return Character.isDigit(text.charAt(begin))
        && Numbers.bare(text.substring(begin, end)).length() < LEAST_BEHIND_A_BLANK;
  }

  /**
   * Whether two letters are short for number, as in "PASSPORT: NO 533401372"; NO:533401372 is not.
   */
  private static boolean isNumber(String text, Matcher m) {
    return m.group("cc") != null
        && NUMBERS.contains(m.group("cc"))
        && text.charAt(m.start("n") - 1) != ':';
  }

  private static boolean isKindOfCard(@Nullable String prefix, IdentifierKind kind) {
    return kind == IdentifierKind.NATIONAL_ID
        ? prefix != null && KINDS_OF_CARDS.contains(prefix)
        : "ID".equals(prefix);
  }

  /**
   * The identifier that a written number is; null for placeholders, what is too short and what is
   * not whole. What may be a remark, as "lost 2019", names nobody.
   *
   * @param country of whose numbers it is; that the letter of a Spanish one fits does not say so,
   *     for of others one in 23 fits too
   */
  static @Nullable FoundIdentifier number(
      IdentifierKind kind, int begin, String raw, @Nullable String country) {
    String number = Numbers.bare(Numbers.withoutFraction(raw));
    if (number.length() < 5
        || Numbers.isMasked(raw)
        || Numbers.isPlaceholder(number)
        || number.chars().filter(c -> c >= '0' && c <= '9').count() < 2) {
      return null;
    }
    boolean checked = kind == IdentifierKind.NATIONAL_ID && "ES".equals(country) && isDni(number);
    return new FoundIdentifier(
        begin,
        begin + raw.length(),
        kind,
        country == null ? number : country + ":" + number,
        raw,
        country,
        checked,
        country != null
            && Numbers.withoutLeadingZeros(number) >= LEAST
            && !Numbers.isCut(number)
            && !Remarks.isIn(raw));
  }

  /** Spanish DNI and NIE: the letter is the number modulo 23 (Real Decreto 1553/2005). */
  static boolean isDni(String number) {
    if (!DNI.matcher(number).matches()) {
      return false;
    }
    String digits = number.substring(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2');
    return DNI_LETTERS.charAt(Integer.parseInt(digits) % 23) == number.charAt(8);
  }
}
