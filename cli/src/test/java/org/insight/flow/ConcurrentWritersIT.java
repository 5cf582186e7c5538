package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings.LakeSettings;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several who write to one table at once, on a catalog that several machines share. */
@ExtendWith(TrinoLab.Running.class)
class ConcurrentWritersIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));
  private static final int WRITERS = 2;

  private static final StructType ROW =
      StructType.fromDDL(
          "item_id string, root_item_id string, path string, size_bytes bigint, outcome string,"
              + " reason_code string, reason string, policy_id string");

  @TempDir private Path folder;

  @Test
  void twoJobsThatWriteOneTableAtOnceLoseNoCommit(TrinoLab lab) {
    int commits = LONG ? 500 : 8;
    LakeSettings settings = lab.beside("writers", folder);
    open(settings);
    ExecutorService atOnce = Executors.newFixedThreadPool(WRITERS);
    try {
      CompletableFuture.allOf(
              IntStream.range(0, WRITERS)
                  .mapToObj(
                      writer ->
                          CompletableFuture.runAsync(
                              () -> write(open(settings), writer, commits), atOnce))
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      atOnce.shutdownNow();
    }
    Lake lake = open(settings);
    List<String> expected = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      for (int i = 0; i < commits; i++) {
        expected.add(id(writer, i));
      }
    }
    assertThat(
            lake.read(Tables.REJECTS).select("item_id").collectAsList().stream()
                .map(r -> r.getString(0)))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(lake.iceberg(Tables.REJECTS).refs()).containsOnlyKeys("main");
    Map<Boolean, Long> between = commitsByWhetherTheyWereOvertaken(lake);
    System.out.printf(
        "%d commits of %d writers, %d of them overtaken by another: %d rows%n",
        WRITERS * commits, WRITERS, between.getOrDefault(true, 0L), lake.rows(Tables.REJECTS));
    if (LONG) {
      assertThat(between.getOrDefault(true, 0L)).as("commits that met another").isPositive();
    }
  }

  /** One session each, so that each has a catalog, and a view of the table, of its own. */
  private static Lake open(LakeSettings settings) {
    return Lake.openOrCreate(
        TestLakes.session(settings),
        settings,
        Contracts.load().only(List.of(Tables.REJECTS, Tables.LABELS)));
  }

  private static void write(Lake lake, int writer, int commits) {
    for (int i = 0; i < commits; i++) {
      String id = id(writer, i);
      Row row = RowFactory.create(id, id, "a/b", 1L, "rejected", "corrupt", "because", "p");
      TestLakes.write(
          lake, Tables.REJECTS, WriteMode.APPEND, lake.spark().createDataFrame(List.of(row), ROW));
    }
  }

  private static String id(int writer, int i) {
    return writer + "-" + i;
  }

  /** Files that were committed a second time, after another's, are of two snapshots. */
  private static Map<Boolean, Long> commitsByWhetherTheyWereOvertaken(Lake lake) {
    List<Snapshot> all = new ArrayList<>();
    lake.iceberg(Tables.REJECTS).snapshots().forEach(all::add);
    return all.stream()
        .filter(s -> WriteMode.APPEND.name().equals(s.summary().get("insight.mode")))
        .collect(
            Collectors.partitioningBy(
                s -> !s.summary().containsKey("spark.app.id"), Collectors.counting()));
  }
}
