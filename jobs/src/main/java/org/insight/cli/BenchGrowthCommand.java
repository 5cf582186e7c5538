package org.insight.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.observe.RunFiles;
import org.insight.observe.RunMetrics;
import org.insight.observe.StepMetrics;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.Job;
import org.insight.run.ProgressLine;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.jspecify.annotations.Nullable;
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
      "already under --out is not done again, so a call that was broken off goes on."
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
    Map<String, String> stages =
        Pipeline.registry(settings).all().stream()
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

  private Cost measured(long size, Part part, Map<String, String> stages) throws IOException {
    Path folder = Files.createDirectories(out.resolve(Long.toString(size)));
    Path times = folder.resolve(part.name().toLowerCase(Locale.ROOT) + ".times");
    if (!Files.exists(times)) {
      Path inbox = inbox(size, part, folder.resolve("simulated"));
      run(inbox, folder.resolve("lake"), times);
    }
    List<List<RunMetrics>> published = published(folder.resolve("lake/runs"));
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
    long files = part == Part.FULL ? size : size + Math.max(1, size / 100);
    SimulationPlan plan =
        new SimulationPlan(
            simulated,
            Math.max(1, (long) (size * personsOfAnItem)),
            files,
            seed,
            SimulationPlan.COUNTRIES);
    try (ProgressLine progress = ProgressLine.to(System.err, "simulate", files)) {
      Simulation.run(plan, progress::at);
    }
    Path inbox = simulated.resolve("inbox");
    if (part == Part.ONE) {
      Path folder;
      try (Stream<Path> all = Files.walk(inbox)) {
        folder =
            all.filter(file -> file.endsWith("policy.yaml")).sorted().findFirst().orElseThrow();
      }
      Files.writeString(
          folder.resolveSibling("one-more.txt"),
          "On 3 May 2026 a grey van was seen near the harbour. Nobody knows whose it was.\n");
    }
    return inbox;
  }

  /** A run in a process of its own; a shell writes what it and its children took. */
  private void run(Path inbox, Path lake, Path times) throws IOException {
    String home = System.getProperty("insight.home");
    if (home == null) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: it starts bin/insight, and was not started by it");
    }
    Path part = times.resolveSibling(times.getFileName() + ".part");
    List<String> line =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "times=$0; \"$@\"; rc=$?; times > \"$times\"; exit $rc",
                part.toString(),
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
    Files.move(part, times);
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
   * What a shell's children took, by POSIX {@code times}: its second line, user and system time.
   */
  private static double seconds(Path times) throws IOException {
    List<String> lines = Files.readAllLines(times, StandardCharsets.US_ASCII);
    Matcher matcher = TIME.matcher(lines.get(lines.size() - 1));
    double sum = 0;
    while (matcher.find()) {
      sum += 60 * Double.parseDouble(matcher.group(1)) + Double.parseDouble(matcher.group(2));
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
    rows.add(line("items", costs, c -> number("%,d", c.received()), null));
    rows.add(line("wall seconds", costs, c -> number("%,.0f", c.wall()), null));
    costs.values().stream()
        .flatMap(List::stream)
        .flatMap(c -> c.stages().keySet().stream())
        .distinct()
        .forEach(
            stage ->
                rows.add(line(stage, costs, c -> number("%,.1f", c.of(stage)), c -> c.of(stage))));
    rows.add(line("readers of items, start", costs, c -> number("%,.1f", c.rest()), Cost::rest));
    rows.add(line("all", costs, c -> number("%,.1f", c.cpu()), Cost::cpu));
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

  private interface Shown {
    String of(Cost cost);
  }

  private interface Seconds {
    double of(Cost cost);
  }

  private static List<String> line(
      String name, Map<Long, List<Cost>> costs, Shown shown, @Nullable Seconds seconds) {
    List<String> line = new ArrayList<>(List.of(name));
    costs.values().forEach(parts -> parts.forEach(cost -> line.add(shown.of(cost))));
    List<Cost> full = costs.values().stream().map(parts -> parts.get(0)).toList();
    List<Double> slopes = new ArrayList<>();
    for (int i = 1; i < full.size(); i++) {
      if (seconds == null) {
        line.add("");
        continue;
      }
      double slope =
          THOUSAND
              * (seconds.of(full.get(i)) - seconds.of(full.get(i - 1)))
              / Math.max(1, full.get(i).received() - full.get(i - 1).received());
      slopes.add(slope);
      line.add(number("%,.2f", slope));
    }
    if (full.size() > 2) {
      line.add(
          slopes.isEmpty()
              ? ""
              : number("%.2f", slopes.get(slopes.size() - 1) / Math.max(1e-9, slopes.get(0))));
    }
    return line;
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
