package org.insight.services.ask;

import java.util.List;

/** What a document says as tables, without its text. */
public final class DocumentTables {

  private DocumentTables() {}

  /** Whom and what it describes. */
  public static PageTable described(DocumentView view) {
    return new PageTable(
        "Described",
        List.of("kind", "name", "role", "values", "id"),
        view.described().stream()
            .map(
                d ->
                    List.of(
                        d.schema(),
                        d.name(),
                        d.role(),
                        String.join(", ", d.values()),
                        d.describedId()))
            .toList());
  }
}
