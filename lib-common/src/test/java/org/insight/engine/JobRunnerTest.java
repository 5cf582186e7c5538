package org.insight.engine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.policy.Label;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobRunnerTest {

  private static final TableName GIVEN = TableName.of("landing.given");

  private static final StructType REJECTS =
      StructType.fromDDL("item_id string, reason_code string, policy_id string");

  @TempDir private Path folder;
  private Lake lake;
  private JobRunner runner;

  @BeforeEach
  void openLake() {
    lake = TestLakes.in(folder, Tables.REJECTS, Tables.DOCUMENTS, Tables.GROUPS);
    runner = new JobRunner(lake);
  }

  /** Writes what it is given to landing.rejects, as it is. */
  private record Reject(String settings) implements Job {
    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(GIVEN));
    }

    @Override
    public TableName writes() {
      return Tables.REJECTS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      Dataset<Row> rows = inputs.table(GIVEN);
      return rows.select(
          col("item_id"),
          lit(null).cast("string").as("parent_item_id"),
          col("item_id").as("root_item_id"),
          lit("a/b").as("path"),
          lit(null).cast("string").as("media_type"),
          lit(1L).as("size_bytes"),
          lit("rejected").as("outcome"),
          col("reason_code"),
          lit("because").as("reason"),
          col("policy_id"));
    }
  }

  /** One document for each new reject. */
  record CopyNew(String settings) implements Job {

    CopyNew() {
      this("");
    }

    @Override
    public Set<Read> reads() {
      return Set.of(Read.newRows(Tables.REJECTS));
    }

    @Override
    public TableName writes() {
      return Tables.DOCUMENTS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return inputs
          .table(Tables.REJECTS)
          .select(
              col("item_id").as("document_id"),
              lit(null).cast("string").as("title"),
              lit("text").as("text"),
              lit(4).as("characters"),
              lit(null).cast("date").as("dated_on"),
              lit(null).cast("string").as("dated_by"),
              col("policy_id"));
    }
  }

  /** One group of all rejects, under the union of their policies. */
  private record Combine(String settings) implements Job {
    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(Tables.REJECTS));
    }

    @Override
    public TableName writes() {
      return Tables.GROUPS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return inputs
          .withLabels(inputs.table(Tables.REJECTS))
          .select(
              lit("G").as("group_id"),
              col("item_id").as("subject_id"),
              lit("document").as("subject_kind"),
              struct(
                      array(lit("p1"), lit("p2")).as("granted"),
                      col("label.withheld").as("withheld"))
                  .as("label"));
    }
  }

  /** One row that says how many rejects there are. */
  private record Count() implements Job {
    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(Tables.REJECTS));
    }

    @Override
    public TableName writes() {
      return Tables.GROUPS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return inputs
          .table(Tables.REJECTS)
          .agg(count(lit(1)).cast("string").as("subject_id"))
          .select(
              lit("G").as("group_id"),
              col("subject_id"),
              lit("document").as("subject_kind"),
              struct(
                      array(lit("p1"), lit("p2")).as("granted"),
                      array().cast("array<string>").as("withheld"))
                  .as("label"));
    }
  }

  /** A subject for each number that it is given, each under a label of its own. */
  private record LabelEach() implements Job {
    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(GIVEN));
    }

    @Override
    public TableName writes() {
      return Tables.GROUPS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return inputs
          .table(GIVEN)
          .select(
              lit("G").as("group_id"),
              col("id").cast("string").as("subject_id"),
              lit("document").as("subject_kind"),
              struct(
                      array(concat(lit("p"), col("id")), lit("q")).as("granted"),
                      array().cast("array<string>").as("withheld"))
                  .as("label"));
    }
  }

  private JobResult give(String... itemReasonPolicy) {
    return runner.run(new Reject(""), Map.of(GIVEN, rows(itemReasonPolicy)));
  }

  private static Dataset<Row> rows(String... itemReasonPolicy) {
    List<Row> rows = new java.util.ArrayList<>();
    for (String line : itemReasonPolicy) {
      String[] parts = line.split(" ", -1);
      rows.add(
          RowFactory.create(
              parts[0],
              parts[1].equals("null") ? null : parts[1],
              parts[2].equals("null") ? null : parts[2]));
    }
    return SharedSpark.session().createDataFrame(rows, REJECTS);
  }

  @Test
  void aJobThatAppendsReadsOnlyWhatIsNewAndKeepsItsPlace() {
    give("i1 corrupt p1", "i2 corrupt p1");
    assertThat(runner.run(new CopyNew()).rows()).isEqualTo(2);
    assertThat(runner.run(new CopyNew()).outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
    assertThat(runner.run(new CopyNew("another model")).outcome())
        .as("what is there stays as it is")
        .isEqualTo(JobResult.Outcome.NOTHING_NEW);
    give("i3 corrupt p2");
    assertThat(runner.run(new CopyNew()).rows()).isEqualTo(1);
    assertThat(lake.read(Tables.DOCUMENTS).count()).isEqualTo(3);
  }

  @Test
  void aRunForWhichNothingIsNewMakesNoSnapshot() {
    give("i1 corrupt p1");
    runner.run(new CopyNew());
    long before = lake.snapshot(Tables.DOCUMENTS).snapshotId();
    runner.run(new CopyNew());
    assertThat(lake.snapshot(Tables.DOCUMENTS).snapshotId()).isEqualTo(before);
  }

  @Test
  void aNewInputOfNoRowsStillMovesThePlaceForward() {
    give("i1 corrupt p1");
    runner.run(new CopyNew());
    give();
    assertThat(runner.run(new CopyNew()).rows()).isZero();
    assertThat(runner.run(new CopyNew()).outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
  }

  @Test
  void aCountOfNoRowsIsARow() {
    assertThat(runner.run(new Count()).rows()).isOne();
    assertThat(subjects()).containsExactly("0");
    give("i1 corrupt p1");
    runner.run(new Count());
    assertThat(subjects()).containsExactly("1");
  }

  @Test
  void whatIsMadeOfATableWithoutRowsIsEmptyAndEmptiedAndFilled() {
    assertThat(runner.run(new Combine("")).rows()).isZero();
    assertThat(lake.lastWrite(Tables.GROUPS).summary())
        .containsEntry(StagedWrite.MODE, WriteMode.REPLACE.name());
    assertThat(runner.run(new Combine("")).outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
    give("i1 corrupt p1", "i2 corrupt p1");
    assertThat(runner.run(new Combine("")).rows()).isEqualTo(2);
    TestLakes.write(lake, Tables.REJECTS, WriteMode.REPLACE, lake.noRows(Tables.REJECTS));
    assertThat(runner.run(new Combine("")).rows()).isZero();
    assertThat(subjects()).isEmpty();
    assertThat(runner.run(new Combine("")).outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
    give("i3 corrupt p1");
    assertThat(runner.run(new Combine("")).rows()).isOne();
    assertThat(subjects()).containsExactly("i3");
  }

  /** Iceberg begins to count anew where it makes the branch that it commits to. */
  @Test
  void rowsThatASnapshotCountsWronglyAreRead() {
    give("i1 corrupt p1");
    Table rejects = lake.iceberg(Tables.REJECTS);
    rejects.newFastAppend().toBranch("another").commit();
    rejects.manageSnapshots().fastForwardBranch("main", "another").commit();
    rejects.refresh();
    assertThat(rejects.currentSnapshot().summary()).containsEntry("total-data-files", "0");
    assertThat(runner.run(new Combine("")).rows()).isOne();
    assertThat(subjects()).containsExactly("i1");
  }

  private List<String> subjects() {
    return lake.read(Tables.GROUPS)
        .select("subject_id")
        .orderBy("subject_id")
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** As where the disk is full: rewriting needs room, and what was written counts already. */
  @Test
  void aJobWhoseFilesCannotBeRewrittenHasWritten() throws IOException {
    for (int i = 0; i < 25; i++) {
      TestLakes.write(lake, Tables.REJECTS, WriteMode.APPEND, rows("i" + i + " corrupt p1"));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(f -> f.toString().contains("rejects") && f.toString().endsWith(".parquet"))
              .toList()) {
        Files.delete(file);
      }
    }
    assertThatThrownBy(() -> lake.compact(Tables.REJECTS)).isNotNull();
    assertThat(give("another corrupt p1").rows()).isEqualTo(1);
    assertThat(lake.rows(Tables.REJECTS)).isEqualTo(26);
  }

  @Test
  void aRowWithoutPolicyIsRefusedAndNothingOfTheWritePublished() {
    give("i1 corrupt p1");
    assertThatThrownBy(() -> give("i2 corrupt p1", "i3 corrupt null"))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot publish the result of reject: landing.rejects: 1 rows without a policy")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.CONTRACT);
    assertThat(lake.read(Tables.REJECTS).count()).isEqualTo(1);
    assertThat(lake.iceberg(Tables.REJECTS).refs()).containsOnlyKeys("main");
  }

  @Test
  void duplicateKeysAndMissingValuesAreRefused() {
    assertThatThrownBy(() -> give("i1 corrupt p1", "i1 null p1"))
        .hasMessage(
            "Cannot publish the result of reject: landing.rejects.reason_code is required, but"
                + " null in 1 rows; landing.rejects: 1 keys of (item_id) stand in more than one"
                + " row");
  }

  @Test
  void branchesThatKilledJobsLeftADayAgoAreDropped() {
    long snapshot = lake.snapshot(Tables.REJECTS).snapshotId();
    String young = "insight_job_" + (System.currentTimeMillis() - 60_000) + "_a";
    lake.iceberg(Tables.REJECTS)
        .manageSnapshots()
        .createBranch("insight_job_1700000000000_a", snapshot)
        .createBranch(young, snapshot)
        .commit();
    give("i1 corrupt p1");
    assertThat(lake.read(Tables.REJECTS).count()).isEqualTo(1);
    assertThat(lake.iceberg(Tables.REJECTS).refs()).containsOnlyKeys("main", young);
  }

  @Test
  void rowsThatOthersAddedMeanwhileStay() {
    StagedWrite one = staged("i1 corrupt p1");
    StagedWrite other = staged("i2 corrupt p1");
    one.publish();
    other.publish();
    assertThat(lake.read(Tables.REJECTS).count()).isEqualTo(2);
    assertThat(lake.iceberg(Tables.REJECTS).refs()).containsOnlyKeys("main");
    assertThat(lake.lastWrite(Tables.REJECTS).summary()).containsEntry(StagedWrite.JOB, "test");
  }

  @Test
  void rowsOfKeysThatOthersAddedMeanwhileAreRefused() {
    StagedWrite one = staged("i1 corrupt p1");
    StagedWrite other = staged("i1 corrupt p2");
    one.publish();
    assertThatThrownBy(other::publish)
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("others wrote to the table meanwhile")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
    assertThat(lake.read(Tables.REJECTS).count()).isEqualTo(1);
    assertThat(lake.iceberg(Tables.REJECTS).refs()).containsOnlyKeys("main");
  }

  private StagedWrite staged(String row) {
    LakeInputs inputs = new LakeInputs("test", () -> lake.read(Tables.LABELS));
    inputs.put(GIVEN, rows(row));
    return StagedWrite.write(
        lake,
        lake.contracts().get(Tables.REJECTS),
        WriteMode.APPEND,
        new Reject("").build(inputs),
        Map.of(StagedWrite.JOB, "test"));
  }

  @Test
  void whatIsNewInATableThatWasTakenBackIsMadeAnewAsAWhole() {
    give("i1 corrupt p1");
    runner.run(new CopyNew());
    long before = lake.snapshot(Tables.REJECTS).snapshotId();
    give("i2 corrupt p1");
    runner.run(new CopyNew());
    lake.iceberg(Tables.REJECTS).manageSnapshots().rollbackTo(before).commit();
    give("i3 corrupt p1");
    runner.run(new CopyNew());
    assertThat(
            lake
                .read(Tables.DOCUMENTS)
                .select("document_id")
                .orderBy("document_id")
                .collectAsList()
                .stream()
                .map(r -> r.getString(0)))
        .containsExactly("i1", "i3");
  }

  @Test
  void combinedLabelsAreRegisteredAndComeBackLabelled() {
    give("i1 corrupt p1", "i2 corrupt p2");
    runner.run(new Combine(""));
    String id = Label.of(List.of("p1", "p2"), List.of()).id();
    assertThat(
            lake.read(Tables.GROUPS)
                .select("policy_id")
                .distinct()
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .containsExactly(id);
    assertThat(lake.read(Tables.LABELS).where(col("policy_id").equalTo(id)).count()).isEqualTo(1);
  }

  /** Few are read by the driver, many by Spark. */
  @ParameterizedTest
  @ValueSource(ints = {20, 5_000})
  void howeverManyLabelsAreSeenEachIsRegisteredOnce(int many) {
    Map<TableName, Dataset<Row>> given = Map.of(GIVEN, SharedSpark.session().range(many).toDF());
    runner.run(new LabelEach(), given);
    // Another runner knows of none of them.
    new JobRunner(lake).run(new LabelEach(), given);
    runner.run(new LabelEach(), given);
    assertThat(
            lake.read(Tables.LABELS).collectAsList().stream()
                .map(
                    row ->
                        row.<String>getAs("policy_id")
                            + row.getList(row.fieldIndex("granted"))
                            + row.getList(row.fieldIndex("withheld"))))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, many)
                .mapToObj(i -> Label.of(List.of("p" + i, "q"), List.of()))
                .map(label -> label.id() + label.granted() + label.withheld())
                .toList());
  }

  @Test
  void aJobWhoseSettingsChangeRunsThoughNothingIsNew() {
    give("i1 corrupt p1");
    runner.run(new Combine("a"));
    assertThat(runner.run(new Combine("a")).outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
    assertThat(runner.run(new Combine("b")).outcome()).isEqualTo(JobResult.Outcome.WRITTEN);
  }

  @Test
  void anUndeclaredInputIsRefused() {
    Job nosy =
        new Job() {
          @Override
          public Set<Read> reads() {
            return Set.of();
          }

          @Override
          public TableName writes() {
            return Tables.DOCUMENTS;
          }

          @Override
          public Dataset<Row> build(Inputs inputs) {
            return inputs.table(Tables.ARRIVALS);
          }
        };
    assertThatThrownBy(() -> runner.run(nosy))
        .hasMessageContaining("did not declare it, found landing.arrivals");
  }

  @Test
  void aLakeOfANewerVersionIsRefused() {
    lake.iceberg(Tables.GROUPS).updateProperties().set("insight.lake-version", "99").commit();
    assertThatThrownBy(() -> TestLakes.in(folder, Tables.GROUPS))
        .hasMessage(
            "Cannot open the lake: a newer version wrote it, found lake version 99 where this"
                + " program knows 1");
  }

  @Test
  void eachFileHasItsRowsInTheOrderOfTheirPolicies() {
    give(
        "i1 corrupt p3",
        "i2 corrupt p2",
        "i3 corrupt p1",
        "i4 corrupt p3",
        "i5 corrupt p2",
        "i6 corrupt p1",
        "i7 corrupt p3",
        "i8 corrupt p2",
        "i9 corrupt p1");
    List<String> files =
        lake.read(Tables.REJECTS).select("_file").distinct().as(Encoders.STRING()).collectAsList();
    int inFiles = 0;
    for (String file : files) {
      List<String> policies =
          SharedSpark.session()
              .read()
              .parquet(file)
              .select("policy_id")
              .as(Encoders.STRING())
              .collectAsList();
      assertThat(policies).isSorted();
      inFiles += policies.size();
    }
    assertThat(inFiles).isEqualTo(9);
    assertThat(files).hasSizeLessThan(9);
  }
}
