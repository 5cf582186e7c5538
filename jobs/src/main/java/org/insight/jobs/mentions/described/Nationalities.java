package org.insight.jobs.mentions.described;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.insight.jobs.mentions.Folding;
import org.jspecify.annotations.Nullable;

/** Adjectives of nationality and names of countries, by ISO 3166-1 alpha-2 code. */
final class Nationalities {

  private static final Map<String, String> ADJECTIVES = adjectives();
  private static final Map<String, String> COUNTRIES = countries();

  private Nationalities() {}

  private static Map<String, String> adjectives() {
    Map<String, String> map = new HashMap<>();
    CueWords.lists("reading/nationalities.yaml")
        .forEach((code, words) -> words.forEach(word -> map.put(Folding.fold(word), code)));
    return Map.copyOf(map);
  }

  private static Map<String, String> countries() {
    Map<String, String> map = new HashMap<>();
    for (String code : Locale.getISOCountries()) {
      for (String language : List.of("fr", "en", "es", "ar")) {
        map.put(
            Folding.fold(new Locale("", code).getDisplayCountry(Locale.forLanguageTag(language))),
            code);
      }
    }
    return Map.copyOf(map);
  }

  /** The code for an adjective; null for any other word. */
  static @Nullable String adjective(String folded) {
    String code = ADJECTIVES.get(folded);
    return code == null && folded.startsWith("ال") ? ADJECTIVES.get(folded.substring(2)) : code;
  }

  /** The code for a country's name of one word; null for any other word. */
  static @Nullable String country(String folded) {
    return COUNTRIES.get(folded);
  }
}
