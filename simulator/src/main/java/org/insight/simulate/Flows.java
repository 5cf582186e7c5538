package org.insight.simulate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Extracts of transfers, of calls and of journeys, with planted patterns among what is ordinary.
 * Each file holds the whole of its patterns, and is a function of the seed, its number and its rows
 * alone.
 */
final class Flows {

  /** Rows of a file; the last one has what is left. */
  static final int ROWS = 2_000;

  private static final String TRANSFERS =
      "transaction_id,payer_iban,beneficiary_iban,amount,currency,booked_on,purpose";
  private static final String CALLS = "caller,callee,start,duration,type";

  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);

  /** Days that a file covers. */
  private static final int DAYS = 180;

  private static final List<String> VARIANTS = List.of("h1", "open", "fiu");

  /**
   * A planted pattern.
   *
   * @param members accounts, numbers or passports, the hub first if there is one, else in order
   * @param rows ids of transfers, or numbers of rows from 1
   */
  record Planted(String id, String kind, String path, List<String> members, List<String> rows) {

    Map<String, Object> asMap() {
      return Map.of("id", id, "kind", kind, "path", path, "members", members, "rows", rows);
    }
  }

  /** A file with what is planted in it. */
  record Flow(Item item, List<Planted> planted) {}

  private final SimulationPlan plan;
  private final Persons persons;
  private final Map<String, Policy> policies;

  Flows(SimulationPlan plan, Persons persons, Map<String, Policy> policies) {
    this.plan = plan;
    this.persons = persons;
    this.policies = policies;
  }

  static int files(long rows) {
    return (int) ((rows + ROWS - 1) / ROWS);
  }

  /** All files, one after the other. */
  int files() {
    return files(plan.transfers()) + files(plan.calls()) + files(plan.journeys());
  }

  Flow at(int file) {
    String kind = "transfers";
    long all = plan.transfers();
    int number = file;
    if (number >= files(all)) {
      number -= files(all);
      kind = "calls";
      all = plan.calls();
    }
    if (kind.equals("calls") && number >= files(all)) {
      number -= files(all);
      kind = "journeys";
      all = plan.journeys();
    }
    int rows = (int) Math.min(ROWS, all - (long) number * ROWS);
    String source = plan.countries().get(number % plan.countries().size());
    String folder = source + "/" + VARIANTS.get(number % VARIANTS.size());
    Policy policy = policies.get(folder);
    if (policy == null) {
      throw new IllegalStateException("no policy " + folder);
    }
    String path = String.format(Locale.ROOT, "%s/extracts/%s-%05d.csv", folder, kind, number);
    Draws draws = Draws.of(plan.seed(), kind, number);
    if (kind.equals("journeys")) {
      return new Journeys(persons, number, rows, draws).at(path, plan.items() + file, policy);
    }
    List<Planted> planted = new ArrayList<>();
    String csv =
        kind.equals("transfers")
            ? new Money(path, number, rows, draws, planted).csv()
            : new Talk(path, number, rows, draws, planted).csv();
    Item item =
        Item.of(
            plan.items() + file,
            "extract_" + kind,
            path,
            csv.getBytes(StandardCharsets.UTF_8),
            policy);
    return new Flow(item, planted);
  }

  /** A person whose account and telephone no tie shares. */
  private Person person(Draws draws, Ties.Via via) {
    for (int tries = 0; tries < 50; tries++) {
      Person person = persons.at(draws.below(persons.count()));
      if (!persons.ties().shared(person.index()).contains(via)) {
        return person;
      }
    }
    return persons.at(0);
  }

  /** One file of transfers. */
  private final class Money {
    private final String path;
    private final int number;
    private final int rows;
    private final Draws draws;
    private final List<Planted> planted;
    private final List<List<String>> lines = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();
    private int fresh;

    Money(String path, int number, int rows, Draws draws, List<Planted> planted) {
      this.path = path;
      this.number = number;
      this.rows = rows;
      this.draws = draws;
      this.planted = planted;
    }

    String csv() {
      for (int i = 0; i < rows / 10 + 20; i++) {
        Person person = person(draws, Ties.Via.ACCOUNT);
        String iban = person.iban();
        accounts.add(iban != null && draws.percent(60) ? iban : fresh());
      }
      int sets = rows / 200;
      for (int i = 0; i < sets; i++) {
        fan(true);
        fan(false);
        cycle();
      }
      while (lines.size() < rows) {
        switch (draws.below(4)) {
          case 0 -> salaries();
          case 1 -> rents();
          case 2 -> shop();
          default -> among();
        }
      }
      StringBuilder csv = new StringBuilder(TRANSFERS).append("\r\n");
      lines.stream()
          .limit(rows)
          .sorted((a, b) -> (a.get(5) + a.get(0)).compareTo(b.get(5) + b.get(0)))
          .forEach(line -> csv.append(Csv.line(line)));
      return csv.toString();
    }

    /** An account that nobody else has. */
    private String fresh() {
      long serial = 100_000_000L + (long) number * 10_000 + fresh++;
      for (Country country : persons.countries()) {
        if (!country.bbans().isEmpty()) {
          return Identifiers.iban(country.code(), country.bbans().get(0).of(serial));
        }
      }
      Country country = Countries.of(List.of("FR")).get(0);
      return Identifiers.iban(country.code(), country.bbans().get(0).of(serial));
    }

    private String pay(String from, String to, double amount, int day, String purpose) {
      String id = String.format(Locale.ROOT, "T%05d-%05d", number, lines.size() + 1);
      lines.add(
          List.of(
              id,
              from,
              to,
              String.format(Locale.ROOT, "%.2f", amount),
              "EUR",
              FIRST.plusDays(Math.min(day, DAYS - 1)).toString(),
              purpose));
      return id;
    }

    private void plant(String kind, List<String> members, List<String> ids) {
      planted.add(
          new Planted(
              String.format(Locale.ROOT, "%s-%05d-%02d", kind, number, planted.size()),
              kind,
              path,
              List.copyOf(members),
              List.copyOf(ids)));
    }

    private void fan(boolean in) {
      int others = draws.between(6, 12);
      int first = draws.below(DAYS - 20);
      String hub = fresh();
      List<String> members = new ArrayList<>(List.of(hub));
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < others; i++) {
        String other = draws.percent(50) ? fresh() : another(members);
        members.add(other);
        double amount = 400 + draws.below(9_500);
        int day = first + draws.below(10);
        ids.add(in ? pay(other, hub, amount, day, "") : pay(hub, other, amount, day, ""));
      }
      plant(in ? "fan-in" : "fan-out", members, ids);
    }

    private void cycle() {
      int length = draws.between(3, 6);
      int day = draws.below(DAYS - 25);
      double amount = 2_000 + draws.below(40_000);
      List<String> members = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        members.add(draws.percent(60) ? fresh() : another(members));
      }
      for (int i = 0; i < length; i++) {
        ids.add(pay(members.get(i), members.get((i + 1) % length), amount, day, ""));
        day += draws.between(0, 3);
        amount *= 0.9 + draws.unit() * 0.09;
      }
      plant("cycle", members, ids);
    }

    private String another(List<String> than) {
      String account = draws.pick(accounts);
      return than.contains(account) ? fresh() : account;
    }

    private void salaries() {
      String employer = fresh();
      int paid = draws.between(5, 15);
      int day = draws.below(28);
      for (int i = 0; i < paid; i++) {
        String account = another(List.of());
        double salary = 1_200 + draws.below(3_000);
        for (int month = 0; month < 6; month++) {
          pay(employer, account, salary, month * 30 + day, "salary");
        }
      }
    }

    private void rents() {
      String landlord = fresh();
      int tenants = draws.between(3, 8);
      for (int i = 0; i < tenants; i++) {
        String account = another(List.of());
        double rent = 400 + draws.below(900);
        int day = draws.below(6);
        for (int month = 0; month < 6; month++) {
          pay(account, landlord, rent, month * 30 + day, "rent");
        }
      }
    }

    private void shop() {
      String shop = fresh();
      int sales = draws.between(80, 120);
      for (int i = 0; i < sales; i++) {
        pay(another(List.of()), shop, 5 + draws.below(200), draws.below(DAYS), "card");
      }
    }

    private void among() {
      for (int i = 0; i < 20; i++) {
        String one = another(List.of());
        pay(one, another(List.of(one)), 10 + draws.below(900), draws.below(DAYS), "");
      }
    }
  }

  /** One file of calls. */
  private final class Talk {
    private final String path;
    private final int number;
    private final int rows;
    private final Draws draws;
    private final List<Planted> planted;
    private final List<List<String>> lines = new ArrayList<>();

    Talk(String path, int number, int rows, Draws draws, List<Planted> planted) {
      this.path = path;
      this.number = number;
      this.rows = rows;
      this.draws = draws;
      this.planted = planted;
    }

    String csv() {
      int sets = rows / 500;
      for (int i = 0; i < sets; i++) {
        String between = phone();
        List<String> broker = new ArrayList<>(List.of(between));
        List<String> brokered = new ArrayList<>();
        for (int group = 0; group < 2; group++) {
          List<String> members = group();
          for (int calls = 0; calls < 4; calls++) {
            String member = members.get(calls % 2);
            brokered.add(calls % 2 == 0 ? call(between, member) : call(member, between));
          }
          broker.addAll(members.subList(0, 2));
        }
        plant("broker", broker, brokered);
      }
      // A switchboard calls everybody, which ties nobody.
      String switchboard = phone();
      while (lines.size() < rows) {
        if (draws.percent(30)) {
          call(switchboard, phone());
        } else {
          call(phone(), phone());
        }
      }
      StringBuilder csv = new StringBuilder(CALLS).append("\r\n");
      lines.stream().limit(rows).forEach(line -> csv.append(Csv.line(line)));
      return csv.toString();
    }

    private String phone() {
      return person(draws, Ties.Via.PHONE).phone();
    }

    private List<String> group() {
      List<String> members = new ArrayList<>();
      int size = draws.between(5, 8);
      for (int tries = 0; members.size() < size && tries < 100; tries++) {
        String phone = phone();
        if (!members.contains(phone)) {
          members.add(phone);
        }
      }
      List<String> calls = new ArrayList<>();
      for (int i = 0; i < members.size(); i++) {
        for (int j = 0; j < i; j++) {
          calls.add(call(members.get(i), members.get(j)));
          if (draws.percent(50)) {
            calls.add(call(members.get(j), members.get(i)));
          }
        }
      }
      plant("community", members, calls);
      return members;
    }

    private String call(String from, String to) {
      if (from.equals(to)) {
        return String.valueOf(lines.size());
      }
      lines.add(
          List.of(
              from,
              to,
              FIRST.plusDays(draws.below(DAYS)).atTime(draws.below(24), draws.below(60)) + ":00Z",
              String.valueOf(draws.between(5, 900)),
              "voice"));
      return String.valueOf(lines.size());
    }

    private void plant(String kind, List<String> members, List<String> calls) {
      planted.add(
          new Planted(
              String.format(Locale.ROOT, "%s-calls-%05d-%02d", kind, number, planted.size()),
              kind,
              path,
              List.copyOf(members),
              List.copyOf(calls)));
    }
  }
}
