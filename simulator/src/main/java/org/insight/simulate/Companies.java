package org.insight.simulate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The companies of a plan, each made when asked for. Every batch of items brings some, and each
 * comes up in one to four batches in a row.
 */
final class Companies {
  private static final int OF_A_BATCH = 12;
  private static final int MOST_RECORDS = 4;
  private static final long UNITS_OF_A_ZONE = 400;

  private static final List<String> TRADES =
      List.of(
          "Trading",
          "Import Export",
          "Transport",
          "Consulting",
          "Holding",
          "Services",
          "Immobilier",
          "Énergie",
          "Construcción");

  private final long seed;
  private final Persons persons;
  private final Scramble directors;

  Companies(long seed, Persons persons) {
    this.seed = seed;
    this.persons = persons;
    this.directors = Scramble.of(persons.count(), Draws.of(seed, "director order"));
  }

  /** Those whose records are in the register extracts of a batch. */
  List<Company> inBatch(long batch) {
    List<Company> companies = new ArrayList<>();
    for (long first = Math.max(0, batch - MOST_RECORDS + 1); first <= batch; first++) {
      for (long index = first * OF_A_BATCH; index < (first + 1) * OF_A_BATCH; index++) {
        if (batch - first < Draws.of(seed, "company records", index).between(1, MOST_RECORDS)) {
          companies.add(at(index));
        }
      }
    }
    return companies;
  }

  /** One of those that a batch brings. */
  Company ofBatch(long batch, Draws draws) {
    return at(batch * OF_A_BATCH + draws.below(OF_A_BATCH));
  }

  Company at(long index) {
    Draws draws = Draws.of(seed, "company", index);
    Person person = persons.at(directors.at(index % persons.count()));
    // A bridged person has three records, and no other.
    @Nullable Long director = persons.ties().bridge(person.index()) ? null : person.index();
    Country country = person.country();
    String family = draws.pick(NameLists.of(country.locale()).families());
    if (country.language() == Language.AR) {
      family = ArabicNames.latin(family).get(0);
    }
    // Companies have serials of their own, past those of all persons.
    long serial = Persons.MOST + index;
    return new Company(
        index,
        country,
        family + " " + draws.pick(TRADES),
        draws.pick(Company.LegalForm.of(country)),
        new Pattern("#########").of(serial),
        site(index, person.home()),
        country.phone(serial),
        "contact" + Long.toString(serial, 36) + "@example.com",
        country.bbans().isEmpty()
            ? null
            : Identifiers.iban(country.code(), country.bbans().get(0).of(serial)),
        director);
  }

  /** An address that no other company has. */
  private static String site(long index, City city) {
    long unit = 1 + index % UNITS_OF_A_ZONE;
    long zone = 1 + index / UNITS_OF_A_ZONE;
    return "Unit " + unit + ", Zone " + zone + ", " + city.name();
  }

  /** A name as a register writes it. */
  static String written(Company company, List<String> altered, Draws draws) {
    String name = company.name();
    String form = company.form().brief();
    if (draws.percent(25)) {
      form = company.form().full();
      altered.add("legal_form_spelt_out");
    }
    if (draws.percent(10)) {
      int first = name.indexOf(' ');
      String wrong = Spelling.slip(name.substring(0, first), draws) + name.substring(first);
      if (!wrong.equals(name)) {
        name = wrong;
        altered.add("misspelt");
      }
    }
    String full = name + " " + form;
    if (draws.percent(30) && !Identifiers.plain(full).equals(full)) {
      full = Identifiers.plain(full);
      altered.add("accents_dropped");
    }
    return full;
  }
}
