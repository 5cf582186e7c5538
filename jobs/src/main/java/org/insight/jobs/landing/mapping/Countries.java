package org.insight.jobs.landing.mapping;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.insight.core.StreamSafeText;

/** ISO 3166-1 alpha-2 codes of country names as official lists write them. */
final class Countries {

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NOT_LETTERS = Pattern.compile("[^a-z]+");

  private static final Pattern CODE = Pattern.compile("[A-Z]{2}");

  /** What ISO 3166 leaves to whoever uses it: XX and ZZ mostly stand for no known country. */
  private static final Pattern OF_USERS = Pattern.compile("AA|Q[M-Z]|X[A-Z]|ZZ");

  /** One of them that is in common use for one country. */
  private static final String KOSOVO = "XK";

  /** Names that the JDK does not know, mostly the United Nations' long forms. */
  private static final Map<String, String> ODD =
      Map.ofEntries(
          Map.entry("Bahamas, The", "BS"),
          Map.entry("Bolivia (Plurinational State of)", "BO"),
          Map.entry("Bosnia and Herzegovina", "BA"),
          Map.entry("Burma", "MM"),
          Map.entry("Cape Verde", "CV"),
          Map.entry("China, Hong Kong Special Administrative Region", "HK"),
          Map.entry("Congo", "CG"),
          Map.entry("Congo, Democratic Republic of the", "CD"),
          Map.entry("Congo, Republic of the", "CG"),
          Map.entry("Cote d'Ivoire", "CI"),
          Map.entry("Czech Republic", "CZ"),
          Map.entry("Democratic People's Republic of Korea", "KP"),
          Map.entry("Democratic Republic of the Congo", "CD"),
          Map.entry("Hong Kong", "HK"),
          Map.entry("Iran (Islamic Republic of)", "IR"),
          Map.entry("Ivory Coast", "CI"),
          Map.entry("Kosovo", KOSOVO),
          Map.entry("Korea, North", "KP"),
          Map.entry("Korea, South", "KR"),
          Map.entry("Macau", "MO"),
          Map.entry("Macedonia", "MK"),
          Map.entry("Macedonia, The Former Yugoslav Republic of", "MK"),
          Map.entry("Man, Isle of", "IM"),
          Map.entry("Myanmar", "MM"),
          Map.entry("Palestinian", "PS"),
          Map.entry("Republic of Korea", "KR"),
          Map.entry("Republic of Moldova", "MD"),
          Map.entry("Russian Federation", "RU"),
          Map.entry("Saint Kitts and Nevis", "KN"),
          Map.entry("Saint Vincent and the Grenadines", "VC"),
          Map.entry("State of Palestine", "PS"),
          Map.entry("Swaziland", "SZ"),
          Map.entry("Syrian Arab Republic", "SY"),
          Map.entry("The Bahamas", "BS"),
          Map.entry("The Gambia", "GM"),
          Map.entry("Turkey", "TR"),
          Map.entry("Türkiye", "TR"),
          Map.entry("United Kingdom of Great Britain and Northern Ireland", "GB"),
          Map.entry("United Republic of Tanzania", "TZ"),
          Map.entry("United States of America", "US"),
          Map.entry("USA", "US"),
          Map.entry("UK", "GB"),
          Map.entry("Venezuela (Bolivarian Republic of)", "VE"),
          Map.entry("Viet Nam", "VN"),
          Map.entry("Virgin Islands, British", "VG"));

  /**
   * Codes that are not of ISO 3166-1: those of machine readable documents (ICAO Doc 9303 part 3),
   * and the European Union's of Kosovo and Greece.
   */
  private static final Map<String, String> OF_OTHERS =
      Map.of(
          "D", "DE", "GBD", "GB", "GBN", "GB", "GBO", "GB", "GBP", "GB", "GBS", "GB", "RKS", KOSOVO,
          "XKX", KOSOVO, "EL", "GR");

  private static final Map<String, String> CODES = codes();

  private Countries() {}

  /** The code of a name or of another code; the text itself where none is known. */
  static String code(String text) {
    String code = CODES.get(folded(text));
    return code == null ? text : code;
  }

  /** Whether a text is the code of a country, of today or of before. */
  static boolean isCode(String text) {
    return CODE.matcher(text).matches()
        && (text.equals(KOSOVO) || !OF_USERS.matcher(text).matches());
  }

  private static Map<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOCountries()) {
      Locale country = new Locale("", code);
      codes.put(folded(code), code);
      codes.put(folded(country.getISO3Country()), code);
      for (Locale language : new Locale[] {Locale.ENGLISH, Locale.FRENCH, new Locale("es")}) {
        codes.putIfAbsent(folded(country.getDisplayCountry(language)), code);
      }
    }
    ODD.forEach((name, code) -> codes.put(folded(name), code));
    OF_OTHERS.forEach((other, code) -> codes.put(folded(other), code));
    return codes;
  }

  private static String folded(String text) {
    String plain =
        MARKS.matcher(StreamSafeText.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    return NOT_LETTERS
        .matcher(plain.toLowerCase(Locale.ROOT).replace("&", "and"))
        .replaceAll(" ")
        .strip();
  }
}
