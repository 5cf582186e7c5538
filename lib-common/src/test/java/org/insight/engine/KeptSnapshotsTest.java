package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.PublishedRun.Action;
import org.insight.lake.Compaction;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job consumed rights that its run had staged; then an act on readers came, and these were
 * forgotten.
 */
class KeptSnapshotsTest {

  @TempDir private Path folder;
  private Lake lake;
  private long consumed;

  /** A group of all scopes; what has changed is told by the grants that were consumed. */
  private static final class GroupScopes implements UpdateJob {

    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(Tables.GRANTS));
    }

    @Override
    public TableName writes() {
      return Tables.GROUPS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return groups(inputs.table(Tables.GRANTS));
    }

    @Override
    public Optional<Update> update(Changes changes) {
      Dataset<Row> before = groups(changes.before(Tables.GRANTS));
      Dataset<Row> now = groups(changes.table(Tables.GRANTS));
      Dataset<Row> fresh = now.except(before);
      return Optional.of(
          new Update(
              before.except(now).union(fresh).select("subject_id").distinct(),
              fresh.withColumn("group_id", lit("update"))));
    }

    private static Dataset<Row> groups(Dataset<Row> grants) {
      return grants.select(
          lit("whole").as("group_id"),
          col("scope").as("subject_id"),
          lit("record").as("subject_kind"),
          lit("p1").as("policy_id"));
    }
  }

  private static void grant(Lake lake, String... scopes) {
    TestLakes.write(
        lake,
        Tables.GRANTS,
        WriteMode.REPLACE,
        SharedSpark.session()
            .createDataFrame(
                Arrays.stream(scopes).map(scope -> RowFactory.create(scope)).toList(),
                StructType.fromDDL("scope string")));
  }

  @BeforeEach
  void publishWhatWasMadeForRightsThatWereForgotten() {
    lake = TestLakes.onSqlite(folder, Tables.GRANTS, Tables.GROUPS, Tables.RUNS);
    Lake run = Runs.of(lake).open();
    grant(run, "a", "b");
    new JobRunner(run).run(new GroupScopes());
    consumed = run.snapshot(Tables.GRANTS).snapshotId();
    grant(lake, "a");
    assertThat(Runs.of(lake).dropOutrun()).containsExactly(Tables.GRANTS);
    Runs.of(lake).publish(Action.RUN, null);
    grant(lake, "a", "c");
  }

  private List<String> next() {
    Lake run = Runs.of(lake).open();
    new JobRunner(run).run(new GroupScopes());
    return run
        .read(Tables.GROUPS)
        .selectExpr("concat(group_id, ' ', subject_id)")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }

  @Test
  void maintenanceLeavesThemForTheJobsNextRun() {
    new LakeMaintenance(
            lake,
            new LakeMaintenance.Rules(
                1, Duration.ZERO, new Compaction.Limits(128L << 20, 100, 100)))
        .run(List.of(Tables.GRANTS), table -> {});
    assertThat(lake.history(Tables.GRANTS).snapshot(consumed)).isNotNull();
    assertThat(next()).containsExactly("update c", "whole a");
  }

  @Test
  void whereTheyAreGoneAllIsMadeAnew() {
    lake.iceberg(Tables.GRANTS).expireSnapshots().expireSnapshotId(consumed).commit();
    assertThat(next()).containsExactly("whole a", "whole c");
    assertThat(lake.ofRun().snapshot(Tables.GROUPS).summary())
        .containsEntry(StagedWrite.MODE, "REPLACE");
  }
}
