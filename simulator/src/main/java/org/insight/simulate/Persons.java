package org.insight.simulate;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.insight.simulate.Person.OldPassport;
import org.insight.simulate.Person.Passport;
import org.insight.simulate.Person.Trip;
import org.insight.simulate.Person.Vehicle;
import org.insight.simulate.Ties.Via;
import org.jspecify.annotations.Nullable;

/** The persons of a plan, each made when asked for. */
final class Persons {
  /** Latest day in any item. Fixed: the clock plays no part. */
  static final LocalDate LAST_DAY = LocalDate.of(2026, 9, 30);

  /** First day of an event in any item: 27 months. */
  static final LocalDate FIRST_DAY = LocalDate.of(2024, 7, 1);

  /** Below the number of values of every identifier, so that nothing is shared by chance. */
  static final long MOST = 5_000_000;

  /** The first number of those whom texts alone name: their identifiers are nobody else's. */
  static final long TEXT_ONLY = 8_000_000;

  /** The first number of officers, judges and others who are there by office. */
  private static final long BY_OFFICE = TEXT_ONLY + 1_500_000;

  private static final int OFFICIALS = 400;

  private static final Map<Language, List<String>> PARTICLES =
      Map.of(
          Language.FR, List.of("de ", "du ", "Le ", "de La "),
          Language.EN, List.of("van der ", "De ", "van "),
          Language.ES, List.of("de la ", "del ", "de "));

  private static final List<String> MAKES =
      List.of(
          "Renault;Clio;VF1",
          "Renault;Kangoo;VF1",
          "Peugeot;308;VF3",
          "Peugeot;Partner;VF3",
          "Volkswagen;Golf;WVW",
          "Volkswagen;Transporter;WV1",
          "Mercedes-Benz;Sprinter;WDB",
          "BMW;320;WBA",
          "Seat;Ibiza;VSS",
          "Fiat;Ducato;ZFA",
          "Toyota;Hilux;AHT",
          "Toyota;Corolla;SB1",
          "Ford;Transit;WF0",
          "Nissan;Navara;VSK",
          "Hyundai;Tucson;TMA",
          "Dacia;Logan;DAC".replace("DAC", "VF1"));

  private static final List<String> COLOURS =
      List.of("white", "black", "grey", "silver", "blue", "red", "green", "brown");

  private static final List<String> OCCUPATIONS =
      List.of(
          "accountant",
          "driver",
          "mechanic",
          "trader",
          "student",
          "electrician",
          "waiter",
          "engineer",
          "nurse",
          "lawyer",
          "farmer",
          "mason",
          "shopkeeper",
          "consultant",
          "unemployed",
          "estate agent",
          "cook",
          "teacher",
          "sailor",
          "customs broker");

  private static final List<String> CARRIERS =
      List.of("AF", "AT", "IB", "BA", "EK", "MS", "AM", "DL", "AZ", "TU", "SN", "FRS", "GNV");

  private static final Pattern BOOKING = new Pattern("??????");

  private final long seed;
  private final long count;
  private final List<Country> countries;
  private final Ties ties;
  private final Lookalikes lookalikes;

  Persons(long seed, long count, List<Country> countries) {
    this.seed = seed;
    this.count = count;
    this.countries = countries;
    this.ties = new Ties(seed, count);
    this.lookalikes = new Lookalikes(seed, count, ties);
  }

  long count() {
    return count;
  }

  List<Country> countries() {
    return countries;
  }

  Ties ties() {
    return ties;
  }

  Lookalikes lookalikes() {
    return lookalikes;
  }

  /**
   * A person whom texts alone name; the same ones come up again and again.
   *
   * @param ofCase whether it is of the case, else there by office in the source's country
   * @param others who it must not be
   */
  long textOnly(boolean ofCase, String source, Set<Long> others, Draws draws) {
    while (true) {
      long person =
          ofCase
              ? TEXT_ONLY + draws.below(Math.min(count, BY_OFFICE - TEXT_ONLY) / 8 + 10)
              : BY_OFFICE + draws.below(OFFICIALS);
      boolean home = ofCase || country(person).code().equals(source) || draws.percent(1);
      if (home && !others.contains(person)) {
        return person;
      }
    }
  }

  /** What a person has without regard to those who are like it. */
  private record Own(Name name, LocalDate born, City birthPlace, String occupation, int height) {}

  private record Name(
      String sex,
      String given,
      String family,
      @Nullable String arabicGiven,
      @Nullable String arabicFamily) {

    Name ofFamily(Name other) {
      return new Name(sex, given, other.family, arabicGiven, other.arabicFamily);
    }
  }

  Person at(long index) {
    int place = ties.place(index);
    long head = lookalikes.head(index);
    Country country = country(index);
    Own own = own(index);
    Name name = own(lookalikes.namedAs(index)).name();
    if (head != index) {
      name = name.ofFamily(own(head).name());
    }
    LocalDate born = own.born();
    City birthPlace = own.birthPlace();
    Long twin = lookalikes.twin(index);
    if (twin != null && lookalikes.secondTwin(index)) {
      Own first = own(twin);
      name = beside(first.name(), country, Draws.of(seed, "twin", index));
      born = first.born();
      birthPlace = first.birthPlace();
    }
    return new Person(
        index,
        country,
        name.given(),
        name.family(),
        name.arabicGiven(),
        name.arabicFamily(),
        name.sex(),
        born,
        birthPlace,
        home(index),
        phone(head == index ? ties.owner(index, place, Via.PHONE) : head),
        email(index, name.given(), name.family()),
        country.passport().of(index),
        nationalId(index, country),
        iban(ties.owner(index, place, Via.ACCOUNT)),
        address(head == index ? ties.owner(index, place, Via.ADDRESS) : head),
        vehicle(ties.owner(index, place, Via.PLATE)),
        trip(ties.owner(index, place, Via.BOOKING)),
        own.occupation(),
        own.height(),
        oldPassport(index, country),
        stolenPassport(index));
  }

  private Own own(long index) {
    Draws draws = Draws.of(seed, "person", index);
    Country country = country(index);
    NameLists lists = NameLists.of(country.locale());
    String sex = draws.percent(25) ? "F" : "M";
    String given = draws.pick(sex.equals("F") ? lists.women() : lists.men());
    String family = draws.pick(lists.families());
    String arabicGiven = null;
    String arabicFamily = null;
    if (country.language() == Language.AR) {
      arabicGiven = given;
      arabicFamily = family;
      given = ArabicNames.latin(arabicGiven).get(0);
      family = ArabicNames.latin(arabicFamily).get(0);
    } else if (country.language() == Language.ES) {
      family = family + " " + draws.pick(lists.families());
    } else if (draws.percent(12)) {
      String second = draws.pick(sex.equals("F") ? lists.women() : lists.men());
      given = country.language() == Language.FR ? given + "-" + second : given + " " + second;
    }
    if (index >= TEXT_ONLY && PARTICLES.containsKey(country.language()) && draws.percent(20)) {
      family = draws.pick(PARTICLES.get(country.language())) + family;
    }
    LocalDate born = LocalDate.of(1950, 1, 1).plusDays(draws.below(58 * 365));
    City birthPlace = draws.pick(country.cities());
    return new Own(
        new Name(sex, given, family, arabicGiven, arabicFamily),
        born,
        birthPlace,
        draws.pick(OCCUPATIONS),
        draws.between(152, 197));
  }

  /** The name of a twin of the same sex, mostly with the same initial. */
  private static Name beside(Name twin, Country country, Draws draws) {
    NameLists lists = NameLists.of(country.locale());
    boolean arabic = country.language() == Language.AR;
    String first = arabic ? twin.arabicGiven() : twin.given().split("[ -]")[0];
    List<String> others =
        (twin.sex().equals("F") ? lists.women() : lists.men())
            .stream().filter(name -> !name.equals(first)).toList();
    List<String> alike =
        others.stream()
            .filter(
                name ->
                    (arabic ? ArabicNames.latin(name).get(0) : name).charAt(0)
                        == twin.given().charAt(0))
            .toList();
    String given = draws.pick(draws.percent(60) && !alike.isEmpty() ? alike : others);
    return arabic
        ? new Name(
            twin.sex(), ArabicNames.latin(given).get(0), twin.family(), given, twin.arabicFamily())
        : new Name(twin.sex(), given, twin.family(), null, null);
  }

  private @Nullable OldPassport oldPassport(long index, Country country) {
    Draws draws = Draws.of(seed, "old passport", index);
    return draws.percent(5) && !ties.bridge(index)
        ? new OldPassport(country.passport().of(MOST + index), day(draws))
        : null;
  }

  private @Nullable Passport stolenPassport(long index) {
    Long from = lookalikes.usesPassportOf(index);
    return from == null
        ? null
        : new Passport(country(from).code(), country(from).passport().of(from));
  }

  private Country country(long index) {
    long from = lookalikes.namedAs(lookalikes.head(index));
    return Draws.of(seed, "country", from).pick(countries);
  }

  private City home(long index) {
    return Draws.of(seed, "home", lookalikes.head(index)).pick(country(index).cities());
  }

  private String phone(long index) {
    return country(index).phone(index);
  }

  private String iban(long index) {
    Draws draws = Draws.of(seed, "account", index);
    Country country = country(index);
    if (country.bbans().isEmpty() || draws.percent(10)) {
      // Without IBANs at home, or with money abroad.
      country = draws.pick(Countries.ALL.stream().filter(c -> !c.bbans().isEmpty()).toList());
    }
    return Identifiers.iban(country.code(), draws.pick(country.bbans()).of(index));
  }

  private String nationalId(long index, Country country) {
    String number = country.nationalId().of(index);
    return country.code().equals("ES") ? Identifiers.dni(number) : number;
  }

  private static String email(long index, String given, String family) {
    String local =
        Identifiers.plain(given.split("[ -]")[0] + "." + family.split("[ -]")[0])
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z.]", "");
    return local
        + Long.toString(index, 36)
        + List.of("@example.com", "@example.org", "@example.net").get((int) (index % 3));
  }

  private String address(long index) {
    Country country = country(index);
    List<String> families = NameLists.of(country.locale()).families();
    int names = Math.min(families.size(), 40);
    // All of street, number and flat together are different for different persons.
    long serial = Math.floorMod(index * 2_654_435_761L, 10_000_000L);
    int street = (int) (serial % names);
    long number = 1 + serial / names % 250;
    long flat = serial / names / 250;
    String family = families.get(street);
    if (country.language() == Language.AR) {
      family = ArabicNames.latin(family).get(0);
    }
    String name = country.streets().get(street % country.streets().size()).replace("{}", family);
    String city = home(index).name();
    return switch (country.code()) {
      case "FR", "MA", "TN" -> number + " " + name + ", appt " + flat + ", " + city;
      case "ES", "MX", "IT" -> name + " " + number + ", " + flat + ", " + city;
      case "BE" -> name + " " + number + " bte " + flat + ", " + city;
      default -> "Flat " + flat + ", " + number + " " + name + ", " + city;
    };
  }

  private Vehicle vehicle(long index) {
    Draws draws = Draws.of(seed, "vehicle", index);
    String[] make = draws.pick(MAKES).split(";");
    Country country = country(index);
    return new Vehicle(
        country.code(),
        country.plate().of(index),
        Identifiers.vin(make[2], index),
        make[0],
        make[1],
        draws.pick(COLOURS));
  }

  private Trip trip(long index) {
    Draws draws = Draws.of(seed, "trip", index);
    City from = home(index);
    @Nullable City to = null;
    while (to == null || to.equals(from)) {
      to = draws.pick(draws.pick(Countries.ALL).cities());
    }
    return new Trip(draws.pick(CARRIERS), from, to, day(draws), BOOKING.of(index));
  }

  /** A day of the simulated months. */
  static LocalDate day(Draws draws) {
    return FIRST_DAY.plusDays(
        draws.below((int) (LAST_DAY.toEpochDay() - FIRST_DAY.toEpochDay()) + 1));
  }
}
