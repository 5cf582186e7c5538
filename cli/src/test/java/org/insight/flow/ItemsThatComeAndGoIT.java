package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
import org.insight.config.SettingsReader;
import org.insight.engine.Job;
import org.insight.engine.JobResult;
import org.insight.engine.JobRunner;
import org.insight.engine.UpdateJob;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.insight.testing.TestPlans;
import org.insight.verify.Verdict;
import org.insight.verify.Verifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However items come and are withdrawn, in whatever steps, and though jobs stay behind, every job
 * of the registry ends in what one run makes of the items that are there, and its labels are right.
 */
class ItemsThatComeAndGoIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));

  /** Of one walk; the items are gone then. */
  private static final int MOST_COMPARED = 5;

  private static final StructType ROOT = StructType.fromDDL("root_item_id string");

  @TempDir private static Path folder;

  /** What arrived, by the item that it came in. */
  private static final Map<String, List<Row>> ARRIVED = new LinkedHashMap<>();

  private static StructType arrivals = new StructType();

  @BeforeAll
  static void receive() throws IOException {
    Simulation.run(new SimulationPlan(folder.resolve("sim"), 25, 40, 5, SimulationPlan.COUNTRIES));
    Lake lake = TestLakes.whole(folder.resolve("received"));
    Served.run(SettingsReader.read(List.of()), lake, folder.resolve("sim/inbox"));
    Dataset<Row> rows = lake.read(Tables.ARRIVALS).orderBy("item_id");
    arrivals = rows.schema();
    for (Row row : rows.collectAsList()) {
      ARRIVED.computeIfAbsent(row.getAs("root_item_id"), root -> new ArrayList<>()).add(row);
    }
  }

  @AfterAll
  static void plansAsSet() {
    TestPlans.asSet(SharedSpark.session());
  }

  @Test
  void everyJobEndsInWhatOneRunMakesOfTheItemsThatAreThere() {
    int sequences = Integer.getInteger("insight.sequences", LONG ? 500 : 1);
    long seed = Long.getLong("insight.seed", new Random().nextLong());
    int compared = 0;
    for (long number = seed; compared < sequences; number++) {
      if (number > seed) {
        // The first walk of the long form is as on a user's machine; the others take less.
        TestPlans.interpret(SharedSpark.session());
      }
      Walk walk = new Walk(number, folder.resolve("walk" + number));
      walk.step(job -> true);
      for (int i = 1; i <= MOST_COMPARED && compared < sequences; i++) {
        System.out.printf(
            "ItemsThatComeAndGoIT: sequence %d of %d; again: -Dinsight.seed=%d"
                + " -Dinsight.sequences=%d%n",
            ++compared, sequences, number, i);
        walk.goOn();
        walk.check();
      }
    }
  }

  /**
   * A lake to which items come and from which they go. Each state in which all jobs have run ends
   * one more sequence.
   */
  private static final class Walk {

    private final long seed;
    private final Path at;
    private final Random random;
    private final Lake stepwise;
    private final List<String> left = new ArrayList<>(ARRIVED.keySet());
    private final Set<String> there = new TreeSet<>();

    Walk(long seed, Path at) {
      this.seed = seed;
      this.at = at;
      this.random = new Random(seed);
      this.stepwise = TestLakes.whole(at.resolve("stepwise"));
      Collections.shuffle(left, random);
    }

    /** Changes, at some of which some jobs stay behind, until all have run. */
    void goOn() {
      while (random.nextInt(3) == 0) {
        step(job -> random.nextInt(4) > 0);
      }
      step(job -> true);
    }

    /** Items come and go, and some jobs run. */
    void step(Predicate<Job> wanted) {
      Set<String> gone = new TreeSet<>();
      for (String root : there) {
        if (random.nextInt(8) == 0) {
          gone.add(root);
        }
      }
      // Half at first; the last ones never come.
      int coming = there.isEmpty() ? left.size() / 2 : 1 + random.nextInt(1 + left.size() / 2);
      List<String> fresh = List.copyOf(left.subList(0, Math.min(coming, left.size())));
      left.removeAll(fresh);
      add(stepwise, fresh);
      // Some are withdrawn before any job has seen them.
      if (!fresh.isEmpty() && random.nextBoolean()) {
        gone.add(fresh.get(0));
      }
      remove(stepwise, gone);
      there.addAll(fresh);
      there.removeAll(gone);
      TestLakes.inParts(1, () -> run(stepwise, wanted));
    }

    /** Holds every table against that of a lake which is made in one run. */
    void check() {
      Lake whole =
          TestLakes.whole(at.resolve("whole" + stepwise.snapshot(Tables.ARRIVALS).snapshotId()));
      add(whole, there);
      TestLakes.inParts(2, () -> run(whole, job -> true));
      for (Job job : jobs()) {
        assertThat(texts(stepwise, job.writes()))
            .as("%s in steps and in one run, seed %d", job.writes(), seed)
            .isEqualTo(texts(whole, job.writes()));
      }
      assertThat(whole.read(Tables.PERSONS).isEmpty()).as("seed %d", seed).isFalse();
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
    }
  }

  private static List<Verdict> verify(Lake lake) {
    List<TableName> tables = Verifier.tables(lake.contracts().all());
    return TestLakes.inParts(1, () -> new Verifier(lake).verify(tables, 5, t -> {}));
  }

  private static List<Job> jobs() {
    return Served.jobsOnTables(SettingsReader.read(List.of()));
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
