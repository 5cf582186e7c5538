package org.insight.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.insight.policy.BasePolicy;
import org.insight.policy.Dispatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PERSONS = 300;
  private static final long ITEMS = 250;

  @TempDir static Path folder;
  private static SimulationSummary summary;

  @BeforeAll
  static void simulate() throws IOException {
    summary = Simulation.run(plan(folder, PERSONS, ITEMS, 11));
  }

  private static SimulationPlan plan(Path out, long persons, long items, long seed) {
    return new SimulationPlan(out, persons, items, seed, SimulationPlan.COUNTRIES);
  }

  @Test
  void twoRunsOfASeedAreEqualInEveryByteWhateverTheMachinesLocale(@TempDir Path other)
      throws IOException {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      Simulation.run(plan(other, PERSONS, ITEMS, 11));
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    assertThat(files(other)).isEqualTo(files(folder));
  }

  @Test
  void anotherSeedGivesOtherItems(@TempDir Path other) throws IOException {
    Simulation.run(plan(other, PERSONS, 20, 12));
    assertThat(files(other.resolve("truth")).get("items.jsonl"))
        .isNotEqualTo(files(folder.resolve("truth")).get("items.jsonl"));
  }

  @Test
  void aShorterRunIsTheBeginningOfALongerOne(@TempDir Path shorter) throws IOException {
    Simulation.run(plan(shorter, PERSONS, 130, 11));
    Map<String, String> all = files(folder.resolve("inbox"));
    files(shorter.resolve("inbox"))
        .forEach((path, content) -> assertThat(all).as(path).containsEntry(path, content));
    Map<String, String> truth = files(folder.resolve("truth"));
    files(shorter.resolve("truth"))
        .forEach((name, content) -> assertThat(truth.get(name)).as(name).startsWith(content));
    SimulationSummary more = Simulation.run(plan(shorter, PERSONS, ITEMS, 11));
    assertThat(more.unchanged()).isEqualTo(130);
    assertThat(files(shorter)).isEqualTo(files(folder));
  }

  /** Else the truth would be silent of files that a run reads, or what is real would lie beside. */
  @Test
  void anInboxThatIsNotOfThePlanIsRefusedAndLeftAsItIs(@TempDir Path other) throws IOException {
    Simulation.run(plan(other, PERSONS, 30, 11));
    Map<String, String> before = files(other);
    for (SimulationPlan unlike :
        List.of(
            plan(other, PERSONS, 30, 12),
            plan(other, PERSONS + 1, 30, 11),
            plan(other, PERSONS, 29, 11),
            new SimulationPlan(other, PERSONS, 30, 11, List.of("FR")),
            new SimulationPlan(other, PERSONS, 30, 11, SimulationPlan.COUNTRIES, 67))) {
      assertThatThrownBy(() -> Simulation.run(unlike))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot simulate: the inbox that is there is not the beginning of what is asked for,"
                  + " found "
                  + other.resolve("inbox"));
    }
    assertThat(files(other)).isEqualTo(before);
    Path plan = other.resolve("plan.json");
    Files.writeString(plan, Files.readString(plan).replaceFirst("\"version\":\\d+,", ""));
    assertThatThrownBy(() -> Simulation.run(plan(other, PERSONS, 30, 11)))
        .as("of a release that gave other bytes")
        .hasMessageContaining("not the beginning of what is asked for");
    Path real = other.resolve("real");
    Files.createDirectories(real.resolve("inbox"));
    Files.writeString(real.resolve("inbox/report.txt"), "what somebody sent");
    assertThatThrownBy(() -> Simulation.run(plan(real, PERSONS, 30, 11)))
        .hasMessageContaining("not the beginning of what is asked for");
    assertThat(files(real)).hasSize(1);
    Path empty = other.resolve("empty");
    Files.createDirectories(empty.resolve("inbox"));
    assertThat(Simulation.run(plan(empty, PERSONS, 3, 11)).items()).isEqualTo(3);
  }

  @Test
  void aSourceMayHaveManyPoliciesEachAnother(@TempDir Path other) throws IOException {
    int policies = 200;
    List<String> ten = SimulationPlan.COUNTRIES.subList(0, 10);
    Simulation.run(new SimulationPlan(other, PERSONS, 400, 11, ten, policies));
    Map<String, BasePolicy> byFolder = new TreeMap<>();
    Set<String> used = new HashSet<>();
    Path inbox = other.resolve("inbox");
    for (String path : files(inbox).keySet()) {
      if (path.endsWith("/policy.yaml")) {
        byFolder.put(path, BasePolicy.fromYaml(Files.readString(inbox.resolve(path))));
      } else if (!path.startsWith(Items.UNLABELLED)) {
        used.add(path.split("/")[0] + "/" + path.split("/")[1]);
      }
    }
    assertThat(byFolder).hasSize(policies);
    assertThat(byFolder.values().stream().map(BasePolicy::id)).doesNotHaveDuplicates();
    assertThat(used).hasSizeGreaterThan(100);
    byFolder.forEach(
        (folder, policy) -> {
          String variant = folder.split("/")[1].replaceFirst("-\\d+$", "");
          BasePolicy first = byFolder.get(policy.source() + "/" + variant + "/policy.yaml");
          assertThat(policy.level()).as(folder).isEqualTo(first.level());
          assertThat(policy.onlyFor().isEmpty()).as(folder).isEqualTo(first.onlyFor().isEmpty());
          assertThat(policy.notFor().isEmpty()).as(folder).isEqualTo(first.notFor().isEmpty());
          assertThat(policy.notFor()).as(folder).doesNotContain(policy.source());
        });
  }

  @Test
  void aSourceHasOnePolicyOfEachKindAtLeast() {
    assertThatThrownBy(() -> new SimulationPlan(folder, 1, 1, 1, List.of("FR", "ES"), 11))
        .hasMessage(
            "Cannot simulate: policies must be 12 to 2000 for this many countries, found 11");
  }

  @Test
  void theInboxHoldsAsManyFilesAsAskedFor() throws IOException {
    long items =
        files(folder.resolve("inbox")).keySet().stream()
            .filter(path -> !path.endsWith("policy.yaml"))
            .count();
    assertThat(items).isEqualTo(ITEMS);
    assertThat(summary.items()).isEqualTo(ITEMS);
    assertThat(summary.itemsByKind())
        .containsKeys(
            "notice",
            "diffusion",
            "report",
            "message",
            "scan",
            "extract_persons",
            "extract_vehicles",
            "extract_travel",
            "extract_companies",
            "bad");
    assertThat(summary.undrawnScans()).isZero();
  }

  @Test
  void everyItemButTheUnlabelledHasAPolicyThatThePlatformReads() throws IOException {
    Path inbox = folder.resolve("inbox");
    assertThat(inbox.resolve("policy.yaml")).doesNotExist();
    int unlabelled = 0;
    for (String path : files(inbox).keySet()) {
      if (path.endsWith("policy.yaml")) {
        BasePolicy policy = BasePolicy.fromYaml(Files.readString(inbox.resolve(path)));
        assertThat(policy.source()).isEqualTo(path.substring(0, 2));
      } else if (path.startsWith(Items.UNLABELLED)) {
        unlabelled++;
      } else {
        String[] parts = path.split("/");
        assertThat(inbox.resolve(parts[0]).resolve(parts[1]).resolve("policy.yaml")).exists();
      }
    }
    assertThat(unlabelled).isEqualTo(2);
  }

  @Test
  void aboutAFifthOfTheRecordsIsRestricted() throws IOException {
    Set<String> restricted = new HashSet<>();
    for (JsonNode policy : lines("policies")) {
      if (policy.get("restricted").asBoolean()) {
        restricted.add(policy.get("id").asText());
      }
    }
    Map<String, String> policyOf = new HashMap<>();
    lines("items").forEach(i -> policyOf.put(i.get("path").asText(), i.get("policy").asText()));
    List<JsonNode> appearances = lines("appearances");
    long under =
        appearances.stream()
            .filter(a -> restricted.contains(policyOf.get(a.get("path").asText())))
            .count();
    assertThat((double) under / appearances.size()).isBetween(0.1, 0.35);
  }

  @Test
  void headersOfMessagesAreAWholePolicy() throws IOException {
    int read = 0;
    for (JsonNode item : lines("items")) {
      if (item.get("policy_from").asText().equals("header")) {
        Map<String, String> headers = new HashMap<>();
        content(item.get("path").asText())
            .lines()
            .takeWhile(line -> !line.isEmpty())
            .filter(line -> line.startsWith("X-Insight-"))
            .forEach(
                line ->
                    headers.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 2)));
        BasePolicy policy = Dispatch.fromHeaders(headers).orElseThrow().policy();
        String id = item.get("policy").asText();
        Path folderPolicy = folder.resolve("inbox").resolve(id).resolve("policy.yaml");
        assertThat(policy).isEqualTo(BasePolicy.fromYaml(Files.readString(folderPolicy)));
        read++;
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void messagesThatAreSentToOthersAloneSpeakOfNobody() throws IOException {
    Set<String> others = new HashSet<>();
    for (JsonNode item : lines("items")) {
      String path = item.get("path").asText();
      boolean toOthers =
          path.endsWith(".eml")
              && content(path).matches("(?s).*\r?\nX-Insight-Addressed-To: [A-Z]{2}\r?\n.*");
      assertThat(item.get("defect").asText().equals("not_addressed")).as(path).isEqualTo(toOthers);
      if (toOthers) {
        others.add(path);
      }
    }
    assertThat(others).isNotEmpty();
    assertThat(lines("appearances")).noneMatch(a -> others.contains(a.get("path").asText()));
  }

  @Test
  void whatTheTruthSaysIsWrittenInTheFilesThatItNames() throws IOException {
    int checked = 0;
    Set<Long> persons = new HashSet<>();
    lines("persons").forEach(p -> persons.add(p.get("person").asLong()));
    for (JsonNode appearance : lines("appearances")) {
      assertThat(persons).contains(appearance.get("person").asLong());
      String path = appearance.get("path").asText();
      assertThat(folder.resolve("inbox").resolve(path)).exists();
      if (path.endsWith(".txt")) {
        String text = content(path);
        assertThat(text).contains(appearance.get("name").asText());
        appearance.get("fields").forEach(value -> assertThat(text).contains(value.asText()));
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }

  @Test
  void noGapOfATemplateIsLeftOpen() throws IOException {
    for (JsonNode item : lines("items")) {
      if (item.get("kind").asText().equals("report")) {
        assertThat(content(item.get("path").asText())).doesNotContain("{", "}");
      }
    }
  }

  @Test
  void aPassportPageTellsOfNoEvent() throws IOException {
    Set<String> pages = new HashSet<>();
    lines("appearances").stream()
        .filter(a -> a.get("member").isNull() && a.get("fields").has("mrz"))
        .forEach(a -> pages.add(a.get("path").asText()));
    assertThat(pages).isNotEmpty();
    for (JsonNode item : lines("items")) {
      if (pages.contains(item.get("path").asText())) {
        assertThat(item.has("offence")).as(item.toString()).isFalse();
        assertThat(item.get("language").isNull()).as(item.toString()).isTrue();
      }
    }
  }

  @Test
  void anArchiveThatIsTooDeepTellsOfNobodyAndOfNoEvent() throws IOException {
    SimulationPlan plan = plan(folder, PERSONS, 300, 11);
    List<Country> countries = Countries.of(plan.countries());
    Persons persons = new Persons(plan.seed(), plan.persons(), countries);
    Items items =
        new Items(
            plan.seed(),
            persons,
            new Companies(plan.seed(), persons),
            new Trends(plan.seed(), countries),
            new Editions(plan.seed(), plan.countries(), plan.policies()),
            PhraseBook.read(Wordings.OWN));
    Item item = items.at(299);
    assertThat(item.defect()).isEqualTo("nested_zip");
    assertThat(items.batch(2).slots().get(99).mentions()).isEmpty();
    byte[] inner = item.bytes();
    for (int level = 0; level < 6; level++) {
      ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(inner));
      assertThat(zip.getNextEntry()).isNotNull();
      inner = zip.readAllBytes();
    }
    assertThat(new String(inner, StandardCharsets.UTF_8))
        .startsWith("Inventory of the store room.");
  }

  @Test
  void linksOfEveryKindArePlantedWithUpToFourHops() throws IOException {
    List<JsonNode> links = lines("links");
    assertThat(links.stream().map(l -> l.get("kind").asText()).distinct())
        .containsExactlyInAnyOrder(
            "shared_phone",
            "shared_account",
            "shared_address",
            "shared_plate",
            "co_travel",
            "chain");
    assertThat(links.stream().mapToInt(l -> l.get("hops").asInt()).max()).hasValue(4);
    assertThat(summary.links()).isEqualTo(links.size());
  }

  @Test
  void evidenceOfALinkIsAllThatThereIs() throws IOException {
    List<JsonNode> appearances = lines("appearances");
    for (JsonNode link : lines("links")) {
      for (JsonNode step : link.get("via")) {
        String kind = step.get("kind").asText();
        for (JsonNode end : step.get("evidence")) {
          Set<String> shownIn = new HashSet<>();
          for (JsonNode appearance : appearances) {
            if (appearance.get("person").equals(end.get("person"))
                && appearance.get("fields").has(kind)
                && !differs(step, appearance, kind)) {
              shownIn.add(appearance.get("path").asText());
            }
          }
          assertThat(shownIn).as(link + kind).containsExactly(end.get("path").asText());
        }
      }
    }
  }

  @Test
  void noticesAboutNobodyShareNoText() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, String> file : files(folder.resolve("inbox")).entrySet()) {
      String content = file.getValue();
      if (file.getKey().contains("/notices/")
          && file.getKey().endsWith(".json")
          && content.contains("\"text\"")) {
        String text = JSON.readTree(content).get("text").asText();
        assertThat(text.split("\\W+")).as(text).hasSizeGreaterThan(25);
        assertThat(texts.put(text.replaceFirst("Notice .*", ""), file.getKey())).as(text).isNull();
      }
    }
    assertThat(texts).hasSizeGreaterThan(3);
  }

  @Test
  void aCompanyHasOneToFourRecordsAndSharesNoAddressOrNumber(@TempDir Path out) throws IOException {
    // The first companies have all their records after four batches.
    Simulation.run(plan(out, 200, 400, 11));
    Map<Long, JsonNode> companies = new TreeMap<>();
    lines(out, "companies").forEach(c -> companies.put(c.get("company").asLong(), c));
    for (String own : List.of("address", "registration_number", "phone", "email")) {
      assertThat(companies.values().stream().map(c -> c.get(own).asText()))
          .as(own)
          .doesNotHaveDuplicates();
    }
    Map<Long, Integer> records = new TreeMap<>();
    Set<String> altered = new HashSet<>();
    for (JsonNode record : lines(out, "company_appearances")) {
      JsonNode company = companies.get(record.get("company").asLong());
      records.merge(record.get("company").asLong(), 1, Integer::sum);
      List<String> kinds = new ArrayList<>();
      record.get("altered").forEach(kind -> kinds.add(kind.asText()));
      altered.addAll(kinds);
      kinds.remove("country_missing");
      assertThat(record.get("name").equals(company.get("name")))
          .as(record.toString())
          .isEqualTo(kinds.isEmpty());
      int row = Integer.parseInt(record.get("locator").asText().substring("row:".length()));
      assertThat(
              Files.readAllLines(out.resolve("inbox").resolve(record.get("path").asText()))
                  .get(row))
          .contains(
              company.get("registration_number").asText().substring(3)
                  + ","
                  + record.get("name").asText()
                  + ",");
    }
    assertThat(records.keySet()).isEqualTo(companies.keySet());
    assertThat(records.values()).contains(1, 2, 3, 4).allMatch(n -> n <= 4);
    assertThat(altered)
        .containsExactlyInAnyOrder(
            "legal_form_spelt_out", "accents_dropped", "misspelt", "country_missing");
  }

  @Test
  void personsHaveFewOrManyRecords() throws IOException {
    Map<Long, Integer> records = new TreeMap<>();
    lines("persons").forEach(person -> records.put(person.get("person").asLong(), 0));
    for (JsonNode appearance : lines("appearances")) {
      if (!appearance.get("locator").asText().equals("document")) {
        records.merge(appearance.get("person").asLong(), 1, Integer::sum);
      }
    }
    List<Integer> sorted = records.values().stream().sorted().toList();
    int median = sorted.get(sorted.size() / 2);
    assertThat(sorted.get(sorted.size() / 10)).isLessThanOrEqualTo(2);
    assertThat(sorted.get(sorted.size() - 1)).isGreaterThan(2 * median);
  }

  @Test
  void renewedAndStolenPassportsAreWrittenAndTold(@TempDir Path out) throws IOException {
    Simulation.run(plan(out, 400, 500, 11));
    Map<Long, JsonNode> persons = new TreeMap<>();
    lines(out, "persons").forEach(p -> persons.put(p.get("person").asLong(), p));
    Set<Long> old = new HashSet<>();
    Set<Long> present = new HashSet<>();
    int stolen = 0;
    for (JsonNode appearance : lines(out, "appearances")) {
      JsonNode number = appearance.get("fields").get("passport");
      JsonNode person = persons.get(appearance.get("person").asLong());
      if (number == null || appearance.get("altered").toString().contains("wrong_digit")) {
        continue;
      }
      String altered = appearance.get("altered").toString();
      JsonNode shown = person.get("passport");
      if (altered.contains("old_passport")) {
        shown = person.get("old_passport");
        old.add(person.get("person").asLong());
      } else if (altered.contains("stolen_passport")) {
        shown = persons.get(person.get("uses_passport_of").asLong()).get("passport");
        stolen++;
      } else if (!person.get("old_passport").isNull()) {
        present.add(person.get("person").asLong());
      }
      assertThat(shown.asText()).endsWith(":" + number.asText());
    }
    old.retainAll(present);
    assertThat(old).hasSizeGreaterThan(5);
    assertThat(stolen).isPositive();
  }

  /** Vehicles and journeys that are not the shared ones have other plates and bookings. */
  private static boolean differs(JsonNode step, JsonNode appearance, String kind) {
    String value = step.get("value").asText();
    String shown = appearance.get("fields").get(kind).asText();
    return (kind.equals("booking") || kind.equals("plate")) && !value.endsWith(shown);
  }

  @Test
  void onlyTheMiddleRecordHoldsABridgedPersonTogether() throws IOException {
    List<JsonNode> bridges = lines("bridges");
    assertThat(bridges).hasSizeGreaterThanOrEqualTo(6);
    List<JsonNode> appearances = lines("appearances");
    Set<String> restricted = new HashSet<>();
    lines("policies").stream()
        .filter(p -> p.get("restricted").asBoolean())
        .forEach(p -> restricted.add(p.get("folder").asText()));
    for (JsonNode bridge : bridges) {
      Map<String, Set<String>> fields = new HashMap<>();
      for (JsonNode appearance : appearances) {
        if (appearance.get("person").equals(bridge.get("person"))) {
          Set<String> shown = new HashSet<>();
          appearance.get("fields").fieldNames().forEachRemaining(shown::add);
          shown.remove("born");
          assertThat(fields.put(appearance.get("path").asText(), shown)).isNull();
        }
      }
      assertThat(fields)
          .isEqualTo(
              Map.of(
                  bridge.get("a").asText(), Set.of("passport"),
                  bridge.get("b").asText(), Set.of("passport", "national_id"),
                  bridge.get("c").asText(), Set.of("national_id")));
      String b = bridge.get("b").asText();
      assertThat(restricted).contains(b.substring(0, b.indexOf("/extracts")));
    }
  }

  @Test
  void aTrendRisesMonthByMonthAndMoves() throws IOException {
    for (JsonNode trend : lines("trends")) {
      Set<String> cities = new HashSet<>();
      int last = 0;
      for (JsonNode month : trend.get("months")) {
        cities.add(month.get("city").asText());
        assertThat(month.get("weight").asInt()).isGreaterThan(last);
        last = month.get("weight").asInt();
      }
      assertThat(cities).hasSize(3);
    }
    long tells = lines("items").stream().filter(i -> i.hasNonNull("trend")).count();
    assertThat(tells).isGreaterThan(ITEMS / 10);
  }

  @Test
  void pdfsHoldTheirTextAndScansStaySmall() throws IOException {
    for (JsonNode item : lines("items")) {
      Path file = folder.resolve("inbox").resolve(item.get("path").asText());
      if (item.get("kind").asText().equals("pdf")) {
        try (var pdf = Loader.loadPDF(file.toFile())) {
          assertThat(new PDFTextStripper().getText(pdf)).contains(item.get("city").asText());
        }
      } else if (item.get("kind").asText().equals("scan")) {
        assertThat(Files.size(file)).isBetween(2_000L, 60_000L);
      }
    }
  }

  @Test
  void aMillionPersonsCostNoMoreThanThoseWhoAppear(@TempDir Path out) throws IOException {
    SimulationSummary few = Simulation.run(plan(out, 1_000_000, 20, 5));
    assertThat(few.persons()).isLessThan(3_000);
    assertThat(few.items()).isEqualTo(20);
  }

  @Test
  void oneOrTwoPersonsAndNoItemsAreEnough(@TempDir Path out) throws IOException {
    assertThat(Simulation.run(plan(out, 1, 120, 5)).items()).isEqualTo(120);
    SimulationPlan small = new SimulationPlan(out.resolve("b"), 2, 0, 5, List.of("IT"));
    assertThat(Simulation.run(small).items()).isZero();
  }

  @Test
  void progressIsToldAfterEachItem(@TempDir Path out) throws IOException {
    List<Long> told = new ArrayList<>();
    Simulation.run(plan(out, 10, 3, 5), told::add);
    assertThat(told).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aPlanOutOfBoundsIsRefused(@TempDir Path out) {
    assertThatThrownBy(() -> plan(out, 0, 1, 1))
        .hasMessage("Cannot simulate: persons must be 1 to 5000000, found 0");
    assertThatThrownBy(() -> plan(out, 1, -1, 1))
        .hasMessage("Cannot simulate: items must be 0 or more, found -1");
  }

  private static List<JsonNode> lines(String name) throws IOException {
    return lines(folder, name);
  }

  private static List<JsonNode> lines(Path simulated, String name) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(simulated.resolve("truth").resolve(name + ".jsonl"))) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  private static String content(String path) throws IOException {
    return Files.readString(folder.resolve("inbox").resolve(path));
  }

  /** Contents by path, one character a byte. */
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  files.put(
                      root.relativize(file).toString(),
                      new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return files;
  }
}
