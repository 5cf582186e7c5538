package org.insight.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.config.SettingsReader;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.tables.Lake;
import org.insight.tables.StagedWrite;
import org.insight.testing.TestLakes;

/** A small lake that the jobs made of a simulated inbox, all of them, on the shared session. */
final class SimulatedLake {

  /** Tables from which sources are worked out that a check keeps. */
  static final Set<TableName> KEPT = Set.of(Sources.ARRIVALS, Sources.READERS, EdgeEvidence.EDGES);

  private final Lake lake;
  private final Sources sources;

  private SimulatedLake(Lake lake) {
    this.lake = lake;
    this.sources = new Sources(lake);
  }

  /**
   * @param more files of the inbox beside the simulated ones: text by path
   */
  static SimulatedLake in(Path folder, long items, long seed, Map<String, String> more)
      throws IOException {
    Simulation.run(
        new SimulationPlan(folder.resolve("sim"), 50, items, seed, SimulationPlan.COUNTRIES));
    for (Map.Entry<String, String> file : more.entrySet()) {
      Path path = folder.resolve("sim/inbox").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    TestLakes.inParts(
        1, () -> Served.run(SettingsReader.read(List.of()), lake, folder.resolve("sim/inbox")));
    return new SimulatedLake(lake);
  }

  Lake lake() {
    return lake;
  }

  /** What the verifier says of a table. */
  Verdict verdict(TableName table) {
    return verdicts(List.of(table), 5).get(0);
  }

  /** What the verifier says of tables, in the order of the data's way. */
  List<Verdict> verdicts(List<TableName> tables, int examples) {
    return TestLakes.inParts(1, () -> new Verifier(lake).verify(tables, examples, t -> {}));
  }

  /** What the verifier says of a table whose rows were changed; they are as before afterwards. */
  Verdict verdict(TableName table, UnaryOperator<Dataset<Row>> change, int examples) {
    long before = lake.snapshot(table).snapshotId();
    try {
      TestLakes.inParts(1, () -> put(table, change.apply(lake.read(table))));
      if (KEPT.contains(table)) {
        // Spark takes what is held of a table for that table, though it has changed.
        sources.close();
        return verdicts(List.of(table), examples).get(0);
      }
      // The sources of most tables are not touched, and are worked out once.
      return TestLakes.inParts(
          1, () -> Verifier.verify(sources, lake.contracts().get(table), examples));
    } finally {
      back(table, before);
    }
  }

  void put(TableName table, Dataset<Row> rows) {
    StagedWrite.write(lake, lake.contracts().get(table), WriteMode.REPLACE, rows, Map.of())
        .publish();
  }

  void back(TableName table, long snapshot) {
    lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
  }
}
