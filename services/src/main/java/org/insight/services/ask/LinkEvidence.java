package org.insight.services.ask;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.schemas.Tables;
import org.insight.services.ask.FoundLink.Carrier;
import org.insight.services.ask.FoundLink.Direction;

/** The records and documents that carry links, as far as a reader sees them. */
final class LinkEvidence {

  /** Most records and documents that are shown of a link. */
  static final int MOST = 20;

  /** Kind of an end that is a document. */
  static final String DOCUMENT = "Document";

  private static final Comparator<Carrier> IN_ORDER =
      Comparator.comparing(Carrier::kind)
          .thenComparing(Carrier::value)
          .thenComparing(Carrier::path)
          .thenComparing(Carrier::locator)
          .thenComparing(Carrier::subjectId)
          .thenComparing(Carrier::day)
          .thenComparing(Carrier::sentence);

  /** Kinds that a third record states, which names both subjects. */
  private static final Set<String> BETWEEN_TWO = Set.of("call", "transfer");

  /** Kinds of which neither end is first. */
  private static final Set<String> MUTUAL = Set.of("associate", "family");

  /** Properties of a record that are the day of what it says, the first that it has. */
  private static final List<String> DAYS = List.of("date", "travelledOn");

  private static final Pattern DAY = Pattern.compile("\\d{4}(-\\d{2}){0,2}");

  /**
   * A subject of an edge.
   *
   * @param end its entity or document
   * @param first whether it owns, directs, pays or calls the other subject
   */
  private record Subject(Carrier carrier, String end, boolean first) {}

  private final Map<String, List<Subject>> byEdge;

  private LinkEvidence(Map<String, List<Subject>> byEdge) {
    this.byEdge = byEdge;
  }

  /** What carries these links. */
  static LinkEvidence of(ReaderSession session, Collection<SeenLink> links) {
    Map<String, List<Subject>> byEdge = new HashMap<>();
    if (links.isEmpty()) {
      return new LinkEvidence(byEdge);
    }
    Dataset<Row> edges = session.table(Tables.EDGES);
    List<String> ids =
        links.stream().flatMap(link -> link.edgeIds().stream()).distinct().sorted().toList();
    Dataset<Row> sought =
        edges.sparkSession().createDataset(ids, Encoders.STRING()).toDF("edge_id");
    boolean areBetweenTwo =
        links.stream().anyMatch(link -> !Collections.disjoint(link.kinds(), BETWEEN_TWO));
    Dataset<Row> theirs =
        edges
            .join(broadcast(sought), "edge_id")
            // Of an edge that a record states; a mention's id has no blanks.
            .withColumn("stated", split(element_at(col("evidence"), 1), " "))
            .withColumn("stating_id", element_at(col("stated"), 1));
    Dataset<Row> stated =
        areBetweenTwo
            ? theirs.join(stating(session), new String[] {"stating_id"}, "left")
            : theirs.withColumn("stating", lit(null).cast("map<string,array<string>>"));
    for (Row row : subjects(session, stated).collectAsList()) {
      String kind = text(row, 1);
      byEdge
          .computeIfAbsent(row.getString(0), id -> new ArrayList<>())
          .add(
              new Subject(
                  new Carrier(
                      kind,
                      text(row, 2),
                      text(row, 3),
                      text(row, 4),
                      text(row, 5),
                      text(row, 6),
                      certain(text(row, 7)),
                      text(row, 8)),
                  text(row, 9),
                  !row.isNullAt(10) && row.getBoolean(10) && !MUTUAL.contains(kind)));
    }
    return new LinkEvidence(byEdge);
  }

  /** Records that name both subjects of an edge. */
  private static Dataset<Row> stating(ReaderSession session) {
    return session
        .table(Tables.RECORDS)
        .where(col("schema").isin("Payment", "Call"))
        .select(col("record_id").as("stating_id"), col("properties").as("stating"));
  }

  /** Both subjects of each edge: what is shown of them, their end, and whether they come first. */
  private static Dataset<Row> subjects(ReaderSession session, Dataset<Row> theirs) {
    return theirs
        .select(
            col("edge_id"),
            col("kind"),
            col("value"),
            col("stated"),
            col("stating_id"),
            col("stating"),
            explode(
                    array(
                        struct(col("source_kind").as("kind"), col("source_id").as("id")),
                        struct(col("target_kind").as("kind"), col("target_id").as("id"))))
                .as("subject"))
        .withColumn("subject_kind", col("subject.kind"))
        .withColumn("subject_id", col("subject.id"))
        .join(
            session
                .table(Tables.SUBJECTS)
                .select(
                    col("record_id").as("subject_id"),
                    col("item_id").as("record_item"),
                    col("locator"),
                    col("properties")),
            new String[] {"subject_id"},
            "left")
        .join(
            session
                .table(Tables.MEMBERSHIPS)
                .select(col("record_id").as("subject_id"), col("entity_id")),
            new String[] {"subject_id"},
            "left")
        .withColumn("item_id", coalesce(col("record_item"), col("subject_id")))
        // A person of a text has what the text says there.
        .withColumn("document_id", when(col("subject_kind").notEqual("record"), col("item_id")))
        .join(places(session, theirs), new String[] {"edge_id", "document_id"}, "left")
        .join(
            EntityTexts.items(session).select("item_id", "path", "date"),
            new String[] {"item_id"},
            "left")
        .select(
            col("edge_id"),
            col("kind"),
            col("value"),
            col("subject_kind"),
            col("subject_id"),
            col("path"),
            coalesce(col("place"), col("locator")),
            coalesce(day("stating"), day("properties"), col("date")),
            col("sentence"),
            coalesce(col("entity_id"), col("subject_id")),
            first());
  }

  /**
   * Whether a subject comes first: it is named as the owner, director or the like of the record
   * that says so, or as the payer or caller. Null if the reader may not see it.
   */
  private static Column first() {
    return when(size(col("stated")).equalTo(2), col("subject_id").notEqual(col("stating_id")))
        .when(
            size(col("stated")).equalTo(3),
            array_contains(
                element_at(col("stating"), element_at(col("stated"), 2)), col("subject_id")));
  }

  /** The day of what a record says. */
  static Column day(String properties) {
    return coalesce(
        DAYS.stream()
            .map(property -> element_at(col(properties).getItem(property), 1))
            .toArray(Column[]::new));
  }

  /** A date of EDTF that is certain; else nothing. */
  static String certain(String written) {
    return DAY.matcher(written).matches() ? written : "";
  }

  /** Where texts have what an edge rests on. */
  private static Dataset<Row> places(ReaderSession session, Dataset<Row> edges) {
    return edges
        .select(col("edge_id"), explode(col("evidence")).as("mention_id"))
        .join(
            session
                .table(Tables.IDENTIFIERS)
                .where(col("sentence_id").isNotNull())
                .select("mention_id", "subject_id", "sentence_id", "begin", "end"),
            "mention_id")
        .join(
            session.table(Tables.SENTENCES).select(col("sentence_id"), col("text").as("sentence")),
            new String[] {"sentence_id"},
            "left")
        .select(
            col("edge_id"),
            col("subject_id").as("document_id"),
            concat(lit("characters "), col("begin"), lit("-"), col("end")).as("place"),
            col("sentence"));
  }

  /** What carries these edges together: each once, in order, {@link #MOST} at most. */
  List<Carrier> of(List<String> edgeIds) {
    return carriers(edgeIds).distinct().sorted(IN_ORDER).limit(MOST).toList();
  }

  /** Days of all that carries these edges. */
  SortedSet<String> days(List<String> edgeIds) {
    return carriers(edgeIds)
        .map(Carrier::day)
        .filter(day -> !day.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Directions of these edges, in order.
   *
   * @param ends both ends of their link
   */
  List<Direction> directions(List<String> edgeIds, List<String> ends) {
    return subjects(edgeIds)
        .filter(subject -> subject.first() && ends.contains(subject.end()))
        .map(
            subject ->
                new Direction(
                    subject.carrier().kind(),
                    subject.end(),
                    ends.get(1 - ends.indexOf(subject.end()))))
        .distinct()
        .sorted(Comparator.comparing(Direction::kind).thenComparing(Direction::from))
        .toList();
  }

  private Stream<Carrier> carriers(List<String> edgeIds) {
    return subjects(edgeIds).map(Subject::carrier);
  }

  private Stream<Subject> subjects(List<String> edgeIds) {
    return edgeIds.stream().flatMap(id -> byEdge.getOrDefault(id, List.of()).stream());
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }
}
