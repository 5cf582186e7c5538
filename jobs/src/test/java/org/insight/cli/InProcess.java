package org.insight.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainCheck.Finding;
import org.insight.config.ConfFiles;
import org.insight.config.Settings;
import org.insight.jobs.Stage;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.reports.ReportLanguage;
import org.insight.jobs.reports.ReportSummary;
import org.insight.jobs.reports.ReportWriter;
import org.insight.observe.RunWatch;
import org.insight.policy.Readers;
import org.insight.readers.Access;
import org.insight.readers.ReaderSession;
import org.insight.run.Failures;
import org.insight.run.Job;
import org.insight.run.JobRunner;
import org.insight.run.RunLock;
import org.insight.schemas.Contracts;
import org.insight.tables.Lake;
import org.jspecify.annotations.Nullable;

/** Does what the commands do, on a lake of the test's own session. */
public final class InProcess {

  private InProcess() {}

  /** {@code insight run --inbox}: the whole registry. */
  public static void run(Settings settings, Lake lake, Path inbox) {
    run(settings, lake, inbox.toString(), null);
  }

  /**
   * {@code insight run --inbox --policy}: the whole registry.
   *
   * @param inbox folder or URI
   * @param policy of the items that bring none; null: none
   */
  public static void run(Settings settings, Lake lake, String inbox, @Nullable String policy) {
    run(settings, lake, inbox, policy, Stage.MENTIONS);
    jobs(settings, lake);
  }

  /** {@code insight run --inbox --policy --to}. */
  public static void run(
      Settings settings, Lake lake, String inbox, @Nullable String policy, Stage to) {
    Pipeline.ofJobs(settings, lake, watch(settings, lake), new PrintWriter(Writer.nullWriter()))
        .run(inbox, policy, Stage.LANDING, to);
  }

  /** {@code insight withdraw --path}; the audit aside. */
  public static void withdraw(Lake lake, String path) {
    Withdrawals withdrawals = new Withdrawals(lake);
    withdrawals.record(
        withdrawals.ids(withdrawals.named(List.of(), List.of(path))),
        "login",
        "taken back by a test",
        "0");
  }

  /** {@code insight run} without an inbox, and the readers' rights for Trino where there is one. */
  public static void run(Settings settings, Lake lake) {
    try (RunLock lock = RunLock.take(settings.lake().path())) {
      jobs(settings, lake);
      TrinoEtc.of(settings).ifPresent(etc -> etc.rights(lake));
    }
  }

  /** {@code insight run --inbox}: stages what the jobs make, verifies and publishes it. */
  public static void runAndPublish(Settings settings, Lake lake, Path inbox) {
    try (RunLock lock = RunLock.take(settings.lake().path())) {
      Pipeline.ofRun(settings, lake, watch(settings, lake), new PrintWriter(Writer.nullWriter()))
          .run(inbox.toString(), null, Stage.LANDING, Stage.CURATED);
    }
  }

  /** {@code insight run --inbox}, with what it leaves of its figures. */
  public static void runWatched(Settings settings, Lake lake, Path inbox) {
    watched(
        "run",
        settings,
        lake.spark(),
        watch ->
            Pipeline.ofRun(settings, lake, watch, new PrintWriter(Writer.nullWriter()))
                .run(inbox.toString(), null, Stage.LANDING, Stage.GOVERNANCE));
  }

  /** Work as a command does it whose figures are kept. */
  public static void watched(
      String command, Settings settings, SparkSession spark, Consumer<RunWatch> work) {
    Watched.during(command, settings, spark, work);
  }

  /** {@code insight publish}: verifies what is staged and publishes it. */
  public static void publishRun(Settings settings, Lake lake) {
    try (RunLock lock = RunLock.take(settings.lake().path())) {
      Pipeline.ofRun(settings, lake, watch(settings, lake), new PrintWriter(Writer.nullWriter()))
          .publish();
    }
  }

  /** {@code insight rollback NUMBER}, without its entry in the audit. */
  public static void rollBack(Settings settings, Lake lake, long number) {
    try (RunLock lock = RunLock.take(settings.lake().path())) {
      watched(
          "rollback",
          settings,
          lake.spark(),
          watch ->
              Pipeline.ofRun(settings, lake, watch, new PrintWriter(Writer.nullWriter()))
                  .rollBack(number));
    }
  }

  /** {@code insight job NAME} for some, then {@code insight publish}. */
  public static void jobsAndPublish(Settings settings, Lake lake, List<Job> jobs) {
    try (RunLock lock = RunLock.take(settings.lake().path())) {
      Pipeline pipeline =
          Pipeline.ofRun(
              settings, lake, watch(settings, lake), new PrintWriter(Writer.nullWriter()));
      for (Job job : jobs) {
        pipeline.prepare(job);
        pipeline.one(job);
      }
      pipeline.publishWhole(false);
    }
  }

  /** {@code insight job receive-items --inbox}, published at once. */
  public static void receive(Settings settings, Lake lake, Path inbox) {
    Pipeline.ofJobs(settings, lake, watch(settings, lake), new PrintWriter(Writer.nullWriter()))
        .receive(inbox.toString(), null, null);
  }

  /**
   * {@code insight retry}, published at once.
   *
   * @param items ids of others that are meant
   * @param paths files and folders to which it is limited; none: all that are meant
   * @param policy with which quarantined items are released; null: none are
   * @param inbox where files lie whose bytes the lake does not keep; null for nowhere
   * @param to the last stage that follows; a command goes on to the end
   * @return files that could not be read again
   */
  public static long retry(
      Settings settings,
      Lake lake,
      List<String> reasons,
      List<String> items,
      List<String> paths,
      @Nullable String policy,
      @Nullable Path inbox,
      Stage to) {
    Retries retries = new Retries(lake);
    List<String> roots = retries.meant(reasons, items, paths, policy != null).roots();
    DropFolder there =
        inbox == null
            ? null
            : DropFolder.list(inbox.toString(), lake.spark().sparkContext().hadoopConfiguration());
    Retries.Again again = retries.again(roots, policy, there);
    if (again.count() > 0) {
      Pipeline.ofJobs(settings, lake, watch(settings, lake), new PrintWriter(Writer.nullWriter()))
          .retry(again, new Inbox(there == null ? "" : there.root(), policy), to);
    }
    return again.without();
  }

  private static RunWatch watch(Settings settings, Lake lake) {
    return RunWatch.start("test", settings, lake.spark());
  }

  private static void jobs(Settings settings, Lake lake) {
    JobRunner runner = new JobRunner(lake);
    jobsOnTables(settings).forEach(runner::run);
  }

  /** The jobs of the registry that read tables, not what a command gives. */
  public static List<Job> jobsOnTables(Settings settings) {
    Contracts contracts = Contracts.load();
    return Pipeline.registry(settings).all().stream()
        .filter(job -> job.reads().stream().allMatch(r -> contracts.find(r.table()).isPresent()))
        .toList();
  }

  /** {@code insight trino publish}. */
  public static void publish(Settings settings, Lake lake) {
    TrinoEtc.of(settings).orElseThrow().publish(settings, lake);
  }

  /** Puts a file of Trino's in the place of what is there, as publishing does. */
  public static void replace(Path file, byte[] content) {
    TrinoEtc.replace(file, content);
  }

  /** {@code insight audit collect}. */
  public static void collectAudit(Settings settings, Lake lake) {
    try (RunLock lock = RunLock.take(settings.lake().path())) {
      new AuditBook(lake, AuditTrail.of(settings)).collect();
    }
  }

  /** The faults that {@code insight audit verify} prints. */
  public static List<String> auditFaults(Settings settings, Lake lake) {
    return new AuditBook(lake, AuditTrail.of(settings))
        .verify(List.of(), Readers.parse(ConfFiles.text(settings.readers()))).faults().stream()
            .map(Finding::words)
            .toList();
  }

  /** A reader's door to a lake on a day, as {@code insight sql --as} opens it. */
  public static ReaderSession door(Lake lake, String reader, String purpose, LocalDate today) {
    return ReaderDoor.open(lake, new Access("login", reader, purpose, "a test of readers"), today);
  }

  /** What {@code insight sql --format json} prints for a query, or its one line of error. */
  public static List<String> sql(ReaderSession session, String query) {
    StringWriter text = new StringWriter();
    try {
      new Answer(new PrintWriter(text), Answer.Format.JSON).print(session.sql(query));
      return text.toString().lines().toList();
    } catch (RuntimeException e) {
      return List.of(String.valueOf(Failures.of(e).getMessage()));
    }
  }

  /** The page and the figures that {@code insight report} writes. */
  public static List<String> report(Lake lake, String reader, ReaderSession session, Path out) {
    ReportSummary written =
        ReportWriter.write(
            ReportCommand.request(
                lake, reader, session, YearMonth.now(ZoneOffset.UTC), ReportLanguage.EN),
            session::sql,
            out);
    try {
      return List.of(Files.readString(written.page()), Files.readString(written.data()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
