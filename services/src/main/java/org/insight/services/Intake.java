package org.insight.services;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings;
import org.insight.engine.Job;
import org.insight.engine.JobResult;
import org.insight.engine.JobRunner;
import org.insight.engine.ProgressLine;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.NewFiles;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.lake.Lake;
import org.insight.observe.RunWatch;
import org.insight.schemas.Tables;
import org.insight.streams.KnownItems;
import org.jspecify.annotations.Nullable;

/** Takes into the arrivals what is new: of an inbox, or of a batch of a stream. */
final class Intake {

  private static final StructType BARE =
      StructType.fromDDL("path string, content_sha256 string, bare_id string");

  private static final String UNLABELLED = "unlabelled_id";

  private static final StructType TAKEN_BACK =
      StructType.fromDDL("bare_id string, " + UNLABELLED + " string");

  private static final String LOOK = "look-for-new-files";

  /**
   * So often files are looked at that are others when they are read. What changes on and on is left
   * to the next run, or to the stream's next look.
   */
  private static final int LOOKS = 3;

  private static final Landed NOTHING = new Landed(0, Set.of());

  private final Settings settings;
  private final Lake lake;
  private final JobRunner runner;
  private final RunWatch watch;
  private @Nullable Set<String> mappedNames;

  Intake(Settings settings, Lake lake, JobRunner runner, RunWatch watch) {
    this.settings = settings;
    this.lake = lake;
    this.runner = runner;
    this.watch = watch;
  }

  /** Takes what is new in a drop folder, in so many commits as the settings want. */
  JobResult folder(DropFolder folder, Inbox inbox, RunListener listener) {
    Job job = JobRegistry.of(settings, inbox).receive().watchedBy(watch.slowItems());
    long start = System.nanoTime();
    List<Row> files =
        folder.files().stream()
            .map(file -> Inbox.file(file.path(), file.location(), file.sizeBytes()))
            .toList();
    Found found = watch.step(LOOK, () -> find(files, inbox));
    List<Row> once = once(found.fresh());
    long batches =
        (once.size() + settings.intake().batchFiles() - 1L) / settings.intake().batchFiles();
    note(
        listener,
        "inbox: %,d files, %,d of them new%s%s",
        files.size(),
        once.size(),
        found.same() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d the same as another of them", found.same()),
        once.isEmpty() ? "" : String.format(Locale.ROOT, ", in %,d batches", batches));
    Landed landed = inBatches(job, once);
    long rows = landed.rows();
    List<Row> left = left(found.fresh(), landed);
    for (int look = 1; look < LOOKS && !left.isEmpty(); look++) {
      List<Row> again = files(left);
      List<Row> fresh = watch.step(LOOK, () -> find(again, inbox)).fresh();
      note(
          listener,
          "inbox: %,d files changed or went before they were read, %,d of them new",
          left.size(),
          once(fresh).size());
      landed = inBatches(job, once(fresh));
      rows += landed.rows();
      left = left(fresh, landed);
    }
    if (!left.isEmpty()) {
      note(
          listener,
          "inbox: %,d files change on and on; the next run looks at them again",
          left.size());
    }
    return result(job, once.isEmpty(), rows, start);
  }

  private static void note(RunListener listener, String format, Object... values) {
    listener.note(String.format(Locale.ROOT, format, values));
  }

  /**
   * What became of files.
   *
   * @param rows items that came, with all that they hold
   * @param missing items that did not: their files were others when they were read
   */
  private record Landed(long rows, Set<String> missing) {}

  private Landed inBatches(Job job, List<Row> once) {
    long rows = 0;
    Set<String> missing = new HashSet<>();
    try (ProgressLine line =
        ProgressLine.as(settings.observe().log(), "receive files", once.size())) {
      for (int at = 0; at < once.size(); at += settings.intake().batchFiles()) {
        List<Row> batch =
            once.subList(at, Math.min(once.size(), at + settings.intake().batchFiles()));
        Landed landed = land(job, batch(files(batch)), batch, Map.of());
        rows += landed.rows();
        missing.addAll(landed.missing());
        line.at(at + batch.size());
      }
    }
    return new Landed(rows, missing);
  }

  /**
   * Reads files into the arrivals.
   *
   * @param files each with its item
   * @param once the same as they were identified
   */
  private Landed land(Job job, Dataset<Row> files, List<Row> once, Map<String, String> position) {
    long before = lake.snapshot(Tables.ARRIVALS).snapshotId();
    long rows =
        watch.job(lake, job, () -> runner.run(job, Map.of(Inbox.FILES, files), position)).rows();
    watch.received(rows);
    Set<String> missing = items(once);
    if (rows > 0) {
      long now = lake.snapshot(Tables.ARRIVALS).snapshotId();
      lake.readAppended(Tables.ARRIVALS, before, now)
          .where(col("depth").equalTo(0))
          .select("item_id")
          .as(Encoders.STRING())
          .collectAsList()
          .forEach(missing::remove);
    }
    return new Landed(rows, missing);
  }

  /** Those of new files whose items did not come, and those that were the same as one of them. */
  private static List<Row> left(List<Row> fresh, Landed landed) {
    return fresh.stream().filter(file -> landed.missing().contains(item(file))).toList();
  }

  /**
   * Takes what is new of a batch of a stream, in one commit with the stream's position; files that
   * change meanwhile in one more.
   *
   * @param files of {@link Inbox#COLUMNS}; read twice, or more often where some change
   * @param known which items the lake has
   * @param position how far the stream has come with this batch; empty where that need not be kept
   */
  JobResult batch(Dataset<Row> files, Inbox inbox, KnownItems known, Map<String, String> position) {
    Job job = JobRegistry.of(settings, inbox).receive().watchedBy(watch.slowItems());
    long start = System.nanoTime();
    List<Row> fresh = watch.step(LOOK, () -> fresh(files, inbox, known));
    if (fresh.isEmpty() && position.isEmpty()) {
      return result(job, true, 0, start);
    }
    List<Row> once = once(fresh);
    Landed landed = land(job, taken(files, once), once, position);
    known.add(lake, items(once));
    long rows = landed.rows();
    for (int look = 1; look < LOOKS && !landed.missing().isEmpty(); look++) {
      Dataset<Row> left = taken(files, left(fresh, landed));
      fresh = watch.step(LOOK, () -> fresh(left, inbox, known));
      once = once(fresh);
      landed = once.isEmpty() ? NOTHING : land(job, taken(files, once), once, Map.of());
      known.add(lake, items(once));
      rows += landed.rows();
    }
    return result(job, false, rows, start);
  }

  /** Those of some files that are to be taken, each with its item. */
  private Dataset<Row> taken(Dataset<Row> files, List<Row> once) {
    Dataset<Row> items =
        lake.spark().createDataFrame(files(once), Inbox.COLUMNS).select("location", "item_id");
    return files.drop("item_id").join(broadcast(items), new String[] {"location"});
  }

  /** Those of a batch that are new, as they were identified. */
  private List<Row> fresh(Dataset<Row> files, Inbox inbox, KnownItems known) {
    List<Row> identified = new NewFiles(inbox).identify(files).collectAsList();
    Set<String> there = known.among(lake, items(identified));
    return come(identified.stream().filter(file -> !there.contains(item(file))).toList());
  }

  private static Set<String> items(List<Row> identified) {
    return identified.stream().map(Intake::item).collect(Collectors.toCollection(HashSet::new));
  }

  /** Files that were identified as a job takes them, each with its item. */
  private static List<Row> files(List<Row> identified) {
    return identified.stream()
        .map(file -> Inbox.file(path(file), location(file), file.getAs("size_bytes"), item(file)))
        .toList();
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

  private static String bare(Row file) {
    return file.getAs("bare_id");
  }

  private static boolean hasPolicy(Row file) {
    return file.getAs(UNLABELLED) != null;
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
   * @param fresh files that are not in the lake, as they were identified
   * @param same files that have the bytes and the policy of another one of the inbox
   */
  private record Found(List<Row> fresh, long same) {}

  private Found find(List<Row> files, Inbox inbox) {
    if (files.isEmpty()) {
      return new Found(List.of(), 0);
    }
    Dataset<Row> identified = new NewFiles(inbox).identify(batch(files)).persist();
    try {
      Row counts =
          identified.agg(count(lit(1)).as("files"), countDistinct("item_id").as("items")).head();
      List<Row> fresh =
          identified
              .join(
                  lake.read(Tables.ARRIVALS)
                      .select("item_id")
                      .union(lake.read(Tables.WITHDRAWALS).select("item_id")),
                  new String[] {"item_id"},
                  "left_anti")
              .collectAsList();
      return new Found(come(fresh), counts.getLong(0) - counts.getLong(1));
    } finally {
      identified.unpersist();
    }
  }

  /**
   * Files of which each is another item, by path: of the same one that with the least path, before
   * that one whose name a mapping goes by. By another name its rows would not be read.
   */
  private List<Row> once(List<Row> fresh) {
    Comparator<Row> first =
        Comparator.comparing((Row file) -> !isNamedForMapping(file)).thenComparing(Intake::path);
    Map<String, Row> byItem = new HashMap<>();
    for (Row file : fresh) {
      byItem.merge(item(file), file, (a, b) -> first.compare(a, b) <= 0 ? a : b);
    }
    return byItem.values().stream().sorted(Comparator.comparing(Intake::path)).toList();
  }

  private boolean isNamedForMapping(Row file) {
    if (mappedNames == null) {
      mappedNames = new Mappings(JobRegistry.mappings()).fileNames();
    }
    String name = path(file).substring(path(file).lastIndexOf('/') + 1);
    return mappedNames.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Files without those that {@link #came}, and those that were {@link #takenBack}. */
  private List<Row> come(List<Row> fresh) {
    Set<String> came = came(fresh.stream().filter(file -> !hasPolicy(file)).toList());
    Set<String> takenBack = takenBack(fresh.stream().filter(Intake::hasPolicy).toList());
    return fresh.stream()
        .filter(file -> !(hasPolicy(file) ? takenBack : came).contains(bare(file)))
        .toList();
  }

  /**
   * Those of some new files with a policy that were withdrawn, with the same bytes by the same
   * path, while they had none: a policy that is found for them since is not that of who sends them
   * again. What was withdrawn under a policy may be sent again under another one.
   *
   * @return their {@code bare_id}
   */
  private Set<String> takenBack(List<Row> fresh) {
    if (fresh.isEmpty() || lake.rows(Tables.WITHDRAWALS) == 0) {
      return Set.of();
    }
    List<Row> asked =
        fresh.stream().map(file -> RowFactory.create(bare(file), file.getAs(UNLABELLED))).toList();
    Dataset<Row> withdrawn = lake.read(Tables.WITHDRAWALS).select(col("item_id").as(UNLABELLED));
    return new HashSet<>(
        lake.spark()
            .createDataFrame(asked, TAKEN_BACK)
            .join(withdrawn, new String[] {UNLABELLED}, "left_semi")
            .select("bare_id")
            .as(Encoders.STRING())
            .collectAsList());
  }

  /**
   * Those of some new files that came under a policy already, with the same bytes by the same path,
   * and come without one: they were released, or have lost the policy that lay beside them.
   * Received again they would stand beside themselves, in quarantine; or come back, where they were
   * withdrawn.
   *
   * @return their {@code bare_id}
   */
  private Set<String> came(List<Row> fresh) {
    List<Row> asked =
        fresh.stream()
            .map(file -> RowFactory.create(path(file), file.getAs("content_sha256"), bare(file)))
            .toList();
    if (asked.isEmpty()) {
      return Set.of();
    }
    Dataset<Row> bare = broadcast(lake.spark().createDataFrame(asked, BARE));
    return new HashSet<>(
        lake.read(Tables.ARRIVALS)
            .where(col("depth").equalTo(0).and(col("base_policy").isNotNull()))
            .join(bare, new String[] {"path", "content_sha256"})
            .select("bare_id")
            .union(
                lake.read(Tables.WITHDRAWALS)
                    .select(col("item_id").as("bare_id"))
                    .join(bare, new String[] {"bare_id"})
                    .select("bare_id"))
            .as(Encoders.STRING())
            .collectAsList());
  }

  private Dataset<Row> batch(List<Row> files) {
    SparkSession spark = lake.spark();
    int tasks = DropFolder.tasks(files.size(), spark.sparkContext().defaultParallelism());
    return spark.createDataFrame(files, Inbox.COLUMNS).repartition(tasks, col("path"));
  }
}
