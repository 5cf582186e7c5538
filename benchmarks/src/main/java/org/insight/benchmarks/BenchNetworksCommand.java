package org.insight.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.insight.cli.TextTable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.Betweenness;
import org.insight.findings.Communities;
import org.insight.findings.CutPoints;
import org.insight.findings.LikelyLinks;
import org.insight.findings.Network;
import org.insight.services.ask.EdgeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures what is computed of networks beside other programs. */
@Command(
    name = "networks",
    header = "Measures figures of networks beside networkx, scipy, GraphX and GraphFrames.",
    mixinStandardHelpOptions = true,
    description = {
      "Each FILE is a network as insight findings --file reads it, without direction and weights:",
      "the phases of one network, in order. Prints for each how far degree and betweenness are from",
      "networkx's, whether articulation points and bridges are the same, modularity beside that of",
      "its Louvain method, and how well likely links tell those of the next phase (area under the",
      "curve), beside common neighbours and its index of Adamic and Adar.",
      "",
      "With --edges it finds the connected components of a random network instead, beside scipy,",
      "GraphX and GraphFrames. Each of the latter has a process with the same heap, and is stopped",
      "after --peer-minutes. With --power-law few ends have most links. CPU-seconds are without",
      "reading; of a program that was stopped they are all that it had used.",
      "",
      "With --edges and --paths it finds the shortest paths of up to four hops among so many ends,",
      "and compares those of --samples of them with brute force.",
      "",
      "If anything differs from what others find, the command ends with exit code 1."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight bench networks phase_1.csv phase_2.csv",
      "  insight bench networks --edges 1000000 --peer-minutes 5",
      "  insight bench networks --edges 10000000 --power-law --paths 1000"
    })
final class BenchNetworksCommand implements Callable<Integer> {

  enum Format {
    TABLE,
    JSON
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A path for each two of them is held in memory. */
  private static final int MOST_PERSONS = 10_000;

  /** A day. */
  private static final int MOST_MINUTES = 1_440;

  @Spec private CommandSpec spec;

  @Option(names = "--edges", paramLabel = "N", description = "Links of a random network.")
  private @Nullable Integer edges;

  @Option(names = "--power-law", description = "Few ends of the random network have most links.")
  private boolean powerLaw;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of the random network (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--paths",
      paramLabel = "N",
      description = "Ends of the random network among which paths are found.")
  private @Nullable Integer persons;

  @Option(
      names = "--samples",
      defaultValue = "20",
      paramLabel = "N",
      description = "Ends whose paths are compared with brute force (default ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--peer-minutes",
      defaultValue = "20",
      paramLabel = "MINUTES",
      description =
          "Most time of GraphX, and of GraphFrames; 0: neither (default ${DEFAULT-VALUE}).")
  private int peerMinutes;

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      paramLabel = "FORMAT",
      description = "How to print: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Phases, in order.")
  private List<Path> files = new ArrayList<>();

  /** Answers of others that are not ours. */
  private long different;

  @Override
  public Integer call() throws IOException {
    if ((edges == null) == files.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: either files or --edges are needed");
    }
    if (persons != null && edges == null) {
      throw new InsightException(ErrorKind.USAGE, "Cannot measure: --paths needs --edges");
    }
    requireBetween("--edges", edges, 1, GeneratedLinks.MOST);
    requireBetween("--paths", persons, 2, MOST_PERSONS);
    requireBetween("--samples", samples, 1, MOST_PERSONS);
    requireBetween("--peer-minutes", peerMinutes, 0, MOST_MINUTES);
    if (edges != null && persons != null) {
      print(paths(edges, persons));
    } else {
      try (PeerFolder peer = new PeerFolder("networks", true, this::tell)) {
        if (peer.venv() == null) {
          throw new InsightException(
              ErrorKind.EXTERNAL, "Cannot measure: networkx and scipy are needed, found none");
        }
        print(edges == null ? phases(peer) : components(peer, edges));
      }
    }
    if (different > 0) {
      throw new InsightException(
          ErrorKind.INTERNAL,
          "Cannot rely on networks: all programs must find the same, found "
              + different
              + " differences");
    }
    return 0;
  }

  private static void requireBetween(String option, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot measure: "
              + option
              + " must be from "
              + least
              + " to "
              + most
              + ", found "
              + value);
    }
  }

  private void tell(String what) {
    spec.commandLine().getErr().println("bench networks: " + what);
    spec.commandLine().getErr().flush();
  }

  private static JsonNode peer(PeerFolder peer, List<String> arguments) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Objects.requireNonNull(peer.venv()).resolve("bin/python").toString(),
                Peer.script("network_figures.py").toString()));
    line.addAll(arguments);
    return JSON.readTree(Peer.run(line));
  }

  private List<Map<String, @Nullable Object>> phases(PeerFolder folder) throws IOException {
    List<Network> networks = new ArrayList<>();
    List<String> arguments = new ArrayList<>(List.of("phases"));
    for (Path file : files) {
      Network network = new EdgeFile(file).network();
      List<Network.Tie> ties = new ArrayList<>();
      List<String[]> rows = new ArrayList<>();
      for (int end = 0; end < network.size(); end++) {
        for (int other = end + 1; other < network.size(); other++) {
          if (network.isLinked(end, other)) {
            ties.add(new Network.Tie(network.id(end), network.id(other), 1));
            rows.add(new String[] {network.id(end), network.id(other)});
          }
        }
      }
      networks.add(Network.of(ties));
      Path written = folder.folder().resolve("phase-" + networks.size() + ".csv");
      new CsvTable(List.of("from", "to"), rows).write(written);
      arguments.add(written.toString());
    }
    JsonNode theirs = peer(folder, arguments);
    List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      Network next = i + 1 < networks.size() ? networks.get(i + 1) : null;
      lines.add(phase(files.get(i), networks.get(i), next, theirs.required(i)));
    }
    return lines;
  }

  private static Map<String, @Nullable Object> phase(
      Path file, Network network, @Nullable Network next, JsonNode theirs) {
    Betweenness between = Betweenness.of(network);
    double degree = 0;
    double betweenness = 0;
    for (int end = 0; end < network.size(); end++) {
      String id = network.id(end);
      degree =
          Math.max(
              degree,
              Math.abs(network.degree(end) - theirs.required("degree").required(id).asInt()));
      betweenness =
          Math.max(
              betweenness,
              Math.abs(
                  between.shares()[end] - theirs.required("betweenness").required(id).asDouble()));
    }
    CutPoints cuts = CutPoints.of(network);
    List<String> ends = cuts.ends().stream().mapToObj(network::id).sorted().toList();
    List<List<String>> bridges =
        cuts.bridges().stream()
            .map(b -> List.of(network.id(b.one()), network.id(b.other())))
            .sorted((a, b) -> (a.get(0) + "\n" + a.get(1)).compareTo(b.get(0) + "\n" + b.get(1)))
            .toList();
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("phase", String.valueOf(file.getFileName()));
    line.put("ends", network.size());
    line.put("links", network.ties());
    line.put("degree_off", degree);
    line.put("betweenness_off", betweenness);
    line.put(
        "cuts_equal",
        JSON.valueToTree(ends).equals(theirs.required("articulation_points"))
            && JSON.valueToTree(bridges).equals(theirs.required("bridges")));
    line.put("modularity", rounded(Communities.of(network).modularity()));
    line.put("louvain", rounded(theirs.required("modularity").asDouble()));
    JsonNode auc = theirs.required("auc");
    line.put("auc", next == null ? null : auc(network, next));
    line.put("auc_common_neighbours", share(auc.path("common_neighbours")));
    line.put("auc_adamic_adar", share(auc.path("adamic_adar")));
    return line;
  }

  private static @Nullable Double share(JsonNode value) {
    return value.isNumber() ? rounded(value.asDouble()) : null;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  /** How well likely links tell those of the next phase, of the ends of both. */
  static @Nullable Double auc(Network now, Network then) {
    List<Double> linked = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    for (int one = 0; one < now.size(); one++) {
      for (int other = one + 1; other < now.size(); other++) {
        int a = then.number(now.id(one));
        int b = then.number(now.id(other));
        if (a >= 0 && b >= 0 && !now.isLinked(one, other)) {
          (then.isLinked(a, b) ? linked : others).add(LikelyLinks.score(now, one, other));
        }
      }
    }
    if (linked.isEmpty() || others.isEmpty()) {
      return null;
    }
    double better = 0;
    for (double yes : linked) {
      for (double no : others) {
        better += yes > no ? 1 : yes == no ? .5 : 0;
      }
    }
    return rounded(better / linked.size() / others.size());
  }

  private List<Map<String, @Nullable Object>> components(PeerFolder folder, int number)
      throws IOException {
    MeasuredComponents measured =
        new MeasuredComponents(GeneratedLinks.of(number, powerLaw, seed), folder, this::tell);
    measured.scipy();
    if (peerMinutes > 0) {
      for (String program : List.of("graphx", "graphframes")) {
        measured.spark(program, Duration.ofMinutes(peerMinutes));
      }
    }
    different = measured.different();
    return measured.lines();
  }

  private List<Map<String, @Nullable Object>> paths(int number, int persons) throws IOException {
    MeasuredPaths measured =
        new MeasuredPaths(GeneratedLinks.of(number, powerLaw, seed), this::tell);
    measured.measure(persons, samples, seed);
    different = measured.different();
    return List.of(measured.line());
  }

  private void print(List<Map<String, @Nullable Object>> lines) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      out.println(
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("networks", lines)));
      out.flush();
    } else {
      TextTable.print(
          out,
          lines.get(0).keySet().stream().map(name -> name.replace('_', ' ')).toList(),
          lines.stream()
              .map(line -> line.values().stream().map(BenchNetworksCommand::shown).toList())
              .toList());
    }
  }

  private static String shown(@Nullable Object value) {
    return value == null
        ? ""
        : value instanceof Double number && number != 0 && number < 1e-3
            ? String.format(Locale.ROOT, "%.0e", number)
            : value.toString();
  }
}
