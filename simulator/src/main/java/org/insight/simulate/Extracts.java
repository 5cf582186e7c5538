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

  private static final long UNITS_OF_A_ZONE = 400;

  /**
   * @param csv UTF-8
   */
  record Extract(byte[] csv, List<Appearance> appearances) {}

  private final long seed;
  private final Persons persons;

  Extracts(long seed, Persons persons) {
    this.seed = seed;
    this.persons = persons;
  }

  Extract write(BatchPlan.Slot slot, Draws draws) {
    StringBuilder csv = new StringBuilder(header(slot.kind())).append("\r\n");
    List<Appearance> appearances = new ArrayList<>();
    int row = 0;
    for (Mention mention : mentions(slot, rows(slot.kind(), draws), draws)) {
      row++;
      Line line = line(slot, mention, row, draws);
      csv.append(Csv.line(line.cells()));
      appearances.add(line.appearance());
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
      case COMPANIES -> draws.between(20, 40);
      default -> draws.between(60, 90);
    };
  }

  /**
   * The planted ones among others, who are taken in turn so that with enough extracts everyone has
   * come up; each source has an order of its own.
   */
  private List<Mention> mentions(BatchPlan.Slot slot, int rows, Draws draws) {
    Set<Long> taken = new LinkedHashSet<>();
    List<Mention> mentions = new ArrayList<>(slot.mentions());
    mentions.forEach(m -> taken.add(m.person()));
    Scramble order =
        Scramble.of(persons.count(), Draws.of(seed, "extract order", slot.kind().ordinal()));
    long first = slot.number() / BatchPlan.SIZE * 200;
    int wanted = (int) Math.min(rows, persons.count());
    for (int i = 0; i < 200 && mentions.size() < wanted; i++) {
      long person = order.at((first + i) % persons.count());
      if (taken.add(person) && !persons.ties().bridge(person)) {
        mentions.add(
            draws.below(mentions.size() + 1), new Mention(person, fields(person, draws), false));
      }
    }
    return mentions;
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
          case COMPANIES -> company(slot, person, written, mention, altered, fields, draws);
          case TRAVEL -> travel(person, written, mention, altered, fields, draws);
          default -> person(record, slot, person, written, mention, altered, fields, draws);
        };
    String locator =
        switch (slot.kind()) {
          case VEHICLES, COMPANIES, TRAVEL -> "row:" + row;
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
    String passport =
        has.contains(Field.PASSPORT)
            ? note(
                fields,
                "passport",
                Mistakes.number("passport", person.passport(), mention, altered, draws))
            : "";
    String nationalId =
        has.contains(Field.NATIONAL_ID)
            ? note(
                fields,
                "national_id",
                Mistakes.number("national_id", person.nationalId(), mention, altered, draws))
            : "";
    LocalDate seen = slot.event().on().minusDays(draws.below(40));
    return List.of(
        record,
        written.family(),
        written.given(),
        person.arabicGiven() != null && draws.percent(50) ? person.arabicName() : "",
        person.sex(),
        born,
        outer ? "" : person.birthPlace().name(),
        person.country().code(),
        passport,
        passport.isEmpty() ? "" : person.country().code(),
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

  private List<String> company(
      BatchPlan.Slot slot,
      Person person,
      Spelling.Written written,
      Mention mention,
      List<String> altered,
      Map<String, String> fields,
      Draws draws) {
    // Companies have serials of their own, past those of all persons.
    long serial = Persons.MOST + person.index();
    Country country = person.country();
    String family =
        country.language() == Language.ES ? person.family().split(" ")[0] : person.family();
    String name =
        family
            + " "
            + draws.pick(
                List.of(
                    "Trading", "Import Export", "Transport", "Consulting", "Holding", "Services"))
            + " "
            + switch (country.code()) {
              case "FR", "MA", "TN", "BE" -> "SARL";
              case "ES", "MX" -> "SL";
              case "IT" -> "SRL";
              case "US" -> "LLC";
              default -> "Ltd";
            };
    String passport =
        mention.fields().contains(Field.PASSPORT)
            ? note(
                fields,
                "passport",
                Mistakes.number("passport", person.passport(), mention, altered, draws))
            : "";
    String iban =
        country.bbans().isEmpty()
            ? ""
            : Identifiers.iban(country.code(), country.bbans().get(0).of(serial));
    return List.of(
        new Pattern("#########").of(serial),
        name,
        country.code(),
        site(person),
        country.phone(serial),
        "contact" + Long.toString(serial, 36) + "@example.com",
        iban,
        written.family(),
        written.given(),
        passport,
        passport.isEmpty() ? "" : country.code());
  }

  /** The address of a person's company, which no other has. */
  private static String site(Person person) {
    long unit = 1 + person.index() % UNITS_OF_A_ZONE;
    long zone = 1 + person.index() / UNITS_OF_A_ZONE;
    return "Unit " + unit + ", Zone " + zone + ", " + person.home().name();
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
    String passport =
        mention.planted() || mention.fields().contains(Field.PASSPORT)
            ? note(
                fields,
                "passport",
                Mistakes.number("passport", person.passport(), mention, altered, draws))
            : "";
    return List.of(
        passport,
        passport.isEmpty() ? "" : person.country().code(),
        written.family(),
        written.given(),
        trip.carrier(),
        trip.from().name(),
        trip.to().name(),
        on.toString(),
        booking,
        mention.fields().contains(Field.PHONE) ? note(fields, "phone", person.phone()) : "");
  }

  private static String note(Map<String, String> fields, String kind, String value) {
    fields.put(kind, value);
    return value;
  }
}
