package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.LakeMaintenance.Done;
import org.insight.engine.PublishedRun.Action;
import org.insight.lake.Compaction;
import org.insight.lake.Compaction.Extent;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.lake.TableSize;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and snapshots go, no row does, and nobody loses the place. */
class LakeMaintenanceIT {

  private static final TableName[] USED = {
    Tables.RECORDS, Tables.REJECTS, Tables.GROUPS, Tables.PERSONS, Tables.RUNS
  };

  private static final Compaction.Limits LIMITS = new Compaction.Limits(128L << 20, 3, 20);

  /**
   * Catalogs that publish in one transaction, and table by table, which the long form tries too.
   */
  private enum Catalog {
    SQLITE,
    HADOOP;

    Lake lake(Path folder) {
      return this == SQLITE ? TestLakes.onSqlite(folder, USED) : TestLakes.in(folder, USED);
    }
  }

  @TempDir private Path folder;

  static Stream<Catalog> catalogs() {
    return "long".equals(System.getProperty("insight.tests"))
        ? Stream.of(Catalog.values())
        : Stream.of(Catalog.SQLITE);
  }

  /**
   * One reject a record, of those that are new; so rows that it was given twice are there twice.
   */
  private static final class RejectRecords implements Job {

    @Override
    public Set<Read> reads() {
      return Set.of(Read.newRows(Tables.RECORDS));
    }

    @Override
    public TableName writes() {
      return Tables.REJECTS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return inputs
          .table(Tables.RECORDS)
          .select(
              col("record_id").as("item_id"),
              lit(null).cast("string").as("parent_item_id"),
              col("record_id").as("root_item_id"),
              lit("a").as("path"),
              lit(null).cast("string").as("media_type"),
              lit(1L).as("size_bytes"),
              lit("rejected").as("outcome"),
              lit("corrupt").as("reason_code"),
              lit("broken").as("reason"),
              col("policy_id"));
    }
  }

  private static final List<Job> JOBS =
      List.of(new RejectRecords(), new UpdateJobTest.GroupBySchema(), new UpdateJobTest.Follow());

  /** Adds records, each of id, schema and policy. */
  private static void add(Lake run, String... records) {
    List<Row> rows = new ArrayList<>();
    for (String record : records) {
      rows.add(RowFactory.create((Object[]) record.split(" ", -1)));
    }
    TestLakes.write(
        run,
        Tables.RECORDS,
        WriteMode.APPEND,
        SharedSpark.session()
            .createDataFrame(
                rows, StructType.fromDDL("record_id string, schema string, policy_id string")));
  }

  private static List<JobResult.Outcome> outcomes(Lake run) {
    JobRunner runner = new JobRunner(run);
    return JOBS.stream().map(job -> runner.run(job).outcome()).toList();
  }

  private static void publish(Lake lake, String... records) {
    Lake run = Runs.of(lake).open();
    add(run, records);
    outcomes(run);
    Runs.of(lake).publish(Action.RUN, null);
  }

  /** Three runs, of which each joins the group of those before. */
  private static void feed(Lake lake) {
    for (int i = 0; i < 3; i++) {
      publish(lake, "r" + i + " S p" + (6 - i), "s" + i + " T" + i + " p1");
    }
  }

  /** As many runs, of records alone. */
  private static void feedRecords(Lake lake) {
    for (int i = 0; i < 3; i++) {
      add(Runs.of(lake).open(), "r" + i + " S p1");
      Runs.of(lake).publish(Action.RUN, null);
    }
  }

  private static List<Done> maintain(Lake lake, int keepRuns, TableName... tables) {
    List<TableName> chosen =
        tables.length > 0
            ? List.of(tables)
            : lake.contracts().all().stream().map(TableContract::name).toList();
    return new LakeMaintenance(lake, new LakeMaintenance.Rules(keepRuns, Duration.ZERO, LIMITS))
        .run(chosen, table -> {});
  }

  private static List<String> rows(Lake lake) {
    List<String> all = new ArrayList<>();
    for (TableName table : List.of(Tables.RECORDS, Tables.REJECTS, Tables.GROUPS, Tables.PERSONS)) {
      all.addAll(lines(lake.read(table)));
    }
    return all;
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  private static Done of(List<Done> all, TableName table) {
    return all.stream().filter(d -> d.table().equals(table)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void rowsStayAndFilesAndSnapshotsGo(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    feed(lake);
    List<String> before = rows(lake);
    PublishedRun seen = Runs.of(lake).last().orElseThrow();
    List<String> groups = lines(lake.readAt(Tables.GROUPS, seen.snapshots().get(Tables.GROUPS)));

    List<LakeMaintenance.Due> due =
        new LakeMaintenance(lake, new LakeMaintenance.Rules(2, Duration.ZERO, LIMITS))
            .look(List.of(Tables.RECORDS, Tables.GROUPS, Tables.LABELS), table -> {});
    assertThat(due)
        .extracting(LakeMaintenance.Due::rewrite)
        .containsExactlyInAnyOrder(Extent.SMALL_FILES, Extent.ALL_FILES, Extent.NOTHING);
    assertThat(rows(lake)).as("a look at it changes nothing").isEqualTo(before);

    List<Done> done = maintain(lake, 2);
    assertThat(rows(lake)).isEqualTo(before);
    assertThat(
            lake.read(Tables.RECORDS).select("policy_id").collectAsList().stream()
                .map(row -> row.getString(0)))
        .as("a table with an order is sorted as a whole")
        .hasSize(6)
        .isSorted();
    for (TableName table : List.of(Tables.RECORDS, Tables.REJECTS, Tables.GROUPS, Tables.RUNS)) {
      assertThat(of(done, table).after().files()).as("%s", table).isLessThan(3);
      assertThat(of(done, table).after().snapshots())
          .as("%s", table)
          .isLessThan(of(done, table).before().snapshots());
    }
    assertThat(lake.snapshot(Tables.GROUPS).summary().getOrDefault("total-equality-deletes", "0"))
        .isEqualTo("0");
    PublishedRun after = Runs.of(lake).last().orElseThrow();
    assertThat(after.number()).isEqualTo(4);
    assertThat(after.action()).isEqualTo(Action.COMPACT);
    assertThat(after.snapshots())
        .containsEntry(Tables.GROUPS, lake.snapshot(Tables.GROUPS).snapshotId());
    assertThat(
            lake.readAppended(
                    Tables.RECORDS,
                    seen.snapshots().get(Tables.RECORDS),
                    after.snapshots().get(Tables.RECORDS))
                .count())
        .as("what was rewritten is not new")
        .isZero();
    assertThat(lines(lake.readAt(Tables.GROUPS, seen.snapshots().get(Tables.GROUPS))))
        .as("a reader who opened before reads on")
        .isEqualTo(groups);

    assertThat(maintain(lake, 2))
        .as("there is nothing left to do")
        .allMatch(d -> d.before().files() == d.after().files());
    assertThat(Runs.of(lake).all()).hasSize(4);
  }

  @Test
  void whatComesAfterwardsIsTakenInAloneAndOnce() {
    Lake lake = Catalog.SQLITE.lake(folder);
    feed(lake);
    maintain(lake, 1);
    assertThat(outcomes(Runs.of(lake).open()))
        .as("no job runs for it")
        .containsOnly(JobResult.Outcome.NOTHING_NEW);
    assertThat(Runs.of(lake).staged()).isEmpty();

    publish(lake, "t T0 p1");
    assertThat(modes(lake)).containsExactly("APPEND", "UPDATE", "UPDATE");
    assertThat(rejected(lake)).hasSize(7).doesNotHaveDuplicates();
    assertThat(lake.read(Tables.GROUPS).where("group_id = 's0'").count()).isEqualTo(2);

    // Also where what was consumed is no older than the last run.
    maintain(lake, 1);
    publish(lake, "u T0 p1");
    assertThat(modes(lake)).containsExactly("APPEND", "UPDATE", "UPDATE");
    assertThat(rejected(lake)).hasSize(8).doesNotHaveDuplicates();
    assertThat(lake.read(Tables.PERSONS).count()).isEqualTo(8);
  }

  /** Of a table that is larger than one file and of which next to nothing was taken back. */
  @ParameterizedTest
  @MethodSource("catalogs")
  void rowsOfAWithdrawnItemAreInNoFileAndOtherFilesStay(Catalog catalog) throws IOException {
    Lake lake = catalog.lake(folder);
    for (int file = 0; file < 4; file++) {
      Lake run = Runs.of(lake).open();
      land(run, file, file % 2 == 0 ? List.of("gone", "a", "b") : List.of("c", "d"));
      outcomes(run);
      Runs.of(lake).publish(Action.RUN, null);
    }
    // As after many runs: of a list in which files stay, those that are gone stay in it, too.
    lake.iceberg(Tables.RECORDS).rewriteManifests().clusterBy(file -> "").commit();
    List<String> holding = fileNames(lake.read(Tables.RECORDS).where("item_id = 'gone'"));
    List<String> others = fileNames(lake.read(Tables.RECORDS));
    others.removeAll(holding);
    assertThat(holding).hasSize(2);
    assertThat(others).hasSize(2);

    Lake run = Runs.of(lake).open();
    new JobRunner(run)
        .remove(
            Tables.RECORDS,
            SharedSpark.session().sql("SELECT 'gone' AS item_id"),
            "take-back-items");
    outcomes(run);
    Runs.of(lake).publish(Action.RUN, null);
    long consumed = lake.snapshot(Tables.RECORDS).snapshotId();
    List<String> before = rows(lake);

    Compaction.Limits limits =
        new Compaction.Limits(TableSize.of(lake, Tables.RECORDS).bytes() / 2, 100, 20);
    LakeMaintenance.Rules rules = new LakeMaintenance.Rules(1, Duration.ZERO, limits);
    List<TableName> records = List.of(Tables.RECORDS);
    assertThat(new LakeMaintenance(lake, rules).look(records, table -> {}))
        .extracting(LakeMaintenance.Due::rewrite)
        .containsExactly(Extent.DELETED_ROWS);
    new LakeMaintenance(lake, rules).run(records, table -> {});
    assertThat(rows(lake)).isEqualTo(before);
    assertThat(fileNames(lake.read(Tables.RECORDS)))
        .as("files without rows of it stay as they are")
        .containsAll(others)
        .doesNotContainAnyElementsOf(holding);
    assertThat(lake.snapshot(Tables.RECORDS).summary())
        .containsEntry("total-equality-deletes", "0");
    assertThat(
            lake.readAppended(Tables.RECORDS, consumed, lake.snapshot(Tables.RECORDS).snapshotId())
                .count())
        .as("what was rewritten is not new")
        .isZero();
    assertThat(outcomes(Runs.of(lake).open()))
        .as("no job runs for it")
        .containsOnly(JobResult.Outcome.NOTHING_NEW);
    long runs = Runs.of(lake).all().size();
    new LakeMaintenance(lake, rules).run(records, table -> {});
    assertThat(Runs.of(lake).all()).as("there is nothing left to do").hasSize((int) runs);

    Lake next = Runs.of(lake).open();
    land(next, 4, List.of("e"));
    outcomes(next);
    assertThat(modes(next)).as("each finds its place again").doesNotContain("REPLACE");
    Runs.of(lake).publish(Action.RUN, null);
    new LakeMaintenance(lake, rules).run(records, table -> {});

    assertThat(
            SharedSpark.session()
                .table(lake.identifier(Tables.RECORDS) + ".entries")
                .where("status = 2")
                .count())
        .as("files that are gone, with the least and greatest of their values")
        .isZero();
    Path data = path(lake, Tables.RECORDS).resolve("data");
    assertThat(files(data)).noneMatch(file -> file.toString().endsWith("-deletes.parquet"));
    List<String> ids =
        SharedSpark.session()
            .read()
            .parquet(files(data).stream().map(Path::toString).toArray(String[]::new))
            .select("record_id")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    assertThat(ids)
        .as("on the disk are the rows that readers see, and each once")
        .isEqualTo(
            lake.read(Tables.RECORDS).select("record_id").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList())
        .hasSize(4 * 200 + 100)
        .noneMatch(id -> id.startsWith("gone"));
    assertThat(files(data))
        .extracting(file -> file.getFileName().toString())
        .as("files that nothing was taken from")
        .containsAll(others);
  }

  /** A hundred records of each item, in one file. */
  private static void land(Lake run, int file, List<String> items) {
    List<Row> rows = new ArrayList<>();
    for (String item : items) {
      for (int i = 0; i < 100; i++) {
        rows.add(RowFactory.create(item + "-" + file + "-" + i, item, "S" + i, "p" + i % 3));
      }
    }
    TestLakes.write(
        run,
        Tables.RECORDS,
        WriteMode.APPEND,
        SharedSpark.session()
            .createDataFrame(
                rows,
                StructType.fromDDL(
                    "record_id string, item_id string, schema string, policy_id string"))
            .coalesce(1),
        Map.of(StagedWrite.JOB, "land", StagedWrite.SETTINGS, ""));
  }

  private static List<String> fileNames(Dataset<Row> rows) {
    List<String> names = new ArrayList<>();
    for (Row row : rows.select("_file").distinct().collectAsList()) {
      names.add(Path.of(URI.create(row.getString(0)).getPath()).getFileName().toString());
    }
    return names;
  }

  @Test
  void keysOfATableThatIsRemadeInEachRunWaitUntilTheyAreOld() {
    Lake lake = Catalog.SQLITE.lake(folder);
    feed(lake);
    Compaction.Limits limits = new Compaction.Limits(1, 100, 20);
    TestLakes.write(
        lake,
        Tables.GROUPS,
        WriteMode.APPEND,
        SharedSpark.session()
            .range(2_000)
            .selectExpr("cast(id AS string) AS group_id", "concat('x', id) AS subject_id"));
    List<TableName> groups = List.of(Tables.GROUPS);
    List<String> before = rows(lake);
    assertThat(
            new LakeMaintenance(lake, new LakeMaintenance.Rules(1, Duration.ofDays(3), limits))
                .look(groups, table -> {}))
        .extracting(LakeMaintenance.Due::rewrite)
        .containsExactly(Extent.NOTHING);
    LakeMaintenance.Rules now = new LakeMaintenance.Rules(1, Duration.ZERO, limits);
    assertThat(new LakeMaintenance(lake, now).look(groups, table -> {}))
        .extracting(LakeMaintenance.Due::rewrite)
        .containsExactly(Extent.DELETED_ROWS);
    new LakeMaintenance(lake, now).run(groups, table -> {});
    assertThat(rows(lake)).isEqualTo(before);
    assertThat(lake.snapshot(Tables.GROUPS).summary())
        .containsEntry("total-equality-deletes", "0")
        .containsEntry("total-records", Long.toString(lake.read(Tables.GROUPS).count()));
  }

  private static List<String> rejected(Lake lake) {
    return lines(lake.read(Tables.REJECTS).select("item_id"));
  }

  private static List<String> modes(Lake lake) {
    return Stream.of(Tables.REJECTS, Tables.GROUPS, Tables.PERSONS)
        .map(table -> lake.snapshot(table).summary().get(StagedWrite.MODE))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void aKeptRunCanBeGoneBackToAndOneThatIsGoneIsOneLine(Catalog catalog) {
    Lake lake = catalog.lake(folder);
    feed(lake);
    List<String> third = rows(lake);
    publish(lake, "t T0 p1");
    List<String> fourth = rows(lake);
    maintain(lake, 3);

    Runs runs = Runs.of(lake);
    assertThatThrownBy(() -> runs.stage(1))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith(
            "Cannot go back to run 1: its snapshot of a table is kept no more, found ")
        .hasMessageNotContaining("\n")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.INPUT);
    assertThat(runs.staged()).isEmpty();

    runs.stage(3);
    runs.publish(Action.ROLLBACK, 3L);
    assertThat(rows(lake)).isEqualTo(third);
    assertThat(outcomes(runs.open()))
        .as("jobs find their place again")
        .containsOnly(JobResult.Outcome.NOTHING_NEW);
    publish(lake, "u T0 p1");
    assertThat(modes(lake)).containsExactly("APPEND", "UPDATE", "UPDATE");
    assertThat(lake.read(Tables.REJECTS).count()).isEqualTo(7);

    runs.stage(4);
    runs.publish(Action.ROLLBACK, 4L);
    assertThat(rows(lake)).isEqualTo(fourth);
  }

  @ParameterizedTest
  @EnumSource
  void filesThatNothingNamesGoWhenTheyAreOldAndNoOthersDo(Catalog catalog) throws IOException {
    Lake lake = catalog.lake(folder);
    feedRecords(lake);
    List<String> before = rows(lake);
    Path data = path(lake, Tables.RECORDS).resolve("data");
    Path old = Files.writeString(data.resolve("00000-0-old.parquet"), "of a killed task");
    Path notes = path(lake, Tables.LABELS).resolve("seen");
    Path oldNote = note(notes, "killed");
    for (Path file : files(folder)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(4))));
    }
    Path young = Files.writeString(data.resolve("00000-0-young.parquet"), "of a running task");
    Path youngNote = note(notes, "running");
    List<Path> there = files(folder);

    LakeMaintenance maintenance =
        new LakeMaintenance(lake, new LakeMaintenance.Rules(10, Duration.ofDays(3), LIMITS));
    List<TableName> both = List.of(Tables.RECORDS, Tables.LABELS);
    assertThat(maintenance.look(both, table -> {}))
        .extracting(LakeMaintenance.Due::orphans)
        .containsOnly(1L);
    assertThat(old).as("a look at it changes nothing").exists();
    assertThat(maintenance.run(both, table -> {})).extracting(Done::orphans).containsOnly(1L);
    assertThat(old).doesNotExist();
    assertThat(oldNote.getParent()).doesNotExist();
    assertThat(young).exists();
    assertThat(youngNote).exists();
    there.removeAll(List.of(old, oldNote));
    assertThat(there).as("files of four days ago that are named").isNotEmpty();
    assertThat(there).allSatisfy(file -> assertThat(file).exists());
    assertThat(rows(lake)).isEqualTo(before);

    assertThat(maintain(lake, 1, Tables.RECORDS))
        .as("at no age is a file of today removed")
        .allMatch(d -> d.orphans() == 0);
    assertThat(young).exists();
  }

  private static Path path(Lake lake, TableName table) {
    URI location = URI.create(lake.iceberg(table).location());
    return Path.of(location.getPath());
  }

  private static Path note(Path notes, String job) throws IOException {
    Path folder = Files.createDirectories(notes.resolve(job));
    Path file = Files.writeString(folder.resolve("task-1.json"), "{}");
    Files.setLastModifiedTime(
        folder,
        FileTime.from(
            Instant.now().minus(job.equals("killed") ? Duration.ofDays(4) : Duration.ZERO)));
    return file;
  }

  /** Not those that Hadoop keeps beside them, whose names begin with a dot. */
  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return new ArrayList<>(
          all.filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .toList());
    }
  }

  @Test
  void whileARunIsStagedNothingIsDone() {
    Lake lake = Catalog.SQLITE.lake(folder);
    feedRecords(lake);
    add(Runs.of(lake).open(), "t T0 p1");
    long before = lake.snapshot(Tables.RECORDS).snapshotId();
    assertThatThrownBy(() -> maintain(lake, 1))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot maintain the lake: a run is staged and not published; ")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
    assertThat(lake.snapshot(Tables.RECORDS).snapshotId()).isEqualTo(before);
    Runs.of(lake).publish(Action.RUN, null);
    assertThat(lake.read(Tables.RECORDS).count()).isEqualTo(4);
    assertThat(of(maintain(lake, 1, Tables.RECORDS), Tables.RECORDS).after().files()).isEqualTo(1);
  }

  @Test
  void whatIsYoungerThanAskedForStays() {
    Lake lake = Catalog.SQLITE.lake(folder);
    feedRecords(lake);
    List<Done> done =
        new LakeMaintenance(lake, new LakeMaintenance.Rules(1, Duration.ofDays(3), LIMITS))
            .run(List.of(Tables.RECORDS), table -> {});
    assertThat(done)
        .as("rewritten, and then the list without the files of before, and nothing gone")
        .allMatch(d -> d.after().snapshots() == d.before().snapshots() + 2)
        .hasSize(1);
  }

  /** Its newest snapshot is of no run then. */
  @Test
  void readersFindTheLastRunWhereOnlyTheTableOfRunsIsRewritten() {
    Lake lake = Catalog.SQLITE.lake(folder);
    feedRecords(lake);
    PublishedRun before = Runs.of(lake).last().orElseThrow();
    assertThat(of(maintain(lake, 1, Tables.RUNS), Tables.RUNS).after().files()).isEqualTo(1);
    assertThat(Runs.of(lake).last()).contains(before);
    add(Runs.of(lake).open(), "t T0 p1");
    Runs.of(lake).publish(Action.RUN, null);
    assertThat(Runs.of(lake).all())
        .extracting(PublishedRun::number)
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void theSnapshotsAndFilesOfTheAuditStay() {
    Lake lake = TestLakes.onSqlite(folder, Tables.AUDIT, Tables.RUNS);
    for (long i = 1; i <= 6; i++) {
      TestLakes.write(
          lake, Tables.AUDIT, WriteMode.APPEND, SharedSpark.session().range(i, i + 1).toDF("seq"));
    }
    assertThat(maintain(lake, 1, Tables.AUDIT))
        .allMatch(done -> done.after().equals(done.before()))
        .hasSize(1);
  }

  @Test
  void theBranchOfAJobThatWasKilledDaysAgoIsForgotten() {
    Lake lake = Catalog.SQLITE.lake(folder);
    add(lake, "a S p1");
    long at = lake.snapshot(Tables.RECORDS).snapshotId();
    long now = System.currentTimeMillis();
    long old = now - Duration.ofDays(2).toMillis();
    lake.iceberg(Tables.RECORDS)
        .manageSnapshots()
        .createBranch("insight_job_" + old + "_killed", at)
        .createBranch("insight_job_" + now + "_running", at)
        .commit();
    maintain(lake, 1, Tables.RECORDS);
    assertThat(lake.iceberg(Tables.RECORDS).refs())
        .containsOnlyKeys("main", "insight_job_" + now + "_running");
  }

  @Test
  void readersNeedTheLastRun() {
    assertThatThrownBy(() -> new LakeMaintenance.Rules(0, Duration.ZERO, LIMITS))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("found 0 runs")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }
}
