package org.insight.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min_by;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.Stage;
import org.insight.jobs.Tables;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.NewFiles;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.Job;
import org.insight.run.JobResult;
import org.insight.run.JobRunner;
import org.insight.run.ProgressLine;
import org.insight.run.TaskProgress;
import org.insight.tables.Lake;
import org.jspecify.annotations.Nullable;

/** Runs the jobs of the registry in order, and says what each did. */
final class Pipeline {

  private static final StructType INBOX_FILES =
      StructType.fromDDL("path string, location string, size_bytes bigint");

  private final Settings settings;
  private final Lake lake;
  private final JobRunner runner;
  private final PrintWriter out;
  private final TaskProgress progress = new TaskProgress();
  private final Map<String, Double> secondsByStage = new LinkedHashMap<>();
  private final Map<String, Long> rowsByStage = new LinkedHashMap<>();

  Pipeline(Settings settings, Lake lake, PrintWriter out) {
    this.settings = settings;
    this.lake = lake;
    this.runner = new JobRunner(lake);
    this.out = out;
    lake.spark().sparkContext().addSparkListener(progress);
  }

  /** The registry of these settings, for commands that read no inbox. */
  static JobRegistry registry(Settings settings) {
    return JobRegistry.of(settings, new Inbox("", null));
  }

  /**
   * Receives what is new in an inbox, then runs the jobs of the stages.
   *
   * @param inbox folder or URI; null: only what has landed before
   * @param fallbackPolicy YAML of the policy of items that bring none
   * @throws InsightException INPUT, after all else is done, where files could not be read
   */
  void run(@Nullable String inbox, @Nullable String fallbackPolicy, Stage from, Stage to) {
    List<String> unreadable = List.of();
    long received = 0;
    if (inbox != null && from == Stage.LANDING) {
      DropFolder listed = DropFolder.list(inbox, lake.spark().sparkContext().hadoopConfiguration());
      unreadable = listed.unreadable();
      received = receive(listed, new Inbox(listed.root(), fallbackPolicy));
    }
    long written = received;
    for (Job job : registry(settings).all()) {
      Stage stage = Stage.of(job.writes().stage());
      boolean within = stage.compareTo(from) >= 0 && stage.compareTo(to) <= 0;
      if (!readsFromOutside(job) && (stage == Stage.GOVERNANCE || within)) {
        written += report(one(job)).rows();
      }
    }
    TrinoEtc.of(settings).ifPresent(etc -> etc.rights(lake));
    summary(received, written);
    if (!unreadable.isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot read "
              + unreadable.size()
              + " of the inbox's files or folders; all others are in. First: "
              + unreadable.get(0));
    }
  }

  /** Whether a job's rows come from a command: an inbox, an act on readers, the audit's spool. */
  private boolean readsFromOutside(Job job) {
    return job.reads().stream().anyMatch(read -> lake.contracts().find(read.table()).isEmpty());
  }

  /** Runs one job by its name. */
  JobResult one(Job job) {
    progress.name(job.name());
    return runner.run(job);
  }

  JobResult again(Job job) {
    progress.name(job.name());
    return runner.rerun(job);
  }

  private long receive(DropFolder folder, Inbox inbox) {
    Job job = JobRegistry.of(settings, inbox).receive();
    long start = System.nanoTime();
    progress.name("look for new files");
    Found found = find(folder, inbox);
    List<Row> fresh = found.fresh();
    long batches =
        (fresh.size() + settings.intake().batchFiles() - 1L) / settings.intake().batchFiles();
    out.printf(
        Locale.ROOT,
        "inbox: %,d files, %,d of them new%s%s%n",
        folder.files().size(),
        fresh.size(),
        found.same() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d the same as another of them", found.same()),
        fresh.isEmpty() ? "" : String.format(Locale.ROOT, ", in %,d batches", batches));
    out.flush();
    long rows = 0;
    try (ProgressLine line = ProgressLine.to(System.err, "receive files", fresh.size())) {
      for (int at = 0; at < fresh.size(); at += settings.intake().batchFiles()) {
        List<Row> batch =
            fresh.subList(at, Math.min(fresh.size(), at + settings.intake().batchFiles()));
        progress.name(job.name());
        rows += runner.run(job, Map.of(Inbox.FILES, batch(batch))).rows();
        line.at(at + batch.size());
      }
    }
    report(
        new JobResult(
            job.name(),
            job.writes(),
            fresh.isEmpty() ? JobResult.Outcome.NOTHING_NEW : JobResult.Outcome.WRITTEN,
            rows,
            (System.nanoTime() - start) / 1e9));
    return rows;
  }

  /**
   * What an inbox holds.
   *
   * @param fresh files that are not in the lake, by path, each once
   * @param same files that have the bytes and the policy of another one of the inbox
   */
  private record Found(List<Row> fresh, long same) {}

  /** Of files with the same item id only the one with the least path is taken. */
  private Found find(DropFolder folder, Inbox inbox) {
    if (folder.files().isEmpty()) {
      return new Found(List.of(), 0);
    }
    List<Row> files = new ArrayList<>();
    for (DropFolder.DroppedFile file : folder.files()) {
      files.add(RowFactory.create(file.path(), file.location(), file.sizeBytes()));
    }
    Dataset<Row> identified = new NewFiles(inbox).identify(batch(files)).persist();
    try {
      long distinct = identified.select("item_id").distinct().count();
      List<Row> fresh =
          new ArrayList<>(
              identified
                  .join(
                      lake.read(Tables.ARRIVALS).select("item_id"),
                      new String[] {"item_id"},
                      "left_anti")
                  .groupBy("item_id")
                  .agg(
                      min_by(col("path"), col("path")).as("path"),
                      min_by(col("location"), col("path")).as("location"),
                      min_by(col("size_bytes"), col("path")).as("size_bytes"))
                  .select("path", "location", "size_bytes")
                  .collectAsList());
      fresh.sort((a, b) -> a.getString(0).compareTo(b.getString(0)));
      return new Found(fresh, files.size() - distinct);
    } finally {
      identified.unpersist();
    }
  }

  /** Several files a task, so that one slow file does not hold up many. */
  private Dataset<Row> batch(List<Row> files) {
    SparkSession spark = lake.spark();
    int cores = spark.sparkContext().defaultParallelism();
    int tasks =
        Math.max(
            1, Math.min(files.size(), Math.max(cores, Math.min(cores * 4, files.size() / 250))));
    return spark.createDataFrame(files, INBOX_FILES).repartition(tasks, col("path"));
  }

  private JobResult report(JobResult result) {
    String stage = result.table().stage();
    secondsByStage.merge(stage, result.seconds(), Double::sum);
    rowsByStage.merge(stage, result.rows(), Long::sum);
    String what =
        switch (result.outcome()) {
          case NOTHING_NEW -> "nothing new";
          case WRITTEN ->
              String.format(
                  Locale.ROOT,
                  "%,d rows, %,.0f/s",
                  result.rows(),
                  result.rows() / Math.max(0.001, result.seconds()));
        };
    out.printf(
        Locale.ROOT,
        "%-18s %-26s %7.1f s  %s%n",
        result.job(),
        result.table(),
        result.seconds(),
        what);
    out.flush();
    return result;
  }

  /** How fast each stage dealt with the items of this run, containers and what was in them. */
  private void summary(long received, long written) {
    out.println();
    List<List<String>> rows = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      if (secondsByStage.containsKey(stage.id())) {
        double seconds = secondsByStage.get(stage.id());
        rows.add(
            List.of(
                stage.id(),
                String.format(Locale.ROOT, "%,d", rowsByStage.get(stage.id())),
                String.format(Locale.ROOT, "%.1f", seconds),
                received == 0
                    ? ""
                    : String.format(Locale.ROOT, "%,.0f", received / Math.max(0.001, seconds))));
      }
    }
    TextTable.print(out, List.of("stage", "rows written", "seconds", "items/s"), rows);
    out.println(written == 0 ? "Nothing new: no row was written." : balance());
    out.flush();
  }

  /** Everything that came is either an item or a reject; says so in numbers. */
  private String balance() {
    return String.format(
        Locale.ROOT,
        "%,d items received in all = %,d landed + %,d rejected or quarantined",
        lake.rows(Tables.ARRIVALS),
        lake.rows(Tables.ITEMS),
        lake.rows(Tables.REJECTS));
  }
}
