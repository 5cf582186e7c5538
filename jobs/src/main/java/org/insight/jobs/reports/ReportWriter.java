package org.insight.jobs.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/**
 * Writes the report of one reader: {@code index.html}, which opens from a file without a network,
 * and {@code figures.json}. Every figure comes from one query, shown with it. There is no clock:
 * the same rows give the same bytes in a report of the same month.
 */
public final class ReportWriter {

  private ReportWriter() {}

  /** The queries of every report of a month, one a figure. */
  public static List<String> queries(YearMonth month) {
    return Arrays.stream(Figure.values()).map(figure -> figure.sql(month)).toList();
  }

  /**
   * @param query runs SQL as the reader, over the tables by their names (curated.persons …), which
   *     carry a column restrictions in words
   * @param outDir made where it is not there; an earlier report in it is replaced
   * @throws InsightException EXTERNAL where the files cannot be written
   */
  public static ReportSummary write(
      ReportRequest request, Function<String, Dataset<Row>> query, Path outDir) {
    Map<Figure, Rows> figures = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      figures.put(figure, Rows.of(query.apply(figure.sql(request.month()))));
    }
    figures.computeIfPresent(Figure.NETWORKS, (figure, links) -> NotableNetworks.of(links));
    Texts texts = new Texts(request.language());
    Path page = outDir.resolve("index.html");
    Path data = outDir.resolve("figures.json");
    String html = new ReportPage(request, texts, figures).html();
    String json = json(request, texts, figures);
    try {
      Files.createDirectories(outDir);
      PageFile.write(page, html);
      PageFile.write(data, json);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot write a report: the folder or disk does not take it, found " + outDir,
          e);
    }
    int rows = figures.values().stream().mapToInt(Rows::size).sum();
    return new ReportSummary(page, data, figures.size(), rows);
  }

  private static String json(ReportRequest request, Texts texts, Map<Figure, Rows> figures) {
    List<Map<String, Object>> list = new ArrayList<>();
    figures.forEach(
        (figure, rows) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("id", figure.id());
          entry.put("title", texts.get("figure." + figure.id() + ".title"));
          entry.put("query", figure.sql(request.month()));
          entry.put("rows", rows.rows());
          list.add(entry);
        });
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("reader", request.reader());
    all.put("entitlement", texts.rights(request.rights()));
    all.put("state", texts.state(request.items(), request.latestMessage()));
    all.put("language", request.language().code());
    all.put("figures", list);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
