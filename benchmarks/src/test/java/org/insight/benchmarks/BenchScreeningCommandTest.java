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
import org.insight.services.ask.Screening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All persons are invented. */
class BenchScreeningCommandTest {

  private static final String HEADING = "full_name,gender,date_of_birth,nationality\n";

  @TempDir private Path folder;

  private record Ended(int exit, String out, String err) {}

  private Path file(String name, String rows) throws IOException {
    return Files.writeString(folder.resolve(name), rows);
  }

  private static Ended bench(Object... line) {
    List<String> words = new ArrayList<>(List.of("screening"));
    for (Object word : line) {
      words.add(word.toString());
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      int exit = Main.run(new BenchCommand(), words.toArray(String[]::new));
      return new Ended(
          exit, said.toString(StandardCharsets.UTF_8), told.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void bestHitsAndAllHitsAreCounted() {
    ScreeningFigures figures =
        ScreeningFigures.of(
            3,
            List.of(
                new ScreeningFigures.Hit(0, 0, .9),
                new ScreeningFigures.Hit(0, 1, .8),
                // Of equal scores the first of the list is the nearest.
                new ScreeningFigures.Hit(1, 1, .8),
                new ScreeningFigures.Hit(1, 0, .8),
                new ScreeningFigures.Hit(4, 2, .7)));
    assertThat(figures).isEqualTo(new ScreeningFigures(3, 5, 3, 1, 2, 1));
    assertThat(figures.nearestPrecision()).isEqualTo(1 / 3.0);
    assertThat(figures.nearestRecall()).isEqualTo(1 / 3.0);
    assertThat(figures.precision()).isEqualTo(2 / 5.0);
    assertThat(figures.recall()).isEqualTo(2 / 3.0);
  }

  @Test
  void alteredPersonsAreFoundAndOthersAreNot() throws IOException {
    Path list =
        file(
            "list.csv",
            HEADING
                + "Ada Zornfeld,female,1980-12-13,fr\nOmar Haddadi,,1975-01-31,ma\n"
                + "Yuri Chekanov,,,ru\n");
    Path altered =
        file(
            "altered.csv",
            HEADING
                + "\"ZORNFELD, Ada\",,1980-12-13,fr\nعمر حدادي,,1975-01-32,ma\n"
                + "Юрий Чеканов,,,ru\n");
    Path others = file("others.csv", HEADING + "Jean Delorme,,1999-05-05,be\n");
    Ended ended = bench(list, altered, others, "--beside", "none", "--format", "json");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err())
        .isEqualTo(
            "bench screening: 1 birth dates of "
                + altered
                + " are none and are left out\n"
                + "bench screening: 3 on the list, 1 others\nbench screening: insight\n");
    JsonNode lines = new ObjectMapper().readTree(ended.out()).get("screening");
    assertThat(lines).hasSize(1);
    JsonNode line = lines.get(0);
    assertThat(line.get("method").asText()).isEqualTo("insight");
    assertThat(line.get("threshold").asDouble()).isEqualTo(Screening.THRESHOLD);
    assertThat(line.get("nearest_precision").asDouble()).isEqualTo(1);
    assertThat(line.get("nearest_recall").asDouble()).isEqualTo(1);
    assertThat(line.get("hits").asInt()).isEqualTo(3);
    assertThat(line.get("others_with_hits").asInt()).isZero();

    // The list as the others: who is on it is a wrong hit.
    JsonNode wrong =
        new ObjectMapper()
            .readTree(bench(list, altered, list, "--beside", "none", "--format", "json").out())
            .get("screening")
            .get(0);
    assertThat(wrong.get("others_with_hits").asInt()).isEqualTo(3);
    assertThat(wrong.get("nearest_precision").asDouble()).isEqualTo(.5);
  }

  @Test
  void whatCannotBeMeasuredIsRefused() throws IOException {
    Path one = file("one.csv", HEADING + "Ada Zornfeld,,1980-12-13,fr\n");
    Path two = file("two.csv", HEADING + "Ada Zornfeld,,,fr\nOmar Haddadi,,,ma\n");
    assertThat(bench(one, two, two))
        .isEqualTo(
            new Ended(
                3,
                "",
                "insight: Cannot measure: POSITIVES must have the rows of LIST, found 2 and 1\n"));
    Path bare = file("bare.csv", "full_name,nationality\nAda Zornfeld,fr\n");
    assertThat(bench(one, bare, two))
        .isEqualTo(
            new Ended(
                3,
                "",
                "insight: Cannot measure " + bare + ": the heading has no column date_of_birth\n"));
    Path none = folder.resolve("none.csv");
    assertThat(bench(none, one, one))
        .isEqualTo(
            new Ended(
                3, "", "insight: Cannot read a file: missing or unreadable, found " + none + "\n"));
  }
}
