package org.insight.jobs.text.translation.eval;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A value that a sentence is given, and what it may look like in the translation.
 *
 * @param written in the sentence
 * @param accepted spellings of the target
 */
record PlantedValue(String written, List<String> accepted) {

  private static final Map<String, List<String>> MONTHS =
      Map.of(
          "fr",
          List.of(
              "janvier",
              "février",
              "mars",
              "avril",
              "mai",
              "juin",
              "juillet",
              "août",
              "septembre",
              "octobre",
              "novembre",
              "décembre"),
          "en",
          List.of(
              "January",
              "February",
              "March",
              "April",
              "May",
              "June",
              "July",
              "August",
              "September",
              "October",
              "November",
              "December"),
          "es",
          List.of(
              "enero",
              "febrero",
              "marzo",
              "abril",
              "mayo",
              "junio",
              "julio",
              "agosto",
              "septiembre",
              "octubre",
              "noviembre",
              "diciembre"));

  /** Invented, and words of the language among them. */
  private static final Map<String, List<String>> PERSONS =
      Map.of(
          "fr",
          List.of(
              "Paul Petit",
              "Karim Benzerga",
              "Marc Renard",
              "Luc Boulanger",
              "Ali Van Damme",
              "Jean-Pierre Le Gall",
              "Hugo Blanc"),
          "en",
          List.of(
              "John Baker",
              "Oswin Tarbold",
              "Peter Van Dyke",
              "Mark Rose",
              "Ali Hassan",
              "Tom O’Neill",
              "Will Short"),
          "es",
          List.of(
              "Anselmo Berruezo",
              "Juan Calvo",
              "Pedro de la Fuente",
              "Luis Rey Blanco",
              "Omar Haddad",
              "Iker Zubieta"));

  private static final Map<String, List<String>> PLACES =
      Map.of(
          "fr", List.of("Lyon", "Marseille", "Tours", "Nantes", "Rouen", "Nice", "Grenoble"),
          "en", List.of("Leeds", "Reading", "Bath", "Hull", "Derby", "Madrid"),
          "es", List.of("Sevilla", "Bilbao", "León", "Mérida", "Toledo", "Vigo"));

  private static final Map<String, String> GROUPING = Map.of("fr", " ", "en", ",", "es", ".");

  private static final String LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ";

  private static final double SHARE_OF_SHORT_DATES = 0.3;

  /**
   * A value by chance.
   *
   * @param kind as in the templates: person, place, number, amount, date, time, plate, account,
   *     phone or document
   */
  static PlantedValue of(String kind, String from, String to, Random random) {
    return switch (kind) {
      case "person" -> same(one(of(PERSONS, from), random));
      case "place" -> same(one(of(PLACES, from), random));
      case "number" -> number(from, to, random);
      case "amount" -> amount(from, to, between(100, 9_999_999, random));
      case "date" -> date(from, to, random);
      case "time" -> time(from, to, between(2, 23, random), between(0, 59, random));
      case "plate" ->
          same(formed(one(List.of("AA-000-AA", "0000 AAA", "AA00 AAA"), random), random));
      case "account" ->
          same(
              one(List.of("FR76 ", "ES", "GB"), random)
                  .transform(
                      country ->
                          country
                              + formed(
                                  country.equals("FR76 ")
                                      ? "0000 0000 0000 0000 0000 000"
                                      : country.equals("ES")
                                          ? "00 0000 0000 0000 0000 0000"
                                          : "00 AAAA 0000 0000 0000 00",
                                  random)));
      case "phone" -> same(phone(random));
      case "document" ->
          same(
              random.nextInt(4) == 0
                  ? "2025/" + formed("00000", random)
                  : formed(one(List.of("00AA00000", "000000000", "AAA000000"), random), random));
      default -> throw new IllegalArgumentException("no kind of value: " + kind);
    };
  }

  private static String phone(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "+33 6 " + formed("00 00 00 00", random);
      case 1 -> "0" + between(1, 7, random) + " " + formed("00 00 00 00", random);
      case 2 -> "6" + formed("00 000 000", random);
      default -> "+44 20 " + formed("0000 0000", random);
    };
  }

  private static PlantedValue number(String from, String to, Random random) {
    int number =
        switch (random.nextInt(3)) {
          case 0 -> between(2, 99, random);
          case 1 -> between(100, 999, random);
          default -> between(1000, 99_999, random);
        };
    String bare = Integer.toString(number);
    return number < 10_000
        ? same(bare)
        : new PlantedValue(grouped(from, number), List.of(grouped(to, number), bare));
  }

  private static PlantedValue amount(String from, String to, int cents) {
    return new PlantedValue(
        money(from, cents), List.of(money(to, cents), money(to, cents).replace("€", "").strip()));
  }

  private static String money(String language, int cents) {
    String whole = grouped(language, cents / 100);
    String rest =
        cents % 100 == 0
            ? ""
            : String.format(Locale.ROOT, "%s%02d", language.equals("en") ? "." : ",", cents % 100);
    return language.equals("en") ? "€" + whole + rest : whole + rest + " €";
  }

  private static PlantedValue date(String from, String to, Random random) {
    int day = between(1, 28, random);
    int month = between(1, 12, random);
    int year = between(2015, 2026, random);
    return !from.equals("en") && random.nextDouble() < SHARE_OF_SHORT_DATES
        ? same(String.format(Locale.ROOT, "%02d/%02d/%d", day, month, year))
        : new PlantedValue(date(from, day, month, year), List.of(date(to, day, month, year)));
  }

  private static String date(String language, int day, int month, int year) {
    String name = of(MONTHS, language).get(month - 1);
    return switch (language) {
      case "fr" -> (day == 1 ? "1er" : day) + " " + name + " " + year;
      case "es" -> day + " de " + name + " de " + year;
      default -> day + " " + name + " " + year;
    };
  }

  private static PlantedValue time(String from, String to, int hour, int minute) {
    return new PlantedValue(
        time(from, hour, minute),
        List.of(
            time(to, hour, minute),
            time("en", hour, minute),
            String.format(Locale.ROOT, "%02d:%02d", hour, minute)));
  }

  private static String time(String language, int hour, int minute) {
    return String.format(
        Locale.ROOT, language.equals("fr") ? "%d h %02d" : "%d:%02d", hour, minute);
  }

  private static String grouped(String language, int number) {
    return String.format(Locale.ROOT, "%,d", number)
        .replace(",", GROUPING.getOrDefault(language, ","));
  }

  /** By chance a digit for each 0 and a letter for each A. */
  private static String formed(String form, Random random) {
    StringBuilder made = new StringBuilder();
    for (char c : form.toCharArray()) {
      made.append(
          c == '0'
              ? (char) ('0' + random.nextInt(10))
              : c == 'A' ? LETTERS.charAt(random.nextInt(LETTERS.length())) : c);
    }
    return made.toString();
  }

  private static List<String> of(Map<String, List<String>> lists, String language) {
    return lists.getOrDefault(language, List.of());
  }

  private static String one(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static int between(int least, int most, Random random) {
    return least + random.nextInt(most - least + 1);
  }

  private static PlantedValue same(String written) {
    return new PlantedValue(written, List.of(written));
  }
}
