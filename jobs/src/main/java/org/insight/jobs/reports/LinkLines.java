package org.insight.jobs.reports;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.insight.jobs.mentions.IdentifierKind;
import org.jspecify.annotations.Nullable;

/**
 * Links in words: both ends, why they are linked, and what the link rests on. A telephone is called
 * that; its number is not shown, whatever the reader's clearance.
 */
final class LinkLines {

  /** Columns of {@link #tableRow}. */
  static final List<String> COLUMNS =
      List.of(
          "rank",
          "source_caption",
          "target_caption",
          "link_kind",
          "link_reason",
          "strength",
          "independent_sources",
          "grading",
          "handling",
          "edge_ids",
          "restrictions");

  private static final Set<String> SHARED =
      Arrays.stream(IdentifierKind.values())
          .map(IdentifierKind::code)
          .collect(Collectors.toUnmodifiableSet());

  private final Texts texts;
  private final Cells cells;

  LinkLines(Texts texts, Cells cells) {
    this.texts = texts;
    this.cells = cells;
  }

  /** A row of the table of links, of {@link #COLUMNS}. */
  String tableRow(Map<String, @Nullable Object> row) {
    List<String> kinds = Cells.list(row, "kinds");
    return "<tr><td class=\"n\">"
        + Html.escape(texts.number(Rows.number(row, "rank")))
        + "</td><td>"
        + end(row, "source")
        + "</td><td>"
        + end(row, "target")
        + "</td><td>"
        + Html.escape(relations(kinds))
        + "</td><td>"
        + Html.escape(reasons(kinds))
        + "</td><td class=\"n\">"
        + Html.escape(strength(row))
        + "</td><td class=\"n\">"
        + Html.escape(texts.number(Rows.number(row, "independent_sources")))
        + "</td><td>"
        + grading(row)
        + "</td><td>"
        + cells.list(Cells.list(row, "handling"), Integer.MAX_VALUE)
        + "</td><td>"
        + cells.ids(Cells.list(row, "edge_ids"))
        + "</td><td>"
        + cells.keys(row)
        + "</td></tr>\n";
  }

  /** The same in one line, without its rank and its evidence. */
  String line(Map<String, @Nullable Object> row) {
    long sources = Rows.number(row, "independent_sources");
    List<String> handling = Cells.list(row, "handling");
    return named(row, "source")
        + " – "
        + named(row, "target")
        + " · "
        + Html.escape(reasons(Cells.list(row, "kinds")))
        + " <span class=\"soft\">("
        + texts.html("link.bits", strength(row))
        + "; "
        + (sources == 1
            ? texts.html("link.source")
            : texts.html("link.sources", texts.number(sources)))
        + "; "
        + grading(row)
        + (handling.isEmpty() ? "" : "; " + cells.list(handling, Integer.MAX_VALUE))
        + ")</span> "
        + cells.keys(row);
  }

  /** An end by its name; one without is told apart by its kind. */
  private String named(Map<String, @Nullable Object> row, String end) {
    String caption = Rows.text(row, end + "_caption");
    return Cells.isName(caption) ? Html.isolated(caption) : end(row, end);
  }

  private String end(Map<String, @Nullable Object> row, String end) {
    return Html.isolated(cells.caption(Rows.text(row, end + "_caption")))
        + cells.kind(Rows.text(row, end + "_kind"));
  }

  /** Why both ends are linked, in the report's language. */
  String reasons(List<String> kinds) {
    return kinds.stream().map(kind -> texts.word("tie", kind)).collect(Collectors.joining(", "));
  }

  private String relations(List<String> kinds) {
    return kinds.stream()
        .map(LinkLines::relation)
        .distinct()
        .map(relation -> texts.word("relation", relation))
        .collect(Collectors.joining(", "));
  }

  /** What sort of link makes a kind of edge. */
  private static String relation(String kind) {
    return switch (kind) {
      case "booking" -> "travel";
      case "transfer" -> "payment";
      case "call" -> "call";
      default -> SHARED.contains(kind) ? "shared" : "stated";
    };
  }

  private String strength(Map<String, @Nullable Object> row) {
    return row.get("strength") instanceof Number bits ? texts.decimal(bits.doubleValue()) : "";
  }

  private String grading(Map<String, @Nullable Object> row) {
    // Whole: a bad grade must not hide behind "and more".
    return cells.list(
        Cells.list(row, "grading").stream().map(cells::grading).toList(), Integer.MAX_VALUE);
  }
}
