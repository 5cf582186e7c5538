package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.lake.Breach;
import org.insight.lake.ContractCheck;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.lake.TableHistory;
import org.insight.policy.Label;
import org.insight.policy.LabelIds;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs: reads what they declared, checks what they made against the contract, publishes it.
 *
 * <p>A run that is killed leaves the table as it was. The snapshot that a run publishes says which
 * snapshots of its inputs it consumed, so the next run knows what is new, and a run for which
 * nothing is new writes nothing.
 */
public final class JobRunner {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final String LABEL = "label";

  /** Below this, remaking them is cheap however small the table is. */
  private static final long FEW_KEYS = 10_000;

  /** Ids of labels; 64 letters take some 150 bytes. */
  private static final int MOST_REMEMBERED = 100_000;

  private final Lake lake;
  private final boolean tracing;

  /** Labels that are known to be in the lake; never all of them. */
  private final Set<String> registered = new HashSet<>();

  public JobRunner(Lake lake) {
    this(lake, false);
  }

  private JobRunner(Lake lake, boolean tracing) {
    this.lake = lake;
    this.tracing = tracing;
  }

  /** One whose results say what each column was made of. */
  public static JobRunner tracing(Lake lake) {
    return new JobRunner(lake, true);
  }

  /** Runs a job on what is new since its last run. */
  public JobResult run(Job job) {
    return run(job, Map.of());
  }

  /**
   * Runs a job on what is new since its last run, and on rows that come from outside the lake.
   *
   * @param given inputs that are no tables, as the files of an inbox
   * @throws InsightException CONTRACT where the rows break the table's contract; nothing of them is
   *     published then
   */
  public JobResult run(Job job, Map<TableName, Dataset<Row>> given) {
    return run(job, given, Map.of());
  }

  /**
   * As {@link #run(Job, Map)}, of rows that a stream brings: how far it has come is kept in the
   * same commit as the rows.
   *
   * @param position of sources by their names; read by {@link #positions}
   */
  public JobResult run(Job job, Map<TableName, Dataset<Row>> given, Map<String, String> position) {
    Begun begun = begin(job.writes());
    Snapshot last = begun.last();
    Map<String, String> before = begun.before();
    Map<TableName, Long> now = new LinkedHashMap<>();
    Map<TableName, Snapshot> snapshots = new LinkedHashMap<>();
    for (Read read : job.reads()) {
      if (!given.containsKey(read.table())) {
        Snapshot upTo = lake.snapshot(read.table());
        snapshots.put(read.table(), upTo);
        now.put(read.table(), upTo.snapshotId());
      }
    }
    if (given.isEmpty() && nothingNew(job, before, now)) {
      return new JobResult(
          job.name(), job.writes(), JobResult.Outcome.NOTHING_NEW, 0, seconds(begun));
    }
    if (job.reads().stream().map(Read::amount).distinct().count() > 1) {
      throw new InsightException(
          ErrorKind.INTERNAL,
          "Cannot run a job: it reads one input whole and of another what is new, found "
              + job.name());
    }
    Optional<Withdrawn> withdrawn = Optional.empty();
    if (last != null && given.isEmpty() && readsWhatIsNew(job)) {
      withdrawn = Withdrawn.of(lake, job, consumed(before), now);
      if (withdrawn.isEmpty()) {
        return rerun(job);
      }
    }
    LakeInputs inputs = new LakeInputs(job.name(), () -> lake.read(Tables.LABELS));
    given.forEach(inputs::put);
    withdrawn.ifPresentOrElse(
        w -> w.fresh().forEach(inputs::put),
        () -> snapshots.forEach((table, upTo) -> inputs.put(table, lake.readAt(table, upTo))));
    Map<String, String> summary = summary(job, now);
    summary.putAll(positionsAfter(before, position));
    try {
      if (job instanceof UpdateJob updating
          && job.settings().equals(before.get(StagedWrite.SETTINGS))) {
        Optional<UpdateJob.Update> update =
            LakeChanges.of(lake, job, inputs, consumed(before), now)
                .flatMap(updating::update)
                .flatMap(u -> whereSmall(updating, u));
        if (update.isPresent()) {
          return write(updating, update.get(), summary, Origins.of(now), begun);
        }
      }
      Optional<Dataset<Row>> gone = withdrawn.flatMap(Withdrawn::keys);
      if (gone.isPresent()) {
        return takeBack(
            job,
            inputs,
            withdrawn.get().addsNothing(),
            gone.get(),
            summary,
            Origins.of(now),
            begun);
      }
      return write(job, inputs, summary, modeOf(job), Origins.of(now), begun);
    } finally {
      release();
    }
  }

  /**
   * Runs a job on rows from outside the lake, and puts what it makes in the place of the rows of
   * some keys, in one commit.
   *
   * @param given all inputs of the job
   * @param keys rows of the columns of the contract's key, each key once
   */
  public JobResult replace(Job job, Map<TableName, Dataset<Row>> given, Dataset<Row> keys) {
    Begun begun = begin(job.writes());
    LakeInputs inputs = new LakeInputs(job.name(), () -> lake.read(Tables.LABELS));
    given.forEach(inputs::put);
    Map<String, String> summary = summary(job, Map.of());
    summary.putAll(positionsAfter(begun.before(), Map.of()));
    try {
      return takeBack(job, inputs, false, keys, summary, Origins.of(Map.of()), begun);
    } finally {
      release();
    }
  }

  /** Adds what is new, and takes back the rows of some keys. */
  private JobResult takeBack(
      Job job,
      Inputs inputs,
      boolean addsNothing,
      Dataset<Row> keys,
      Map<String, String> summary,
      Origins origins,
      Begun begun) {
    TableContract contract = lake.contracts().get(job.writes());
    try (LabelIds labels = newLabelIds()) {
      Dataset<Row> rows =
          addsNothing ? lake.noRows(contract.name()) : withPolicyIds(job.build(inputs), labels);
      refuse(job, ContractCheck.ofSchema(contract, rows.schema()));
      return publish(
          job,
          StagedWrite.update(lake, contract, from(begun, contract), keys, rows, summary),
          labels,
          addsNothing ? origins : traced(origins, rows),
          begun);
    }
  }

  /**
   * Takes the rows of some keys out of a table.
   *
   * @param keys rows of the columns of the contract's key, each key once
   * @param step what it is to be known by, as a job's name
   */
  public void remove(TableName table, Dataset<Row> keys, String step) {
    TableContract contract = lake.contracts().get(table);
    Begun begun = begin(table);
    Map<String, String> summary = positionsAfter(begun.before(), Map.of());
    summary.put(StagedWrite.JOB, step);
    summary.put(StagedWrite.SETTINGS, "");
    StagedWrite.update(lake, contract, begun.from(), keys, lake.noRows(table), summary).publish();
  }

  /**
   * Adds rows to a table that were checked when they were written to it before.
   *
   * @param step what it is to be known by, as a job's name
   */
  void add(TableName table, Dataset<Row> rows, String step) {
    Begun begun = begin(table);
    Map<String, String> summary = positionsAfter(begun.before(), Map.of());
    summary.put(StagedWrite.JOB, step);
    summary.put(StagedWrite.SETTINGS, "");
    StagedWrite.write(
            lake, lake.contracts().get(table), begun.from(), WriteMode.APPEND, rows, summary)
        .publish();
  }

  /** How far streams have come whose rows are in a table, by the names of their sources. */
  public static Map<String, String> positions(Lake lake, TableName table) {
    Snapshot last = lake.lastWrite(table);
    Map<String, String> positions = new LinkedHashMap<>();
    positionsAfter(last == null ? Map.of() : last.summary(), Map.of())
        .forEach((key, at) -> positions.put(key.substring(StagedWrite.POSITION.length()), at));
    return positions;
  }

  /**
   * Where a job began.
   *
   * @param from the snapshot of its table by which it was told what is new
   * @param last the last write of a job to it, as of that snapshot; null where none wrote
   */
  private record Begun(long nanos, long from, @Nullable Snapshot last) {

    /** What that write said of itself. */
    Map<String, String> before() {
      return last == null ? Map.of() : last.summary();
    }
  }

  private Begun begin(TableName writes) {
    long nanos = System.nanoTime();
    TableHistory history = lake.history(writes);
    long from = lake.tip(history).snapshotId();
    return new Begun(nanos, from, history.lastWrite(from));
  }

  /**
   * The snapshot that what a job writes comes after: the one that it looked at, or what another run
   * of it wrote since would be there twice. Tables of rights are written beside a run, by acts on
   * readers, and made once more before it is published.
   */
  private long from(Begun begun, TableContract contract) {
    return Runs.RIGHTS.contains(contract.name())
        ? lake.snapshot(contract.name()).snapshotId()
        : begun.from();
  }

  /** The summary keys of positions: those of before, and those that have moved on. */
  private static Map<String, String> positionsAfter(
      Map<String, String> before, Map<String, String> moved) {
    Map<String, String> positions = new LinkedHashMap<>();
    before.forEach(
        (key, at) -> {
          if (key.startsWith(StagedWrite.POSITION)) {
            positions.put(key, at);
          }
        });
    moved.forEach((source, at) -> positions.put(StagedWrite.POSITION + source, at));
    return positions;
  }

  private static boolean readsWhatIsNew(Job job) {
    return job.reads().stream().allMatch(read -> read.amount() == Read.Amount.NEW);
  }

  /**
   * Runs a job on all of its inputs and puts the result in the place of all that the table holds.
   */
  public JobResult rerun(Job job) {
    Begun begun = begin(job.writes());
    LakeInputs inputs = new LakeInputs(job.name(), () -> lake.read(Tables.LABELS));
    Map<TableName, Long> now = new LinkedHashMap<>();
    for (Read read : job.reads()) {
      Snapshot upTo = lake.snapshot(read.table());
      now.put(read.table(), upTo.snapshotId());
      inputs.put(read.table(), lake.readAt(read.table(), upTo));
    }
    try {
      return write(job, inputs, summary(job, now), WriteMode.REPLACE, Origins.of(now), begun);
    } finally {
      release();
    }
  }

  /** How a run writes that reads its inputs as declared. */
  private WriteMode modeOf(Job job) {
    WriteMode mode = lake.contracts().get(job.writes()).write();
    return mode == WriteMode.UPDATE ? WriteMode.REPLACE : mode;
  }

  /** The snapshots of other tables that a write says it consumed. */
  static Map<TableName, Long> consumed(Map<String, String> summary) {
    Map<TableName, Long> consumed = new LinkedHashMap<>();
    summary.forEach(
        (key, value) -> {
          if (key.startsWith(StagedWrite.CONSUMED)) {
            consumed.put(
                TableName.of(key.substring(StagedWrite.CONSUMED.length())), Long.parseLong(value));
          }
        });
    return consumed;
  }

  /** The same update with its keys counted, unless making all anew is simpler. */
  private Optional<UpdateJob.Update> whereSmall(UpdateJob job, UpdateJob.Update update) {
    TableContract contract = lake.contracts().get(job.writes());
    HeldRows held = HeldRows.counted(update.keys().select(keyOf(contract)).distinct());
    return held.count() > Math.max(FEW_KEYS, lake.rowsRoughly(job.writes()) / 5)
        ? Optional.empty()
        : Optional.of(new UpdateJob.Update(held.keys(), update.rows()));
  }

  private static Column[] keyOf(TableContract contract) {
    return contract.key().stream().map(c -> col(c)).toArray(Column[]::new);
  }

  private JobResult write(
      UpdateJob job,
      UpdateJob.Update update,
      Map<String, String> summary,
      Origins origins,
      Begun begun) {
    TableContract contract = lake.contracts().get(job.writes());
    try (LabelIds labels = newLabelIds()) {
      Dataset<Row> made = withPolicyIds(update.rows(), labels);
      Dataset<Row> rows = HeldRows.of(made);
      refuse(job, ContractCheck.ofSchema(contract, rows.schema()));
      Dataset<Row> keys =
          HeldRows.keys(update.keys().unionByName(rows.select(keyOf(contract))).distinct());
      String[] key = contract.key().toArray(String[]::new);
      Dataset<Row> there = lake.read(contract.name()).join(keys, key, "left_semi");
      HeldRows changed = HeldRows.counted(differing(contract, rows, there));
      return publish(
          job,
          StagedWrite.update(
              lake,
              contract,
              from(begun, contract),
              changed.keys(),
              changed.count() == 0
                  ? lake.noRows(contract.name())
                  : rows.join(changed.keys(), key, "left_semi"),
              summary),
          labels,
          traced(origins, made),
          begun);
    }
  }

  /** The keys whose rows in the two are not the same. */
  private static Dataset<Row> differing(
      TableContract contract, Dataset<Row> fresh, Dataset<Row> there) {
    Column[] columns = contract.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    Column[] key = keyOf(contract);
    // What is the same on both sides cancels out, in any order; no two rows of a key are the same.
    return fresh
        .select(columns)
        .withColumn("count_", lit(1))
        .unionByName(there.select(columns).withColumn("count_", lit(-1)))
        .withColumn("hash_", RowHash.of(contract))
        .groupBy(key)
        .agg(sum("count_").as("rows_"), expr("bit_xor(hash_)").as("hashes_"))
        .where(col("rows_").notEqual(0).or(col("hashes_").notEqual(0)))
        .select(key);
  }

  private boolean nothingNew(Job job, Map<String, String> before, Map<TableName, Long> now) {
    return !before.isEmpty()
        && (!job.reads().isEmpty() && readsWhatIsNew(job)
            || job.settings().equals(before.get(StagedWrite.SETTINGS)))
        && now.entrySet().stream()
            .allMatch(
                e -> {
                  String consumed = before.get(StagedWrite.CONSUMED + e.getKey());
                  return consumed != null
                      && lake.sameRows(e.getKey(), Long.parseLong(consumed), e.getValue());
                });
  }

  private static Map<String, String> summary(Job job, Map<TableName, Long> now) {
    Map<String, String> summary = new LinkedHashMap<>();
    summary.put(StagedWrite.JOB, job.name());
    summary.put(StagedWrite.SETTINGS, job.settings());
    now.forEach((table, id) -> summary.put(StagedWrite.CONSUMED + table, Long.toString(id)));
    return summary;
  }

  private JobResult write(
      Job job,
      Inputs inputs,
      Map<String, String> summary,
      WriteMode mode,
      Origins origins,
      Begun begun) {
    TableContract contract = lake.contracts().get(job.writes());
    try (LabelIds labels = newLabelIds()) {
      Dataset<Row> rows = withPolicyIds(job.build(inputs), labels);
      refuse(job, ContractCheck.ofSchema(contract, rows.schema()));
      return publish(
          job,
          StagedWrite.write(lake, contract, from(begun, contract), mode, rows, summary),
          labels,
          traced(origins, rows),
          begun);
    }
  }

  /** With the origins of the columns of rows that no checkpoint has cut off from them yet. */
  private Origins traced(Origins origins, Dataset<Row> made) {
    if (!tracing) {
      return origins;
    }
    try {
      return origins.with(ColumnOrigins.of(made, lake::tableOf));
    } catch (Exception | StackOverflowError e) {
      // A plan that is read wrong is no reason not to write the rows.
      LOG.warn("Cannot tell of what the columns are made: {}", e.getClass().getSimpleName());
      return origins;
    }
  }

  private LabelIds newLabelIds() {
    return new LabelIds(lake.spark(), labelNotes(lake) + "/" + UUID.randomUUID());
  }

  /** The folder in which jobs note the labels that they meet, each in a folder of its own. */
  static String labelNotes(Lake lake) {
    return lake.history(Tables.LABELS).location() + "/seen";
  }

  /** Rows of a job that combines labels come with these; the table takes their ids. */
  private static Dataset<Row> withPolicyIds(Dataset<Row> built, LabelIds labels) {
    List<String> columns = List.of(built.columns());
    if (!columns.contains(LABEL)) {
      return built;
    }
    Column id =
        columns.contains(TableContract.POLICY_ID)
            ? labels.of(col(TableContract.POLICY_ID), col(LABEL))
            : labels.of(col(LABEL));
    return built.withColumn(TableContract.POLICY_ID, id).drop(LABEL);
  }

  private JobResult publish(
      Job job, StagedWrite staged, LabelIds labels, Origins origins, Begun begun) {
    List<Breach> breaches = staged.breaches();
    if (!breaches.isEmpty()) {
      staged.drop();
      refuse(job, breaches);
    }
    register(labels);
    long added = staged.addedRows();
    staged.publish();
    compactIfItCan(job.writes());
    return new JobResult(
        job.name(), job.writes(), JobResult.Outcome.WRITTEN, added, seconds(begun), origins);
  }

  /**
   * What was written counts already: files that cannot be rewritten now wait for the next write.
   */
  private void compactIfItCan(TableName table) {
    try {
      lake.compact(table);
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      LOG.warn("Files of {} were not rewritten: {}", table, Failures.why(e));
    }
  }

  /** Lets go of what the job, or a library under it, kept; jobs keep nothing for each other. */
  private void release() {
    lake.spark().catalog().clearCache();
    lake.spark()
        .sparkContext()
        .getPersistentRDDs()
        .values()
        .foreach(
            rdd -> {
              rdd.unpersist(false);
              return null;
            });
  }

  /** Labels are there before the rows that carry them; one that no row carries does no harm. */
  private void register(LabelIds labels) {
    Optional<SortedMap<String, Label>> few = labels.few();
    if (few.isPresent()) {
      registerFew(few.get());
      return;
    }
    String[] id = {TableContract.POLICY_ID};
    HeldRows seen = HeldRows.counted(labels.seen());
    // The table may be large: what was seen is brought to it, not it to them.
    Dataset<Row> known =
        lake.read(Tables.LABELS)
            .select(TableContract.POLICY_ID)
            .join(seen.keys().select(TableContract.POLICY_ID), id, "left_semi");
    HeldRows fresh = HeldRows.counted(seen.rows().join(known, id, "left_anti"));
    if (fresh.count() > 0) {
      append(fresh.rows());
    }
  }

  private void registerFew(SortedMap<String, Label> seen) {
    SortedMap<String, Label> fresh = new TreeMap<>(seen);
    fresh.keySet().removeAll(registered);
    if (fresh.isEmpty()) {
      return;
    }
    lake.read(Tables.LABELS)
        .where(col(TableContract.POLICY_ID).isin(fresh.keySet().toArray()))
        .select(TableContract.POLICY_ID)
        .collectAsList()
        .forEach(known -> fresh.remove(known.getString(0)));
    if (!fresh.isEmpty()) {
      append(LabelIds.rows(lake.spark(), fresh));
    }
    if (registered.size() < MOST_REMEMBERED) {
      registered.addAll(seen.keySet());
    }
  }

  private void append(Dataset<Row> labels) {
    StagedWrite.write(
            lake,
            lake.contracts().get(Tables.LABELS),
            WriteMode.APPEND,
            labels,
            Map.of(StagedWrite.JOB, "register-labels"))
        .publish();
  }

  private static void refuse(Job job, List<Breach> breaches) {
    if (!breaches.isEmpty()) {
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot publish the result of "
              + job.name()
              + ": "
              + breaches.stream().map(Breach::inWords).collect(Collectors.joining("; ")));
    }
  }

  private static double seconds(Begun begun) {
    return (System.nanoTime() - begun.nanos()) / 1e9;
  }
}
