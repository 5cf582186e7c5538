package org.insight.simulate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The countries that can be simulated. Shapes follow the countries' public numbering rules. */
final class Countries {

  static final List<Country> ALL =
      List.of(
          new Country(
              "FR",
              "FRA",
              Language.FR,
              "33",
              "0",
              new Pattern("61#######"),
              new Pattern("??-###-??"),
              new Pattern("##??#####"),
              new Pattern("############"),
              List.of(
                  new Pattern("3000400828##########C76"), new Pattern("2004101005##########X33")),
              List.of("rue {}", "avenue {}", "boulevard {}", "impasse {}"),
              Locale.forLanguageTag("fr"),
              List.of("France", "France", "Francia", "فرنسا"),
              City.of("FR")),
          new Country(
              "BE",
              "BEL",
              Language.FR,
              "32",
              "0",
              new Pattern("47#######"),
              new Pattern("1-???-###"),
              new Pattern("??######"),
              new Pattern("592#######"),
              List.of(new Pattern("539#########")),
              List.of("rue {}", "chaussée {}", "avenue {}"),
              Locale.forLanguageTag("fr"),
              List.of("Belgique", "Belgium", "Bélgica", "بلجيكا"),
              City.of("BE")),
          new Country(
              "GB",
              "GBR",
              Language.EN,
              "44",
              "0",
              new Pattern("753#######"),
              new Pattern("A?## ???"),
              new Pattern("#########"),
              new Pattern("??######A"),
              List.of(new Pattern("NWBK60########0000"), new Pattern("BARC20########0000")),
              List.of("{} Street", "{} Road", "{} Lane", "{} Close"),
              Locale.forLanguageTag("en-GB"),
              List.of("Royaume-Uni", "United Kingdom", "Reino Unido", "المملكة المتحدة"),
              City.of("GB")),
          new Country(
              "ES",
              "ESP",
              Language.ES,
              "34",
              "",
              new Pattern("61#######"),
              new Pattern("#### ???"),
              new Pattern("???######"),
              new Pattern("########"),
              List.of(new Pattern("21000418##########00"), new Pattern("00491500##########00")),
              List.of("Calle {}", "Avenida {}", "Plaza {}", "Paseo {}"),
              Locale.forLanguageTag("es"),
              List.of("Espagne", "Spain", "España", "إسبانيا"),
              City.of("ES")),
          new Country(
              "MX",
              "MEX",
              Language.ES,
              "52",
              "",
              new Pattern("55########"),
              new Pattern("???-##-##"),
              new Pattern("G########"),
              new Pattern("?A??######H??#####"),
              List.of(),
              List.of("Calle {}", "Avenida {}", "Calzada {}", "Privada {}"),
              Locale.forLanguageTag("es-MX"),
              List.of("Mexique", "Mexico", "México", "المكسيك"),
              City.of("MX")),
          new Country(
              "MA",
              "MAR",
              Language.AR,
              "212",
              "0",
              new Pattern("66#######"),
              new Pattern("#####-A-##"),
              new Pattern("??#######"),
              new Pattern("??######"),
              List.of(),
              List.of("rue {}", "avenue {}", "boulevard {}"),
              Locale.forLanguageTag("ar"),
              List.of("Maroc", "Morocco", "Marruecos", "المغرب"),
              City.of("MA")),
          new Country(
              "EG",
              "EGY",
              Language.AR,
              "20",
              "0",
              new Pattern("10########"),
              new Pattern("#### ???"),
              new Pattern("A########"),
              new Pattern("3############1"),
              List.of(new Pattern("00190005000000##########0")),
              List.of("{} Street", "{} Square"),
              Locale.forLanguageTag("ar"),
              List.of("Égypte", "Egypt", "Egipto", "مصر"),
              City.of("EG")),
          new Country(
              "AE",
              "ARE",
              Language.AR,
              "971",
              "0",
              new Pattern("50#######"),
              new Pattern("DXB ?? #####"),
              new Pattern("??#######"),
              new Pattern("784198########"),
              List.of(new Pattern("0330000##########01")),
              List.of("{} Street", "Al {} Road"),
              Locale.forLanguageTag("ar"),
              List.of(
                  "Émirats arabes unis",
                  "United Arab Emirates",
                  "Emiratos Árabes Unidos",
                  "الإمارات العربية المتحدة"),
              City.of("AE")),
          new Country(
              "US",
              "USA",
              Language.EN,
              "1",
              "",
              new Pattern("21%%######"),
              new Pattern("???-####"),
              new Pattern("#########"),
              new Pattern("9##-##-####"),
              List.of(),
              List.of("{} Street", "{} Avenue", "{} Drive"),
              Locale.forLanguageTag("en-US"),
              List.of("États-Unis", "United States", "Estados Unidos", "الولايات المتحدة"),
              City.of("US")),
          new Country(
              "IT",
              "ITA",
              Language.EN,
              "39",
              "",
              new Pattern("347#######"),
              new Pattern("??###??"),
              new Pattern("??#######"),
              new Pattern("CA#####??"),
              List.of(new Pattern("X05428111010##########0")),
              List.of("Via {}", "Corso {}", "Viale {}", "Piazza {}"),
              Locale.forLanguageTag("it"),
              List.of("Italie", "Italy", "Italia", "إيطاليا"),
              City.of("IT")),
          new Country(
              "TN",
              "TUN",
              Language.AR,
              "216",
              "",
              new Pattern("2#######"),
              new Pattern("### TN ####"),
              new Pattern("?######"),
              new Pattern("########"),
              List.of(new Pattern("10006035##########88")),
              List.of("rue {}", "avenue {}"),
              Locale.forLanguageTag("ar"),
              List.of("Tunisie", "Tunisia", "Túnez", "تونس"),
              City.of("TN")));

  private Countries() {}

  /**
   * The countries of these codes, in the order of {@link #ALL}.
   *
   * @throws IllegalArgumentException naming the first code that is not among them
   */
  static List<Country> of(Collection<String> codes) {
    List<Country> chosen = new ArrayList<>();
    for (String code : codes) {
      if (ALL.stream().noneMatch(c -> c.code().equals(code))) {
        throw new IllegalArgumentException(
            "Cannot simulate a country: it must be one of "
                + String.join(", ", ALL.stream().map(Country::code).toList())
                + ", found "
                + code);
      }
    }
    for (Country country : ALL) {
      if (codes.contains(country.code())) {
        chosen.add(country);
      }
    }
    return chosen;
  }
}
