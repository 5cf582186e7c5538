package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** Finds the entities that a question is about, by id, name or number. */
final class AskedEntities {

  /** Most entities that are listed for an unclear name. */
  private static final int MOST = 10;

  /** A number without its country is that of the one entity that has it. */
  private static final double EXACT = .95;

  /** Ids by what was asked for, in that order. */
  private final Map<String, String> ids = new LinkedHashMap<>();

  private final List<Asked.Unclear> unclear = new ArrayList<>();

  private AskedEntities() {}

  /** Tables that are read for it, and some more. */
  static Set<TableName> tablesAnd(TableName... more) {
    Set<TableName> tables = new HashSet<>(Search.TABLES);
    tables.addAll(List.of(more));
    return Set.copyOf(tables);
  }

  /**
   * @param note takes what the reader should know of the answer
   * @throws InsightException INPUT if the reader sees nothing of that id, name or number
   */
  static AskedEntities of(ReaderSession session, Consumer<String> note, String... texts) {
    AskedEntities asked = new AskedEntities();
    for (String text : texts) {
      asked.add(session, note, text);
    }
    return asked;
  }

  private void add(ReaderSession session, Consumer<String> note, String text) {
    if (Handles.isHandle(text)) {
      ids.put(
          text,
          Handles.entity(session, text)
              .or(() -> document(session, text))
              .orElseThrow(() -> unseen(text)));
      return;
    }
    List<Found> hits = new Search(text, MOST).entities(session, note);
    if (hits.isEmpty()) {
      throw unseen(text);
    }
    List<Found> exact = hits.stream().filter(hit -> hit.similarity() >= EXACT).toList();
    if (exact.size() == 1) {
      ids.put(text, exact.get(0).id());
    } else {
      unclear.add(new Asked.Unclear(text, exact.isEmpty() ? hits : exact));
    }
  }

  private static Optional<String> document(ReaderSession session, String id) {
    return session
            .table(Tables.LINKS)
            .where(
                col("source_id")
                    .equalTo(id)
                    .and(col("source_kind").equalTo(LinkEvidence.DOCUMENT))
                    .or(
                        col("target_id")
                            .equalTo(id)
                            .and(col("target_kind").equalTo(LinkEvidence.DOCUMENT))))
            .isEmpty()
        ? Optional.empty()
        : Optional.of(id);
  }

  private static InsightException unseen(String text) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot follow: the reader sees no such entity, found " + OneLine.shown(text));
  }

  /** The names that do not say which entity is meant. */
  List<Asked.Unclear> unclear() {
    return unclear;
  }

  /** The id of what a text asks for. */
  String id(String text) {
    String id = ids.get(text);
    if (id == null) {
      throw new IllegalStateException("the text is unclear");
    }
    return id;
  }
}
