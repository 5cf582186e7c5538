package org.insight.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Runs;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownItemsTest {

  private static final StructType ITEM =
      StructType.fromDDL("item_id string, root_item_id string, depth int");

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void aLakeOfArrivals() {
    lake = TestLakes.in(folder, Tables.ARRIVALS, Tables.WITHDRAWALS, Tables.RUNS);
  }

  private void write(Lake to, String... items) {
    List<Row> rows = new ArrayList<>();
    for (String item : items) {
      rows.add(RowFactory.create(item, item, 0));
      rows.add(RowFactory.create(item + "!/member", item, 1));
    }
    TestLakes.write(
        to, Tables.ARRIVALS, WriteMode.APPEND, SharedSpark.session().createDataFrame(rows, ITEM));
  }

  @Test
  void onlyItemsOfTheLakeAreKnown() {
    KnownItems known = KnownItems.of(lake);
    assertThat(known.among(lake, List.of("a"))).isEmpty();
    write(lake, "a");
    known.add(lake, Set.of("a"));
    assertThat(known.follow(lake)).isTrue();
    assertThat(known.among(lake, List.of("a", "b"))).containsExactly("a");
    assertThat(KnownItems.of(lake).among(lake, List.of("a", "b"))).containsExactly("a");
  }

  @Test
  void whatOthersWriteIsTakenIn() {
    write(lake, "a");
    KnownItems known = KnownItems.of(lake);
    write(lake, "b");
    assertThat(known.follow(lake)).isTrue();
    assertThat(known.among(lake, List.of("a", "b", "c"))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatIsThoughtKnownIsLookedForInTheLake() {
    KnownItems known = KnownItems.of(lake);
    known.add(lake, Set.of("never written"));
    assertThat(known.among(lake, List.of("never written"))).isEmpty();
  }

  @Test
  void aLakeThatWasTakenBackIsNotFollowed() {
    Lake run = Runs.of(lake).open();
    write(run, "a");
    KnownItems known = KnownItems.of(run);
    assertThat(known.leadsTo(run)).isTrue();
    write(run, "b");
    assertThat(known.leadsTo(run)).isTrue();
    Runs.of(lake).drop();
    assertThat(known.leadsTo(run)).isFalse();
    assertThat(known.follow(run)).isFalse();
    assertThat(KnownItems.of(run).among(run, List.of("a"))).isEmpty();
  }
}
