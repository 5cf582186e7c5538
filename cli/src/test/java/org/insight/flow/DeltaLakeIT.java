package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.access.ReaderSession;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.InsightException;
import org.insight.engine.JobRunner;
import org.insight.engine.PublishedRun;
import org.insight.engine.RunDiff;
import org.insight.engine.Runs;
import org.insight.jobs.governance.RecordWithdrawals;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.insight.verify.Verdict;
import org.insight.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same inbox, in the same steps, on Iceberg and on Delta makes the same lake: every table row
 * by row, what the verifier says, what readers are told, what two runs differ in.
 */
class DeltaLakeIT {

  private static final String READER = "control";
  private static final String PURPOSE = "crime-analysis";

  private static final List<String> QUERIES =
      List.of(
          "SELECT entity_id, policy_id, caption, names, records FROM curated.persons ORDER BY 1, 2",
          "SELECT * FROM curated.links ORDER BY link_id, policy_id",
          "SELECT * FROM curated.trends_monthly ORDER BY ALL",
          "SELECT item_id, restrictions FROM landing.items ORDER BY 1",
          "SELECT * FROM curated.persons VERSION AS OF 1",
          "SELECT * FROM delta.`curated`",
          "SELECT _metadata FROM landing.items");

  @TempDir private static Path folder;

  /** A lake and the settings that its commands go by. */
  private record Side(Settings settings, Lake lake) {

    static Side of(String name, Lake lake) throws IOException {
      Path conf =
          Files.writeString(
              folder.resolve(name + ".yaml"),
              "lake: {path: '%s'}\nobserve: {folder: ''}\n".formatted(folder.resolve(name)));
      return new Side(SettingsReader.read(List.of(conf)), lake);
    }

    void run(Path inbox) {
      Served.run(settings, lake, inbox);
    }

    List<List<String>> told() {
      ReaderSession session = Served.door(lake, READER, PURPOSE, LocalDate.now(ZoneOffset.UTC));
      return QUERIES.stream().map(query -> Served.sql(session, query)).toList();
    }

    void withdraw(String item) {
      new JobRunner(lake)
          .run(
              new RecordWithdrawals(),
              Map.of(
                  RecordWithdrawals.ORDERED,
                  SharedSpark.session()
                      .createDataFrame(
                          List.of(
                              RowFactory.create(
                                  item, Timestamp.from(Instant.EPOCH), "login", "a test", "0")),
                          StructType.fromDDL(
                              "item_id string, at timestamp, login string, reason string,"
                                  + " audit_hash string"))));
    }
  }

  /** A run on Delta commits some sixty times, each of which takes a good second here. */
  @Test
  @EnabledIfSystemProperty(named = "insight.tests", matches = "long")
  void theSameInboxMakesTheSameLakeOnBothFormats() throws IOException {
    Simulation.run(new SimulationPlan(folder.resolve("sim"), 25, 40, 5, SimulationPlan.COUNTRIES));
    Path inbox = folder.resolve("inbox");
    List<Path> files = files(folder.resolve("sim/inbox"));
    Side iceberg = Side.of("iceberg", TestLakes.whole(folder.resolve("iceberg")));
    Side delta = Side.of("delta", TestLakes.wholeOfDelta(folder.resolve("delta")));

    copy(files.subList(0, files.size() * 2 / 3), inbox);
    iceberg.run(inbox);
    delta.run(inbox);
    List<List<String>> first = delta.told();
    assertThat(first).isEqualTo(iceberg.told());
    assertThat(first.get(0))
        .as("persons that a reader sees")
        .isNotEmpty()
        .allMatch(row -> row.startsWith("{"));
    assertThat(first.get(5)).singleElement().asString().contains("Cannot answer the query");

    // More comes, something is taken back: what follows is updated by keys on both.
    copy(files, inbox);
    String gone =
        iceberg
            .lake()
            .read(Tables.RECORDS)
            .join(iceberg.lake().read(Tables.ITEMS).where("depth = 0"), "item_id")
            .select("item_id")
            .orderBy("item_id")
            .first()
            .getString(0);
    iceberg.withdraw(gone);
    delta.withdraw(gone);
    iceberg.run(inbox);
    assertThat(delta.told()).as("nothing is seen of what is not published").isEqualTo(first);
    delta.run(inbox);
    assertSame(iceberg, delta);
    List<List<String>> second = delta.told();
    assertThat(second).isNotEqualTo(first);
    assertThat(delta.lake().read(Tables.ITEMS).where("item_id = '" + gone + "'").count()).isZero();
    for (TableContract contract : delta.lake().contracts().all()) {
      assertThat(mode(delta, contract.name()))
          .as("how %s was written the second time", contract.name())
          .isEqualTo(mode(iceberg, contract.name()));
    }
    assertThat(diff(delta)).isEqualTo(diff(iceberg)).isNotEmpty();
    assertAWrongLabelIsSeenByNobody(delta, second);
  }

  private static void assertAWrongLabelIsSeenByNobody(Side delta, List<List<String>> before) {
    WrongLabel.stage(delta.lake());
    assertThatThrownBy(() -> Served.publishStaged(delta.settings(), delta.lake()))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("rows are not what their sources give");
    assertThat(delta.told()).isEqualTo(before);
    Runs.of(delta.lake()).drop();
    assertThat(delta.told()).isEqualTo(before);
  }

  private static void assertSame(Side iceberg, Side delta) {
    LakeComparison.assertEqual(iceberg.lake(), delta.lake());
    assertThat(verified(delta.lake())).isEqualTo(verified(iceberg.lake()));
    assertThat(delta.told()).isEqualTo(iceberg.told());
  }

  /** Rows looked at and mismatches, by table. */
  private static Map<TableName, List<Long>> verified(Lake lake) {
    Verifier verifier = new Verifier(lake);
    verifier.refuseHalfRun();
    Map<TableName, List<Long>> verified = new LinkedHashMap<>();
    for (Verdict verdict :
        verifier.verify(Verifier.tables(lake.contracts().all()), 3, table -> {})) {
      assertThat(verdict.mismatches()).as("%s %s", verdict.table(), verdict.examples()).isZero();
      verified.put(verdict.table(), List.of(verdict.rows(), verdict.mismatches()));
    }
    return verified;
  }

  private static String mode(Side side, TableName table) {
    var last = side.lake().lastWrite(table);
    return last == null ? "" : last.summary().getOrDefault(StagedWrite.MODE, "");
  }

  private static List<RunDiff> diff(Side side) {
    List<PublishedRun> runs = Runs.of(side.lake()).all();
    PublishedRun one = runs.get(0);
    PublishedRun two = runs.get(1);
    List<RunDiff> diffs = new ArrayList<>();
    two.snapshots()
        .forEach(
            (table, after) ->
                diffs.add(
                    RunDiff.of(
                        side.lake(),
                        side.lake().contracts().get(table),
                        one.snapshots().getOrDefault(table, after),
                        after)));
    return diffs;
  }

  /** Policies first, so that none comes after what it is for. */
  private static List<Path> files(Path inbox) throws IOException {
    try (Stream<Path> all = Files.walk(inbox)) {
      List<Path> files = new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
      List<Path> policies = files.stream().filter(f -> f.toString().endsWith(".yaml")).toList();
      files.removeAll(policies);
      List<Path> order = new ArrayList<>(policies);
      order.addAll(files);
      return order;
    }
  }

  private static void copy(List<Path> files, Path inbox) throws IOException {
    Path from = folder.resolve("sim/inbox");
    for (Path file : files) {
      Path to = inbox.resolve(from.relativize(file));
      if (!Files.exists(to)) {
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }
}
