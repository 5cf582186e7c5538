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
        .with(transfers, calls, 0);
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
    assertThatThrownBy(() -> plan("a", -1, 0)).hasMessageContaining("found -1, 0 and 0");
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

  @Test
  void groupsThatTravelTogetherAreInTheRowsThatTheTruthNames() throws IOException {
    SimulationPlan plan =
        new SimulationPlan(folder.resolve("trips"), 500, 0, 5, SimulationPlan.COUNTRIES);
    Simulation.run(plan.with(0, 0, 2_400));
    Path out = folder.resolve("trips");
    List<JsonNode> groups = lines(out.resolve("truth/findings.jsonl"));
    assertThat(groups).hasSize(12);
    for (JsonNode group : groups) {
      assertThat(group.get("kind").asText()).isEqualTo("travel-group");
      List<String> rows =
          Files.readAllLines(out.resolve("inbox").resolve(group.get("path").asText()));
      Map<String, Integer> journeys = new HashMap<>();
      Map<String, Integer> bookings = new HashMap<>();
      Map<String, Integer> departures = new HashMap<>();
      for (JsonNode row : group.get("rows")) {
        String[] cells = rows.get(row.asInt()).split(",", -1);
        journeys.merge(cells[1] + ":" + cells[0], 1, Integer::sum);
        departures.merge(cells[5] + cells[6] + cells[7], 1, Integer::sum);
        bookings.merge(cells[8], 1, Integer::sum);
      }
      List<String> members = new ArrayList<>();
      group.get("members").forEach(member -> members.add(member.asText()));
      assertThat(journeys.keySet()).containsExactlyInAnyOrderElementsOf(members);
      assertThat(members).hasSizeBetween(3, 5);
      assertThat(departures).hasSizeBetween(2, 4);
      assertThat(journeys.values()).allMatch(count -> count >= 2);
      assertThat(bookings.values()).as("own bookings").containsOnly(1);
    }
    assertThat(Files.readString(out.resolve("plan.json"))).contains("\"journeys\":\"2400,0\"");
    assertThat(lines(out.resolve("truth/appearances.jsonl"))).hasSize(2_400);
  }
}
