package org.insight.jobs.reports;

import java.util.List;
import java.util.Map;
import org.insight.policy.Grading;
import org.jspecify.annotations.Nullable;

/** Values of rows as parts of a page, in one language. */
final class Cells {

  private static final int SHOWN_IDS = 3;
  static final int SHOWN_VALUES = 4;

  /** The caption of what has none, as the curated tables have it. */
  private static final String NO_NAME = "(no name)";

  private final Texts texts;
  private final RestrictionKeys restrictions;

  Cells(Texts texts, RestrictionKeys restrictions) {
    this.texts = texts;
    this.restrictions = restrictions;
  }

  String kind(String schema) {
    return schema.isEmpty()
        ? ""
        : " <span class=\"tag\">" + Html.escape(texts.word("schema", schema)) + "</span>";
  }

  /** A name to show, or in words that there is none. */
  String caption(String value) {
    return isName(value) ? value : texts.get("caption.none");
  }

  static boolean isName(String caption) {
    return !caption.isEmpty() && !caption.equals(NO_NAME);
  }

  String list(List<String> values, int shown) {
    StringBuilder html = new StringBuilder();
    for (String value : values.subList(0, Math.min(shown, values.size()))) {
      html.append(html.isEmpty() ? "" : ", ").append(Html.isolated(value));
    }
    return html + more(values.size() - shown);
  }

  /** Ids by their first eight characters, whole ones on hover and in figures.json. */
  String ids(List<String> ids) {
    StringBuilder html = new StringBuilder();
    for (String id : ids.subList(0, Math.min(SHOWN_IDS, ids.size()))) {
      String shown = id.length() > 8 ? id.substring(0, 8) : id;
      html.append(html.isEmpty() ? "" : " ")
          .append("<code title=\"")
          .append(Html.escape(id))
          .append("\">")
          .append(Html.escape(shown))
          .append("</code>");
    }
    return html + more(ids.size() - SHOWN_IDS);
  }

  String keys(Map<String, @Nullable Object> row) {
    List<String> all = RestrictionKeys.of(row);
    StringBuilder html = new StringBuilder();
    for (String words : all.subList(0, Math.min(SHOWN_VALUES, all.size()))) {
      String key = restrictions.key(words);
      html.append(html.isEmpty() ? "" : " ")
          .append("<a class=\"key-link\" href=\"#")
          .append(key.toLowerCase(java.util.Locale.ROOT))
          .append("\" title=\"")
          .append(Html.escape(words))
          .append("\">")
          .append(key)
          .append("</a>");
    }
    return html + more(all.size() - SHOWN_VALUES);
  }

  String more(int count) {
    return count <= 0 ? "" : " <span class=\"soft\">+" + texts.number(count) + "</span>";
  }

  String grading(String words) {
    return words.equals(Grading.UNGRADED) ? texts.word("grading", words) : words;
  }

  @SuppressWarnings("unchecked")
  static List<String> list(Map<String, @Nullable Object> row, String column) {
    return row.get(column) instanceof List<?> values ? (List<String>) values : List.of();
  }
}
