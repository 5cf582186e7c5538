package org.insight.jobs.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page: head, eight sections, restrictions. All tables are in the page itself, so that it can
 * be read without JavaScript; the charts are drawn from the same rows.
 */
final class ReportPage {

  private static final int MAP_PLACES_IN_TABLE = 15;

  private final ReportRequest request;
  private final Texts texts;
  private final Map<Figure, Rows> figures;
  private final RestrictionKeys restrictions;
  private final Cells cells;
  private final StringBuilder out = new StringBuilder(1 << 20);
  private final Map<String, Object> charts = new LinkedHashMap<>();
  private final List<String> sections =
      List.of(
          "overview",
          "trends",
          "map",
          "movement",
          "persons",
          "links",
          "groups",
          "quality",
          "restrictions");

  ReportPage(ReportRequest request, Texts texts, Map<Figure, Rows> figures) {
    this.request = request;
    this.texts = texts;
    this.figures = figures;
    restrictions =
        new RestrictionKeys(
            rows(Figure.RESTRICTIONS),
            List.of(
                rows(Figure.PERSONS),
                rows(Figure.LINKS),
                rows(Figure.NETWORKS),
                rows(Figure.GROUPS)));
    cells = new Cells(texts, restrictions);
  }

  String html() {
    body();
    String style = Resources.text(Resources.STYLE);
    List<String> scripts = Resources.SCRIPTS.stream().map(Resources::text).toList();
    String policy =
        "default-src 'none'; script-src "
            + scripts.stream().map(Html::hash).collect(Collectors.joining(" "))
            + "; style-src "
            + Html.hash(style)
            + "; img-src data:; base-uri 'none'; form-action 'none'";
    String title = text("title.page", request.reader());
    return "<!DOCTYPE html>\n<html lang=\""
        + request.language().code()
        + "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\""
        + policy
        + "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"
        + title
        // The library of graphs adds a style of its own, which the policy forbids, unless one of
        // this id is there.
        + "</title>\n<style id=\"__________cytoscape_stylesheet\">"
        + style
        + "</style>\n</head>\n<body>\n"
        + out
        + "<script type=\"application/json\" id=\"data\">"
        + Html.scriptJson(json(charts))
        + "</script>\n"
        + scripts.stream()
            .map(script -> "<script>" + script + "</script>\n")
            .collect(Collectors.joining())
        + "</body>\n</html>\n";
  }

  private void body() {
    head();
    out.append("<main>\n");
    section("overview", this::overview);
    section("trends", this::trends);
    section("map", this::map);
    section("movement", this::movement);
    section("persons", () -> tableOf(Figure.PERSONS, "persons", rows(Figure.PERSONS)));
    section("links", this::links);
    section("groups", () -> tableOf(Figure.GROUPS, "groups", rows(Figure.GROUPS)));
    section("quality", this::quality);
    section("restrictions", this::restrictions);
    out.append("</main>\n<footer><p>").append(text("footer.sources")).append("</p></footer>\n");
  }

  private void head() {
    out.append("<header class=\"head\">\n<p class=\"kind\">")
        .append(text("title.kind"))
        .append("</p>\n<h1>")
        .append(text("title.report"))
        .append("</h1>\n<dl class=\"facts\">\n");
    fact("head.for", request.reader());
    fact("head.entitled", texts.rights(request.rights()));
    fact("head.state", texts.state(request.items(), request.latestMessage()));
    out.append("</dl>\n<p class=\"notice\"><strong>")
        .append(text("head.seen.title"))
        .append("</strong> ")
        .append(text("head.seen"))
        .append("</p>\n<p class=\"notice passing\"><strong>")
        .append(text("head.passing.title"))
        .append("</strong> ")
        .append(passing())
        .append("</p>\n</header>\n<nav aria-label=\"")
        .append(text("head.contents"))
        .append("\"><ol>");
    for (String section : sections) {
      out.append("<li><a href=\"#")
          .append(section)
          .append("\">")
          .append(text("section." + section + ".short"))
          .append("</a></li>");
    }
    out.append("</ol></nav>\n");
  }

  private String passing() {
    int received = rows(Figure.RESTRICTIONS).size();
    String link = "<a href=\"#restrictions\">" + text("section.restrictions.short") + "</a>";
    return received == 0
        ? text("head.passing.none")
        : text("head.passing", texts.number(received)) + " " + link + ".";
  }

  private void fact(String key, String value) {
    out.append("<dt>")
        .append(text(key))
        .append("</dt><dd>")
        .append(Html.isolated(value))
        .append("</dd>\n");
  }

  private void section(String id, Runnable content) {
    out.append("<section id=\"")
        .append(id)
        .append("\" aria-labelledby=\"h-")
        .append(id)
        .append("\">\n<h2 id=\"h-")
        .append(id)
        .append("\"><span class=\"number\">")
        .append(sections.indexOf(id) + 1)
        .append("</span> ")
        .append(text("section." + id))
        .append("</h2>\n");
    content.run();
    out.append("</section>\n");
  }

  private void overview() {
    Rows rows = rows(Figure.KEY_FIGURES);
    Map<String, @Nullable Object> row = rows.isEmpty() ? Map.of() : rows.rows().get(0);
    out.append("<div class=\"keys\">\n");
    for (String column : rows.columns()) {
      out.append("<div class=\"key\"><span class=\"value\">")
          .append(Html.escape(texts.number(Rows.number(row, column))))
          .append("</span> <span class=\"what\">")
          .append(text("key." + column))
          .append("</span><span class=\"how\">")
          .append(text("key." + column + ".how"))
          .append("</span></div>\n");
    }
    out.append("</div>\n");
    query(Figure.KEY_FIGURES);
  }

  private void trends() {
    Rows rows = rows(Figure.TRENDS);
    Pivot pivot = Pivot.of(rows, List.of("offence"));
    List<Map.Entry<List<String>, long[]>> bySize = new ArrayList<>(pivot.series().entrySet());
    bySize.sort((a, b) -> Long.compare(total(b.getValue()), total(a.getValue())));
    List<Map<String, Object>> series = new ArrayList<>();
    bySize.forEach(e -> series.add(series(offence(e.getKey().get(0)), e.getValue())));
    Map<String, Object> trends = new LinkedHashMap<>();
    trends.put("months", pivot.months());
    trends.put("series", series);
    charts.put("trends", trends);
    open(Figure.TRENDS);
    if (rows.isEmpty()) {
      nothing();
    } else {
      chart("trends", "chart.trends.alt");
      folded(
          () -> {
            tableHead(text("figure.trends.title"));
            headCell("month", text("column.month"));
            bySize.forEach(e -> headCell("documents", Html.escape(offence(e.getKey().get(0)))));
            out.append("</tr></thead>\n<tbody>\n");
            for (int m = 0; m < pivot.months().size(); m++) {
              out.append("<tr><th scope=\"row\">").append(pivot.months().get(m)).append("</th>");
              for (Map.Entry<List<String>, long[]> e : bySize) {
                numberCell(e.getValue()[m]);
              }
              out.append("</tr>\n");
            }
            out.append("</tbody></table></div>\n");
          });
    }
    close(Figure.TRENDS);
    open(Figure.MONTHS);
    Rows months = rows(Figure.MONTHS);
    Pivot all = Pivot.of(months, List.of());
    Map<String, Object> bars = new LinkedHashMap<>();
    bars.put("months", all.months());
    bars.put("values", all.series().getOrDefault(List.of(), new long[0]));
    charts.put("months", bars);
    if (months.isEmpty()) {
      nothing();
    } else {
      chart("months", "chart.months.alt");
      folded(() -> table(Figure.MONTHS, months));
    }
    close(Figure.MONTHS);
    for (Figure outside : List.of(Figure.BEFORE, Figure.AHEAD)) {
      open(outside);
      table(outside, rows(outside));
      close(outside);
    }
    open(Figure.OFFENCES);
    table(Figure.OFFENCES, rows(Figure.OFFENCES));
    close(Figure.OFFENCES);
  }

  private void map() {
    Rows places = rows(Figure.PLACES);
    Rows countries = rows(Figure.COUNTRIES);
    List<Object> bubbles = new ArrayList<>();
    Set<String> located = new HashSet<>();
    for (Map<String, @Nullable Object> row : places.rows()) {
      located.add(Rows.text(row, "country"));
      Map<String, Object> bubble = new LinkedHashMap<>();
      bubble.put(
          "name", Rows.text(row, "place_name") + ", " + texts.country(Rows.text(row, "country")));
      List<@Nullable Object> value = new ArrayList<>();
      value.add(row.get("longitude"));
      value.add(row.get("latitude"));
      value.add(Rows.number(row, "documents"));
      bubble.put("value", value);
      bubbles.add(bubble);
    }
    List<Object> shades = new ArrayList<>();
    boolean whole = false;
    for (Map<String, @Nullable Object> row : countries.rows()) {
      String code = Rows.text(row, "country");
      whole |= !located.contains(code);
      Map<String, Object> shade = new LinkedHashMap<>();
      shade.put("code", code);
      shade.put("label", texts.country(code));
      shade.put("value", Rows.number(row, "documents"));
      shades.add(shade);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("places", bubbles);
    map.put("countries", shades);
    // Else a country that is named without a place could lie outside of what is drawn.
    map.put("whole", whole);
    map.put("documents", texts.get("column.documents"));
    map.put("more", texts.get("map.more"));
    map.put("fewer", texts.get("map.fewer"));
    if (!bubbles.isEmpty() || !shades.isEmpty()) {
      map.put("outlines", outlines());
    }
    charts.put("map", map);
    open(Figure.PLACES);
    if (places.isEmpty() && countries.isEmpty()) {
      nothing();
    } else {
      chart("map", "chart.map.alt");
      List<String> columns = List.of("place_name", "country", "documents", "place");
      table(Figure.PLACES, new Rows(columns, places.rows().subList(0, first(places))));
      if (places.size() > first(places)) {
        folded(() -> table(Figure.PLACES, new Rows(columns, places.rows())));
      }
      long all = places.isEmpty() ? 0 : Rows.number(places.rows().get(0), "places");
      if (all > places.size()) {
        out.append("<p class=\"note\">")
            .append(text("table.first", places.size(), texts.number(all)))
            .append("</p>\n");
      }
    }
    close(Figure.PLACES);
    open(Figure.COUNTRIES);
    if (countries.isEmpty()) {
      nothing();
    } else {
      folded(() -> table(Figure.COUNTRIES, countries));
    }
    close(Figure.COUNTRIES);
  }

  private static int first(Rows places) {
    return Math.min(MAP_PLACES_IN_TABLE, places.size());
  }

  private void movement() {
    Rows rows = rows(Figure.MOVEMENT);
    Pivot pivot = Pivot.of(rows, List.of("offence", "place_name", "country", "place"));
    List<Object> lines = new ArrayList<>();
    pivot
        .series()
        .forEach(
            (key, values) -> {
              Map<String, Object> line = new LinkedHashMap<>(series(line(key), values));
              line.put("offence", offence(key.get(0)));
              lines.add(line);
            });
    Map<String, Object> grid = new LinkedHashMap<>();
    grid.put("months", pivot.months());
    grid.put("series", lines);
    grid.put("documents", texts.get("column.documents"));
    charts.put("movement", grid);
    open(Figure.MOVEMENT);
    if (rows.isEmpty()) {
      nothing();
    } else {
      chart("movement", "chart.movement.alt");
      folded(
          () -> {
            tableHead(text("figure.movement.title"));
            headCell("offence", text("column.offence"));
            headCell("place_name", text("column.place_name"));
            pivot.months().forEach(m -> headCell("documents", m));
            out.append("</tr></thead>\n<tbody>\n");
            pivot
                .series()
                .forEach(
                    (key, values) -> {
                      out.append("<tr><th scope=\"row\">")
                          .append(Html.escape(offence(key.get(0))))
                          .append("</th><td>")
                          .append(Html.isolated(key.get(1) + ", " + texts.country(key.get(2))))
                          .append("</td>");
                      for (long value : values) {
                        numberCell(value);
                      }
                      out.append("</tr>\n");
                    });
            out.append("</tbody></table></div>\n");
          });
    }
    close(Figure.MOVEMENT);
  }

  private void links() {
    LinkLines lines = new LinkLines(texts, cells);
    Rows links = rows(Figure.LINKS);
    open(Figure.LINKS);
    if (links.isEmpty()) {
      nothing();
    } else {
      tableHead(text("figure.links.title"));
      LinkLines.COLUMNS.forEach(column -> headCell(column, text("column." + column)));
      out.append("</tr></thead>\n<tbody>\n");
      links.rows().forEach(row -> out.append(lines.tableRow(row)));
      out.append("</tbody></table></div>\n");
      long all = Rows.number(links.rows().get(0), "links");
      if (all > links.size()) {
        out.append("<p class=\"note\">")
            .append(text("table.first", links.size(), texts.number(all)))
            .append("</p>\n");
      }
    }
    close(Figure.LINKS);
    DrawnNetworks networks = new DrawnNetworks(texts, cells, lines, rows(Figure.NETWORKS));
    charts.put("networks", networks.graphs());
    open(Figure.NETWORKS);
    if (rows(Figure.NETWORKS).isEmpty()) {
      nothing();
    } else {
      out.append(networks.html());
    }
    close(Figure.NETWORKS);
  }

  private void quality() {
    for (Figure figure : List.of(Figure.REJECTS, Figure.ITEMS, Figure.IDENTIFIERS, Figure.DATES)) {
      open(figure);
      table(figure, rows(figure));
      close(figure);
    }
  }

  private void restrictions() {
    open(Figure.RESTRICTIONS);
    Rows received = rows(Figure.RESTRICTIONS);
    if (restrictions.all().isEmpty()) {
      nothing();
    } else {
      Map<String, Long> items = new LinkedHashMap<>();
      received
          .rows()
          .forEach(r -> items.put(Rows.text(r, "restrictions"), Rows.number(r, "items")));
      tableHead(text("figure.restrictions.title"));
      headCell("key", text("column.key"));
      headCell("words", text("column.restrictions"));
      headCell("items", text("column.items"));
      out.append("</tr></thead>\n<tbody>\n");
      restrictions
          .all()
          .forEach(
              (words, key) -> {
                out.append("<tr id=\"")
                    .append(key.toLowerCase(java.util.Locale.ROOT))
                    .append("\"><th scope=\"row\">")
                    .append(key)
                    .append("</th><td class=\"words\">")
                    .append(Html.isolated(words))
                    .append("</td>");
                Long count = items.get(words);
                if (count == null) {
                  out.append("<td class=\"n soft\">")
                      .append(text("restrictions.combined"))
                      .append("</td>");
                } else {
                  numberCell(count);
                }
                out.append("</tr>\n");
              });
      out.append("</tbody></table></div>\n");
    }
    close(Figure.RESTRICTIONS);
  }

  private void tableOf(Figure figure, String key, Rows rows) {
    open(figure);
    table(figure, rows);
    Rows counts = rows(Figure.KEY_FIGURES);
    if (!counts.isEmpty() && Rows.number(counts.rows().get(0), key) > rows.size()) {
      out.append("<p class=\"note\">")
          .append(
              text(
                  "table.first", rows.size(), texts.number(Rows.number(counts.rows().get(0), key))))
          .append("</p>\n");
    }
    close(figure);
  }

  private void open(Figure figure) {
    out.append("<figure id=\"f-")
        .append(figure.id())
        .append("\">\n<figcaption>")
        .append(text("figure." + figure.id() + ".title"))
        .append("</figcaption>\n<p class=\"how\">")
        .append(text("figure." + figure.id() + ".how"))
        .append("</p>\n");
  }

  private void close(Figure figure) {
    query(figure);
    out.append("</figure>\n");
  }

  private void query(Figure figure) {
    out.append("<details class=\"query\"><summary>")
        .append(text("query.summary"))
        .append("</summary><pre><code>")
        .append(Html.escape(figure.sql(request.month())))
        .append("</code></pre></details>\n");
  }

  private void nothing() {
    out.append("<p class=\"nothing\">").append(text("table.nothing")).append("</p>\n");
  }

  private void chart(String id, String alt) {
    out.append("<div class=\"chart\" id=\"chart-")
        .append(id)
        .append("\" role=\"img\" aria-label=\"")
        .append(text(alt))
        .append("\"></div>\n");
  }

  private void folded(Runnable table) {
    out.append("<details class=\"numbers\" open><summary>")
        .append(text("numbers.summary"))
        .append("</summary>\n");
    table.run();
    out.append("</details>\n");
  }

  private void table(Figure figure, Rows rows) {
    if (rows.isEmpty()) {
      nothing();
      return;
    }
    List<String> columns = rows.columns();
    tableHead(text("figure." + figure.id() + ".title"));
    columns.forEach(column -> headCell(column, text("column." + column)));
    out.append("</tr></thead>\n<tbody>\n");
    for (Map<String, @Nullable Object> row : rows.rows()) {
      out.append("<tr>");
      columns.forEach(column -> cell(column, row));
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
  }

  private void tableHead(String caption) {
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"")
        .append(caption)
        .append("\"><table><caption>")
        .append(caption)
        .append("</caption><thead><tr>");
  }

  private void headCell(String column, String escaped) {
    out.append(COUNTS.contains(column) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
        .append(escaped)
        .append("</th>");
  }

  private void numberCell(long value) {
    out.append(value == 0 ? "<td class=\"n soft\">" : "<td class=\"n\">")
        .append(Html.escape(texts.number(value)))
        .append("</td>");
  }

  private static final Set<String> COUNTS =
      Set.of(
          "documents",
          "items",
          "rank",
          "strength",
          "records",
          "independent_sources",
          "identifiers",
          "subjects",
          "incident_countries",
          "with_text",
          "with_issues",
          "mentions",
          "different",
          "checked");

  private static final Set<String> OF_IDENTIFIERS = Set.of("identifiers", "different");

  private void cell(String column, Map<String, @Nullable Object> row) {
    // Of what a reader's clearance does not show there is no number, and none is not 0.
    if (row.get(column) == null && OF_IDENTIFIERS.contains(column)) {
      out.append("<td class=\"soft\">").append(text("cell.not-shown")).append("</td>");
      return;
    }
    if (COUNTS.contains(column)) {
      numberCell(Rows.number(row, column));
      return;
    }
    String value = Rows.text(row, column);
    String html =
        switch (column) {
          case "caption" -> "<strong>" + Html.isolated(cells.caption(value)) + "</strong>";
          // The first day of the month, of which the day says nothing.
          case "month", "report_month", "first_month" -> Html.escape(value.substring(0, 7));
          case "offence" -> Html.escape(offence(value));
          case "country" -> Html.escape(texts.country(value));
          case "countries", "leading_countries" ->
              cells.list(Cells.list(row, column).stream().map(texts::country).toList(), 6);
          case "conflicts" -> conflicts(Cells.list(row, column));
          case "sources" -> cells.list(Cells.list(row, column), 8);
          // Whole: a strict code or a bad grade must not hide behind "and more".
          case "grading" ->
              cells.list(
                  Cells.list(row, column).stream().map(cells::grading).toList(), Integer.MAX_VALUE);
          case "handling" -> cells.list(Cells.list(row, column), Integer.MAX_VALUE);
          case "birth_dates" -> cells.list(Cells.list(row, column), Cells.SHOWN_VALUES);
          case "kind" -> Html.escape(texts.word("kind", value));
          case "reason_code" -> Html.escape(texts.word("reason", value));
          case "dated_by" -> Html.escape(texts.word("dated", value));
          case "record_ids", "edge_ids", "subject_ids" -> cells.ids(Cells.list(row, column));
          case "entity_id", "group_id" -> cells.ids(List.of(value));
          case "restrictions" -> cells.keys(row);
          default -> Html.isolated(value);
        };
    out.append("<td>").append(html).append("</td>");
  }

  private String conflicts(Collection<String> conflicts) {
    if (conflicts.isEmpty()) {
      return "<span class=\"soft\">–</span>";
    }
    StringBuilder html = new StringBuilder();
    for (String conflict : conflicts) {
      html.append("<span class=\"tag warn\">")
          .append(Html.escape(texts.word("conflict", conflict)))
          .append("</span> ");
    }
    return html.toString().strip();
  }

  private String offence(String code) {
    return texts.word("offence", code);
  }

  private String line(List<String> key) {
    return offence(key.get(0)) + " – " + key.get(1) + ", " + texts.country(key.get(2));
  }

  private static Map<String, Object> series(String name, long[] values) {
    Map<String, Object> series = new LinkedHashMap<>();
    series.put("name", name);
    series.put("values", values);
    return series;
  }

  private static long total(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  private Rows rows(Figure figure) {
    Rows rows = figures.get(figure);
    if (rows == null) {
      throw new IllegalStateException("Cannot write a report: no rows, found " + figure.id());
    }
    return rows;
  }

  private String text(String key, Object... values) {
    return texts.html(key, values);
  }

  private static JsonNode outlines() {
    try {
      return new ObjectMapper().readTree(Resources.text(Resources.OUTLINES));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read the outlines of countries", e);
    }
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
