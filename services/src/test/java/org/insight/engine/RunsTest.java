package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.PublishedRun.Action;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.landing.Inbox;
import org.insight.lake.Compaction;
import org.insight.lake.Lake;
import org.insight.lake.Publication;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.insight.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run writes is seen by readers all at once or not at all. */
class RunsTest {

  private static final TableName[] USED = {
    Tables.REJECTS, Tables.DOCUMENTS, Tables.GRANTS, Tables.READER_ACTS, Tables.RUNS
  };

  /** Iceberg's that publish in one transaction, and table by table; Delta. */
  private enum Catalog {
    SQLITE,
    HADOOP,
    DELTA;

    Lake lake(Path folder) {
      return lake(folder, USED);
    }

    Lake lake(Path folder, TableName... tables) {
      return switch (this) {
        case SQLITE -> TestLakes.onSqlite(folder, tables);
        case HADOOP -> TestLakes.in(folder, tables);
        case DELTA -> TestLakes.ofDelta(folder, tables);
      };
    }
  }

  @TempDir private Path folder;

  /** Adds a reject and a document of that id, and a grant to that scope. */
  private static void write(Lake lake, String id) {
    TestLakes.write(lake, Tables.REJECTS, WriteMode.APPEND, row("item_id", id));
    TestLakes.write(lake, Tables.DOCUMENTS, WriteMode.APPEND, row("document_id", id));
    TestLakes.write(lake, Tables.GRANTS, WriteMode.REPLACE, row("scope", id));
  }

  private static org.apache.spark.sql.Dataset<Row> row(String column, String... values) {
    List<Row> rows = Arrays.stream(values).map(v -> RowFactory.create(v, "p1")).toList();
    return SharedSpark.session()
        .createDataFrame(
            rows,
            StructType.fromDDL(
                column
                    + " string, "
                    + (column.equals("scope") ? "base_policy_id" : "policy_id")
                    + " string"));
  }

  /** What is in the three tables, in one line. */
  private static String seen(Lake lake) {
    return ids(lake, Tables.REJECTS, "item_id")
        + " "
        + ids(lake, Tables.DOCUMENTS, "document_id")
        + " "
        + ids(lake, Tables.GRANTS, "scope");
  }

  private static String ids(Lake lake, TableName table, String column) {
    return lake.read(table).select(column).orderBy(column).collectAsList().stream()
        .map(r -> r.getString(0))
        .collect(Collectors.joining("+"));
  }

  private static void publish(Lake lake, String id) {
    Runs runs = Runs.of(lake);
    write(runs.open(), id);
    runs.publish(Action.RUN, null);
  }

  /**
   * Where DeltaTablesTest and DeltaBranchesTest look closer, Delta is of the long form, but for a
   * publication beside others and a rollback.
   */
  static Stream<Catalog> catalogs() {
    return "long".equals(System.getProperty("insight.tests"))
        ? Stream.of(Catalog.values())
        : Stream.of(Catalog.SQLITE, Catalog.HADOOP);
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void whatARunWritesIsSeenByItAtOnceAndByReadersWhenItIsPublished(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    publish(lake, "a");
    Runs runs = Runs.of(lake);
    Lake run = runs.open();
    write(run, "b");
    assertThat(seen(run)).isEqualTo("a+b a+b b");
    assertThat(seen(lake)).isEqualTo("a a a");
    assertThat(runs.staged()).containsOnlyKeys(Tables.REJECTS, Tables.DOCUMENTS, Tables.GRANTS);

    PublishedRun published = runs.publish(Action.RUN, null).orElseThrow();
    assertThat(published.number()).isEqualTo(2);
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
    assertThat(runs.staged()).isEmpty();
    assertThat(lake.history(Tables.REJECTS).branches()).containsOnlyKeys("main");
    assertThat(runs.last()).contains(published);
    assertThat(runs.all()).hasSize(2).last().isEqualTo(published);
    assertThat(published.snapshots())
        .as("rights count as they are now, so they are no run's")
        .containsOnlyKeys(Tables.REJECTS, Tables.DOCUMENTS, Tables.LABELS);
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void aRunThatWasKilledGoesOnFromWhatItStaged(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    write(Runs.of(lake).open(), "a");
    Lake again = Runs.of(lake).open();
    assertThat(seen(again)).isEqualTo("a a a");
    assertThat(seen(lake)).isEqualTo("  ");
    write(again, "b");
    Runs.of(lake).publish(Action.RUN, null);
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
  }

  @Test
  void whereNothingIsStagedNoRowIsWritten() {
    Lake lake = Catalog.SQLITE.lake(folder);
    publish(lake, "a");
    assertThat(Runs.of(lake).publish(Action.RUN, null)).isEmpty();
    assertThat(Runs.of(lake).all()).hasSize(1);
  }

  @Test
  void whatIsDroppedWasNeverThere() {
    Lake lake = Catalog.SQLITE.lake(folder);
    publish(lake, "a");
    write(Runs.of(lake).open(), "b");
    Runs.of(lake).drop();
    assertThat(Runs.of(lake).staged()).isEmpty();
    assertThat(seen(Runs.of(lake).open())).isEqualTo("a a a");
  }

  /** Dropping is a commit for each table. */
  @Test
  void whereverDroppingIsCutOffNothingIsLeftThatWasMadeOfWhatIsGone() {
    Lake lake =
        TestLakes.onSqlite(folder, Tables.ARRIVALS, Tables.REJECTS, Tables.DOCUMENTS, Tables.RUNS);
    Lake run = Runs.of(lake).open();
    for (TableName table :
        List.of(Tables.ARRIVALS, Tables.REJECTS, Tables.DOCUMENTS, Tables.LABELS)) {
      TestLakes.write(run, table, WriteMode.REPLACE, run.noRows(table));
    }
    assertThat(Runs.of(lake).dropOrder())
        .containsExactly(Tables.DOCUMENTS, Tables.REJECTS, Tables.ARRIVALS, Tables.LABELS);
  }

  /**
   * A database that refuses one table of many, by an error and by finding another pointer there.
   */
  @ParameterizedTest
  @EnumSource(Refusal.class)
  void whereTheCatalogRefusesOneTableNoneIsPublished(Refusal refusal) throws SQLException {
    Lake lake = Catalog.SQLITE.lake(folder);
    publish(lake, "a");
    Runs runs = Runs.of(lake);
    write(runs.open(), "b");
    onDatabase(
        "CREATE TRIGGER refusing BEFORE UPDATE ON iceberg_tables WHEN NEW.table_name = 'documents'"
            + " BEGIN SELECT RAISE("
            + refusal.what
            + "); END");
    assertThatThrownBy(() -> runs.publish(Action.RUN, null))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot publish the run: ")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
    assertThat(seen(lake)).isEqualTo("a a a");
    assertThat(runs.last().orElseThrow().number()).isEqualTo(1);

    onDatabase("DROP TRIGGER refusing");
    runs.publish(Action.RUN, null);
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
    assertThat(runs.all()).extracting(PublishedRun::number).containsExactly(1L, 2L);
  }

  private enum Refusal {
    ERROR("ABORT, 'not this one'"),
    OTHER_POINTER("IGNORE");

    private final String what;

    Refusal(String what) {
      this.what = what;
    }
  }

  /** Nobody knows then whether it committed: what the pointers may lead to has to stay. */
  @ParameterizedTest
  @EnumSource(LostAnswers.Fault.class)
  void anAnswerToACommitThatIsLostLosesNoTable(LostAnswers.Fault fault) {
    LostAnswers.fail(LostAnswers.Fault.NONE);
    Lake lake = TestLakes.onSqlite(folder, "jdbc:lost:sqlite:${lake.path}/catalog.db", USED);
    publish(lake, "a");
    Runs runs = Runs.of(lake);
    write(runs.open(), "b");
    LostAnswers.fail(fault);
    try {
      if (fault == LostAnswers.Fault.NONE || fault == LostAnswers.Fault.ANSWER) {
        assertThat(runs.publish(Action.RUN, null)).isPresent();
      } else {
        assertThatThrownBy(() -> runs.publish(Action.RUN, null))
            .isInstanceOf(InsightException.class)
            .hasMessageStartingWith("Cannot tell whether the run is published: ")
            .extracting(e -> ((InsightException) e).kind())
            .isEqualTo(ErrorKind.EXTERNAL);
      }
    } finally {
      LostAnswers.fail(LostAnswers.Fault.NONE);
    }
    assertThat(seen(lake)).isEqualTo(fault == LostAnswers.Fault.COMMIT ? "a a a" : "a+b a+b b");
    // The same command once more.
    runs.open();
    runs.publish(Action.RUN, null);
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
    assertThat(runs.all()).extracting(PublishedRun::number).containsExactly(1L, 2L);
  }

  /** The driver's own patience is 3 s, which a slow disk or a machine under load can use up. */
  @Test
  void aCatalogThatAnotherHasToItselfForAWhileIsWaitedFor() throws Exception {
    Lake lake = Catalog.SQLITE.lake(folder);
    publish(lake, "a");
    Runs runs = Runs.of(lake);
    write(runs.open(), "b");
    CountDownLatch held = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> other =
        thread.submit(
            () -> {
              try (Connection database = database();
                  Statement statement = database.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                held.countDown();
                Thread.sleep(4_000);
                statement.execute("COMMIT");
              }
              return null;
            });
    assertThat(held.await(1, TimeUnit.MINUTES)).isTrue();
    runs.publish(Action.RUN, null);
    other.get();
    thread.shutdown();
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
  }

  private Connection database() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("catalog.db"));
  }

  private void onDatabase(String sql) throws SQLException {
    try (Connection database = database();
        Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Table by table: the row of the run counts, and the next run moves what is left. */
  @Test
  void aPublicationThatWasCutOffIsFinishedByTheNextRun() {
    Lake lake = Catalog.HADOOP.lake(folder);
    publish(lake, "a");
    long before = lake.snapshot(Tables.DOCUMENTS).snapshotId();
    publish(lake, "b");
    long after = lake.snapshot(Tables.DOCUMENTS).snapshotId();
    lake.iceberg(Tables.DOCUMENTS)
        .manageSnapshots()
        .createBranch("insight_run", after)
        .rollbackTo(before)
        .commit();
    assertThat(seen(lake)).isEqualTo("a+b a b");
    assertThat(Runs.of(lake).last().orElseThrow().snapshots())
        .as("what readers go by")
        .containsEntry(Tables.DOCUMENTS, after);
    assertThat(Runs.of(lake).settle().map(PublishedRun::number)).contains(2L);
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
    assertThat(Runs.of(lake).staged()).isEmpty();
    assertThat(Runs.of(lake).settle()).as("nothing is left of it").isEmpty();

    lake.iceberg(Tables.DOCUMENTS)
        .manageSnapshots()
        .createBranch("insight_run", after)
        .rollbackTo(before)
        .commit();
    Runs.of(lake).open();
    assertThat(seen(lake)).as("a run settles it before it begins").isEqualTo("a+b a+b b");
  }

  /** A reader in Trino may name any branch: one whose name is known shows what nobody checked. */
  @ParameterizedTest
  @EnumSource(names = {"SQLITE", "HADOOP"})
  void whatIsStagedLiesOnABranchThatNobodyCanGuess(Catalog catalog) {
    Lake lake = catalog.lake(folder.resolve("one"));
    Lake other = catalog.lake(folder.resolve("other"));
    write(Runs.of(lake).open(), "a");
    write(Runs.of(other).open(), "a");
    String branch = branch(lake, Tables.REJECTS);
    Set<String> names =
        Set.copyOf(
            List.of(
                branch,
                branch(lake, Tables.DOCUMENTS),
                branch(other, Tables.REJECTS),
                branch(other, Tables.DOCUMENTS)));
    assertThat(names).hasSize(4).allMatch(name -> name.matches("insight_run_[0-9a-f]{32}"));

    write(Runs.of(lake).open(), "b");
    assertThat(branch(lake, Tables.REJECTS)).as("it moves on").isEqualTo(branch);
    assertThat(lake.history(Tables.REJECTS).branches()).containsOnlyKeys("main", "insight_run");
    Runs.of(lake).publish(Action.RUN, null);
    write(Runs.of(lake).open(), "c");
    assertThat(branch(lake, Tables.REJECTS)).as("another each time").isNotIn(names);
  }

  /** What an older version staged, and what it adds beside a newer one. */
  @ParameterizedTest
  @EnumSource(names = {"SQLITE", "HADOOP"})
  void whatAnOlderVersionStagedUnderThePlainNameIsPublishedDroppedAndGoneOnWith(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    publish(lake, "a");
    write(Runs.of(lake).open(), "b");
    TABLES.forEach(table -> callPlain(lake, table));
    assertThat(seen(Runs.of(lake).open())).isEqualTo("a+b a+b b");
    Runs.of(lake).publish(Action.RUN, null);
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
    TABLES.forEach(table -> assertThat(refs(lake, table)).containsExactly("main"));

    write(Runs.of(lake).open(), "c");
    TABLES.forEach(table -> callPlain(lake, table));
    Runs.of(lake).drop();
    TABLES.forEach(table -> assertThat(refs(lake, table)).containsExactly("main"));

    write(Runs.of(lake).open(), "d");
    TABLES.forEach(table -> callPlain(lake, table));
    write(Runs.of(lake).open(), "e");
    TABLES.forEach(table -> assertThat(branch(lake, table)).matches("insight_run_[0-9a-f]{32}"));
    assertThat(seen(Runs.of(lake).open())).isEqualTo("a+b+d+e a+b+d+e e");

    long published = lake.snapshot(Tables.REJECTS).snapshotId();
    lake.iceberg(Tables.REJECTS)
        .manageSnapshots()
        .createBranch("insight_run", published)
        .createBranch("insight_run_of_somebody_else", published)
        .commit();
    Runs.of(lake).drop();
    assertThat(refs(lake, Tables.REJECTS)).containsExactly("insight_run_of_somebody_else", "main");
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
  }

  private static final List<TableName> TABLES =
      List.of(Tables.REJECTS, Tables.DOCUMENTS, Tables.GRANTS);

  private static List<String> refs(Lake lake, TableName table) {
    return lake.iceberg(table).refs().keySet().stream().sorted().toList();
  }

  /** What the one branch beside main is called. */
  private static String branch(Lake lake, TableName table) {
    List<String> refs = refs(lake, table);
    assertThat(refs).hasSize(2).contains("main");
    return refs.get(refs.get(0).equals("main") ? 1 : 0);
  }

  private static void callPlain(Lake lake, TableName table) {
    lake.iceberg(table).manageSnapshots().renameBranch(branch(lake, table), "insight_run").commit();
  }

  @Test
  void smallFilesOfWhatIsStagedAreRewrittenOnTheSameBranch() {
    Lake lake = Catalog.SQLITE.lake(folder);
    Compaction.Limits limits = new Compaction.Limits(128L * 1024 * 1024, 3, 100);
    assertThat(lake.compactStaged(Tables.REJECTS, limits)).isFalse();
    Lake run = Runs.of(lake).open();
    for (String id : List.of("a", "b", "c", "d")) {
      TestLakes.write(run, Tables.REJECTS, WriteMode.APPEND, row("item_id", id));
    }
    String branch = branch(lake, Tables.REJECTS);
    assertThat(lake.compactStaged(Tables.REJECTS, limits)).isTrue();
    assertThat(branch(lake, Tables.REJECTS)).isEqualTo(branch);
    assertThat(run.snapshot(Tables.REJECTS).summary()).containsEntry("total-data-files", "1");
    assertThat(ids(run, Tables.REJECTS, "item_id")).isEqualTo("a+b+c+d");
    assertThat(ids(lake, Tables.REJECTS, "item_id")).isEmpty();
  }

  /** Rows that are only added come after those that others published meanwhile. */
  @ParameterizedTest
  @EnumSource(names = {"SQLITE", "HADOOP"})
  void rowsThatAreStagedWhileOthersPublishAreStagedAfterTheirs(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    Lake run = Runs.of(lake).open();
    StagedWrite staged =
        StagedWrite.write(
            run,
            lake.contracts().get(Tables.REJECTS),
            WriteMode.APPEND,
            lake.read(Tables.REJECTS).unionByName(row("item_id", "b"), true),
            Map.of());
    TestLakes.write(lake, Tables.REJECTS, WriteMode.APPEND, row("item_id", "a"));
    staged.publish();
    assertThat(ids(run, Tables.REJECTS, "item_id")).isEqualTo("a+b");
    assertThat(ids(lake, Tables.REJECTS, "item_id")).isEqualTo("a");
    assertThat(branch(lake, Tables.REJECTS)).matches("insight_run_[0-9a-f]{32}");
  }

  @ParameterizedTest
  @EnumSource
  void whatOthersPublishedMeanwhileIsNotLost(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    publish(lake, "a");
    Runs runs = Runs.of(lake);
    write(runs.open(), "b");
    TestLakes.write(lake, Tables.GRANTS, WriteMode.REPLACE, row("scope", "c"));
    assertThatThrownBy(() -> runs.publish(Action.RUN, null))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("another one published meanwhile");
    assertThat(seen(lake)).isEqualTo("a a c");
    assertThat(runs.dropOutrun()).containsExactly(Tables.GRANTS);
    runs.publish(Action.RUN, null);
    assertThat(seen(lake)).isEqualTo("a+b a+b c");
  }

  /** On a catalog that several machines share, where no lock is in between. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void whatIsStagedAfterTheCheckIsNotPublishedUnchecked(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    Runs runs = Runs.of(lake);
    write(runs.open(), "a");
    SortedMap<TableName, Long> checked = runs.staged();
    TestLakes.write(lake.ofRun(), Tables.REJECTS, WriteMode.APPEND, row("item_id", "b"));
    assertThatThrownBy(() -> runs.publish(Action.RUN, null, checked))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot publish the run: another one staged")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
    assertThat(Publication.move(lake, checked.keySet(), checked, table -> true))
        .as("staged after the last look, too")
        .isFalse();
    assertThat(seen(lake)).isEqualTo("  ");
    assertThat(runs.all()).isEmpty();
    runs.publish(Action.RUN, null, runs.staged());
    assertThat(seen(lake)).isEqualTo("a+b a a");
  }

  @ParameterizedTest
  @EnumSource
  void aRollbackPutsTheTablesBackAndLeavesRightsAsTheyAre(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    publish(lake, "a");
    publish(lake, "b");
    Runs runs = Runs.of(lake);
    write(runs.open(), "x");
    runs.stage(1);
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
    PublishedRun back = runs.publish(Action.ROLLBACK, 1L).orElseThrow();
    assertThat(seen(lake)).isEqualTo("a a b");
    assertThat(back.of()).isEqualTo(1);
    assertThat(back.snapshots()).isEqualTo(runs.get(1).snapshots());

    publish(lake, "c");
    assertThat(seen(lake)).isEqualTo("a+c a+c c");
    runs.stage(2);
    runs.publish(Action.ROLLBACK, 2L);
    assertThat(seen(lake)).as("and forward again").isEqualTo("a+b a+b c");
    assertThat(runs.all()).hasSize(5);
  }

  /** One that goes forward, so that what it stages comes of what readers see. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void whatARollbackStagedThatWasKilledIsPublishedByNoRun(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    publish(lake, "a");
    publish(lake, "b");
    Runs runs = Runs.of(lake);
    runs.stage(1);
    runs.publish(Action.ROLLBACK, 1L);
    runs.stage(2);
    Lake next = Runs.of(lake).open();
    assertThat(seen(next)).isEqualTo("a a b");
    assertThat(runs.staged()).isEmpty();
    assertThat(Runs.of(lake).publish(Action.RUN, null)).isEmpty();
    assertThat(seen(lake)).isEqualTo("a a b");
  }

  @Test
  void aRollbackOfWhichARunHasForgottenSomethingIsNotDone() {
    Lake lake = Catalog.HADOOP.lake(folder);
    publish(lake, "a");
    publish(lake, "b");
    Runs runs = Runs.of(lake);
    runs.stage(1);
    Runs.of(lake).open();
    assertThatThrownBy(() -> runs.publish(Action.ROLLBACK, 1L))
        .isInstanceOf(InsightException.class)
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
    assertThat(seen(lake)).isEqualTo("a+b a+b b");
  }

  /** On a catalog that several machines share, where no lock is in between. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void aRollbackTakesNoRunBackThatWasPublishedMeanwhile(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    publish(lake, "a");
    publish(lake, "b");
    Runs runs = Runs.of(lake);
    runs.stage(1);
    publish(lake, "c");
    assertThatThrownBy(() -> runs.publish(Action.ROLLBACK, 1L))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("another one published meanwhile")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
    assertThat(runs.all()).extracting(PublishedRun::number).containsExactly(1L, 2L, 3L);
    assertThat(seen(lake)).isEqualTo("a+b+c a+b+c c");
    runs.stage(1);
    runs.publish(Action.ROLLBACK, 1L);
    assertThat(seen(lake)).as("once more, knowing of it").isEqualTo("a a c");
  }

  /** On a catalog that several machines share, where no lock is in between. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void aRowOfABygoneLookTakesNoPublicationBack(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    publish(lake, "a");
    Runs runs = Runs.of(lake);
    long seen = lake.snapshot(Tables.RUNS).snapshotId();
    PublishedRun before = runs.next(Action.COMPACT, null, new TreeMap<>(), seen);
    publish(lake, "b");
    PublishedRun after = runs.next(Action.COMPACT, null, new TreeMap<>(), seen);
    for (PublishedRun row : List.of(before, after)) {
      assertThatThrownBy(() -> Runs.write(lake, row, seen))
          .isInstanceOf(InsightException.class)
          .hasMessageContaining("others wrote to the table meanwhile")
          .extracting(e -> ((InsightException) e).kind())
          .isEqualTo(ErrorKind.EXTERNAL);
    }
    assertThat(runs.all()).extracting(PublishedRun::number).containsExactly(1L, 2L);
    assertThat(runs.last().orElseThrow().snapshots())
        .containsEntry(Tables.REJECTS, lake.snapshot(Tables.REJECTS).snapshotId());
  }

  /** Cut off between labels and the row it would leave rows of the last run without labels. */
  @Test
  void aRollbackLeavesTheLabelsThatCameSince() {
    Lake lake = Catalog.HADOOP.lake(folder);
    Runs runs = Runs.of(lake);
    for (String id : List.of("a", "b")) {
      Lake run = runs.open();
      TestLakes.write(
          run, Tables.LABELS, WriteMode.APPEND, row("scope", id).toDF("policy_id", "x"));
      TestLakes.write(run, Tables.REJECTS, WriteMode.APPEND, row("item_id", id));
      runs.publish(Action.RUN, null);
    }
    runs.stage(1);
    assertThat(runs.staged()).containsOnlyKeys(Tables.REJECTS);
    PublishedRun back = runs.publish(Action.ROLLBACK, 1L).orElseThrow();
    assertThat(ids(lake, Tables.LABELS, "policy_id")).isEqualTo("a+b");
    assertThat(ids(lake, Tables.REJECTS, "item_id")).isEqualTo("a");
    assertThat(back.snapshots())
        .containsEntry(Tables.LABELS, lake.snapshot(Tables.LABELS).snapshotId());
  }

  /** A lake of which two runs received an item each, and a third one is staged. */
  private Lake receivedThrice(Catalog catalog) {
    Lake lake = catalog.lake(folder, Tables.ARRIVALS, Tables.REJECTS, Tables.RUNS);
    Runs runs = Runs.of(lake);
    for (String id : List.of("a", "b", "c")) {
      Lake run = runs.open();
      TestLakes.write(
          run, Tables.LABELS, WriteMode.APPEND, row("scope", id).toDF("policy_id", "x"));
      TestLakes.write(run, Tables.REJECTS, WriteMode.APPEND, row("item_id", id));
      TestLakes.write(
          run,
          Tables.ARRIVALS,
          WriteMode.APPEND,
          row("item_id", id).withColumn("root_item_id", col("item_id")),
          Map.of(StagedWrite.JOB, "receive-items", StagedWrite.POSITION + "topic", id));
      if (!id.equals("c")) {
        runs.publish(Action.RUN, null);
      }
    }
    return lake;
  }

  /** Whoever sent it may have taken its file away. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void aRollbackLeavesAnItemStagedThatNoRunHasPublished(Catalog catalog) {
    Lake lake = receivedThrice(catalog);
    Runs runs = Runs.of(lake);
    assertThat(runs.received()).isEqualTo(1);
    runs.stage(1);
    runs.publish(Action.ROLLBACK, 1L);
    assertThat(ids(lake, Tables.ARRIVALS, "item_id")).isEqualTo("a");
    Lake next = Runs.of(lake).open();
    assertThat(ids(next, Tables.ARRIVALS, "item_id")).as("b went back").isEqualTo("a+c");
    assertThat(ids(next, Tables.REJECTS, "item_id")).isEqualTo("a");
    assertThat(ids(next, Tables.LABELS, "policy_id")).isEqualTo("a+b+c");
    assertThat(JobRunner.positions(next, Tables.ARRIVALS)).isEqualTo(Map.of("topic", "a"));
    assertThat(lake.history(Tables.ARRIVALS).branches()).containsOnlyKeys("main", "insight_run");

    runs.stage(2);
    runs.publish(Action.ROLLBACK, 2L);
    next = Runs.of(lake).open();
    assertThat(ids(next, Tables.ARRIVALS, "item_id")).as("and forward").isEqualTo("a+b+c");
  }

  @Test
  void aRollbackThatWasKilledLeavesReceivedItemsAsTheyWereStaged() {
    Lake lake = receivedThrice(Catalog.SQLITE);
    long staged = Runs.of(lake).staged().get(Tables.ARRIVALS);
    Runs.of(lake).stage(1);
    assertThat(lake.iceberg(Tables.ARRIVALS).refs().keySet())
        .as("names that nobody can guess")
        .allMatch(name -> name.matches("main|insight_(run|kept)_[0-9a-f]{32}"))
        .anyMatch(name -> name.startsWith("insight_kept_"));
    Lake next = Runs.of(lake).open();
    assertThat(next.snapshot(Tables.ARRIVALS).snapshotId()).isEqualTo(staged);
    assertThat(ids(next, Tables.LABELS, "policy_id")).isEqualTo("a+b+c");
    assertThat(ids(next, Tables.REJECTS, "item_id")).isEqualTo("a+b");
    receive(next, "d");
    Runs.of(lake).open();
    assertThat(lake.history(Tables.ARRIVALS).branches()).containsOnlyKeys("main", "insight_run");
  }

  /** On a catalog that several machines share, where no lock is in between. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void aRunThatIsOpenedWhileARollbackBeginsCostsNoReceivedItem(Catalog catalog) {
    Lake lake = receivedThrice(catalog);
    Runs runs = Runs.of(lake);
    runs.setAside();
    Runs.of(lake).open();
    Publication.drop(lake, Tables.ARRIVALS);
    Runs.of(lake).open();
    Publication.drop(lake, Tables.ARRIVALS);
    Lake next = Runs.of(lake).open();
    assertThat(ids(next, Tables.ARRIVALS, "item_id")).isEqualTo("a+b+c");

    receive(next, "d");
    runs.setAside();
    Publication.drop(lake, Tables.ARRIVALS);
    next = Runs.of(lake).open();
    assertThat(ids(next, Tables.ARRIVALS, "item_id")).as("what came since").isEqualTo("a+b+c+d");
    Runs.of(lake).publish(Action.RUN, null);
    assertThat(Runs.of(lake).received()).isZero();
    Runs.of(lake).open();
    assertThat(lake.history(Tables.ARRIVALS).branches()).containsOnlyKeys("main");
  }

  /** As another machine may, on a catalog that several share. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void receivedItemsStayWhereOthersPublishedItemsMeanwhile(Catalog catalog) {
    Lake lake = receivedThrice(catalog);
    receive(lake.ofRun(), "d");
    receive(lake, "d");
    receive(lake, "e");
    Runs runs = Runs.of(lake);
    assertThat(runs.dropOutrun()).containsExactly(Tables.ARRIVALS);
    Lake next = runs.open();
    assertThat(ids(next, Tables.ARRIVALS, "item_id")).isEqualTo("a+b+c+d+e");
    assertThat(ids(next, Tables.REJECTS, "item_id")).as("made for them").isEqualTo("a+b+c");
    runs.publish(Action.RUN, null);
    assertThat(ids(lake, Tables.ARRIVALS, "item_id")).isEqualTo("a+b+c+d+e");
    assertThat(lake.history(Tables.ARRIVALS).branches()).containsOnlyKeys("main");
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void whatIsReceivedDuringARollbackStaysWhereThatIsGivenUpOrKilled(Catalog catalog) {
    Lake lake = receivedThrice(catalog);
    Runs runs = Runs.of(lake);
    runs.stage(1);
    receive(lake.ofRun(), "d");
    runs.giveUp();
    assertThat(ids(runs.open(), Tables.ARRIVALS, "item_id")).isEqualTo("a+b+c+d");

    Runs.of(lake).stage(1);
    receive(lake.ofRun(), "e");
    Lake next = Runs.of(lake).open();
    assertThat(ids(next, Tables.ARRIVALS, "item_id")).isEqualTo("a+b+c+d+e");
    Runs.of(lake).publish(Action.RUN, null);
    Runs.of(lake).open();
    assertThat(lake.history(Tables.ARRIVALS).branches()).containsOnlyKeys("main");
  }

  private static void receive(Lake run, String id) {
    TestLakes.write(run, Tables.ARRIVALS, WriteMode.APPEND, item(id));
  }

  private static org.apache.spark.sql.Dataset<Row> item(String id) {
    return row("item_id", id).withColumn("root_item_id", col("item_id"));
  }

  /** What was read again or released stands in for what readers see, and is no received item. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void whatWasReleasedIsUndoneAndWhatWasReceivedStays(Catalog catalog) {
    Lake lake = receivedThrice(catalog);
    Runs runs = Runs.of(lake);
    release(lake, "b");
    assertThat(policies(lake.ofRun())).isEqualTo("a:p1 b:p2 c:p1");
    assertThat(runs.received()).isEqualTo(1);
    runs.stage(1);
    runs.giveUp();
    assertThat(policies(runs.open())).as("by a rollback").isEqualTo("a:p1 b:p1 c:p1");

    release(lake, "b");
    assertThat(runs.made()).containsExactly(Tables.ARRIVALS);
    runs.dropMade();
    assertThat(policies(runs.open())).isEqualTo("a:p1 b:p1 c:p1");
    assertThat(runs.received()).isEqualTo(1);
    assertThat(runs.staged()).containsOnlyKeys(Tables.ARRIVALS, Tables.LABELS);
    runs.drop();

    release(lake, "b");
    runs.dropMade();
    assertThat(runs.staged()).as("nothing was received").isEmpty();
    assertThat(lake.history(Tables.ARRIVALS).branches()).containsOnlyKeys("main");
  }

  private static void release(Lake lake, String id) {
    StagedWrite.update(
            lake.ofRun(),
            lake.contracts().get(Tables.ARRIVALS),
            lake.ofRun().snapshot(Tables.ARRIVALS).snapshotId(),
            item(id).select("root_item_id", "item_id"),
            lake.ofRun()
                .read(Tables.ARRIVALS)
                .where(col("item_id").equalTo(id))
                .withColumn("policy_id", lit("p2")),
            Map.of(StagedWrite.JOB, "receive-items", StagedWrite.SETTINGS, ""))
        .publish();
  }

  private static String policies(Lake lake) {
    return lake.read(Tables.ARRIVALS).orderBy("item_id").collectAsList().stream()
        .map(r -> r.<String>getAs("item_id") + ":" + r.<String>getAs("policy_id"))
        .collect(Collectors.joining(" "));
  }

  /** Whose files are gone, or for which the disk has no room. */
  @Test
  void receivedItemsThatCannotBeStagedAgainCanBeForgotten() {
    Lake lake = receivedThrice(Catalog.SQLITE);
    Runs runs = Runs.of(lake);
    TestLakes.write(lake, Tables.ARRIVALS, WriteMode.REPLACE, lake.noRows(Tables.ARRIVALS));
    long staged = runs.staged().get(Tables.ARRIVALS);
    runs.setAside();
    runs.dropOutrun();
    Table table = lake.iceberg(Tables.ARRIVALS);
    table
        .snapshot(staged)
        .addedDataFiles(table.io())
        .forEach(file -> table.io().deleteFile(file.location()));
    assertThatThrownBy(runs::open).isInstanceOf(Exception.class);
    runs.openToDrop();
    assertThat(runs.droppable()).contains(Tables.ARRIVALS);
    runs.drop();
    runs.open();
    assertThat(runs.droppable()).isEmpty();
    assertThat(lake.history(Tables.ARRIVALS).branches()).containsOnlyKeys("main");
  }

  @Test
  void whatIsMadeIsForgottenAndWhatWasReceivedIsNot() {
    Lake lake = receivedThrice(Catalog.SQLITE);
    Runs runs = Runs.of(lake);
    long staged = runs.staged().get(Tables.ARRIVALS);
    runs.stage(1);
    runs.giveUp();
    assertThat(runs.staged()).containsOnlyKeys(Tables.ARRIVALS, Tables.LABELS);
    assertThat(runs.staged()).as("all of it").containsEntry(Tables.ARRIVALS, staged);

    TestLakes.write(runs.open(), Tables.REJECTS, WriteMode.APPEND, row("item_id", "c"));
    assertThat(runs.made()).containsExactly(Tables.REJECTS);
    runs.dropMade();
    assertThat(runs.staged()).containsOnlyKeys(Tables.ARRIVALS, Tables.LABELS);
    runs.drop();
    assertThat(runs.staged()).isEmpty();
    assertThat(runs.received()).isZero();
  }

  /** As after an upgrade: rows of what readers see no more are not left beside what they see. */
  @Test
  void aRollbackToARunBeforeATableWasThereLeavesItWithoutRows() {
    TableName[] before = {Tables.REJECTS, Tables.GRANTS, Tables.READER_ACTS, Tables.RUNS};
    Lake old = TestLakes.in(folder, before);
    Runs first = Runs.of(old);
    TestLakes.write(first.open(), Tables.REJECTS, WriteMode.APPEND, row("item_id", "a"));
    first.publish(Action.RUN, null);
    Lake lake = Catalog.HADOOP.lake(folder);
    publish(lake, "b");
    assertThat(seen(lake)).isEqualTo("a+b b b");
    Runs runs = Runs.of(lake);
    runs.stage(1);
    runs.publish(Action.ROLLBACK, 1L);
    assertThat(seen(lake)).isEqualTo("a  b");
    assertThat(runs.last().orElseThrow().snapshots())
        .containsEntry(Tables.DOCUMENTS, lake.snapshot(Tables.DOCUMENTS).snapshotId());
  }

  /** Though what it is made of is as it was: also where the rollback was killed before its end. */
  @Test
  void aTableThatARollbackLeftWithoutRowsIsMadeAnewByItsJob() {
    Runs first = Runs.of(TestLakes.in(folder, Tables.REJECTS, Tables.RUNS));
    TestLakes.write(first.open(), Tables.REJECTS, WriteMode.APPEND, row("item_id", "a"));
    first.publish(Action.RUN, null);
    Lake lake = Catalog.HADOOP.lake(folder);
    Runs runs = Runs.of(lake);
    new JobRunner(runs.open()).run(new JobRunnerTest.CopyNew());
    runs.publish(Action.RUN, null);

    runs.stage(1);
    Lake killed = Runs.of(lake).open();
    assertThat(ids(killed, Tables.DOCUMENTS, "document_id")).isEmpty();
    assertThat(new Verifier(killed).behind(Set.of()))
        .contains("text.documents has not been made anew since a rollback");
    new JobRunner(killed).run(new JobRunnerTest.CopyNew());
    assertThat(ids(killed, Tables.DOCUMENTS, "document_id")).isEqualTo("a");
    assertThat(new Verifier(killed).behind(Set.of())).isEmpty();

    runs.stage(1);
    runs.publish(Action.ROLLBACK, 1L);
    assertThat(ids(lake, Tables.DOCUMENTS, "document_id")).isEmpty();
    Lake run = runs.open();
    new JobRunner(run).run(new JobRunnerTest.CopyNew());
    assertThat(ids(run, Tables.DOCUMENTS, "document_id")).isEqualTo("a");
  }

  /** The bytes that tasks give back to the driver. */
  private static final class Results extends SparkListener {

    private final AtomicLong bytes = new AtomicLong();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      bytes.addAndGet(event.taskMetrics().resultSize());
    }

    static long of(Runnable work) throws TimeoutException {
      SparkContext context = SharedSpark.session().sparkContext();
      Results results = new Results();
      context.addSparkListener(results);
      work.run();
      context.listenerBus().waitUntilEmpty(TimeUnit.SECONDS.toMillis(30));
      context.removeSparkListener(results);
      return results.bytes.get();
    }
  }

  /** A stream looks with each batch of years. Rows of runs are read without a Spark job. */
  @Test
  void ofManyRunsNoneComesToTheDriverByAJob() throws TimeoutException {
    Lake lake = Catalog.SQLITE.lake(folder);
    publish(lake, "a");
    TestLakes.write(
        lake,
        Tables.RUNS,
        WriteMode.APPEND,
        lake.spark()
            .sql(
                "SELECT id AS run, now() AS at, 'run' AS action, array() AS changed,"
                    + " map_from_entries(transform(sequence(1, 30), i ->"
                    + " (concat('text.t', i), cast(rand() * 1e18 AS bigint)))) AS snapshots"
                    + " FROM range(2, 2000)"));
    Runs runs = Runs.of(lake);
    write(runs.open(), "b");
    assertThat(Results.of(runs::open)).isBetween(1L, 50_000L);
    assertThat(runs.all()).hasSize(1_999);
    assertThat(Results.of(() -> assertThat(runs.get(7).snapshots()).hasSize(30))).isZero();
    assertThat(
            Results.of(
                () ->
                    assertThat(runs.last(2))
                        .extracting(PublishedRun::number)
                        .containsExactly(1998L, 1999L)))
        .isZero();
    assertThat(seen(lake.ofRun())).as("what is staged stays").isEqualTo("a+b a+b b");
  }

  @Test
  void aRunThatIsNotThereCannotBeGoneBackTo() {
    Lake lake = Catalog.SQLITE.lake(folder);
    publish(lake, "a");
    assertThatThrownBy(() -> Runs.of(lake).stage(7))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("none of that number, found 7");
  }

  @Test
  void twoRunsAreComparedByKey() {
    Lake lake = Catalog.SQLITE.lake(folder);
    TestLakes.write(lake, Tables.DOCUMENTS, WriteMode.APPEND, row("document_id", "a", "b", "c"));
    long before = lake.snapshot(Tables.DOCUMENTS).snapshotId();
    TestLakes.write(
        lake,
        Tables.DOCUMENTS,
        WriteMode.REPLACE,
        lake.read(Tables.DOCUMENTS)
            .where("document_id <> 'c'")
            .withColumn(
                "title",
                org.apache.spark.sql.functions.when(col("document_id").equalTo("b"), "new"))
            .unionByName(row("document_id", "d", "e"), true));
    long after = lake.snapshot(Tables.DOCUMENTS).snapshotId();
    assertThat(RunDiff.of(lake, lake.contracts().get(Tables.DOCUMENTS), before, after))
        .isEqualTo(new RunDiff(Tables.DOCUMENTS, 2, 1, 1));
    assertThat(RunDiff.of(lake, lake.contracts().get(Tables.DOCUMENTS), after, after))
        .isEqualTo(new RunDiff(Tables.DOCUMENTS, 0, 0, 0));
    // A table of which one of the runs had nothing yet.
    assertThat(RunDiff.of(lake, lake.contracts().get(Tables.DOCUMENTS), null, after))
        .isEqualTo(new RunDiff(Tables.DOCUMENTS, 4, 0, 0));
    assertThat(RunDiff.of(lake, lake.contracts().get(Tables.DOCUMENTS), before, null))
        .isEqualTo(new RunDiff(Tables.DOCUMENTS, 0, 3, 0));
  }

  /** The rights are named by their tables here and made by jobs of the registry. */
  @Test
  void aJobOfTheRegistryWritesEachTableOfRights() {
    assertThat(JobRegistry.of(SettingsReader.read(List.of()), new Inbox("", null)).rights())
        .extracting(Job::writes)
        .containsExactlyInAnyOrderElementsOf(Runs.RIGHTS);
  }
}
