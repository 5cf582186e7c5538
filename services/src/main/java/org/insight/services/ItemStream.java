package org.insight.services;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.OffsetSeqLog;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.config.Settings;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.engine.JobResult;
import org.insight.engine.JobRunner;
import org.insight.engine.LakeMaintenance;
import org.insight.engine.RunLock;
import org.insight.engine.Runs;
import org.insight.jobs.Stage;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.lake.Compaction;
import org.insight.lake.Lake;
import org.insight.observe.RunMetrics;
import org.insight.observe.RunWatch;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.streams.DropFolderSource;
import org.insight.streams.KafkaTopics;
import org.insight.streams.KnownItems;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Lands batch after batch of what comes, and runs the jobs on it every so often. What it lands and
 * how far it came are one commit, so it may be killed at any moment: whoever starts it again begins
 * where the lake says.
 */
public final class ItemStream {

  /** Of batches: their files are looked at so often, and rewritten where they are many. */
  private static final String ENGINE = "insight stream";

  private static final int BATCHES_OF_COMPACTION = 8;

  private static final int BATCHES_OF_MAINTENANCE = 96;

  /** Of what `maintain.small_files` says: what is rewritten has its price, too. */
  private static final int SMALL_FILES = 4;

  /** Who waits looks so often whether it is still worth it. */
  private static final Duration LOOK = Duration.ofMillis(200);

  /** Acts of other commands, and what they took back, are looked for so often by a command. */
  public static final Duration ACTS = Duration.ofSeconds(5);

  /** Of a query that is stopped between two batches; what it reads from answers within less. */
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(2);

  /** Checkpoints that are older and that nobody holds are of streams that were killed. */
  private static final Duration LEFT = Duration.ofDays(7);

  /**
   * What is wanted.
   *
   * @param inbox folder or URI; null: none
   * @param policy YAML of the policy of items that bring none
   * @param to last stage
   * @param every least time between two runs of the jobs
   * @param batch most items of a batch
   * @param pause least time from the beginning of a batch to that of the next one
   * @param keep age below which no snapshot goes
   * @param patience how long a Kafka is waited for that does not answer
   * @param looks how often acts of other commands, and what they took back, are looked for
   * @param untilEmpty whether it ends when all has come in that is there
   */
  public record Plan(
      @Nullable String inbox,
      @Nullable String policy,
      @Nullable KafkaTopics kafka,
      KafkaTopics.Loss loss,
      Stage to,
      Duration every,
      int batch,
      Duration pause,
      Duration keep,
      Duration patience,
      Duration looks,
      boolean untilEmpty) {}

  /** What was counted on as landed may be there no more: begin anew from the lake. */
  private static final class TakenBack extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** It was asked to end while it waited for others that hold the lake. */
  private static final class GivenUp extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final Settings settings;
  private final Lake lake;
  private final SparkSession spark;
  private final Configuration hadoop;
  private final Plan plan;
  private final RunListener listener;
  private final Inbox inbox;
  private final Path checkpoints;
  private final UnfollowedActs acts;
  private final AuditTrail trail;
  private final KafkaPatience patience;

  /**
   * Held by whoever writes to the lake: the stream's thread for a batch, the other for the jobs.
   */
  private final ReentrantLock writes = new ReentrantLock(true);

  /** Batches that no run which is kept has told of. Of who holds {@link #writes}. */
  private final List<RunMetrics> landed = new ArrayList<>();

  private LongConsumer whom = items -> {};
  private @Nullable KnownItems known;
  private volatile Path checkpoint = Path.of("");
  private volatile boolean ended;
  private volatile boolean stopping;

  /** Whether there is something for the jobs. */
  private volatile boolean waiting;

  /**
   * Whether Kafka was away when it was tried last: a broker that has just started does not know its
   * topics for a moment.
   */
  private boolean wasAway;

  private volatile long items;
  private long lastJobs = System.nanoTime();
  private long lastLook = System.nanoTime();
  private long batches;
  private long maintained;

  /**
   * A stream into a lake, a new one if there is none. It takes the lake's lock for each batch, so
   * the session is one to read.
   */
  public static ItemStream into(LakeSession session, Plan plan, RunListener listener) {
    Settings settings = session.settings();
    settings.lake().requireIceberg("stream into the lake");
    Lake lake = Lake.openOrCreate(session.spark(), settings.lake(), Contracts.load());
    return new ItemStream(settings, lake, plan, listener);
  }

  ItemStream(Settings settings, Lake lake, Plan plan, RunListener listener) {
    this.settings = settings;
    this.lake = lake;
    this.spark = lake.spark();
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.plan = plan;
    this.listener = listener;
    String folder = plan.inbox();
    this.inbox =
        new Inbox(
            folder == null ? "" : DropFolder.root(folder, hadoop),
            plan.policy(),
            settings.intake().linkRoots());
    this.acts = new UnfollowedActs(lake);
    this.trail = AuditBook.registered(settings, lake);
    this.patience = new KafkaPatience(plan.patience(), System::nanoTime);
    this.checkpoints = settings.path("${lake.path}/stream");
  }

  /** Has somebody told after each batch how many items have landed in all. */
  public ItemStream telling(LongConsumer somebody) {
    whom = somebody;
    return this;
  }

  /**
   * Streams until it is ended, or nothing is left where that was wanted.
   *
   * @throws InsightException INPUT where files of the inbox could not be read, after all else,
   *     messages are lost, or Kafka did not know a topic for too long; EXTERNAL where it was away
   *     for too long; as a run's otherwise
   */
  public void run() {
    Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    for (String name : List.of("TERM", "INT")) {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, s -> end()));
    }
    spark.streams().addListener(patience);
    try {
      untilEnded();
    } finally {
      spark.streams().removeListener(patience);
      before.forEach(Signal::handle);
    }
  }

  private void untilEnded() {
    Checkpoint.removeLeft(checkpoints, LEFT);
    spark.conf().set("spark.sql.streaming.stopTimeout", STOPS_WITHIN.toMillis());
    patience.begin();
    boolean again = true;
    try {
      while (again && !ended) {
        try {
          query();
          again = false;
        } catch (StreamingQueryException | TimeoutException | RuntimeException e) {
          // What fails has failed, though it was to end after that.
          if (!isIn(TakenBack.class, e) && !isIn(GivenUp.class, e)) {
            waitForKafka(e);
          }
        }
      }
      if (plan.untilEmpty() && !ended) {
        if (waiting || acts.came() || !Runs.of(lake).staged().isEmpty()) {
          jobs();
        }
        refuseUnreadable();
      }
    } catch (GivenUp e) {
      // It waited for the lake and is to end: what it landed is for the next one, or a run.
    }
    say(ended ? "ended as asked" : "nothing is left");
  }

  /** Whether what it reads from has answered, with items or without. */
  public boolean wasAnswered() {
    return patience.wasAnswered();
  }

  /** Has {@link #run} end, after the batch that it is at. */
  public void end() {
    ended = true;
  }

  private void say(String format, Object... values) {
    listener.note("stream: " + String.format(Locale.ROOT, format, values));
  }

  /** One query from where the lake is now, until it ends. */
  private void query() throws StreamingQueryException, TimeoutException {
    Map<String, String> positions;
    try (RunLock lock = lock()) {
      Lake run = Runs.of(lake).open();
      positions = JobRunner.positions(run, Tables.ARRIVALS);
      KnownItems before = known;
      if (before == null || !before.follow(run)) {
        known = KnownItems.of(run);
        // Others, or a stream of before, may have left it; by a rollback items come back, and
        // tables may be left without rows.
        waiting =
            acts.areThere(run) || before != null || !Runs.of(lake).staged().isEmpty() || waiting;
      }
    }
    try (Checkpoint held = Checkpoint.in(checkpoints)) {
      checkpoint = held.folder();
      StreamingQuery query =
          sources(positions)
              .writeStream()
              .queryName("insight stream")
              .foreachBatch((VoidFunction2<Dataset<Row>, Long>) this::land)
              .option("checkpointLocation", checkpoint.toUri().toString())
              .trigger(
                  plan.untilEmpty()
                      ? Trigger.AvailableNow()
                      : Trigger.ProcessingTime(plan.pause().toMillis(), TimeUnit.MILLISECONDS))
              .start();
      try {
        while (!ended && !query.awaitTermination(LOOK.toMillis())) {
          look();
          jobsWhereDue();
        }
      } finally {
        stop(query);
      }
    }
  }

  /** Whether others have ordered something, or taken back what landed: no batch may come of it. */
  private void look() {
    if (!isTimeToLook()) {
      return;
    }
    if (isTakenBack()) {
      throw new TakenBack();
    }
    lookForActs();
  }

  /** Once each {@link Plan#looks}. */
  private boolean isTimeToLook() {
    if (System.nanoTime() - lastLook < plan.looks().toNanos()) {
      return false;
    }
    lastLook = System.nanoTime();
    return true;
  }

  private void lookForActs() {
    if (!waiting && acts.came()) {
      waiting = true;
    }
  }

  private void jobsWhereDue() {
    if (System.nanoTime() - lastJobs >= plan.every().toNanos() && waiting) {
      jobs();
    }
  }

  /** A batch that is landing looks for itself. */
  private boolean isTakenBack() {
    if (!writes.tryLock()) {
      return false;
    }
    try {
      KnownItems there = known;
      return there != null && !there.leadsTo(lake.ofRun());
    } finally {
      writes.unlock();
    }
  }

  /** Not within a batch. One that has not begun does not begin any more. */
  private void stop(StreamingQuery query) throws TimeoutException {
    writes.lock();
    try {
      stopping = true;
      query.stop();
    } finally {
      stopping = false;
      writes.unlock();
    }
  }

  /** Kafka first: its place among the sources is its place among the offsets. */
  private Dataset<Row> sources(Map<String, String> positions) {
    List<Dataset<Row>> sources = new ArrayList<>();
    if (plan.kafka() != null) {
      sources.add(plan.kafka().read(spark, positions, plan.batch(), plan.loss()));
    }
    if (plan.inbox() != null) {
      sources.add(
          spark
              .readStream()
              .format(DropFolderSource.class.getName())
              .option(DropFolderSource.FOLDER, plan.inbox())
              .option(DropFolderSource.LINK_ROOTS, String.join("\n", inbox.linkRoots()))
              .option(DropFolderSource.MOST, Integer.toString(plan.batch()))
              .load());
    }
    return sources.stream().reduce(Dataset::union).orElseThrow();
  }

  private RunLock lock() {
    return RunLock.ofStream(settings.lake().path(), () -> ended).orElseThrow(GivenUp::new);
  }

  /** Lands a batch. */
  private void land(Dataset<Row> files, long id) throws InterruptedException {
    while (!writes.tryLock(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      if (stopping) {
        // Who stops the query holds the lock and waits for this thread. Its interrupt does not
        // always come through: Hadoop's Shell, which Spark's offsets are written by, may eat it.
        return;
      }
    }
    try {
      if (ended) {
        return; // The next stream takes it.
      }
      try (RunLock lock = lock()) {
        landLocked(files, id);
      }
    } finally {
      writes.unlock();
    }
  }

  private void landLocked(Dataset<Row> files, long id) {
    long start = System.nanoTime();
    KnownItems there = known;
    Lake run = Runs.of(lake).open();
    if (there == null || !there.follow(run)) {
      throw new TakenBack();
    }
    RunWatch watch = RunWatch.start("stream", settings, spark);
    JobResult result;
    try {
      result =
          new Intake(settings, run, new JobRunner(run), watch)
              .batch(Dataset.ofRows(spark, files.logicalPlan()), inbox, there, moved(run, id));
    } catch (Throwable e) {
      // Spark throws checked exceptions that it does not declare.
      tellOfLanded(watch);
      Watched.ended(settings, watch, e);
      throw e;
    }
    RunMetrics metrics = watch.end(null);
    if (result.outcome() == JobResult.Outcome.NOTHING_NEW) {
      return;
    }
    landed.add(metrics);
    items += result.rows();
    if (result.rows() > 0) {
      waiting = true; // Not |=, between whose halves another thread may set it.
    }
    batches++;
    if (batches % BATCHES_OF_COMPACTION == 0) {
      lake.compactStaged(Tables.ARRIVALS, limits());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    say(
        "%,d items landed in %.1f s (%,.0f/s), %,d since it began",
        result.rows(), seconds, result.rows() / Math.max(0.001, seconds), items);
    whom.accept(items);
  }

  /**
   * How far Kafka is read with a batch, as Spark noted it before it began; empty where the lake has
   * come as far.
   */
  private Map<String, String> moved(Lake run, long id) {
    if (plan.kafka() == null) {
      return Map.of();
    }
    OffsetSeqLog log = new OffsetSeqLog(spark, checkpoint.toUri() + "/offsets");
    Map<String, String> reached =
        KafkaTopics.reached(log.get(id).get().offsets().apply(0).get().json());
    Map<String, String> kept = JobRunner.positions(run, Tables.ARRIVALS);
    return kept.entrySet().containsAll(reached.entrySet()) ? Map.of() : reached;
  }

  /** Has a run that is kept among the figures count what landed since the last one. */
  private void tellOfLanded(RunWatch watch) {
    landed.forEach(watch::landed);
    landed.clear();
  }

  /** Runs the jobs on what has landed, verifies and publishes, as a run does. */
  private void jobs() {
    writes.lock();
    try (RunLock lock = lock()) {
      acts.came(); // These are done now.
      Watched.during(
          "stream",
          settings,
          spark,
          watch -> {
            tellOfLanded(watch);
            Pipeline.ofRun(settings, lake, watch, listener)
                .run(null, null, Stage.LANDING, plan.to());
          });
      waiting = false;
      lookAfterFiles();
      lastJobs = System.nanoTime();
    } finally {
      writes.unlock();
    }
  }

  /** As `insight maintain` does, or, of what is staged, as far as it can be. */
  private void lookAfterFiles() {
    if (!Runs.of(lake).staged().isEmpty()) {
      for (TableContract contract : lake.contracts().all()) {
        lake.compactStaged(contract.name(), limits());
      }
    } else if (batches - maintained >= BATCHES_OF_MAINTENANCE) {
      maintained = batches;
      List<TableName> all = lake.contracts().all().stream().map(TableContract::name).toList();
      LakeUpkeep.audited(
          AuditedAct.act(trail, ENGINE, Act.LAKE_MAINTAIN, null),
          lake,
          new LakeMaintenance.Rules(
              settings.maintain().keepRuns(), plan.keep(), LakeUpkeep.limits(settings.maintain())),
          all,
          table -> {});
    }
  }

  private Compaction.Limits limits() {
    return new Compaction.Limits(
        settings.maintain().fileBytes(),
        settings.maintain().smallFiles() * SMALL_FILES,
        settings.maintain().manifests());
  }

  private static boolean isIn(Class<? extends Throwable> kind, Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (kind.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private void waitForKafka(Throwable thrown) {
    KafkaTopics kafka = plan.kafka();
    Optional<InsightException> lost = KafkaTopics.lost(thrown);
    InsightException failure = lost.orElseGet(() -> Failures.of(thrown));
    // The next query begins with what is there.
    boolean accepted = lost.isPresent() && plan.loss() == KafkaTopics.Loss.ACCEPTED;
    if (kafka == null || (!accepted && !KafkaTopics.away(failure))) {
      throw failure;
    }
    if (ended) {
      return;
    }
    boolean unknown = KafkaTopics.isUnknown(thrown);
    if (!accepted && patience.isOver()) {
      // Whoever starts it again may give up before --every is over, time after time.
      lookForActs();
      if (waiting) {
        jobs();
      }
      throw unknown && !wasAway ? kafka.noSuchTopic(thrown) : kafka.away(thrown);
    }
    wasAway = !unknown;
    Duration pause = patience.pause();
    String why = unknown ? "Kafka does not know the topic" : "Kafka does not answer";
    say(
        accepted
            ? "Kafka keeps messages no more that were not read; on with what is there in %,d s"
            : why + "; again in %,d s",
        pause.toSeconds());
    long end = System.nanoTime() + pause.toNanos();
    while (!ended && System.nanoTime() < end) {
      sleep();
      // What has landed and what others order needs no Kafka.
      if (isTimeToLook()) {
        lookForActs();
      }
      jobsWhereDue();
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuseUnreadable() {
    String folder = plan.inbox();
    if (folder != null) {
      DropFolder there =
          DropFolder.list(folder, inbox.linkRoots(), hadoop, file -> false, file -> false);
      new Pipeline.Received(0, there.unreadable()).refuseUnreadable();
    }
  }
}
