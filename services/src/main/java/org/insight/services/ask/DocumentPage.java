package org.insight.services.ask;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.insight.jobs.reports.Html;
import org.insight.services.ask.DocumentView.Line;
import org.insight.services.ask.DocumentView.Mark;
import org.insight.services.ask.DocumentView.Translated;
import org.jspecify.annotations.Nullable;

/** A document and its translation as one page, side by side, sentence by sentence. */
public final class DocumentPage {

  /** Classes of the style, by kind of a mention. Kinds of identifiers are numbers. */
  private static final Map<String, String> CLASSES =
      Map.of(
          "person", "person",
          "organization", "organization",
          "location", "place",
          "country", "place",
          "place", "place",
          "offence", "offence",
          "time", "time");

  private final DocumentView view;
  private final StringBuilder out;

  private DocumentPage(DocumentView view, StringBuilder out) {
    this.view = view;
    this.out = out;
  }

  /** The page. */
  public static String of(LinkPage.Seen seen, DocumentView view) {
    AnswerPage page =
        new AnswerPage(
            seen,
            view.title().isEmpty() ? view.path() : view.title(),
            view.restrictions(),
            List.of());
    page.table(
        new PageTable(
            "Document",
            List.of("what", "value"),
            List.of(
                List.of("id", view.documentId()),
                List.of("path", view.path()),
                List.of("date", view.date()))));
    new DocumentPage(view, page.out()).text();
    page.table(DocumentTables.described(view));
    return page.html("", List.of());
  }

  private void text() {
    out.append("<h2>Text and translation</h2>\n<p>");
    legend();
    out.append(
            "The translation is made by machine, sentence by sentence. Rely on the original. The id of"
                + " a translation, for <code>insight correct</code>, is that of the document,"
                + " <code>#</code>, the number before the sentence, <code>#")
        .append(Html.escape(view.language()))
        .append("</code>.</p>\n");
    int page = 0;
    for (Line line : view.lines()) {
      if (page == 0 || line.page() != page) {
        if (page > 0) {
          out.append("</tbody></table>\n");
        }
        page = line.page();
        begin(page);
      }
      line(line);
    }
    out.append(page > 0 ? "</tbody></table>\n" : "<p>It has no text.</p>\n");
  }

  private void legend() {
    Set<String> kinds = new TreeSet<>();
    view.lines().forEach(line -> line.marks().forEach(mark -> kinds.add(type(mark))));
    if (!kinds.isEmpty()) {
      out.append("Marked are ");
      kinds.forEach(
          kind ->
              out.append("<mark class=\"")
                  .append(kind)
                  .append("\">")
                  .append(kind)
                  .append("</mark> "));
      out.append(". ");
    }
  }

  private void begin(int page) {
    out.append("<table class=\"text\"><caption>")
        .append(view.pages() > 1 ? "Page " + page : "Text")
        .append("</caption><thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Original</th>")
        .append("<th scope=\"col\">Translation (")
        .append(Html.escape(view.language()))
        .append(")</th></tr></thead>\n<tbody>\n");
  }

  private void line(Line line) {
    out.append("<tr><td>").append(line.position()).append("</td>");
    cell(line.language());
    int from = 0;
    for (Mark mark : line.marks()) {
      out.append(Html.escape(line.text().substring(from, mark.begin())))
          .append("<mark class=\"")
          .append(type(mark))
          .append("\" title=\"")
          .append(Html.escape(mark.kind()))
          .append("\">")
          .append(Html.escape(line.text().substring(mark.begin(), mark.end())))
          .append("</mark>");
      from = mark.end();
    }
    out.append(Html.escape(line.text().substring(from))).append("</td>");
    Translated translation = line.translation();
    cell(translation == null ? "" : view.language());
    translation(translation);
    out.append("</td></tr>\n");
  }

  /**
   * A cell whose direction is that of its language; of a gloss too, whatever words it begins with.
   */
  private void cell(String language) {
    out.append("<td dir=\"")
        .append(
            switch (language) {
              case "ar" -> "rtl";
              case "", "und" -> "auto";
              default -> "ltr";
            })
        .append('"')
        .append(
            language.isEmpty() || language.equals("und")
                ? ""
                : " lang=\"" + Html.escape(language) + "\"")
        .append('>');
  }

  private void translation(@Nullable Translated translation) {
    if (translation == null) {
      return;
    }
    String text = translation.text();
    out.append(text == null ? "" : Html.escape(text));
    String remarks = translation.remarks();
    if (!remarks.isEmpty()) {
      out.append(" <span class=\"remark\" lang=\"en\">")
          .append(Html.escape(remarks))
          .append("</span>");
    }
  }

  private static String type(Mark mark) {
    return CLASSES.getOrDefault(mark.kind(), "number");
  }
}
