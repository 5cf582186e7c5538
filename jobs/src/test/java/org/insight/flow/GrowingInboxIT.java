package org.insight.flow;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.cli.InProcess;
import org.insight.config.SettingsReader;
import org.insight.jobs.Tables;
import org.insight.jobs.TestLakes;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.tables.Lake;
import org.insight.tables.StagedWrite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lake that took its inbox in instalments is that which took it at once, receiving and reading
 * included; {@code UpdatedLakeIT} holds the same for the jobs after that, with drawn rows.
 */
@EnabledIfSystemProperty(named = "insight.tests", matches = "long")
class GrowingInboxIT {

  /** These hold what was once carried as well, which nobody is the wiser for. */
  private static final List<TableName> KEPT = List.of(Tables.LABELS, Tables.ENTITLEMENTS);

  @TempDir private static Path folder;

  @Test
  void aLakeFedInInstalmentsEqualsOneFedAtOnce() throws IOException {
    Lake grown = TestLakes.whole(folder.resolve("instalments"));
    Lake once = TestLakes.whole(folder.resolve("once"));
    simulate(110);
    run(grown);
    simulate(120);
    run(grown);
    run(once);

    for (TableContract contract : Contracts.load().all()) {
      TableName table = contract.name();
      if (!KEPT.contains(table)) {
        LakeComparison.assertSame(contract, grown.read(table), once.read(table));
      } else {
        Dataset<Row> known = once.read(Tables.LABELS).union(policies(once));
        LakeComparison.assertSame(
            contract, of(grown.read(table), known), of(once.read(table), known));
      }
      if (contract.write() == WriteMode.UPDATE) {
        assertThat(Objects.requireNonNull(grown.lastWrite(table)).summary())
            .as("how %s was last written", table)
            .containsEntry(StagedWrite.MODE, WriteMode.UPDATE.name());
      }
    }
    assertThat(once.read(Tables.PERSONS).count()).isPositive();
  }

  private static Dataset<Row> policies(Lake lake) {
    return lake.read(Tables.POLICIES)
        .selectExpr("base_policy_id", "array(base_policy_id)", "cast(array() AS array<string>)");
  }

  private static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> labels) {
    return rows.join(labels.select(col("policy_id")), new String[] {"policy_id"}, "left_semi");
  }

  private static void simulate(int items) throws IOException {
    Simulation.run(
        new SimulationPlan(folder.resolve("sim"), 40, items, 5, SimulationPlan.COUNTRIES));
  }

  private static void run(Lake lake) {
    InProcess.run(SettingsReader.read(List.of()), lake, folder.resolve("sim/inbox"));
  }
}
