package org.insight.services.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.insight.core.PrivateFiles;
import org.insight.resolution.Comparison;
import org.insight.resolution.Model;
import org.insight.resolution.Models;

/** Writes what came of a linkage, or of the training of a model. */
public final class LinkedFiles {

  private LinkedFiles() {}

  /**
   * Writes {@code clusters.csv}, {@code pairs.csv} and {@code weights.html}, and {@code model.yaml}
   * if the model was learned.
   *
   * @param folder new or empty
   */
  public static void write(Linkage linkage, Path folder) {
    Map<String, Lines> files = new LinkedHashMap<>();
    files.put("clusters.csv", out -> clusters(linkage, out));
    files.put("pairs.csv", out -> pairs(linkage, out));
    if (linkage.isLearned()) {
      files.put(
          "model.yaml",
          out -> out.write(Models.write(linkage.model(), "learned", 1, "linked files", Map.of())));
    }
    files.put("weights.html", out -> out.write(chart(linkage.model())));
    write(files, folder);
  }

  /**
   * Writes {@code card.md}, {@code weights.html} and last the model, {@code resolution.yaml}.
   *
   * @param folder new or empty
   */
  public static void write(ModelTraining training, Path folder) {
    Map<String, Lines> files = new LinkedHashMap<>();
    files.put("card.md", out -> out.write(ModelCard.of(training)));
    files.put("weights.html", out -> out.write(chart(training.model())));
    files.put("resolution.yaml", out -> out.write(training.document()));
    write(files, folder);
  }

  private static void write(Map<String, Lines> files, Path folder) {
    try {
      PrivateFiles.createDirectories(folder);
      // The rows are of persons. Files in a private folder are private as they are made.
      PrivateFiles.close(folder);
      for (Map.Entry<String, Lines> file : files.entrySet()) {
        write(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Lines {
    void to(Writer out) throws IOException;
  }

  /** One file, which is there whole or not at all. */
  private static void write(Path file, Lines lines) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    PrivateFiles.create(part);
    try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
      lines.to(out);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void clusters(Linkage linkage, Writer out) throws IOException {
    out.write("id,cluster\n");
    for (int row = 0; row < linkage.rows(); row++) {
      out.write(quoted(linkage.id(row)));
      out.write(',');
      out.write(quoted(linkage.id(linkage.cluster(row))));
      out.write('\n');
    }
  }

  private static void pairs(Linkage linkage, Writer out) throws IOException {
    out.write("id_a,id_b,score\n");
    for (PairBag bag : linkage.pairs()) {
      for (int i = 0; i < bag.size(); i++) {
        out.write(quoted(linkage.id(bag.a(i))));
        out.write(',');
        out.write(quoted(linkage.id(bag.b(i))));
        out.write(',');
        out.write(Double.toString(bag.score(i) / 1000.0));
        out.write('\n');
      }
    }
  }

  /** A cell as CSV writes it. */
  static String quoted(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == ',' || c == '"' || c == '\r' || c == '\n') {
        return '"' + cell.replace("\"", "\"\"") + '"';
      }
    }
    return cell;
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
