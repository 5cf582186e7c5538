package org.insight.engine;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.PublishedRun.Action;
import org.insight.lake.Lake;
import org.insight.lake.Publication;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.lake.TableHistory;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.jspecify.annotations.Nullable;

/**
 * Runs of the pipeline: what they write is staged on a branch of each table, then all of it is
 * published together, by one row of governance.runs. A run that is killed or refused leaves readers
 * on the last published state of every table, and the next one goes on from what it staged.
 *
 * <p>Acts on readers, decisions, corrections and the audit are published at once. The tables of
 * readers' rights are staged by a run like others, but readers go by what is published of them now,
 * whatever run they see otherwise: a revocation waits for none.
 */
public final class Runs {

  private static final Set<TableName> AT_ONCE =
      Set.of(
          Tables.READER_ACTS,
          Tables.WITHDRAWALS,
          Tables.DECISION_ACTS,
          Tables.CORRECTION_ACTS,
          Tables.AUDIT,
          Tables.RUNS);

  /** What follows from the acts on readers. */
  public static final Set<TableName> RIGHTS =
      Set.of(Tables.READERS, Tables.GRANTS, Tables.ENTITLEMENTS);

  /** The name, as of a job, of a rollback's write that left a table without rows. */
  public static final String EMPTIED = "rollback";

  /** Summary keys of the snapshots of governance.runs: the last row, to be read without a job. */
  private static final String NUMBER = "insight.run";

  private static final String AT = "insight.run-at";
  private static final String ACTION = "insight.run-action";
  private static final String OF = "insight.run-of";
  private static final String CHANGED = "insight.run-changed";
  private static final String SNAPSHOT = "insight.run-snapshot.";

  private static final StructType ROW =
      StructType.fromDDL(
          "run bigint, at timestamp, action string, of bigint, changed array<string>,"
              + " snapshots map<string,bigint>");

  private final Lake lake;

  /** The last run when an earlier one was staged; below 0 where none was. */
  private long stagedOver = -1;

  /** What was staged then. */
  private Map<TableName, Long> stagedThen = Map.of();

  private Runs(Lake lake) {
    this.lake = lake;
  }

  /** The runs of a lake. */
  public static Runs of(Lake lake) {
    return new Runs(lake.published());
  }

  /**
   * Begins a run, or goes on with one that did not come to its end: finishes a publication that was
   * cut off, forgets what was staged of tables that others published to since, or by a rollback
   * that was given up, and stages received items again that were set aside meanwhile.
   *
   * @return the lake as the run sees it and writes it
   */
  public Lake open() {
    return open(cutOff -> {});
  }

  /**
   * As {@link #open()}.
   *
   * @param settled is told of the run whose publication was finished
   */
  public Lake open(Consumer<PublishedRun> settled) {
    settle().ifPresent(settled);
    dropStagedByRollback();
    dropOutrun();
    bringBack();
    return lake.ofRun();
  }

  /**
   * Finishes a publication that was cut off, before {@link #drop}. Received items are not staged
   * again for it: it may be they that cannot be.
   */
  public void openToDrop() {
    settle();
  }

  /** What is staged and not published yet. */
  public SortedMap<TableName, Long> staged() {
    SortedMap<TableName, Long> staged = Publication.staged(lake);
    staged.remove(Tables.RUNS);
    return staged;
  }

  /**
   * Forgets what is staged of tables that others published to since; the jobs that write to them
   * have to run again. Received items, which may be nowhere else, are set aside until {@link
   * #bringBack}.
   *
   * @return which
   */
  public SortedSet<TableName> dropOutrun() {
    SortedSet<TableName> outrun = new TreeSet<>(staged().keySet());
    outrun.removeIf(table -> !Publication.outrun(lake, table));
    if (outrun.contains(Tables.ARRIVALS)) {
      setAside();
    }
    outrun.forEach(table -> Publication.drop(lake, table));
    return outrun;
  }

  /**
   * Forgets what a rollback staged that was cut off, which nobody has decided that a run should
   * publish. What a run stages has been published by none yet, and what a cut-off publication was
   * to show is settled before. A table that it left without rows is made anew by its job.
   */
  private void dropStagedByRollback() {
    SortedMap<TableName, Long> staged = staged();
    if (staged.isEmpty() || !lake.has(Tables.RUNS)) {
      return;
    }
    Set<TableName> named = named(staged);
    dropOrder().stream().filter(named::contains).forEach(table -> Publication.drop(lake, table));
  }

  /**
   * Those of some tables whose snapshots are those of a run. Spark looks: a stream asks with each
   * batch, and there are ever more runs.
   */
  private Set<TableName> named(SortedMap<TableName, Long> snapshots) {
    Column[] any =
        snapshots.entrySet().stream()
            .map(e -> bool_or(snapshotOf(e.getKey()).equalTo(e.getValue())))
            .toArray(Column[]::new);
    Row found = lake.read(Tables.RUNS).agg(any[0], Arrays.copyOfRange(any, 1, any.length)).first();
    Set<TableName> named = new HashSet<>();
    int at = 0;
    for (TableName table : snapshots.keySet()) {
      if (!found.isNullAt(at) && found.getBoolean(at)) {
        named.add(table);
      }
      at++;
    }
    return named;
  }

  private static Column snapshotOf(TableName table) {
    return element_at(col("snapshots"), table.toString());
  }

  /**
   * When the first rows of a table were staged that are not published yet; empty where there are
   * none.
   */
  public Optional<Instant> waitingSince(TableName table) {
    long seen = lake.snapshot(table).snapshotId();
    TableHistory history = lake.history(table);
    Instant since = null;
    for (Snapshot at : history.past(lake.ofRun().snapshot(table).snapshotId())) {
      if (at.snapshotId() == seen) {
        break;
      }
      since = Instant.ofEpochMilli(at.timestampMillis());
    }
    return Optional.ofNullable(since);
  }

  /**
   * Forgets all that is staged, received items too, which may be nowhere else, and those that a
   * rollback set aside.
   */
  public void drop() {
    if (kept() != null) {
      // First, or whoever opens a run after this was cut off would stage them again.
      Publication.dropKept(lake, Tables.ARRIVALS);
    }
    dropOrder().forEach(table -> Publication.drop(lake, table));
  }

  /** The tables of which {@link #drop} forgets something. */
  public SortedSet<TableName> droppable() {
    SortedSet<TableName> tables = new TreeSet<>(staged().keySet());
    if (kept() != null) {
      tables.add(Tables.ARRIVALS);
    }
    return tables;
  }

  /**
   * Forgets what jobs have made and staged. Received items stay staged, with their labels; what was
   * read again or released does not, for its rows are in a published run.
   */
  public void dropMade() {
    List<TableName> made = made();
    if (made.contains(Tables.ARRIVALS)) {
      setAside();
    }
    made.forEach(table -> Publication.drop(lake, table));
    bringBack();
    if (!staged().containsKey(Tables.ARRIVALS)) {
      // Labels are left that no row has.
      drop();
    }
  }

  /** The tables of which {@link #dropMade} forgets something that is staged, in its order. */
  public List<TableName> made() {
    List<TableName> order = dropOrder();
    Long staged = staged().get(Tables.ARRIVALS);
    if (staged == null) {
      return order;
    }
    boolean added =
        lake.onlyAdded(Tables.ARRIVALS, lake.snapshot(Tables.ARRIVALS).snapshotId(), staged);
    return order.stream()
        .filter(t -> !t.equals(Tables.LABELS) && !(added && t.equals(Tables.ARRIVALS)))
        .toList();
  }

  /**
   * How many items, with what they hold, were received and are staged or set aside, and in no
   * published run.
   */
  public long received() {
    if (!lake.has(Tables.ARRIVALS)) {
      return 0;
    }
    long staged =
        staged().containsKey(Tables.ARRIVALS)
            ? withoutRootsOf(lake.ofRun().read(Tables.ARRIVALS), lake.read(Tables.ARRIVALS)).count()
            : 0;
    Long kept = kept();
    return kept == null || holds(kept) ? staged : staged + fresh(kept).count();
  }

  /**
   * Forgets what {@link #stage} has staged, and stages received items again as they were, with
   * those that came since, as another machine may have received some.
   */
  public void giveUp() {
    Long received = staged().get(Tables.ARRIVALS);
    if (received != null && !received.equals(stagedThen.get(Tables.ARRIVALS))) {
      setAside();
    }
    boolean kept = kept() != null;
    dropOrder().stream()
        .filter(table -> !kept || !table.equals(Tables.LABELS))
        .forEach(table -> Publication.drop(lake, table));
    bringBack();
  }

  /** What was staged of the arrivals and set aside; null where nothing was. */
  private @Nullable Long kept() {
    return lake.has(Tables.ARRIVALS) ? Publication.kept(lake, Tables.ARRIVALS) : null;
  }

  /** Whether what a run sees of the arrivals was made of what was set aside, or is it. */
  private boolean holds(long kept) {
    return lake.history(Tables.ARRIVALS)
        .reaches(lake.ofRun().snapshot(Tables.ARRIVALS).snapshotId(), kept);
  }

  /**
   * Stages received items again that a rollback has set aside: whoever sent them may have taken
   * their files away. Wherever this is cut off it can be done again.
   */
  public void bringBack() {
    Long kept = kept();
    if (kept == null || kept.equals(staged().get(Tables.ARRIVALS))) {
      // On a catalog that several machines share, one that has set them aside may be about to
      // forget what is staged. What stays set aside goes once the arrivals have moved on.
      return;
    }
    if (!holds(kept)) {
      Long base = publishedBefore(kept);
      if (base != null
          && !staged().containsKey(Tables.ARRIVALS)
          && lake.snapshot(Tables.ARRIVALS).snapshotId() == base
          && lake.onlyAdded(Tables.ARRIVALS, base, kept)) {
        // Nothing went back: as it was, with how far streams had come.
        Publication.stage(lake, Tables.ARRIVALS, kept);
        return;
      }
      Dataset<Row> fresh = fresh(kept);
      if (!fresh.isEmpty()) {
        new JobRunner(lake.ofRun()).add(Tables.ARRIVALS, fresh, "keep-items");
      }
    }
    Publication.dropKept(lake, Tables.ARRIVALS);
  }

  /**
   * The rows that were set aside of items that neither a run sees nor one had published: these went
   * back with it, or were read again or released, which is undone.
   */
  private Dataset<Row> fresh(long kept) {
    Dataset<Row> items =
        withoutRootsOf(lake.readAt(Tables.ARRIVALS, kept), lake.ofRun().read(Tables.ARRIVALS));
    Long base = publishedBefore(kept);
    return base == null ? items : withoutRootsOf(items, lake.readAt(Tables.ARRIVALS, base));
  }

  /** The last snapshot of the arrivals in the past of one that a run published; null: none was. */
  private @Nullable Long publishedBefore(long kept) {
    Set<Long> published =
        new HashSet<>(
            lake.read(Tables.RUNS)
                .select(snapshotOf(Tables.ARRIVALS).as("snapshot"))
                .where(col("snapshot").isNotNull())
                .distinct()
                .as(Encoders.LONG())
                .collectAsList());
    for (Snapshot at : lake.history(Tables.ARRIVALS).past(kept)) {
      if (published.contains(at.snapshotId())) {
        return at.snapshotId();
      }
    }
    return null;
  }

  private static Dataset<Row> withoutRootsOf(Dataset<Row> items, Dataset<Row> others) {
    return items.join(
        others.select("root_item_id").distinct(), new String[] {"root_item_id"}, "left_anti");
  }

  /**
   * What is staged, in an order in which it can be forgotten one table after the other: wherever
   * that is cut off, nothing is left that was made of what is gone, which its job would make all
   * anew, and no row without its label, which nobody would register again.
   */
  List<TableName> dropOrder() {
    SortedMap<TableName, Long> staged = Publication.staged(lake);
    List<TableName> order = new ArrayList<>();
    for (TableContract contract : lake.contracts().all()) {
      if (staged.containsKey(contract.name()) && !contract.name().equals(Tables.LABELS)) {
        order.add(contract.name());
      }
    }
    Collections.reverse(order);
    if (staged.containsKey(Tables.LABELS)) {
      order.add(Tables.LABELS);
    }
    return order;
  }

  /** As {@link #publish(Action, Long, SortedMap)}, of what is staged now, whatever it is. */
  public Optional<PublishedRun> publish(Action action, @Nullable Long of) {
    return publish(action, of, staged());
  }

  /**
   * Lets readers see what is staged. Checking it is the caller's.
   *
   * @param of of a rollback, the run that it goes back to
   * @param checked what was {@link #staged} when it was checked: rows that came since were not
   * @return empty where nothing is staged
   * @throws InsightException EXTERNAL where somebody else staged or published meanwhile; the run is
   *     to be run again
   */
  public Optional<PublishedRun> publish(
      Action action, @Nullable Long of, SortedMap<TableName, Long> checked) {
    long seen = lake.snapshot(Tables.RUNS).snapshotId();
    boolean back = action == Action.ROLLBACK;
    if (back && stagedOver >= 0 && stagedOver != lastNumber()) {
      // Of which nobody has decided that it be taken back.
      throw outrun();
    }
    SortedMap<TableName, Long> staged = staged();
    if (back && !hasAll(staged, stagedThen)) {
      // Somebody has begun a run meanwhile, which takes it for one that was given up.
      throw outrun();
    }
    if (!staged.equals(checked)) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot publish the run: another one staged rows or published since this one was checked;"
              + " run the same command again");
    }
    if (staged.isEmpty()) {
      return Optional.empty();
    }
    if (Publication.staged(lake).containsKey(Tables.RUNS)) {
      // Of a publication that was cut off before it counted.
      Publication.drop(lake, Tables.RUNS);
    }
    PublishedRun run = next(action, of, staged, seen);
    write(lake.ofRun(), run, seen);
    SortedMap<TableName, Long> moved = new TreeMap<>(staged);
    moved.put(Tables.RUNS, lake.ofRun().snapshot(Tables.RUNS).snapshotId());
    // Neither rows of runs nor rights are staged from before: what came meanwhile is no older.
    if (!Publication.move(
        lake,
        inOrder(staged.keySet()),
        moved,
        table -> back && !table.equals(Tables.RUNS) && !RIGHTS.contains(table))) {
      throw outrun();
    }
    return Optional.of(run);
  }

  /** Labels may have been added since. */
  private static boolean hasAll(Map<TableName, Long> staged, Map<TableName, Long> then) {
    return then.entrySet().stream()
        .allMatch(
            e ->
                e.getKey().equals(Tables.LABELS)
                    ? staged.containsKey(Tables.LABELS)
                    : e.getValue().equals(staged.get(e.getKey())));
  }

  private static InsightException outrun() {
    return new InsightException(
        ErrorKind.EXTERNAL,
        "Cannot publish the run: another one published meanwhile; run the same command again");
  }

  private long lastNumber() {
    return last().map(PublishedRun::number).orElse(0L);
  }

  /**
   * Rewrites the files of tables that have many deleted keys.
   *
   * @return the row that says so; empty where there was nothing to do
   */
  public Optional<PublishedRun> compact() {
    return compact(lake::compact);
  }

  /**
   * Rewrites files, of which no reader sees a change, and has readers go by the new ones.
   *
   * @param rewrite rewrites those of one table, where that pays, and says whether it did
   * @return the row that says so; empty where readers go by what they did
   * @throws InsightException EXTERNAL where somebody else published meanwhile
   */
  Optional<PublishedRun> compact(Predicate<TableName> rewrite) {
    SortedSet<TableName> compacted = new TreeSet<>();
    for (TableContract contract : lake.contracts().all()) {
      if (rewrite.test(contract.name())) {
        compacted.add(contract.name());
      }
    }
    Optional<PublishedRun> last = last();
    if (last.isEmpty() || last.get().snapshots().keySet().stream().noneMatch(compacted::contains)) {
      return Optional.empty();
    }
    long seen = lake.snapshot(Tables.RUNS).snapshotId();
    SortedMap<TableName, Long> now = new TreeMap<>();
    compacted.forEach(table -> now.put(table, lake.snapshot(table).snapshotId()));
    PublishedRun run = next(Action.COMPACT, null, now, seen);
    write(lake, run, seen);
    return Optional.of(run);
  }

  /**
   * Stages the tables as an earlier run published them; those of readers' rights aside, which
   * follow from the acts on readers as they are now. Tables that it did not have yet are staged
   * without rows, and made again by the next run. Labels that came since stay. What was staged
   * before is forgotten, but for received items, which are set aside until {@link #bringBack}.
   *
   * @throws InsightException USAGE where there is no such run; INPUT where one of its snapshots is
   *     kept no more, and then nothing is staged
   */
  public void stage(long number) {
    PublishedRun run = get(number);
    run.snapshots()
        .forEach(
            (table, snapshot) -> {
              if (!Publication.has(lake, table, snapshot)) {
                throw new InsightException(
                    ErrorKind.INPUT,
                    "Cannot go back to run "
                        + number
                        + ": its snapshot of a table is kept no more, found "
                        + table);
              }
            });
    setAside();
    boolean labelsStay = kept() != null && staged().containsKey(Tables.LABELS);
    dropOrder().stream()
        .filter(table -> !labelsStay || !table.equals(Tables.LABELS))
        .forEach(table -> Publication.drop(lake, table));
    stagedThen = Map.of();
    stagedOver = lastNumber();
    run.snapshots()
        .forEach(
            (table, snapshot) -> {
              if (lake.snapshot(table).snapshotId() != snapshot
                  && !(labelsStay && table.equals(Tables.LABELS))
                  && !hasLabelsOf(table, snapshot)) {
                Publication.stage(lake, table, snapshot);
              }
            });
    for (TableContract contract : lake.contracts().all()) {
      TableName table = contract.name();
      if (!run.snapshots().containsKey(table)
          && !AT_ONCE.contains(table)
          && !RIGHTS.contains(table)
          && lake.rowsRoughly(table) > 0) {
        // Of a later version than that run's: its rows were made of what readers see no more.
        // As a write that consumed nothing, so that its job makes all of it anew.
        StagedWrite.write(
                lake.ofRun(),
                contract,
                WriteMode.REPLACE,
                lake.noRows(table),
                Map.of(StagedWrite.JOB, EMPTIED))
            .publish();
      }
    }
    stagedThen = staged();
  }

  /** Sets aside what is staged of the arrivals, with what was set aside before. */
  void setAside() {
    bringBack();
    Long received = staged().get(Tables.ARRIVALS);
    if (received != null && !received.equals(kept())) {
      Publication.keep(lake, Tables.ARRIVALS, received);
    }
  }

  /**
   * Whether a table is that of labels and has all that it had at a snapshot. Labels are only added:
   * those that came since do no harm, but rows of a rollback that is cut off could lack them.
   */
  private boolean hasLabelsOf(TableName table, long snapshot) {
    return table.equals(Tables.LABELS)
        && lake.history(Tables.LABELS).reaches(lake.snapshot(Tables.LABELS).snapshotId(), snapshot);
  }

  /**
   * The run of a number.
   *
   * @throws InsightException USAGE where there is none
   */
  public PublishedRun get(long number) {
    List<PublishedRun> found = new ArrayList<>();
    lake.forEach(
        Tables.RUNS,
        List.of(ROW.fieldNames()),
        row -> {
          if (row.getLong(0) == number) {
            found.add(run(row));
          }
        });
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new InsightException(
                    ErrorKind.USAGE,
                    "Cannot find the run: none of that number, found "
                        + number
                        + "; `insight runs` lists them"));
  }

  /** The run that readers see; empty before the first. No Spark job reads it. */
  public Optional<PublishedRun> last() {
    if (!lake.has(Tables.RUNS)) {
      return Optional.empty();
    }
    Snapshot snapshot = lake.lastWrite(Tables.RUNS);
    Map<String, String> summary = snapshot == null ? Map.of() : snapshot.summary();
    String number = summary.get(NUMBER);
    if (number == null) {
      return Optional.empty();
    }
    SortedMap<TableName, Long> snapshots = new TreeMap<>();
    summary.forEach(
        (key, value) -> {
          if (key.startsWith(SNAPSHOT)) {
            snapshots.put(TableName.of(key.substring(SNAPSHOT.length())), Long.parseLong(value));
          }
        });
    String of = summary.get(OF);
    SortedSet<TableName> changed = new TreeSet<>();
    Arrays.stream(summary.getOrDefault(CHANGED, "").split(" "))
        .filter(name -> !name.isEmpty())
        .forEach(name -> changed.add(TableName.of(name)));
    return Optional.of(
        new PublishedRun(
            Long.parseLong(number),
            Instant.parse(summary.getOrDefault(AT, Instant.EPOCH.toString())),
            Action.valueOf(summary.getOrDefault(ACTION, Action.RUN.name())),
            of == null ? null : Long.valueOf(of),
            changed,
            snapshots));
  }

  /** The last runs, the first of them first. */
  public List<PublishedRun> last(int count) {
    // A lake of years has many, so no more are held than are asked for.
    TreeMap<Long, PublishedRun> last = new TreeMap<>();
    lake.forEach(
        Tables.RUNS,
        List.of(ROW.fieldNames()),
        row -> {
          last.put(row.getLong(0), run(row));
          if (last.size() > count) {
            last.pollFirstEntry();
          }
        });
    return List.copyOf(last.values());
  }

  /** All runs, the first first. */
  public List<PublishedRun> all() {
    return last(Integer.MAX_VALUE);
  }

  private static PublishedRun run(Row row) {
    SortedMap<TableName, Long> snapshots = new TreeMap<>();
    row.<String, Long>getJavaMap(5)
        .forEach((table, snapshot) -> snapshots.put(TableName.of(table), snapshot));
    SortedSet<TableName> changed = new TreeSet<>();
    row.<String>getList(4).forEach(name -> changed.add(TableName.of(name)));
    return new PublishedRun(
        row.getLong(0),
        row.getTimestamp(1).toInstant(),
        Action.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        row.isNullAt(3) ? null : row.getLong(3),
        changed,
        snapshots);
  }

  /**
   * Moves what a publication that was cut off had not moved yet.
   *
   * @return the run that it was of; empty where nothing was left to move
   */
  Optional<PublishedRun> settle() {
    Optional<PublishedRun> last = last();
    if (last.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<TableName, Long> staged = staged();
    List<TableName> left =
        last.get().snapshots().entrySet().stream()
            .filter(e -> e.getValue().equals(staged.get(e.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Publication.move(lake, left, staged, table -> true);
    return last;
  }

  /**
   * The row of a run that is to come.
   *
   * @param seen the snapshot of governance.runs that was read before any of the others: the row
   *     says of all tables where they are, so one that somebody else writes from then on is not to
   *     be followed by it
   */
  PublishedRun next(
      Action action, @Nullable Long of, SortedMap<TableName, Long> changed, long seen) {
    SortedMap<TableName, Long> snapshots = new TreeMap<>();
    for (TableContract contract : lake.contracts().all()) {
      TableName table = contract.name();
      if (!AT_ONCE.contains(table) && !RIGHTS.contains(table)) {
        Long there = changed.get(table);
        snapshots.put(table, there == null ? lake.snapshot(table).snapshotId() : there);
      }
    }
    return new PublishedRun(
        numberAt(seen) + 1,
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        action,
        of,
        new TreeSet<>(changed.keySet()),
        snapshots);
  }

  /** The number of the last run at a snapshot of governance.runs. */
  private long numberAt(long snapshot) {
    Snapshot last = lake.history(Tables.RUNS).lastWrite(snapshot);
    return last == null ? 0 : Long.parseLong(last.summary().getOrDefault(NUMBER, "0"));
  }

  /**
   * Writes the row of a run.
   *
   * @param seen as of {@link #next}
   * @throws InsightException EXTERNAL where somebody else has written one of that number since
   */
  static void write(Lake lake, PublishedRun run, long seen) {
    Map<String, String> summary = new HashMap<>();
    summary.put(StagedWrite.JOB, "publish-run");
    summary.put(NUMBER, Long.toString(run.number()));
    summary.put(AT, run.at().toString());
    summary.put(ACTION, run.action().name());
    if (run.of() != null) {
      summary.put(OF, run.of().toString());
    }
    List<String> changed = run.changed().stream().map(TableName::toString).toList();
    summary.put(CHANGED, String.join(" ", changed));
    Map<String, Long> snapshots = new TreeMap<>();
    run.snapshots()
        .forEach(
            (table, id) -> {
              snapshots.put(table.toString(), id);
              summary.put(SNAPSHOT + table, Long.toString(id));
            });
    Dataset<Row> row =
        lake.spark()
            .createDataFrame(
                List.of(
                    RowFactory.create(
                        run.number(),
                        Timestamp.from(run.at()),
                        run.action().name().toLowerCase(Locale.ROOT),
                        run.of(),
                        changed.toArray(String[]::new),
                        snapshots)),
                ROW);
    StagedWrite.write(lake, lake.contracts().get(Tables.RUNS), seen, WriteMode.APPEND, row, summary)
        .publish();
  }

  /**
   * Where tables move one after the other: first those without which rows of the others would be
   * seen by nobody, then the row from which on readers see the others.
   */
  private List<TableName> inOrder(Set<TableName> staged) {
    Set<TableName> order = new LinkedHashSet<>();
    staged.stream().filter(t -> RIGHTS.contains(t) || t.equals(Tables.LABELS)).forEach(order::add);
    order.add(Tables.RUNS);
    order.addAll(staged);
    return List.copyOf(order);
  }
}
