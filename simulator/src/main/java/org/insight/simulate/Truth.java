package org.insight.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** Writes the truth as JSON lines while the items are made. The format is in docs/simulator.md. */
final class Truth implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedWriter persons;
  private final BufferedWriter companies;
  private final BufferedWriter items;
  private final BufferedWriter appearances;
  private final BufferedWriter companyAppearances;
  private final BufferedWriter texts;
  private final BufferedWriter textPersons;
  private final BufferedWriter links;
  private final BufferedWriter bridges;
  private final Path folder;

  Truth(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    persons = writer("persons");
    companies = writer("companies");
    items = writer("items");
    appearances = writer("appearances");
    companyAppearances = writer("company_appearances");
    texts = writer("texts");
    textPersons = writer("text_persons");
    links = writer("links");
    bridges = writer("bridges");
  }

  private BufferedWriter writer(String name) throws IOException {
    return Files.newBufferedWriter(folder.resolve(name + ".jsonl"), StandardCharsets.UTF_8);
  }

  void policies(Iterable<Policy> policies) throws IOException {
    try (BufferedWriter out = writer("policies")) {
      for (Policy policy : policies) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", policy.id());
        line.put("folder", policy.id());
        line.put("restricted", policy.restricted());
        line.put("policy", policy.asMap());
        write(out, line);
      }
    }
  }

  void trends(Iterable<Trends.Trend> trends) throws IOException {
    try (BufferedWriter out = writer("trends")) {
      for (Trends.Trend trend : trends) {
        write(out, trend.asMap());
      }
    }
  }

  /** Of an inbox with extracts of transfers, calls or journeys alone. */
  void findings(Iterable<Flows.Planted> findings) throws IOException {
    try (BufferedWriter out = writer("findings")) {
      for (Flows.Planted finding : findings) {
        write(out, new TreeMap<>(finding.asMap()));
      }
    }
  }

  void person(Person person, Lookalikes lookalikes) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("person", person.index());
    line.put("given_name", person.given());
    line.put("family_name", person.family());
    line.put("arabic_name", person.arabicGiven() == null ? null : person.arabicName());
    line.put("sex", person.sex());
    line.put("birth_date", person.born().toString());
    line.put("birth_place", person.birthPlace().name());
    line.put("country", person.country().code());
    line.put("home", person.home().name());
    line.put("phone", person.phone());
    line.put("email", person.email());
    line.put("passport", person.country().code() + ":" + person.passport());
    line.put("national_id", person.country().code() + ":" + person.nationalId());
    line.put("iban", person.iban());
    line.put("address", person.address());
    line.put("plate", person.vehicle().country() + ":" + person.vehicle().plate());
    line.put("vin", person.vehicle().vin());
    line.put("booking", person.trip().booking());
    Person.OldPassport old = person.oldPassport();
    line.put("old_passport", old == null ? null : person.country().code() + ":" + old.number());
    line.put("household", lookalikes.household(person.index()));
    line.put("twin_of", lookalikes.twin(person.index()));
    line.put("namesake_of", lookalikes.namesake(person.index()));
    line.put("uses_passport_of", lookalikes.usesPassportOf(person.index()));
    write(person.textOnly() ? textPersons : persons, line);
  }

  void company(Company company) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("company", company.index());
    line.put("name", company.fullName());
    line.put("registration_number", company.country().code() + ":" + company.number());
    line.put("country", company.country().code());
    line.put("address", company.address());
    line.put("phone", company.phone());
    line.put("email", company.email());
    line.put("iban", company.iban());
    line.put("director", company.director());
    write(companies, line);
  }

  void item(Item item) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("item", item.number());
    line.put("path", item.path());
    line.put("kind", item.kind());
    line.put("bytes", item.bytes().length);
    Language language = item.language();
    line.put("language", language == null ? null : language.code());
    Policy policy = item.policy();
    line.put("policy", policy == null ? null : policy.id());
    line.put("policy_from", item.policyFrom());
    line.put("defect", item.defect());
    line.put("members", item.members());
    Trends.Event event = item.event();
    if (event != null) {
      line.put("offence", event.offence().code());
      line.put("city", event.city().name());
      line.put("country", event.city().country());
      line.put("latitude", event.city().latitude());
      line.put("longitude", event.city().longitude());
      line.put("date", event.on().toString());
      line.put("trend", event.trend());
    }
    write(items, line);
    for (Appearance appearance : item.appearances()) {
      appearance(item, appearance);
    }
    for (TextTruth text : item.texts()) {
      write(texts, text.asMap(item.path()));
    }
  }

  private void appearance(Item item, Appearance appearance) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    boolean person = appearance.subject() == Appearance.Subject.PERSON;
    line.put(person ? "person" : "company", appearance.number());
    line.put("path", item.path());
    line.put("member", appearance.member());
    line.put("locator", appearance.locator());
    line.put("name", appearance.name());
    line.put("script", appearance.script());
    line.put("altered", appearance.altered());
    line.put("fields", appearance.fields());
    write(person ? appearances : companyAppearances, line);
  }

  /**
   * @param path of the item of a number
   */
  void link(BatchPlan.PlantedLink link, LongFunction<String> path, Persons all) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", link.id());
    line.put("kind", link.tie().kind());
    line.put("persons", link.persons());
    boolean chain = link.tie().kind().equals("chain");
    line.put("hops", chain ? link.steps().size() : 1);
    List<Map<String, Object>> via = new ArrayList<>();
    for (int i = 0; i < link.steps().size(); i++) {
      Ties.Via kind = link.tie().steps().get(i).via();
      List<BatchPlan.Evidence> ends = link.steps().get(i);
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("kind", kind.name().toLowerCase(Locale.ROOT));
      String value = value(kind, all.at(ends.get(0).person()));
      step.put("value", value);
      step.put("findable", kind != Ties.Via.PLATE || namesItsCountry(value));
      List<Map<String, Object>> evidence = new ArrayList<>();
      for (BatchPlan.Evidence end : ends) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("person", end.person());
        shown.put("path", path.apply(end.item()));
        evidence.add(shown);
      }
      step.put("evidence", evidence);
      via.add(step);
    }
    line.put("via", via);
    write(links, line);
  }

  /**
   * Whether the form of a plate is that of one country alone: a text gives no country beside it.
   *
   * @param plate after its country and a colon
   */
  private static boolean namesItsCountry(String plate) {
    String letters = plate.substring(3).replaceAll("[^A-Z]", "");
    return switch (plate.substring(0, 2)) {
      case "US", "IT", "MX", "EG", "AE", "TN" -> false;
      case "ES" -> letters.chars().noneMatch(c -> c == 'A' || c == 'E');
      case "GB" -> letters.charAt(1) != 'Z';
      default -> true;
    };
  }

  private static String value(Ties.Via via, Person person) {
    return switch (via) {
      case PHONE -> person.phone();
      case ACCOUNT -> person.iban();
      case ADDRESS -> person.address();
      case PLATE -> person.vehicle().country() + ":" + person.vehicle().plate();
      case BOOKING -> person.trip().booking();
    };
  }

  void bridge(BatchPlan.PlantedBridge bridge, LongFunction<String> path, Persons all)
      throws IOException {
    Person person = all.at(bridge.person());
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", bridge.id());
    line.put("person", bridge.person());
    line.put("a", path.apply(bridge.a()));
    line.put("b", path.apply(bridge.b()));
    line.put("c", path.apply(bridge.c()));
    line.put("a_b", "passport " + person.country().code() + ":" + person.passport());
    line.put("b_c", "national_id " + person.country().code() + ":" + person.nationalId());
    write(bridges, line);
  }

  private static void write(BufferedWriter out, Map<String, Object> line) throws IOException {
    out.write(JSON.writeValueAsString(line));
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    for (BufferedWriter out :
        List.of(
            persons,
            textPersons,
            companies,
            items,
            appearances,
            companyAppearances,
            texts,
            links,
            bridges)) {
      out.close();
    }
  }
}
