package org.insight.simulate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.simulate.Mention.Field;
import org.insight.simulate.Person.Passport;
import org.insight.simulate.Ties.Via;

/** Extracts of databases: four kinds of tables, of up to two hundred rows. */
final class Extracts {
  static final String PERSONS =
      "record_id,family_name,given_name,full_name_original,sex,birth_date,birth_place,nationality,"
          + "passport_number,passport_country,national_id,phone,email,address,iban,plate,occupation,"
          + "last_seen_on,remarks";
  static final String VEHICLES =
      "plate,plate_country,vin,make,model,colour,owner_family_name,owner_given_name,"
          + "owner_birth_date,owner_national_id,country";
  static final String COMPANIES =
      "registration_number,company_name,country,address,phone,email,iban,director_family_name,"
          + "director_given_name,director_passport_number,director_passport_country";
  static final String TRAVEL =
      "passport_number,passport_country,family_name,given_name,carrier,from_place,to_place,"
          + "travelled_on,booking_reference,phone";

  private static final List<String> REMARKS =
      List.of(
          "",
          "",
          "",
          "",
          "known to the service",
          "see file",
          "checked at the border",
          "victim",
          "witness");

  /** How often the persons who come up least are taken, out of the times that they come up. */
  private static final double LEAST_ACTIVE = 0.05;

  private static final Passport NO_PASSPORT = new Passport("", "");

  /**
   * @param csv UTF-8
   */
  record Extract(byte[] csv, List<Appearance> appearances) {}

  private final long seed;
  private final Persons persons;
  private final Companies companies;

  Extracts(long seed, Persons persons) {
    this.seed = seed;
    this.persons = persons;
    this.companies = new Companies(seed, persons);
  }

  Extract write(BatchPlan.Slot slot, Draws draws) {
    StringBuilder csv = new StringBuilder(header(slot.kind())).append("\r\n");
    List<Appearance> appearances = new ArrayList<>();
    if (slot.kind() == Kind.COMPANIES) {
      companies(csv, appearances, slot, draws);
    } else {
      int row = 0;
      for (Mention mention : mentions(slot, rows(slot.kind(), draws), draws)) {
        row++;
        Line line = line(slot, mention, row, draws);
        csv.append(Csv.line(line.cells()));
        appearances.add(line.appearance());
      }
    }
    return new Extract(csv.toString().getBytes(StandardCharsets.UTF_8), appearances);
  }

  private static String header(Kind kind) {
    return switch (kind) {
      case VEHICLES -> VEHICLES;
      case COMPANIES -> COMPANIES;
      case TRAVEL -> TRAVEL;
      default -> PERSONS;
    };
  }

  private static int rows(Kind kind, Draws draws) {
    return switch (kind) {
      case PERSONS_RESTRICTED -> draws.between(110, 140);
      case PERSONS_HOME, PERSONS_OTHER -> draws.between(150, 190);
      default -> draws.between(60, 90);
    };
  }

  /**
   * The planted ones among others, who come up in turn; each source has an order of its own. Some
   * are taken nearly each time that they come up, most seldom.
   */
  private List<Mention> mentions(BatchPlan.Slot slot, int rows, Draws draws) {
    Set<Long> taken = new LinkedHashSet<>();
    List<Mention> mentions = new ArrayList<>(slot.mentions());
    mentions.forEach(m -> taken.add(m.person()));
    Scramble order =
        Scramble.of(persons.count(), Draws.of(seed, "extract order", slot.kind().ordinal()));
    long first = slot.number() / BatchPlan.SIZE * 200;
    for (long i = 0; i < persons.count() && mentions.size() < rows; i++) {
      long person = order.at((first + i) % persons.count());
      if (draws.unit() < activity(person) && taken.add(person) && !persons.ties().bridge(person)) {
        mentions.add(
            draws.below(mentions.size() + 1), new Mention(person, fields(person, draws), false));
      }
    }
    return mentions;
  }

  /** The share of its turns in which a person is taken: a long tail has few records. */
  private double activity(long person) {
    double unit = Draws.of(seed, "activity", person).unit();
    return Math.max(LEAST_ACTIVE, unit * Math.sqrt(unit));
  }

  private Set<Field> fields(long person, Draws draws) {
    Set<Field> fields = new LinkedHashSet<>();
    for (Field field : Field.values()) {
      if (draws.percent(field == Field.ACCOUNT || field == Field.PLATE ? 25 : 60)) {
        fields.add(field);
      }
    }
    for (Via via : persons.ties().shared(person)) {
      fields.remove(Mention.of(via));
    }
    return fields;
  }

  private record Line(List<String> cells, Appearance appearance) {}

  private Line line(BatchPlan.Slot slot, Mention mention, int row, Draws draws) {
    Person person = persons.at(mention.person());
    Spelling.Written written = Spelling.in(Language.EN, person, draws);
    List<String> altered = new ArrayList<>(written.altered());
    Map<String, String> fields = new LinkedHashMap<>();
    String record = slot.source() + "-" + slot.number() + "-" + row;
    List<String> cells =
        switch (slot.kind()) {
          case VEHICLES -> vehicle(slot, person, written, mention, altered, fields, draws);
          case TRAVEL -> travel(person, written, mention, altered, fields, draws);
          default -> person(record, slot, person, written, mention, altered, fields, draws);
        };
    String locator =
        switch (slot.kind()) {
          case VEHICLES, TRAVEL -> "row:" + row;
          default -> "row:" + row + ":" + record;
        };
    return new Line(
        cells,
        new Appearance(
            person.index(),
            null,
            locator,
            written.full(),
            written.script(),
            List.copyOf(altered),
            fields));
  }

  private List<String> person(
      String record,
      BatchPlan.Slot slot,
      Person person,
      Spelling.Written written,
      Mention mention,
      List<String> altered,
      Map<String, String> fields,
      Draws draws) {
    boolean bridge = persons.ties().bridge(person.index());
    boolean outer = bridge && slot.kind() == Kind.PERSONS_HOME;
    String born = outer ? "" : Mistakes.born(person.born(), mention, altered, draws).toString();
    if (!born.isEmpty()) {
      fields.put("born", born);
    }
    Set<Field> has = mention.fields();
    LocalDate seen = slot.event().on().minusDays(draws.below(40));
    Passport passport =
        has.contains(Field.PASSPORT)
            ? passport(person, seen, mention, altered, fields, draws)
            : NO_PASSPORT;
    String nationalId =
        has.contains(Field.NATIONAL_ID)
            ? note(
                fields,
                "national_id",
                Mistakes.number("national_id", person.nationalId(), mention, altered, draws))
            : "";
    return List.of(
        record,
        written.family(),
        written.given(),
        person.arabicGiven() != null && draws.percent(50) ? person.arabicName() : "",
        person.sex(),
        born,
        outer ? "" : person.birthPlace().name(),
        person.country().code(),
        passport.number(),
        passport.country(),
        nationalId,
        has.contains(Field.PHONE)
            ? note(fields, "phone", Formats.phone(person.phone(), slot.source(), draws))
            : "",
        has.contains(Field.EMAIL) ? note(fields, "email", person.email()) : "",
        has.contains(Field.ADDRESS) ? note(fields, "address", person.address()) : "",
        has.contains(Field.ACCOUNT)
            ? note(fields, "account", Formats.iban(person.iban(), draws))
            : "",
        has.contains(Field.PLATE) ? note(fields, "plate", person.vehicle().plate()) : "",
        draws.percent(60) ? person.occupation() : "",
        seen.toString(),
        draws.pick(REMARKS));
  }

  private static List<String> vehicle(
      BatchPlan.Slot slot,
      Person person,
      Spelling.Written written,
      Mention mention,
      List<String> altered,
      Map<String, String> fields,
      Draws draws) {
    Person.Vehicle vehicle = person.vehicle();
    String born = Mistakes.born(person.born(), mention, altered, draws).toString();
    fields.put("born", born);
    // Who shares a plate is shown with it only where that is planted.
    Person.Vehicle listed =
        mention.fields().contains(Field.PLATE) ? vehicle : other(person, vehicle);
    fields.put("plate", listed.plate());
    fields.put("vin", listed.vin());
    return List.of(
        listed.plate(),
        listed.country(),
        listed.vin(),
        listed.make(),
        listed.model(),
        listed.colour(),
        written.family(),
        written.given(),
        born,
        mention.fields().contains(Field.NATIONAL_ID)
            ? note(
                fields,
                "national_id",
                Mistakes.number("national_id", person.nationalId(), mention, altered, draws))
            : "",
        slot.source());
  }

  /** A second vehicle, which no one shares. */
  private static Person.Vehicle other(Person person, Person.Vehicle first) {
    long serial = person.index() + Persons.MOST;
    return new Person.Vehicle(
        person.country().code(),
        person.country().plate().of(serial),
        Identifiers.vin(first.vin().substring(0, 3), serial),
        first.make(),
        first.model(),
        first.colour());
  }

  /** The rows of a register: companies, most with their director. */
  private void companies(
      StringBuilder csv, List<Appearance> appearances, BatchPlan.Slot slot, Draws draws) {
    List<Company> listed = new ArrayList<>();
    for (Company company : companies.inBatch(slot.number() / BatchPlan.SIZE)) {
      listed.add(draws.below(listed.size() + 1), company);
    }
    int row = 0;
    for (Company company : listed) {
      String locator = "row:" + ++row;
      List<String> cells = new ArrayList<>(company(company, locator, appearances, draws));
      Long director = company.director();
      cells.addAll(
          director == null
              ? List.of("", "", "", "")
              : director(slot, persons.at(director), locator, appearances, draws));
      csv.append(Csv.line(cells));
    }
  }

  private static List<String> company(
      Company company, String locator, List<Appearance> appearances, Draws draws) {
    List<String> altered = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    String name = Companies.written(company, altered, draws);
    fields.put("registration_number", company.number());
    String country = company.country().code();
    if (draws.percent(30)) {
      country = "";
      altered.add("country_missing");
    }
    String iban = company.iban();
    List<String> cells =
        List.of(
            company.number(),
            name,
            country,
            draws.percent(80) ? note(fields, "address", company.address()) : "",
            draws.percent(50) ? note(fields, "phone", company.phone()) : "",
            draws.percent(50) ? note(fields, "email", company.email()) : "",
            iban != null && draws.percent(50) ? note(fields, "account", iban) : "");
    appearances.add(
        new Appearance(
            Appearance.Subject.COMPANY,
            company.index(),
            null,
            locator,
            name,
            "Latn",
            List.copyOf(altered),
            fields));
    return cells;
  }

  private static List<String> director(
      BatchPlan.Slot slot,
      Person person,
      String locator,
      List<Appearance> appearances,
      Draws draws) {
    Mention mention = new Mention(person.index(), Set.of(), false);
    Spelling.Written written = Spelling.in(Language.EN, person, draws);
    List<String> altered = new ArrayList<>(written.altered());
    Map<String, String> fields = new LinkedHashMap<>();
    Passport passport =
        draws.percent(60)
            ? passport(person, slot.event().on(), mention, altered, fields, draws)
            : NO_PASSPORT;
    appearances.add(
        new Appearance(
            person.index(),
            null,
            locator,
            written.full(),
            written.script(),
            List.copyOf(altered),
            fields));
    return List.of(written.family(), written.given(), passport.number(), passport.country());
  }

  private static List<String> travel(
      Person person,
      Spelling.Written written,
      Mention mention,
      List<String> altered,
      Map<String, String> fields,
      Draws draws) {
    boolean own = mention.fields().contains(Field.BOOKING);
    Person.Trip trip = person.trip();
    LocalDate on = own ? trip.on() : Persons.day(draws);
    String booking = own ? trip.booking() : new Pattern("??????").of(person.index() + Persons.MOST);
    fields.put("booking", booking);
    Passport passport =
        mention.planted() || mention.fields().contains(Field.PASSPORT)
            ? passport(person, on, mention, altered, fields, draws)
            : NO_PASSPORT;
    return List.of(
        passport.number(),
        passport.country(),
        written.family(),
        written.given(),
        trip.carrier(),
        trip.from().name(),
        trip.to().name(),
        on.toString(),
        booking,
        mention.fields().contains(Field.PHONE) ? note(fields, "phone", person.phone()) : "");
  }

  private static Passport passport(
      Person person,
      LocalDate on,
      Mention mention,
      List<String> altered,
      Map<String, String> fields,
      Draws draws) {
    Passport shown = Mistakes.passport(person, on, mention, altered, draws);
    fields.put("passport", shown.number());
    return shown;
  }

  private static String note(Map<String, String> fields, String kind, String value) {
    fields.put(kind, value);
    return value;
  }
}
