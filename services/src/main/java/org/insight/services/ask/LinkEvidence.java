package org.insight.services.ask;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.schemas.Tables;
import org.insight.services.ask.FoundLink.Carrier;

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
          .thenComparing(Carrier::sentence);

  private final Map<String, List<Carrier>> byEdge;

  private LinkEvidence(Map<String, List<Carrier>> byEdge) {
    this.byEdge = byEdge;
  }

  /** What carries these edges. */
  static LinkEvidence of(ReaderSession session, Collection<String> edgeIds) {
    Map<String, List<Carrier>> byEdge = new HashMap<>();
    if (edgeIds.isEmpty()) {
      return new LinkEvidence(byEdge);
    }
    Dataset<Row> edges = session.table(Tables.EDGES);
    Dataset<Row> sought =
        edges
            .sparkSession()
            .createDataset(edgeIds.stream().distinct().sorted().toList(), Encoders.STRING())
            .toDF("edge_id");
    Dataset<Row> theirs = edges.join(broadcast(sought), "edge_id");
    Dataset<Row> subjects =
        theirs.select(
            col("edge_id"),
            col("kind"),
            col("value"),
            explode(
                    array(
                        struct(col("source_kind").as("kind"), col("source_id").as("id")),
                        struct(col("target_kind").as("kind"), col("target_id").as("id"))))
                .as("subject"));
    for (Row row :
        subjects
            .select(
                col("edge_id"),
                col("kind"),
                col("value"),
                col("subject.kind").as("subject_kind"),
                col("subject.id").as("subject_id"))
            .join(
                session
                    .table(Tables.SUBJECTS)
                    .select(
                        col("record_id").as("subject_id"),
                        col("item_id").as("record_item"),
                        col("locator")),
                new String[] {"subject_id"},
                "left")
            .withColumn("item_id", coalesce(col("record_item"), col("subject_id")))
            // A person of a text has what the text says there.
            .withColumn("document_id", when(col("subject_kind").notEqual("record"), col("item_id")))
            .join(places(session, theirs), new String[] {"edge_id", "document_id"}, "left")
            .join(
                session.table(Tables.ITEMS).select("item_id", "path"),
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
                col("sentence"))
            .collectAsList()) {
      byEdge
          .computeIfAbsent(row.getString(0), id -> new ArrayList<>())
          .add(
              new Carrier(
                  text(row, 1),
                  text(row, 2),
                  text(row, 3),
                  text(row, 4),
                  text(row, 5),
                  text(row, 6),
                  text(row, 7)));
    }
    return new LinkEvidence(byEdge);
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
    return edgeIds.stream()
        .flatMap(id -> byEdge.getOrDefault(id, List.of()).stream())
        .distinct()
        .sorted(IN_ORDER)
        .limit(MOST)
        .toList();
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }
}
