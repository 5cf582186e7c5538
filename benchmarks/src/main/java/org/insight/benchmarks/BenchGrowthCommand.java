package org.insight.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.cli.SimulatedInbox;
import org.insight.cli.TextTable;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.Sha256;
import org.insight.engine.Job;
import org.insight.engine.ProgressLine;
import org.insight.observe.RunFiles;
import org.insight.observe.RunMetrics;
import org.insight.observe.StepMetrics;
import org.insight.services.RunControl;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how the cost of a run grows with the items, and what one per cent more costs. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates inboxes of several sizes and takes each through all stages into a lake of its own,",
      "then 1 %% more files, then one file of a sentence, each run in a process of its own with",
      "INSIGHT_HEAP and INSIGHT_JAVA_OPTS as they are set; prints CPU seconds by stage, and how the",
      "slope (CPU seconds for each further thousand items) changes from size to size. What is done",
      "already under --out is not done again, so a call that was broken off goes on, with the same",
      "options, settings and heap; what a process took that was killed is not counted."
    },
    footerHeading = "%nExample:%n",
    footer = "  INSIGHT_HEAP=8g insight bench growth --out bench/growth --items 10000,100000")
final class BenchGrowthCommand implements Callable<Integer> {

  private static final Pattern TIME = Pattern.compile("(\\d+)m([0-9.]+)s");
  private static final int THOUSAND = 1000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the inboxes and the lakes.")
  private Path out;

  @Option(
      names = "--items",
      split = ",",
      defaultValue = "1000,10000",
      paramLabel = "M",
      description = "Files of each inbox, rising (default ${DEFAULT-VALUE}).")
  private List<Long> sizes;

  @Option(
      names = "--persons-per-item",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Persons that the simulator draws from, for each file (default ${DEFAULT-VALUE}); with"
              + " fewer the same ones come more often.")
  private double personsOfAnItem;

  @Option(
      names = "--seed",
      defaultValue = "11",
      paramLabel = "S",
      description = "Seed of the inboxes (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "Settings over conf/default.yaml; may be given more than once.")
  private List<Path> overlays = new ArrayList<>();

  /**
   * The runs of one size, in their order; the name is that of the file of what its processes cost.
   */
  private enum Part {
    FULL("all"),
    MORE("1 % more"),
    ONE("one file more");

    final String title;

    Part(String title) {
      this.title = title;
    }
  }

  /**
   * What one part cost.
   *
   * @param stages CPU seconds of the driver's process, by stage or by what is done between jobs
   * @param cpu CPU seconds of all its processes
   */
  private record Cost(long received, double wall, Map<String, Double> stages, double cpu) {

    double of(String stage) {
      return stages.getOrDefault(stage, 0.0);
    }

    /** Of processes that read items, and of Java's start. */
    double rest() {
      return cpu - stages.values().stream().mapToDouble(v -> v).sum();
    }
  }

  @Override
  public Integer call() throws IOException {
    for (int i = 0; i < sizes.size(); i++) {
      if (sizes.get(i) <= (i == 0 ? 0 : sizes.get(i - 1))) {
        throw new InsightException(
            ErrorKind.USAGE, "Cannot measure: --items must rise, found " + sizes);
      }
    }
    Settings settings = SettingsReader.read(overlays);
    for (long size : sizes) {
      requireSameConditions(out.resolve(Long.toString(size)));
    }
    Map<String, String> stages =
        RunControl.registry(settings).all().stream()
            .collect(Collectors.toMap(Job::name, job -> job.writes().stage()));
    Map<Long, List<Cost>> costs = new LinkedHashMap<>();
    for (long size : sizes) {
      List<Cost> ofSize = new ArrayList<>();
      for (Part part : Part.values()) {
        ofSize.add(measured(size, part, stages));
      }
      costs.put(size, ofSize);
    }
    print(costs);
    return 0;
  }

  /** Else figures of other options would be printed as those of these. */
  private void requireSameConditions(Path folder) throws IOException {
    Path file = folder.resolve("conditions.txt");
    String now = conditions(seed, personsOfAnItem, overlays);
    if (Files.exists(file) ? !Files.readString(file).equals(now) : Files.exists(folder)) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot measure: what is there was begun with other options, settings or heap, found "
              + folder);
    }
    Files.createDirectories(folder);
    Files.writeString(file, now);
  }

  /** What the figures of a size hang on beside the size, in lines. */
  static String conditions(long seed, double personsOfAnItem, List<Path> overlays)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append("seed ").append(seed).append('\n');
    lines.append("persons-per-item ").append(personsOfAnItem).append('\n');
    for (String variable : List.of("INSIGHT_HEAP", "INSIGHT_JAVA_OPTS")) {
      lines
          .append(variable)
          .append(' ')
          .append(Objects.requireNonNullElse(System.getenv(variable), ""))
          .append('\n');
    }
    for (Path overlay : overlays) {
      // Not its text, which may hold a password.
      lines.append("conf ").append(Sha256.hex(Files.readAllBytes(overlay))).append('\n');
    }
    return lines.toString();
  }

  private Cost measured(long size, Part part, Map<String, String> stages) throws IOException {
    Path folder = Files.createDirectories(out.resolve(Long.toString(size)));
    Path times = folder.resolve(part.name().toLowerCase(Locale.ROOT) + ".times");
    List<List<RunMetrics>> published = published(folder.resolve("lake/runs"));
    if (published.size() <= part.ordinal()) {
      run(inbox(size, part, folder.resolve("simulated")), folder.resolve("lake"), times);
      published = published(folder.resolve("lake/runs"));
    }
    if (published.size() <= part.ordinal()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure: the lake keeps no figures of the run, found " + folder.resolve("lake"));
    }
    List<RunMetrics> runs = published.get(part.ordinal());
    Map<String, Double> cpu = new LinkedHashMap<>();
    for (StepMetrics step : runs.stream().flatMap(r -> r.steps().stream()).toList()) {
      cpu.merge(
          stages.getOrDefault(step.step(), step.step()), step.driverCpuSeconds(), Double::sum);
    }
    return new Cost(
        runs.stream().mapToLong(RunMetrics::received).sum(),
        runs.stream().mapToDouble(RunMetrics::seconds).sum(),
        cpu,
        seconds(times));
  }

  private Path inbox(long size, Part part, Path simulated) throws IOException {
    Path inbox = simulated.resolve("inbox");
    if (part == Part.ONE) {
      Path policy;
      try (Stream<Path> all = Files.walk(inbox)) {
        policy =
            all.filter(file -> file.endsWith("policy.yaml"))
                .min(Comparator.naturalOrder())
                .orElseThrow();
      }
      Files.writeString(
          policy.resolveSibling("one-more.txt"),
          "On 3 May 2026 a grey van was seen near the harbour. Nobody knows whose it was.\n");
      return inbox;
    }
    long files = part == Part.FULL ? size : size + Math.max(1, size / 100);
    SimulationPlan plan =
        SimulatedInbox.plan(
            () ->
                new SimulationPlan(
                    simulated,
                    Math.max(1, (long) (size * personsOfAnItem)),
                    files,
                    seed,
                    SimulationPlan.COUNTRIES));
    try (ProgressLine progress = ProgressLine.to(System.err, "simulate", files)) {
      Simulation.run(plan, progress::at);
    }
    return inbox;
  }

  /** A run in a process of its own; a shell adds what it and its children took to a file. */
  private void run(Path inbox, Path lake, Path times) throws IOException {
    String home = System.getProperty("insight.home");
    if (home == null) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: it starts bin/insight, and was not started by it");
    }
    List<String> line =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "times=$0; \"$@\"; rc=$?; { times; echo \"exit $rc\"; } >> \"$times\"; exit $rc",
                times.toString(),
                Path.of(home, "bin", "insight").toString(),
                "run",
                "--inbox",
                inbox.toString(),
                "--lake",
                lake.toString()));
    overlays.forEach(overlay -> line.addAll(List.of("--conf", overlay.toString())));
    int exit;
    try {
      exit = new ProcessBuilder(line).inheritIO().start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InsightException(ErrorKind.EXTERNAL, "Cannot measure: interrupted", e);
    }
    if (exit != 0) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot measure: the run above ended with exit code " + exit + "; the same call goes on");
    }
  }

  /** The runs up to and with each that readers see, the first first. */
  private static List<List<RunMetrics>> published(Path folder) throws IOException {
    List<List<RunMetrics>> all = new ArrayList<>();
    List<RunMetrics> open = new ArrayList<>();
    for (RunMetrics run : new RunFiles(folder, Integer.MAX_VALUE).history().runs()) {
      open.add(run);
      if (run.published() != null) {
        all.add(open);
        open = new ArrayList<>();
      }
    }
    return all;
  }

  /**
   * What shells' children took, by POSIX {@code times}: of three lines of each the second, user and
   * system. The last is of the run that was published, unless its shell was killed.
   */
  private static double seconds(Path times) throws IOException {
    List<String> lines =
        Files.exists(times) ? Files.readAllLines(times, StandardCharsets.US_ASCII) : List.of();
    if (lines.isEmpty() || !lines.get(lines.size() - 1).equals("exit 0")) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure: what the run's processes took was not kept, as " + times);
    }
    double sum = 0;
    for (int i = 1; i < lines.size(); i += 3) {
      Matcher matcher = TIME.matcher(lines.get(i));
      while (matcher.find()) {
        sum += 60 * Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
      }
    }
    return sum;
  }

  private void print(Map<Long, List<Cost>> costs) {
    PrintWriter to = spec.commandLine().getOut();
    List<String> heading = new ArrayList<>(List.of("CPU seconds"));
    costs.forEach(
        (size, parts) -> {
          for (Part part : Part.values()) {
            heading.add(part == Part.FULL ? number("%,d", size) : part.title);
          }
        });
    List<Long> all = List.copyOf(costs.keySet());
    for (int i = 1; i < all.size(); i++) {
      heading.add(number("slope to %,d", all.get(i)));
    }
    if (all.size() > 2) {
      heading.add("last to first");
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(line("items", costs, c -> number("%,d", c.received()), heading.size()));
    rows.add(line("wall seconds", costs, c -> number("%,.0f", c.wall()), heading.size()));
    costs.values().stream()
        .flatMap(List::stream)
        .flatMap(c -> c.stages().keySet().stream())
        .distinct()
        .forEach(stage -> rows.add(growing(stage, costs, c -> c.of(stage))));
    rows.add(growing("readers of items, start", costs, Cost::rest));
    rows.add(growing("all", costs, Cost::cpu));
    TextTable.print(to, heading, rows);
    costs.forEach(
        (size, parts) ->
            to.printf(
                Locale.ROOT,
                "%,d files: 1 %% more costs %.3f of the whole run, one file more %.3f%n",
                size,
                parts.get(1).cpu() / parts.get(0).cpu(),
                parts.get(2).cpu() / parts.get(0).cpu()));
    to.println("slope: CPU seconds for each further thousand items, from the size before");
    to.flush();
  }

  /** Cells that a line lacks of so many are empty. */
  private static List<String> line(
      String name, Map<Long, List<Cost>> costs, Function<Cost, String> shown, int cells) {
    List<String> line = new ArrayList<>(List.of(name));
    costs.values().forEach(parts -> parts.forEach(cost -> line.add(shown.apply(cost))));
    line.addAll(Collections.nCopies(Math.max(0, cells - line.size()), ""));
    return line;
  }

  /** CPU seconds, their slopes, and the last slope as a multiple of the first. */
  private static List<String> growing(
      String name, Map<Long, List<Cost>> costs, ToDoubleFunction<Cost> seconds) {
    List<String> line = line(name, costs, cost -> number("%,.1f", seconds.applyAsDouble(cost)), 0);
    List<Cost> full = costs.values().stream().map(parts -> parts.get(0)).toList();
    List<Double> slopes = new ArrayList<>();
    for (int i = 1; i < full.size(); i++) {
      double more = seconds.applyAsDouble(full.get(i)) - seconds.applyAsDouble(full.get(i - 1));
      long items = full.get(i).received() - full.get(i - 1).received();
      slopes.add(THOUSAND * more / Math.max(1, items));
    }
    slopes.forEach(slope -> line.add(number("%,.2f", slope)));
    if (slopes.size() > 1) {
      double first = slopes.get(0);
      line.add(first > 0 ? number("%.2f", slopes.get(slopes.size() - 1) / first) : "");
    }
    return line;
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
