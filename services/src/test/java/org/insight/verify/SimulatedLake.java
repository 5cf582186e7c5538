package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.policy.BasePolicy;
import org.insight.policy.JoinedPolicy;
import org.insight.policy.Scope;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.services.LiteralCorrections;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.TestLakes;
import org.jspecify.annotations.Nullable;

/** A small lake that the jobs made of a simulated inbox, all of them, on the shared session. */
final class SimulatedLake {

  /** Tables from which sources are worked out that a check keeps. */
  static final Set<TableName> KEPT = Set.of(Sources.ARRIVALS, Sources.READERS);

  /**
   * Two vehicles' numbers of one hash of kind and value. Whoever knows how a hash begins finds such
   * pairs in a minute: of two words of eight letters the first is chosen, the second follows, and
   * one in some hundred millions may stand in such a number.
   */
  static final List<String> OF_ONE_HASH = List.of("WVWZZZ1JZ3W386752", "WLX1H5HYCVFSS1232");

  private static @Nullable SimulatedLake shared;

  private final Path folder;
  private final Lake lake;
  private final Sources sources;
  private List<Verdict> asMade = List.of();

  /** As one that is simulated, a lake that a test made otherwise. */
  SimulatedLake(Path folder, Lake lake) {
    this.folder = folder;
    this.lake = lake;
    this.sources = new Sources(lake);
  }

  /** The lake of all tests of this process, which leave each table as it was. */
  static synchronized SimulatedLake shared() {
    if (shared == null) {
      try {
        shared = make(Files.createTempDirectory("verified-lake"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  private static SimulatedLake make(Path folder) throws IOException {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
    Path inbox = folder.resolve("sim/inbox");
    Simulation.run(new SimulationPlan(folder.resolve("sim"), 50, 120, 4, SimulationPlan.COUNTRIES));
    Path chosen = Files.createDirectories(inbox.resolve("chosen"));
    Files.writeString(chosen.resolve("policy.yaml"), "{source: ES, purposes: [locate]}");
    // A reject of another policy than the simulated ones may be of.
    Files.createFile(chosen.resolve("empty.txt"));
    // Near-duplicates of another policy than that of a simulated archive, which holds a text twice.
    String text = "The storeroom was opened at noon, and those who came to count found all there.";
    Files.writeString(chosen.resolve("count.txt"), text);
    Files.writeString(chosen.resolve("again.txt"), text + " Sent again.");
    // An event of which no place is told; the simulator's all have one.
    Files.writeString(
        chosen.resolve("burglary.txt"), "The owner reported a burglary on 3 March 2026.");
    List<String> vehicles = new ArrayList<>();
    vehicles.add("plate,plate_country,vin,make");
    // Each stands twice, or it would be tied to nothing.
    for (int i = 0; i < 4; i++) {
      vehicles.add("ZZ 90" + i + " ZZ,FR," + OF_ONE_HASH.get(i % 2) + ",Zz");
    }
    Files.write(chosen.resolve("list.csv"), vehicles);
    companies(chosen, "Zz Salt Works");
    Path beside = Files.createDirectories(inbox.resolve("beside"));
    Files.writeString(
        beside.resolve("policy.yaml"), "{source: FR, purposes: [locate], only_for: [FR]}");
    companies(beside, "Zz Salt Works SA");
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    Settings settings = settings();
    TestLakes.inParts(1, () -> Served.run(settings, lake, inbox));
    decide(lake);
    LiteralCorrections.ofEachKind(lake);
    TestLakes.inParts(1, () -> Served.run(settings, lake, inbox));
    return new SimulatedLake(folder, lake);
  }

  /** Under two policies, so that some see one record of each and some two. */
  private static void companies(Path folder, String name) throws IOException {
    Files.write(
        folder.resolve("companies.csv"),
        List.of(
            "registration_number,company_name,country",
            "10200300," + name + ",FR",
            "10200301,Zz Harbour Supplies,FR",
            "10200302,Zz Northern Freight,FR"));
  }

  /** Of translations the gloss of Arabic alone, which takes no time. */
  private static Settings settings() {
    Settings plain = SettingsReader.read(List.of());
    return plain.with(
        new Settings.TranslationSettings(List.of("en"), Map.of("ar-en", "gloss"), "", 20));
  }

  /** Of two policies the first two persons are one, so that the ledger says what became of them. */
  private static void decide(Lake lake) {
    Map<String, BasePolicy> policies = RegisterPolicies.byId(lake.read(Tables.POLICIES));
    Scope control = new Scope(null, null, 3, new TreeSet<>(), true);
    List<Row> pairs =
        lake.read(Tables.RECORDS)
            .where("schema = 'Person'")
            .groupBy("policy_id")
            .agg(min("record_id").as("left"), max("record_id").as("right"))
            .where(col("left").notEqual(col("right")))
            .orderBy("policy_id")
            .takeAsList(2);
    for (Row pair : pairs) {
      BasePolicy joined =
          JoinedPolicy.of(List.of(policies.get(pair.<String>getAs("policy_id"))), control);
      LiteralRecords.decide(
          lake,
          "D-" + pairs.indexOf(pair),
          joined,
          "same",
          pair.getAs("left"),
          pair.getAs("right"));
    }
  }

  Path folder() {
    return folder;
  }

  Lake lake() {
    return lake;
  }

  /** All whose rows carry a policy; last those of which the others' sources are made. */
  static List<TableName> tablesWithPolicies() {
    return VerifiedTablesTest.tablesWithPolicies()
        .sorted(Comparator.comparing(KEPT::contains))
        .toList();
  }

  /** What the verifier says of all tables as the jobs made them. */
  List<Verdict> asMade() {
    if (asMade.isEmpty()) {
      asMade = verdicts(Verifier.tables(lake.contracts().all()), 5);
    }
    return asMade;
  }

  /** Rows of a table with the sets of their labels. */
  Dataset<Row> labelled(TableName table) {
    Dataset<Row> known = lake.read(Tables.LABELS).withColumnRenamed("policy_id", "known_id");
    return lake.read(table).join(known, col("policy_id").equalTo(col("known_id")));
  }

  Row first(TableName table, String condition) {
    return first(lake.read(table), condition);
  }

  Row first(Dataset<Row> rows, String condition) {
    return rows.where(condition)
        .orderBy(
            rows.columns()[0],
            "policy_id".equals(rows.columns()[0]) ? rows.columns()[0] : rows.columns()[1])
        .first();
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
    // As if the job had made them: what it says of itself stays.
    Snapshot made = lake.lastWrite(table);
    String settings = made == null ? null : made.summary().get(StagedWrite.SETTINGS);
    StagedWrite.write(
            lake,
            lake.contracts().get(table),
            WriteMode.REPLACE,
            rows,
            settings == null ? Map.of() : Map.of(StagedWrite.SETTINGS, settings))
        .publish();
  }

  void back(TableName table, long snapshot) {
    lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
  }
}
