package org.insight.services.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.reports.Html;

/**
 * Links as one page: a graph, a list beside it that says the same, and tables. It holds all that it
 * needs and asks for nothing.
 */
public final class LinkPage {

  private static final String LIBRARY =
      "/META-INF/resources/webjars/cytoscape/3.33.1/dist/cytoscape.min.js";

  private final Seen seen;
  private final String title;
  private final StringBuilder out = new StringBuilder(1 << 20);
  private int written;

  /**
   * Who sees the page, and by which rights.
   *
   * @param rights in words
   * @param purpose code of the purpose; empty if none was named
   */
  public record Seen(String reader, String rights, String purpose) {}

  private LinkPage(Seen seen, String title) {
    this.seen = seen;
    this.title = title;
  }

  /**
   * The page.
   *
   * @param asked ids of the ends that were asked for
   * @param markings how the rest of what is shown may be used, in words
   */
  public static String of(
      Seen seen,
      String title,
      Set<String> asked,
      List<FoundLink> links,
      List<String> markings,
      List<PageTable> tables) {
    return new LinkPage(seen, title).html(asked, links, markings, tables);
  }

  private String html(
      Set<String> asked, List<FoundLink> links, List<String> markings, List<PageTable> tables) {
    head(links, markings);
    out.append("<main>\n");
    if (!links.isEmpty()) {
      both(links);
    }
    tables.stream().filter(table -> !table.rows().isEmpty()).forEach(this::table);
    out.append("</main>\n");
    String style = resource("/follow/page.css");
    String library = resource(LIBRARY);
    String script = resource("/follow/page.js");
    String policy =
        "default-src 'none'; script-src "
            + Html.hash(library)
            + " "
            + Html.hash(script)
            + "; style-src "
            + Html.hash(style)
            + "; img-src data:; base-uri 'none'; form-action 'none'";
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\""
        + policy
        + "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"
        + Html.escape(title)
        // Cytoscape adds a style of its own, which the policy forbids, unless one of this id is
        // there.
        + "</title>\n<style id=\"__________cytoscape_stylesheet\">"
        + style
        + "</style>\n</head>\n<body>\n"
        + out
        + (links.isEmpty()
            ? ""
            : "<script type=\"application/json\" id=\"data\">"
                + Html.scriptJson(json(asked, links))
                + "</script>\n<script>"
                + library
                + "</script>\n<script>"
                + script
                + "</script>\n")
        + "</body>\n</html>\n";
  }

  private void head(List<FoundLink> links, List<String> markings) {
    out.append("<header>\n<h1>").append(Html.isolated(title)).append("</h1>\n<dl>\n");
    fact("For", seen.reader());
    fact("Entitled to", seen.rights());
    fact("Purpose", seen.purpose());
    out.append("</dl>\n<div class=\"marks\"><p><strong>Passing on.</strong> ");
    Set<String> all = new TreeSet<>(markings);
    Set<String> codes = new TreeSet<>();
    for (FoundLink link : links) {
      all.add(link.restrictions());
      codes.addAll(link.handling());
    }
    all.remove("");
    out.append(
        all.isEmpty()
            ? "Nothing here says how it may be used."
            : "Each row says how it may be used, and no page lifts that. ");
    if (!codes.isEmpty()) {
      out.append("Links have the handling codes ")
          .append(Html.isolated(String.join(", ", codes)))
          .append('.');
    }
    out.append("</p>\n");
    if (!all.isEmpty()) {
      out.append("<details><summary>All markings</summary>\n<ul>");
      all.forEach(words -> out.append("<li>").append(Html.isolated(words)).append("</li>\n"));
      out.append("</ul></details>");
    }
    out.append("</div>\n</header>\n");
  }

  private void fact(String name, String value) {
    out.append("<dt>")
        .append(Html.escape(name))
        .append("</dt><dd>")
        .append(Html.isolated(value))
        .append("</dd>\n");
  }

  private void both(List<FoundLink> links) {
    out.append(
        "<h2>Links</h2>\n<p>The wider a line, the stronger the link. Choose a line or an end to"
            + " see in the list what carries it. Ellipses are persons, rectangles organisations,"
            + " triangles vehicles, diamonds accounts, tags documents, hexagons all else.</p>\n"
            + "<div class=\"both\">\n<div id=\"graph\" class=\"graph\" role=\"img\" aria-label=\"Graph of"
            + " the links; the list has the same\"></div>\n<div class=\"list\" tabindex=\"0\""
            + " role=\"region\" aria-label=\"List of the links\">\n<ol>\n");
    for (int i = 0; i < links.size(); i++) {
      link(i, links.get(i));
    }
    out.append("</ol>\n</div>\n</div>\n");
  }

  private void link(int number, FoundLink link) {
    out.append("<li id=\"link-").append(number).append("\">");
    end(link.from());
    out.append(" and ");
    end(link.to());
    out.append(": ")
        .append(Html.isolated(link.shared()))
        .append(String.format(Locale.ROOT, " (%.1f bits, ", link.strength()))
        .append(link.independentSources())
        .append(link.independentSources() == 1 ? " source, " : " independent sources, ")
        .append(Html.escape(String.join(", ", link.grading())))
        .append(")<ul>\n");
    for (FoundLink.Carrier carrier : link.evidence()) {
      out.append("<li>")
          .append(
              Html.isolated(
                  (carrier.subjectKind() + " " + carrier.path() + " " + carrier.locator()).strip()))
          .append(carrier.sentence().isEmpty() ? "" : ": ")
          .append(Html.isolated(carrier.sentence()))
          .append("</li>\n");
    }
    out.append("</ul><details><summary>How it may be used</summary>")
        .append(Html.isolated(link.restrictions()))
        .append("</details></li>\n");
  }

  private void end(LinkEnd end) {
    out.append(Html.isolated(end.shown())).append(" [").append(Html.escape(end.kind())).append(']');
  }

  private void table(PageTable table) {
    written++;
    out.append("<section>\n<h2>")
        .append(Html.escape(table.title()))
        .append("</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table ")
        // Titles of paths may be the same.
        .append(written)
        .append(": ")
        .append(Html.escape(table.title()))
        .append("\">\n<table><thead><tr>");
    table
        .heading()
        .forEach(
            cell -> out.append("<th scope=\"col\">").append(Html.escape(cell)).append("</th>"));
    out.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      out.append("<tr>");
      row.forEach(cell -> out.append("<td>").append(Html.isolated(cell)).append("</td>"));
      out.append("</tr>\n");
    }
    out.append("</tbody></table>\n</div>\n</section>\n");
  }

  private record Node(String id, String kind, String caption, boolean asked) {}

  private record Edge(String from, String to, String shared, double strength) {}

  private record Graph(List<Node> nodes, List<Edge> links) {}

  private static String json(Set<String> asked, List<FoundLink> links) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    List<Edge> edges = new ArrayList<>();
    for (FoundLink link : links) {
      for (LinkEnd end : List.of(link.from(), link.to())) {
        nodes.put(end.id(), new Node(end.id(), end.kind(), end.shown(), asked.contains(end.id())));
      }
      edges.add(new Edge(link.from().id(), link.to().id(), link.shared(), link.strength()));
    }
    try {
      return new ObjectMapper().writeValueAsString(new Graph(List.copyOf(nodes.values()), edges));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = LinkPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new InsightException(
            ErrorKind.INTERNAL,
            "Cannot write a page: the build lacks a resource, found no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }
}
