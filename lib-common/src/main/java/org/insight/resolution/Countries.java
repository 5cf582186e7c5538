package org.insight.resolution;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.insight.resolution.names.PersonNames;

/** ISO 3166-1 codes of countries, by code of two or three letters or by name in four languages. */
final class Countries {

  private static final Map<String, String> CODES = codes();

  private Countries() {}

  /** The alpha-2 code in lower case; the folded text if it names no country that is known. */
  static String code(String country) {
    String folded = PersonNames.fold(country);
    return CODES.getOrDefault(folded, folded);
  }

  private static Map<String, String> codes() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOCountries()) {
      String alpha2 = code.toLowerCase(Locale.ROOT);
      Locale country = new Locale("", code);
      for (String language : new String[] {"fr", "en", "es", "ar"}) {
        codes.put(
            PersonNames.fold(country.getDisplayCountry(Locale.forLanguageTag(language))), alpha2);
      }
      codes.put(country.getISO3Country().toLowerCase(Locale.ROOT), alpha2);
    }
    for (String code : Locale.getISOCountries()) {
      codes.put(code.toLowerCase(Locale.ROOT), code.toLowerCase(Locale.ROOT));
    }
    codes.putAll(Map.of("uk", "gb", "usa", "us", "russia", "ru", "d", "de", "rks", "xk"));
    return Map.copyOf(codes);
  }
}
