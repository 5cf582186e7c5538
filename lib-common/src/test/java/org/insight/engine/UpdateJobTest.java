package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner does with jobs that remake keys. */
class UpdateJobTest {

  @TempDir private Path folder;
  private Lake lake;
  private JobRunner runner;

  @BeforeEach
  void openLake() {
    lake = TestLakes.in(folder, Tables.RECORDS, Tables.GROUPS, Tables.PERSONS);
    runner = new JobRunner(lake);
  }

  /** Puts each record into the group of its least sibling: all records of one schema. */
  static final class GroupBySchema implements UpdateJob {

    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(Tables.RECORDS));
    }

    @Override
    public TableName writes() {
      return Tables.GROUPS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return groups(inputs.table(Tables.RECORDS));
    }

    @Override
    public Optional<Update> update(Changes changes) {
      Dataset<Row> records =
          changes
              .table(Tables.RECORDS)
              .join(
                  changes.changed(Tables.RECORDS).select("schema"),
                  new String[] {"schema"},
                  "left_semi");
      return Optional.of(
          new Update(records.select(col("record_id").as("subject_id")), groups(records)));
    }

    private static Dataset<Row> groups(Dataset<Row> records) {
      return records.selectExpr(
          "min(record_id) OVER (PARTITION BY schema) AS group_id",
          "record_id AS subject_id",
          "'record' AS subject_kind",
          "policy_id");
    }
  }

  /** Notes how it was run, in the captions of its rows: one a subject. */
  static final class Follow implements UpdateJob {

    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(Tables.GROUPS));
    }

    @Override
    public TableName writes() {
      return Tables.PERSONS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return persons(inputs.table(Tables.GROUPS), "whole");
    }

    @Override
    public Optional<Update> update(Changes changes) {
      Dataset<Row> keys = changes.keys(Tables.GROUPS);
      return Optional.of(
          new Update(
              keys.toDF("entity_id"),
              persons(
                  changes.table(Tables.GROUPS).join(keys, new String[] {"subject_id"}, "left_semi"),
                  "update")));
    }

    private static Dataset<Row> persons(Dataset<Row> groups, String how) {
      Column none = lit(new String[0]);
      return groups.select(
          col("subject_id").as("entity_id"),
          lit(how).as("caption"),
          none.as("names"),
          none.as("aliases"),
          none.as("birth_dates"),
          none.as("genders"),
          none.as("countries"),
          none.as("identifiers"),
          none.as("topics"),
          none.as("record_ids"),
          lit("records").as("basis"),
          lit(1).as("records"),
          lit(0).as("texts"),
          none.as("sources"),
          none.as("conflicts"),
          lit(1).as("independent_sources"),
          none.as("grading"),
          none.as("handling"),
          col("policy_id"));
    }
  }

  /**
   * A person a record, of two names: read wrongly at first as two names, then as name and alias.
   */
  record ReadNames(boolean rightly) implements UpdateJob {

    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(Tables.RECORDS));
    }

    @Override
    public TableName writes() {
      return Tables.PERSONS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return persons(inputs.table(Tables.RECORDS));
    }

    @Override
    public Optional<Update> update(Changes changes) {
      Dataset<Row> records = changes.table(Tables.RECORDS);
      return Optional.of(
          new Update(records.select(col("record_id").as("entity_id")), persons(records)));
    }

    private Dataset<Row> persons(Dataset<Row> records) {
      Dataset<Row> persons =
          Follow.persons(records.withColumnRenamed("record_id", "subject_id"), "person");
      return persons
          .withColumn("names", lit(rightly ? new String[] {"A"} : new String[] {"A", "B"}))
          .withColumn("aliases", lit(rightly ? new String[] {"B"} : new String[0]));
    }
  }

  @Test
  void anArrayThatEndsElsewhereIsAChange() {
    add("b B");
    runner.run(new ReadNames(false));
    add("c B");
    assertThat(runner.run(new ReadNames(true)).rows()).isEqualTo(2);
    assertThat(lines(lake.read(Tables.PERSONS).selectExpr("to_json(names)", "to_json(aliases)")))
        .containsExactly("[\"A\"] [\"B\"]", "[\"A\"] [\"B\"]");
  }

  private void add(String... idsAndSchemas) {
    List<Row> rows = new ArrayList<>();
    for (String line : idsAndSchemas) {
      String[] parts = line.split(" ", -1);
      rows.add(RowFactory.create(parts[0], parts[1], "p1"));
    }
    Dataset<Row> given =
        SharedSpark.session()
            .createDataFrame(
                rows, StructType.fromDDL("record_id string, schema string, policy_id string"));
    TestLakes.write(lake, Tables.RECORDS, WriteMode.APPEND, given);
  }

  private List<String> groups() {
    return lines(lake.read(Tables.GROUPS).select("subject_id", "group_id"));
  }

  private List<String> followed() {
    return lines(lake.read(Tables.PERSONS).select("entity_id", "caption"));
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(r -> r.mkString(" ")).sorted().toList();
  }

  @Test
  void onlyKeysWhoseRowsCameOutOtherwiseAreRewrittenAndToldOn() {
    add("b B", "c C");
    runner.run(new GroupBySchema());
    runner.run(new Follow());
    assertThat(followed()).containsExactly("b whole", "c whole");
    // b comes out as it was, though it was remade with b2.
    add("b2 B");
    assertThat(runner.run(new GroupBySchema()).rows()).isEqualTo(1);
    assertThat(runner.run(new Follow()).rows()).isEqualTo(1);
    assertThat(followed()).containsExactly("b whole", "b2 update", "c whole");
    // A lesser sibling moves the whole group.
    add("a B");
    assertThat(runner.run(new GroupBySchema()).rows()).isEqualTo(3);
    assertThat(groups()).containsExactly("a a", "b a", "b2 a", "c c");
    runner.run(new Follow());
    assertThat(followed()).containsExactly("a update", "b update", "b2 update", "c whole");
  }

  @Test
  void aJobThatMissedRunsIsToldOfAllOfThem() {
    add("b B");
    runner.run(new GroupBySchema());
    runner.run(new Follow());
    add("c C");
    runner.run(new GroupBySchema());
    add("d D");
    runner.run(new GroupBySchema());
    assertThat(runner.run(new Follow()).rows()).isEqualTo(2);
    assertThat(followed()).containsExactly("b whole", "c update", "d update");
  }

  @Test
  void whatFollowsATableMadeAnewIsMadeAnew() {
    add("b B", "c C");
    runner.run(new GroupBySchema());
    runner.run(new Follow());
    add("d D");
    runner.run(new GroupBySchema());
    runner.run(new Follow());
    runner.rerun(new GroupBySchema());
    runner.run(new Follow());
    assertThat(followed()).containsExactly("b whole", "c whole", "d whole");
  }

  @Test
  void aChangeOfNothingMovesThePlaceForward() {
    add("b B");
    runner.run(new GroupBySchema());
    add();
    assertThat(runner.run(new GroupBySchema()).rows()).isZero();
    assertThat(runner.run(new GroupBySchema()).outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
  }

  @Test
  void manyDeletedKeysAreCompactedAndNobodyFollowsThat() {
    String[] many =
        IntStream.range(0, 1_100).mapToObj(i -> "m%04d M".formatted(i)).toArray(String[]::new);
    add(many);
    runner.run(new GroupBySchema());
    runner.run(new Follow());
    add("a M");
    assertThat(runner.run(new GroupBySchema()).rows()).isEqualTo(1_101);
    assertThat(lake.snapshot(Tables.GROUPS).sameRows()).isTrue();
    assertThat(lake.snapshot(Tables.GROUPS).summary().getOrDefault("total-equality-deletes", "0"))
        .isEqualTo("0");
    assertThat(lake.rows(Tables.GROUPS)).isEqualTo(1_101);
    assertThat(groups()).hasSize(1_101).allMatch(line -> line.endsWith(" a"));
    runner.run(new Follow());
    assertThat(followed()).hasSize(1_101).allMatch(line -> line.endsWith(" update"));
    assertThat(lake.compact(Tables.GROUPS)).isFalse();
  }
}
