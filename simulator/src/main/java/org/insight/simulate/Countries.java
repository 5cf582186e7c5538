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
              List.of(
                  new City("FR", "Paris", "باريس", 48.8566, 2.3522),
                  new City("FR", "Marseille", "مرسيليا", 43.2965, 5.3698),
                  new City("FR", "Lyon", "ليون", 45.764, 4.8357),
                  new City("FR", "Lille", "ليل", 50.6292, 3.0573),
                  new City("FR", "Toulouse", "تولوز", 43.6047, 1.4442),
                  new City("FR", "Nice", "نيس", 43.7102, 7.262))),
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
              List.of(
                  new City("BE", "Bruxelles", "بروكسل", 50.8503, 4.3517),
                  new City("BE", "Liège", "لييج", 50.6326, 5.5797),
                  new City("BE", "Charleroi", "شارلوروا", 50.4108, 4.4446),
                  new City("BE", "Namur", "نامور", 50.4674, 4.872),
                  new City("BE", "Mons", "مونس", 50.4542, 3.9523))),
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
              List.of(
                  new City("GB", "London", "لندن", 51.5074, -0.1278),
                  new City("GB", "Manchester", "مانشستر", 53.4808, -2.2426),
                  new City("GB", "Birmingham", "برمنغهام", 52.4862, -1.8904),
                  new City("GB", "Glasgow", "غلاسكو", 55.8642, -4.2518),
                  new City("GB", "Leeds", "ليدز", 53.8008, -1.5491))),
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
              List.of(
                  new City("ES", "Madrid", "مدريد", 40.4168, -3.7038),
                  new City("ES", "Barcelona", "برشلونة", 41.3851, 2.1734),
                  new City("ES", "Valencia", "فالنسيا", 39.4699, -0.3763),
                  new City("ES", "Sevilla", "إشبيلية", 37.3891, -5.9845),
                  new City("ES", "Málaga", "مالقة", 36.7213, -4.4214),
                  new City("ES", "Algeciras", "الجزيرة الخضراء", 36.1408, -5.4562))),
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
              List.of(
                  new City("MX", "Ciudad de México", "مكسيكو سيتي", 19.4326, -99.1332),
                  new City("MX", "Guadalajara", "غوادالاخارا", 20.6597, -103.3496),
                  new City("MX", "Monterrey", "مونتيري", 25.6866, -100.3161),
                  new City("MX", "Tijuana", "تيخوانا", 32.5149, -117.0382),
                  new City("MX", "Veracruz", "فيراكروز", 19.1738, -96.1342))),
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
              List.of(
                  new City("MA", "Casablanca", "الدار البيضاء", 33.5731, -7.5898),
                  new City("MA", "Rabat", "الرباط", 34.0209, -6.8416),
                  new City("MA", "Tanger", "طنجة", 35.7595, -5.834),
                  new City("MA", "Fès", "فاس", 34.0181, -5.0078),
                  new City("MA", "Marrakech", "مراكش", 31.6295, -7.9811),
                  new City("MA", "Agadir", "أكادير", 30.4278, -9.5981))),
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
              List.of(
                  new City("EG", "Cairo", "القاهرة", 30.0444, 31.2357),
                  new City("EG", "Alexandria", "الإسكندرية", 31.2001, 29.9187),
                  new City("EG", "Giza", "الجيزة", 30.0131, 31.2089),
                  new City("EG", "Port Said", "بورسعيد", 31.2653, 32.3019),
                  new City("EG", "Luxor", "الأقصر", 25.6872, 32.6396))),
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
              List.of(
                  new City("AE", "Dubai", "دبي", 25.2048, 55.2708),
                  new City("AE", "Abu Dhabi", "أبو ظبي", 24.4539, 54.3773),
                  new City("AE", "Sharjah", "الشارقة", 25.3463, 55.4209),
                  new City("AE", "Fujairah", "الفجيرة", 25.1288, 56.3265))),
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
              List.of(
                  new City("US", "New York", "نيويورك", 40.7128, -74.006),
                  new City("US", "Miami", "ميامي", 25.7617, -80.1918),
                  new City("US", "Houston", "هيوستن", 29.7604, -95.3698),
                  new City("US", "Los Angeles", "لوس أنجلوس", 34.0522, -118.2437),
                  new City("US", "Chicago", "شيكاغو", 41.8781, -87.6298))),
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
              List.of(
                  new City("IT", "Roma", "روما", 41.9028, 12.4964),
                  new City("IT", "Milano", "ميلانو", 45.4642, 9.19),
                  new City("IT", "Napoli", "نابولي", 40.8518, 14.2681),
                  new City("IT", "Palermo", "باليرمو", 38.1157, 13.3615),
                  new City("IT", "Genova", "جنوة", 44.4056, 8.9463))),
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
              List.of(
                  new City("TN", "Tunis", "تونس العاصمة", 36.8065, 10.1815),
                  new City("TN", "Sfax", "صفاقس", 34.7406, 10.7603),
                  new City("TN", "Sousse", "سوسة", 35.8256, 10.6084),
                  new City("TN", "Bizerte", "بنزرت", 37.2744, 9.8739))));

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
