package org.insight.services.ask;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.DocumentView.Described;
import org.insight.services.ask.DocumentView.Line;
import org.insight.services.ask.DocumentView.Mark;
import org.insight.services.ask.DocumentView.Translated;

/**
 * Brings together what a reader sees of a document: its sentences, translated, and its mentions.
 */
public final class DocumentViewer {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES =
      Set.of(
          Tables.ITEMS,
          Tables.DOCUMENTS,
          Tables.PAGES,
          Tables.SENTENCES,
          Tables.TRANSLATIONS,
          Tables.NAMES,
          Tables.TIMES,
          Tables.IDENTIFIERS,
          Tables.DESCRIBED);

  /** Most documents that are listed for a path. */
  private static final int MOST = 10;

  private static final Comparator<Mark> LONGEST_FIRST =
      Comparator.comparingInt(Mark::begin)
          .thenComparing(Mark::end, Comparator.reverseOrder())
          .thenComparing(Mark::kind);

  private final String document;
  private final String language;

  /** A stretch of the document's text. */
  private record Found(int begin, int end, String kind) {}

  /**
   * @param document id of a document, or its path below the inbox
   * @param language of the translation
   */
  public DocumentViewer(String document, String language) {
    this.document = document.strip();
    this.language = language;
  }

  /** What is asked, for the audit. */
  public String asked() {
    return "document " + document + " in " + language;
  }

  /**
   * The document; or those that have the path, if these are several.
   *
   * @throws InsightException INPUT if the reader sees no such document
   */
  public Asked<DocumentView> of(ReaderSession session) {
    List<Row> found =
        session
            .table(Tables.ITEMS)
            .where(col("item_id").equalTo(document).or(col("path").equalTo(document)))
            .select("item_id", "path", "title", "sent_at", "restrictions")
            .join(
                session
                    .table(Tables.DOCUMENTS)
                    .select(col("document_id").as("item_id"), col("dated_on")),
                "item_id")
            .select(
                col("item_id"),
                coalesce(col("path"), lit("")),
                coalesce(col("title"), lit("")),
                coalesce(
                    coalesce(col("dated_on"), to_date(col("sent_at"))).cast("string"), lit("")),
                col("restrictions"))
            .orderBy("item_id")
            .limit(MOST)
            .collectAsList();
    if (found.isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot show: the reader sees no such document, found " + OneLine.shown(document));
    }
    return found.size() == 1
        ? Asked.of(view(session, found.get(0)))
        : new Asked<>(List.of(new Asked.Unclear(document, hits(found))), null);
  }

  private static List<org.insight.services.ask.Found> hits(List<Row> documents) {
    return documents.stream()
        .map(
            d ->
                new org.insight.services.ask.Found(
                    LinkEvidence.DOCUMENT,
                    d.getString(0),
                    d.getString(2),
                    1,
                    d.getString(1),
                    "path",
                    d.getString(4)))
        .toList();
  }

  private DocumentView view(ReaderSession session, Row item) {
    String id = item.getString(0);
    Set<String> restrictions = new TreeSet<>(List.of(item.getString(4)));
    List<Integer> pages =
        session
            .table(Tables.PAGES)
            .where(col("item_id").equalTo(id))
            .orderBy("page")
            .select("begin")
            .collectAsList()
            .stream()
            .map(row -> row.getInt(0))
            .toList();
    Map<String, Translated> translated = translated(session, id, restrictions);
    List<Found> marks = marks(session, id);
    List<Line> lines = new ArrayList<>();
    for (Row row :
        of(session, Tables.SENTENCES, id)
            .orderBy("position")
            .select("position", "begin", "end", "language", "text", "sentence_id")
            .collectAsList()) {
      int begin = row.getInt(1);
      lines.add(
          new Line(
              row.getInt(0),
              (int) Math.max(1, pages.stream().filter(page -> page <= begin).count()),
              row.getString(3),
              row.getString(4),
              inside(marks, begin, row.getInt(2)),
              translated.get(row.getString(5))));
    }
    List<Described> described = described(session, id, restrictions);
    restrictions.remove("");
    return new DocumentView(
        id,
        item.getString(1),
        item.getString(2),
        item.getString(3),
        language,
        pages.size(),
        lines,
        described,
        List.copyOf(restrictions));
  }

  private static Dataset<Row> of(ReaderSession session, TableName table, String document) {
    return session.table(table).where(col("document_id").equalTo(document));
  }

  private Map<String, Translated> translated(
      ReaderSession session, String id, Set<String> restrictions) {
    Map<String, Translated> translated = new HashMap<>();
    for (Row row :
        of(session, Tables.TRANSLATIONS, id)
            .where(col("language").equalTo(language))
            .select(
                "sentence_id",
                "translation_id",
                "text",
                "engine",
                "gloss",
                "unknown",
                "flags",
                "restrictions")
            .collectAsList()) {
      restrictions.add(row.getString(7));
      translated.put(
          row.getString(0),
          new Translated(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getBoolean(4),
              row.getDouble(5),
              row.getList(6)));
    }
    return translated;
  }

  private static List<Found> marks(ReaderSession session, String id) {
    return of(session, Tables.NAMES, id)
        .select("begin", "end", "kind")
        .union(of(session, Tables.TIMES, id).select(col("begin"), col("end"), lit("time")))
        .union(
            session
                .table(Tables.IDENTIFIERS)
                .where(col("subject_kind").equalTo("document").and(col("subject_id").equalTo(id)))
                .select("begin", "end", "kind"))
        .distinct()
        .collectAsList()
        .stream()
        .filter(row -> !row.isNullAt(0) && !row.isNullAt(1))
        .map(row -> new Found(row.getInt(0), row.getInt(1), row.getString(2)))
        .toList();
  }

  /** What lies within a sentence: of what overlaps, what begins first, then the longest. */
  private static List<Mark> inside(List<Found> marks, int begin, int end) {
    List<Mark> inside = new ArrayList<>();
    int last = 0;
    for (Mark mark :
        marks.stream()
            .filter(m -> m.begin() >= begin && m.end() <= end && m.begin() < m.end())
            .map(m -> new Mark(m.begin() - begin, m.end() - begin, m.kind()))
            .sorted(LONGEST_FIRST)
            .toList()) {
      if (mark.begin() >= last) {
        inside.add(mark);
        last = mark.end();
      }
    }
    return inside;
  }

  private static List<Described> described(
      ReaderSession session, String id, Set<String> restrictions) {
    List<Described> described = new ArrayList<>();
    for (Row row :
        of(session, Tables.DESCRIBED, id)
            .select("described_id", "schema", "role", "name", "attributes", "restrictions")
            .orderBy("schema", "name", "described_id")
            .collectAsList()) {
      restrictions.add(row.getString(5));
      List<Row> attributes = row.getList(4);
      described.add(
          new Described(
              row.getString(0),
              row.getString(1),
              row.getString(2),
              Objects.requireNonNullElse(row.getString(3), ""),
              Objects.requireNonNullElse(attributes, List.<Row>of()).stream()
                  .map(value -> value.getString(0) + " " + value.getString(1))
                  .distinct()
                  .toList()));
    }
    return described;
  }
}
