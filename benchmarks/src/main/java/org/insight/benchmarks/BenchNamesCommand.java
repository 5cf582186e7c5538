package org.insight.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.insight.cli.TextTable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.resolution.NameSimilarity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures the comparison of names, beside logic-v2 of nomenklatura and Jaro–Winkler. */
@Command(
    name = "names",
    header = "Measures the comparison of names across scripts beside nomenklatura.",
    mixinStandardHelpOptions = true,
    description = {
      "Compares pairs of names whose truth is known: as insight names score does, with logic-v2 of",
      "nomenklatura, and with Jaro-Winkler, on the text and on its Latin letters. The pairs are of",
      "invented persons, and of the files that are given.",
      "",
      "A file's first two columns are spellings of one name, and all other pairings of its rows are",
      "not. If it has a column `same` (1 or 0), its rows alone are compared. A first row with a",
      "number in its third cell is no heading.",
      "",
      "Prints precision, recall and F1 at the default threshold of a method, and at the threshold",
      "of its best F1, which the truth says. CPU-seconds are from the text of names to the scores,",
      "by one thread, without the start. Few pairs are scored again for two CPU-seconds."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  insight bench names --format json", "  insight bench names pairs.csv"})
final class BenchNamesCommand implements Callable<Integer> {

  /** Few pairs are scored again and again: otherwise the figure would be of the start. */
  private static final double LEAST_SECONDS = 2;

  enum Format {
    TABLE,
    JSON
  }

  /** Beside what is measured. */
  enum Beside {
    NOMENKLATURA,
    NONE
  }

  /**
   * A line of figures.
   *
   * @param scripts of both names, or {@code all}
   * @param atDefault null where the method has no default threshold
   * @param perSecond pairs a CPU-second; null for a part of the set
   */
  private record Line(
      String set,
      String scripts,
      long same,
      long others,
      String method,
      @Nullable ScoreCut atDefault,
      ScoreCut best,
      @Nullable Double perSecond) {}

  @Spec private CommandSpec spec;

  @Option(
      names = "--persons",
      paramLabel = "N",
      defaultValue = "300",
      description = "Invented persons of each script (default ${DEFAULT-VALUE}).")
  private int persons;

  @Option(
      names = "--others",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Most pairings that are not the same, of each script and file; of more a sample is drawn"
              + " (default ${DEFAULT-VALUE}).")
  private int others;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the persons and of the sample (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--beside",
      paramLabel = "PEER",
      defaultValue = "NOMENKLATURA",
      description = "Beside what: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Beside beside;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description = "How to print: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Pairs of names.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    // The lists make some 1,200 Greek persons, no two of one name.
    if (persons < 2 || persons > 500) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: --persons is between 2 and 500, found " + persons);
    }
    if (others < 1) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: --others must be positive, found " + others);
    }
    Map<String, List<NamePair>> sets = new LinkedHashMap<>();
    sets.put("invented", NamePair.heldOut(persons, others, seed));
    for (Path file : files) {
      sets.put(String.valueOf(file.getFileName()), NamePair.of(file, others, seed));
    }
    List<Line> lines = new ArrayList<>();
    try (PeerFolder peer = new PeerFolder("nomenklatura", beside != Beside.NONE, this::tell)) {
      for (Map.Entry<String, List<NamePair>> set : sets.entrySet()) {
        lines.addAll(lines(set.getKey(), set.getValue(), peer));
      }
    }
    switch (format) {
      case TABLE -> print(lines);
      case JSON -> printJson(lines);
    }
    return 0;
  }

  private void tell(String what) {
    spec.commandLine().getErr().println("bench names: " + what);
    spec.commandLine().getErr().flush();
  }

  private List<Line> lines(String set, List<NamePair> pairs, PeerFolder peer) throws IOException {
    tell(set + ": insight");
    Map<String, NomenklaturaScores.Scores> scores = new LinkedHashMap<>();
    scores.put("insight", insight(pairs));
    Path venv = peer.venv();
    if (venv != null) {
      tell(set + ": nomenklatura");
      scores.putAll(NomenklaturaScores.of(pairs, venv, peer.folder()));
    }
    TreeSet<String> scripts = new TreeSet<>(pairs.stream().map(NamePair::scripts).toList());
    List<Line> lines = new ArrayList<>();
    scores.forEach(
        (method, of) -> {
          lines.add(line(set, "all", method, pairs, of.scores(), pairs.size() / of.cpuSeconds()));
          for (String part : scripts.size() > 1 ? scripts : List.<String>of()) {
            int[] at =
                IntStream.range(0, pairs.size())
                    .filter(i -> pairs.get(i).scripts().equals(part))
                    .toArray();
            lines.add(
                line(
                    set,
                    part,
                    method,
                    IntStream.of(at).mapToObj(pairs::get).toList(),
                    IntStream.of(at).mapToDouble(i -> of.scores()[i]).toArray(),
                    null));
          }
        });
    return lines;
  }

  private static Line line(
      String set,
      String scripts,
      String method,
      List<NamePair> pairs,
      double[] scores,
      @Nullable Double perSecond) {
    long same = pairs.stream().filter(NamePair::same).count();
    ScoreCut atDefault =
        switch (method) {
          case "insight" -> ScoreCut.at(NameSimilarity.SAME, pairs, scores);
          case NomenklaturaScores.LOGIC -> ScoreCut.at(NomenklaturaScores.THRESHOLD, pairs, scores);
          default -> null;
        };
    return new Line(
        set,
        scripts,
        same,
        pairs.size() - same,
        method,
        atDefault,
        ScoreCut.best(pairs, scores),
        perSecond);
  }

  private static NomenklaturaScores.Scores insight(List<NamePair> pairs) {
    NameSimilarity similarity = new NameSimilarity();
    // Tables are read when they are first needed.
    similarity.of(NameSimilarity.name("Иван"), NameSimilarity.name("Ivan"));
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double[] scores = new double[pairs.size()];
    long cpu = process.getProcessCpuTime();
    double used = 0;
    int passes = 0;
    while (used < LEAST_SECONDS) {
      for (int i = 0; i < scores.length; i++) {
        NamePair pair = pairs.get(i);
        scores[i] =
            similarity.of(NameSimilarity.name(pair.one()), NameSimilarity.name(pair.other()));
      }
      used = (process.getProcessCpuTime() - cpu) / 1e9;
      passes++;
    }
    return new NomenklaturaScores.Scores(scores, used / passes);
  }

  private void print(List<Line> lines) {
    TextTable.print(
        spec.commandLine().getOut(),
        List.of(
            "set",
            "scripts",
            "same",
            "others",
            "method",
            "threshold",
            "precision",
            "recall",
            "F1",
            "best at",
            "precision",
            "recall",
            "F1",
            "pairs a CPU-s"),
        lines.stream().map(BenchNamesCommand::cells).toList());
  }

  private static List<String> cells(Line line) {
    List<String> cells = new ArrayList<>();
    cells.add(line.set());
    cells.add(line.scripts());
    cells.add(String.valueOf(line.same()));
    cells.add(String.valueOf(line.others()));
    cells.add(line.method());
    cells.addAll(cells(line.atDefault()));
    cells.addAll(cells(line.best()));
    cells.add(
        line.perSecond() == null ? "-" : String.format(Locale.ROOT, "%,.0f", line.perSecond()));
    return cells;
  }

  private static List<String> cells(@Nullable ScoreCut cut) {
    return cut == null
        ? List.of("-", "-", "-", "-")
        : List.of(
            String.format(Locale.ROOT, "%.3f", cut.threshold()),
            share(cut.precision()),
            share(cut.recall()),
            share(cut.f1()));
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  private void printJson(List<Line> lines) throws IOException {
    List<Map<String, Object>> answer = new ArrayList<>();
    for (Line line : lines) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("set", line.set());
      map.put("scripts", line.scripts());
      map.put("same", line.same());
      map.put("others", line.others());
      map.put("method", line.method());
      if (line.atDefault() != null) {
        map.put("at_default", line.atDefault().asMap());
      }
      map.put("at_best", line.best().asMap());
      if (line.perSecond() != null) {
        map.put("pairs_per_cpu_second", line.perSecond());
      }
      answer.add(map);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Map.of("names", answer)));
    out.flush();
  }
}
