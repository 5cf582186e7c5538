package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.audit.AuditTrail;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.FindingKind;
import org.insight.findings.Periods;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.AuditBook;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import org.insight.services.Served;
import org.insight.services.export.ExportFormat;
import org.insight.testing.TestLakes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Finding, screening, explaining and following links on a lake of two sources, of which one is
 * hidden from most. What they answer is what a lake of the other source alone answers.
 */
class WhoIsWhoIT {

  /** Sees one source, and no identifiers. */
  private static final String LOW = "ana";

  /** Sees one source. */
  private static final String MIDDLE = "ben";

  /** Sees both. */
  private static final String HIGH = "cem";

  private static final List<String> OBJECTS =
      List.of("+33612345678", "12AB34567", "FR12AB34567", "WVWZZZ1JZXW000001", "99XY11111");

  private static final List<String> TEXTS =
      List.of(
          "Ada Zorn",
          "zron",
          "Zorne",
          "Мария",
          "12AB34567",
          "FR12AB34567",
          "Zorn Shoes",
          "border",
          "WVWZZZ1JZXW000001",
          "0612345678",
          "Gus Hidden");

  @TempDir private Path folder;

  private Settings settings;
  private Lake whole;
  private Lake cut;

  @BeforeEach
  void lakes() throws IOException {
    Path readers = folder.resolve("readers.yaml");
    Files.writeString(
        readers,
        """
        ana: {country: FR, clearance: 0, purposes: [investigation]}
        ben: {country: FR, clearance: 1, purposes: [investigation]}
        cem: {country: GB, clearance: 2, purposes: [investigation]}
        """);
    settings = SettingsReader.read(List.of()).withReaders(readers.toString());
    Path both = folder.resolve("both");
    Path one = folder.resolve("one");
    for (Path inbox : List.of(both, one)) {
      open(inbox.resolve("fr"));
    }
    hidden(both.resolve("gb"));
    whole = lake("whole", both);
    cut = lake("cut", one);
  }

  private Lake lake(String name, Path inbox) {
    Lake lake = TestLakes.whole(folder.resolve(name));
    TestLakes.inParts(2, () -> Served.run(settings, lake, inbox));
    return lake;
  }

  private static void open(Path to) throws IOException {
    Files.createDirectories(to);
    Files.writeString(to.resolve("policy.yaml"), "source: FR\npurposes: [investigation]\n");
    String heading =
        "record_id,family_name,given_name,birth_date,national_id,sex,nationality,passport_country,"
            + "passport_number,phone\n";
    Files.writeString(
        to.resolve("persons.csv"),
        heading
            + "1,Zorn,Ada,1980-12-13,,F,FR,FR,12AB34567,+33612345678\n"
            + "2,Zorn,Adda,1980-12-13,,F,FR,,12AB34567,\n"
            + "3,Zorne,Maria,1975-03-02,,F,FR,,,+33612345678\n"
            + "4,Brun,Lea,1990-05-06,,F,,,,06 12 34 56 78\n");
    Files.writeString(
        to.resolve("companies.csv"),
        "registration_number,company_name,country,phone\n552081317,Zorn Shoes,FR,+33612345678\n");
    Files.writeString(
        to.resolve("transfers.csv"),
        "transaction_id,booked_on,amount,currency,payer_iban,payer_name,beneficiary_iban\n"
            + "T1,2025-03-04,900,EUR,FR7630006000011234567890189,Ines Ficta,DE89370400440532013000\n"
            + "T2,2025-05-06,20,EUR,DE89370400440532013000,,FR7630006000011234567890189\n");
    for (String owner : List.of("a", "b")) {
      Files.writeString(
          to.resolve("vehicles-" + owner + ".csv"),
          "plate,plate_country,vin,make,model\nAB-12"
              + owner
              + "-CD,FR,WVWZZZ1JZXW000001,VW,Golf\n");
    }
    Files.writeString(
        to.resolve("note.txt"),
        "Ada Zorn crossed the border on Monday. She showed her passport 12AB34567 to the officer.\n");
  }

  /** Ties to what is open, and comes with the same names. */
  private static void hidden(Path to) throws IOException {
    Files.createDirectories(to);
    Files.writeString(
        to.resolve("policy.yaml"),
        "source: GB\npurposes: [investigation]\nonly_for: [GB]\n"
            + "handling: {scheme: EUROPOL, code: H2}\n");
    Files.writeString(
        to.resolve("persons.csv"),
        "record_id,family_name,given_name,birth_date,national_id,sex,nationality,passport_country,"
            + "passport_number,phone\n"
            + "1,Zorn,Ada Louise,1980-12-13,,F,FR,FR,12AB34567,+33612345678\n"
            + "2,Zorne,Maria,1975-03-02,,F,FR,,,\n"
            + "3,Hidden,Gus,1960-01-01,,M,GB,GB,99XY11111,\n"
            + "4,Hidden,Ivo,1961-02-03,,M,GB,,,+33612345678\n");
    Files.writeString(
        to.resolve("note.txt"), "Another Ada Zorn was at the border with Gus Hidden.\n");
  }

  private static Access access(String reader) {
    return new Access("login", reader, "investigation", "a test of who is who");
  }

  /** Answers through the audited way that commands take. */
  private <T> T ask(
      String reader, String asked, Set<TableName> tables, Function<ReaderSession, T> of) {
    List<T> answer = new ArrayList<>();
    try (LakeSession session = LakeSession.toRead(whole, settings)) {
      new ReaderQueries(session)
          .ask(
              "a test",
              access(reader),
              asked,
              tables,
              of,
              given -> {
                answer.add(given);
                return 1;
              });
    }
    return answer.get(0);
  }

  private static ReaderSession door(Lake lake, String reader) {
    return Served.door(lake, reader, "investigation", LocalDate.now(ZoneOffset.UTC));
  }

  private static List<Found> find(ReaderSession session, String text) {
    return new Search(text, 10).in(session, note -> {});
  }

  private Screening screening(double threshold) throws IOException {
    Path names =
        Files.writeString(
            folder.resolve("names.csv"),
            """
            name,birth_date,country
            ada zorn,1980-12-13,FR
            زورن ادا,1980,
            Zorn Shoes,,
            Gus Hidden,1960-01-01,GB
            Nobody Atall,1999-09-09,
            """);
    return new Screening(names, threshold, Screening.WITHIN, note -> {});
  }

  private static Explanation explain(
      ReaderSession session, String entity, @Nullable String record) {
    return new Explainer(entity, record).of(session);
  }

  /** All that a reader can ask of a lake. */
  private List<Object> answers(ReaderSession session) throws IOException {
    List<Object> answers = new ArrayList<>();
    for (String text : TEXTS) {
      answers.add(find(session, text));
    }
    answers.add(screening(-30).in(session));
    answers.addAll(explanations(session));
    answers.add(path("Ada Zorn", "Zorn Shoes").of(session, note -> {}));
    answers.add(new NetworkFinder("Ines Ficta", 2, 50, true).of(session, note -> {}));
    answers.add(new NetworkFinder("Zorn Shoes", 2, 50, true).of(session, note -> {}));
    answers.add(new EntityViewer("Ada Zorn", 50).of(session, note -> {}));
    answers.add(path("Lea Brun", "Zorn Shoes").of(session, note -> {}));
    answers.add(new EntityViewer("Lea Brun", 50).of(session, note -> {}));
    for (String number : OBJECTS) {
      answers.add(page(session, number));
    }
    answers.add(new DocumentViewer("fr/note.txt", "fr").of(session));
    answers.add(
        new FindingsFinder(
                List.of(FindingKind.values()),
                List.of("Ada Zorn", "Zorn Shoes"),
                10,
                Periods.MONTHS)
            .of(session, note -> {}));
    for (NetworkExporter.Include include : NetworkExporter.Include.values()) {
      ExportedNetwork network =
          answer(new NetworkExporter("Zorn Shoes", 2, 50, include).of(session, note -> {}));
      for (ExportFormat format : ExportFormat.values()) {
        answers.add(
            new String(format.content(network, Instant.EPOCH), StandardCharsets.ISO_8859_1));
      }
    }
    return answers;
  }

  private static PathFinder path(String from, String to) {
    return new PathFinder(from, to, 4, 5, true);
  }

  private static List<Explanation> explanations(ReaderSession session) {
    return session
        .table(Tables.MEMBERSHIPS)
        .where("size(evidence) > 0")
        .select("entity_id")
        .distinct()
        .orderBy("entity_id")
        .collectAsList()
        .stream()
        .map(row -> explain(session, row.getString(0), null))
        .toList();
  }

  @Test
  void readersFindScreenAndExplainWhatTheySeeAndNothingElse() {
    // In one partition: there are few rows, and each task costs more than they do.
    TestLakes.inParts(
        1,
        () -> {
          try {
            ReaderSession low = door(whole, LOW);
            ReaderSession middle = door(whole, MIDDLE);
            ReaderSession high = door(whole, HIGH);
            assertThat(answers(low)).isEqualTo(answers(door(cut, LOW)));
            assertThat(answers(middle)).isEqualTo(answers(door(cut, MIDDLE)));
            assertThat(answers(high)).isNotEqualTo(answers(door(cut, HIGH)));
            finds(low, middle);
            screens(low, middle, high);
            explains(low, middle, high);
            follows(low, middle);
            leads(low, middle, high);
            shows(low, middle);
            objects(middle, high);
            asksAlike(middle);
            exports(middle, high);
            refuses(high);
            isAudited();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static List<String> shown(List<Found> found) {
    return found.stream()
        .map(f -> f.kind() + "|" + f.caption() + "|" + f.matched() + "|" + f.how())
        .toList();
  }

  private void finds(ReaderSession low, ReaderSession middle) {
    List<String> notes = new ArrayList<>();
    assertThat(
            shown(
                ask(
                    MIDDLE,
                    "12AB34567",
                    Search.TABLES,
                    session -> new Search("12AB34567", 10).in(session, notes::add))))
        .containsExactly(
            "Person|Ada Zorn|passport 12AB34567|exact",
            "Sentence|She showed her passport 12AB34567 to the officer.|words|contained");
    assertThat(notes).isEmpty();
    assertThat(shown(find(middle, "FR12AB34567")))
        .contains("Person|Ada Zorn|passport FR:12AB34567|exact");
    assertThat(shown(find(middle, "WVWZZZ1JZXW000001")))
        .containsExactly("Vehicle|VW Golf|vin WVWZZZ1JZXW000001|exact");
    assertThat(shown(new Search("12AB34567", 10).in(low, notes::add)))
        .containsExactly(
            "Sentence|She showed her passport 12AB34567 to the officer.|words|contained");
    assertThat(notes)
        .containsExactly("Numbers of records are not searched: that needs clearance 1.");
    for (ReaderSession session : List.of(low, middle)) {
      assertThat(shown(find(session, "Zorn Shoes")))
          .first()
          .isEqualTo("Company|Zorn Shoes|Zorn Shoes|exact, exact");
      assertThat(shown(find(session, "ada ZRON")))
          .contains("Person|Ada Zorn|Ada Zorn|exact, sounds alike");
      assertThat(shown(find(session, "Мария Зорне")))
          .contains("Person|Maria Zorne|Maria Zorne|exact, sounds alike");
      assertThat(find(session, "Gus Hidden")).isEmpty();
    }
    assertThat(find(middle, "Ada Zorn"))
        .allSatisfy(found -> assertThat(found.restrictions()).contains("FR"));
  }

  private void screens(ReaderSession low, ReaderSession middle, ReaderSession high)
      throws IOException {
    Screening screening = screening(Screening.THRESHOLD);
    for (ReaderSession session : List.of(low, middle)) {
      List<Hit> hits = screening.in(session);
      assertThat(hits).extracting(Hit::row).contains(2, 3, 4).doesNotContain(5, 6);
      Hit first = hits.get(0);
      assertThat(first.caption()).isEqualTo("Ada Zorn");
      assertThat(first.score()).isPositive();
      assertThat(first.reasons())
          .extracting(r -> r.comparison() + " " + r.level())
          .contains("name_word exact", "birth_date exact", "country shared");
    }
    assertThat(screening.in(high)).extracting(Hit::row).contains(5);
    ask(MIDDLE, screening.asked(), Screening.TABLES, screening::in);
  }

  private void explains(ReaderSession low, ReaderSession middle, ReaderSession high) {
    String ada = id(middle, "Ada Zorn");
    Explanation seen = explain(middle, ada, null);
    assertThat(seen.records())
        .extracting(r -> r.path() + " " + r.locator())
        .as("two records, and the note that describes her")
        .containsExactlyInAnyOrder(
            "fr/persons.csv row 1", "fr/persons.csv row 2", "fr/note.txt characters 0-8");
    Explanation.Tie tie =
        seen.ties().stream().filter(WhoIsWhoIT::isOfRecords).findFirst().orElseThrow();
    assertThat(tie.steps())
        .extracting(Explanation.Step::comparison)
        .contains("prior", "given_name", "birth_date", "identifier");
    Explanation summed = explain(low, ada, null);
    assertThat(summed.ties())
        .hasSize(2)
        .allSatisfy(sum -> assertThat(sum.steps()).hasSize(2))
        .extracting(Explanation.Tie::score)
        .containsExactlyElementsOf(seen.ties().stream().map(Explanation.Tie::score).toList());
    assertThat(summed.toString()).doesNotContain("12AB34567", "612345678", "1980");
    assertThat(explain(middle, ada, tie.recordId()).ties())
        .containsExactlyElementsOf(
            seen.ties().stream()
                .filter(t -> List.of(t.recordId(), t.otherRecordId()).contains(tie.recordId()))
                .toList());
    Stream.of(low, middle, high)
        .flatMap(session -> explanations(session).stream())
        .flatMap(explanation -> explanation.ties().stream())
        .filter(pair -> pair.score() != null)
        .forEach(WhoIsWhoIT::addsUp);
    String golf = id(middle, "WVWZZZ1JZXW000001");
    assertThat(explain(middle, golf, null).ties().get(0).steps())
        .contains(
            new Explanation.Step("vin", "same", "WVWZZZ1JZXW000001", "WVWZZZ1JZXW000001", null));
    assertThat(explain(low, golf, null).ties().get(0).steps())
        .contains(new Explanation.Step("vin", "same", "", "", null));
  }

  private void follows(ReaderSession low, ReaderSession middle) {
    PathFinder finder = path("Ada Zorn", "Zorn Shoes");
    List<FoundPath> seen =
        answer(ask(MIDDLE, finder.asked(), PathFinder.TABLES, s -> finder.of(s, note -> {})));
    assertThat(seen.get(0).steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.from().caption()).isEqualTo("Ada Zorn");
              assertThat(step.to().caption()).isEqualTo("Zorn Shoes");
              assertThat(step.values()).containsExactly("phone:+33612345678");
              assertThat(step.strength()).as("half of all ends share it").isLessThan(2);
              assertThat(step.evidence())
                  .extracting(c -> c.value() + " " + c.path() + " " + c.locator())
                  .containsExactlyInAnyOrder(
                      "+33612345678 fr/companies.csv row 1", "+33612345678 fr/persons.csv row 1");
            });
    assertThat(answer(finder.of(low, note -> {})))
        .extracting(FoundPath::hops)
        .containsExactlyElementsOf(seen.stream().map(FoundPath::hops).toList());
    assertThat(answer(finder.of(low, note -> {})).get(0).steps().get(0))
        .satisfies(
            step -> {
              assertThat(step.kinds()).containsExactly("phone");
              assertThat(step.toString()).doesNotContain("612345678");
            });
    assertThat(answer(new PathFinder("Ada Zorn", "Zorn Shoes", 4, 5, false).of(middle, note -> {})))
        .isNotEmpty()
        .flatExtracting(FoundPath::steps)
        .noneMatch(FoundLink::isHypothesis);
    pays(low, middle);
    String golf = id(middle, "WVWZZZ1JZXW000001");
    assertThat(answer(path("Zorn Shoes", golf).of(middle, note -> {}))).isEmpty();
    Network network = answer(new NetworkFinder("Zorn Shoes", 2, 50, true).of(middle, note -> {}));
    assertThat(network.nodes().get(0).caption()).isEqualTo("Zorn Shoes");
    assertThat(network.nodes())
        .extracting(node -> node.hops() + " " + node.kind() + " " + node.basis())
        .startsWith("0 Company records")
        .contains("1 Person both", "1 Person records");
    assertThat(network.cut()).isFalse();
    Network cutToOne = answer(new NetworkFinder("Zorn Shoes", 2, 1, true).of(middle, note -> {}));
    assertThat(cutToOne.nodes()).hasSize(2);
    assertThat(cutToOne.cut()).isTrue();
    Asked<Network> unclear = new NetworkFinder("Zorn", 2, 50, true).of(middle, note -> {});
    assertThat(unclear.answer()).isNull();
    assertThat(unclear.unclear().get(0).hits())
        .extracting(Found::caption)
        .contains("Ada Zorn", "Zorn Shoes");
  }

  /** Who owns and who pays, and when: what the records say, which is hidden below clearance 1. */
  private static void pays(ReaderSession low, ReaderSession middle) {
    NetworkFinder finder = new NetworkFinder("Ines Ficta", 2, 50, true);
    assertThat(answer(finder.of(middle, note -> {})).links())
        .extracting(link -> link.shared() + " " + link.days())
        .contains("transfer → 2025-03-04", "transfer ↔ 2025-03-04 to 2025-05-06")
        .anyMatch(said -> said.startsWith("owner →"));
    assertThat(answer(finder.of(low, note -> {})).links())
        .allSatisfy(link -> assertThat(link.days()).isEmpty())
        .flatExtracting(FoundLink::directions)
        .extracting(FoundLink.Direction::kind)
        .isNotEmpty()
        .containsOnly("owner");
  }

  /** Lea's number has no country: it may be that of whoever has it in full. */
  private static void leads(ReaderSession low, ReaderSession middle, ReaderSession high) {
    PathFinder finder = path("Lea Brun", "Zorn Shoes");
    assertThat(answer(finder.of(middle, note -> {})).get(0).steps())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.isHypothesis()).isTrue();
              assertThat(step.values())
                  .containsExactly("lead_phone:+33612345678", "other_owners:2");
              assertThat(step.evidence())
                  .extracting(c -> c.value() + " " + c.path() + " " + c.locator())
                  .containsExactly(
                      "06 12 34 56 78 fr/persons.csv row 4", "+33612345678 fr/companies.csv row 1");
            });
    assertThat(answer(finder.of(high, note -> {})).get(0).steps().get(0).values())
        .as("Ivo Hidden may have it too")
        .contains("other_owners:3");
    assertThat(answer(finder.of(low, note -> {}))).isEmpty();
    assertThat(answer(new PathFinder("Lea Brun", "Zorn Shoes", 4, 5, false).of(middle, n -> {})))
        .isEmpty();
    EntityViewer viewer = new EntityViewer("Lea Brun", 50);
    assertThat(answer(viewer.of(middle, note -> {})).leads())
        .extracting(lead -> lead.number() + " " + lead.with().caption() + " " + lead.otherOwners())
        .containsExactlyInAnyOrder(
            "06 12 34 56 78 Ada Zorn 2",
            "06 12 34 56 78 Maria Zorne 2",
            "06 12 34 56 78 Zorn Shoes 2");
    assertThat(answer(viewer.of(low, note -> {})).leads()).isEmpty();
    assertThat(answer(new NetworkFinder("Lea Brun", 1, 50, true).of(middle, note -> {})).links())
        .anyMatch(FoundLink::isHypothesis);
    assertThat(answer(new NetworkFinder("Lea Brun", 1, 50, false).of(middle, note -> {})).links())
        .isEmpty();
  }

  private static void shows(ReaderSession low, ReaderSession middle) {
    EntityViewer viewer = new EntityViewer("Ada Zorn", 50);
    EntityView seen = answer(viewer.of(middle, note -> {}));
    assertThat(seen.names()).contains("Ada Zorn", "Adda Zorn");
    assertThat(seen.facts())
        .filteredOn(fact -> fact.property().equals("birthDate"))
        .singleElement()
        .satisfies(
            fact ->
                assertThat(fact.sources())
                    .extracting(said -> said.path() + " " + said.locator())
                    .containsExactlyInAnyOrder("fr/persons.csv row 1", "fr/persons.csv row 2"));
    assertThat(seen.documents())
        .extracting(document -> document.path() + " " + document.how())
        .containsExactly("fr/note.txt describes");
    assertThat(seen.links()).extracting(link -> link.to().caption()).contains("Zorn Shoes");
    DocumentView note = answer(new DocumentViewer("fr/note.txt", "fr").of(middle));
    assertThat(note.lines())
        .extracting(line -> line.language() + " " + line.page())
        .containsExactly("en 1", "en 1");
    assertThat(note.lines().get(0).marks()).contains(new DocumentView.Mark(0, 8, "person"));
    assertThat(note.described())
        .extracting(d -> d.name() + " " + d.values().contains("passportNumber 12AB34567"))
        .contains("Ada Zorn true");
    assertThat(answer(new DocumentViewer(note.documentId(), "fr").of(middle))).isEqualTo(note);
    assertThat(answer(new DocumentViewer("fr/note.txt", "fr").of(low)).described())
        .allSatisfy(d -> assertThat(d.values()).isEmpty());
    EntityView masked = answer(viewer.of(low, told -> {}));
    assertThat(masked.facts())
        .extracting(fact -> fact.property() + " " + fact.value() + " " + fact.sources().size())
        .contains("birthDate 1980-12-13 0");
    assertThat(masked.facts().toString()).doesNotContain("12AB34567", "612345678");
  }

  /** An object's page, or why there is none. */
  private static Object page(ReaderSession session, String number) {
    List<String> notes = new ArrayList<>();
    try {
      return List.of(new ObjectViewer(number).of(session, notes::add), notes);
    } catch (InsightException e) {
      return List.of(e.getMessage(), notes);
    }
  }

  private static void objects(ReaderSession middle, ReaderSession high) {
    ObjectView phone = answer(new ObjectViewer("0033 612 345 678").of(middle, note -> {}));
    assertThat(List.of(phone.object(), phone.kind(), phone.value()))
        .containsExactly("telephone", "phone", "+33612345678");
    assertThat(phone.holders())
        .extracting(holder -> holder.end().caption() + " " + holder.where().path())
        .contains(
            "Ada Zorn fr/persons.csv", "Maria Zorne fr/persons.csv", "Zorn Shoes fr/companies.csv")
        .doesNotContain("Ivo Hidden gb/persons.csv");
    assertThat(phone.records()).isEqualTo(phone.holders().size());
    ObjectView whole = answer(new ObjectViewer("+33612345678").of(high, note -> {}));
    assertThat(whole.records()).isGreaterThan(phone.records());
    assertThat(whole.holders())
        .extracting(holder -> holder.end().caption() + " " + holder.where().path())
        .contains("Ivo Hidden gb/persons.csv");
    assertThat(whole.restrictions()).anyMatch(words -> words.contains("EUROPOL H2"));
    ObjectView passport = answer(new ObjectViewer("passport FR:12AB34567").of(middle, note -> {}));
    assertThat(passport.holders())
        .extracting(holder -> holder.where().path() + " " + holder.where().locator())
        .contains("fr/persons.csv row 1");
    assertThatThrownBy(() -> new ObjectViewer("99XY11111").of(middle, note -> {}))
        .hasMessage("Cannot show: the reader sees no such object, found 99XY11111");
    assertThatThrownBy(() -> new ObjectViewer("Ada Zorn")).hasMessageContaining("by its number");
    List<String> notes = new ArrayList<>();
    ObjectView bare = answer(new ObjectViewer("12AB34567").of(middle, notes::add));
    assertThat(bare.holders())
        .filteredOn(holder -> holder.where().path().equals("fr/note.txt"))
        .singleElement()
        .satisfies(
            holder -> {
              assertThat(holder.where().sentence()).startsWith("She showed her passport");
              assertThat(holder.where().locator()).matches("characters \\d+-\\d+");
            });
    assertThat(notes)
        .containsExactly("Others have the number with a country: passport FR:12AB34567");
  }

  /** Questions in memory and questions as queries have the same answers. */
  private static void asksAlike(ReaderSession session) {
    Dataset<Row> links = session.table(Tables.LINKS);
    LinkSource queried = new QueriedLinks(links);
    LinkSource held =
        new HeldLinks(
            links.selectExpr(SeenLink.COLUMNS).collectAsList().stream().map(SeenLink::of).toList());
    Set<String> ids = new TreeSet<>();
    for (Row row : links.select("source_id", "target_id").collectAsList()) {
      ids.addAll(List.of(row.getString(0), row.getString(1)));
    }
    assertThat(ids).hasSizeGreaterThan(2);
    List<String> some = List.copyOf(ids).subList(0, 2);
    Set<String> left = Set.of(some.get(0));
    Set<String> right = Set.of(some.get(1));
    for (LinkSource one : List.of(queried, queried.passable())) {
      LinkSource other = one == queried ? held : held.passable();
      assertThat(other.ends()).isEqualTo(one.ends());
      assertThat(other.around(some)).containsExactlyInAnyOrderElementsOf(one.around(some));
      assertThat(other.between(ids)).containsExactlyInAnyOrderElementsOf(one.between(ids));
      assertThat(other.meeting(left, right, Set.copyOf(some.subList(1, 2))))
          .containsExactlyInAnyOrderElementsOf(
              one.meeting(left, right, Set.copyOf(some.subList(1, 2))));
      Map<String, Map<String, Long>> counted = new HashMap<>(other.sharing(ids));
      counted.values().removeIf(Map::isEmpty);
      assertThat(counted).isEqualTo(one.sharing(ids));
    }
  }

  private void exports(ReaderSession middle, ReaderSession high) {
    NetworkExporter exporter =
        new NetworkExporter("Zorn Shoes", 2, 50, NetworkExporter.Include.PASSABLE);
    ExportedNetwork out =
        answer(ask(MIDDLE, exporter.asked(), NetworkExporter.TABLES, s -> exporter.of(s, n -> {})));
    Network whole = answer(new NetworkFinder("Zorn Shoes", 2, 50, false).of(middle, note -> {}));
    assertThat(out.nodes())
        .extracting(ExportedNetwork.Node::id)
        .containsExactlyElementsOf(whole.nodes().stream().map(Network.Node::id).toList());
    assertThat(out.links()).hasSameSizeAs(whole.links());
    assertThat(out.nodes())
        .allSatisfy(node -> assertThat(node.marking().restrictions()).isNotEmpty());
    assertThat(List.of(out.nodesLeftOut(), out.linksLeftOut())).containsExactly(0, 0);
    String hidden = id(high, "Gus Hidden");
    ExportedNetwork marked =
        answer(exporter(hidden, NetworkExporter.Include.RESTRICTED).of(high, n -> {}));
    assertThat(marked.nodes().get(0).marking())
        .isEqualTo(
            new ExportedNetwork.Marking(
                List.of("EUROPOL H2"), marked.nodes().get(0).marking().restrictions(), true));
    ExportedNetwork none =
        answer(exporter(hidden, NetworkExporter.Include.PASSABLE).of(high, n -> {}));
    assertThat(none.nodes()).isEmpty();
    assertThat(none.links()).isEmpty();
    assertThat(none.nodesLeftOut()).isEqualTo(marked.nodes().size());
    assertThat(none.linksLeftOut()).isEqualTo(marked.links().size());
    ExportedNetwork open =
        answer(exporter("Zorn Shoes", NetworkExporter.Include.PASSABLE).of(high, n -> {}));
    ExportedNetwork all =
        answer(exporter("Zorn Shoes", NetworkExporter.Include.RESTRICTED).of(high, n -> {}));
    assertThat(all.links()).anyMatch(link -> link.marking().restricted());
    assertThat(open.links()).noneMatch(link -> link.marking().restricted());
    assertThat(open.linksLeftOut()).isEqualTo(all.links().size() - open.links().size());
    assertThat(open.toString()).doesNotContain("H2", "Louise", "gb/");
    assertThat(all.toString()).contains("H2", "gb/");
    NetworkExporter unseen = exporter(hidden, NetworkExporter.Include.RESTRICTED);
    assertRefused(
        () -> ask(MIDDLE, unseen.asked(), NetworkExporter.TABLES, s -> unseen.of(s, n -> {})),
        ErrorKind.INPUT,
        "Cannot follow: the reader sees no such entity, found " + hidden);
  }

  private static NetworkExporter exporter(String entity, NetworkExporter.Include include) {
    return new NetworkExporter(entity, 2, 50, include);
  }

  private static <T> T answer(Asked<T> asked) {
    assertThat(asked.unclear()).isEmpty();
    return Objects.requireNonNull(asked.answer());
  }

  /** Names of records are given in parts, those of texts are not. */
  private static boolean isOfRecords(Explanation.Tie tie) {
    return tie.steps().stream().anyMatch(step -> step.comparison().equals("given_name"));
  }

  private static String id(ReaderSession session, String text) {
    return find(session, text).get(0).id();
  }

  private static void addsUp(Explanation.Tie pair) {
    assertThat(pair.steps().stream().mapToLong(step -> Math.round(1_000 * step.weight())).sum())
        .isEqualTo(Math.round(1_000 * pair.score()));
    assertThat(pair.steps()).extracting(Explanation.Step::comparison).doesNotContain("model");
  }

  private void refuses(ReaderSession high) {
    for (String entity : List.of(id(high, "Gus Hidden"), "E-0")) {
      Explainer explainer = new Explainer(entity, null);
      assertRefused(
          () -> ask(MIDDLE, explainer.asked(), Explainer.TABLES, explainer::of),
          ErrorKind.INPUT,
          "Cannot explain: the reader sees no such entity, found " + entity);
    }
    for (String text : List.of(id(high, "Gus Hidden"), "Gus Hidden", "E-" + "0".repeat(32))) {
      PathFinder finder = path(text, "Ada Zorn");
      assertRefused(
          () -> ask(MIDDLE, finder.asked(), PathFinder.TABLES, s -> finder.of(s, note -> {})),
          ErrorKind.INPUT,
          "Cannot follow: the reader sees no such entity, found " + text);
    }
    for (String path : List.of("gb/note.txt", "gb/nothing.txt")) {
      DocumentViewer viewer = new DocumentViewer(path, "fr");
      assertRefused(
          () -> ask(MIDDLE, viewer.asked(), DocumentViewer.TABLES, viewer::of),
          ErrorKind.INPUT,
          "Cannot show: the reader sees no such document, found " + path);
    }
    assertRefused(
        () -> {
          try (LakeSession session = LakeSession.toRead(whole, settings)) {
            new ReaderQueries(session)
                .ask(
                    "a test",
                    new Access("login", MIDDLE, null, null),
                    "Ada Zorn",
                    Search.TABLES,
                    reader -> find(reader, "Ada Zorn"),
                    List::size);
          }
        },
        ErrorKind.USAGE,
        "a purpose and a reason must be named");
  }

  private static void assertRefused(ThrowingCallable asked, ErrorKind kind, String why) {
    assertThatThrownBy(asked)
        .isInstanceOf(InsightException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(kind);
  }

  private void isAudited() {
    List<Row> entries =
        new AuditBook(whole, AuditTrail.of(settings.with(whole.settings())))
            .entries()
            .select("reader", "query", "outcome", "tables", "reason")
            .collectAsList();
    assertThat(entries)
        .anySatisfy(
            row -> {
              assertThat(row.getString(0)).isEqualTo(MIDDLE);
              assertThat(row.getString(1)).isEqualTo("12AB34567");
              assertThat(row.getString(2)).isEqualTo("done");
              assertThat(row.getList(3)).contains("mentions.identifiers", "curated.persons");
              assertThat(row.getString(4)).isEqualTo("a test of who is who");
            })
        .anySatisfy(
            row ->
                assertThat(String.valueOf(row.getString(1)))
                    .contains("name,birth_date,country", "ada zorn,1980-12-13,FR"))
        .anySatisfy(
            row -> {
              assertThat(row.getString(1)).isEqualTo("E-0");
              assertThat(row.getString(2)).isEqualTo("failed");
            })
        .anySatisfy(
            row -> {
              assertThat(row.getString(1)).isEqualTo("Ada Zorn");
              assertThat(row.getString(2)).isEqualTo("refused");
            });
    assertThat(Served.auditFaults(settings.with(whole.settings()), whole)).isEmpty();
  }
}
