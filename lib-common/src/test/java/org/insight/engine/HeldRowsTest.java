package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.lake.Lake;
import org.insight.lake.LocalRows;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are computed once, few and many, and what is taken out of a table by them. */
class HeldRowsTest {

  @TempDir private Path folder;

  /** Ids from 0 on, that Spark has to compute. */
  private static Dataset<Row> ids(long count) {
    return SharedSpark.session().range(0, count, 1, 2).select(col("id").cast("string").as("id"));
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.select("id").as(Encoders.STRING()).collectAsList();
  }

  @Test
  void ofAFewRowsThePlanSaysHowManyThereAre() {
    assertThat(LocalRows.countOf(ids(3))).isEmpty();
    HeldRows held = HeldRows.counted(ids(3));
    assertThat(held.count()).isEqualTo(3);
    assertThat(LocalRows.countOf(held.rows())).contains(3L);
    assertThat(LocalRows.countOf(held.keys())).contains(3L);
    assertThat(texts(held.rows())).containsExactly("0", "1", "2");
    assertThat(held.iterator()).toIterable().hasSize(3);
  }

  @Test
  void whereThereAreNoneNothingIsComputedOfThem() {
    HeldRows none = HeldRows.counted(ids(3).where(col("id").equalTo("4")));
    assertThat(LocalRows.none(none.rows())).isTrue();
    Dataset<Row> joined = ids(1_000).join(none.keys(), new String[] {"id"}, "left_semi");
    assertThat(joined.queryExecution().optimizedPlan().collectLeaves().head().maxRows().get())
        .isEqualTo(0L);
    assertThat(LocalRows.none(ids(3).limit(0))).isTrue();
    assertThat(LocalRows.none(ids(3).limit(1))).isFalse();
  }

  @Test
  void manyRowsStayWhereTheyAreComputed() {
    HeldRows held = HeldRows.counted(ids(2_000).withColumn("wide", repeat(lit("x"), 500)));
    assertThat(held.count()).isEqualTo(2_000);
    assertThat(LocalRows.countOf(held.rows())).isEmpty();
    assertThat(texts(held.rows())).hasSize(2_000).doesNotHaveDuplicates().contains("1999");
    assertThat(held.iterator()).toIterable().hasSize(2_000);
  }

  /** Keys that the driver writes and reads, and keys that tasks do. */
  @ParameterizedTest
  @ValueSource(longs = {0, 3, 6_000, 30_000})
  void keysTakeTheirRowsOutAndAreFoundAgain(long gone) {
    Lake lake = TestLakes.in(folder, Tables.GROUPS);
    Dataset<Row> subjects = ids(gone).select(concat(lit("s"), col("id")).as("subject_id"));
    TestLakes.write(
        lake,
        Tables.GROUPS,
        WriteMode.REPLACE,
        subjects
            .union(SharedSpark.session().range(1).select(lit("stays")))
            .withColumn("group_id", lit("g")));
    long before = lake.snapshot(Tables.GROUPS).snapshotId();
    Dataset<Row> keys = HeldRows.keys(subjects);
    new JobRunner(lake).remove(Tables.GROUPS, keys, "test");
    assertThat(lake.read(Tables.GROUPS).select("subject_id").as(Encoders.STRING()).collectAsList())
        .containsExactly("stays");
    Dataset<Row> found =
        lake.removedKeys(
                lake.contracts().get(Tables.GROUPS),
                before,
                lake.snapshot(Tables.GROUPS).snapshotId())
            .orElseThrow();
    assertThat(found.count()).isEqualTo(gone);
    assertThat(found.join(subjects, new String[] {"subject_id"}, "left_anti").isEmpty()).isTrue();
    assertThat(LocalRows.countOf(found).isPresent()).isEqualTo(gone <= 5_000);
  }
}
