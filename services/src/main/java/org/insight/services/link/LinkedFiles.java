package org.insight.services.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.core.PrivateFiles;
import org.insight.resolution.Clusters;
import org.insight.resolution.Comparison;
import org.insight.resolution.Model;
import org.insight.resolution.Models;
import org.jspecify.annotations.Nullable;

/** Reads the files that are linked and writes what came of it. */
public final class LinkedFiles {

  private LinkedFiles() {}

  /**
   * Reads CSV files with a heading, and Parquet files, as one table.
   *
   * @throws InsightException of kind INPUT if a file is missing or lacks a column
   */
  public static Dataset<Row> read(SparkSession spark, List<Path> files, LinkSettings settings) {
    Dataset<Row> all = null;
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot read a file: missing or unreadable, found " + file);
      }
      Dataset<Row> rows = read(spark, file);
      List<String> columns = Arrays.asList(rows.columns());
      for (String named : settings.named()) {
        if (!columns.contains(named)) {
          throw new InsightException(
              ErrorKind.INPUT,
              "Cannot link " + file + ": it has no column " + OneLine.shown(named));
        }
      }
      all = all == null ? rows : all.unionByName(rows, true);
    }
    if (all == null) {
      throw new InsightException(ErrorKind.USAGE, "Cannot link: no file is given");
    }
    return all;
  }

  private static Dataset<Row> read(SparkSession spark, Path file) {
    String path = file.toUri().toString();
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")
        ? spark.read().parquet(path)
        : spark
            .read()
            .option("header", "true")
            .option("escape", "\"")
            .option("ignoreLeadingWhiteSpace", "true")
            .option("ignoreTrailingWhiteSpace", "true")
            .csv(path);
  }

  /**
   * Writes {@code clusters.csv}, {@code pairs.csv}, {@code model.yaml} and {@code weights.html}.
   *
   * @param folder new or empty
   */
  public static void write(Linkage linkage, Path folder) {
    try {
      PrivateFiles.createDirectories(folder);
      csv(linkage.clustered().drop("truth"), folder.resolve("clusters.csv"));
      csv(linkage.pairs(), folder.resolve("pairs.csv"));
      PrivateFiles.write(
          folder.resolve("model.yaml"),
          Models.write(linkage.model(), "learned", 1, Map.of()).getBytes(StandardCharsets.UTF_8));
      PrivateFiles.write(
          folder.resolve("weights.html"), chart(linkage.model()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file, which is there whole or not at all. */
  private static void csv(Dataset<Row> rows, Path file) throws IOException {
    Path parts = file.resolveSibling("." + file.getFileName());
    rows.coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .option("header", "true")
        .option("escape", "\"")
        .csv(parts.toUri().toString());
    try (Stream<Path> written = Files.list(parts)) {
      Path part = written.filter(p -> p.toString().endsWith(".csv")).findFirst().orElseThrow();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    try (Stream<Path> left = Files.list(parts)) {
      for (Path path : left.toList()) {
        Files.delete(path);
      }
    }
    Files.delete(parts);
  }

  /** Compares the clusters with the truth of the files; null if they give none. */
  public static @Nullable Clusters quality(Linkage linkage, LinkSettings settings) {
    if (settings.truth() == null) {
      return null;
    }
    Clusters.Comparison comparison = new Clusters.Comparison();
    Iterator<Row> rows = linkage.clustered().toLocalIterator();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (!row.isNullAt(2)) {
        comparison.add(row.getString(1), row.getString(2));
      }
    }
    return comparison.result();
  }

  /** The weights of a model as bars, on a page that needs nothing else. */
  static String chart(Model model) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Weights of the model</title>
        <style>
        body{font:15px/1.4 sans-serif;margin:2rem auto;max-width:52rem;color:#222}
        th{text-align:left;padding-top:1rem}td{padding:2px 8px;vertical-align:middle}
        .bar{display:inline-block;height:.8rem}.for{background:#2166ac}.against{background:#b2182b}
        td.n{text-align:right;font-variant-numeric:tabular-nums}
        </style></head><body><h1>Weights of the model</h1>
        <p>Bits for (blue) or against (red) two records being one. A weight of 1 doubles the odds.
        Rare words add to the weight of an equal name, and common words take from it.</p><table>
        """);
    for (Comparison comparison : Comparison.values()) {
      page.append("<tr><th colspan=\"3\">")
          .append(comparison.code().replace('_', ' '))
          .append("</th></tr>\n");
      for (int level = 0; level < comparison.levels().size(); level++) {
        int weight = model.weight(comparison, level);
        page.append("<tr><td>")
            .append(comparison.levels().get(level))
            .append("</td><td class=\"n\">")
            .append(String.format(Locale.ROOT, "%.1f", weight / 1000.0))
            .append("</td><td><span class=\"bar ")
            .append(weight >= 0 ? "for" : "against")
            .append("\" style=\"width:")
            .append(Math.abs(weight) / 80)
            .append("px\"></span></td></tr>\n");
      }
    }
    return page.append("</table></body></html>\n").toString();
  }
}
