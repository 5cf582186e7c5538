package org.insight.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.simulate.TextTruth.Mark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts of all wordings, and what the truth says of them. */
class TextTruthTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Country> COUNTRIES = Countries.of(SimulationPlan.COUNTRIES);
  private static final int SEEDS = 6;

  @TempDir static Path folder;
  private static List<JsonNode> texts;

  @BeforeAll
  static void simulate() throws IOException {
    Simulation.run(new SimulationPlan(folder, 200, 200, 13, SimulationPlan.COUNTRIES));
    texts = lines("texts");
  }

  @Test
  void eachLanguageHasSixtyWordingsOfEightKindsAndHoldsAFifthBack() throws IOException {
    PhraseBook book = PhraseBook.read(Wordings.OWN);
    for (Language language : Language.values()) {
      List<Wording> wordings = book.of(language).wordings();
      assertThat(wordings).as("%s", language).hasSizeGreaterThanOrEqualTo(60);
      assertThat(wordings.stream().map(Wording::id)).doesNotHaveDuplicates();
      Map<String, Integer> kinds = new TreeMap<>();
      wordings.forEach(w -> kinds.merge(w.kind(), 1, Integer::sum));
      assertThat(kinds).hasSize(8).allSatisfy((kind, n) -> assertThat(n).isGreaterThan(6));
      for (String kind : kinds.keySet()) {
        assertThat(wordings).anyMatch(w -> w.kind().equals(kind) && w.heldOut());
      }
      assertThat(wordings.stream().filter(Wording::heldOut).count())
          .isBetween(wordings.size() / 5L, wordings.size() / 4L);
    }
  }

  /** Each wording with persons of every number, over seeds: no gap is left, no mark is off. */
  @ParameterizedTest
  @EnumSource(Language.class)
  void everyWordingIsFilledAndEveryMarkIsOnItsWords(Language language) throws IOException {
    PhraseBook book = PhraseBook.read(Wordings.OWN);
    Set<String> kinds = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      Persons persons = new Persons(seed, 100, COUNTRIES);
      Companies companies = new Companies(seed, persons);
      BatchPlan batch =
          new BatchPlan(
              seed,
              persons,
              new Trends(seed, COUNTRIES),
              new Editions(
                  seed, SimulationPlan.COUNTRIES, Editions.fewest(SimulationPlan.COUNTRIES.size())),
              0);
      for (int i = 0; i < book.of(language).wordings().size(); i++) {
        Wording wording = book.of(language).wordings().get(i);
        BatchPlan.Slot slot = batch.slots().get(i);
        TextWriter writer =
            new TextWriter(
                persons,
                companies,
                book,
                language,
                wording,
                slot,
                "N-1",
                Draws.of(seed, "text", i));
        TextTruth truth = writer.line("header").text("\n\n").body().truth(wording);
        assertThat(truth.text())
            .as(wording.id())
            .doesNotContain("{", "}", "[", "]", "null", "  ")
            .doesNotContainPattern("\\\\[nt]");
        assertThat(truth.text().chars().noneMatch(c -> Character.isSurrogate((char) c))).isTrue();
        for (Mark mark : truth.marks()) {
          kinds.add(mark.kind());
          holds(truth, mark, persons, companies);
        }
        assertThat(truth.marks())
            .as(wording.id())
            .anyMatch(m -> m.kind().equals("place") && m.facts().get("as").equals("incident"));
        assertThat(truth.marks())
            .as(wording.id())
            .anyMatch(
                m ->
                    m.kind().equals("event")
                        && m.facts().get("status").equals("asserted")
                        && m.facts().get("offence").equals(slot.event().offence().code()));
        for (TextTruth.Cited cited : truth.persons()) {
          assertThat(truth.marks())
              .as(wording.id())
              .anyMatch(
                  m ->
                      m.kind().equals("name")
                          && m.facts().get("form").equals("full")
                          && m.facts().get("person").equals(cited.person().index()));
        }
        // What the item must say is said.
        Map<Long, Appearance> appearances = new HashMap<>();
        writer.appearances().forEach(a -> appearances.put(a.number(), a));
        for (Mention mention : slot.mentions()) {
          Appearance appearance = appearances.get(mention.person());
          assertThat(appearance.fields().keySet())
              .as(wording.id())
              .containsExactlyInAnyOrderElementsOf(
                  mention.fields().stream().map(Wording::code).toList());
          assertThat(truth.text()).contains(appearance.name());
          appearance.fields().values().forEach(v -> assertThat(truth.text()).contains(v));
        }
      }
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "name",
            "reference",
            "attribute",
            "place",
            "time",
            "event",
            "organisation",
            "country",
            "amount",
            "commodity");
  }

  private static void holds(TextTruth truth, Mark mark, Persons persons, Companies companies) {
    String said = truth.text().substring(mark.start(), mark.end());
    String as = truth.wording().id() + " " + mark + " " + said;
    assertThat(said).as(as).isNotBlank().isEqualTo(said.strip());
    // Whole words: Arabic writes some words together with what follows.
    if (truth.language() != Language.AR) {
      assertThat(mark.start() > 0 && letters(truth.text(), mark.start() - 1)).as(as).isFalse();
      assertThat(mark.end() < truth.text().length() && letters(truth.text(), mark.end() - 1))
          .as(as)
          .isFalse();
    }
    Map<String, Object> facts = mark.facts();
    String value = String.valueOf(facts.get("value"));
    switch (mark.kind()) {
      case "place" ->
          assertThat(City.ALL)
              .as(as)
              .anyMatch(
                  city ->
                      city.in(truth.language()).equals(said)
                          && city.name().equals(facts.get("name"))
                          && city.geonames() == (long) facts.get("geonames")
                          && city.latitude() == (double) facts.get("latitude"));
      case "organisation" -> {
        if (facts.get("as").equals("company")) {
          assertThat(said).isEqualTo(companies.at((long) facts.get("company")).fullName());
        }
      }
      case "time" -> {
        String digits = ascii(said);
        if (facts.get("granularity").equals("minute")) {
          assertThat(digits.replace('h', ':')).as(as).isEqualTo(value.substring(11));
        } else if (facts.get("granularity").equals("range")) {
          assertThat(value).as(as).matches("\\d{4}-\\d\\d-\\d\\d/\\d{4}-\\d\\d-\\d\\d");
        } else if (!(boolean) facts.get("relative")) {
          assertThat(digits).as(as).contains(value.substring(0, 4));
          assertThat(
                  value.length() < 10
                      || digits.contains("" + LocalDate.parse(value).getDayOfMonth()))
              .as(as)
              .isTrue();
        } else if (facts.get("granularity").equals("week")) {
          assertThat(value).as(as).matches("\\d{4}-W\\d\\d");
        } else {
          assertThat(LocalDate.parse(value))
              .as(as)
              .isBetween(truth.date().minusDays(7), truth.date());
        }
      }
      case "amount" -> assertThat(said).isEqualTo(value);
      case "attribute" -> {
        Person person = persons.at((long) facts.get("person"));
        String plain = said.replace(" ", "");
        switch (String.valueOf(facts.get("attribute"))) {
          case "phone" -> {
            assertThat(value).isEqualTo(person.phone());
            assertThat(value).endsWith(plain.replaceFirst("^(\\+|0+)", ""));
          }
          case "account" -> assertThat(plain).isEqualTo(value).isEqualTo(person.iban());
          case "born" -> assertThat(ascii(said)).contains(value.substring(0, 4));
          case "sex" -> assertThat(value).isEqualTo(person.sex());
          case "nationality" -> assertThat(value).isEqualTo(person.country().code());
          case "birthplace" -> assertThat(said).isEqualTo(person.birthPlace().in(truth.language()));
          case "home" -> assertThat(said).isEqualTo(person.home().in(truth.language()));
          default -> assertThat(said).as(as).isEqualTo(value);
        }
      }
      case "event" -> assertThat(Offence.CODES).contains(String.valueOf(facts.get("offence")));
      case "commodity" -> assertThat(facts).isEmpty();
      case "country" ->
          assertThat(
                  Countries.of(List.of(String.valueOf(facts.get("country"))))
                      .get(0)
                      .name(truth.language()))
              .isEqualTo(said);
      default -> assertThat(facts).as(as).containsKeys("person", "role");
    }
  }

  @Test
  void aWeekdayIsThatOfItsDay() throws IOException {
    int checked = 0;
    PhraseBook book = PhraseBook.read(Wordings.OWN);
    for (JsonNode text : texts) {
      Language language = Language.valueOf(text.get("language").asText().toUpperCase(Locale.ROOT));
      List<String> weekdays =
          book.of(language).of("when.weekday").stream()
              .map(line -> Phrases.words(line).toLowerCase(Locale.ROOT))
              .toList();
      for (JsonNode span : text.get("spans")) {
        int at = weekdays.indexOf("day: " + span.get("text").asText().toLowerCase(Locale.ROOT));
        if (at >= 0) {
          assertThat(LocalDate.parse(span.get("value").asText()).getDayOfWeek().ordinal())
              .as(span.toString())
              .isEqualTo(at % 7);
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(3);
  }

  /** Whether a word goes on from a character to the next one. */
  private static boolean letters(String text, int at) {
    return Character.isLetterOrDigit(text.charAt(at))
        && Character.isLetterOrDigit(text.charAt(at + 1));
  }

  private static String ascii(String text) {
    StringBuilder ascii = new StringBuilder();
    text.chars()
        .forEach(c -> ascii.append(c >= '٠' && c <= '٩' ? (char) ('0' + c - '٠') : (char) c));
    return ascii.toString();
  }

  @Test
  void aReportIsItsTextByteForByte() throws IOException {
    int reports = 0;
    for (JsonNode text : texts) {
      String path = text.get("path").asText();
      if (path.endsWith(".txt")) {
        assertThat(text.get("text").asText())
            .isEqualTo(Files.readString(folder.resolve("inbox").resolve(path)));
        reports++;
      }
      for (JsonNode span : text.get("spans")) {
        assertThat(
                text.get("text")
                    .asText()
                    .substring(span.get("start").asInt(), span.get("end").asInt()))
            .isEqualTo(span.get("text").asText());
      }
    }
    assertThat(reports).isGreaterThan(50);
  }

  @Test
  void everyTextThatNamesAPersonIsInTheTruthOfTexts() throws IOException {
    Set<String> told = new HashSet<>();
    texts.forEach(t -> told.add(t.get("path").asText() + t.get("member")));
    for (JsonNode appearance : lines("appearances")) {
      if (appearance.get("locator").asText().equals("document")
          && !appearance.get("fields").has("mrz")) {
        assertThat(told).contains(appearance.get("path").asText() + appearance.get("member"));
      }
    }
  }

  @Test
  void personsWhomTextsAloneNameAreInNoRecordAndComeUpAgain() throws IOException {
    Set<Long> known = numbers("persons");
    Set<Long> textOnly = numbers("text_persons");
    assertThat(known).allMatch(n -> n < 200);
    assertThat(textOnly).allMatch(n -> n >= Persons.TEXT_ONLY);
    assertThat(numbers("appearances")).isSubsetOf(known);
    Map<Long, Integer> times = new TreeMap<>();
    for (JsonNode text : texts) {
      for (JsonNode person : text.get("persons")) {
        long number = person.get("person").asLong();
        boolean alone = person.get("text_only").asBoolean();
        assertThat(alone ? textOnly : known).contains(number);
        assertThat(alone || Role.of(person.get("role").asText()).ofCase()).isTrue();
        if (alone && Role.of(person.get("role").asText()).ofCase()) {
          times.merge(number, 1, Integer::sum);
        }
      }
    }
    assertThat(times.values()).anyMatch(n -> n >= 3);
  }

  @Test
  void theDateOfAMessageIsThatOfItsHeader() throws IOException {
    int checked = 0;
    for (JsonNode text : texts) {
      String path = text.get("path").asText();
      if (path.endsWith(".eml") && text.get("member").isNull()) {
        LocalDate date = LocalDate.parse(text.get("date").asText());
        assertThat(Files.readString(folder.resolve("inbox").resolve(path)))
            .containsPattern(
                "\r\nDate: \\w+, " + date.getDayOfMonth() + " \\w+ " + date.getYear() + " ");
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }

  private static Set<Long> numbers(String file) throws IOException {
    Set<Long> numbers = new HashSet<>();
    lines(file).forEach(line -> numbers.add(line.get("person").asLong()));
    return numbers;
  }

  private static List<JsonNode> lines(String name) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("truth").resolve(name + ".jsonl"))) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }
}
