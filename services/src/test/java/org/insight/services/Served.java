package org.insight.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainCheck.Finding;
import org.insight.config.ConfFiles;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.Failures;
import org.insight.engine.Job;
import org.insight.jobs.reports.ReportLanguage;
import org.insight.jobs.reports.ReportSummary;
import org.insight.lake.Lake;
import org.insight.policy.Readers;
import org.insight.schemas.Contracts;
import org.jspecify.annotations.Nullable;

/** Calls of the services on a lake of a test: each opens a session, and closes it. */
public final class Served {

  private Served() {}

  /**
   * The settings without translation, which takes seconds a lake; as they are where they are not
   * the default ones, for then a test is about it.
   */
  public static Settings untranslated(Settings settings) {
    return settings.translation().equals(SettingsReader.read(List.of()).translation())
        ? settings.with(settings.translation().off())
        : settings;
  }

  /** Writes to a lake by the services that run jobs. */
  public static void runs(Settings settings, Lake lake, Consumer<RunControl> work) {
    try (LakeSession session = LakeSession.toWrite(lake, untranslated(settings))) {
      work.accept(new RunControl(session, RunListener.SILENT));
    }
  }

  /** Receives what is new, runs all jobs, verifies and publishes. */
  public static void run(Settings settings, Lake lake, Path inbox) {
    runs(settings, lake, runs -> runs.run(RunControl.Request.of(inbox.toString(), null)));
  }

  /** As {@link #run(Settings, Lake, Path)}, with the policy of items that bring none. */
  public static void run(Settings settings, Lake lake, String inbox, @Nullable String policy) {
    runs(settings, lake, runs -> runs.run(RunControl.Request.of(inbox, policy)));
  }

  /** Runs jobs one by one, as a scheduler does, and publishes. */
  public static void jobsAndPublish(Settings settings, Lake lake, List<Job> jobs) {
    runs(
        settings,
        lake,
        runs -> {
          jobs.forEach(job -> runs.job(job, result -> {}));
          runs.publish();
        });
  }

  /**
   * Verifies and publishes what is staged, though some table has yet to take in what another has.
   */
  public static void publishStaged(Settings settings, Lake lake) {
    try (LakeSession session = LakeSession.toWrite(lake, untranslated(settings))) {
      Watched.during(
          "publish",
          session.settings(),
          session.spark(),
          watch -> Pipeline.ofRun(session.settings(), lake, watch, RunListener.SILENT).publish());
    }
  }

  /** Takes back what came by a path. */
  public static void withdraw(Settings settings, Lake lake, String path) {
    try (LakeSession session = LakeSession.toWrite(lake, untranslated(settings))) {
      Withdrawals.withdraw(session, List.of(), List.of(path), "taken back by a test");
    }
  }

  /** Reads items again. */
  public static long retry(Settings settings, Lake lake, ItemRetries.Request request) {
    try (LakeSession session = LakeSession.toWrite(lake, untranslated(settings))) {
      return new ItemRetries(session, RunListener.SILENT).retry(request);
    }
  }

  /** Jobs that read tables alone, in the order of the registry. */
  public static List<Job> jobsOnTables(Settings settings) {
    Contracts contracts = Contracts.load();
    return RunControl.registry(untranslated(settings)).all().stream()
        .filter(job -> job.reads().stream().allMatch(r -> contracts.find(r.table()).isPresent()))
        .toList();
  }

  /** The faults of a lake's audit, in words. */
  public static List<String> auditFaults(Settings settings, Lake lake) {
    return new AuditBook(lake, AuditTrail.of(settings))
        .verify(List.of(), Readers.parse(ConfFiles.text(settings.readers()))).faults().stream()
            .map(Finding::words)
            .toList();
  }

  /** A reader's session on a day. */
  public static ReaderSession door(Lake lake, String reader, String purpose, LocalDate today) {
    return ReaderDoor.open(lake, new Access("login", reader, purpose, "a test of readers"), today);
  }

  /** The rows of a query as JSON, in order, or its one line of error. */
  public static List<String> sql(ReaderSession session, String query) {
    try {
      List<String> rows = new ArrayList<>();
      ReaderQueries.json(session.sql(query)).forEachRemaining(rows::add);
      return rows;
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      return List.of(String.valueOf(Failures.of(QueryFailures.of(e)).getMessage()));
    }
  }

  /** The page and the figures of a report, as bytes read as text. */
  public static List<String> report(Lake lake, String reader, ReaderSession session, Path out) {
    Function<String, Dataset<Row>> sql = session::sql;
    ReportSummary written =
        ReaderQueries.write(
            lake, reader, sql, YearMonth.now(ZoneOffset.UTC), ReportLanguage.EN, out);
    try {
      return List.of(Files.readString(written.page()), Files.readString(written.data()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
