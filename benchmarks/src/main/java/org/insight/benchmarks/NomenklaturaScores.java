package org.insight.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Scores of nomenklatura's logic-v2 and of Jaro–Winkler, in a process of its own. */
final class NomenklaturaScores {

  /** The method of nomenklatura, and what its authors take for a match by default. */
  static final String LOGIC = "logic-v2";

  static final double THRESHOLD = .7;

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Answer(
      String version, @JsonProperty("cpu_seconds") Map<String, Double> cpuSeconds) {}

  /** Scores of all pairs by a method, and what they took. */
  record Scores(double[] scores, double cpuSeconds) {}

  /** Hits of a screening, and what it took. */
  record Hits(List<ScreeningFigures.Hit> hits, double cpuSeconds) {}

  private NomenklaturaScores() {}

  /** Scores of pairs by method. */
  static Map<String, Scores> of(List<NamePair> pairs, Path venv, Path folder) throws IOException {
    Path asked = folder.resolve("pairs.csv");
    Path scores = folder.resolve("scores.csv");
    new CsvTable(
            List.of("one", "other"),
            pairs.stream().map(pair -> new String[] {pair.one(), pair.other()}).toList())
        .write(asked);
    Answer answer = run(venv, "names", asked.toString(), scores.toString());
    CsvTable table = CsvTable.read(scores);
    Map<String, Scores> byMethod = new LinkedHashMap<>();
    for (int column = 0; column < table.columns().size(); column++) {
      double[] all = new double[table.rows().size()];
      for (int row = 0; row < all.length; row++) {
        all[row] = Double.parseDouble(table.rows().get(row)[column]);
      }
      String method = table.columns().get(column);
      byMethod.put(
          method, new Scores(all, Objects.requireNonNull(answer.cpuSeconds().get(method))));
    }
    return byMethod;
  }

  /**
   * Who of a list the rows of a file may be, from {@link #THRESHOLD} on. Both files have name,
   * birth_date and country.
   */
  static Hits of(Path list, Path queries, Path venv, Path folder) throws IOException {
    Path found = folder.resolve("hits.csv");
    Answer answer =
        run(
            venv,
            "screening",
            list.toString(),
            queries.toString(),
            found.toString(),
            String.valueOf(THRESHOLD));
    List<ScreeningFigures.Hit> hits = new ArrayList<>();
    for (String[] row : CsvTable.read(found).rows()) {
      hits.add(
          new ScreeningFigures.Hit(
              Integer.parseInt(row[0]), Integer.parseInt(row[1]), Double.parseDouble(row[2])));
    }
    return new Hits(hits, Objects.requireNonNull(answer.cpuSeconds().get(LOGIC)));
  }

  private static Answer run(Path venv, String... arguments) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                venv.resolve("bin/python").toString(), Peer.script("name_scores.py").toString()));
    line.addAll(List.of(arguments));
    return JSON.readValue(Peer.run(line), Answer.class);
  }
}
