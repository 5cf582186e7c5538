package org.insight.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.core.Failures;
import org.insight.jobs.reports.RunPage;
import org.insight.observe.RunFiles;
import org.insight.observe.RunHistory;
import org.insight.observe.RunMetrics;
import org.insight.observe.RunWatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A command that writes to the lake, and leaves behind what it did and cost, however it ends. */
public final class Watched {

  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  private Watched() {}

  /**
   * Does the work.
   *
   * @param command its name, as run
   */
  public static void during(
      String command, Settings settings, SparkSession spark, Consumer<RunWatch> work) {
    RunWatch watch = RunWatch.start(command, settings, spark);
    try {
      work.accept(watch);
    } catch (Throwable e) {
      // Spark throws checked exceptions that it does not declare.
      ended(settings, watch, e);
      throw e;
    }
    ended(settings, watch, null);
  }

  /**
   * It has come to its end, which is kept. A run whose figures cannot be written is no worse a run.
   *
   * @param thrown what it failed by; null where it did not
   */
  public static void ended(Settings settings, RunWatch watch, @Nullable Throwable thrown) {
    RunMetrics metrics = watch.end(thrown);
    if (settings.observe().folder().isEmpty()) {
      return;
    }
    Path folder = folder(settings);
    try {
      RunHistory history = new RunFiles(folder, settings.observe().keep()).add(metrics);
      RunFiles.replace(folder.resolve(RunPage.FILE), RunPage.html(history));
    } catch (IOException | RuntimeException e) {
      // A failed command says itself, in its one line, what mostly is the reason here as well.
      LOG.atLevel(thrown == null ? Level.WARN : Level.INFO)
          .log("Cannot write what the run did and cost: {}", Failures.inWords(e));
    }
  }

  /** Where it is left. */
  public static Path folder(Settings settings) {
    return settings.path(settings.observe().folder());
  }
}
