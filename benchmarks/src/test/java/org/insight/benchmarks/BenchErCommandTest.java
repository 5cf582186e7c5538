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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchErCommandTest {

  @TempDir private Path folder;

  private record Ended(int exit, String out, String err) {}

  private static Ended bench(String... line) {
    List<String> words = new ArrayList<>(List.of("er"));
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

  private static List<List<String>> rows(int persons, long seed) {
    return GeneratedPersons.rows(persons, seed).stream().map(List::of).toList();
  }

  @Test
  void oneSeedGivesOneSetOfPersons() {
    List<List<String>> rows = rows(400, 7);
    assertThat(rows(400, 7)).isEqualTo(rows);
    assertThat(rows(400, 8)).isNotEqualTo(rows);
    Map<String, Integer> records = new HashMap<>();
    Map<String, Set<String>> ofStreet = new HashMap<>();
    for (List<String> row : rows) {
      assertThat(row).hasSameSizeAs(GeneratedPersons.COLUMNS);
      records.merge(row.get(1), 1, Integer::sum);
      ofStreet.computeIfAbsent(row.get(5), street -> new HashSet<>()).add(row.get(1));
    }
    assertThat(records).hasSize(400);
    assertThat(records.values()).allMatch(number -> number <= 5).contains(1, 2, 3);
    ofStreet.remove("");
    assertThat(ofStreet.values().stream().filter(persons -> persons.size() > 1).count())
        .as("households")
        .isGreaterThan(50);
  }

  @Test
  void figuresAreOfTheClustersAndOfTheirScores() throws IOException {
    Ended ended =
        bench(
            "--sets",
            "persons",
            "--persons",
            "400",
            "--seed",
            "7",
            "--beside",
            "none",
            "--format",
            "json");
    assertThat(ended.err()).isEqualTo("bench er: persons: insight\n");
    assertThat(ended.exit()).isZero();
    JsonNode linkages = new ObjectMapper().readTree(ended.out()).get("linkages");
    JsonNode own = linkages.get(0);
    assertThat(own.get("linkage").asText()).isEqualTo("insight");
    assertThat(own.get("rows").asInt()).isEqualTo(rows(400, 7).size());
    assertThat(own.get("true_clusters").asInt()).isEqualTo(400);
    assertThat(own.get("b_cubed_f1").asDouble()).isBetween(.95, 1.0);
    assertThat(own.get("cluster_f1").asDouble()).isBetween(.9, 1.0);
    assertThat(own.get("pair_recall").asDouble()).isBetween(.9, 1.0);
    assertThat(own.get("pair_precision").asDouble()).isBetween(.7, 1.0);
    assertThat(own.get("pairs_compared").asInt()).isGreaterThan(400);
    assertThat(own.get("cpu_seconds").asDouble()).isPositive();
    double recall = 1;
    for (int i = 1; i < linkages.size(); i++) {
      JsonNode components = linkages.get(i);
      assertThat(components.get("linkage").asText()).isEqualTo("components");
      // A higher threshold joins less.
      assertThat(components.get("pair_recall").asDouble()).isLessThanOrEqualTo(recall);
      recall = components.get("pair_recall").asDouble();
    }
    // The rule cuts components and joins nothing that is apart in them.
    assertThat(linkages.get(1).get("threshold").asDouble()).isEqualTo(.5);
    assertThat(linkages.get(1).get("clusters").asInt())
        .isLessThanOrEqualTo(own.get("clusters").asInt());
    assertThat(recall).isLessThan(linkages.get(1).get("pair_recall").asDouble());
  }

  @Test
  void aSetOfOnesOwnIsMeasuredByItsTruth() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.writeString(own.resolve("a.csv"), "nr,who,name,born\n1,x,\"Roy, Ann\",1970-02-03\n");
    Files.writeString(own.resolve("b.csv"), "nr,who,name,born\n2,x,\"Roy, Ann\",1970-02-03\n");
    Path settings = own.resolve("settings.yaml");
    Files.writeString(
        settings, "{id: nr, truth: who, columns: {name: name, birth_date: born}, kind: person}");
    Ended ended = bench("--data", own.toString(), "--beside", "none");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out().lines().skip(2).findFirst().orElseThrow())
        .startsWith("own  2     insight     own");

    Files.writeString(settings, "{id: nr, columns: {name: name}, kind: person}");
    assertThat(bench("--data", own.toString()))
        .isEqualTo(
            new Ended(
                3,
                "",
                "insight: Cannot measure: settings must name a column of truth, found none in "
                    + settings
                    + "\n"));
    Files.writeString(settings, "{truth: whose, columns: {name: name}, kind: person}");
    assertThat(bench("--data", own.toString(), "--beside", "none"))
        .isEqualTo(
            new Ended(
                3,
                "",
                "bench er: own: insight\ninsight: Cannot read "
                    + own.resolve("a.csv")
                    + ": it has no column whose\n"));
  }

  @Test
  void whatCannotBeMeasuredIsRefused() {
    assertThat(bench("--persons", "0"))
        .isEqualTo(
            new Ended(2, "", "insight: Cannot measure: --persons must be positive, found 0\n"));
    Ended set = bench("--sets", "febrl5");
    assertThat(set.exit()).isEqualTo(2);
    assertThat(set.err())
        .startsWith("insight: Invalid value for option '--sets' (SET): expected one of [FEBRL1,");
    Path none = folder.resolve("none");
    assertThat(bench("--data", none.toString()))
        .isEqualTo(
            new Ended(3, "", "insight: Cannot measure: no such folder, found " + none + "\n"));
    assertThat(bench("--data", folder.toString()))
        .isEqualTo(
            new Ended(
                3,
                "",
                "insight: Cannot measure: --data must hold one .yaml file and .csv files, found 0"
                    + " and 0 in "
                    + folder
                    + "\n"));
  }
}
