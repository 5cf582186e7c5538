package org.insight.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.lake.Compaction.Extent;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of deleted keys go out of the files, also where others write at the same time. */
class DeletedRowsTest {

  private static final long FILE_BYTES = 1 << 20;

  @TempDir private Path folder;
  private Lake lake;

  /** Three files, of which one holds an item of its own. */
  @BeforeEach
  void land() {
    lake = TestLakes.in(folder, Tables.RECORDS);
    add("a1 a p3", "b1 b p2", "a2 a p1");
    add("c1 c p1", "d1 d p1");
    add("e1 e p1", "e2 e p1");
  }

  private static Dataset<Row> records(String... records) {
    List<Row> rows = new ArrayList<>();
    for (String record : records) {
      rows.add(RowFactory.create((Object[]) record.split(" ")));
    }
    return SharedSpark.session()
        .createDataFrame(
            rows, StructType.fromDDL("record_id string, item_id string, policy_id string"))
        .coalesce(1);
  }

  private void add(String... records) {
    TestLakes.write(lake, Tables.RECORDS, WriteMode.APPEND, records(records));
  }

  /** Takes the rows of items out. */
  private void remove(String... items) {
    StagedWrite.update(
            lake,
            lake.contracts().get(Tables.RECORDS),
            SharedSpark.session()
                .createDataFrame(
                    Stream.of(items).map(RowFactory::create).toList(),
                    StructType.fromDDL("item_id string")),
            lake.noRows(Tables.RECORDS),
            Map.of())
        .publish();
  }

  private Table table() {
    return lake.iceberg(Tables.RECORDS);
  }

  private boolean takeOut() {
    return lake.spark().withActive(() -> DeletedRows.takeOut(lake.spark(), table(), FILE_BYTES));
  }

  private DeletedRows find() {
    return lake.spark().withActive(() -> DeletedRows.find(lake.spark(), table(), FILE_BYTES));
  }

  private List<String> seen() {
    return ids(lake.read(Tables.RECORDS));
  }

  private static List<String> ids(Dataset<Row> rows) {
    return rows.select("record_id").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private List<String> files() {
    List<String> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table().newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file().location()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return files;
  }

  /** Rows of the files that readers go by, with those that they do not see. */
  private List<String> held() {
    return ids(SharedSpark.session().read().parquet(files().toArray(String[]::new)));
  }

  private long stored() throws IOException {
    try (Stream<Path> all =
        Files.walk(Path.of(URI.create(table().location()).getPath()).resolve("data"))) {
      return all.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  @Test
  void theFilesThatHoldThemAreRewrittenInTheirOrderAndNoOthers() {
    List<String> before = files();
    remove("b", "e", "of-no-row");
    assertThat(held()).contains("b1", "e1");
    assertThat(takeOut()).isTrue();
    assertThat(seen()).containsExactly("a1", "a2", "c1", "d1");
    assertThat(held()).isEqualTo(seen());
    List<String> after = files();
    assertThat(after).as("a file of which nothing is left has no other in its place").hasSize(2);
    assertThat(after.stream().filter(before::contains)).hasSize(1);
    String fresh = after.stream().filter(file -> !before.contains(file)).findFirst().orElseThrow();
    assertThat(
            SharedSpark.session().read().parquet(fresh).select("policy_id").collectAsList().stream()
                .map(row -> row.getString(0)))
        .containsExactly("p1", "p3");
    assertThat(lake.snapshot(Tables.RECORDS).sameRows()).isTrue();
    assertThat(lake.snapshot(Tables.RECORDS).summary())
        .containsEntry("total-equality-deletes", "0")
        .containsEntry("total-delete-files", "0");
    assertThat(takeOut()).as("there is nothing left").isFalse();
  }

  @Test
  void rowsThatCameInTheirPlaceStay() {
    remove("b");
    add("b2 b p1");
    assertThat(takeOut()).isTrue();
    assertThat(held()).isEqualTo(seen()).contains("b2").doesNotContain("b1").hasSize(7);
  }

  @Test
  void keysThatNoFileHoldsGoAlone() {
    List<String> before = files();
    remove("of-no-row");
    assertThat(takeOut()).isTrue();
    assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(table().currentSnapshot().summary()).containsEntry("total-delete-files", "0");
  }

  @Test
  void whatOthersAddAndDeleteMeanwhileCounts() {
    remove("b");
    DeletedRows found = find();
    add("f1 f p1", "b2 b p1");
    remove("a", "c");
    assertThat(found.commit()).isTrue();
    assertThat(seen()).containsExactly("b2", "d1", "e1", "e2", "f1");
    assertThat(held()).as("of later keys").contains("a1", "c1").doesNotContain("b1");
    assertThat(takeOut()).isTrue();
    assertThat(held()).isEqualTo(seen());
  }

  @Test
  void whereOthersRewroteFilesMeanwhileItIsLeft() throws IOException {
    remove("b");
    DeletedRows found = find();
    lake.compact(Tables.RECORDS, Extent.ALL_FILES, new Compaction.Limits(FILE_BYTES, 5, 100));
    long before = stored();
    assertThat(found.commit()).isFalse();
    assertThat(stored()).as("what it wrote is gone").isEqualTo(before - 1);
    assertThat(seen()).hasSize(6).doesNotContain("b1");
    assertThat(held()).isEqualTo(seen());
  }

  /** As another machine does, whose locks are its own. */
  @Test
  void aRewriteOfFilesThatOthersReplacedMeanwhileIsLeft() {
    Compaction.Limits limits = new Compaction.Limits(FILE_BYTES, 3, 100);
    Table begun = table();
    assertThat(begun.currentSnapshot()).isNotNull();
    assertThat(lake.compact(Tables.RECORDS, Extent.SMALL_FILES, limits)).isTrue();
    List<String> theirs = files();
    assertThat(theirs).hasSize(1);
    boolean done =
        lake.spark()
            .withActive(() -> Compaction.rewrite(lake.spark(), begun, Extent.SMALL_FILES, limits));
    assertThat(done).isFalse();
    assertThat(files()).isEqualTo(theirs);
    assertThat(seen()).hasSize(7);
  }

  /** To a file that needs the keys, of which the one that was looked at has none. */
  @Test
  void whereOthersWentBackMeanwhileItIsLeft() {
    remove("d");
    long back = table().currentSnapshot().snapshotId();
    SparkActions.get(lake.spark())
        .rewriteDataFiles(table())
        .filter(Expressions.equal("record_id", "d1"))
        .option("rewrite-all", "true")
        .execute();
    DeletedRows found = find();
    table().manageSnapshots().rollbackTo(back).commit();
    assertThat(held()).contains("d1");
    assertThat(found.commit()).isFalse();
    assertThat(seen()).hasSize(6).doesNotContain("d1");
    assertThat(takeOut()).isTrue();
    assertThat(held()).isEqualTo(seen()).hasSize(6).doesNotContain("d1");
  }
}
