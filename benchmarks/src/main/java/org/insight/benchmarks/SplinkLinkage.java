package org.insight.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.insight.resolution.Clusters;
import org.insight.services.link.LinkSettings;

/** A linkage by Splink on DuckDB, in a process of its own. */
final class SplinkLinkage {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How Splink is told to compare addresses. No way is better on all sets. */
  enum Addresses {
    /** Street, city and postcode each for itself. */
    PARTS,
    /** All as one, so that a household's address counts once. */
    ADDRESS;

    /** Whether a set has what this compares. */
    boolean suits(LinkSettings settings) {
      return this == PARTS
          || settings.columns().keySet().containsAll(List.of("street", "city", "postcode"));
    }
  }

  /**
   * What it took at a threshold, as if that were the only one.
   *
   * @param cpuSeconds from the reading of the file to the clusters, without the start of Python
   */
  record Cost(
      @JsonProperty("cpu_seconds") double cpuSeconds,
      @JsonProperty("wall_seconds") double wallSeconds) {}

  private record Answer(
      String version,
      @JsonProperty("training_cpu_seconds") double trainingCpuSeconds,
      long compared,
      @JsonProperty("peak_bytes") long peakBytes,
      List<Cost> at) {}

  /**
   * What a linkage found and took.
   *
   * @param qualities for each threshold
   * @param costs for each threshold, with training
   */
  record Found(
      String version,
      List<Clusters> qualities,
      List<Cost> costs,
      double trainingCpuSeconds,
      long compared,
      long peakBytes) {}

  private SplinkLinkage() {}

  /**
   * Links a set.
   *
   * @param venv that Splink is installed in
   * @param folder for files between
   */
  static Found of(
      LinkageSet set, Addresses addresses, List<Double> thresholds, Path venv, Path folder)
      throws IOException {
    Path rows = folder.resolve("splink-rows.csv");
    Path clusters = folder.resolve("splink-clusters.csv");
    List<String> truths = write(set, rows);
    List<String> line =
        new ArrayList<>(
            List.of(
                venv.resolve("bin/python").toString(),
                Peer.script("splink_link.py").toString(),
                rows.toString(),
                clusters.toString(),
                addresses.name().toLowerCase(Locale.ROOT)));
    thresholds.forEach(threshold -> line.add(threshold.toString()));
    Answer answer = JSON.readValue(Peer.run(line), Answer.class);
    CsvTable found;
    try (Reader text = Files.newBufferedReader(clusters)) {
      found = CsvTable.read(text);
    }
    List<Clusters> qualities = new ArrayList<>();
    for (int i = 0; i < thresholds.size(); i++) {
      Clusters.Comparison comparison = new Clusters.Comparison();
      for (String[] row : found.rows()) {
        String truth = truths.get(Integer.parseInt(row[0]));
        if (!truth.isEmpty()) {
          comparison.add(row[i + 1], truth);
        }
      }
      qualities.add(comparison.result());
    }
    return new Found(
        answer.version(),
        qualities,
        answer.at(),
        answer.trainingCpuSeconds(),
        answer.compared(),
        answer.peakBytes());
  }

  /**
   * Writes a set in one file, with columns named after what they say, and without its truth.
   *
   * @return the truth of each row
   */
  private static List<String> write(LinkageSet set, Path file) throws IOException {
    LinkSettings settings = set.columns();
    List<String> names = new ArrayList<>(List.of("row"));
    List<List<String>> sources = new ArrayList<>();
    for (Map.Entry<String, List<String>> field : settings.columns().entrySet()) {
      names.add(field.getKey());
      sources.add(field.getValue());
      if (field.getKey().equals("street") && field.getValue().size() > 1) {
        for (String part : field.getValue()) {
          sources.add(List.of(part));
          names.add("street_" + (field.getValue().indexOf(part) + 1));
        }
      }
    }
    settings
        .identifiers()
        .forEach(
            (kind, columns) -> {
              names.add("id_" + kind.replaceAll("\\W", "_"));
              sources.add(columns);
            });
    List<String> truths = new ArrayList<>();
    List<String[]> rows = new ArrayList<>();
    for (Path source : set.files()) {
      CsvTable table;
      try (Reader text = Files.newBufferedReader(source)) {
        table = CsvTable.read(text);
      }
      for (String[] row : table.rows()) {
        String[] cells = new String[names.size()];
        cells[0] = Integer.toString(rows.size());
        for (int i = 0; i < sources.size(); i++) {
          cells[i + 1] = value(table, row, sources.get(i));
        }
        rows.add(cells);
        truths.add(value(table, row, List.of(String.valueOf(settings.truth()))));
      }
    }
    new CsvTable(names, rows).write(file);
    return truths;
  }

  private static String value(CsvTable table, String[] row, List<String> columns) {
    StringBuilder joined = new StringBuilder();
    for (String column : columns) {
      String cell = row[table.columns().indexOf(column)];
      if (cell != null && !cell.isBlank()) {
        joined.append(joined.isEmpty() ? "" : " ").append(cell.strip());
      }
    }
    return joined.toString();
  }
}
