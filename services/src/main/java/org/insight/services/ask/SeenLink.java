package org.insight.services.ask;

import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A link as a reader sees it.
 *
 * @param values empty if the reader may not see them
 */
record SeenLink(
    String linkId,
    LinkEnd source,
    LinkEnd target,
    List<String> kinds,
    List<String> values,
    List<String> edgeIds,
    int independentSources,
    List<String> grading,
    List<String> handling,
    String restrictions) {

  /** Columns of curated.links, in the order of {@link #of}. */
  static final String[] COLUMNS = {
    "link_id",
    "source_id",
    "source_kind",
    "source_caption",
    "source_identifier",
    "target_id",
    "target_kind",
    "target_caption",
    "target_identifier",
    "kinds",
    "values",
    "edge_ids",
    "independent_sources",
    "grading",
    "handling",
    "restrictions"
  };

  static SeenLink of(Row row) {
    return new SeenLink(
        row.getString(0),
        new LinkEnd(row.getString(1), row.getString(2), row.getString(3), text(row, 4)),
        new LinkEnd(row.getString(5), row.getString(6), row.getString(7), text(row, 8)),
        list(row, 9),
        list(row, 10),
        list(row, 11),
        row.getInt(12),
        list(row, 13),
        list(row, 14),
        text(row, 15));
  }

  private static List<String> list(Row row, int at) {
    return row.isNullAt(at) ? List.of() : List.copyOf(row.getList(at));
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }

  /** What both ends share: kinds if there are no values. */
  List<String> shared() {
    return values.isEmpty() ? kinds : values;
  }

  /** The end that is not this one. */
  LinkEnd other(String id) {
    return source.id().equals(id) ? target : source;
  }
}
