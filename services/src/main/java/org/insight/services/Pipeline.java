package org.insight.services;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.insight.audit.AuditTrail;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.engine.Job;
import org.insight.engine.JobResult;
import org.insight.engine.JobRunner;
import org.insight.engine.PublishedRun;
import org.insight.engine.RunLock;
import org.insight.engine.Runs;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.Stage;
import org.insight.jobs.governance.CollectAudit;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.InboxFolder;
import org.insight.jobs.landing.mapping.Mapping;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.jobs.resolution.RecordLedger;
import org.insight.jobs.text.FailedTranslations;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.insight.lake.Breach;
import org.insight.lake.ContractCheck;
import org.insight.lake.Lake;
import org.insight.observe.RunWatch;
import org.insight.resolution.Model;
import org.insight.resolution.Models;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.RunListener.Step;
import org.insight.services.RunListener.Step.Kind;
import org.insight.services.RunSummary.Balance;
import org.insight.services.RunSummary.MappedItems;
import org.insight.services.RunSummary.StageCost;
import org.insight.verify.Verdict;
import org.insight.verify.Verifier;
import org.jspecify.annotations.Nullable;

/** Runs the jobs of the registry in order. */
final class Pipeline {

  private static final StructType ROOTS = StructType.fromDDL("root_item_id string");

  private final Settings settings;
  private final Runs runs;
  private final Lake lake;
  private final JobRunner runner;
  private final RunListener listener;
  private final RunWatch watch;
  private final Map<String, Double> secondsByStage = new LinkedHashMap<>();
  private final Map<String, Long> rowsByStage = new LinkedHashMap<>();

  private Pipeline(Settings settings, Runs runs, Lake lake, RunWatch watch, RunListener listener) {
    this.settings = settings;
    this.runs = runs;
    this.lake = lake;
    this.runner = watch.tracing() ? JobRunner.tracing(lake) : new JobRunner(lake);
    this.watch = watch;
    this.listener = listener;
    waiting();
  }

  /** Jobs whose results are staged until {@link #publish}; goes on from what is staged. */
  static Pipeline ofRun(Settings settings, Lake lake, RunWatch watch, RunListener listener) {
    Runs runs = Runs.of(lake);
    Lake run =
        runs.open(
            cutOff ->
                listener.note(
                    "Published the rest of run " + cutOff.number() + ", which was cut off."));
    return new Pipeline(settings, runs, run, watch, listener);
  }

  /** The jobs of these settings; a lake of some tables alone has those that write them. */
  private List<Job> jobs() {
    return registry(settings).all().stream().filter(job -> lake.has(job.writes())).toList();
  }

  /** The registry of these settings, for commands that read no inbox. */
  static JobRegistry registry(Settings settings) {
    return JobRegistry.of(settings, new Inbox("", null));
  }

  /**
   * Receives what is new in an inbox, runs the jobs of the stages, and publishes what they made
   * once all of it belongs together.
   *
   * @param inbox folder or URI; null: only what has landed before
   * @param fallbackPolicy YAML of the policy of items that bring none
   * @throws InsightException INPUT, after all else is done, where files could not be read
   */
  void run(@Nullable String inbox, @Nullable String fallbackPolicy, Stage from, Stage to) {
    long withdrawn = from == Stage.LANDING ? withdraw() : 0;
    Received received =
        inbox != null && from == Stage.LANDING
            ? receive(inbox, null, fallbackPolicy)
            : Received.NOTHING;
    long written = received.rows() + withdrawn;
    for (Job job : jobs()) {
      Stage stage = Stage.of(job.writes().stage());
      boolean within = stage.compareTo(from) >= 0 && stage.compareTo(to) <= 0;
      if (!readsFromOutside(job) && (stage == Stage.GOVERNANCE || within)) {
        written += report(one(job)).rows();
      }
    }
    Translator translator = Translator.of(TranslationPlan.of(settings.translation()));
    translator.missing().ifPresent(listener::note);
    translator.sending().ifPresent(listener::note);
    FailedTranslations.of(lake).ifPresent(listener::note);
    written += ledger();
    boolean published = false;
    SortedMap<TableName, Long> staged = stagedData();
    Optional<String> why = whole();
    if (why.isPresent()) {
      listener.note("Not published: " + why.get());
      watch.notPublished("behind");
    } else {
      published = publish(staged, false);
    }
    collectAudit();
    warnOfSize(lake, Models.released(), listener);
    listener.ended(summary(received, written, published));
    received.refuseUnreadable();
  }

  /**
   * Says what became of the entities that readers see.
   *
   * @return rows that were written
   */
  private long ledger() {
    Lake published = lake.published();
    if (!runs.staged().containsKey(Tables.MEMBERSHIPS)
        || published.rowsRoughly(Tables.MEMBERSHIPS) == 0) {
      return 0;
    }
    Job job = new RecordLedger(Instant.now().truncatedTo(ChronoUnit.MICROS));
    Map<TableName, Dataset<Row>> given =
        Map.of(
            RecordLedger.MEMBERSHIPS_BEFORE, changed(published),
            RecordLedger.DECISIONS_BEFORE, published.read(Tables.DECISIONS),
            RecordLedger.LEDGER_BEFORE, published.read(Tables.LEDGER),
            Tables.MEMBERSHIPS, lake.read(Tables.MEMBERSHIPS),
            Tables.DECISIONS, lake.read(Tables.DECISIONS));
    return report(watch.job(lake, job, () -> runner.run(job, given))).rows();
  }

  /** Memberships as readers see them, of records whose memberships may be others now. */
  private Dataset<Row> changed(Lake published) {
    TableContract memberships = lake.contracts().get(Tables.MEMBERSHIPS);
    Dataset<Row> before = published.read(Tables.MEMBERSHIPS);
    return lake.changedKeys(
            memberships,
            published.snapshot(Tables.MEMBERSHIPS).snapshotId(),
            lake.snapshot(Tables.MEMBERSHIPS).snapshotId())
        .map(
            keys ->
                before.join(
                    keys.select("record_id").distinct(), new String[] {"record_id"}, "left_semi"))
        .orElse(before);
  }

  /** Reads and acts since the last run; no rows of the run's own. */
  private void collectAudit() {
    if (lake.has(Tables.AUDIT)) {
      AuditBook book = new AuditBook(lake.published(), AuditTrail.of(settings));
      report(watch.job(lake, new CollectAudit(""), book::collect));
    }
  }

  /**
   * What an inbox brought.
   *
   * @param rows items that are new
   * @param unreadable files and folders that could not be read
   * @param mapped as in {@link RunSummary}
   * @param tablesWithoutMapping as in {@link RunSummary}
   */
  record Received(
      long rows, List<String> unreadable, List<MappedItems> mapped, long tablesWithoutMapping) {

    static final Received NOTHING = new Received(0, List.of());

    Received(long rows, List<String> unreadable) {
      this(rows, unreadable, List.of(), 0);
    }

    private static final int FOLDERS_SHOWN = 5;

    /**
     * @throws InsightException INPUT where there are some
     */
    void refuseUnreadable() {
      if (!unreadable.isEmpty()) {
        List<String> folders = unreadable.stream().map(Pipeline::folderOf).distinct().toList();
        throw new InsightException(
            ErrorKind.INPUT,
            "Cannot read "
                + unreadable.size()
                + " of the inbox's files or folders (no rights, a link that leads nowhere, a name"
                + " in another encoding, or a policy file whose name is not quite right); all"
                + " that does not lie beside or below them is in. Found in: "
                + folders.stream().limit(FOLDERS_SHOWN).collect(Collectors.joining("; "))
                + (folders.size() > FOLDERS_SHOWN ? "; …" : ""));
      }
    }
  }

  /** Names of files and of folders within may say of whom they speak; messages go into logs. */
  private static String folderOf(String path) {
    String folder = InboxFolder.of(path);
    return folder.equals(InboxFolder.OUTSIDE) ? "the inbox itself" : OneLine.of(folder);
  }

  /**
   * Reads items again that have landed, in the place of what was made of them.
   *
   * @param again the files that they came as
   * @param inbox where those lie that do not bring their bytes
   */
  void retry(Retries.Again again, Inbox inbox) {
    Job job = JobRegistry.of(settings, inbox).receive().watchedBy(watch.slowItems());
    JobResult result =
        report(
            watch.job(
                lake,
                job,
                () -> runner.replace(job, Map.of(Inbox.FILES, again.files()), again.keys())));
    watch.received(result.rows());
    run(null, null, Stage.LANDING, Stage.GOVERNANCE);
  }

  /** Whether something is staged that is not published. */
  boolean unfinished() {
    return !runs.staged().isEmpty();
  }

  /** The tables of which something is staged that is not published. */
  List<String> staged() {
    return runs.staged().keySet().stream().map(TableName::toString).toList();
  }

  /** What is staged, or published where nothing is. */
  Lake lake() {
    return lake;
  }

  /**
   * Takes what was withdrawn out of the arrivals; what was made of it goes as the jobs run.
   *
   * @return items, members not counted
   */
  long withdraw() {
    long start = System.nanoTime();
    List<Row> gone = withdrawn(lake);
    if (!gone.isEmpty()) {
      runner.remove(Tables.ARRIVALS, lake.spark().createDataFrame(gone, ROOTS), "withdraw-items");
      done("withdraw-items", Tables.ARRIVALS.toString(), start, Kind.WITHDRAWN, gone.size());
    }
    return gone.size();
  }

  /** Withdrawn items that are in the arrivals of a lake. */
  static List<Row> withdrawn(Lake lake) {
    if (lake.rows(Tables.WITHDRAWALS) == 0) {
      return List.of();
    }
    return lake.read(Tables.ARRIVALS)
        .join(
            lake.read(Tables.WITHDRAWALS).select(col("item_id").as("root_item_id")),
            new String[] {"root_item_id"},
            "left_semi")
        .select("root_item_id")
        .distinct()
        .collectAsList();
  }

  /**
   * Receives what is new in an inbox.
   *
   * @param only the folder of it that is looked at; null for all of it
   * @param fallbackPolicy YAML of the policy of items that bring none
   */
  Received receive(String inbox, @Nullable String only, @Nullable String fallbackPolicy) {
    Configuration hadoop = lake.spark().sparkContext().hadoopConfiguration();
    List<String> linkRoots = settings.intake().linkRoots();
    DropFolder listed =
        only == null
            ? DropFolder.list(inbox, linkRoots, hadoop)
            : DropFolder.listOnly(inbox, only, linkRoots, hadoop);
    long before = lake.snapshot(Tables.ARRIVALS).snapshotId();
    JobResult result;
    try {
      result =
          report(
              new Intake(settings, lake, runner, watch)
                  .folder(listed, listed.inbox(fallbackPolicy), listener));
    } catch (RuntimeException e) {
      // What landed before it failed waits too.
      try {
        waiting();
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
    waiting();
    return result.rows() == 0
        ? new Received(0, listed.unreadable())
        : received(result.rows(), listed.unreadable(), before);
  }

  /**
   * With how the items were read that came in.
   *
   * @param before snapshot of the arrivals before they did
   */
  private Received received(long rows, List<String> unreadable, long before) {
    Column withoutMapping = array_contains(col("issues"), Mappings.TABLE_WITHOUT_MAPPING);
    Column columnsAbsent = array_contains(col("issues"), Mapping.COLUMNS_ABSENT);
    List<MappedItems> mapped = new ArrayList<>();
    long tables = 0;
    for (Row row :
        lake.readAppended(Tables.ARRIVALS, before, lake.snapshot(Tables.ARRIVALS).snapshotId())
            .where(col("mapping").isNotNull().or(withoutMapping))
            .groupBy("mapping")
            .agg(count(lit(1)), count(when(columnsAbsent, 1)))
            .orderBy("mapping")
            .collectAsList()) {
      if (row.isNullAt(0)) {
        tables = row.getLong(1);
      } else {
        mapped.add(new MappedItems(row.getString(0), row.getLong(1), row.getLong(2)));
      }
    }
    return new Received(rows, unreadable, mapped, tables);
  }

  /**
   * Says so once a lake holds more persons and organisations than the model is made for: false
   * pairs grow then. Only who runs it hears of it, and nothing that a run writes follows from the
   * number.
   */
  static void warnOfSize(Lake lake, Model model, RunListener listener) {
    long subjects = lake.has(Tables.PROFILES) ? lake.rows(Tables.PROFILES) : 0;
    if (subjects > model.reference()) {
      listener.note(
          String.format(
              Locale.ROOT,
              "Warning: the lake holds %,d persons and organisations, and its model %s is for at"
                  + " most %,d (n_ref): expect more false matches until it has a model of a larger"
                  + " n_ref.",
              subjects,
              model.version(),
              model.reference()));
    }
  }

  private void waiting() {
    watch.waiting(runs.waitingSince(Tables.ARRIVALS).orElse(null));
  }

  /** Why what is staged must not be published; empty where it may. */
  Optional<String> whole() {
    // Rights follow from the acts on readers once more, when it is published.
    return new Verifier(lake).behind(Runs.RIGHTS);
  }

  /**
   * Brings up to date what a job that is run by itself reads. Before the first that reads arrivals
   * withdrawn items go, as nothing may have been received; not before a later one, for the first
   * would not know of it. Before one that reads grants rights are made: acts on readers come
   * between two jobs, and what a run had staged of rights is forgotten then.
   */
  void prepare(Job job) {
    registry(settings).all().stream()
        .filter(each -> each.reads().stream().anyMatch(r -> r.table().equals(Tables.ARRIVALS)))
        .findFirst()
        .filter(first -> first.name().equals(job.name()))
        .ifPresent(first -> withdraw());
    boolean ofRights = Runs.RIGHTS.contains(job.writes());
    if (!ofRights && job.reads().stream().anyMatch(read -> read.table().equals(Tables.GRANTS))) {
      for (Job rights : registry(settings).rights()) {
        if (!rights.writes().equals(Tables.ENTITLEMENTS)) {
          one(rights);
        }
      }
    }
  }

  /**
   * As {@link #publish()}, of a whole run.
   *
   * @param losing whether tables may lose more of their rows than their contracts let them
   * @throws InsightException INPUT where some table has yet to take in what another holds
   */
  void publishWhole(boolean losing) {
    ledger();
    SortedMap<TableName, Long> staged = stagedData();
    whole()
        .ifPresent(
            why -> {
              throw new InsightException(
                  ErrorKind.INPUT,
                  "Cannot publish the run: " + why + "; `insight run` runs what is missing");
            });
    publish(staged, losing);
  }

  /**
   * Checks what is staged and lets readers see it, all tables together.
   *
   * @throws InsightException CONTRACT where a label is not what its sources give: nothing is
   *     published then, and what is staged stays for a look at it
   */
  void publish() {
    ledger();
    publish(stagedData(), false);
  }

  /**
   * As {@link #publish()}.
   *
   * @param staged what was staged before any of it was looked at
   * @param losing whether tables may lose more of their rows than their contracts let them
   * @return whether readers see another run than before
   */
  private boolean publish(SortedMap<TableName, Long> staged, boolean losing) {
    if (runs.staged().isEmpty()) {
      // A publication that was killed may have left Trino the rights of before.
      tellTrino();
      return false;
    }
    if (!losing) {
      refuseLosses();
    }
    verify(data());
    return publish(PublishedRun.Action.RUN, null, staged);
  }

  /**
   * The tables that are verified, but for those of rights, which follow right before readers see.
   */
  private Set<TableName> data() {
    Set<TableName> data = new LinkedHashSet<>(Verifier.tables(lake.contracts().all()));
    data.removeAll(Runs.RIGHTS);
    return data;
  }

  /** What is staged, but for the rights. */
  private SortedMap<TableName, Long> stagedData() {
    SortedMap<TableName, Long> staged = runs.staged();
    staged.keySet().removeAll(Runs.RIGHTS);
    return staged;
  }

  private void tellTrino() {
    TrinoEtc.of(settings)
        .ifPresent(
            etc -> {
              try (RunLock readers =
                  RunLock.ofReaders(settings.lake().path(), "tell Trino of rights")) {
                etc.rights(lake);
              }
            });
  }

  /**
   * Puts the tables back to where an earlier run published them, and says how many items come back
   * with them that were withdrawn since. What was received and is in no published run stays staged.
   *
   * @throws InsightException CONTRACT where that state is not what its sources give; readers go on
   *     to see what they did
   */
  void rollBack(long number) {
    Optional<PublishedRun> before = runs.last();
    runs.stage(number);
    boolean published = false;
    try {
      SortedMap<TableName, Long> staged = stagedData();
      // All of it: it may have been published unverified, or by a version that knew less.
      verify(data(), new Verifier(lake));
      publish(PublishedRun.Action.ROLLBACK, number, staged);
      published = true;
    } finally {
      if (!published) {
        giveUp(before);
      }
    }
    bringBack();
    countRejects(lake.published());
    int back = withdrawn(lake.published()).size();
    if (back > 0) {
      note("%,d withdrawn items are seen again until `insight run` takes them back.", back);
    }
  }

  /** Readers see where it went back to, whatever becomes of this. */
  private void bringBack() {
    try {
      runs.bringBack();
      // Those that had been read again are undone.
      waiting();
      sayReceived(listener, runs.received());
    } catch (RuntimeException e) {
      note("Received items are not staged again yet (%s); the next run does it.", Failures.why(e));
    }
  }

  /**
   * Says what stays where all else that was staged is forgotten.
   *
   * @param items that were received and are in no published run
   */
  static void sayReceived(RunListener listener, long items) {
    if (items > 0) {
      listener.note(
          String.format(
              Locale.ROOT,
              "%,d received items that no run has published stay staged; `insight run` goes on with"
                  + " them.",
              items));
    }
  }

  private void note(String format, Object... values) {
    listener.note(String.format(Locale.ROOT, format, values));
  }

  /**
   * Forgets what a rollback staged, unless it counts: what has not moved then is the next run's to
   * settle.
   *
   * @param before the run that readers saw
   */
  private void giveUp(Optional<PublishedRun> before) {
    try {
      if (runs.last().equals(before)) {
        runs.giveUp();
      }
    } catch (RuntimeException e) {
      // The next run forgets it. Why it is given up is to be told, not this.
    }
  }

  /**
   * With nobody changing rights meanwhile: what is published has the acts of before this moment.
   *
   * @param data what was staged when it was verified. On a catalog that several machines share
   *     another run may stage rows meanwhile, of which nobody has verified any; nor would its own
   *     verification, once they are published
   */
  private boolean publish(
      PublishedRun.Action action, @Nullable Long of, SortedMap<TableName, Long> data) {
    long start = System.nanoTime();
    Optional<PublishedRun> run;
    try (RunLock readers =
        RunLock.ofReaders(settings.lake().path(), "publish the run, which is staged")) {
      if (action != PublishedRun.Action.ROLLBACK) {
        // What a rollback stages is older than what is published, as it is meant to be.
        refuseOutrun(runs.dropOutrun());
      }
      for (Job job : registry(settings).rights()) {
        one(job);
      }
      SortedMap<TableName, Long> staged = new TreeMap<>(data);
      runs.staged()
          .forEach(
              (table, snapshot) -> {
                if (Runs.RIGHTS.contains(table)) {
                  staged.put(table, snapshot);
                }
              });
      verify(Runs.RIGHTS);
      TrinoEtc.of(settings).ifPresent(etc -> etc.rights(lake));
      run = watch.step("publish", () -> runs.publish(action, of, staged));
      run.ifPresent(
          done -> {
            if (action == PublishedRun.Action.ROLLBACK) {
              watch.wentBack(done.number());
            } else {
              watch.published(done.number());
            }
          });
    }
    // Readers see it from here on, whatever becomes of the rest.
    run.ifPresentOrElse(
        published ->
            done(
                "publish",
                "run " + published.number(),
                start,
                Kind.PUBLISHED,
                published.changed().size()),
        () -> listener.note("Nothing to publish."));
    try {
      watch.step("compact", () -> runs.compact());
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      note(
          "Files were not rewritten (%s); the next run or `insight maintain` does it.",
          Failures.why(e));
    }
    return run.isPresent();
  }

  /** Of what is staged, the tables that lose more of their rows than their contracts let them. */
  List<Breach> losses() {
    Lake published = lake.published();
    List<Breach> breaches = new ArrayList<>();
    for (TableName table : runs.staged().keySet()) {
      TableContract contract = lake.contracts().get(table);
      if (contract.losesAtMost() < 1) {
        breaches.addAll(ContractCheck.ofLoss(contract, published.rows(table), lake.rows(table)));
      }
    }
    return breaches;
  }

  private void refuseLosses() {
    List<Breach> breaches = losses();
    if (!breaches.isEmpty()) {
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot publish the run: "
              + breaches.stream().map(Breach::inWords).collect(Collectors.joining("; "))
              + "; if it is meant, `insight publish --losing --reason TEXT`");
    }
  }

  /** Rights are made anew; what other tables lack only another run can give them. */
  private static void refuseOutrun(Set<TableName> outrun) {
    outrun.stream()
        .filter(table -> !Runs.RIGHTS.contains(table))
        .findFirst()
        .ifPresent(
            table -> {
              throw new InsightException(
                  ErrorKind.EXTERNAL,
                  "Cannot publish the run: another one published meanwhile; run the same command"
                      + " again, found "
                      + table);
            });
  }

  private void verify(Set<TableName> tables) {
    verify(
        tables,
        settings.publish().verify() == Settings.Verified.ALL
            ? new Verifier(lake)
            : Verifier.ofWritten(lake));
  }

  private void verify(Set<TableName> tables, Verifier verifier) {
    if (settings.publish().verify() == Settings.Verified.NONE) {
      return;
    }
    long start = System.nanoTime();
    List<Verdict> verdicts =
        watch.step(
            "verify",
            () -> {
              List<Verdict> all =
                  verifier.verify(tables, 0, table -> watch.show("verify " + table));
              Verdict.refuseMismatches(all);
              return all;
            });
    done(
        "verify",
        verdicts.size() + " tables",
        start,
        Kind.VERIFIED,
        verdicts.stream().mapToLong(Verdict::rows).sum());
  }

  /** Whether a job's rows come from a command: an inbox, an act on readers, the audit's spool. */
  private boolean readsFromOutside(Job job) {
    return job.reads().stream().anyMatch(read -> lake.contracts().find(read.table()).isEmpty());
  }

  /** Runs one job by its name. */
  JobResult one(Job job) {
    return counted(watch.job(lake, job, () -> runner.run(job)));
  }

  JobResult again(Job job) {
    return counted(watch.job(lake, job, () -> runner.rerun(job)));
  }

  private JobResult counted(JobResult result) {
    boolean written = result.outcome() == JobResult.Outcome.WRITTEN;
    if (written && result.table().equals(Tables.REJECTS)) {
      countRejects(lake);
    }
    return result;
  }

  private void countRejects(Lake lake) {
    if (settings.observe().folder().isEmpty()) {
      return;
    }
    Map<String, Long> byReason = new LinkedHashMap<>();
    lake.read(Tables.REJECTS)
        .groupBy("reason_code")
        .count()
        .collectAsList()
        .forEach(row -> byReason.put(row.getString(0), row.getLong(1)));
    watch.rejects(byReason);
  }

  private JobResult report(JobResult result) {
    String stage = result.table().stage();
    secondsByStage.merge(stage, result.seconds(), Double::sum);
    rowsByStage.merge(stage, result.rows(), Long::sum);
    Kind kind =
        switch (result.outcome()) {
          case NOTHING_NEW -> Kind.NOTHING_NEW;
          case WRITTEN -> Kind.WRITTEN;
        };
    listener.done(
        new Step(result.job(), result.table().toString(), result.seconds(), kind, result.rows()));
    return result;
  }

  private void done(String step, String of, long start, Kind kind, long amount) {
    listener.done(new Step(step, of, (System.nanoTime() - start) / 1e9, kind, amount));
  }

  private RunSummary summary(Received received, long written, boolean published) {
    List<StageCost> stages = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      Double seconds = secondsByStage.get(stage.id());
      if (seconds != null) {
        stages.add(new StageCost(stage.id(), rowsByStage.getOrDefault(stage.id(), 0L), seconds));
      }
    }
    return new RunSummary(
        received.rows(),
        written,
        published,
        stages,
        written == 0
            ? new Balance(0, 0, 0)
            : new Balance(
                lake.rows(Tables.ARRIVALS), lake.rows(Tables.ITEMS), lake.rows(Tables.REJECTS)),
        received.mapped(),
        received.tablesWithoutMapping());
  }
}
