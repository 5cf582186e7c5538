package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Job;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.landing.Inbox;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;
import org.insight.services.Served;
import org.insight.services.Watched;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of the whole pipeline leaves behind: figures, a page, lineage. */
class WatchedIT {

  private static final String NAME = "Ficta-Quimera";

  @TempDir private static Path folder;
  private static Settings settings;
  private static Lake lake;

  @BeforeAll
  static void runTwice() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(inbox.resolve("policy.yaml"), "source: FR\npurposes: [investigation]\n");
    Files.writeString(
        inbox.resolve("people.csv"),
        "name,country,email\nAna " + NAME + ",FR,ana@example.org\nBruno Fictus,ES,b@example.org\n");
    Files.writeString(
        inbox.resolve(NAME + ".txt"), "Ana " + NAME + " was seen in Lyon, France, with a gun.");
    Files.writeString(inbox.resolve("empty.bin"), "");
    Path overlay = folder.resolve("overlay.yaml");
    Files.writeString(
        overlay,
        "lake: {path: "
            + folder.resolve("lake")
            + "}\nobserve: {lineage: {transport: file, to: '${lake.path}/lineage.ndjson'}}\n");
    settings = SettingsReader.read(List.of(overlay));
    lake =
        TestLakes.onSqlite(
            folder.resolve("lake"),
            Contracts.load().all().stream()
                .map(TableContract::name)
                .filter(t -> !t.equals(Tables.LABELS))
                .toArray(org.insight.schemas.TableName[]::new));
    run(inbox);
    Files.writeString(
        inbox.resolve("later.csv"), "name,country,email\nAna Ficta,FR,ana@example.org\n");
    run(inbox);
  }

  private static void run(Path inbox) {
    TestLakes.inParts(1, () -> Served.run(settings, lake, inbox));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("lake/runs"))) {
      return files.sorted().toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eachRunLeavesItsFiguresAndOfAllAPageAndMetrics() throws IOException {
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThanOrEqualTo(4);
    JsonNode first = new ObjectMapper().readTree(files.get(2).toFile());
    assertThat(files.get(0)).hasFileName("index.html");
    assertThat(files.get(1)).hasFileName("metrics.prom");
    assertThat(first.path("outcome").asText()).isEqualTo("PUBLISHED");
    assertThat(first.path("published").asLong()).isEqualTo(1);
    assertThat(first.path("received").asLong()).isEqualTo(3);
    assertThat(first.path("rejects").path("empty").asLong()).isEqualTo(1);
    assertThat(first.path("lag_seconds").asDouble()).isPositive();
    List<String> steps = first.path("steps").findValuesAsText("step");
    assertThat(steps)
        .contains("look-for-new-files", "receive-items", "curate-persons", "verify", "publish");
    assertThat(text(folder.resolve("lake/runs/metrics.prom")))
        .contains(
            "insight_received_items 1\n",
            "insight_rejects{reason_code=\"empty\"} 1\n",
            "insight_waiting_since_time_seconds 0\n");
  }

  @Test
  void nothingOfTheRowsAndNoPathIsInAnyOfIt() throws IOException {
    List<Path> all = new ArrayList<>(files());
    all.add(folder.resolve("lake/lineage.ndjson"));
    for (Path file : all) {
      assertThat(text(file))
          .doesNotContain(NAME)
          .doesNotContain("people.csv")
          .doesNotContain(folder.toString());
    }
  }

  @Test
  void eachJobThatWroteHasItsInputsOutputAndColumnsAndItsEnd() throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, JsonNode> wrote = new LinkedHashMap<>();
    List<String> incomplete = new ArrayList<>();
    Map<String, Integer> open = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder.resolve("lake/lineage.ndjson"))) {
      JsonNode event = json.readTree(line);
      boolean starts = event.path("eventType").asText().equals("START");
      open.merge(event.at("/run/runId").asText(), starts ? 1 : -1, Integer::sum);
      if (!event.path("outputs").isEmpty()) {
        String job = event.at("/job/name").asText();
        wrote.putIfAbsent(job, event);
        JsonNode facets = event.at("/outputs/0/facets");
        int columns = facets.at("/schema/fields").size();
        if (facets.at("/columnLineage/fields").size() < columns) {
          incomplete.add(job);
        }
      }
    }
    assertThat(open.values()).containsOnly(0);
    for (Job job : JobRegistry.of(settings, new Inbox("", null)).all()) {
      JsonNode event = wrote.get("insight." + job.name());
      if (List.of(
              "record-reader-acts",
              "record-withdrawals",
              "record-decisions",
              "record-corrections",
              "record-ledger",
              "collect-audit")
          .contains(job.name())) {
        continue;
      }
      assertThat(event).as(job.name()).isNotNull();
      assertThat(event.path("outputs")).as(job.name()).hasSize(1);
      assertThat(event.at("/outputs/0/name").asText())
          .isEqualTo(lake.identifier(job.writes()))
          .doesNotContain("branch");
      List<String> inputs = event.path("inputs").findValuesAsText("name");
      job.reads().forEach(read -> assertThat(inputs).contains(lake.identifier(read.table())));
    }
    List<String> withoutColumns =
        wrote.entrySet().stream()
            .filter(e -> e.getValue().at("/outputs/0/facets/columnLineage").isMissingNode())
            .map(Map.Entry::getKey)
            .toList();
    // They are made of what is outside the lake.
    assertThat(withoutColumns).containsExactly("insight.receive-items", "insight.collect-audit");
    // These have columns of constants; those that curate, and the pairs of few new documents, hold
    // rows that are computed already.
    assertThat(incomplete)
        .isSubsetOf(
            "insight.receive-items",
            "insight.collect-audit",
            "insight.find-duplicates",
            "insight.find-identifiers",
            "insight.find-names",
            "insight.list-subjects",
            "insight.curate-persons",
            "insight.curate-organisations",
            "insight.curate-links",
            "insight.count-trends");
    JsonNode sentences = wrote.get("insight.split-sentences").at("/outputs/0/facets/columnLineage");
    assertThat(sentences.at("/fields/document_id/inputFields/0/name").asText())
        .isEqualTo(lake.identifier(Tables.DOCUMENTS));
  }

  @Test
  void aRunThatFailsLeavesItsFiguresToo() throws IOException {
    assertThatThrownBy(
            () ->
                Watched.during(
                    "job",
                    settings,
                    SharedSpark.session(),
                    watch -> {
                      throw new InsightException(ErrorKind.CONTRACT, "Cannot open: " + NAME);
                    }))
        .isInstanceOf(InsightException.class);
    List<Path> files = files();
    JsonNode last = new ObjectMapper().readTree(files.get(files.size() - 1).toFile());
    assertThat(last.path("outcome").asText()).isEqualTo("FAILED");
    assertThat(last.path("failure").asText()).isEqualTo("contract");
    assertThat(text(folder.resolve("lake/runs/index.html"))).contains("failed: contract");
  }

  @Test
  void aFolderThatCannotBeWrittenFailsNoRun() throws IOException {
    Path file = Files.writeString(folder.resolve("no-folder"), "");
    Path overlay =
        Files.writeString(
            folder.resolve("blocked.yaml"), "observe: {folder: '" + file.resolve("runs") + "'}");
    Settings blocked = SettingsReader.read(List.of(overlay));
    List<String> done = new ArrayList<>();
    Watched.during("run", blocked, SharedSpark.session(), watch -> done.add("work"));
    assertThat(done).containsExactly("work");
  }
}
