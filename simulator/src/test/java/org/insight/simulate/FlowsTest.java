package org.insight.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private SimulationPlan plan(String name, long transfers, long calls) {
    return new SimulationPlan(folder.resolve(name), 60, 10, 5, SimulationPlan.COUNTRIES)
        .with(transfers, calls);
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void anInboxWithoutFlowsIsAsBefore() throws IOException {
    Simulation.run(plan("without", 0, 0));
    Simulation.run(plan("with", 500, 0));
    Map<String, byte[]> with = files(folder.resolve("with/inbox"));
    Map<String, byte[]> without = files(folder.resolve("without/inbox"));
    without.forEach((path, bytes) -> assertThat(with.get(path)).as(path).isEqualTo(bytes));
    assertThat(with).hasSize(without.size() + 1);
    assertThat(folder.resolve("without/truth/findings.jsonl")).doesNotExist();
    assertThat(Files.readString(folder.resolve("without/plan.json"))).doesNotContain("flows");
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherNumberOfRowsIsAnotherPlan() throws IOException {
    Simulation.run(plan("a", 2_500, 600));
    Simulation.run(plan("b", 2_500, 600));
    Map<String, byte[]> b = files(folder.resolve("b"));
    files(folder.resolve("a"))
        .forEach((path, bytes) -> assertThat(b.get(path)).as(path).isEqualTo(bytes));
    assertThatThrownBy(() -> Simulation.run(plan("a", 2_600, 600)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not the beginning of what is asked for");
    assertThatThrownBy(() -> plan("a", -1, 0)).hasMessageContaining("found -1 and 0");
  }

  @Test
  void whatIsPlantedIsInTheFileThatTheTruthNames() throws IOException {
    Simulation.run(plan("sim", 2_400, 1_000));
    Path out = folder.resolve("sim");
    List<JsonNode> findings = lines(out.resolve("truth/findings.jsonl"));
    assertThat(findings.stream().map(f -> f.get("kind").asText()).distinct())
        .containsExactlyInAnyOrder("fan-in", "fan-out", "cycle", "community", "broker");
    assertThat(lines(out.resolve("truth/items.jsonl")).stream().map(i -> i.get("kind").asText()))
        .contains("extract_transfers", "extract_calls");
    int all = 0;
    for (JsonNode finding : findings) {
      List<String> rows =
          Files.readAllLines(out.resolve("inbox").resolve(finding.get("path").asText()));
      String kind = finding.get("kind").asText();
      List<String> members = new ArrayList<>();
      finding.get("members").forEach(m -> members.add(m.asText()));
      assertThat(members).doesNotHaveDuplicates().hasSizeGreaterThan(2);
      if (kind.equals("community") || kind.equals("broker")) {
        continue;
      }
      String day = "";
      List<String> byNumber = new ArrayList<>();
      finding.get("rows").forEach(id -> byNumber.add(id.asText()));
      for (int i = 0; i < byNumber.size(); i++) {
        String id = byNumber.get(i);
        String row = rows.stream().filter(r -> r.startsWith(id + ",")).findFirst().orElseThrow();
        String[] cells = row.split(",", -1);
        switch (kind) {
          case "fan-in" -> assertThat(cells[2]).isEqualTo(members.get(0));
          case "fan-out" -> assertThat(cells[1]).isEqualTo(members.get(0));
          default -> {
            assertThat(cells[1]).isEqualTo(members.get(i));
            assertThat(cells[2]).isEqualTo(members.get((i + 1) % members.size()));
            assertThat(cells[5]).isGreaterThanOrEqualTo(day);
            day = cells[5];
          }
        }
        assertThat(Identifiers.ibanHolds(cells[1]) && Identifiers.ibanHolds(cells[2])).isTrue();
        all++;
      }
    }
    assertThat(all).isPositive();
  }
}
