package org.insight.cli;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min_by;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.Tables;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.NewFiles;
import org.insight.observe.RunWatch;
import org.insight.run.Job;
import org.insight.run.JobResult;
import org.insight.run.JobRunner;
import org.insight.run.ProgressLine;
import org.insight.schemas.TableName;
import org.insight.streams.KnownItems;
import org.insight.tables.Lake;

/** Takes into the arrivals what is new: of an inbox, or of a batch of a stream. */
final class Intake {

  private static final StructType PATH_AND_BYTES =
      StructType.fromDDL("path string, content_sha256 string");

  private final Settings settings;
  private final Lake lake;
  private final JobRunner runner;
  private final RunWatch watch;

  Intake(Settings settings, Lake lake, JobRunner runner, RunWatch watch) {
    this.settings = settings;
    this.lake = lake;
    this.runner = runner;
    this.watch = watch;
  }

  /** Takes what is new in a drop folder, in so many commits as the settings want. */
  JobResult folder(DropFolder folder, Inbox inbox, PrintWriter out) {
    Job job = JobRegistry.of(settings, inbox).receive().watchedBy(watch.slowItems());
    long start = System.nanoTime();
    Found found = watch.step("look-for-new-files", () -> find(folder, inbox));
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
    try (ProgressLine line =
        ProgressLine.as(settings.observe().log(), "receive files", fresh.size())) {
      for (int at = 0; at < fresh.size(); at += settings.intake().batchFiles()) {
        List<Row> batch =
            fresh.subList(at, Math.min(fresh.size(), at + settings.intake().batchFiles()));
        Map<TableName, Dataset<Row>> files = Map.of(Inbox.FILES, batch(batch));
        rows += watch.job(lake, job, () -> runner.run(job, files)).rows();
        line.at(at + batch.size());
      }
    }
    return result(job, fresh.isEmpty(), rows, start);
  }

  /**
   * Takes what is new of a batch of a stream, in one commit with the stream's position.
   *
   * @param files of {@link Inbox#COLUMNS}; read twice
   * @param known which items the lake has
   * @param position how far the stream has come with this batch; empty where that need not be kept
   */
  JobResult batch(Dataset<Row> files, Inbox inbox, KnownItems known, Map<String, String> position) {
    Job job = JobRegistry.of(settings, inbox).receive().watchedBy(watch.slowItems());
    long start = System.nanoTime();
    Map<String, Row> fresh = new HashMap<>();
    List<String> others = new ArrayList<>();
    watch.step(
        "look-for-new-files",
        () -> {
          apart(new NewFiles(inbox).identify(files).collectAsList(), known, fresh, others);
          return true;
        });
    if (fresh.isEmpty() && position.isEmpty()) {
      return result(job, true, 0, start);
    }
    Dataset<Row> taken =
        others.isEmpty()
            ? files
            : files.join(
                broadcast(lake.spark().createDataset(others, Encoders.STRING()).toDF("location")),
                new String[] {"location"},
                "left_anti");
    long rows =
        watch.job(lake, job, () -> runner.run(job, Map.of(Inbox.FILES, taken), position)).rows();
    known.add(lake, fresh.keySet());
    return result(job, false, rows, start);
  }

  /**
   * Tells apart a batch's files.
   *
   * @param fresh takes those that are new by their items, of the same item the one of least path
   * @param others takes the locations of all others
   */
  private void apart(
      List<Row> identified, KnownItems known, Map<String, Row> fresh, List<String> others) {
    for (Row file : identified) {
      Row twin = fresh.get(item(file));
      if (twin == null || path(file).compareTo(path(twin)) < 0) {
        fresh.put(item(file), file);
      }
    }
    Set<String> there = known.among(lake, fresh.keySet());
    there.forEach(fresh::remove);
    released(fresh).forEach(fresh::remove);
    for (Row file : identified) {
      Row taken = fresh.get(item(file));
      if (taken == null || !location(taken).equals(location(file))) {
        others.add(location(file));
      }
    }
  }

  private static String path(Row file) {
    return file.getAs("path");
  }

  private static String location(Row file) {
    return file.getAs("location");
  }

  private static String item(Row file) {
    return file.getAs("item_id");
  }

  private static JobResult result(Job job, boolean nothing, long rows, long start) {
    return new JobResult(
        job.name(),
        job.writes(),
        nothing ? JobResult.Outcome.NOTHING_NEW : JobResult.Outcome.WRITTEN,
        rows,
        (System.nanoTime() - start) / 1e9);
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
      files.add(Inbox.file(file.path(), file.location(), file.sizeBytes()));
    }
    Dataset<Row> identified = new NewFiles(inbox).identify(batch(files)).persist();
    try {
      long distinct = identified.select("item_id").distinct().count();
      List<Row> fresh = new ArrayList<>();
      Map<String, Row> byItem = new HashMap<>();
      identified
          .join(
              lake.read(Tables.ARRIVALS)
                  .select("item_id")
                  .union(lake.read(Tables.WITHDRAWALS).select("item_id")),
              new String[] {"item_id"},
              "left_anti")
          .groupBy("item_id")
          .agg(
              min_by(col("path"), col("path")).as("path"),
              min_by(col("location"), col("path")).as("location"),
              min_by(col("size_bytes"), col("path")).as("size_bytes"),
              min_by(col("bare_sha256"), col("path")).as("bare_sha256"))
          .collectAsList()
          .forEach(row -> byItem.put(row.getAs("item_id"), row));
      released(byItem).forEach(byItem::remove);
      byItem
          .values()
          .forEach(
              row ->
                  fresh.add(Inbox.file(path(row), row.getAs("location"), row.getAs("size_bytes"))));
      fresh.sort((a, b) -> a.getString(0).compareTo(b.getString(0)));
      return new Found(fresh, files.size() - distinct);
    } finally {
      identified.unpersist();
    }
  }

  /**
   * Those of some new files, by their items, that are in the lake under a policy already, with the
   * same bytes at the same path, and come without one: they were released, or have lost the policy
   * that lay beside them. Received again they would stand beside themselves, in quarantine.
   *
   * @param fresh with {@code path} and {@code bare_sha256}
   */
  private Set<String> released(Map<String, Row> fresh) {
    Map<List<String>, String> bare = new HashMap<>();
    fresh.forEach(
        (item, file) -> {
          String sha = file.getAs("bare_sha256");
          if (sha != null) {
            bare.put(List.of(path(file), sha), item);
          }
        });
    if (bare.isEmpty()) {
      return Set.of();
    }
    List<Row> asked =
        bare.keySet().stream().map(file -> RowFactory.create(file.get(0), file.get(1))).toList();
    Set<String> released = new HashSet<>();
    lake.read(Tables.ARRIVALS)
        .where(col("depth").equalTo(0).and(col("base_policy").isNotNull()))
        .select("path", "content_sha256")
        .join(
            broadcast(lake.spark().createDataFrame(asked, PATH_AND_BYTES)),
            new String[] {"path", "content_sha256"},
            "left_semi")
        .collectAsList()
        .forEach(
            row -> {
              String item = bare.get(List.of(row.getString(0), row.getString(1)));
              if (item != null) {
                released.add(item);
              }
            });
    return released;
  }

  private Dataset<Row> batch(List<Row> files) {
    SparkSession spark = lake.spark();
    int tasks = DropFolder.tasks(files.size(), spark.sparkContext().defaultParallelism());
    return spark.createDataFrame(files, Inbox.COLUMNS).repartition(tasks, col("path"));
  }
}
