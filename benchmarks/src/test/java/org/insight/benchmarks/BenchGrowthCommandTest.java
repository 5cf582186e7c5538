package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.insight.core.InsightException;
import org.insight.observe.RunFiles;
import org.insight.observe.RunMetrics;
import org.insight.observe.StepMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command makes of runs that are done; the runs themselves are those of bin/insight. */
class BenchGrowthCommandTest {

  @TempDir private Path out;

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  /** A run of so many items, whose landing and resolution cost so many CPU seconds. */
  private void run(
      int size, int number, @Nullable Long published, long items, double landing, double resolution)
      throws IOException {
    new RunFiles(out.resolve(size + "/lake/runs"), 100)
        .add(
            new RunMetrics(
                "r" + number,
                "run",
                START.plusSeconds(number).toString(),
                10,
                published == null ? RunMetrics.Outcome.FAILED : RunMetrics.Outcome.PUBLISHED,
                "",
                published,
                landing + resolution,
                1,
                items,
                null,
                0.0,
                null,
                List.of(),
                List.of(step("receive-items", landing), step("resolve-records", resolution))));
  }

  private static StepMetrics step(String name, double cpu) {
    return new StepMetrics(
        name, "", StepMetrics.DONE, 0, 0, 5, 5, cpu, cpu, 1, 0, 0, 0, 1, List.of());
  }

  private void times(int size, String part, String children) throws IOException {
    times(size, part, children, 0);
  }

  /** What a shell's {@code times} says: itself, then its children; and how these ended. */
  private void times(int size, String part, String children, int exit) throws IOException {
    Files.writeString(
        out.resolve(size + "/" + part + ".times"),
        "0m9.000s 0m9.000s\n" + children + "\nexit " + exit + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void threeRuns(int size, long items, double landing, double resolution, String children)
      throws IOException {
    begun(size, 11);
    run(size, 1, 1L, items, landing, resolution);
    run(size, 2, 2L, items / 100, 10, 10);
    run(size, 3, 3L, 1, 2, 3);
    times(size, "full", children);
    times(size, "more", "0m20.000s 0m5.000s");
    times(size, "one", "0m10.000s 0m0.000s");
  }

  private void begun(int size, long seed) throws IOException {
    Files.createDirectories(out.resolve(Integer.toString(size)));
    Files.writeString(
        out.resolve(size + "/conditions.txt"), BenchGrowthCommand.conditions(seed, 5, List.of()));
  }

  private String printed(String... sizes) {
    StringWriter to = new StringWriter();
    int exit =
        new CommandLine(new BenchGrowthCommand())
            .setOut(new PrintWriter(to))
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  to.write(e.getMessage());
                  assertThat(e).isInstanceOf(InsightException.class);
                  return 9;
                })
            .execute("--out", out.toString(), "--items", String.join(",", sizes));
    return exit + "\n" + to;
  }

  private static String line(String text, String of) {
    return text.lines()
        .filter(line -> line.startsWith(of + " "))
        .findFirst()
        .orElseThrow()
        .replaceAll(" +", " ")
        .strip();
  }

  @Test
  void slopesAreOfTheFurtherItemsAndRatiosOfAllThatTheProcessesTook() throws IOException {
    threeRuns(100, 1_000, 10, 20, "0m40.000s 0m10.000s");
    threeRuns(1_000, 11_000, 60, 120, "3m20.500s 0m9.500s");
    threeRuns(10_000, 111_000, 560, 2_120, "50m0.000s 3m20.000s");
    String printed = printed("100", "1000", "10000");
    assertThat(printed).startsWith("0\n");
    assertThat(line(printed, "items")).isEqualTo("items 1,000 10 1 11,000 110 1 111,000 1,110 1");
    // 10,000 further items cost 50 s of landing, the next 100,000 cost 500 s.
    assertThat(line(printed, "landing")).endsWith(" 5.00 5.00 1.00");
    assertThat(line(printed, "resolution")).endsWith(" 10.00 20.00 2.00");
    assertThat(line(printed, "readers of items, start")).contains(" 20.0 5.0 5.0 30.0 ");
    assertThat(line(printed, "all")).endsWith(" 16.00 29.90 1.87");
    assertThat(printed)
        .contains("100 files: 1 % more costs 0.500 of the whole run, one file more 0.200")
        .contains("1,000 files: 1 % more costs 0.119 of the whole run, one file more 0.048");
  }

  @Test
  void whatAFailedRunTookCountsForTheOneThatWasPublishedAfterIt() throws IOException {
    run(100, 0, null, 600, 7, 0);
    times(100, "full", "0m10.000s 0m0.000s", 5);
    threeRuns(100, 400, 10, 20, "0m40.000s 0m10.000s");
    String printed = printed("100");
    assertThat(line(printed, "items")).isEqualTo("items 1,000 4 1");
    assertThat(line(printed, "landing")).startsWith("landing 17.0 ");
    assertThat(line(printed, "all")).startsWith("all 60.0 ");
  }

  @Test
  void aRunThatIsNotDoneIsStartedAndOneWhoseProcessesWereNotCountedIsRefused() throws IOException {
    threeRuns(100, 1_000, 10, 20, "0m40.000s 0m10.000s");
    Files.delete(out.resolve("100/more.times"));
    assertThat(printed("100"))
        .isEqualTo(
            "9\nCannot measure: what the run's processes took was not kept, as "
                + out.resolve("100/more.times"));
    assertThat(printed("200", "100")).contains("--items must rise, found [200, 100]");
    // Only bin/insight says where it is; without it no run is started.
    assertThat(printed("10")).contains("Cannot measure: it starts bin/insight");
  }

  @Test
  void aRunWhosePublicationWasTheLastOfItsProcessIsNotCountedAsTheOneThatFailedBefore()
      throws IOException {
    threeRuns(100, 1_000, 10, 20, "0m40.000s 0m10.000s");
    Files.delete(out.resolve("100/full.times"));
    times(100, "full", "0m5.000s 0m0.000s", 5);
    assertThat(printed("100"))
        .isEqualTo(
            "9\nCannot measure: what the run's processes took was not kept, as "
                + out.resolve("100/full.times"));
  }

  @Test
  void whatWasMeasuredOtherwiseIsNotPrintedAsWhatIsAskedFor() throws IOException {
    threeRuns(100, 1_000, 10, 20, "0m40.000s 0m10.000s");
    begun(100, 12);
    String refused =
        "9\nCannot measure: what is there was begun with other options, settings or heap, found "
            + out.resolve("100");
    assertThat(printed("100")).isEqualTo(refused);
    Files.delete(out.resolve("100/conditions.txt"));
    assertThat(printed("100")).isEqualTo(refused);
  }
}
