package org.insight.jobs.links;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.PolicyAccesses;
import org.insight.policy.LabelColumns;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Links every two subjects that share an identifier, and records of which one names the other
 * ({@link StatedEdges}). A subject is a document, a record, or a person of a text ({@link
 * IdentifierHolders}).
 *
 * <p>How common a value is limits the pairs that it makes ({@link LinkLimits}). For each two
 * policies those are counted who share it under the same {@link BasePolicy#access access} as the
 * one or the other, and no shorter. Whoever sees a pair is entitled to both policies, so to every
 * subject that was counted: the limit falls for him as it would were there nothing else, and hidden
 * subjects neither make nor unmake what he sees. A count over all subjects would let a pair vanish
 * because of hidden ones; a count over the two policies alone would be none where each message of a
 * sender has another date or condition. What the limit leaves out is still together in
 * links.groups.
 */
public final class LinkSubjects implements UpdateJob {

  /**
   * Mentions of a value that an edge names at each end, the least by id. A subject has one policy,
   * and so has each of its mentions, so no label follows from how many are named. All of them would
   * be copied into every pair: a number that a text says ten thousand times, as often as it has
   * others to be paired with.
   */
  static final int MAX_MENTIONS = 50;

  /** Those who share a value under the same access, no shorter. */
  private static final WindowSpec NO_SHORTER =
      Window.partitionBy("kind", "value", "access")
          .orderBy(col("ends").desc_nulls_first())
          .rangeBetween(Window.unboundedPreceding(), Window.currentRow());

  private final LinkLimits limits;

  public LinkSubjects(LinkLimits limits) {
    this.limits = limits;
  }

  @Override
  public String settings() {
    return "pairs=" + limits.pairs() + " mentions=" + MAX_MENTIONS + " by=access held=2 stated=2";
  }

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.IDENTIFIERS),
        Read.whole(Tables.DESCRIBED),
        Read.whole(Tables.RECORDS),
        Read.whole(Tables.POLICIES));
  }

  @Override
  public TableName writes() {
    return Tables.EDGES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> records = inputs.table(Tables.RECORDS);
    return linked(
            IdentifierHolders.of(
                inputs.table(Tables.IDENTIFIERS), inputs.table(Tables.DESCRIBED), records),
            inputs.table(Tables.POLICIES))
        .union(StatedEdges.of(records, records));
  }

  /**
   * The pairs of each value that was found anew or of which others are the holders, for the limit
   * counts all that share it, or that is under a policy that came or went: what its access is, is
   * known only while it is there. And what each new record, or one that is gone, says of others.
   */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> identifiers = changes.table(Tables.IDENTIFIERS);
    Dataset<Row> records = changes.table(Tables.RECORDS);
    Dataset<Row> policies = PolicyAccesses.changed(changes);
    Dataset<Row> changed =
        HeldRows.keys(changes.changed(Tables.RECORDS).select("record_id").distinct());
    Dataset<Row> subjects =
        HeldRows.keys(changes.keys(Tables.DESCRIBED).toDF("subject_id").union(changed).distinct());
    Dataset<Row> values =
        HeldRows.keys(
            changes
                .changed(Tables.IDENTIFIERS)
                .select("kind", "value")
                .union(
                    identifiers
                        .join(policies, new String[] {"policy_id"}, "left_semi")
                        .select("kind", "value"))
                .union(
                    identifiers
                        .join(subjects, new String[] {"subject_id"}, "left_semi")
                        .select("kind", "value"))
                .distinct());
    Dataset<Row> found = identifiers.join(values, new String[] {"kind", "value"}, "left_semi");
    Dataset<Row> stating =
        HeldRows.of(records.join(changed, new String[] {"record_id"}, "left_semi"));
    Dataset<Row> stated = StatedEdges.of(stating, records);
    Dataset<Row> statedBefore =
        changes
            .output()
            .join(changed.toDF("value"), new String[] {"value"}, "left_semi")
            .select("kind", "value");
    return Optional.of(
        new Update(
            HeldRows.keys(
                values.union(statedBefore).union(stated.select("kind", "value")).distinct()),
            linked(
                    IdentifierHolders.of(found, changes.table(Tables.DESCRIBED), records),
                    changes.table(Tables.POLICIES))
                .union(stated)));
  }

  private Dataset<Row> linked(Dataset<Row> identifiers, Dataset<Row> policies) {
    return subjectsByPolicy(identifiers, broadcast(PolicyAccesses.of(policies)))
        .transform(this::pairsOfPolicies)
        .transform(LinkSubjects::pairs)
        .transform(LinkSubjects::edges);
  }

  /**
   * One row a value and policy, with its subjects, their first mentions, and in {@code sharing} how
   * many share the value under its access, no shorter. More than the limit allows pairs (or just
   * one more, among themselves) make no pair with anyone. They are counted before they are
   * gathered: a value may have millions, which no row can hold.
   *
   * @param accesses of the policies; one that is not there is of an access of its own
   */
  private Dataset<Row> subjectsByPolicy(Dataset<Row> identifiers, Dataset<Row> accesses) {
    Column found = col("found");
    return identifiers
        // One exchange serves the groupings, the count and the join.
        .repartition(col("kind"), col("value"))
        .groupBy("kind", "value", "policy_id", "subject_id", "subject_kind", "is_thing")
        // Named, for a set that is collected is computed as often as it stands there.
        .agg(collect_set("mention_id").as("found"))
        .withColumn(
            "mentions",
            when(size(found).gt(MAX_MENTIONS), slice(sort_array(found), 1, MAX_MENTIONS))
                .otherwise(found))
        .join(accesses, new String[] {"policy_id"}, "left")
        .withColumn("access", coalesce(col("access"), col("policy_id")))
        .withColumn("sharing", count(lit(1)).over(NO_SHORTER))
        .where(col("sharing").leq(limits.pairs() + 1L))
        .groupBy("kind", "value", "policy_id", "access", "sharing")
        .agg(
            collect_list(struct("subject_id", "subject_kind", "mentions", "is_thing"))
                .as("subjects"));
  }

  private Dataset<Row> pairsOfPolicies(Dataset<Row> byPolicy) {
    Column one = col("sharing");
    Column other = col("other_sharing");
    // Of one access, the longer are among those who are no shorter than the other.
    Column all = greatest(one, other);
    Column pairs =
        when(col("access").equalTo(col("other_access")), all.multiply(all.minus(1)).divide(2))
            .otherwise(one.multiply(other));
    return byPolicy
        .join(
            byPolicy.select(
                col("kind"),
                col("value"),
                col("policy_id").as("other_policy_id"),
                col("access").as("other_access"),
                col("sharing").as("other_sharing"),
                col("subjects").as("other_subjects")),
            new String[] {"kind", "value"})
        .where(
            col("policy_id")
                .lt(col("other_policy_id"))
                .or(
                    col("policy_id")
                        .equalTo(col("other_policy_id"))
                        .and(size(col("subjects")).gt(1))))
        .where(pairs.leq(limits.pairs()))
        .withColumn(
            "label",
            LabelColumns.union(
                LabelColumns.ofPolicy(col("policy_id")),
                LabelColumns.ofPolicy(col("other_policy_id"))));
  }

  private static Dataset<Row> pairs(Dataset<Row> ofPolicies) {
    return ofPolicies
        .withColumn("one", explode(col("subjects")))
        .drop("subjects")
        .withColumn("other", explode(col("other_subjects")))
        .drop("other_subjects")
        .where(
            col("policy_id")
                .notEqual(col("other_policy_id"))
                .or(col("one.subject_id").lt(col("other.subject_id"))))
        .where(col("one.subject_id").notEqual(col("other.subject_id")))
        // Records of one account, vehicle or line are one entity for whoever sees them.
        .where(col("one.is_thing").and(col("other.is_thing")).equalTo(false));
  }

  private static Dataset<Row> edges(Dataset<Row> pairs) {
    Column inOrder = col("one.subject_id").lt(col("other.subject_id"));
    return pairs
        .withColumn("source", when(inOrder, col("one")).otherwise(col("other")))
        .withColumn("target", when(inOrder, col("other")).otherwise(col("one")))
        .withColumn(
            "evidence", array_sort(array_union(col("source.mentions"), col("target.mentions"))))
        .select(
            // A mention is of one identifier, which is not to be found out by trying all.
            sha2(
                    concat_ws(
                            "\n",
                            col("source.subject_id"),
                            col("target.subject_id"),
                            element_at(col("evidence"), 1))
                        .cast("binary"),
                    256)
                .as("edge_id"),
            col("source.subject_id").as("source_id"),
            col("source.subject_kind").as("source_kind"),
            col("target.subject_id").as("target_id"),
            col("target.subject_kind").as("target_kind"),
            col("kind"),
            col("value"),
            col("evidence"),
            col("label"));
  }
}
