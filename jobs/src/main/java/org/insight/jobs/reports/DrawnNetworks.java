package org.insight.jobs.reports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The networks of {@link NotableNetworks} on the page: each a graph, and a list beside it that says
 * the same. Of a person it shows the name, the roles and the year of birth.
 */
final class DrawnNetworks {

  /** Kinds of links by which one end has a role, where both are not of one sort. */
  private static final Set<String> ROLES_OF_LINKS = Set.of("owner", "holder", "director");

  private static final Set<String> BODIES =
      Set.of("Organization", "Company", "PublicBody", "LegalEntity");

  private final Texts texts;
  private final Cells cells;
  private final LinkLines lines;
  private final Map<Long, List<Map<String, @Nullable Object>>> networks = new TreeMap<>();

  /** An end of links, with all that is shown of it. */
  private static final class End {
    private final String caption;
    private final String kind;
    private final Set<String> roles = new TreeSet<>();
    private final Set<String> born = new TreeSet<>();
    private double strength;

    End(String caption, String kind) {
      this.caption = caption;
      this.kind = kind;
    }
  }

  /**
   * @param rows as {@link NotableNetworks#of} gives them
   */
  DrawnNetworks(Texts texts, Cells cells, LinkLines lines, Rows rows) {
    this.texts = texts;
    this.cells = cells;
    this.lines = lines;
    for (Map<String, @Nullable Object> row : rows.rows()) {
      networks.computeIfAbsent(Rows.number(row, "network"), id -> new ArrayList<>()).add(row);
    }
  }

  /** What the script draws: of each network its nodes, by place in it, and links. */
  List<Object> graphs() {
    List<Object> graphs = new ArrayList<>();
    networks.values().forEach(links -> graphs.add(graph(links)));
    return graphs;
  }

  private Map<String, Object> graph(List<Map<String, @Nullable Object>> links) {
    Map<String, End> ends = ends(links);
    List<String> ids = List.copyOf(ends.keySet());
    List<Object> nodes = new ArrayList<>();
    for (Map.Entry<String, End> entry : ends.entrySet()) {
      End end = entry.getValue();
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("id", String.valueOf(ids.indexOf(entry.getKey())));
      node.put("kind", end.kind);
      node.put("caption", Cells.isName(end.caption) ? end.caption : texts.word("schema", end.kind));
      node.put("role", roles(end));
      node.put("asked", end.roles.stream().anyMatch(NotableNetworks.OF_INTEREST::contains));
      nodes.add(node);
    }
    List<Object> edges = new ArrayList<>();
    for (Map<String, @Nullable Object> link : links) {
      Map<String, Object> edge = new LinkedHashMap<>();
      edge.put("from", String.valueOf(ids.indexOf(Rows.text(link, "source_id"))));
      edge.put("to", String.valueOf(ids.indexOf(Rows.text(link, "target_id"))));
      edge.put("shared", lines.reasons(Cells.list(link, "kinds")));
      edge.put("strength", strength(link));
      edges.add(edge);
    }
    return Map.of("nodes", nodes, "links", edges);
  }

  /** All networks, the most notable first. */
  String html() {
    StringBuilder out = new StringBuilder();
    networks.forEach((number, links) -> out.append(network(number, links)));
    return out.toString();
  }

  private String network(long number, List<Map<String, @Nullable Object>> links) {
    Map<String, End> ends = ends(links);
    long all = Rows.number(links.get(0), "ends");
    StringBuilder out = new StringBuilder(1 << 12);
    String title = texts.html("network.title", texts.number(number));
    out.append("<h3>").append(title).append("</h3>\n");
    if (all > ends.size()) {
      out.append("<p class=\"note\">")
          .append(texts.html("network.first", texts.number(ends.size()), texts.number(all)))
          .append("</p>\n");
    }
    out.append("<div class=\"both\">\n<div class=\"graph\" id=\"graph-")
        .append(number)
        .append("\" role=\"img\" aria-label=\"")
        .append(texts.html("network.alt", texts.number(number)))
        .append("\"></div>\n<div class=\"list\" tabindex=\"0\" role=\"group\" aria-label=\"")
        .append(title)
        .append("\">\n<ul>\n");
    ends.values().forEach(end -> out.append("<li>").append(end(end)).append("</li>\n"));
    out.append("</ul>\n<ol>\n");
    for (int i = 0; i < links.size(); i++) {
      out.append("<li id=\"link-")
          .append(number)
          .append('-')
          .append(i)
          .append("\">")
          .append(lines.line(links.get(i)))
          .append("</li>\n");
    }
    return out.append("</ol>\n</div>\n</div>\n").toString();
  }

  private String end(End end) {
    List<String> known = new ArrayList<>();
    if (!end.roles.isEmpty()) {
      known.add(roles(end));
    }
    if (!end.born.isEmpty()) {
      known.add(texts.get("network.born", String.join(" / ", end.born)));
    }
    return "<strong>"
        + Html.isolated(cells.caption(end.caption))
        + "</strong>"
        + cells.kind(end.kind)
        + (known.isEmpty() ? "" : " " + Html.escape(String.join(", ", known)));
  }

  private String roles(End end) {
    return end.roles.stream()
        .map(role -> texts.word("named-as", role))
        .collect(Collectors.joining(", "));
  }

  /** Ends by id, the one with the strongest links first. */
  private static Map<String, End> ends(List<Map<String, @Nullable Object>> links) {
    Map<String, End> ends = new TreeMap<>();
    for (Map<String, @Nullable Object> link : links) {
      for (String which : List.of("source", "target")) {
        End end =
            ends.computeIfAbsent(
                Rows.text(link, which + "_id"),
                id ->
                    new End(Rows.text(link, which + "_caption"), Rows.text(link, which + "_kind")));
        end.strength += strength(link);
        end.roles.addAll(Cells.list(link, which + "_roles"));
        end.born.addAll(Cells.list(link, which + "_born"));
        end.roles.addAll(rolesOf(link, which));
      }
    }
    Map<String, End> sorted = new LinkedHashMap<>();
    ends.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, End>>comparingDouble(entry -> -entry.getValue().strength)
                .thenComparing(Map.Entry::getKey))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** A link does not say who owns whom: a person owns a company, and both own a thing. */
  private static List<String> rolesOf(Map<String, @Nullable Object> link, String which) {
    int mine = sort(Rows.text(link, which + "_kind"));
    int other = sort(Rows.text(link, (which.equals("source") ? "target" : "source") + "_kind"));
    return mine > other
        ? Cells.list(link, "kinds").stream().filter(ROLES_OF_LINKS::contains).toList()
        : List.of();
  }

  private static int sort(String kind) {
    if (kind.equals("Person")) {
      return 2;
    }
    return BODIES.contains(kind) ? 1 : 0;
  }

  private static double strength(Map<String, @Nullable Object> link) {
    return link.get("strength") instanceof Number bits ? bits.doubleValue() : 0;
  }
}
