package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.upper;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnOriginsTest {

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void openLake() {
    lake = TestLakes.in(folder, Tables.REJECTS, Tables.DOCUMENTS);
  }

  private List<String> of(Dataset<Row> rows, String column) {
    SortedSet<Origin> origins =
        ColumnOrigins.of(rows, lake::tableOf).getOrDefault(column, new java.util.TreeSet<>());
    return origins.stream().map(o -> o.table() + "." + o.column() + " " + o.way()).toList();
  }

  private Dataset<Row> rejects() {
    return lake.read(Tables.REJECTS);
  }

  @Test
  void aColumnThatIsTakenOverIsTheSameUnderAnotherName() {
    Dataset<Row> rows = rejects().select(col("item_id").as("a")).filter("a > ''").select("a");
    assertThat(of(rows, "a")).containsExactly("landing.rejects.item_id IDENTITY");
  }

  @Test
  void rowsOfASnapshotAreTheTables() {
    long snapshot = lake.snapshot(Tables.REJECTS).snapshotId();
    assertThat(of(lake.readAt(Tables.REJECTS, snapshot), "path"))
        .containsExactly("landing.rejects.path IDENTITY");
    assertThat(of(lake.readAppended(Tables.REJECTS, snapshot, snapshot), "path"))
        .containsExactly("landing.rejects.path IDENTITY");
  }

  @Test
  void aValueThatIsWorkedOutIsMadeOfAllThatItUses() {
    Dataset<Row> rows =
        rejects()
            .withColumn("b", upper(col("path")))
            .select(col("b").plus(col("size_bytes")).as("c"), lit(1).as("d"));
    assertThat(of(rows, "c"))
        .containsExactly(
            "landing.rejects.path TRANSFORMATION", "landing.rejects.size_bytes TRANSFORMATION");
    assertThat(of(rows, "d")).isEmpty();
  }

  @Test
  void groupsJoinsAndUnionsAreFollowed() {
    Dataset<Row> grouped =
        rejects().groupBy("root_item_id").agg(collect_set(upper(col("path"))).as("paths"));
    assertThat(of(grouped, "root_item_id"))
        .containsExactly("landing.rejects.root_item_id IDENTITY");
    assertThat(of(grouped, "paths")).containsExactly("landing.rejects.path AGGREGATION");
    Dataset<Row> joined =
        grouped.join(
            lake.read(Tables.DOCUMENTS), col("document_id").equalTo(col("root_item_id")), "left");
    assertThat(of(joined, "title")).containsExactly("text.documents.title IDENTITY");
    Dataset<Row> both =
        rejects().select(col("path").as("name")).union(lake.read(Tables.DOCUMENTS).select("title"));
    assertThat(of(both, "name"))
        .containsExactly("landing.rejects.path IDENTITY", "text.documents.title IDENTITY");
  }

  @Test
  void bothSidesOfAJoinOfATableWithItselfAreFollowed() {
    Dataset<Row> rows =
        rejects()
            .as("l")
            .join(rejects().as("r"), col("l.item_id").equalTo(col("r.parent_item_id")))
            .select(col("r.path").as("inner"), col("l.reason").as("outer"));
    assertThat(of(rows, "inner")).containsExactly("landing.rejects.path IDENTITY");
    assertThat(of(rows, "outer")).containsExactly("landing.rejects.reason IDENTITY");
  }

  @Test
  void rowsThatAFunctionMakesAreMadeOfAllThatItIsGiven() {
    Dataset<Row> rows =
        rejects()
            .select("path", "reason")
            .mapPartitions(
                (MapPartitionsFunction<Row, String>)
                    part -> List.of(Integer.toString(part.hashCode())).iterator(),
                Encoders.STRING())
            .toDF("made");
    assertThat(of(rows, "made"))
        .containsExactly(
            "landing.rejects.path TRANSFORMATION", "landing.rejects.reason TRANSFORMATION");
    Dataset<Row> exploded =
        rejects().select(col("item_id"), explode(split(col("path"), "/")).as("part"));
    assertThat(of(exploded, "part")).containsExactly("landing.rejects.path TRANSFORMATION");
    assertThat(of(exploded, "item_id")).containsExactly("landing.rejects.item_id IDENTITY");
  }

  @Test
  void behindRowsThatAreComputedNothingIsFound() {
    assertThat(of(rejects().localCheckpoint(), "path")).isEmpty();
  }
}
