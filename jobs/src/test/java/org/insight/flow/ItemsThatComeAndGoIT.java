package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.cli.InProcess;
import org.insight.config.SettingsReader;
import org.insight.jobs.SharedSpark;
import org.insight.jobs.Tables;
import org.insight.jobs.TestLakes;
import org.insight.run.Job;
import org.insight.run.JobResult;
import org.insight.run.JobRunner;
import org.insight.run.UpdateJob;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.tables.Lake;
import org.insight.tables.Snapshot;
import org.insight.verify.Verdict;
import org.insight.verify.Verifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However items come and are withdrawn, in whatever steps, and though jobs stay behind, every job
 * of the registry ends in what one run makes of the items that are there, and its labels are right.
 */
class ItemsThatComeAndGoIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));
  private static final StructType ROOT = StructType.fromDDL("root_item_id string");

  @TempDir private static Path folder;

  /** What arrived, by the item that it came in. */
  private static final Map<String, List<Row>> ARRIVED = new LinkedHashMap<>();

  private static StructType arrivals = new StructType();

  @BeforeAll
  static void receive() throws IOException {
    Simulation.run(new SimulationPlan(folder.resolve("sim"), 25, 40, 5, SimulationPlan.COUNTRIES));
    Lake lake = TestLakes.in(folder.resolve("received"), Tables.ARRIVALS, Tables.WITHDRAWALS);
    InProcess.receive(SettingsReader.read(List.of()), lake, folder.resolve("sim/inbox"));
    Dataset<Row> rows = lake.read(Tables.ARRIVALS).orderBy("item_id");
    arrivals = rows.schema();
    for (Row row : rows.collectAsList()) {
      ARRIVED.computeIfAbsent(row.getAs("root_item_id"), root -> new ArrayList<>()).add(row);
    }
  }

  @Test
  void everyJobEndsInWhatOneRunMakesOfTheItemsThatAreThere() {
    int sequences = Integer.getInteger("insight.sequences", LONG ? 500 : 1);
    long seed = Long.getLong("insight.seed", new Random().nextLong());
    for (int i = 0; i < sequences; i++) {
      System.out.printf(
          "ItemsThatComeAndGoIT: sequence %d of %d; again: -Dinsight.seed=%d -Dinsight.sequences=1%n",
          i + 1, sequences, seed + i);
      sequence(seed + i, folder.resolve("sequence" + i));
    }
  }

  private static void sequence(long seed, Path at) {
    Random random = new Random(seed);
    Lake stepwise = TestLakes.whole(at.resolve("stepwise"));
    List<String> left = new ArrayList<>(ARRIVED.keySet());
    java.util.Collections.shuffle(left, random);
    Set<String> there = new TreeSet<>();
    int steps = 3 + (LONG ? random.nextInt(3) : 0);
    for (int step = 0; step < steps; step++) {
      Set<String> gone = new TreeSet<>();
      for (String root : there) {
        if (random.nextInt(8) == 0) {
          gone.add(root);
        }
      }
      // Half at first; the last ones never come.
      int coming = step == 0 ? left.size() / 2 : random.nextInt(1 + left.size() / 2);
      List<String> fresh = new ArrayList<>(left.subList(0, coming));
      left.subList(0, coming).clear();
      add(stepwise, fresh);
      // Some are withdrawn before any job has seen them.
      if (!fresh.isEmpty() && random.nextBoolean()) {
        gone.add(fresh.get(0));
      }
      remove(stepwise, gone);
      there.addAll(fresh);
      there.removeAll(gone);
      boolean first = step == 0;
      boolean last = step == steps - 1;
      TestLakes.inParts(1, () -> run(stepwise, job -> first || last || random.nextInt(4) > 0));
    }
    Lake whole = TestLakes.whole(at.resolve("whole"));
    add(whole, there);
    run(whole, job -> true);
    for (Job job : jobs()) {
      assertThat(texts(stepwise, job.writes()))
          .as("%s in steps and in one run, seed %d", job.writes(), seed)
          .isEqualTo(texts(whole, job.writes()));
    }
    Dataset<Row> known =
        stepwise
            .read(Tables.LABELS)
            .select("policy_id")
            .union(stepwise.read(Tables.POLICIES).select("base_policy_id"));
    assertThat(
            stepwise
                .read(Tables.ENTITLEMENTS)
                .join(known, new String[] {"policy_id"}, "left_anti")
                .count())
        .as("entitlements to what is neither a label nor a policy, seed %d", seed)
        .isZero();
    for (Verdict verdict : verify(stepwise)) {
      assertThat(verdict.reasons())
          .as("%s, seed %d: %s", verdict.table(), seed, verdict.examples())
          .isEmpty();
    }
    for (Job job : jobs()) {
      if (job instanceof UpdateJob) {
        assertThat(modes(stepwise, job.writes()))
            .as("writes of %s, seed %d", job.name(), seed)
            .contains(WriteMode.UPDATE.name());
      }
      assertThat(new JobRunner(stepwise).run(job).outcome())
          .as("%s once more, seed %d", job.name(), seed)
          .isEqualTo(JobResult.Outcome.NOTHING_NEW);
    }
    assertThat(whole.read(Tables.PERSONS).isEmpty()).as("seed %d", seed).isFalse();
  }

  private static List<Verdict> verify(Lake lake) {
    List<TableName> tables = Verifier.tables(lake.contracts().all());
    return TestLakes.inParts(1, () -> new Verifier(lake).verify(tables, 5, t -> {}));
  }

  private static List<Job> jobs() {
    return InProcess.jobsOnTables(SettingsReader.read(List.of()));
  }

  private static void add(Lake lake, Iterable<String> roots) {
    List<Row> rows = new ArrayList<>();
    roots.forEach(root -> rows.addAll(ARRIVED.getOrDefault(root, List.of())));
    TestLakes.write(
        lake,
        Tables.ARRIVALS,
        WriteMode.APPEND,
        SharedSpark.session().createDataFrame(rows, arrivals));
  }

  private static void remove(Lake lake, Set<String> roots) {
    if (!roots.isEmpty()) {
      List<Row> keys = roots.stream().map(root -> RowFactory.create(root)).toList();
      new JobRunner(lake)
          .remove(
              Tables.ARRIVALS, SharedSpark.session().createDataFrame(keys, ROOT), "withdraw-items");
    }
  }

  private static void run(Lake lake, Predicate<Job> wanted) {
    JobRunner runner = new JobRunner(lake);
    for (Job job : jobs()) {
      if (wanted.test(job)) {
        runner.run(job);
      }
    }
  }

  /** Rows as JSON. */
  private static List<String> texts(Lake lake, TableName table) {
    Dataset<Row> rows = LakeComparison.withoutOldLabels(lake, table);
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  private static Set<String> modes(Lake lake, TableName table) {
    Set<String> modes = new TreeSet<>();
    for (Snapshot snapshot : lake.history(table).snapshots()) {
      modes.add(snapshot.summary().getOrDefault("insight.mode", ""));
    }
    return modes;
  }
}
