package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_micros;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.SaltedHash;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.ChangedGrants;
import org.insight.policy.LabelColumns;
import org.insight.policy.graph.ViewerParts;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.SubjectGraph;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Decides which subjects are one entity, for every reader: records, and persons of texts.
 *
 * <p>Persons and organisations: by the pairs of {@code resolution.candidates}, the decisions of
 * readers and the rule of {@link SubjectGraph}; a person of a text is a leaf. Everything else, as
 * vehicles and accounts: records of one schema that share the value of a strong identifier,
 * directly or through others. In both, as far as the reader sees all of them. A record that nothing
 * ties to another is an entity of its own.
 *
 * <p>A part of the graph is worked on in the memory of one task (see {@link
 * org.insight.policy.graph.PolicyGraph}).
 */
public final class ResolveRecords implements UpdateJob {

  private static final StructType MEMBERS =
      StructType.fromDDL(
          """
          entity_id string, record_id string, schema string,
          evidence array<struct<kind:string,mention_id:string,other_record_id:string,\
          other_mention_id:string,score:int>>,
          policy_id string, label struct<granted:array<string>,withheld:array<string>>""");

  private static final Column IS_PROFILE = col("other_id").isNull().and(col("verdict").isNull());

  /** All records of a decision are of one part. */
  private static final Column FIRST = col("left_ids").getItem(0);

  private static final Column[] TIED =
      Stream.of(
              "part",
              "record_id",
              "other_id",
              "score",
              "schema",
              "policy_id",
              "features",
              "basis",
              "verdict",
              "decided_at",
              "left_ids",
              "right_ids")
          .map(name -> col(name))
          .toArray(Column[]::new);

  private final int inMemory;

  /**
   * @param inMemory most edges of a graph that is cut into parts without GraphFrames
   */
  public ResolveRecords(int inMemory) {
    this.inMemory = inMemory;
  }

  @Override
  public String settings() {
    return "evidence=leads to all, and "
        + RecordPart.MAX_EVIDENCE
        + " more; model="
        + Models.released().hash();
  }

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.SUBJECTS),
        Read.whole(Tables.IDENTIFIERS),
        Read.whole(Tables.PROFILES),
        Read.whole(Tables.CANDIDATES),
        Read.whole(Tables.DECISIONS),
        Read.whole(Tables.GRANTS));
  }

  @Override
  public TableName writes() {
    return Tables.MEMBERSHIPS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return memberships(
        inputs, inputs.table(Tables.SUBJECTS), tiedThings(inputs), tiedSubjects(inputs));
  }

  /**
   * The connected components with a record that changed, or with an end of a pair or a value that
   * changed. All others are as they were: what tied them before ties them now, and nothing else
   * does, for its ends would have changed.
   */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> records = changes.table(Tables.SUBJECTS);
    Dataset<Row> pairs = changes.keys(Tables.CANDIDATES);
    Dataset<Row> strong = HeldRows.of(strong(changes.changed(Tables.IDENTIFIERS)));
    Dataset<Row> changed =
        HeldRows.keys(
            changes
                .keys(Tables.SUBJECTS)
                .union(changes.keys(Tables.PROFILES).select("record_id"))
                .union(pairs.select("left_id"))
                .union(pairs.select("right_id"))
                .union(decided(changes))
                .union(strong.select("subject_id"))
                .union(
                    strong(changes.table(Tables.IDENTIFIERS))
                        .join(
                            HeldRows.keys(strong.select("kind", "value").distinct()),
                            new String[] {"kind", "value"},
                            "left_semi")
                        .select("subject_id"))
                .union(
                    records
                        .join(
                            HeldRows.keys(ChangedGrants.policies(changes)),
                            new String[] {"policy_id"},
                            "left_semi")
                        .select("record_id"))
                .distinct());
    Dataset<Row> things = partsOf(HeldRows.of(tiedThings(changes)), changed);
    Dataset<Row> subjects = partsOf(tiedSubjects(changes), changed);
    Dataset<Row> touched =
        HeldRows.keys(
            changed
                .union(things.select("record_id"))
                .union(subjects.where(IS_PROFILE).select("record_id"))
                .distinct());
    return Optional.of(
        new Update(
            touched,
            memberships(
                changes,
                records.join(touched, new String[] {"record_id"}, "left_semi"),
                things,
                subjects)));
  }

  /** The records of decisions that came, went or were undone. */
  private static Dataset<Row> decided(Changes changes) {
    Dataset<Row> now = standing(changes.table(Tables.DECISIONS));
    Dataset<Row> before = standing(changes.before(Tables.DECISIONS));
    return now.except(before).union(before.except(now)).select(explode(KeepDecisions.records()));
  }

  /** Decisions that say something and were not undone. */
  static Dataset<Row> standing(Dataset<Row> decisions) {
    return decisions
        .where(
            col("undone_at")
                .isNull()
                .and(col("verdict").isin(Verdict.SAME.code(), Verdict.DIFFERENT.code())))
        .select("decision_id", "verdict", "decided_at", "left_ids", "right_ids", "policy_id");
  }

  /** Of rows with a {@code part}, those of the parts that one of these records is in. */
  private static Dataset<Row> partsOf(Dataset<Row> tied, Dataset<Row> changed) {
    return tied.join(
        HeldRows.keys(
            tied.join(changed, new String[] {"record_id"}, "left_semi").select("part").distinct()),
        new String[] {"part"},
        "left_semi");
  }

  private static Dataset<Row> memberships(
      Inputs inputs, Dataset<Row> records, Dataset<Row> things, Dataset<Row> subjects) {
    ViewerParts viewers = GrantedSets.viewers(inputs.table(Tables.GRANTS));
    Dataset<Row> tied =
        things.select("record_id").unionByName(subjects.where(IS_PROFILE).select("record_id"));
    return things(things, viewers)
        .unionByName(subjects(subjects, viewers))
        .unionByName(alone(records, tied));
  }

  private static Dataset<Row> strong(Dataset<Row> identifiers) {
    return identifiers
        .where(col("strong").and(col("subject_kind").equalTo("record")))
        .select("subject_id", "kind", "value", "mention_id");
  }

  /** Strong identifiers of things that others of their schema have, with their {@code part}. */
  private Dataset<Row> tiedThings(Inputs inputs) {
    Dataset<Row> things =
        inputs
            .table(Tables.SUBJECTS)
            .where(not(BuildProfiles.isCompared(col("schema"))))
            .select(col("record_id").as("subject_id"), col("schema"), col("policy_id"));
    return strong(inputs.table(Tables.IDENTIFIERS))
        .join(things, "subject_id")
        .transform(new SharedValueParts(inMemory)::withPart)
        .select(
            col("part"),
            col("subject_id").as("record_id"),
            col("schema"),
            col("policy_id"),
            col("kind"),
            col("value"),
            col("mention_id"));
  }

  private static Dataset<Row> things(Dataset<Row> tied, ViewerParts viewers) {
    return tied.groupByKey((MapFunction<Row, Long>) row -> row.getLong(0), Encoders.LONG())
        .flatMapGroups(
            (FlatMapGroupsFunction<Long, Row, Row>) (part, rows) -> ofThings(rows, viewers),
            Encoders.row(MEMBERS));
  }

  private static Iterator<Row> ofThings(Iterator<Row> rows, ViewerParts viewers) {
    RecordPart part = new RecordPart();
    rows.forEachRemaining(
        row ->
            part.add(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6)));
    return part.members(viewers).map(ResolveRecords::row).iterator();
  }

  private static Row row(RecordPart.Member member) {
    Row[] evidence =
        member.evidence().stream()
            .map(
                e ->
                    RowFactory.create(
                        e.kind(), e.mentionId(), e.otherRecordId(), e.otherMentionId(), null))
            .toArray(Row[]::new);
    return RowFactory.create(
        member.entityId(),
        member.recordId(),
        member.schema(),
        evidence,
        member.policyId(),
        member.label() == null ? null : LabelColumns.value(member.label()));
  }

  /**
   * Of the connected components of witness pairs and decisions: profiles, pairs ({@code other_id}
   * is not null) and decisions ({@code verdict} is not null), with their {@code part}.
   */
  private Dataset<Row> tiedSubjects(Inputs inputs) {
    Dataset<Row> pairs = inputs.table(Tables.CANDIDATES).select("left_id", "right_id", "score");
    Dataset<Row> decisions = standing(inputs.table(Tables.DECISIONS));
    Dataset<Row> parts =
        HeldRows.of(
            new SharedValueParts(inMemory)
                .ofPairs(
                    pairs
                        .where(col("score").geq(Models.released().clusters().witness()))
                        .select("left_id", "right_id")
                        .union(
                            decisions.select(
                                FIRST.as("left_id"),
                                explode(KeepDecisions.records()).as("right_id")))));
    Dataset<Row> profiles =
        inputs
            .table(Tables.PROFILES)
            .withColumn("subject_hash", SaltedHash.of(col("record_id")))
            .join(parts, "subject_hash")
            .select(
                col("part"),
                col("record_id"),
                lit(null).cast("string").as("other_id"),
                lit(0).as("score"),
                col("schema"),
                col("policy_id"),
                col("features"),
                col("basis"));
    Dataset<Row> within =
        pairs
            .withColumn("subject_hash", SaltedHash.of(col("left_id")))
            .join(parts, "subject_hash")
            .select(
                col("part"),
                col("left_id").as("record_id"),
                col("right_id").as("other_id"),
                col("score"),
                lit(null).cast("string").as("schema"),
                lit(null).cast("string").as("policy_id"),
                lit(null).cast("binary").as("features"),
                lit(null).cast("string").as("basis"));
    Dataset<Row> said =
        decisions
            .withColumn("subject_hash", SaltedHash.of(FIRST))
            .join(parts, "subject_hash")
            .select(
                col("part"),
                col("decision_id").as("record_id"),
                col("policy_id"),
                col("verdict"),
                unix_micros(col("decided_at")).as("decided_at"),
                col("left_ids"),
                col("right_ids"));
    return profiles.unionByName(within).unionByName(said, true).select(TIED);
  }

  private static Dataset<Row> subjects(Dataset<Row> tied, ViewerParts viewers) {
    return tied.groupByKey((MapFunction<Row, Long>) row -> row.getLong(0), Encoders.LONG())
        .flatMapGroups(
            (FlatMapGroupsFunction<Long, Row, Row>) (part, rows) -> ofSubjects(rows, viewers),
            Encoders.row(MEMBERS));
  }

  private static Iterator<Row> ofSubjects(Iterator<Row> rows, ViewerParts viewers) {
    SubjectGraph graph = new SubjectGraph(Models.released(), Models.released().clusters());
    Map<String, String> policies = new HashMap<>();
    Map<String, String> schemas = new HashMap<>();
    List<Row> pairs = new ArrayList<>();
    List<Row> decisions = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      if (!row.isNullAt(8)) {
        decisions.add(row);
      } else if (row.isNullAt(2)) {
        policies.put(row.getString(1), row.getString(5));
        schemas.put(row.getString(1), row.getString(4));
        graph.subject(
            row.getString(1),
            row.getString(5),
            Profile.unpack(row.<byte[]>getAs(6)),
            ListSubjects.TEXT.equals(row.getString(7)));
      } else {
        pairs.add(row);
      }
    }
    for (Row pair : pairs) {
      String one = policies.get(pair.getString(1));
      String other = policies.get(pair.getString(2));
      // A pair of which one end is in another part is no witness, and joins nothing here.
      if (one != null && other != null) {
        graph.pair(pair.getString(1), one, pair.getString(2), other, pair.getInt(3));
      }
    }
    for (Row decision : decisions) {
      graph.decision(
          decision.getString(1),
          decision.getString(5),
          decision.getLong(9),
          decision.getString(8).equals(Verdict.SAME.code()),
          numbers(graph, policies, decision.getList(10)),
          numbers(graph, policies, decision.getList(11)));
    }
    return graph
        .members(viewers)
        .map(member -> row(member, schemas.getOrDefault(member.subjectId(), "")))
        .iterator();
  }

  private static List<Integer> numbers(
      SubjectGraph graph, Map<String, String> policies, List<String> records) {
    return records.stream()
        .filter(policies::containsKey)
        .map(record -> graph.number(record, policies.getOrDefault(record, "")))
        .toList();
  }

  private static Row row(SubjectGraph.Member member, String schema) {
    Row[] evidence =
        member.ties().stream()
            .map(
                tie ->
                    RowFactory.create(
                        tie.decisionId() == null ? "match" : "decision",
                        tie.decisionId(),
                        tie.otherId(),
                        tie.decisionId(),
                        tie.score()))
            .toArray(Row[]::new);
    return RowFactory.create(
        member.entityId(),
        member.subjectId(),
        schema,
        evidence,
        member.policyId(),
        member.label() == null ? null : LabelColumns.value(member.label()));
  }

  private static Dataset<Row> alone(Dataset<Row> records, Dataset<Row> tied) {
    return records
        .join(tied, new String[] {"record_id"}, "left_anti")
        .select(
            RecordLedger.entityOf(col("record_id")).as("entity_id"),
            col("record_id"),
            col("schema"),
            expr("cast(array() as array<struct<kind:string,mention_id:string,"
                    + "other_record_id:string,other_mention_id:string,score:int>>)")
                .as("evidence"),
            col("policy_id"),
            lit(null).cast(MEMBERS.apply("label").dataType()).as("label"));
  }
}
