package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.resolution.Clusters;
import org.insight.resolution.Models;
import org.insight.services.link.LinkSettings;
import org.insight.services.link.Linkage;
import org.insight.services.link.LinkedFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Links files of persons or companies. */
@Command(
    name = "link",
    header = "Links files of persons or companies, without a lake.",
    mixinStandardHelpOptions = true,
    description = {
      "Reads CSV files (with a heading) and Parquet files, learns a model from their rows,",
      "compares rows that may be one, and writes to the folder:",
      "  clusters.csv  each row's id and that of the first row of its cluster",
      "  pairs.csv     pairs of rows with their score in bits; 0 is even odds",
      "  model.yaml    the weights that were learned; weights.html draws them",
      "With --model nothing is learned, and there is no model.yaml.",
      "If the settings name a column of truth, prints how well the clusters agree with it."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight link a.csv b.csv --settings persons.yaml --out linked",
      "with persons.yaml:",
      "  kind: person",
      "  id: row_id",
      "  columns: {given_name: first, family_name: last, birth_date: dob, city: town}",
      "  identifiers: {national_id: nid}"
    })
final class LinkCommand implements Callable<Integer> {

  enum Format {
    table,
    json
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--settings",
      required = true,
      paramLabel = "FILE",
      description = "Which columns say what (YAML, docs/linking.md).")
  private Path settings;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A released or trained model; without it one is learned from the rows.")
  private @Nullable Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the results, empty or not there yet.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Format of the summary: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to link.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    LinkSettings columns = LinkSettings.read(TextFiles.read(settings));
    requireNew("link", out);
    Linkage linkage =
        model == null
            ? new Linkage(files, columns)
            : new Linkage(files, columns, Models.read(TextFiles.read(model)));
    LinkedFiles.write(linkage, out);
    print(spec, format, summary(linkage, linkage.quality()));
    return 0;
  }

  /**
   * @throws InsightException if the folder is there and not empty
   */
  static void requireNew(String what, Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> there = Files.list(folder)) {
      if (there.findAny().isPresent()) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot " + what + ": --out must be empty or not there yet, found " + folder);
      }
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot " + what + ": --out is no folder that can be read, found " + folder,
          e);
    }
  }

  private static Map<String, Object> summary(Linkage linkage, @Nullable Clusters quality) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("rows", linkage.rows());
    summary.put("pairs_compared", linkage.compared());
    summary.put("crowded_keys", linkage.crowded());
    if (quality != null) {
      summary.put("clusters", quality.clusters());
      summary.put("largest_cluster", quality.largest());
      summary.put("pair_precision", rounded(quality.precision()));
      summary.put("pair_recall", rounded(quality.recall()));
      summary.put("pair_f1", rounded(Clusters.f1(quality.precision(), quality.recall())));
      summary.put("b_cubed_precision", rounded(quality.bCubedPrecision()));
      summary.put("b_cubed_recall", rounded(quality.bCubedRecall()));
      summary.put(
          "b_cubed_f1", rounded(Clusters.f1(quality.bCubedPrecision(), quality.bCubedRecall())));
      summary.put("cluster_precision", rounded(quality.clusterPrecision()));
      summary.put("cluster_recall", rounded(quality.clusterRecall()));
      summary.put(
          "cluster_f1", rounded(Clusters.f1(quality.clusterPrecision(), quality.clusterRecall())));
    }
    return summary;
  }

  static double rounded(double share) {
    return Math.round(share * 10_000) / 10_000.0;
  }

  /** Prints figures. */
  static void print(CommandSpec spec, Format format, Map<String, Object> summary) {
    PrintWriter printer = spec.commandLine().getOut();
    if (format == Format.json) {
      try {
        printer.println(new ObjectMapper().writeValueAsString(summary));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } else {
      List<List<String>> rows = new ArrayList<>();
      summary.forEach((name, value) -> rows.add(List.of(name.replace('_', ' '), value.toString())));
      TextTable.print(printer, List.of("figure", "value"), rows);
    }
    printer.flush();
  }
}
