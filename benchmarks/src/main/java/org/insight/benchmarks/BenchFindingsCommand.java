package org.insight.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.cli.SimulatedInbox;
import org.insight.cli.TextTable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.FindingKind;
import org.insight.findings.Periods;
import org.insight.findings.Ride;
import org.insight.findings.TravelGroups;
import org.insight.findings.TravelRules;
import org.insight.services.ask.EdgeFile;
import org.insight.services.ask.FoundFinding;
import org.insight.services.ask.FoundFinding.FoundTransfer;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures patterns of money and travel groups where those that are there are known. */
@Command(
    name = "findings",
    header = "Measures patterns of money and travel groups that are planted.",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates transfers with planted patterns, and finds them as insight findings --file does.",
      "A pattern is found if more than half of the transfers of both together are of both. The",
      "same is done with journeys and the groups that travel together.",
      "",
      "With --amlsim it reads nodes.csv (nodeid, isFraud) and transactions.csv",
      "(sourceNodeId, targetNodeId, value, time) of a folder, as AMLSim writes them, and prints how",
      "many of the flagged accounts are named, beside how many are named in all."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench findings --transfers 20000 --seeds 31,32,33")
final class BenchFindingsCommand implements Callable<Integer> {

  enum Format {
    TABLE,
    JSON
  }

  private static final List<FindingKind> KINDS =
      List.of(FindingKind.FAN_IN, FindingKind.FAN_OUT, FindingKind.CYCLE);

  /** So many rows of journeys for each person. */
  private static final int JOURNEYS_OF_ONE = 5;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String[] COLUMNS = {"id", "from", "to", "amount", "time"};

  @Spec private CommandSpec spec;

  @Option(
      names = "--transfers",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Transfers of a seed (default ${DEFAULT-VALUE}).")
  private long transfers;

  @Option(
      names = "--journeys",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Rows of journeys of a seed (default ${DEFAULT-VALUE}).")
  private long journeys;

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "1,2,3",
      paramLabel = "S",
      description = "Seeds (default ${DEFAULT-VALUE}).")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--amlsim",
      paramLabel = "DIR",
      description = "A folder of AMLSim, in place of simulated transfers.")
  private @Nullable Path amlsim;

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      paramLabel = "FORMAT",
      description = "How to print: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("bench-findings");
    try {
      List<Map<String, @Nullable Object>> lines = new ArrayList<>();
      if (amlsim != null) {
        lines.addAll(flagged(amlsim, folder));
      } else {
        for (long seed : seeds) {
          lines.addAll(planted(seed, folder.resolve("seed-" + seed)));
          lines.add(together(seed, folder.resolve("journeys-" + seed)));
        }
      }
      print(lines);
      return 0;
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private List<Map<String, @Nullable Object>> planted(long seed, Path folder) throws IOException {
    SimulationPlan plan =
        SimulatedInbox.plan(
            () ->
                new SimulationPlan(folder, 300, 0, seed, SimulationPlan.COUNTRIES)
                    .with(transfers, 0, 0));
    Simulation.run(plan);
    List<String[]> rows = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve("inbox"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
        CsvTable.read(file)
            .rows()
            .forEach(r -> rows.add(new String[] {r[0], r[1], r[2], r[3], r[5]}));
      }
    }
    Path all = folder.resolve("all.csv");
    new CsvTable(List.of(COLUMNS), rows).write(all);
    List<JsonNode> truth = truth(folder);
    EdgeFile network = new EdgeFile(all);
    List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    for (FindingKind kind : KINDS) {
      List<Set<String>> there =
          truth.stream()
              .filter(line -> line.required("kind").asText().equals(kind.code()))
              .map(line -> rows(line, ""))
              .toList();
      List<Set<String>> found =
          network.findings(List.of(kind), List.of(), Integer.MAX_VALUE, Periods.MONTHS).stream()
              .map(
                  finding ->
                      finding.transfers().stream()
                          .map(FoundTransfer::recordId)
                          .collect(Collectors.toSet()))
              .toList();
      lines.add(line(seed, kind, there, found));
    }
    return lines;
  }

  /** A person is a passport here, so only the rule is measured, and not who is who. */
  private Map<String, @Nullable Object> together(long seed, Path folder) throws IOException {
    SimulationPlan plan =
        SimulatedInbox.plan(
            () ->
                new SimulationPlan(
                        folder,
                        Math.max(300, journeys / JOURNEYS_OF_ONE),
                        0,
                        seed,
                        SimulationPlan.COUNTRIES)
                    .with(0, 0, journeys));
    Simulation.run(plan);
    List<Ride> rides = new ArrayList<>();
    Path inbox = folder.resolve("inbox");
    try (Stream<Path> files = Files.walk(inbox)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
        String path = inbox.relativize(file).toString();
        int row = 0;
        for (String[] cells : CsvTable.read(file).rows()) {
          String id = path + " " + ++row;
          String person = cells[1] + ":" + cells[0];
          String route = String.join("\n", cells[4], cells[5], cells[6]);
          long day = LocalDate.parse(cells[7]).toEpochDay();
          rides.add(new Ride(id, person, Ride.Kind.DEPARTURE, route + "\n" + day, route, day));
          rides.add(new Ride(id, person, Ride.Kind.BOOKING, cells[8], "", day));
        }
      }
    }
    List<Set<String>> there =
        truth(folder).stream()
            .map(line -> rows(line, line.required("path").asText() + " "))
            .toList();
    List<Set<String>> found =
        new TravelGroups(rides, TravelRules.STANDARD)
            .found().stream().map(finding -> Set.copyOf(finding.evidence())).toList();
    return line(seed, FindingKind.TRAVEL_GROUP, there, found);
  }

  private static List<JsonNode> truth(Path folder) throws IOException {
    List<JsonNode> truth = new ArrayList<>();
    Path findings = folder.resolve("truth/findings.jsonl");
    if (Files.exists(findings)) {
      for (String line : Files.readAllLines(findings)) {
        truth.add(JSON.readTree(line));
      }
    }
    return truth;
  }

  private static Set<String> rows(JsonNode line, String before) {
    Set<String> ids = new HashSet<>();
    line.required("rows").forEach(id -> ids.add(before + id.asText()));
    return ids;
  }

  private static Map<String, @Nullable Object> line(
      long seed, FindingKind kind, List<Set<String>> there, List<Set<String>> found) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("seed", seed);
    line.put("pattern", kind.code());
    line.putAll(counts(there, found).asMap("patterns"));
    return line;
  }

  private static PairCounts counts(List<Set<String>> there, List<Set<String>> found) {
    // At most one is half the same, so found ones that are right are as many as patterns found.
    long right =
        there.stream().filter(one -> found.stream().anyMatch(other -> fits(one, other))).count();
    return new PairCounts(there.size(), found.size(), right);
  }

  private static boolean fits(Set<String> one, Set<String> other) {
    long both = one.stream().filter(other::contains).count();
    return 2 * both > one.size() + other.size() - both;
  }

  private static List<Map<String, @Nullable Object>> flagged(Path amlsim, Path folder)
      throws IOException {
    CsvTable transactions = CsvTable.read(amlsim.resolve("transactions.csv"));
    int[] columns = columns(transactions, "sourceNodeId", "targetNodeId", "value", "time");
    List<String[]> rows = new ArrayList<>();
    for (String[] row : transactions.rows()) {
      rows.add(
          new String[] {
            String.valueOf(rows.size()),
            row[columns[0]],
            row[columns[1]],
            row[columns[2]],
            row[columns[3]]
          });
    }
    Path all = folder.resolve("all.csv");
    new CsvTable(List.of(COLUMNS), rows).write(all);
    CsvTable nodes = CsvTable.read(amlsim.resolve("nodes.csv"));
    int[] flag = columns(nodes, "nodeid", "isFraud");
    Set<String> flagged =
        nodes.rows().stream()
            .filter(row -> "1".equals(row[flag[1]]))
            .map(row -> row[flag[0]])
            .collect(Collectors.toSet());
    EdgeFile network = new EdgeFile(all);
    List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    for (FindingKind kind : FindingKind.values()) {
      if (kind.isOfMoney()) {
        List<FoundFinding> found =
            network.findings(List.of(kind), List.of(), Integer.MAX_VALUE, Periods.MONTHS);
        Set<String> named =
            found.stream()
                .flatMap(finding -> finding.parts().stream())
                .map(part -> part.end().id())
                .collect(Collectors.toSet());
        long both = named.stream().filter(flagged::contains).count();
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("pattern", kind.code());
        line.put("found", found.size());
        line.put("accounts", nodes.rows().size());
        line.put("flagged", flagged.size());
        line.put("named", named.size());
        line.put("flagged_named", both);
        lines.add(line);
      }
    }
    return lines;
  }

  private static int[] columns(CsvTable table, String... names) {
    int[] columns = new int[names.length];
    for (int i = 0; i < names.length; i++) {
      columns[i] = table.columns().indexOf(names[i]);
      if (columns[i] < 0) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot measure: a file lacks a column, found no " + names[i]);
      }
    }
    return columns;
  }

  private void print(List<Map<String, @Nullable Object>> lines) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      out.println(
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("findings", lines)));
      out.flush();
    } else if (!lines.isEmpty()) {
      TextTable.print(
          out,
          lines.get(0).keySet().stream().map(name -> name.replace('_', ' ')).toList(),
          lines.stream()
              .map(line -> line.values().stream().map(v -> v == null ? "" : v.toString()).toList())
              .toList());
    }
  }
}
