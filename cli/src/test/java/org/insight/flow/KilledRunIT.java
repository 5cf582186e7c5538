package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.insight.config.Settings.Format;
import org.insight.config.SettingsReader;
import org.insight.engine.Runs;
import org.insight.lake.Lake;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run that is killed and run again ends as one that was left alone, and a reader who asks all the
 * while sees what whole runs published, never what is between.
 */
class KilledRunIT {

  /** The exit code of a process that SIGKILL ends, as Java tells it. */
  private static final int KILLED = 128 + 9;

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));

  @TempDir private static Path folder;

  @Test
  void threeKillsLeaveNoTraceInTheFinishedLake() throws IOException, InterruptedException {
    int items = LONG ? 120 : 36;
    Simulation.run(
        new SimulationPlan(
            folder.resolve("sim"), LONG ? 40 : 16, items, 3, SimulationPlan.COUNTRIES));
    SimilarReport.write(folder.resolve("sim/inbox"));
    // In three commits.
    Path conf =
        Files.writeString(
            folder.resolve("conf.yaml"), "intake: {batch_files: " + (items / 3 + 1) + "}\n");
    String[] disturbed = {
      "run", "--inbox", "sim/inbox", "--lake", "disturbed", "--conf", conf.toString()
    };
    List<String> told;
    try (WatchingReader reader = WatchingReader.of(folder.resolve("disturbed"))) {
      // At growing distances into the run: while receiving, in text, further on.
      for (int lines : new int[] {2, 5, 10}) {
        Path out = folder.resolve("out" + lines);
        Path err = folder.resolve("err" + lines);
        Process process = Insight.start(folder, out.toFile(), err.toFile(), disturbed);
        while (process.isAlive() && linesOf(out) < lines) {
          TimeUnit.MILLISECONDS.sleep(50);
        }
        process.destroyForcibly();
        // By the signal, not by itself before: then its own words are what there is to know.
        assertThat(process.waitFor())
            .as("killed after %d lines; %s", lines, Files.readString(err))
            .isEqualTo(KILLED);
      }
      told = reader.told();
    }
    assertThat(told)
        .as("what a reader was told until then")
        .containsExactly(WatchingReader.NOTHING);
    Insight.run(folder, disturbed).succeeded();
    Lake undisturbed = TestLakes.whole(folder.resolve("undisturbed"));
    TestLakes.inParts(
        2,
        () -> Served.run(SettingsReader.read(List.of()), undisturbed, folder.resolve("sim/inbox")));
    LakeComparison.assertFilled(undisturbed);
    LakeComparison.assertEqual(LakeComparison.open(folder.resolve("disturbed")), undisturbed);
  }

  /**
   * Runs that come, are killed at random moments, or are refused because a label is wrong, while a
   * reader asks. Each format takes the better part of an hour: {@code -Dinsight.formats=DELTA} runs
   * that alone.
   */
  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "insight.tests", matches = "long")
  void inFiftyRunsAReaderSeesWholeOnesOnly(Format format) throws IOException, InterruptedException {
    assumeThat(System.getProperty("insight.formats", format.name())).contains(format.name());
    int runs = Integer.getInteger("insight.runs", 50);
    long seed = Long.getLong("insight.seed", System.nanoTime());
    System.out.println("KilledRunIT: seed " + seed + " (again: -Dinsight.seed=" + seed + ")");
    Random random = new Random(seed);
    Path at = folder.resolve(format.name());
    Path all = at.resolve("all");
    Simulation.run(new SimulationPlan(all, 60, 20 + runs * 4, 11, SimulationPlan.COUNTRIES));
    Path given = all.resolve("inbox");
    Path inbox = at.resolve("inbox");
    for (Path policy : files(given, true)) {
      copy(policy, given, inbox);
    }
    List<Path> items = files(given, false);
    Collections.shuffle(items, new Random(1));
    Files.writeString(
        at.resolve("conf.yaml"),
        """
        lake: {format: %s}
        spark: {properties: {spark.sql.shuffle.partitions: "1"}}
        """
            .formatted(format));
    String[] run = {"run", "--inbox", "inbox", "--conf", "conf.yaml"};
    Supplier<Lake> lake = () -> LakeComparison.open(at.resolve("lake"), format);
    int killed = 0;
    int refused = 0;
    List<String> told;
    try (WatchingReader reader = WatchingReader.of(lake)) {
      for (int i = 0; i < runs; i++) {
        for (Path item : items.subList(items.size() * i / runs, items.size() * (i + 1) / runs)) {
          copy(item, given, inbox);
        }
        if (i % 10 == 3 || i % 10 == 7) {
          killed += killedAfter(3_000 + random.nextInt(15_000), at, run) ? 1 : 0;
        } else if (i % 10 == 5 && i > 5) {
          refused++;
          WrongLabel.stage(lake.get());
          Insight.verifiedInterpreted(at, "publish", "--conf", "conf.yaml")
              .failedWith(4, "rows are not what their sources give, found 1 in curated.persons");
          Insight.run(at, "runs", "--drop", "--reason", "a wrong label", "--conf", "conf.yaml")
              .succeeded();
        } else {
          Insight.verifiedInterpreted(at, run).succeeded();
        }
      }
      Insight.verifiedInterpreted(at, run).succeeded();
      TimeUnit.SECONDS.sleep(5);
      told = reader.told();
    }
    Lake finished = lake.get();
    List<String> states = new ArrayList<>(List.of(WatchingReader.NOTHING));
    Runs.of(finished).all().forEach(row -> states.add(WatchingReader.of(finished, row)));
    System.out.printf(
        "%s: %d runs, %d killed, %d refused: %d states published, %d seen%n",
        format, runs, killed, refused, states.size() - 1, told.size());
    assertThat(told).isSubsetOf(states);
    assertThat(told.stream().map(states::indexOf).toList()).as("never back").isSorted();
    assertThat(told).hasSizeGreaterThan(runs / 4);
    assertThat(killed + refused).as("runs that did not end well").isGreaterThan(runs / 5 - 2);
    Lake undisturbed = TestLakes.whole(at.resolve("never-disturbed"));
    Served.run(SettingsReader.read(List.of()), undisturbed, inbox);
    LakeComparison.assertEqualButForOldLabels(finished, undisturbed);
  }

  /** Whether a run was killed before it ended by itself. */
  private static boolean killedAfter(int millis, Path at, String... run)
      throws IOException, InterruptedException {
    Process process =
        Insight.startVerifiedInterpreted(
            at, at.resolve("killed.out").toFile(), at.resolve("killed.err").toFile(), run);
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return !ended;
  }

  private static List<Path> files(Path inbox, boolean policies) throws IOException {
    try (Stream<Path> all = Files.walk(inbox)) {
      return new ArrayList<>(
          all.filter(Files::isRegularFile)
              .filter(file -> file.toString().endsWith(".yaml") == policies)
              .sorted()
              .toList());
    }
  }

  private static void copy(Path file, Path from, Path to) throws IOException {
    Path copied = to.resolve(from.relativize(file));
    Files.createDirectories(copied.getParent());
    Files.copy(file, copied);
  }

  private static int linesOf(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }
}
