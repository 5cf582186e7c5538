package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.insight.cli.Main;
import org.insight.findings.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchFindingsCommandTest {

  @TempDir private Path folder;

  private static JsonNode bench(String... line) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      List<String> words = new ArrayList<>(List.of(line));
      words.addAll(List.of("--format", "json"));
      assertThat(Main.run(new BenchCommand(), words.toArray(String[]::new))).isZero();
    } finally {
      System.setOut(out);
    }
    return new ObjectMapper().readTree(said.toString(StandardCharsets.UTF_8)).get("findings");
  }

  @Test
  void plantedPatternsAreFoundInTransfersAndJourneysOfASeed() throws IOException {
    JsonNode lines =
        bench("findings", "--transfers", "4000", "--journeys", "4000", "--seeds", "77");
    assertThat(lines).hasSize(4);
    for (JsonNode line : lines) {
      assertThat(line.get("true_patterns").asInt()).isEqualTo(20);
      if (line.get("pattern").asText().equals("travel-group")) {
        // Three who travel together twice are what chance makes.
        assertThat(line.get("recall").asDouble()).isGreaterThanOrEqualTo(.4);
        assertThat(line.get("precision").asDouble()).isGreaterThanOrEqualTo(.8);
        continue;
      }
      assertThat(line.get("recall").asDouble()).as(line.toString()).isGreaterThanOrEqualTo(.95);
      assertThat(line.get("precision").asDouble()).as(line.toString()).isGreaterThanOrEqualTo(.9);
    }
  }

  @Test
  void flaggedAccountsThatAreNamedAreCounted() throws IOException {
    Files.writeString(folder.resolve("nodes.csv"), "nodeid,isFraud\n1,1\n2,1\n3,0\n4,1\n");
    Files.writeString(
        folder.resolve("transactions.csv"),
        "sourceNodeId,targetNodeId,value,time\n1,2,100,1\n2,3,95,2\n3,1,90,3\n");
    JsonNode cycle = bench("findings", "--amlsim", folder.toString()).get(2);
    assertThat(cycle.get("pattern").asText()).isEqualTo("cycle");
    assertThat(cycle.get("flagged").asInt()).isEqualTo(3);
    assertThat(cycle.get("named").asInt()).isEqualTo(3);
    assertThat(cycle.get("flagged_named").asInt()).isEqualTo(2);
  }

  @Test
  void likelyLinksAreMeasuredOnThoseOfTheNextPhase() {
    Network now = network("ax bx ay by cx");
    // From the best on: x and y share two rare ends, a and b two, c shares one with a and with b.
    assertThat(BenchNetworksCommand.auc(now, network("xy by cx a0"))).isEqualTo(1.0);
    assertThat(BenchNetworksCommand.auc(now, network("ab ax by cx"))).isEqualTo(.75);
    assertThat(BenchNetworksCommand.auc(now, network("ac ax by cx"))).isEqualTo(.375);
    assertThat(BenchNetworksCommand.auc(now, now)).isNull();
  }

  private static Network network(String links) {
    List<Network.Tie> ties = new ArrayList<>();
    for (String link : links.split(" ")) {
      ties.add(new Network.Tie(link.substring(0, 1), link.substring(1), 1));
    }
    return Network.of(ties);
  }
}
