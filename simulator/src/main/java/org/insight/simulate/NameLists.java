package org.insight.simulate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.datafaker.Faker;

/**
 * Names of one locale, drawn from Datafaker once with a fixed seed: making a Faker for each person
 * would cost more than all else.
 */
record NameLists(List<String> women, List<String> men, List<String> families) {
  private static final Map<String, NameLists> KNOWN = new ConcurrentHashMap<>();
  private static final int DRAWS = 2_000;

  /** French and Italian lists of Datafaker do not tell women from men; these end like women's. */
  private static final Set<String> MEN_ENDING_IN_A_OR_E =
      Set.of(
          "Andrea",
          "Luca",
          "Nicola",
          "Mattia",
          "Elia",
          "Antoine",
          "Baptiste",
          "Maxime",
          "Alexandre",
          "Pierre",
          "Guillaume",
          "Jules",
          "Mathéo",
          "Théo",
          "Ange",
          "Eugène",
          "Philippe",
          "Ettore",
          "Salvatore",
          "Cesare",
          "Davide",
          "Michele",
          "Raffaele",
          "Samuele",
          "Gabriele",
          "Daniele",
          "Emanuele",
          "Giuseppe",
          "Simone",
          "Oreste",
          "Ercole",
          "Achille",
          "Dante",
          "Felice",
          "Pasquale",
          "Carmine",
          "Gioele",
          "Noe",
          "Rosolino",
          "Valdo",
          "Battista");

  private static final Set<String> WOMEN_ENDING_OTHERWISE =
      Set.of("Manon", "Inès", "Anaïs", "Lou", "Zoé", "Chloé", "Léa", "Océane", "Margaux", "Yasmin");

  static NameLists of(Locale locale) {
    return KNOWN.computeIfAbsent(locale.toLanguageTag(), tag -> draw(locale));
  }

  private static NameLists draw(Locale locale) {
    Faker faker = new Faker(locale, new Random(20_260_930L));
    boolean divided = !Set.of("fr", "it").contains(locale.getLanguage());
    Set<String> women = new LinkedHashSet<>();
    Set<String> men = new LinkedHashSet<>();
    Set<String> families = new LinkedHashSet<>();
    for (int i = 0; i < DRAWS; i++) {
      if (divided) {
        women.add(clean(faker.name().femaleFirstName()));
        men.add(clean(faker.name().maleFirstName()));
      } else {
        String given = clean(faker.name().firstName());
        (feminine(given) ? women : men).add(given);
      }
      families.add(clean(faker.name().lastName()));
    }
    // Some names are in both lists; where they are many, the list of women holds men's names.
    Set<String> both = new LinkedHashSet<>(women);
    both.retainAll(men);
    women.removeAll(both);
    men.removeAll(both);
    if (locale.getLanguage().equals("ar")) {
      return ArabicNames.known(women, men, families);
    }
    return new NameLists(new ArrayList<>(women), new ArrayList<>(men), new ArrayList<>(families));
  }

  private static boolean feminine(String given) {
    return WOMEN_ENDING_OTHERWISE.contains(given)
        || ((given.endsWith("a") || given.endsWith("e")) && !MEN_ENDING_IN_A_OR_E.contains(given));
  }

  private static String clean(String name) {
    return name.strip().replaceAll("[\\u064b-\\u0652]", "");
  }
}
