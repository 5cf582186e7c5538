package org.insight.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.cli.SimulatedInbox;
import org.insight.cli.TextTable;
import org.insight.config.Settings;
import org.insight.config.Settings.PublishSettings;
import org.insight.config.Settings.Verified;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.LakeMaintenance;
import org.insight.engine.PublishedRun;
import org.insight.engine.Runs;
import org.insight.jobs.Stage;
import org.insight.lake.Lake;
import org.insight.lake.TableSize;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.LakeSession;
import org.insight.services.LakeUpkeep;
import org.insight.services.ReaderDoor;
import org.insight.services.RunControl;
import org.insight.services.RunListener;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what maintenance gives queries and storage. */
@Command(
    name = "maintain",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what `insight maintain` gives: feeds a lake in many instalments, maintains it, and",
      "asks the same queries of the tables as they were and as they are, in turns, through the",
      "reader's door; then feeds one instalment more and maintains again, which lets the files go",
      "that the first time replaced. Prints medians with their ratio, files and bytes.",
      "Labels are not verified at each publication here."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  insight bench maintain --out bench/maintain --items 2000 --instalments 8 --rounds 5")
final class BenchMaintainCommand implements Callable<Integer> {

  /** Items for each person, as in the demo. */
  private static final int ITEMS_OF_A_PERSON = 2;

  private static final String READER = "fr-analyst";

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the inbox and the lake, empty or not there yet.")
  private Path out;

  @Option(
      names = "--items",
      defaultValue = "2000",
      paramLabel = "M",
      description = "Files of the inbox in the end (default ${DEFAULT-VALUE}).")
  private long items;

  @Option(
      names = "--instalments",
      defaultValue = "8",
      paramLabel = "N",
      description = "Runs that they come in (default ${DEFAULT-VALUE}).")
  private int instalments;

  @Option(
      names = "--seed",
      defaultValue = "11",
      paramLabel = "S",
      description = "Seed of the inbox (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Times each query is asked, after one that does not count (default 5).")
  private int rounds;

  private record Cost(double cpuMillis, double wallMillis) {}

  /** All tables together. */
  private record Sum(long files, long bytes, long stored, long snapshots) {

    static Sum of(Lake lake) {
      Sum sum = new Sum(0, 0, 0, 0);
      for (TableContract contract : lake.contracts().all()) {
        TableSize size = TableSize.of(lake, contract.name());
        sum =
            new Sum(
                sum.files + size.files(),
                sum.bytes + size.bytes(),
                sum.stored + size.stored(),
                sum.snapshots + size.snapshots());
      }
      return sum;
    }
  }

  @Override
  public Integer call() throws IOException {
    for (Map.Entry<String, Integer> given :
        Map.of("--rounds", rounds, "--instalments", instalments).entrySet()) {
      if (given.getValue() < 1) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot measure: " + given.getKey() + " must be positive, found " + given.getValue());
      }
    }
    plan(items);
    if (Files.exists(out) && !isEmpty(out)) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: --out must be empty or not there yet, found " + out);
    }
    Settings settings = settings();
    try (LakeSession session = LakeSession.toWrite("bench", settings)) {
      Lake lake = Lake.openOrCreate(session.spark(), settings.lake(), Contracts.load());
      for (int i = 1; i <= instalments; i++) {
        feed(session, items * i / (instalments + 1));
      }
      Sum fed = Sum.of(lake);
      PublishedRun before = Runs.of(lake).last().orElseThrow();
      double seconds = maintain(settings, lake, 2);
      Sum maintained = Sum.of(lake);
      PublishedRun after = Runs.of(lake).last().orElseThrow();
      Map<String, List<List<Cost>>> costs = measure(lake, before, after);
      feed(session, items);
      maintain(settings, lake, 1);
      print(costs, seconds, fed, maintained, Sum.of(lake));
    }
    return 0;
  }

  private Settings settings() {
    Settings plain = SettingsReader.read(List.of());
    return plain
        .with(plain.lake().at(out.resolve("lake")))
        .with(new PublishSettings(Verified.NONE));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private SimulationPlan plan(long upTo) throws IOException {
    return SimulatedInbox.plan(
        () ->
            new SimulationPlan(
                out.resolve("simulated"),
                Math.max(1, items / ITEMS_OF_A_PERSON),
                upTo,
                seed,
                SimulationPlan.COUNTRIES));
  }

  private void feed(LakeSession session, long upTo) throws IOException {
    SimulationPlan plan = plan(Math.max(1, upTo));
    Simulation.run(plan, done -> {});
    new RunControl(session, RunListener.SILENT)
        .run(
            new RunControl.Request(
                plan.out().resolve("inbox").toString(), null, Stage.LANDING, Stage.CURATED));
  }

  /** Gives the seconds that it took. */
  private static double maintain(Settings settings, Lake lake, int keepRuns) {
    long start = System.nanoTime();
    LakeMaintenance.Rules rules =
        new LakeMaintenance.Rules(keepRuns, Duration.ZERO, LakeUpkeep.limits(settings.maintain()));
    new LakeMaintenance(lake, rules)
        .run(
            new TreeSet<>(lake.contracts().all().stream().map(TableContract::name).toList()),
            table -> {});
    return (System.nanoTime() - start) / 1e9;
  }

  private Map<String, List<List<Cost>>> measure(
      Lake lake, PublishedRun before, PublishedRun after) {
    Map<String, List<List<Cost>>> costs = new LinkedHashMap<>();
    List<Map<TableName, Long>> sides = List.of(before.snapshots(), after.snapshots());
    Map<String, String> queries = queries(lake);
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, String> query : queries.entrySet()) {
        List<List<Cost>> both =
            costs.computeIfAbsent(
                query.getKey(), q -> List.of(new ArrayList<>(), new ArrayList<>()));
        for (int i = 0; i < 2; i++) {
          // By turns which comes first.
          int side = (round + i) % 2;
          Cost cost = ask(lake, sides.get(side), query.getValue());
          if (round > 0) {
            both.get(side).add(cost);
          }
        }
      }
    }
    return costs;
  }

  private static Map<String, String> queries(Lake lake) {
    String mention =
        lake.read(Tables.IDENTIFIERS).selectExpr("max(mention_id)").first().getString(0);
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("scan", "SELECT max(length(text)) AS longest FROM text.sentences");
    queries.put(
        "group-by", "SELECT language, count(*) AS sentences FROM text.sentences GROUP BY language");
    queries.put("top-100", "SELECT caption FROM curated.persons ORDER BY records DESC LIMIT 100");
    queries.put(
        "look-up", "SELECT kind FROM mentions.identifiers WHERE mention_id = '" + mention + "'");
    return queries;
  }

  private static Cost ask(Lake lake, Map<TableName, Long> snapshots, String query) {
    ReaderSession session =
        ReaderDoor.open(
            lake,
            new Access("bench", READER, "investigation", "a measurement of queries"),
            LocalDate.now(ZoneOffset.UTC),
            snapshots);
    // Else the rubbish of one is taken out at another's cost.
    System.gc();
    long cpu = cpuNanos();
    long wall = System.nanoTime();
    session.sql(query).collectAsList();
    return new Cost((cpuNanos() - cpu) / 1e6, (System.nanoTime() - wall) / 1e6);
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void print(
      Map<String, List<List<Cost>>> costs, double seconds, Sum fed, Sum maintained, Sum later) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        Locale.ROOT,
        "%n%,d files in %d instalments and one, %d rounds; maintenance took %.1f s%n",
        items,
        instalments,
        rounds,
        seconds);
    List<List<String>> lines = new ArrayList<>();
    costs.forEach(
        (query, both) -> {
          Cost before = median(both.get(0));
          Cost after = median(both.get(1));
          lines.add(
              List.of(
                  query,
                  number(before.cpuMillis()),
                  number(after.cpuMillis()),
                  ratio(before.cpuMillis(), after.cpuMillis()),
                  number(before.wallMillis()),
                  number(after.wallMillis()),
                  ratio(before.wallMillis(), after.wallMillis())));
        });
    TextTable.print(
        to,
        List.of("query", "CPU ms", "maintained", "ratio", "wall ms", "maintained", "ratio"),
        lines);
    to.println();
    TextTable.print(
        to,
        List.of("all tables", "files", "bytes", "stored bytes", "snapshots"),
        List.of(
            line("fed", fed),
            line("maintained", maintained),
            line("fed once more and maintained", later)));
  }

  private static List<String> line(String when, Sum sum) {
    return List.of(
        when,
        number(sum.files()),
        number(sum.bytes()),
        number(sum.stored()),
        number(sum.snapshots()));
  }

  private static Cost median(List<Cost> costs) {
    return new Cost(
        median(costs.stream().mapToDouble(Cost::cpuMillis).sorted().toArray()),
        median(costs.stream().mapToDouble(Cost::wallMillis).sorted().toArray()));
  }

  private static double median(double[] sorted) {
    return sorted.length == 0
        ? 0
        : (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String ratio(double before, double after) {
    return String.format(Locale.ROOT, "%.2f", after / Math.max(0.001, before));
  }
}
