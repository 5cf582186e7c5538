package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.lake.Lake;
import org.insight.services.LakeSession;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake of a simulated inbox, made by the jobs, beside its truth. */
class TruthComparisonIT {

  private static final Settings SETTINGS = SettingsReader.read(List.of());

  /** By truth and reader: to read a truth takes longer than a test has to say of it. */
  private static final Map<List<String>, TruthComparison> COMPARED = new HashMap<>();

  @TempDir private static Path folder;
  private static Lake lake;

  @BeforeAll
  static void run() throws IOException {
    simulate("sim", 4);
    simulate("other", 5);
    // Texts have no records, and cost the most to read.
    try (Stream<Path> files = Files.walk(folder.resolve("sim/inbox"))) {
      for (Path file : files.filter(TruthComparisonIT::isText).toList()) {
        Files.delete(file);
      }
    }
    lake = TestLakes.whole(folder.resolve("lake"));
    TestLakes.inParts(1, () -> Served.run(SETTINGS, lake, folder.resolve("sim/inbox")));
  }

  private static boolean isText(Path file) {
    return Files.isRegularFile(file)
        && Set.of("reports", "scans").contains(String.valueOf(file.getParent().getFileName()));
  }

  private static void simulate(String name, long seed) throws IOException {
    Simulation.run(
        new SimulationPlan(folder.resolve(name), 16, 100, seed, SimulationPlan.COUNTRIES));
  }

  private static TruthComparison compared(String truth, String reader) {
    return COMPARED.computeIfAbsent(List.of(truth, reader), of -> compare(truth, reader));
  }

  private static TruthComparison compare(String truth, String reader) {
    try (LakeSession session = LakeSession.toRead(lake, SETTINGS)) {
      SimulatedTruth known = new SimulatedTruth(folder.resolve(truth));
      return TestLakes.inParts(
          1, () -> TruthComparison.of(session, known, reader, "investigation"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyRecordOfTheTruthIsFoundInTheLake() throws IOException {
    TruthComparison control = compared("sim", "control");
    assertThat(control.persons().records() + control.persons().nameOnlyRecords())
        .isEqualTo(recordsOfTheTruth("appearances"));
    assertThat(control.companies().records() + control.companies().nameOnlyRecords())
        .isEqualTo(recordsOfTheTruth("company_appearances"));
    assertThat(control.persons().all().right()).isPositive();
    assertThat(control.companies().records()).isPositive();
  }

  @Test
  void textsAreMeasuredByLanguage() throws IOException {
    TextFigures texts = compared("sim", "control").texts();
    assertThat(texts.texts()).isPositive();
    assertThat(texts.byLanguage()).containsKey(TextFigures.ALL).hasSizeGreaterThan(1);
    Map<String, PairCounts> all = new HashMap<>(texts.byLanguage().get(TextFigures.ALL));
    // Who is named and no more attaches to hardly anybody.
    assertThat(all.remove(TextFigures.OTHERS_ATTACHED).truth()).isPositive();
    assertThat(all)
        .hasSize(13)
        .allSatisfy((what, counts) -> assertThat(counts.right()).as(what).isPositive());
    assertThat(compared("sim", "fr-analyst").texts().texts())
        .isPositive()
        .isLessThan(texts.texts());
  }

  @Test
  void aPersonIsOfOneSexAndOneOrigin() throws IOException {
    TruthFigures persons = compared("sim", "control").persons();
    assertThat(persons.byGroup()).containsOnlyKeys("origin", "sex");
    assertThat(persons.byGroup().get("sex")).containsOnlyKeys("F", "M");
    assertThat(persons.byGroup().get("origin").keySet())
        .isSubsetOf("ar", "en", "es", "fr", "it")
        .hasSizeGreaterThan(1);
    // A true pair is of one person, so the groups share them out.
    assertThat(persons.byGroup().values())
        .allSatisfy(
            groups ->
                assertThat(groups.values().stream().mapToLong(PairCounts::truth).sum())
                    .isEqualTo(persons.all().truth()));
    assertThat(compared("sim", "control").companies().byGroup()).isEmpty();
  }

  /** Places in a table or a notice; a text has none. */
  private static long recordsOfTheTruth(String file) throws IOException {
    Set<String> records = new HashSet<>();
    for (String text : Files.readAllLines(folder.resolve("sim/truth/" + file + ".jsonl"))) {
      JsonNode line = new ObjectMapper().readTree(text);
      if (!line.get("locator").asText().equals("document")) {
        records.add(line.get("path") + " " + line.get("member") + " " + line.get("locator"));
      }
    }
    return records.size();
  }

  @Test
  void aReaderIsMeasuredByWhatHeSees() throws IOException {
    TruthComparison control = compared("sim", "control");
    TruthComparison analyst = compared("sim", "fr-analyst");
    assertThat(analyst.landed()).isPositive().isLessThan(control.landed());
    assertThat(analyst.persons().records()).isPositive().isLessThan(control.persons().records());
  }

  @Test
  void theTruthOfAnotherInboxIsRefused() {
    assertThatThrownBy(() -> compared("other", "control"))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
        .hasMessageMatching(
            "Cannot compare with the truth: the lake must hold items of this inbox alone, found"
                + " \\d+ others of \\d+");
  }
}
