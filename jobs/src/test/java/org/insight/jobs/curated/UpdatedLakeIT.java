package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.LiteralInputs;
import org.insight.jobs.SharedSpark;
import org.insight.jobs.Tables;
import org.insight.jobs.TestLakes;
import org.insight.jobs.governance.EntitleScopes;
import org.insight.run.Job;
import org.insight.run.JobResult;
import org.insight.run.JobRunner;
import org.insight.run.UpdateJob;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.insight.tables.Lake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the rows of a lake come, in whatever steps, every job ends in what one run makes. */
class UpdatedLakeIT {

  /** A first and a last of all jobs, and between them one, or some, in which jobs stay behind. */
  private static final int STEPS = "long".equals(System.getProperty("insight.tests")) ? 5 : 3;

  private static final List<TableName> GROWING =
      List.of(Tables.ITEMS, Tables.RECORDS, Tables.DOCUMENTS, Tables.IDENTIFIERS, Tables.NAMES);

  private static final Set<TableName> FIRST =
      Set.of(Tables.ITEMS, Tables.RECORDS, Tables.DOCUMENTS);

  private static final List<Job> JOBS =
      Stream.concat(DrawnLake.JOBS.stream(), Stream.of(new EntitleScopes())).toList();

  @TempDir private Path folder;

  @Test
  void rowsThatComeInStepsEndInTheLakeOfOneRun() {
    long seed = new Random().nextLong();
    System.out.println("UpdatedLakeIT: seed " + seed);
    Random random = new Random(seed);
    LiteralInputs all = DrawnLake.of(random).inputs();
    Lake stepwise = lake("stepwise");
    Lake whole = lake("whole");
    Map<TableName, List<List<Row>>> steps = steps(all, random);
    for (int step = 0; step < STEPS; step++) {
      // The last grants come with the last step, as of a reader enrolled late.
      govern(stepwise, all, step < STEPS - 1);
      for (TableName table : GROWING) {
        add(stepwise, all.table(table), steps.get(table).get(step), table);
      }
      boolean last = step == STEPS - 1;
      // All run first, or a job could come to its first and only run at the end.
      boolean first = step == 0;
      run(stepwise, job -> first || last || random.nextInt(4) > 0);
    }
    govern(whole, all, false);
    for (TableName table : GROWING) {
      add(whole, all.table(table), all.table(table).collectAsList(), table);
    }
    run(whole, job -> true);
    for (Job job : JOBS) {
      assertSame(job.writes(), stepwise, whole, seed);
    }
    for (Job job : JOBS) {
      assertThat(job).isInstanceOf(UpdateJob.class);
      assertThat(modes(stepwise, job.writes()))
          .as("writes of %s, seed %d", job.name(), seed)
          .contains(WriteMode.UPDATE.name());
    }
    for (Job job : JOBS) {
      assertThat(new JobRunner(stepwise).run(job).outcome())
          .isEqualTo(JobResult.Outcome.NOTHING_NEW);
    }
  }

  private Lake lake(String name) {
    List<TableName> tables = new ArrayList<>(GROWING);
    tables.add(Tables.POLICIES);
    tables.add(Tables.GRANTS);
    JOBS.forEach(job -> tables.add(job.writes()));
    return TestLakes.in(folder.resolve(name), tables.toArray(TableName[]::new));
  }

  /**
   * A subject's item and its record or document come first, what is found in it then or in a later
   * step.
   */
  private static Map<TableName, List<List<Row>>> steps(LiteralInputs all, Random random) {
    Map<String, Integer> stepOf = new HashMap<>();
    Map<TableName, List<List<Row>>> steps = new LinkedHashMap<>();
    for (TableName table : GROWING) {
      List<List<Row>> parts = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        parts.add(new ArrayList<>());
      }
      for (Row row : all.table(table).collectAsList()) {
        String subject = row.<String>getAs(subjectOf(table)).replaceFirst("^item-", "");
        int first = stepOf.computeIfAbsent(subject, s -> random.nextInt(STEPS));
        int step = random.nextInt(5) == 0 ? first + random.nextInt(STEPS - first) : first;
        parts.get(FIRST.contains(table) ? first : step).add(row);
      }
      steps.put(table, parts);
    }
    return steps;
  }

  private static String subjectOf(TableName table) {
    if (table.equals(Tables.ITEMS)) {
      return "item_id";
    }
    if (table.equals(Tables.RECORDS)) {
      return "record_id";
    }
    return table.equals(Tables.IDENTIFIERS) ? "subject_id" : "document_id";
  }

  private static void govern(Lake lake, LiteralInputs all, boolean withoutOne) {
    Dataset<Row> grants = all.table(Tables.GRANTS);
    TestLakes.write(
        lake,
        Tables.GRANTS,
        WriteMode.REPLACE,
        withoutOne ? grants.where("scope <> 's1'") : grants);
    TestLakes.write(lake, Tables.POLICIES, WriteMode.REPLACE, all.table(Tables.POLICIES));
  }

  private static void add(Lake lake, Dataset<Row> like, List<Row> rows, TableName table) {
    Dataset<Row> frame = SharedSpark.session().createDataFrame(rows, like.schema());
    TestLakes.write(lake, table, WriteMode.APPEND, frame);
  }

  private static void run(Lake lake, java.util.function.Predicate<Job> wanted) {
    JobRunner runner = new JobRunner(lake);
    for (Job job : JOBS) {
      if (wanted.test(job)) {
        runner.run(job);
      }
    }
  }

  private static void assertSame(TableName table, Lake one, Lake other, long seed) {
    assertThat(texts(one, table))
        .as("%s in steps and in one run, seed %d", table, seed)
        .isNotEmpty()
        .isEqualTo(texts(other, table));
  }

  /** Rows as JSON; of entitlements those to labels that rows carry, for old labels are kept. */
  private static List<String> texts(Lake lake, TableName table) {
    Dataset<Row> rows = lake.read(table);
    if (table.equals(Tables.ENTITLEMENTS)) {
      Dataset<Row> carried =
          JOBS.stream()
              .map(Job::writes)
              .filter(t -> !t.equals(Tables.ENTITLEMENTS))
              .map(t -> lake.read(t).select("policy_id"))
              .reduce(Dataset::union)
              .orElseThrow();
      rows = rows.join(carried, new String[] {"policy_id"}, "left_semi");
    }
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  private static Set<String> modes(Lake lake, TableName table) {
    Set<String> modes = new java.util.TreeSet<>();
    for (Snapshot snapshot : lake.iceberg(table).snapshots()) {
      modes.add(snapshot.summary().getOrDefault("insight.mode", ""));
    }
    return modes;
  }
}
