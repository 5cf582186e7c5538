package org.insight.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.insight.cli.TextTable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.resolution.Clusters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the linkage of files whose truth is known, beside Splink on DuckDB. */
@Command(
    name = "er",
    mixinStandardHelpOptions = true,
    description = {
      "Links sets of records whose truth is known, as insight link does and with Splink on DuckDB.",
      "Each linkage has a process of its own, and no two run at once. Prints how right the clusters",
      "are and what they took. Splink and the FEBRL sets are fetched from the Python registry once.",
      "",
      "insight decides without the truth. components are the connected components of its scores at",
      "a probability of .5. Splink is shown at the threshold of the highest sum of pair F1 and",
      "cluster F1, which the truth says: this favours it. components have such a line too, if it is",
      "another. --format json has all thresholds. Where a set has addresses, Splink has two",
      "lines: it compares their parts, or each address as one.",
      "",
      "CPU-seconds are of all cores, from the reading of the files to the clusters."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight bench er --format json",
      "  insight bench er --sets persons --persons 1000000",
      "  insight bench er --data fake_1000    (a folder of CSV files and settings.yaml)"
    })
final class BenchErCommand implements Callable<Integer> {

  /** Probabilities of a match at which Splink and components make clusters. */
  private static final List<Double> THRESHOLDS = List.of(.5, .9, .95, .99, .999, .9999, .99999);

  enum Format {
    TABLE,
    JSON
  }

  /** Sets that the command has itself. */
  enum Named {
    FEBRL1,
    FEBRL2,
    FEBRL3,
    FEBRL4,
    PERSONS
  }

  /** Beside what is measured. */
  enum Beside {
    SPLINK,
    NONE
  }

  /**
   * A line of figures.
   *
   * @param threshold probability; null where the linkage decides by itself
   * @param cost null for components, which are made of the scores of the line above
   */
  private record Line(
      String set,
      int rows,
      String linkage,
      @Nullable Double threshold,
      Clusters quality,
      @Nullable Cost cost) {

    double worth() {
      return pairF1() + clusterF1();
    }

    double pairF1() {
      return Clusters.f1(quality.precision(), quality.recall());
    }

    double bCubedF1() {
      return Clusters.f1(quality.bCubedPrecision(), quality.bCubedRecall());
    }

    double clusterF1() {
      return Clusters.f1(quality.clusterPrecision(), quality.clusterRecall());
    }
  }

  /**
   * What a linkage took.
   *
   * @param trainingCpuSeconds of the CPU-seconds; null where training is no step of its own
   */
  private record Cost(
      double cpuSeconds,
      @Nullable Double trainingCpuSeconds,
      double wallSeconds,
      long compared,
      long peakBytes) {

    double comparedPerSecond() {
      return compared / cpuSeconds;
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--sets",
      split = ",",
      paramLabel = "SET",
      description = {
        "Sets of the command's own: ${COMPLETION-CANDIDATES}.",
        "Default: all, or none where --data is given."
      })
  private @Nullable List<Named> sets;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A set of CSV files with settings as insight link has them, with a truth.")
  private List<Path> data = new ArrayList<>();

  @Option(
      names = "--persons",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Persons to generate, with 1.4 records each (default ${DEFAULT-VALUE}).")
  private int persons;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the generated persons (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--beside",
      paramLabel = "PEER",
      defaultValue = "SPLINK",
      description = "Beside what: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Beside beside;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "How to print: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() throws IOException {
    if (persons < 1) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: --persons must be positive, found " + persons);
    }
    Path folder = Files.createTempDirectory("bench-er");
    try {
      List<LinkageSet> measured = sets(folder);
      Path venv = splink();
      List<Line> lines = new ArrayList<>();
      for (LinkageSet set : measured) {
        tell(set.name() + ": insight");
        MeasuredLinkage.Found ours = MeasuredLinkage.of(set, THRESHOLDS);
        lines.addAll(ours(set, ours));
        if (venv != null) {
          for (SplinkLinkage.Addresses addresses : SplinkLinkage.Addresses.values()) {
            if (addresses.suits(set.columns())) {
              tell(set.name() + ": Splink");
              lines.addAll(splink(set, addresses, ours.rows(), venv, folder));
            }
          }
        }
      }
      switch (format) {
        case TABLE -> print(lines);
        case JSON -> printJson(lines);
      }
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
    return 0;
  }

  private void tell(String what) {
    spec.commandLine().getErr().println("bench er: " + what);
    spec.commandLine().getErr().flush();
  }

  private List<LinkageSet> sets(Path folder) throws IOException {
    List<LinkageSet> all = new ArrayList<>();
    for (Path each : data) {
      all.add(LinkageSet.in(each));
    }
    List<Named> named = sets != null ? sets : data.isEmpty() ? List.of(Named.values()) : List.of();
    List<Named> febrl = named.stream().filter(set -> set != Named.PERSONS).toList();
    if (!febrl.isEmpty()) {
      try {
        Path wheel = Peer.wheel("febrl");
        for (Named set : febrl) {
          all.add(LinkageSet.febrl(1 + set.ordinal(), wheel, folder));
        }
      } catch (InsightException e) {
        if (e.kind() != ErrorKind.EXTERNAL || named.size() == febrl.size() && data.isEmpty()) {
          throw e;
        }
        tell("without FEBRL: " + e.getMessage());
      }
    }
    if (named.contains(Named.PERSONS)) {
      all.add(LinkageSet.generated(persons, seed, folder));
    }
    return all;
  }

  /** The environment of Splink; null where it is not wanted or cannot be had. */
  private @Nullable Path splink() throws IOException {
    if (beside == Beside.NONE) {
      return null;
    }
    try {
      return Peer.venv("splink");
    } catch (InsightException e) {
      tell("without Splink: " + e.getMessage());
      return null;
    }
  }

  private static List<Line> ours(LinkageSet set, MeasuredLinkage.Found found) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line(
            set.name(),
            found.rows(),
            "insight",
            null,
            found.quality(),
            new Cost(
                found.cpuSeconds(),
                null,
                found.wallSeconds(),
                found.compared(),
                found.peakBytes())));
    for (int i = 0; i < THRESHOLDS.size(); i++) {
      lines.add(
          new Line(
              set.name(),
              found.rows(),
              "components",
              THRESHOLDS.get(i),
              found.components().get(i),
              null));
    }
    return lines;
  }

  private List<Line> splink(
      LinkageSet set, SplinkLinkage.Addresses addresses, int rows, Path venv, Path folder)
      throws IOException {
    try {
      SplinkLinkage.Found found = SplinkLinkage.of(set, addresses, THRESHOLDS, venv, folder);
      String name =
          "Splink "
              + found.version()
              + (addresses == SplinkLinkage.Addresses.ADDRESS ? ", one address" : "");
      return IntStream.range(0, THRESHOLDS.size())
          .mapToObj(
              i ->
                  new Line(
                      set.name(),
                      rows,
                      name,
                      THRESHOLDS.get(i),
                      found.qualities().get(i),
                      new Cost(
                          found.costs().get(i).cpuSeconds(),
                          found.trainingCpuSeconds(),
                          found.costs().get(i).wallSeconds(),
                          found.compared(),
                          found.peakBytes())))
          .toList();
    } catch (InsightException e) {
      tell(set.name() + " without Splink: " + e.getMessage());
      return List.of();
    }
  }

  /** The best threshold of each set and linkage; of components the first too. */
  private static List<Line> shown(List<Line> lines) {
    List<Line> shown = new ArrayList<>();
    for (int first = 0; first < lines.size(); ) {
      Line begin = lines.get(first);
      Line best = begin;
      int next = first;
      for (; next < lines.size() && same(begin, lines.get(next)); next++) {
        best = lines.get(next).worth() > best.worth() ? lines.get(next) : best;
      }
      if (begin.linkage().equals("components") && begin != best) {
        shown.add(begin);
      }
      shown.add(best);
      first = next;
    }
    return shown;
  }

  private static boolean same(Line one, Line other) {
    return one.set().equals(other.set()) && one.linkage().equals(other.linkage());
  }

  private void print(List<Line> lines) {
    TextTable.print(
        spec.commandLine().getOut(),
        List.of(
            "set",
            "rows",
            "linkage",
            "threshold",
            "precision",
            "recall",
            "pair F1",
            "B-cubed F1",
            "cluster F1",
            "largest",
            "CPU-s",
            "of training",
            "wall s",
            "compared",
            "a CPU-s",
            "MB"),
        shown(lines).stream().map(BenchErCommand::cells).toList());
  }

  private static List<String> cells(Line line) {
    Cost cost = line.cost();
    List<String> cells = new ArrayList<>();
    cells.add(line.set());
    cells.add(number(line.rows()));
    cells.add(line.linkage());
    cells.add(line.threshold() == null ? "own" : String.valueOf(line.threshold()));
    cells.add(share(line.quality().precision()));
    cells.add(share(line.quality().recall()));
    cells.add(share(line.pairF1()));
    cells.add(share(line.bCubedF1()));
    cells.add(share(line.clusterF1()));
    cells.add(number(line.quality().largest()));
    if (cost == null) {
      cells.addAll(List.of("-", "-", "-", "-", "-", "-"));
    } else {
      cells.add(seconds(cost.cpuSeconds()));
      cells.add(cost.trainingCpuSeconds() == null ? "-" : seconds(cost.trainingCpuSeconds()));
      cells.add(seconds(cost.wallSeconds()));
      cells.add(number(cost.compared()));
      cells.add(number(Math.round(cost.comparedPerSecond())));
      cells.add(cost.peakBytes() == 0 ? "-" : number(cost.peakBytes() >> 20));
    }
    return cells;
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  private void printJson(List<Line> lines) throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("cores", Runtime.getRuntime().availableProcessors());
    answer.put("persons", persons);
    answer.put("seed", seed);
    List<Line> best = shown(lines);
    answer.put("linkages", lines.stream().map(line -> asMap(line, best.contains(line))).toList());
    PrintWriter out = spec.commandLine().getOut();
    out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
    out.flush();
  }

  private static Map<String, Object> asMap(Line line, boolean inTable) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("set", line.set());
    map.put("rows", line.rows());
    map.put("linkage", line.linkage());
    if (line.threshold() != null) {
      map.put("threshold", line.threshold());
    }
    map.put("in_table", inTable);
    map.put("clusters", line.quality().clusters());
    map.put("true_clusters", line.quality().trueClusters());
    map.put("largest_cluster", line.quality().largest());
    map.put("pair_precision", line.quality().precision());
    map.put("pair_recall", line.quality().recall());
    map.put("pair_f1", line.pairF1());
    map.put("b_cubed_f1", line.bCubedF1());
    map.put("cluster_f1", line.clusterF1());
    Cost cost = line.cost();
    if (cost != null) {
      map.put("cpu_seconds", cost.cpuSeconds());
      if (cost.trainingCpuSeconds() != null) {
        map.put("training_cpu_seconds", cost.trainingCpuSeconds());
      }
      map.put("wall_seconds", cost.wallSeconds());
      map.put("pairs_compared", cost.compared());
      map.put("pairs_compared_per_cpu_second", cost.comparedPerSecond());
      map.put("peak_bytes", cost.peakBytes());
    }
    return map;
  }
}
