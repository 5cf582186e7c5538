package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.Explanation.Source;
import org.insight.services.ask.Explanation.Step;
import org.insight.services.ask.Explanation.Tie;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Explains an entity from what a reader sees of it. */
public final class Explainer {

  /** Tables that an explanation reads. */
  public static final Set<TableName> TABLES =
      Set.of(
          Tables.MEMBERSHIPS,
          Tables.PROFILES,
          Tables.RECORDS,
          Tables.ITEMS,
          Tables.IDENTIFIERS,
          Tables.PERSONS,
          Tables.LINKS);

  private final String entityId;
  private final @Nullable String recordId;

  /**
   * @param recordId the record whose ties alone are explained; null: of all
   */
  public Explainer(String entityId, @Nullable String recordId) {
    this.entityId = entityId;
    this.recordId = recordId;
  }

  /** What is asked, for the audit. */
  public String asked() {
    return recordId == null ? entityId : entityId + " " + recordId;
  }

  /**
   * The explanation.
   *
   * @throws InsightException INPUT if the reader sees no such entity, or no such record of it
   */
  public Explanation of(ReaderSession session) {
    Dataset<Row> members =
        session.table(Tables.MEMBERSHIPS).where(col("entity_id").equalTo(entityId));
    Set<String> records = new TreeSet<>();
    members.select("record_id").collectAsList().forEach(row -> records.add(row.getString(0)));
    if (records.isEmpty()) {
      throw unseen("entity", entityId);
    }
    if (recordId != null && !records.contains(recordId)) {
      throw unseen("record of the entity", recordId);
    }
    List<Shared> ties = ties(members);
    Set<String> shown = new TreeSet<>();
    if (recordId == null) {
      shown.addAll(records);
    } else {
      shown.add(recordId);
      ties.forEach(tie -> shown.addAll(List.of(tie.one(), tie.other())));
    }
    SeenEntities.Shown entity =
        Objects.requireNonNull(
            new SeenEntities(session).shown(List.of(entityId)).get(entityId), entityId);
    return new Explanation(
        entityId,
        entity.kind(),
        entity.caption(),
        entity.restrictions(),
        Models.released().version(),
        sources(session, shown),
        explained(session, ties));
  }

  private InsightException unseen(String what, String id) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot explain: the reader sees no such " + what + ", found " + OneLine.shown(id));
  }

  /** Evidence of a membership. The lesser record comes first. */
  private record Shared(
      String one,
      String other,
      @Nullable Integer score,
      String kind,
      @Nullable String mention,
      @Nullable String otherMention) {}

  private List<Shared> ties(Dataset<Row> members) {
    Map<String, Shared> ties = new TreeMap<>();
    for (Row row :
        members
            .select(col("record_id"), explode(col("evidence")).as("e"))
            .select(
                "record_id",
                "e.other_record_id",
                "e.score",
                "e.kind",
                "e.mention_id",
                "e.other_mention_id")
            .collectAsList()) {
      String own = row.getString(0);
      String other = row.getString(1);
      if (recordId != null && !recordId.equals(own) && !recordId.equals(other)) {
        continue;
      }
      Integer score = row.isNullAt(2) ? null : (Integer) row.getInt(2);
      boolean first = own.compareTo(other) < 0;
      Shared tie =
          new Shared(
              first ? own : other,
              first ? other : own,
              score,
              row.getString(3),
              row.getString(first ? 4 : 5),
              row.getString(first ? 5 : 4));
      ties.putIfAbsent(
          String.join(
              " ", tie.one, tie.other, tie.kind, String.valueOf(tie.mention), tie.otherMention),
          tie);
    }
    return List.copyOf(ties.values());
  }

  private static Dataset<Row> ids(ReaderSession session, Set<String> ids, String column) {
    return session
        .table(Tables.MEMBERSHIPS)
        .sparkSession()
        .createDataset(List.copyOf(ids), Encoders.STRING())
        .toDF(column);
  }

  private static List<Source> sources(ReaderSession session, Set<String> records) {
    List<Source> sources = new ArrayList<>();
    session
        .table(Tables.RECORDS)
        .join(ids(session, records, "record_id"), "record_id")
        .join(
            session.table(Tables.ITEMS).select("item_id", "path"), new String[] {"item_id"}, "left")
        .select("record_id", "schema", "item_id", "path", "locator", "mapping", "restrictions")
        .orderBy("record_id")
        .collectAsList()
        .forEach(
            row ->
                sources.add(
                    new Source(
                        text(row, 0),
                        text(row, 1),
                        text(row, 2),
                        text(row, 3),
                        text(row, 4),
                        text(row, 5),
                        text(row, 6))));
    return sources;
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }

  private static List<Tie> explained(ReaderSession session, List<Shared> ties) {
    Set<String> compared = new TreeSet<>();
    Set<String> mentions = new TreeSet<>();
    for (Shared tie : ties) {
      if (tie.score != null) {
        compared.addAll(List.of(tie.one, tie.other));
      } else {
        mentions.add(String.valueOf(tie.mention));
        mentions.add(String.valueOf(tie.otherMention));
      }
    }
    Map<String, Weighing.Side> sides =
        session.isShownIdentifiers() ? sides(session, compared) : Map.of();
    Map<String, String> values = values(session, mentions);
    Weighing weighing = new Weighing(Models.released());
    Map<List<String>, Tie> explained =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    for (Shared tie : ties) {
      List<String> pair = List.of(tie.one, tie.other);
      List<Step> steps = new ArrayList<>();
      Tie before = explained.get(pair);
      if (before != null) {
        steps.addAll(before.steps());
      }
      if (tie.score == null) {
        steps.add(
            new Step(
                tie.kind,
                "same",
                values.getOrDefault(String.valueOf(tie.mention), ""),
                values.getOrDefault(String.valueOf(tie.otherMention), ""),
                null));
      } else {
        Weighing.Side one = sides.get(tie.one);
        Weighing.Side other = sides.get(tie.other);
        steps.addAll(
            one == null || other == null
                ? weighing.sum(tie.score)
                : weighing.steps(one, other, tie.score));
      }
      explained.put(
          pair, new Tie(tie.one, tie.other, tie.score == null ? null : tie.score / 1_000.0, steps));
    }
    return List.copyOf(explained.values());
  }

  private static Map<String, Weighing.Side> sides(ReaderSession session, Set<String> records) {
    Map<String, Weighing.Side> sides = new HashMap<>();
    if (records.isEmpty()) {
      return sides;
    }
    Map<String, Map<String, List<String>>> identifiers = new HashMap<>();
    session
        .table(Tables.IDENTIFIERS)
        .where(col("subject_kind").equalTo("record"))
        .withColumnRenamed("subject_id", "record_id")
        .join(ids(session, records, "record_id"), "record_id")
        .select("record_id", "kind", "value")
        .orderBy("kind", "value")
        .collectAsList()
        .forEach(
            row ->
                identifiers
                    .computeIfAbsent(row.getString(0), id -> new HashMap<>())
                    .computeIfAbsent(row.getString(1), kind -> new ArrayList<>())
                    .add(text(row, 2)));
    session
        .table(Tables.PROFILES)
        .select("record_id", "features", "schema")
        .join(ids(session, records, "record_id"), "record_id")
        .join(session.table(Tables.RECORDS).select("record_id", "properties"), "record_id")
        .collectAsList()
        .forEach(
            row ->
                sides.put(
                    row.getString(0),
                    new Weighing.Side(
                        Profile.unpack(row.<byte[]>getAs(1)),
                        row.getString(2).equals("Person"),
                        properties(row.getMap(3)),
                        identifiers.getOrDefault(row.getString(0), Map.of()))));
    return sides;
  }

  private static Map<String, List<String>> properties(
      scala.collection.Map<String, Seq<String>> properties) {
    Map<String, List<String>> map = new HashMap<>();
    JavaConverters.mapAsJavaMap(properties)
        .forEach(
            (property, values) -> {
              if (values != null) {
                map.put(property, JavaConverters.seqAsJavaList(values));
              }
            });
    return map;
  }

  /** Shared identifiers; those of a reader who may not see them are not there. */
  private static Map<String, String> values(ReaderSession session, Set<String> mentions) {
    Map<String, String> values = new HashMap<>();
    if (mentions.isEmpty() || !session.isShownIdentifiers()) {
      return values;
    }
    session
        .table(Tables.IDENTIFIERS)
        .select("mention_id", "value")
        .join(ids(session, mentions, "mention_id"), "mention_id")
        .collectAsList()
        .forEach(row -> values.put(row.getString(0), text(row, 1)));
    return values;
  }
}
