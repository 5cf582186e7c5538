package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.ChangedGrants;
import org.insight.policy.LabelColumns;
import org.insight.policy.graph.ViewerParts;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Decides which records are one entity, for every reader.
 *
 * <p>Merged are records of one {@link SchemaFamilies family} of schemas that share the value of a
 * strong identifier, directly or through others, as far as the reader sees all of them. Never
 * merged are records by names, dates or weak identifiers such as phones. A record that nothing ties
 * to another is an entity of its own.
 *
 * <p>A part of the graph is worked on in the memory of one task (see {@link
 * org.insight.policy.graph.PolicyGraph}).
 */
public final class ResolveRecords implements UpdateJob {

  private final int inMemory;
  private final int rounds;

  /**
   * @param inMemory most edges of a graph that is cut into parts without GraphFrames
   */
  public ResolveRecords(int inMemory) {
    this(inMemory, TouchedParts.MOST_ROUNDS);
  }

  /**
   * @param rounds most in which an update looks for what is touched
   */
  ResolveRecords(int inMemory, int rounds) {
    this.inMemory = inMemory;
    this.rounds = rounds;
  }

  private static final StructType MEMBERS =
      StructType.fromDDL(
          """
          entity_id string, record_id string, schema string,
          evidence array<struct<kind:string,mention_id:string,other_record_id:string,\
          other_mention_id:string>>,
          policy_id string, label struct<granted:array<string>,withheld:array<string>>""");

  @Override
  public String settings() {
    return "evidence=leads to all, and " + RecordPart.MAX_EVIDENCE + " more";
  }

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.RECORDS), Read.whole(Tables.IDENTIFIERS), Read.whole(Tables.GRANTS));
  }

  @Override
  public TableName writes() {
    return Tables.MEMBERSHIPS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return memberships(
        inputs,
        inputs.table(Tables.RECORDS),
        inputs.table(Tables.IDENTIFIERS).transform(ResolveRecords::strongInRecords));
  }

  /**
   * The parts that new records, or records of policies granted otherwise, touch, made anew. Of a
   * record that is gone its values tell whom it touched: that it was in their entity does not,
   * where kinds took their part apart.
   */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> records = changes.table(Tables.RECORDS);
    Dataset<Row> strong =
        changes.table(Tables.IDENTIFIERS).transform(ResolveRecords::strongInRecords);
    Dataset<Row> changed = HeldRows.of(strongInRecords(changes.changed(Tables.IDENTIFIERS)));
    Dataset<Row> first =
        changes
            .changed(Tables.RECORDS)
            .select(col("record_id").as("subject_id"))
            .union(changed.select("subject_id"))
            .union(
                records
                    .join(
                        HeldRows.keys(ChangedGrants.policies(changes)),
                        new String[] {"policy_id"},
                        "left_semi")
                    .select(col("record_id").as("subject_id")));
    return new TouchedParts(strong.unionByName(changed), wholeParts(changes), rounds)
        .with(first)
        .map(touched -> anew(changes, records, strong, touched));
  }

  private Update anew(
      Changes changes, Dataset<Row> records, Dataset<Row> strong, Dataset<Row> touched) {
    Dataset<Row> touchedRecords =
        TouchedParts.rowsOf(records.withColumn("subject_id", col("record_id")), touched);
    return new Update(
        touchedRecords
            .select("record_id")
            .union(changes.changed(Tables.RECORDS).select("record_id")),
        memberships(changes, touchedRecords, TouchedParts.rowsOf(strong, touched)));
  }

  private static Dataset<Row> wholeParts(Changes changes) {
    Dataset<Row> memberships = changes.output();
    Dataset<Row> labels = changes.withLabels(memberships.select("policy_id").distinct());
    return TouchedParts.whole(memberships, labels)
        .select(col("record_id").as("subject_id"), col("entity_id").as("part_id"));
  }

  /** Of records and of all the strong identifiers of these. */
  private Dataset<Row> memberships(Inputs inputs, Dataset<Row> records, Dataset<Row> strong) {
    ViewerParts viewers = GrantedSets.viewers(inputs.table(Tables.GRANTS));
    Dataset<Row> bare = records.select("record_id", "schema", "policy_id");
    Dataset<Row> tied =
        strong
            .join(bare.withColumnRenamed("record_id", "subject_id"), "subject_id")
            .transform(new SharedValueParts(inMemory)::withPart);
    return tied.transform(rows -> entities(rows, viewers))
        .unionByName(alone(bare, tied.select(col("subject_id").as("record_id"))));
  }

  private static Dataset<Row> strongInRecords(Dataset<Row> identifiers) {
    return identifiers
        .where(col("strong").and(col("subject_kind").equalTo("record")))
        .select("subject_id", "kind", "value", "mention_id");
  }

  private static Dataset<Row> entities(Dataset<Row> tied, ViewerParts viewers) {
    return tied.select("part", "subject_id", "schema", "policy_id", "kind", "value", "mention_id")
        .groupByKey((MapFunction<Row, Long>) row -> row.getLong(0), Encoders.LONG())
        .flatMapGroups(
            (FlatMapGroupsFunction<Long, Row, Row>) (part, rows) -> members(rows, viewers),
            Encoders.row(MEMBERS));
  }

  private static Iterator<Row> members(Iterator<Row> rows, ViewerParts viewers) {
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
    List<Row> evidence =
        member.evidence().stream()
            .map(
                e ->
                    RowFactory.create(
                        e.kind(), e.mentionId(), e.otherRecordId(), e.otherMentionId()))
            .toList();
    return RowFactory.create(
        member.entityId(),
        member.recordId(),
        member.schema(),
        evidence.toArray(),
        member.policyId(),
        member.label() == null ? null : LabelColumns.value(member.label()));
  }

  private static Dataset<Row> alone(Dataset<Row> records, Dataset<Row> tied) {
    return records
        .join(tied, records.col("record_id").equalTo(tied.col("record_id")), "left_anti")
        .select(
            // As ViewerPart.id makes it.
            concat(lit("E-"), sha2(col("record_id").cast("binary"), 256).substr(1, 32))
                .as("entity_id"),
            col("record_id"),
            col("schema"),
            expr("cast(array() as array<struct<kind:string,mention_id:string,"
                    + "other_record_id:string,other_mention_id:string>>)")
                .as("evidence"),
            col("policy_id"),
            lit(null).cast(MEMBERS.apply("label").dataType()).as("label"));
  }
}
