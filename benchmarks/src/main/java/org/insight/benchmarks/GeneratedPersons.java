package org.insight.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Invented persons with one to five records each. They live in households, and their records have
 * typos, missing values, old addresses and changed names. Names are as frequent as in the reference
 * data of the set-up; a quarter of the family names are in no list. One seed gives one set.
 */
final class GeneratedPersons {

  static final List<String> COLUMNS =
      List.of(
          "row_id",
          "person_id",
          "given_name",
          "family_name",
          "birth_date",
          "street",
          "city",
          "postcode",
          "phone",
          "email",
          "national_id");

  static final String SETTINGS =
      """
      kind: person
      id: row_id
      truth: person_id
      columns:
        given_name: given_name
        family_name: family_name
        birth_date: birth_date
        street: street
        city: city
        postcode: postcode
        phone: phone
        email: email
      identifiers: {national_id: national_id}
      """;

  private static final Pattern LATIN = Pattern.compile("[\\p{IsLatin}' -]{2,}");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final List<String> WAYS =
      List.of("rue %s", "avenue %s", "%s Street", "%s Road", "%sstraße", "via %s", "calle %s");
  private static final List<String> HOSTS =
      List.of("mail.example", "post.example", "web.example", "office.example");
  private static final int CITIES = 2_000;

  /** Shares of households of one person, two, and so on. */
  private static final double[] MEMBERS = {.33, .31, .15, .14, .07};

  /** Shares of persons with one record, two, and so on. */
  private static final double[] RECORDS = {.75, .14, .06, .03, .02};

  /** Values that are drawn as often as their weight says. */
  private static final class Weighted {
    private final List<String> values = new ArrayList<>();
    private final List<Double> upTo = new ArrayList<>();
    private double sum;

    void add(String value, double weight) {
      sum += weight;
      values.add(value);
      upTo.add(sum);
    }

    int place(SplittableRandom random) {
      int at = Collections.binarySearch(upTo, random.nextDouble() * sum);
      return Math.min(values.size() - 1, at < 0 ? -at - 1 : at + 1);
    }

    String draw(SplittableRandom random) {
      return values.get(place(random));
    }
  }

  private record Address(String street, String city, String postcode) {}

  private record Person(
      String given,
      String family,
      LocalDate born,
      Address home,
      Address former,
      String phone,
      String email,
      String nationalId) {}

  private final SplittableRandom random;
  private final Weighted givenNames = new Weighted();
  private final Weighted familyNames = new Weighted();
  private final Weighted cities = new Weighted();

  private GeneratedPersons(long seed) {
    random = new SplittableRandom(seed);
    lines(
        "/reference/terms.tsv",
        line -> {
          String[] cells = line.split("\t", -1);
          if (LATIN.matcher(cells[2]).matches()) {
            (cells[0].equals("given") ? givenNames : familyNames)
                .add(cells[2], Double.parseDouble(cells[1]));
          }
          return true;
        });
    lines(
        "/reference/places.tsv",
        line -> {
          String[] cells = line.split("\t", -1);
          if (LATIN.matcher(cells[1]).matches()) {
            cities.add(cells[1], Double.parseDouble(cells[5]));
          }
          return cities.values.size() < CITIES;
        });
  }

  private static void lines(String resource, Predicate<String> more) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(GeneratedPersons.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!more.test(line)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The records of so many persons in random order, with the cells of {@link #COLUMNS}. */
  static List<String[]> rows(int persons, long seed) {
    GeneratedPersons generator = new GeneratedPersons(seed);
    List<String[]> rows = new ArrayList<>();
    int made = 0;
    while (made < persons) {
      for (Person person : generator.household()) {
        if (made < persons) {
          int records = 1 + generator.share(RECORDS);
          for (int i = 0; i < records; i++) {
            rows.add(generator.record(person, "p" + made));
          }
          made++;
        }
      }
    }
    Collections.shuffle(rows, new Random(seed));
    for (int i = 0; i < rows.size(); i++) {
      rows.get(i)[0] = "r" + i;
    }
    return rows;
  }

  private boolean chance(double share) {
    return random.nextDouble() < share;
  }

  private int share(double[] shares) {
    double left = random.nextDouble();
    int at = 0;
    while (at < shares.length - 1 && left >= shares[at]) {
      left -= shares[at++];
    }
    return at;
  }

  private String family() {
    String name = familyNames.draw(random);
    if (chance(.25)) {
      String end = familyNames.draw(random);
      name =
          name.substring(0, (name.length() + 1) / 2)
              + end.substring(end.length() / 2).strip().toLowerCase(Locale.ROOT);
    }
    return name;
  }

  private Address address() {
    int city = cities.place(random);
    String way = WAYS.get(random.nextInt(WAYS.size()));
    return new Address(
        (1 + random.nextInt(200)) + " " + way.formatted(familyNames.draw(random)),
        cities.values.get(city),
        String.format(Locale.ROOT, "%03d%02d", 100 + city * 37 % 900, random.nextInt(100)));
  }

  private String digits(int number) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < number; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private String phone() {
    return "+" + (30 + random.nextInt(20)) + digits(9);
  }

  private String email(String given, String family) {
    String name = plain(given + "." + family).replaceAll("[^A-Za-z.]", "");
    return name.toLowerCase(Locale.ROOT)
        + (chance(.6) ? digits(2) : "")
        + "@"
        + HOSTS.get(random.nextInt(HOSTS.size()));
  }

  /** Persons of one address: two adults and children, mostly of one family name. */
  private List<Person> household() {
    int size = 1 + share(MEMBERS);
    Address home = address();
    String family = family();
    String landline = chance(.5) ? phone() : "";
    LocalDate eldest = LocalDate.of(1935, 1, 1).plusDays(random.nextInt(365 * 65));
    List<Person> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String given = givenNames.draw(random);
      LocalDate born = eldest;
      if (i == 1) {
        born = eldest.plusDays(random.nextInt(-2_500, 2_500));
      } else if (i > 1) {
        // A twin, or another child; one in twenty has the name of a parent.
        born =
            i > 2 && chance(.08)
                ? members.get(i - 1).born()
                : eldest.plusDays(random.nextInt(7_500, 14_000));
        given = chance(.05) ? members.get(0).given() : given;
      }
      String own = chance(.8) ? family : family();
      members.add(
          new Person(
              given,
              own,
              born,
              home,
              address(),
              chance(.7) ? !landline.isEmpty() && chance(.5) ? landline : phone() : "",
              chance(.6) ? email(given, own) : "",
              chance(.45) ? digits(9) : ""));
    }
    return members;
  }

  /** What one source wrote of a person. */
  private String[] record(Person person, String id) {
    String given = name(person.given());
    if (chance(.04)) {
      given = given.substring(0, 1) + ".";
    } else if (chance(.02)) {
      given = "";
    }
    String family = name(person.family());
    if (chance(.03)) {
      family = family + "-" + family();
    } else if (chance(.02)) {
      family = family();
    }
    if (chance(.02)) {
      String first = given;
      given = family;
      family = first;
    }
    Address address = chance(.2) ? person.former() : person.home();
    String nationalId = chance(.25) ? "" : person.nationalId();
    String phone = chance(.2) ? "" : chance(.1) ? phone() : person.phone();
    String email = chance(.25) ? "" : chance(.1) ? email(given, family) : person.email();
    return new String[] {
      "",
      id,
      given,
      family,
      date(person.born()),
      chance(.05) ? "" : chance(.08) ? typo(address.street()) : address.street(),
      chance(.03) ? "" : chance(.03) ? typo(address.city()) : address.city(),
      chance(.08) ? "" : chance(.03) ? wrongDigit(address.postcode()) : address.postcode(),
      chance(.02) ? wrongDigit(phone) : phone,
      chance(.05) ? typo(email) : email,
      chance(.04) ? wrongDigit(nationalId) : nationalId
    };
  }

  private String name(String name) {
    return chance(.06) ? typo(name) : chance(.05) ? plain(name) : name;
  }

  private String date(LocalDate born) {
    if (chance(.06)) {
      return "";
    }
    if (chance(.01)) {
      return born.getYear() + "-01-01";
    }
    if (chance(.03) && born.getDayOfMonth() <= 12) {
      return LocalDate.of(born.getYear(), born.getDayOfMonth(), born.getMonthValue()).toString();
    }
    String date = born.toString();
    // The first digit of a month or a day would give no date.
    int place = List.of(2, 3, 6, 9).get(random.nextInt(4));
    return chance(.03) ? digitAt(date, place) : date;
  }

  private String wrongDigit(String number) {
    return number.isEmpty() ? number : digitAt(number, random.nextInt(number.length()));
  }

  private String digitAt(String number, int place) {
    return number.substring(0, place) + digits(1) + number.substring(place + 1);
  }

  /** Another letter, one less, one more, or two that changed places; never the first. */
  private String typo(String text) {
    if (text.length() < 3) {
      return text;
    }
    int at = random.nextInt(1, text.length() - 1);
    char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
    String before = text.substring(0, at);
    String after = text.substring(at + 1);
    return switch (random.nextInt(4)) {
      case 0 -> before + letter + after;
      case 1 -> before + after;
      case 2 -> before + letter + text.charAt(at) + after;
      default -> before + after.charAt(0) + text.charAt(at) + after.substring(1);
    };
  }

  private static String plain(String text) {
    return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
  }
}
