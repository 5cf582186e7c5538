package org.insight.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_date;
import static org.apache.spark.sql.functions.size;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.cli.SimulatedInbox;
import org.insight.cli.TextTable;
import org.insight.config.ConfFiles;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.engine.ProgressLine;
import org.insight.jobs.Stage;
import org.insight.jobs.governance.EnrolReaders;
import org.insight.jobs.governance.GrantPolicies;
import org.insight.lake.Lake;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.schemas.Tables;
import org.insight.services.LakeSession;
import org.insight.services.RunControl;
import org.insight.services.RunListener;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what it costs that entities are relative to the viewer, against one view for all. */
@Command(
    name = "views",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what it costs that entities, groups and links depend on the viewer: simulates an",
      "inbox and takes it up to mentions (once), then makes all later tables anew, in turns for one",
      "reader who sees all and for the readers as configured, and prints the medians of the",
      "process's CPU seconds, job by job, with their ratio."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench views --out bench/views --items 20000 --rounds 2")
final class BenchViewsCommand implements Callable<Integer> {

  /** Items for each person, as in the demo. */
  private static final int ITEMS_OF_A_PERSON = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the inbox and the lake; what is there is used again.")
  private Path out;

  @Option(
      names = "--items",
      defaultValue = "20000",
      paramLabel = "M",
      description = "Files of the inbox (default ${DEFAULT-VALUE}).")
  private long items;

  @Option(
      names = "--seed",
      defaultValue = "11",
      paramLabel = "S",
      description = "Seed of the inbox (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rounds",
      defaultValue = "2",
      paramLabel = "N",
      description =
          "Times each is run, after one that does not count (default ${DEFAULT-VALUE}); 0: only"
              + " makes the lake up to mentions.")
  private int rounds;

  /** What one run of a job took, and how many rows it wrote. */
  private record Cost(double cpuSeconds, long rows) {}

  @Override
  public Integer call() throws IOException {
    Settings settings = settings();
    SimulationPlan plan =
        SimulatedInbox.plan(
            () ->
                new SimulationPlan(
                    out.resolve("simulated"),
                    Math.max(1, items / ITEMS_OF_A_PERSON),
                    items,
                    seed,
                    SimulationPlan.COUNTRIES));
    try (ProgressLine progress = ProgressLine.to(System.err, "simulate", items)) {
      Simulation.run(plan, progress::at);
    }
    try (LakeSession session = LakeSession.toWrite("bench", settings)) {
      new RunControl(session, RunListener.SILENT)
          .run(
              new RunControl.Request(
                  plan.out().resolve("inbox").toString(), null, Stage.LANDING, Stage.MENTIONS));
      if (rounds > 0) {
        measure(settings, session.lake());
      }
    }
    return 0;
  }

  private Settings settings() {
    Settings plain = SettingsReader.read(List.of());
    return plain.with(plain.lake().at(out.resolve("lake")));
  }

  private void measure(Settings settings, Lake lake) {
    JobRunner runner = new JobRunner(lake);
    SortedMap<String, Scope> all = Readers.parse(ConfFiles.text(settings.readers()));
    Map<String, Scope> one = Map.of("all", new Scope(null, null, 3, new TreeSet<>(), true));
    List<Job> jobs =
        RunControl.registry(settings).all().stream()
            .filter(BenchViewsCommand::hangsOnViews)
            .toList();
    Map<String, List<Cost>> single = new LinkedHashMap<>();
    Map<String, List<Cost>> views = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      Map<String, Cost> withOne = turn(runner, one, jobs);
      Map<String, Cost> withAll = turn(runner, all, jobs);
      if (round > 0) {
        withOne.forEach((j, c) -> single.computeIfAbsent(j, k -> new ArrayList<>()).add(c));
        withAll.forEach((j, c) -> views.computeIfAbsent(j, k -> new ArrayList<>()).add(c));
      }
    }
    print(lake, single, views, jobs);
  }

  /**
   * All from resolution on, and who is entitled to the labels that come of it. Not the ledger: it
   * compares a run with the published one, and no run is published here.
   */
  private static boolean hangsOnViews(Job job) {
    Stage stage = Stage.of(job.writes().stage());
    return (stage.compareTo(Stage.RESOLUTION) >= 0
            && stage != Stage.GOVERNANCE
            && !job.writes().equals(Tables.LEDGER))
        || job.writes().equals(Tables.ENTITLEMENTS);
  }

  private static Map<String, Cost> turn(
      JobRunner runner, Map<String, Scope> readers, List<Job> jobs) {
    runner.rerun(new EnrolReaders(readers));
    runner.rerun(new GrantPolicies());
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Job job : jobs) {
      // Else the rubbish of one job is taken out at another's cost.
      System.gc();
      long before = cpuNanos();
      long rows = runner.rerun(job).rows();
      costs.put(job.name(), new Cost((cpuNanos() - before) / 1e9, rows));
    }
    return costs;
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void print(
      Lake lake, Map<String, List<Cost>> single, Map<String, List<Cost>> views, List<Job> jobs) {
    PrintWriter to = spec.commandLine().getOut();
    long records = lake.rows(Tables.RECORDS);
    to.printf(
        Locale.ROOT,
        "%n%,d items, %,d records of which %.1f %% restricted, %,d policies, %,d scopes, %d rounds%n",
        lake.rows(Tables.ITEMS),
        records,
        100.0 * restricted(lake) / Math.max(1, records),
        lake.rows(Tables.POLICIES),
        lake.read(Tables.READERS).select("scope").distinct().count(),
        rounds);
    List<List<String>> lines = new ArrayList<>();
    double sumOfSingle = 0;
    double sumOfViews = 0;
    for (Job job : jobs) {
      Cost one = median(single.getOrDefault(job.name(), List.of()));
      Cost all = median(views.getOrDefault(job.name(), List.of()));
      sumOfSingle += one.cpuSeconds();
      sumOfViews += all.cpuSeconds();
      lines.add(
          line(
              job.name(),
              String.format(Locale.ROOT, "%,d", one.rows()),
              String.format(Locale.ROOT, "%,d", all.rows()),
              one.cpuSeconds(),
              all.cpuSeconds()));
    }
    lines.add(line("together", "", "", sumOfSingle, sumOfViews));
    TextTable.print(
        to, List.of("job", "rows, one view", "rows", "CPU s, one view", "CPU s", "ratio"), lines);
  }

  private static List<String> line(
      String job, String rowsOfOne, String rows, double one, double all) {
    return List.of(
        job,
        rowsOfOne,
        rows,
        String.format(Locale.ROOT, "%.1f", one),
        String.format(Locale.ROOT, "%.1f", all),
        String.format(Locale.ROOT, "%.2f", all / Math.max(0.001, one)));
  }

  private static Cost median(List<Cost> costs) {
    List<Cost> sorted =
        costs.stream().sorted((a, b) -> Double.compare(a.cpuSeconds(), b.cpuSeconds())).toList();
    Cost upper = sorted.get(sorted.size() / 2);
    Cost lower = sorted.get((sorted.size() - 1) / 2);
    return new Cost((upper.cpuSeconds() + lower.cpuSeconds()) / 2, upper.rows());
  }

  /** As the simulator means it: not for every officer of clearance 1 who shares the purpose. */
  private static long restricted(Lake lake) {
    Dataset<Row> policies =
        lake.read(Tables.POLICIES)
            .where(
                col("level")
                    .gt(1)
                    .or(size(col("only_for")).gt(0))
                    .or(size(col("not_for")).gt(0))
                    .or(col("expires_on").lt(current_date())))
            .select(col("base_policy_id").as("policy_id"));
    return lake.read(Tables.RECORDS)
        .join(policies, new String[] {"policy_id"}, "left_semi")
        .count();
  }
}
