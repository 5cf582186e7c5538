package org.insight.services.ask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.insight.jobs.reports.Html;
import org.insight.jobs.reports.LinkGraphScripts;

/**
 * Links as one page: a graph, a list beside it that says the same, and tables. It holds all that it
 * needs and asks for nothing.
 */
public final class LinkPage {

  private final StringBuilder out;

  /**
   * Who sees the page, and by which rights.
   *
   * @param rights in words
   * @param purpose code of the purpose; empty if none was named
   */
  public record Seen(String reader, String rights, String purpose) {}

  private LinkPage(StringBuilder out) {
    this.out = out;
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
    Set<String> all = new TreeSet<>(markings);
    Set<String> codes = new TreeSet<>();
    for (FoundLink link : links) {
      all.add(link.restrictions());
      codes.addAll(link.handling());
    }
    AnswerPage page = new AnswerPage(seen, title, all, codes);
    if (!links.isEmpty()) {
      new LinkPage(page.out()).both(links);
    }
    tables.forEach(page::table);
    return links.isEmpty()
        ? page.html("", List.of())
        : page.html(
            json(asked, links),
            List.of(
                AnswerPage.resource(LinkGraphScripts.LIBRARY),
                AnswerPage.resource(LinkGraphScripts.DRAWING),
                AnswerPage.resource("/follow/page.js")));
  }

  private void both(List<FoundLink> links) {
    out.append(
        "<h2>Links</h2>\n<p>The wider a line, the stronger the link. Choose a line or an end to"
            + " see in the list what carries it. Ellipses are persons, rectangles organisations,"
            + " triangles vehicles, diamonds accounts, tags documents, hexagons all else. An arrow"
            + " points away from the owner, director, payer or caller. A dashed line is a"
            + " hypothesis: both may be one, or may have one number.</p>\n"
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
        .append(link.days().isEmpty() ? "" : link.days() + ", ")
        .append(link.independentSources())
        .append(link.independentSources() == 1 ? " source, " : " independent sources, ")
        .append(Html.escape(String.join(", ", link.grading())))
        .append(")<ul>\n");
    for (FoundLink.Carrier carrier : link.evidence()) {
      out.append("<li>")
          .append(
              Html.isolated(
                  String.join(
                          " ",
                          carrier.subjectKind(),
                          carrier.path(),
                          carrier.locator(),
                          carrier.day())
                      .strip()))
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

  private record Node(String id, String kind, String caption, boolean asked) {}

  /**
   * A line of the graph.
   *
   * @param arrow →, ←, ↔ or empty
   */
  private record Edge(
      String from, String to, String shared, double strength, boolean hypothesis, String arrow) {}

  private record Graph(List<Node> nodes, List<Edge> links) {}

  private static String json(Set<String> asked, List<FoundLink> links) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    List<Edge> edges = new ArrayList<>();
    for (FoundLink link : links) {
      for (LinkEnd end : List.of(link.from(), link.to())) {
        nodes.put(end.id(), new Node(end.id(), end.kind(), end.shown(), asked.contains(end.id())));
      }
      edges.add(
          new Edge(
              link.from().id(),
              link.to().id(),
              link.shared(),
              link.strength(),
              link.isHypothesis(),
              link.arrow()));
    }
    try {
      return new ObjectMapper().writeValueAsString(new Graph(List.copyOf(nodes.values()), edges));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
