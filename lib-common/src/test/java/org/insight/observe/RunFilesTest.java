package org.insight.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.engine.TaskTotals.SlowTask;
import org.insight.observe.RunMetrics.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(\\{([a-z_]+=\"([^\"\\\\\n]|\\\\[\\\\\"n])*\",?)*\\})? -?[0-9]+(\\.[0-9]+)?");

  @TempDir private Path folder;

  private static RunMetrics run(int minute, String command, StepMetrics... steps) {
    return new RunMetrics(
        "id" + minute,
        command,
        Instant.parse("2026-11-25T02:00:00.000Z").plusSeconds(60L * minute).toString(),
        30.25,
        Outcome.PUBLISHED,
        "",
        (long) minute,
        41.5,
        2_000_000_000L,
        12,
        new TreeMap<>(Map.of("corrupt", 3L, "no_policy", 1L)),
        12.5,
        null,
        List.of(),
        List.of(steps));
  }

  private static StepMetrics step(String name, long rows) {
    return new StepMetrics(
        name,
        "text.documents",
        StepMetrics.WRITTEN,
        rows,
        1,
        20,
        2.5,
        1.25,
        2,
        8,
        4096,
        20,
        10,
        1 << 20,
        List.of(new SlowTask("count at HeldRows.java:43", 0.75)));
  }

  /** The same run, that published nothing and looked neither at rejects nor for what waits. */
  private static RunMetrics unpublished(RunMetrics run, Outcome outcome, String failure) {
    return new RunMetrics(
        run.run(),
        run.command(),
        run.start(),
        run.seconds(),
        outcome,
        failure,
        null,
        run.cpuSeconds(),
        run.peakHeapBytes(),
        0,
        null,
        null,
        null,
        List.of(),
        run.steps());
  }

  private String prom() throws IOException {
    return Files.readString(folder.resolve("metrics.prom"));
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws IOException {
    RunMetrics run = run(0, "run", step("read-documents", 7));
    new RunFiles(folder, 5).add(run);
    assertThat(new RunFiles(folder, 5).history().runs()).containsExactly(run);
  }

  @Test
  void theOldestAreForgotten() throws IOException {
    RunFiles files = new RunFiles(folder, 2);
    for (int minute = 0; minute < 4; minute++) {
      files.add(run(minute, "run"));
    }
    assertThat(files.history().runs()).extracting(RunMetrics::run).containsExactly("id2", "id3");
    try (Stream<Path> there = Files.list(folder)) {
      assertThat(there.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "metrics.prom", "run-2026-11-25T020200.000Z.json", "run-2026-11-25T020300.000Z.json");
    }
  }

  /** As of jobs that a scheduler runs one by one, and of runs that find nothing new. */
  @Test
  void whatWasLastPublishedAndRejectedStaysHoweverManyRunsFollow() throws IOException {
    RunFiles files = new RunFiles(folder, 2);
    files.add(run(0, "run"));
    files.add(run(1, "publish"));
    String published = published();
    for (int minute = 2; minute < 7; minute++) {
      files.add(unpublished(run(minute, "job"), Outcome.NOTHING_NEW, ""));
    }
    assertThat(files.history().runs())
        .extracting(RunMetrics::run)
        .as("the last of each command beside")
        .containsExactly("id0", "id1", "id5", "id6");
    assertThat(published()).isEqualTo(published);
    assertThat(prom())
        .contains("insight_rejects{reason_code=\"corrupt\"} 3")
        .as("those that follow did not look whether something waits")
        .contains("insight_lag_seconds 12.5");
  }

  /** As behind a stream, or the jobs of a scheduler. */
  @Test
  void theLastOfEachCommandAndStepStaysHoweverManyRunsFollow() throws IOException {
    RunFiles files = new RunFiles(folder, 2);
    files.add(unpublished(run(0, "run", step("collect-audit", 3)), Outcome.FAILED, "external"));
    for (int minute = 1; minute < 6; minute++) {
      files.add(run(minute, "stream", step("read-documents", 7)));
    }
    assertThat(files.history().runs())
        .extracting(RunMetrics::run)
        .containsExactly("id0", "id4", "id5");
    assertThat(prom()).contains("insight_run_failed{command=\"run\"} 1", "job=\"collect-audit\"");
  }

  /** As where a scheduler runs job by job. */
  @Test
  void aJobThatFailedIsNotHiddenByTheNextThatDidNot() throws IOException {
    RunFiles files = new RunFiles(folder, 1);
    // Of a version that did not say which job it was: it is forgotten in time.
    files.add(unpublished(run(0, "job"), Outcome.FAILED, "internal"));
    files.add(unpublished(run(1, "job find-names"), Outcome.FAILED, "internal"));
    files.add(unpublished(run(2, "job map-records"), Outcome.STAGED, ""));
    assertThat(prom().lines().filter(line -> line.startsWith("insight_run_failed")))
        .containsExactly(
            "insight_run_failed{command=\"job find-names\"} 1",
            "insight_run_failed{command=\"job map-records\"} 0");
  }

  @Test
  void whatEndedLastIsTheLastThoughTheClockWasSetBack() throws IOException {
    RunFiles files = new RunFiles(folder, 3);
    int tomorrow = 24 * 60;
    files.add(run(0, "run"));
    files.add(run(tomorrow, "run"));
    files.add(run(tomorrow + 1, "stream"));
    files.add(unpublished(run(1, "run"), Outcome.FAILED, "external"));
    files.add(unpublished(run(2, "publish"), Outcome.NOTHING_NEW, ""));
    assertThat(files.history().runs())
        .extracting(RunMetrics::run)
        .as("those that began by the right clock go no sooner than others")
        .containsExactly("id" + (tomorrow + 1), "id1", "id2");
    assertThat(prom())
        .contains(
            "insight_run_failed{command=\"run\"} 1", "insight_run_seconds{command=\"stream\"}");
  }

  private String published() throws IOException {
    return prom()
        .lines()
        .filter(line -> line.startsWith("insight_published_time_seconds "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFileThatCannotBeReadIsLeftOut() throws IOException {
    Files.writeString(folder.resolve("run-2026-11-25T010000.000Z.json"), "{");
    Files.writeString(folder.resolve("run-2026-11-25T010100.000Z.json"), "{\"run\": \"half\"}");
    RunHistory history = new RunFiles(folder, 5).add(run(0, "run"));
    assertThat(history.runs()).extracting(RunMetrics::run).containsExactly("id0");
  }

  @Test
  void metricsAreInPrometheusFormatEachWithHelpAndType() throws IOException {
    new RunFiles(folder, 5).add(run(0, "run", step("read-documents", 7)));
    List<String> samples = prom().lines().filter(line -> !line.startsWith("#")).toList();
    assertThat(samples).isNotEmpty().allMatch(line -> SAMPLE.matcher(line).matches());
    Set<String> names =
        samples.stream().map(line -> line.split("[{ ]")[0]).collect(Collectors.toSet());
    assertThat(names).allMatch(name -> name.startsWith("insight_"));
    for (String name : names) {
      assertThat(prom().lines().filter(line -> line.equals("# TYPE " + name + " gauge")))
          .hasSize(1);
      assertThat(prom().lines().filter(line -> line.startsWith("# HELP " + name + " "))).hasSize(1);
    }
    assertThat(samples)
        .contains(
            "insight_run_seconds{command=\"run\"} 30.25",
            "insight_run_start_time_seconds{command=\"run\"} 1795572000",
            "insight_job_rows{job=\"read-documents\",table=\"text.documents\"} 7",
            // It was done twice, and ended 20 seconds behind the run's start.
            "insight_job_end_time_seconds{job=\"read-documents\",table=\"text.documents\"}"
                + " 1795572020",
            "insight_job_slowest_task_seconds{job=\"read-documents\",table=\"text.documents\"}"
                + " 0.75",
            "insight_rejects{reason_code=\"corrupt\"} 3",
            "insight_lag_seconds 12.5",
            "insight_waiting_since_time_seconds 0");
  }

  /** As where a scheduler runs each job by a command of its own. */
  @Test
  void metricsHaveEachJobAsItLastRanInWhicheverRun() throws IOException {
    RunFiles files = new RunFiles(folder, 5);
    files.add(run(0, "job", step("read-documents", 7)));
    files.add(run(1, "job", step("find-names", 8)));
    files.add(run(2, "job", step("read-documents", 9)));
    assertThat(prom().lines().filter(line -> line.startsWith("insight_job_rows")))
        .containsExactly(
            "insight_job_rows{job=\"find-names\",table=\"text.documents\"} 8",
            "insight_job_rows{job=\"read-documents\",table=\"text.documents\"} 9");
  }
}
