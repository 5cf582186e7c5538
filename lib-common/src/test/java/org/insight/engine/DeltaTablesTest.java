package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.lake.Lake;
import org.insight.lake.Publication;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of Delta keep what the runner and its jobs rely on. {@link RunsTest} has the runs. */
class DeltaTablesTest {

  private static final TableName[] USED = {
    Tables.RECORDS, Tables.GROUPS, Tables.PERSONS, Tables.REJECTS
  };

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void openLake() {
    lake = TestLakes.ofDelta(folder, USED);
  }

  private static Dataset<Row> records(String... idsAndSchemas) {
    List<Row> rows =
        Arrays.stream(idsAndSchemas)
            .map(line -> line.split(" ", -1))
            .map(parts -> RowFactory.create(parts[0], parts[1], "item " + parts[0], "p1"))
            .toList();
    return SharedSpark.session()
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "record_id string, schema string, item_id string, policy_id string"));
  }

  private void add(String... idsAndSchemas) {
    TestLakes.write(lake, Tables.RECORDS, WriteMode.APPEND, records(idsAndSchemas));
  }

  private static Dataset<Row> rejects(String... ids) {
    return SharedSpark.session()
        .createDataFrame(
            Arrays.stream(ids).map(id -> RowFactory.create((Object[]) id.split(" ", -1))).toList(),
            StructType.fromDDL("item_id string, policy_id string"))
        .selectExpr(
            "item_id",
            "cast(null AS string) AS parent_item_id",
            "item_id AS root_item_id",
            "'a/b' AS path",
            "cast(null AS string) AS media_type",
            "1L AS size_bytes",
            "'rejected' AS outcome",
            "'corrupt' AS reason_code",
            "'because' AS reason",
            "nullif(policy_id, '') AS policy_id");
  }

  private StagedWrite staged(WriteMode mode, Dataset<Row> rows) {
    return StagedWrite.write(
        lake, lake.contracts().get(Tables.REJECTS), mode, rows, Map.of(StagedWrite.JOB, "test"));
  }

  private List<String> ids() {
    return lake.read(Tables.REJECTS)
        .select("item_id")
        .orderBy("item_id")
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** As where the disk is full when readers see it already. */
  @Test
  void aRunIsPublishedThoughTheEndOfALogCannotBePutToIt() throws IOException {
    TestLakes.write(lake.ofRun(), Tables.REJECTS, WriteMode.APPEND, rejects("i1 p1"));
    String table = URI.create(lake.history(Tables.REJECTS).location()).getPath();
    Files.writeString(Path.of(table).resolve("_delta_log/00000000000000000099.json"), "{");
    assertThat(
            Publication.move(
                lake, List.of(Tables.REJECTS), Publication.staged(lake), name -> false))
        .isTrue();
    assertThat(ids()).containsExactly("i1");
  }

  /** The end of the log, as somebody reads it who knows nothing of branches. */
  private List<String> idsInTheFolder() {
    return SharedSpark.session()
        .read()
        .format("delta")
        .load(lake.history(Tables.REJECTS).location())
        .select("item_id")
        .orderBy("item_id")
        .as(Encoders.STRING())
        .collectAsList();
  }

  private List<String> lines(TableName table, String... columns) {
    return lake
        .read(table)
        .select(Arrays.stream(columns).map(c -> col(c)).toArray(org.apache.spark.sql.Column[]::new))
        .collectAsList()
        .stream()
        .map(r -> r.mkString(" "))
        .sorted()
        .toList();
  }

  @Test
  void jobsAreToldOfWhatWasAddedUpdatedAndTakenBack() {
    JobRunner runner = new JobRunner(lake);
    add("b B", "c C");
    runner.run(new UpdateJobTest.GroupBySchema());
    runner.run(new UpdateJobTest.Follow());
    assertThat(lines(Tables.PERSONS, "entity_id", "caption")).containsExactly("b whole", "c whole");

    add("a B");
    assertThat(runner.run(new UpdateJobTest.GroupBySchema()).rows()).isEqualTo(2);
    runner.run(new UpdateJobTest.Follow());
    assertThat(lines(Tables.PERSONS, "entity_id", "caption"))
        .containsExactly("a update", "b update", "c whole");

    TableContract records = lake.contracts().get(Tables.RECORDS);
    long before = lake.snapshot(Tables.RECORDS).snapshotId();
    runner.remove(
        Tables.RECORDS,
        records("a B")
            .select(
                records.key().stream()
                    .map(c -> col(c))
                    .toArray(org.apache.spark.sql.Column[]::new)),
        "withdraw-items");
    long after = lake.snapshot(Tables.RECORDS).snapshotId();
    assertThat(lake.onlyAdded(Tables.RECORDS, before, after)).isFalse();
    assertThat(lake.removedKeys(records, before, after).orElseThrow().count()).isEqualTo(1);
    assertThat(lake.readAppended(Tables.RECORDS, before, after).count()).isZero();
    assertThat(lake.readAt(Tables.RECORDS, before).count()).isEqualTo(3);
    assertThat(lake.rows(Tables.RECORDS)).isEqualTo(2);
  }

  @Test
  void aRunForWhichNothingIsNewMakesNoSnapshotAndNoRowsStillMoveThePlaceForward() {
    JobRunner runner = new JobRunner(lake);
    add("b B");
    runner.run(new UpdateJobTest.GroupBySchema());
    add();
    assertThat(runner.run(new UpdateJobTest.GroupBySchema()).rows()).isZero();
    long before = lake.snapshot(Tables.GROUPS).snapshotId();
    assertThat(runner.run(new UpdateJobTest.GroupBySchema()).outcome())
        .isEqualTo(JobResult.Outcome.NOTHING_NEW);
    assertThat(lake.snapshot(Tables.GROUPS).snapshotId()).isEqualTo(before);
  }

  @Test
  void whatIsRefusedIsReadByNobodyAndTakenOutAgain() {
    staged(WriteMode.APPEND, rejects("i1 p1")).publish();
    StagedWrite refused = staged(WriteMode.APPEND, rejects("i2 p1", "i3 "));
    assertThat(refused.breaches()).hasSize(1);
    assertThat(ids()).containsExactly("i1");
    refused.drop();
    assertThat(idsInTheFolder()).containsExactly("i1");
    staged(WriteMode.APPEND, rejects("i4 p1")).publish();
    assertThat(ids()).containsExactly("i1", "i4");
  }

  @Test
  void aWriteThatWasKilledIsNotUnderTheNextOne() {
    staged(WriteMode.APPEND, rejects("i1 p1")).publish();
    staged(WriteMode.REPLACE, rejects("i2 p1"));
    assertThat(idsInTheFolder()).as("what the killed one left").containsExactly("i2");
    StagedWrite next = staged(WriteMode.APPEND, rejects("i3 p1"));
    assertThat(next.breaches()).isEmpty();
    assertThat(next.addedRows()).isEqualTo(1);
    next.publish();
    assertThat(ids()).containsExactly("i1", "i3");
    Snapshot last = lake.snapshot(Tables.REJECTS);
    assertThat(last.summary()).containsEntry(StagedWrite.JOB, "test");
    assertThat(lake.onlyAdded(Tables.REJECTS, 1, last.snapshotId()))
        .as("putting a version back is no change of rows")
        .isTrue();
    assertThat(lake.readAppended(Tables.REJECTS, 1, last.snapshotId()).count()).isEqualTo(1);
  }

  @Test
  void rowsThatOthersAddedMeanwhileStayAndKeysThatTheyAddedAreRefused() {
    StagedWrite one = staged(WriteMode.APPEND, rejects("i1 p1"));
    StagedWrite other = staged(WriteMode.APPEND, rejects("i2 p1"));
    StagedWrite same = staged(WriteMode.APPEND, rejects("i1 p2"));
    StagedWrite all = staged(WriteMode.REPLACE, rejects("i9 p1"));
    one.publish();
    other.publish();
    for (StagedWrite late : List.of(same, all)) {
      assertThatThrownBy(late::publish)
          .isInstanceOf(InsightException.class)
          .hasMessageContaining("others wrote to the table meanwhile")
          .extracting(e -> ((InsightException) e).kind())
          .isEqualTo(ErrorKind.EXTERNAL);
    }
    assertThat(ids()).containsExactly("i1", "i2");
    assertThat(idsInTheFolder()).containsExactly("i1", "i2");
  }

  @Test
  void aLakeOfAnotherFormatIsRefusedAndSoIsWhatOnlyIcebergHas() {
    assertThatThrownBy(() -> TestLakes.onSqlite(folder, USED))
        .hasMessageStartingWith("Cannot open the lake: its tables are not of the format")
        .hasMessageContaining("found tables of delta");
    Path other = folder.resolve("other");
    TestLakes.onSqlite(other, USED);
    assertThatThrownBy(() -> TestLakes.ofDelta(other, USED))
        .hasMessageContaining("found tables of iceberg")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
    assertThatThrownBy(() -> lake.iceberg(Tables.REJECTS))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("docs/delta.md")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @Test
  void columnsAreTracedToTheTable() {
    add("b B");
    long before = lake.snapshot(Tables.RECORDS).snapshotId();
    add("c C");
    long after = lake.snapshot(Tables.RECORDS).snapshotId();
    for (Dataset<Row> rows :
        List.of(lake.read(Tables.RECORDS), lake.readAppended(Tables.RECORDS, before, after))) {
      assertThat(ColumnOrigins.of(rows.selectExpr("record_id AS id"), lake::tableOf).get("id"))
          .extracting(Origin::toString)
          .singleElement()
          .asString()
          .contains("landing.records", "record_id");
    }
  }
}
