package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.insight.cli.Main;
import org.insight.core.ErrorKind;
import org.insight.findings.ShortestPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchNetworksCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String printed(ErrorKind kind, String... line) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(new BenchCommand(), line)).isEqualTo(kind.exitCode());
    } finally {
      System.setErr(err);
    }
    return told.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "networks | either files or --edges are needed",
        "networks a.csv --edges 5 | either files or --edges are needed",
        "networks a.csv --paths 5 | --paths needs --edges",
        "networks --edges 0 | --edges must be from 1 to 1000000000, found 0",
        "networks --edges 5 --paths 1 | --paths must be from 2 to 10000, found 1",
        "networks --edges 5 --paths 2 --samples 0 | --samples must be from 1 to 10000, found 0",
        "networks --edges 5 --peer-minutes -1 | --peer-minutes must be from 0 to 1440, found -1",
      })
  void whatGivesNoFigureIsRefused(String line, String why) {
    assertThat(printed(ErrorKind.USAGE, line.split(" ")))
        .isEqualTo("insight: Cannot measure: " + why + "\n");
  }

  @Test
  void morePersonsThanThereAreAreRefused() {
    assertThat(printed(ErrorKind.USAGE, "networks", "--edges", "4", "--paths", "9"))
        .endsWith(
            "insight: Cannot measure: --paths must be at most the ends that have links, 2, found"
                + " 9\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--power-law", "--seed=3"})
  void pathsAreThoseOfBruteForce(String option) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(
              Main.run(
                  new BenchCommand(),
                  "networks",
                  "--edges=2000",
                  option,
                  "--paths=50",
                  "--samples=50",
                  "--format=json"))
          .isZero();
    } finally {
      System.setOut(out);
    }
    JsonNode line = JSON.readTree(said.toString(StandardCharsets.UTF_8)).at("/networks/0");
    assertThat(line.get("pairs").asInt()).isEqualTo(1225);
    assertThat(line.get("pairs_compared").asInt()).isEqualTo(1225);
    assertThat(line.get("pairs_different").asInt()).isZero();
    assertThat(line.get("of_4_hops").asInt()).isPositive();
  }

  /** The ends 0 to 4 in a row, and 5 alone. */
  @Test
  void bruteForceFindsWrongPaths() {
    GeneratedLinks links = new GeneratedLinks(6, false, new int[] {1, 0, 1, 2, 2, 3, 4, 3});
    int[] asked = {0, 2, 4, 5};
    List<int[]> right = new ShortestPaths(links.adjacency(), 4).among(asked);
    assertThat(right).hasSize(3);
    assertThat(MeasuredPaths.different(links, asked, asked, 4, right)).isZero();
    assertThat(MeasuredPaths.different(links, asked, asked, 4, right.subList(0, 2))).isEqualTo(1);
    assertThat(MeasuredPaths.different(links, asked, asked, 4, with(right, 0, 2, 4, 5)))
        .as("one too many, over a link that is not there")
        .isEqualTo(1);
    List<int[]> wrong = new ArrayList<>(right);
    wrong.set(0, new int[] {0, 3, 2});
    assertThat(MeasuredPaths.different(links, asked, asked, 4, wrong))
        .as("as long, over a link that is not there")
        .isEqualTo(1);
    assertThat(MeasuredPaths.different(links, asked, new int[] {4}, 4, wrong))
        .as("of no pair that is sampled")
        .isZero();
  }

  private static List<int[]> with(List<int[]> paths, int... path) {
    List<int[]> more = new ArrayList<>(paths);
    more.add(path);
    return more;
  }

  /** GraphFrames' are compared by whoever measures: half a minute of CPU, however few links. */
  @Test
  void componentsOfGraphXAreOurs() throws IOException {
    try (PeerFolder folder = new PeerFolder("networks", false, told -> {})) {
      MeasuredComponents measured =
          new MeasuredComponents(GeneratedLinks.of(60, false, 5), folder, told -> {});
      measured.spark("graphx", Duration.ofHours(1));
      Map<String, ?> own = measured.lines().get(0);
      Map<String, ?> theirs = measured.lines().get(1);
      assertThat(theirs.get("outcome")).isEqualTo("done");
      assertThat(theirs.get("components")).isEqualTo(own.get("components"));
      assertThat(measured.different()).isZero();
    }
  }

  @Test
  void whoTakesLongerIsStopped() throws IOException {
    try (PeerFolder folder = new PeerFolder("networks", false, told -> {})) {
      MeasuredComponents measured =
          new MeasuredComponents(GeneratedLinks.of(60, false, 5), folder, told -> {});
      measured.spark("graphx", Duration.ofMillis(1));
      assertThat(measured.lines().get(1)).containsEntry("outcome", "not finished");
      assertThat(measured.lines().get(1).get("components")).isNull();
    }
  }
}
