package org.insight.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.insight.config.Settings;
import org.insight.config.Settings.LogFormat;
import org.insight.lake.Lake;
import org.insight.observe.RunMetrics.Outcome;
import org.insight.testing.SharedSpark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunWatchTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void aJobIsMeasuredWithItsTasks() throws IOException {
    Settings settings = WatchedJobs.settings(folder, "keep: 5");
    RunMetrics run =
        WatchedJobs.watched(settings, WatchedJobs.lake(folder), new WatchedJobs.NameDocuments());
    assertThat(run.outcome()).isEqualTo(Outcome.STAGED);
    assertThat(run.steps()).hasSize(1);
    StepMetrics step = run.steps().get(0);
    assertThat(step.step()).isEqualTo("name-documents");
    assertThat(step.table()).isEqualTo("text.documents");
    assertThat(step.outcome()).isEqualTo(StepMetrics.WRITTEN);
    assertThat(step.rows()).isEqualTo(1);
    assertThat(step.tasks()).isPositive();
    assertThat(step.taskCpuSeconds()).isPositive();
    assertThat(step.driverCpuSeconds()).isPositive();
    assertThat(step.peakHeapBytes()).isPositive();
    assertThat(step.slowest()).isNotEmpty();
    assertThat(run.cpuSeconds()).isGreaterThanOrEqualTo(step.driverCpuSeconds());
  }

  @Test
  void aJobThatFailsLeavesTheKindOfErrorAndNothingThatItSays() throws IOException {
    Settings settings = WatchedJobs.settings(folder, "keep: 5");
    RunMetrics run =
        WatchedJobs.watched(settings, WatchedJobs.lake(folder), new WatchedJobs.QuoteAndFail());
    assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(run.failure()).isEqualTo("internal");
    assertThat(run.steps()).extracting(StepMetrics::outcome).containsExactly(StepMetrics.FAILED);
    Path out = folder.resolve("runs");
    new RunFiles(out, 5).add(run);
    try (Stream<Path> files = Files.list(out)) {
      List<String> texts = files.map(RunWatchTest::text).toList();
      assertThat(texts).hasSize(2).noneMatch(text -> text.contains("Ficta"));
      assertThat(texts)
          .anyMatch(
              text ->
                  text.contains(
                      "insight_run_outcome{command=\"job quote-and-fail\",outcome=\"failed\","
                          + "failure=\"internal\"} 1\n"));
    }
  }

  @Test
  void aJobForWhichNothingIsNewIsSaidToBeOne() throws IOException {
    Settings settings = WatchedJobs.settings(folder, "keep: 5");
    Lake lake = WatchedJobs.lake(folder);
    WatchedJobs.watched(settings, lake, new WatchedJobs.NameDocuments());
    RunMetrics again = WatchedJobs.watched(settings, lake, new WatchedJobs.NameDocuments());
    assertThat(again.outcome()).isEqualTo(Outcome.NOTHING_NEW);
    assertThat(again.steps().get(0).outcome()).isEqualTo(StepMetrics.NOTHING_NEW);
  }

  @Test
  void whatIsPublishedWaitsNoMoreAndWhatComesOrIsLeftByARollbackDoes() throws IOException {
    Instant since = Instant.parse("2020-03-05T09:00:00Z");
    RunMetrics run = publishing(watch -> watch.published(2), since);
    assertThat(run.waitingSince()).isNull();
    assertThat(run.lagSeconds()).isPositive();
    RunMetrics more =
        publishing(
            watch -> {
              watch.published(3);
              watch.waiting(since.plusSeconds(1));
            },
            since);
    assertThat(more.waitingSince()).isEqualTo("2020-03-05T09:00:01Z");
    RunMetrics rollback = publishing(watch -> watch.wentBack(4), since);
    assertThat(rollback.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(rollback.published()).isEqualTo(4);
    assertThat(rollback.waitingSince()).isEqualTo(since.toString());
    assertThat(rollback.lagSeconds()).isPositive();
    assertThat(publishing(watch -> watch.published(5), null).lagSeconds()).isZero();
  }

  private RunMetrics publishing(Consumer<RunWatch> done, @Nullable Instant since)
      throws IOException {
    Settings settings = WatchedJobs.settings(folder, "keep: 5");
    RunWatch watch = RunWatch.start("test", settings, SharedSpark.session());
    watch.waiting(since);
    done.accept(watch);
    return watch.end(null);
  }

  @Test
  void eachLineOfTheJsonLogHasRunAndJobAndNothingOfTheRows() throws IOException {
    Settings settings = WatchedJobs.settings(folder, "log: json");
    Lake lake = WatchedJobs.lake(folder);
    StringWriter written = new StringWriter();
    RunMetrics done;
    RunMetrics failed;
    LogFormats.use(settings.observe().log());
    try {
      listen(written);
      done = WatchedJobs.watched(settings, lake, new WatchedJobs.NameDocuments());
      failed = WatchedJobs.watched(settings, lake, new WatchedJobs.QuoteAndFail());
    } finally {
      Configurator.reconfigure();
    }
    assertThat(settings.observe().log()).isEqualTo(LogFormat.JSON);
    assertThat(written.toString()).doesNotContain("Ficta");
    List<String> lines = written.toString().lines().toList();
    assertThat(lines).hasSize(6);
    for (String line : lines) {
      JsonNode json = JSON.readTree(line);
      assertThat(json.path("run").asText()).isIn(done.run(), failed.run());
      assertThat(json.path("job").asText())
          .isIn("job name-documents", "name-documents", "job quote-and-fail", "quote-and-fail");
      assertThat(json.path("time").asText()).endsWith("Z");
    }
    JsonNode job = JSON.readTree(lines.get(1));
    assertThat(job.path("outcome").asText()).isEqualTo("written");
    assertThat(job.path("rows").asLong()).isEqualTo(1);
    assertThat(job.path("seconds").isNumber()).isTrue();
    JsonNode failure = JSON.readTree(lines.get(4));
    assertThat(failure.path("level").asText()).isEqualTo("ERROR");
    assertThat(failure.path("job").asText()).isEqualTo("quote-and-fail");
    assertThat(failure.path("outcome").asText()).isEqualTo("failed");
  }

  /** Gets, in the layout that is configured, what all loggers of the process say from now on. */
  private static void listen(StringWriter to) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    Configuration configuration = context.getConfiguration();
    StringLayout layout = (StringLayout) configuration.getAppender("stderr").getLayout();
    WriterAppender appender = WriterAppender.createAppender(layout, null, to, "test", false, false);
    appender.start();
    configuration.getRootLogger().addAppender(appender, null, null);
    context.updateLoggers();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
