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
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.insight.cli.TextTable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.ask.Screening;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures screening against a list whose altered copy is known, beside logic-v2. */
@Command(
    name = "screening",
    header = "Measures screening against a list beside nomenklatura.",
    mixinStandardHelpOptions = true,
    description = {
      "Screens persons against a list, as insight screen does at its default threshold and with",
      "logic-v2 of nomenklatura at .7. Both compare name, birth date and nationality.",
      "",
      "The three CSV files have the columns full_name, date_of_birth and nationality. Each row of",
      "POSITIVES is the person of the same row of LIST. Nobody in NEGATIVES is on the list.",
      "",
      "nearest counts the best hit of each row that has one. any counts every hit. Precision is the",
      "share of these that are right, recall the share of POSITIVES that have a right one."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench screening listed.csv altered.csv others.csv")
final class BenchScreeningCommand implements Callable<Integer> {

  /** Columns of the files, and what insight screen calls them. */
  private static final List<String> COLUMNS = List.of("full_name", "date_of_birth", "nationality");

  private static final List<String> SCREENED = List.of("name", "birth_date", "country");

  enum Format {
    TABLE,
    JSON
  }

  /** Beside what is measured. */
  enum Beside {
    NOMENKLATURA,
    NONE
  }

  private record Line(
      String method, double threshold, ScreeningFigures figures, double cpuSeconds) {}

  @Spec private CommandSpec spec;

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

  @Parameters(index = "0", paramLabel = "LIST", description = "Persons as listed.")
  private Path list;

  @Parameters(index = "1", paramLabel = "POSITIVES", description = "The same, altered.")
  private Path positives;

  @Parameters(index = "2", paramLabel = "NEGATIVES", description = "Others.")
  private Path negatives;

  @Override
  public Integer call() throws IOException {
    List<String[]> listed = rows(list);
    List<String[]> queries = new ArrayList<>(rows(positives));
    if (listed.isEmpty() || queries.size() != listed.size()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure: POSITIVES must have the rows of LIST, found "
              + queries.size()
              + " and "
              + listed.size());
    }
    queries.addAll(rows(negatives));
    tell(listed.size() + " on the list, " + (queries.size() - listed.size()) + " others");
    List<Line> lines = new ArrayList<>();
    try (PeerFolder peer = new PeerFolder("nomenklatura", beside != Beside.NONE, this::tell)) {
      Path ofList = peer.folder().resolve("list.csv");
      Path ofQueries = peer.folder().resolve("queries.csv");
      new CsvTable(SCREENED, listed).write(ofList);
      new CsvTable(SCREENED, queries).write(ofQueries);
      tell("insight");
      lines.add(line("insight", Screening.THRESHOLD, listed.size(), insight(ofList, ofQueries)));
      if (peer.venv() != null) {
        tell("nomenklatura");
        lines.add(
            line(
                NomenklaturaScores.LOGIC,
                NomenklaturaScores.THRESHOLD,
                listed.size(),
                NomenklaturaScores.of(ofList, ofQueries, peer.venv(), peer.folder())));
      }
    }
    switch (format) {
      case TABLE -> print(lines);
      case JSON -> printJson(lines);
    }
    return 0;
  }

  private void tell(String what) {
    spec.commandLine().getErr().println("bench screening: " + what);
    spec.commandLine().getErr().flush();
  }

  /** Name, birth date and country of each row. What is no date is left out, for all methods. */
  private List<String[]> rows(Path file) throws IOException {
    CsvTable table = CsvTable.read(file);
    int[] columns = COLUMNS.stream().mapToInt(table.columns()::indexOf).toArray();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 0) {
        throw new InsightException(
            ErrorKind.INPUT,
            "Cannot measure " + file + ": the heading has no column " + COLUMNS.get(i));
      }
    }
    List<String[]> rows = new ArrayList<>();
    long wrong = 0;
    for (String[] cells : table.rows()) {
      String[] row =
          IntStream.of(columns)
              .mapToObj(column -> cells[column] == null ? "" : cells[column].strip())
              .toArray(String[]::new);
      if (!row[1].isEmpty() && !Screening.isDate(row[1])) {
        row[1] = "";
        wrong++;
      }
      rows.add(row);
    }
    if (wrong > 0) {
      tell(wrong + " birth dates of " + file + " are none and are left out");
    }
    return rows;
  }

  private static NomenklaturaScores.Hits insight(Path list, Path queries) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Screening listed = new Screening(list, Screening.THRESHOLD, Screening.WITHIN, note -> {});
    Screening screened = new Screening(queries, Screening.THRESHOLD, Screening.WITHIN, note -> {});
    long cpu = process.getProcessCpuTime();
    List<ScreeningFigures.Hit> hits =
        screened.in(listed).stream()
            .map(hit -> new ScreeningFigures.Hit(hit.row(), hit.other(), hit.score()))
            .toList();
    return new NomenklaturaScores.Hits(hits, (process.getProcessCpuTime() - cpu) / 1e9);
  }

  private static Line line(
      String method, double threshold, int listed, NomenklaturaScores.Hits found) {
    return new Line(
        method, threshold, ScreeningFigures.of(listed, found.hits()), found.cpuSeconds());
  }

  private void print(List<Line> lines) {
    TextTable.print(
        spec.commandLine().getOut(),
        List.of(
            "method",
            "threshold",
            "nearest: precision",
            "recall",
            "any: precision",
            "recall",
            "hits",
            "others with hits",
            "CPU-s"),
        lines.stream().map(BenchScreeningCommand::cells).toList());
  }

  private static List<String> cells(Line line) {
    ScreeningFigures figures = line.figures();
    return List.of(
        line.method(),
        String.valueOf(line.threshold()),
        share(figures.nearestPrecision()),
        share(figures.nearestRecall()),
        share(figures.precision()),
        share(figures.recall()),
        String.valueOf(figures.hits()),
        String.valueOf(figures.others()),
        String.format(Locale.ROOT, "%.1f", line.cpuSeconds()));
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }

  private void printJson(List<Line> lines) throws IOException {
    List<Map<String, Object>> answer = new ArrayList<>();
    for (Line line : lines) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("method", line.method());
      map.put("threshold", line.threshold());
      map.putAll(line.figures().asMap());
      map.put("cpu_seconds", line.cpuSeconds());
      answer.add(map);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Map.of("screening", answer)));
    out.flush();
  }
}
