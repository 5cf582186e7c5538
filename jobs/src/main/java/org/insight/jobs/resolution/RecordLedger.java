package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.policy.LabelColumns;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Says what became of entities between what readers see and what a run made.
 *
 * <p>A record of an entity is of another one since: that is a fact for whoever saw the first and
 * sees the second. So a row has the label of both, and what others see does not show in it.
 */
public final class RecordLedger implements Job {

  /** What readers see of memberships; at least of records whose own have changed. */
  public static final TableName MEMBERSHIPS_BEFORE = TableName.of("resolution.memberships_before");

  /** Decisions as readers see them. Like the others of these it is no table of the lake. */
  public static final TableName DECISIONS_BEFORE = TableName.of("resolution.decisions_before");

  /** The ledger as readers see it. */
  public static final TableName LEDGER_BEFORE = TableName.of("resolution.ledger_before");

  private static final Column[] VERSION = {col("record_id"), col("entity_id"), col("policy_id")};

  private final Instant at;

  /**
   * @param at when the run began
   */
  public RecordLedger(Instant at) {
    this.at = at;
  }

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(MEMBERSHIPS_BEFORE),
        Read.whole(DECISIONS_BEFORE),
        Read.whole(LEDGER_BEFORE),
        Read.whole(Tables.MEMBERSHIPS),
        Read.whole(Tables.DECISIONS));
  }

  @Override
  public TableName writes() {
    return Tables.LEDGER;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> before = inputs.table(MEMBERSHIPS_BEFORE);
    Dataset<Row> now = inputs.table(Tables.MEMBERSHIPS);
    return inputs
        .withLabels(stillThere(inputs.table(LEDGER_BEFORE), now))
        .unionByName(moved(inputs, before, now));
  }

  private Dataset<Row> moved(Inputs inputs, Dataset<Row> before, Dataset<Row> all) {
    Dataset<Row> now =
        all.join(
            HeldRows.keys(before.select("record_id").distinct()),
            new String[] {"record_id"},
            "left_semi");
    Dataset<Row> was =
        inputs
            .withLabels(before.select(VERSION).except(now.select(VERSION)))
            .select(col("record_id"), col("entity_id"), col("label").as("label_before"));
    Dataset<Row> is =
        inputs
            .withLabels(now.select(VERSION).except(before.select(VERSION)))
            .select(
                col("record_id"),
                col("entity_id").as("other_entity_id"),
                col("label").as("label_now"));
    Dataset<Row> moves =
        HeldRows.of(
            was.join(is, "record_id")
                .where(col("entity_id").notEqual(col("other_entity_id")))
                .withColumn("label", LabelColumns.union(col("label_before"), col("label_now")))
                .where(not(LabelColumns.contradictory(col("label"))))
                .select(
                    col("record_id"),
                    col("entity_id"),
                    col("other_entity_id"),
                    col("label"),
                    LabelColumns.id(col("label")).as("policy_id")));
    Dataset<Row> there = all.select(entityOf(col("record_id")).as("entity_id")).distinct();
    Dataset<Row> named =
        moves
            .select("entity_id")
            .distinct()
            .join(there.withColumn("is_there", lit(true)), new String[] {"entity_id"}, "left");
    return moves
        .join(decided(inputs), new String[] {"record_id"}, "left")
        .join(named, "entity_id")
        .groupBy("entity_id", "other_entity_id", "policy_id")
        .agg(
            first("label").as("label"),
            array_sort(collect_set("record_id")).as("record_ids"),
            // Named by a record that went with these, or that is gone.
            max(entityOf(col("record_id")).equalTo(col("entity_id")).or(col("is_there").isNull()))
                .as("whole"),
            array_sort(
                    array_distinct(
                        collect_set(
                            when(
                                array_contains(col("label.granted"), col("decision_policy")),
                                col("decision_id")))))
                .as("decisions"))
        .select(
            lit(Timestamp.from(at)).as("at"),
            col("entity_id"),
            when(col("whole"), "merged into").otherwise("split into").as("change"),
            col("other_entity_id"),
            col("record_ids"),
            col("decisions"),
            col("policy_id"),
            col("label"));
  }

  /** Records of decisions that came, went or were undone. */
  private static Dataset<Row> decided(Inputs inputs) {
    Dataset<Row> before = ResolveRecords.standing(inputs.table(DECISIONS_BEFORE));
    Dataset<Row> now = ResolveRecords.standing(inputs.table(Tables.DECISIONS));
    return now.except(before)
        .union(before.except(now))
        .select(
            explode(KeepDecisions.records()).as("record_id"),
            col("decision_id"),
            col("policy_id").as("decision_policy"))
        .distinct();
  }

  /** Former rows without the records that are gone. */
  private static Dataset<Row> stillThere(Dataset<Row> rows, Dataset<Row> now) {
    return rows.withColumn("record_id", explode(col("record_ids")))
        .join(now.select("record_id"), new String[] {"record_id"}, "left_semi")
        .groupBy("at", "entity_id", "change", "other_entity_id", "decisions", "policy_id")
        .agg(array_sort(collect_set("record_id")).as("record_ids"));
  }

  /** The id of the entity that a record names, as ViewerPart.id makes it. */
  public static Column entityOf(Column record) {
    return concat(lit("E-"), sha2(record.cast("binary"), 256).substr(1, 32));
  }
}
