package org.insight.services.ask;

import java.util.List;
import java.util.Locale;
import org.insight.jobs.reports.Html;
import org.insight.services.ask.Explanation.Decided;
import org.insight.services.ask.Explanation.Source;
import org.insight.services.ask.Explanation.Step;
import org.insight.services.ask.Explanation.Tie;

/** An explanation as one page, with a waterfall chart for each pair. It needs no network. */
public final class ExplanationPage {

  private static final int ROW = 24;
  private static final int LABELS = 430;
  private static final int CHART = 420;
  private static final int NUMBERS = 70;

  private static final String STYLE =
      """
      body{font:15px/1.45 sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222}
      h2{font-size:1.05rem;margin-top:2rem;overflow-wrap:anywhere}
      table{border-collapse:collapse}td,th{text-align:left;padding:3px 10px 3px 0;vertical-align:top}
      td{overflow-wrap:anywhere}svg{max-width:100%;height:auto}svg text{font:13px sans-serif;fill:#222}
      .for{fill:#2166ac}.against{fill:#b2182b}.sum{fill:#555}line{stroke:#999}
      """;

  private ExplanationPage() {}

  /** The page. */
  public static String of(Explanation explanation) {
    StringBuilder page = new StringBuilder();
    page.append(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    page.append(Html.hash(STYLE)).append("\"><title>");
    page.append(Html.escape(explanation.caption())).append("</title><style>").append(STYLE);
    page.append("</style></head><body>\n<h1>").append(Html.isolated(explanation.caption()));
    page.append("</h1>\n<p>")
        .append(Html.escape(explanation.kind() + " " + explanation.entityId()))
        .append("</p>\n<p>")
        .append(Html.escape(explanation.restrictions()))
        .append("</p>\n");
    sources(page, explanation.records());
    for (Tie tie : explanation.ties()) {
      page.append("<h2>")
          .append(Html.escape(tie.recordId() + " and " + tie.otherRecordId()))
          .append("</h2>\n");
      if (tie.score() == null) {
        shared(page, tie);
      } else {
        waterfall(page, tie);
      }
    }
    decisions(page, explanation.decisions());
    return page.append("<p>Weights are bits of the model ")
        .append(Html.escape(explanation.model()))
        .append(": one more doubles the odds. 0 is even odds in a lake of the model's size.</p>\n")
        .append("</body></html>\n")
        .toString();
  }

  private static void sources(StringBuilder page, List<Source> sources) {
    page.append(
        "<table><tr><th>record</th><th>schema</th><th>item</th><th>place</th><th>restrictions</th>"
            + "</tr>\n");
    for (Source source : sources) {
      row(
          page,
          List.of(
              source.recordId(),
              source.schema(),
              source.path().isEmpty() ? source.itemId() : source.path(),
              source.locator(),
              source.restrictions()));
    }
    page.append("</table>\n");
  }

  private static void decisions(StringBuilder page, List<Decided> decisions) {
    if (decisions.isEmpty()) {
      return;
    }
    page.append(
        "<h2>Decisions</h2>\n<table><tr><th>decision</th><th>when</th><th>by</th><th>verdict</th>"
            + "<th>records</th><th>reason</th><th></th></tr>\n");
    for (Decided decided : decisions) {
      row(
          page,
          List.of(
              decided.decisionId(),
              decided.decidedAt(),
              decided.decidedBy(),
              decided.verdict(),
              String.join(" ", decided.recordIds())
                  + " / "
                  + String.join(" ", decided.otherRecordIds()),
              decided.reason(),
              decided.state()));
    }
    page.append("</table>\n");
  }

  private static void shared(StringBuilder page, Tie tie) {
    page.append("<table><tr><th>tied by</th><th>value</th></tr>\n");
    for (Step step : tie.steps()) {
      row(
          page,
          step.comparison().equals(Explainer.DECISION)
              ? List.of("decision: " + step.level(), step.value() + ", " + step.otherValue())
              : List.of(step.comparison(), step.value()));
    }
    page.append("</table>\n");
  }

  private static void row(StringBuilder page, List<String> cells) {
    page.append("<tr>");
    cells.forEach(cell -> page.append("<td>").append(Html.isolated(cell)).append("</td>"));
    page.append("</tr>\n");
  }

  private static void waterfall(StringBuilder page, Tie tie) {
    double least = 0;
    double most = 0;
    double sum = 0;
    for (Step step : tie.steps()) {
      sum += weight(step);
      least = Math.min(least, sum);
      most = Math.max(most, sum);
    }
    double scale = CHART / Math.max(1, most - least);
    double zero = LABELS - least * scale;
    int height = ROW * (tie.steps().size() + 1);
    format(
        page,
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\"><title>Weights that add"
            + " up to %.3f bits</title>%n<line x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\"/>%n",
        LABELS + CHART + NUMBERS,
        height,
        LABELS + CHART + NUMBERS,
        height,
        sum,
        zero,
        zero,
        height);
    double at = 0;
    int y = 0;
    for (Step step : tie.steps()) {
      double to = at + weight(step);
      bar(
          page,
          label(step),
          zero + Math.min(at, to) * scale,
          Math.abs(to - at) * scale,
          y,
          to >= at ? "for" : "against",
          weight(step),
          "%+.3f");
      at = to;
      y += ROW;
    }
    bar(page, "score", zero + Math.min(0, at) * scale, Math.abs(at) * scale, y, "sum", at, "%.3f");
    page.append("</svg>\n");
  }

  private static double weight(Step step) {
    return step.weight() == null ? 0 : step.weight();
  }

  private static String label(Step step) {
    StringBuilder label = new StringBuilder(step.comparison().replace('_', ' '));
    if (!step.level().isEmpty()) {
      label.append(": ").append(step.level());
    }
    if (!step.value().isEmpty() || !step.otherValue().isEmpty()) {
      label.append(" (").append(step.value()).append(" / ").append(step.otherValue()).append(')');
    }
    return label.toString();
  }

  private static void bar(
      StringBuilder page,
      String label,
      double x,
      double width,
      int y,
      String kind,
      double value,
      String number) {
    String shown =
        label.codePointCount(0, label.length()) > 64
            ? label.substring(0, label.offsetByCodePoints(0, 63)) + "…"
            : label;
    page.append("<text x=\"0\" y=\"").append(y + 16).append("\">");
    page.append(Html.escape(shown)).append("<title>").append(Html.escape(label));
    page.append("</title></text>");
    format(
        page,
        "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
        kind,
        x,
        y + 4,
        Math.max(1, width),
        ROW - 8);
    format(
        page, "<text x=\"%d\" y=\"%d\">" + number + "</text>%n", LABELS + CHART + 8, y + 16, value);
  }

  private static void format(StringBuilder page, String format, Object... values) {
    page.append(String.format(Locale.ROOT, format, values));
  }
}
