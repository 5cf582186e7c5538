package org.insight.jobs.reports;

import java.util.List;
import java.util.Locale;
import org.insight.observe.SlowItem;

/**
 * A page of tables for those who run the platform: it opens anywhere and needs no script. What is
 * put into it is escaped, but for {@link #raw}.
 */
final class TablesPage {

  private static final String STYLE = "/reports/runs.css";

  private final StringBuilder out = new StringBuilder(1 << 16);

  /** The page as it is by now. */
  String html(String title) {
    String style = Resources.text(STYLE);
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        + Html.hash(style)
        + "; base-uri 'none'; form-action 'none'\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<title>"
        + Html.escape(title)
        + "</title>\n<style>"
        + style
        + "</style>\n</head>\n<body>\n<main>\n"
        + out
        + "</main>\n</body>\n</html>\n";
  }

  /** Adds markup of the page's own. */
  void raw(String markup) {
    out.append(markup);
  }

  /** A table of items that took long to read, by their ids. */
  void slowItems(List<SlowItem> items) {
    columns("item", "format", "#bytes", "#seconds");
    for (SlowItem item : items) {
      row();
      rowHead(item.item());
      cell(item.mediaType());
      number(count(item.sizeBytes()));
      number(seconds(item.seconds()));
      endRow();
    }
    end();
  }

  void row() {
    out.append("<tr>");
  }

  void endRow() {
    out.append("</tr>\n");
  }

  void head(String title, String how) {
    out.append("<h2>").append(Html.escape(title)).append("</h2>\n<p>");
    out.append(Html.escape(how)).append("</p>\n");
  }

  /** Names of columns; those that begin with # are of numbers. */
  void columns(String... names) {
    out.append("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
    for (String name : names) {
      boolean ofNumbers = name.startsWith("#");
      out.append(ofNumbers ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
          .append(Html.escape(ofNumbers ? name.substring(1) : name))
          .append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
  }

  void end() {
    out.append("</tbody></table></div>\n");
  }

  void rowHead(String text) {
    out.append("<th scope=\"row\">").append(Html.escape(text)).append("</th>");
  }

  void cell(String text) {
    cell(text, "");
  }

  void cell(String text, String style) {
    out.append(style.isEmpty() ? "<td>" : "<td class=\"" + style + "\">")
        .append(Html.escape(text))
        .append("</td>");
  }

  void number(String text) {
    cell(text, "n");
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%,.1f", seconds);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String bytes(long bytes) {
    return bytes == 0 ? "0" : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
