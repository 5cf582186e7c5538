package org.insight.services.ask;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.reports.Html;

/** The frame of a page with an answer: who asked, the markings, and tables. It asks for nothing. */
final class AnswerPage {

  private final String title;
  private final StringBuilder out = new StringBuilder(1 << 20);
  private int tables;

  /**
   * @param markings how what is shown may be used, in words
   * @param codes handling codes of links
   */
  AnswerPage(
      LinkPage.Seen seen, String title, Collection<String> markings, Collection<String> codes) {
    this.title = title;
    out.append("<header>\n<h1>").append(Html.isolated(title)).append("</h1>\n<dl>\n");
    fact("For", seen.reader());
    fact("Entitled to", seen.rights());
    fact("Purpose", seen.purpose());
    out.append("</dl>\n<div class=\"marks\"><p><strong>Passing on.</strong> ");
    Set<String> all = new TreeSet<>(markings);
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
    out.append("</div>\n</header>\n<main>\n");
  }

  private void fact(String name, String value) {
    out.append("<dt>")
        .append(Html.escape(name))
        .append("</dt><dd>")
        .append(Html.isolated(value))
        .append("</dd>\n");
  }

  /** What of the page is no table. */
  StringBuilder out() {
    return out;
  }

  /** Adds a table, if it has rows. */
  void table(PageTable table) {
    if (table.rows().isEmpty()) {
      return;
    }
    tables++;
    out.append("<section>\n<h2>")
        .append(Html.escape(table.title()))
        .append("</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table ")
        // Titles of paths may be the same.
        .append(tables)
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

  /**
   * The whole page.
   *
   * @param data JSON that the scripts read, as the element {@code data}; empty if there are none
   */
  String html(String data, List<String> scripts) {
    String style = resource("/follow/page.css");
    String policy =
        "default-src 'none'; "
            + (scripts.isEmpty()
                ? ""
                : scripts.stream()
                    .map(Html::hash)
                    .collect(Collectors.joining(" ", "script-src ", "; ")))
            + "style-src "
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
        + "</main>\n"
        + (scripts.isEmpty()
            ? ""
            : "<script type=\"application/json\" id=\"data\">"
                + Html.scriptJson(data)
                + "</script>\n"
                + scripts.stream()
                    .map(script -> "<script>" + script + "</script>\n")
                    .collect(Collectors.joining()))
        + "</body>\n</html>\n";
  }

  static String resource(String name) {
    try (InputStream in = AnswerPage.class.getResourceAsStream(name)) {
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
