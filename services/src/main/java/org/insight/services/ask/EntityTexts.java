package org.insight.services.ask;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.EntityView.Event;
import org.insight.services.ask.EntityView.LinkedDocument;
import org.insight.services.ask.EntityView.Participant;

/** The texts of an entity, the days of its items, and the events that texts tell of it. */
final class EntityTexts {

  /** Tables that it reads. */
  static final Set<TableName> TABLES =
      Set.of(
          Tables.SUBJECTS,
          Tables.ITEMS,
          Tables.DOCUMENTS,
          Tables.EVENTS,
          Tables.DESCRIBED,
          Tables.TIMES,
          Tables.PLACES,
          Tables.MEMBERSHIPS);

  private static final Comparator<Event> IN_TIME =
      Comparator.comparing((Event event) -> event.time().isEmpty())
          .thenComparing(Event::time)
          .thenComparing(Event::eventId);

  private final ReaderSession session;
  private final List<String> records;
  private final Map<String, LinkedDocument> described = new TreeMap<>();
  private final Map<String, String> dates = new HashMap<>();

  private EntityTexts(ReaderSession session, List<String> records) {
    this.session = session;
    this.records = records;
  }

  /**
   * @param records of the entity, as the reader sees it
   */
  static EntityTexts of(ReaderSession session, List<String> records) {
    EntityTexts texts = new EntityTexts(session, records);
    session
        .table(Tables.SUBJECTS)
        .join(texts.few(records, "record_id"), "record_id")
        .select("item_id", "basis")
        .distinct()
        .join(items(session), new String[] {"item_id"}, "left")
        .collectAsList()
        .forEach(
            row -> {
              texts.dates.put(row.getString(0), text(row, 4));
              if (row.getString(1).equals("text")) {
                texts.described.put(row.getString(0), document(row, 0, 2, "describes"));
              }
            });
    return texts;
  }

  /** Rows of item_id, path, title, the date of what it reports, and restrictions. */
  static Dataset<Row> items(ReaderSession session) {
    return session
        .table(Tables.ITEMS)
        .select("item_id", "path", "title", "sent_at", "restrictions")
        .join(
            session
                .table(Tables.DOCUMENTS)
                .select(col("document_id").as("item_id"), col("dated_on")),
            new String[] {"item_id"},
            "left")
        .select(
            col("item_id"),
            coalesce(col("path"), lit("")).as("path"),
            coalesce(col("title"), lit("")).as("title"),
            coalesce(col("dated_on"), to_date(col("sent_at"))).cast("string").as("date"),
            col("restrictions"));
  }

  private static LinkedDocument document(Row row, int id, int path, String how) {
    return new LinkedDocument(
        row.getString(id),
        text(row, path),
        text(row, path + 1),
        text(row, path + 2),
        how,
        text(row, path + 3));
  }

  private Dataset<Row> few(Collection<String> ids, String column) {
    return broadcast(
        session
            .table(Tables.ITEMS)
            .sparkSession()
            .createDataset(ids.stream().distinct().sorted().toList(), Encoders.STRING())
            .toDF(column));
  }

  /** The day of what an item reports, ISO 8601; empty if it has none. */
  String dateOf(String itemId) {
    return dates.getOrDefault(itemId, "");
  }

  /** Documents that describe the entity, and those among the ends of its links. */
  List<LinkedDocument> documents(List<FoundLink> links) {
    Map<String, LinkedDocument> documents = new TreeMap<>();
    List<String> linked =
        links.stream()
            .map(FoundLink::to)
            .filter(end -> end.kind().equals(LinkEvidence.DOCUMENT))
            .map(LinkEnd::id)
            .toList();
    if (!linked.isEmpty()) {
      items(session)
          .join(few(linked, "item_id"), "item_id")
          .collectAsList()
          .forEach(row -> documents.put(row.getString(0), document(row, 0, 1, "shares")));
    }
    documents.putAll(described);
    return documents.values().stream()
        .sorted(
            Comparator.comparing(LinkedDocument::date).thenComparing(LinkedDocument::documentId))
        .toList();
  }

  /** The events in which the entity has a role, in order of time. */
  List<Event> events() {
    if (described.isEmpty()) {
      // Only persons whom texts describe have roles.
      return List.of();
    }
    Dataset<Row> events = session.table(Tables.EVENTS);
    Dataset<Row> theirs =
        events
            .select(col("event_id"), explode(col("persons.described_id")).as("record_id"))
            .join(few(records, "record_id"), "record_id")
            .select("event_id")
            .distinct();
    List<Row> rows =
        events
            .join(theirs, "event_id")
            .withColumnRenamed("text", "written")
            .withColumn("item_id", col("document_id"))
            .drop("begin", "end", "policy_id")
            .join(
                session.table(Tables.TIMES).select(col("mention_id").as("time_id"), col("value")),
                new String[] {"time_id"},
                "left")
            .join(
                session.table(Tables.PLACES).select(col("mention_id").as("place_id"), col("name")),
                new String[] {"place_id"},
                "left")
            .join(
                session.table(Tables.ITEMS).select("item_id", "path"),
                new String[] {"item_id"},
                "left")
            .select(
                col("event_id"),
                col("value"),
                col("kind"),
                col("code"),
                col("status"),
                col("name"),
                col("written"),
                col("document_id"),
                col("path"),
                col("persons"),
                col("restrictions"))
            .collectAsList();
    Map<String, List<String>> participants = participants(rows);
    List<Event> found = new ArrayList<>();
    for (Row row : rows) {
      List<Participant> persons = new ArrayList<>();
      for (Row person : row.<Row>getList(9)) {
        List<String> known = participants.getOrDefault(person.getString(0), List.of("", ""));
        persons.add(new Participant(known.get(0), known.get(1), text(person, 1)));
      }
      found.add(
          new Event(
              row.getString(0),
              text(row, 1),
              text(row, 2),
              text(row, 3),
              text(row, 4),
              text(row, 5),
              text(row, 6),
              text(row, 7),
              text(row, 8),
              persons,
              text(row, 10)));
    }
    found.sort(IN_TIME);
    return found;
  }

  /** Entity and name of the persons of events, by described_id. */
  private Map<String, List<String>> participants(List<Row> events) {
    Map<String, List<String>> participants = new HashMap<>();
    List<String> ids = new ArrayList<>();
    events.forEach(row -> row.<Row>getList(9).forEach(person -> ids.add(person.getString(0))));
    if (ids.isEmpty()) {
      return participants;
    }
    session
        .table(Tables.DESCRIBED)
        .select("described_id", "name")
        .join(few(ids, "described_id"), "described_id")
        .join(
            session
                .table(Tables.MEMBERSHIPS)
                .select(col("record_id").as("described_id"), col("entity_id")),
            new String[] {"described_id"},
            "left")
        .collectAsList()
        .forEach(row -> participants.put(row.getString(0), List.of(text(row, 2), text(row, 1))));
    return participants;
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }
}
