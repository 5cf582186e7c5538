package org.insight.jobs.mentions;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ISO 3166-1 codes and names of countries. */
final class Countries {

  private static final Set<String> ALPHA2 =
      Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));
  private static final Map<String, String> BY_ALPHA3 = byAlpha3();

  /** In the four languages, and those that are mostly written short. */
  private static final Set<String> NAMES = names();

  /**
   * Codes of ICAO Doc 9303 part 3, section 5, that are of no country: of organisations, of
   * stateless persons and refugees, and of specimens.
   */
  private static final Set<String> OF_NO_COUNTRY =
      Set.of(
          "EUE", "UNA", "UNK", "UNO", "UTO", "XBA", "XCC", "XCE", "XCO", "XDC", "XEC", "XES", "XIM",
          "XMP", "XOM", "XPO", "XXA", "XXB", "XXC", "XXX");

  private Countries() {}

  /** Whether documents are issued or persons described under a code that is of no country. */
  static boolean ofNoCountry(String code) {
    return OF_NO_COUNTRY.contains(code);
  }

  /** The alpha-2 code for one of two or three letters in any case; null for anything else. */
  static @Nullable String alpha2(@Nullable String code) {
    if (code == null) {
      return null;
    }
    String upper = code.strip().toUpperCase(Locale.ROOT);
    return isAlpha2(upper) ? upper : BY_ALPHA3.get(upper);
  }

  static boolean isAlpha2(String code) {
    return ALPHA2.contains(code) || code.equals("XK");
  }

  /**
   * Whether words are the name of a country in one of the four languages. Codes are other words
   * too, as LA, ST and NE.
   */
  static boolean isName(String words) {
    return NAMES.contains(Folding.fold(words));
  }

  private static Set<String> names() {
    Set<String> names = new HashSet<>(Set.of("uk", "usa"));
    for (String code : ALPHA2) {
      for (String language : new String[] {"fr", "en", "es", "ar"}) {
        names.add(
            Folding.fold(new Locale("", code).getDisplayCountry(Locale.forLanguageTag(language))));
      }
    }
    return Set.copyOf(names);
  }

  private static Map<String, String> byAlpha3() {
    Map<String, String> map = new HashMap<>();
    for (String code : ALPHA2) {
      map.put(new Locale("", code).getISO3Country(), code);
    }
    // ICAO Doc 9303 part 3: codes of machine readable documents that are not of ISO 3166-1.
    map.put("D", "DE");
    map.put("GBD", "GB");
    map.put("GBN", "GB");
    map.put("GBO", "GB");
    map.put("GBP", "GB");
    map.put("GBS", "GB");
    map.put("RKS", "XK");
    return Map.copyOf(map);
  }
}
