package org.insight.services.ask;

import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.jobs.resolution.Verdict;
import org.insight.resolution.Models;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.Explanation.Decided;
import org.insight.services.ask.Explanation.Source;
import org.insight.services.ask.Explanation.Step;
import org.insight.services.ask.Explanation.Tie;
import org.jspecify.annotations.Nullable;

/** Explains an entity from what a reader sees of it. */
public final class Explainer {

  /** Tables that an explanation reads. */
  public static final Set<TableName> TABLES =
      Set.of(
          Tables.MEMBERSHIPS,
          Tables.LEDGER,
          Tables.PROFILES,
          Tables.SUBJECTS,
          Tables.ITEMS,
          Tables.IDENTIFIERS,
          Tables.DECISIONS,
          Tables.PERSONS,
          Tables.LINKS);

  /** Kind of evidence, and comparison of a step, that is a decision. */
  static final String DECISION = "decision";

  private final String handle;
  private final @Nullable String recordId;

  /**
   * @param handle id of an entity, as the reader has it from now or before, or of a record
   * @param recordId the record whose ties alone are explained; null: of all
   */
  public Explainer(String handle, @Nullable String recordId) {
    this.handle = handle;
    this.recordId = recordId;
  }

  /** What is asked, for the audit. */
  public String asked() {
    return recordId == null ? handle : handle + " " + recordId;
  }

  /**
   * The explanation.
   *
   * @throws InsightException INPUT if the reader sees no such entity, or no such record of it
   */
  public Explanation of(ReaderSession session) {
    return of(session, Handles.entity(session, handle).orElseThrow(() -> unseen("entity", handle)));
  }

  /** As {@link #of(ReaderSession)}, of an entity that the reader sees. */
  Explanation of(ReaderSession session, String entityId) {
    Members members = members(session, entityId);
    Set<String> records = members.records();
    if (recordId != null && !records.contains(recordId)) {
      throw unseen("record of the entity", recordId);
    }
    List<Shared> ties = ties(members.evidence());
    Set<String> shown = new TreeSet<>();
    if (recordId == null) {
      shown.addAll(records);
    } else {
      shown.add(recordId);
      ties.forEach(tie -> shown.addAll(List.of(tie.one(), tie.other())));
    }
    List<Decided> decisions = decisions(session, shown);
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
        explained(session, ties, decisions),
        decisions);
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

  /**
   * The records of an entity.
   *
   * @param evidence rows of its evidence, by the record that has it
   */
  private record Members(SortedSet<String> records, Map<String, List<Row>> evidence) {}

  private static Members members(ReaderSession session, String entityId) {
    SortedSet<String> records = new TreeSet<>();
    Map<String, List<Row>> evidence = new TreeMap<>();
    for (Row row :
        session
            .table(Tables.MEMBERSHIPS)
            .where(col("entity_id").equalTo(entityId))
            .selectExpr(
                "record_id",
                "transform(evidence, e -> struct(e.other_record_id, e.score, e.kind, e.mention_id,"
                    + " e.other_mention_id))")
            .collectAsList()) {
      records.add(row.getString(0));
      if (!row.isNullAt(1)) {
        evidence.computeIfAbsent(row.getString(0), id -> new ArrayList<>()).addAll(row.getList(1));
      }
    }
    return new Members(records, evidence);
  }

  private List<Shared> ties(Map<String, List<Row>> evidence) {
    Map<String, Shared> ties = new TreeMap<>();
    evidence.forEach(
        (own, rows) -> {
          for (Row row : rows) {
            String other = row.getString(0);
            if (recordId != null && !recordId.equals(own) && !recordId.equals(other)) {
              continue;
            }
            Integer score = row.isNullAt(1) ? null : (Integer) row.getInt(1);
            boolean first = own.compareTo(other) < 0;
            Shared tie =
                new Shared(
                    first ? own : other,
                    first ? other : own,
                    score,
                    row.getString(2),
                    row.getString(first ? 3 : 4),
                    row.getString(first ? 4 : 3));
            ties.putIfAbsent(
                String.join(
                    " ",
                    tie.one,
                    tie.other,
                    tie.kind,
                    String.valueOf(tie.mention),
                    tie.otherMention),
                tie);
          }
        });
    return List.copyOf(ties.values());
  }

  private static Dataset<Row> ids(ReaderSession session, Set<String> ids, String column) {
    return session
        .table(Tables.MEMBERSHIPS)
        .sparkSession()
        .createDataset(List.copyOf(ids), Encoders.STRING())
        .toDF(column);
  }

  /** Where these records are. */
  static List<Source> sources(ReaderSession session, Set<String> records) {
    List<Source> sources = new ArrayList<>();
    session
        .table(Tables.SUBJECTS)
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

  /**
   * The decisions on these records. One holds if its sides are one entity, or are none, as it says:
   * a later one, or a contradiction, may be against it.
   */
  private static List<Decided> decisions(ReaderSession session, Set<String> records) {
    List<Row> rows =
        session
            .table(Tables.DECISIONS)
            .where(
                arrays_overlap(
                    array_union(col("left_ids"), col("right_ids")),
                    lit(records.toArray(String[]::new))))
            .orderBy(col("decided_at").desc(), col("decision_id"))
            .collectAsList();
    if (rows.isEmpty()) {
      return List.of();
    }
    Set<String> named = new TreeSet<>();
    rows.forEach(row -> named.addAll(records(row)));
    Map<String, String> entityOf = new HashMap<>();
    session
        .table(Tables.MEMBERSHIPS)
        .join(ids(session, named, "record_id"), "record_id")
        .select("record_id", "entity_id")
        .collectAsList()
        .forEach(row -> entityOf.put(row.getString(0), row.getString(1)));
    return rows.stream().map(row -> decided(row, entityOf)).toList();
  }

  private static List<String> records(Row decision) {
    List<String> records = new ArrayList<>(decision.getList(decision.fieldIndex("left_ids")));
    records.addAll(decision.getList(decision.fieldIndex("right_ids")));
    return records;
  }

  private static Decided decided(Row row, Map<String, String> entityOf) {
    String verdict = row.getAs("verdict");
    Set<String> left = entities(row, "left_ids", entityOf);
    Set<String> right = entities(row, "right_ids", entityOf);
    Set<String> both = new TreeSet<>(left);
    both.addAll(right);
    boolean stands = row.getAs("undone_at") == null;
    boolean holds =
        verdict.equals(Verdict.SAME.code())
            ? both.size() == 1
            : verdict.equals(Verdict.UNSURE.code()) || left.stream().noneMatch(right::contains);
    return new Decided(
        row.getAs("decision_id"),
        row.<Timestamp>getAs("decided_at").toInstant().toString(),
        row.getAs("decided_by"),
        verdict,
        List.copyOf(row.getList(row.fieldIndex("left_ids"))),
        List.copyOf(row.getList(row.fieldIndex("right_ids"))),
        row.getAs("reason"),
        stands ? (holds ? "holds" : "is overruled") : "was undone",
        row.getAs("restrictions"));
  }

  private static Set<String> entities(Row row, String side, Map<String, String> entityOf) {
    Set<String> entities = new TreeSet<>();
    row.<String>getList(row.fieldIndex(side))
        .forEach(record -> entities.add(entityOf.getOrDefault(record, record)));
    return entities;
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.getString(at);
  }

  private static List<Tie> explained(
      ReaderSession session, List<Shared> ties, List<Decided> decisions) {
    Set<String> compared = new TreeSet<>();
    Set<String> mentions = new TreeSet<>();
    for (Shared tie : ties) {
      if (tie.score != null) {
        compared.addAll(List.of(tie.one, tie.other));
      } else if (!tie.kind.equals(DECISION)) {
        mentions.add(String.valueOf(tie.mention));
        mentions.add(String.valueOf(tie.otherMention));
      }
    }
    Map<String, Weighing.Side> sides =
        session.isShownIdentifiers() ? ComparedSides.of(session, compared) : Map.of();
    Map<String, String> values = values(session, mentions);
    Map<String, Decided> decided = new HashMap<>();
    decisions.forEach(decision -> decided.put(decision.decisionId(), decision));
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
      Decided decision = tie.kind.equals(DECISION) ? decided.get(tie.mention) : null;
      if (decision != null) {
        steps.add(
            new Step(DECISION, decision.verdict(), decision.decidedBy(), decision.reason(), null));
      } else if (tie.score == null) {
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
