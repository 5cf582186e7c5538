package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.insight.cli.Main;
import org.insight.resolution.NameSimilarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All names are invented. */
class BenchNamesCommandTest {

  @TempDir private Path folder;

  private record Ended(int exit, String out, String err) {}

  private static Ended bench(String... line) {
    List<String> words = new ArrayList<>(List.of("names"));
    words.addAll(List.of(line));
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

  @ParameterizedTest
  @CsvSource({
    "Хворостов,0,Khvorostov",
    "Хворостов,2,Khvorostov",
    "Хворостов,3,Chworostow",
    "Хворостов,4,Chvorostov",
    "Юлиан,0,Iulian",
    "Юлиан,1,Yulian",
    "Щербаков,2,Chtcherbakov",
    "Вишневецкий,1,Vishnevetsky",
    "Семён,0,Semen",
    "Георгий,2,Gueorgui"
  })
  void cyrillicIsSpelledByTheTable(String name, int table, String latin) {
    assertThat(new SpelledNames("names-cyrillic.txt").spelled(name, table)).isEqualTo(latin);
  }

  @ParameterizedTest
  @CsvSource({
    "Ευστάθιος,0,Efstathios",
    "Ευστάθιος,1,Eustathios",
    "Μπουζιάνης,0,Bouzianis",
    "Λαμπρόπουλος,0,Lampropoulos",
    "Λαμπρόπουλος,2,Lambropoulos",
    "Γιαννακόπουλος,2,Yannakopoulos",
    "Χρήστος,1,Chrēstos"
  })
  void greekIsSpelledByTheTable(String name, int table, String latin) {
    assertThat(new SpelledNames("names-greek.txt").spelled(name, table)).isEqualTo(latin);
  }

  @Test
  void oneSeedGivesPersonsOfWhomNoTwoAreOne() {
    for (InventedNames.Script script : InventedNames.Script.values()) {
      List<InventedNames.Spellings> pairs = InventedNames.pairs(script, 500, 7);
      assertThat(InventedNames.pairs(script, 500, 7)).isEqualTo(pairs);
      assertThat(InventedNames.pairs(script, 500, 8)).isNotEqualTo(pairs);
      assertThat(pairs).hasSize(500).allMatch(pair -> !pair.one().equals(pair.other()));
      String scripts =
          script.name().charAt(0) + script.name().substring(1).toLowerCase() + "-Latin";
      assertThat(pairs)
          .extracting(pair -> new NamePair(pair.one(), pair.other(), true).scripts())
          .containsOnly(scripts);
    }
  }

  /** The limits of the model were tried on the simulator's names. */
  @Test
  void noArabicNameIsTheSimulators() throws IOException {
    Set<String> simulated = new HashSet<>();
    for (String list : List.of("men", "women", "families")) {
      simulated.addAll(names("/simulate/arabic-" + list + ".txt"));
    }
    assertThat(simulated).hasSize(148);
    assertThat(names("/benchmarks/names-arabic.txt"))
        .hasSize(82)
        .doesNotContainAnyElementsOf(simulated);
  }

  private static Set<String> names(String resource) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(BenchNamesCommandTest.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      Set<String> names = new HashSet<>();
      lines
          .lines()
          .filter(line -> line.contains("="))
          .forEach(line -> names.add(line.replaceAll("^(given|family) |=.*", "")));
      return names;
    }
  }

  @Test
  void aCutCountsWhatScoresAtLeastItsThreshold() {
    List<NamePair> pairs =
        List.of(
            new NamePair("a", "b", true),
            new NamePair("c", "d", false),
            new NamePair("e", "f", true),
            new NamePair("g", "h", false),
            new NamePair("i", "j", true));
    double[] scores = {.9, .8, .7, .5, .4};
    assertThat(ScoreCut.at(.8, pairs, scores)).isEqualTo(new ScoreCut(.8, 3, 2, 1));
    ScoreCut best = ScoreCut.best(pairs, scores);
    assertThat(best).isEqualTo(new ScoreCut(.4, 3, 5, 3));
    assertThat(best.f1()).isCloseTo(.75, within(1e-9));
    // Pairs of one score are taken together.
    assertThat(ScoreCut.best(pairs, new double[] {.9, .9, .2, .1, .1}))
        .isEqualTo(new ScoreCut(.1, 3, 5, 3));
    assertThat(ScoreCut.best(pairs, new double[] {.9, .1, .9, .1, .9}))
        .isEqualTo(new ScoreCut(.9, 3, 3, 3));
  }

  @Test
  void pairingsThatAPairIsAreNoOthers() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pairs.csv"),
            "# with a remark\nعمر حدادي,Omar Haddadi,0.9,invented\n"
                + "Юрий Чеканов,Yuri Chekanov,0.9,invented\nYury Chekanov,Yuri Chekanov,0.9,x\n");
    assertThat(NamePair.of(file, 100, 1))
        .containsExactly(
            new NamePair("عمر حدادي", "Omar Haddadi", true),
            new NamePair("Юрий Чеканов", "Yuri Chekanov", true),
            new NamePair("Yury Chekanov", "Yuri Chekanov", true),
            new NamePair("عمر حدادي", "Yuri Chekanov", false),
            new NamePair("Юрий Чеканов", "Omar Haddadi", false),
            new NamePair("Yury Chekanov", "Omar Haddadi", false));
    List<NamePair> sample = NamePair.of(file, 2, 1);
    assertThat(sample).hasSizeBetween(3, 5).isEqualTo(NamePair.of(file, 2, 1));
  }

  @Test
  void aFileThatSaysWhatIsOneIsComparedRowByRow() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pairs.csv"),
            "a,b,same\nعمر حدادي,Omar Haddadi,1\nOmar Haddadi,Yuri Chekanov,0\n");
    Ended ended = bench("--persons", "40", "--beside", "none", "--format", "json", file.toString());
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err())
        .isEqualTo("bench names: invented: insight\nbench names: pairs.csv: insight\n");
    JsonNode lines = new ObjectMapper().readTree(ended.out()).get("names");
    JsonNode all = lines.get(0);
    assertThat(all.get("set").asText()).isEqualTo("invented");
    assertThat(all.get("scripts").asText()).isEqualTo("all");
    assertThat(all.get("same").asInt()).isEqualTo(5 * 40);
    assertThat(all.get("at_default").get("threshold").asDouble()).isEqualTo(NameSimilarity.SAME);
    assertThat(all.get("at_default").get("f1").asDouble()).isBetween(.7, .999);
    assertThat(all.get("at_best").get("f1").asDouble())
        .isGreaterThanOrEqualTo(all.get("at_default").get("f1").asDouble());
    assertThat(all.get("pairs_per_cpu_second").asDouble()).isPositive();
    List<String> scripts = new ArrayList<>();
    lines.forEach(line -> scripts.add(line.get("scripts").asText()));
    assertThat(scripts)
        .startsWith(
            "all", "Arabic-Latin", "Cyrillic-Latin", "Greek-Latin", "Han-Latin", "Latin-Latin");
    JsonNode own = lines.get(6);
    assertThat(own.get("set").asText()).isEqualTo("pairs.csv");
    assertThat(own.get("same").asInt()).isEqualTo(1);
    assertThat(own.get("others").asInt()).isEqualTo(1);
    assertThat(own.get("at_default").get("f1").asDouble()).isEqualTo(1);
  }

  @Test
  void whatCannotBeMeasuredIsRefused() throws IOException {
    assertThat(bench("--persons", "501"))
        .isEqualTo(
            new Ended(
                2, "", "insight: Cannot measure: --persons is between 2 and 500, found 501\n"));
    assertThat(bench("--others", "0"))
        .isEqualTo(
            new Ended(2, "", "insight: Cannot measure: --others must be positive, found 0\n"));
    Path file = Files.writeString(folder.resolve("one.csv"), "name\nAda Zorn\n");
    assertThat(bench(file.toString()))
        .isEqualTo(
            new Ended(
                3,
                "",
                "insight: Cannot measure " + file + ": a pair needs two columns, found 1\n"));
    Path empty = Files.writeString(folder.resolve("empty.csv"), "a,b\n");
    assertThat(bench(empty.toString()))
        .isEqualTo(
            new Ended(
                3, "", "insight: Cannot measure " + empty + ": it must have a pair, found none\n"));
    Path none = folder.resolve("none.csv");
    assertThat(bench(none.toString()))
        .isEqualTo(
            new Ended(
                3, "", "insight: Cannot read a file: missing or unreadable, found " + none + "\n"));
  }
}
