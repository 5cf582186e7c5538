package org.insight.jobs.links;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
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
import org.insight.jobs.Tables;
import org.insight.policy.LabelColumns;
import org.insight.run.Changes;
import org.insight.run.HeldRows;
import org.insight.run.Inputs;
import org.insight.run.Read;
import org.insight.run.UpdateJob;
import org.insight.schemas.TableName;

/**
 * Links every two subjects, documents or records, that share an identifier.
 *
 * <p>How common a value is limits the pairs that it makes ({@link LinkLimits}). The count is taken
 * for each two policies apart, over the subjects of these two alone. Whoever sees a pair is
 * entitled to both policies, so to every subject that was counted: the limit falls for him as it
 * would were there nothing else, and hidden subjects neither make nor unmake what he sees. A count
 * over all subjects would let a pair vanish because of hidden ones. What the limit leaves out is
 * still together in links.groups.
 */
public final class LinkSubjects implements UpdateJob {

  /**
   * Mentions of a value that an edge names at each end, the least by id. A subject has one policy,
   * and so has each of its mentions, so no label follows from how many are named. All of them would
   * be copied into every pair: a number that a text says ten thousand times, as often as it has
   * others to be paired with.
   */
  static final int MAX_MENTIONS = 50;

  private static final WindowSpec SAME = Window.partitionBy("kind", "value", "policy_id");

  private final LinkLimits limits;

  public LinkSubjects(LinkLimits limits) {
    this.limits = limits;
  }

  @Override
  public String settings() {
    return "pairs=" + limits.pairs() + " mentions=" + MAX_MENTIONS;
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.IDENTIFIERS));
  }

  @Override
  public TableName writes() {
    return Tables.EDGES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return linked(inputs.table(Tables.IDENTIFIERS));
  }

  /** The pairs of each value that was found anew, for the limit counts all that share it. */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> values =
        HeldRows.keys(changes.changed(Tables.IDENTIFIERS).select("kind", "value").distinct());
    return Optional.of(
        new Update(
            values,
            linked(
                changes
                    .table(Tables.IDENTIFIERS)
                    .join(values, new String[] {"kind", "value"}, "left_semi"))));
  }

  private Dataset<Row> linked(Dataset<Row> identifiers) {
    return identifiers
        .transform(this::subjectsByPolicy)
        .transform(this::pairsOfPolicies)
        .transform(LinkSubjects::pairs)
        .transform(LinkSubjects::edges);
  }

  /**
   * One row a value and policy, with its subjects and their first mentions. More subjects than the
   * limit allows pairs (or just one more, among themselves) make no pair with anyone. They are
   * counted before they are gathered: a value may have millions, which no row can hold.
   */
  private Dataset<Row> subjectsByPolicy(Dataset<Row> identifiers) {
    Column found = col("found");
    return identifiers
        // One exchange serves the groupings, the count and the join.
        .repartition(col("kind"), col("value"))
        .groupBy("kind", "value", "policy_id", "subject_id", "subject_kind")
        // Named, for a set that is collected is computed as often as it stands there.
        .agg(collect_set("mention_id").as("found"))
        .withColumn(
            "mentions",
            when(size(found).gt(MAX_MENTIONS), slice(sort_array(found), 1, MAX_MENTIONS))
                .otherwise(found))
        .withColumn("sharing", count(lit(1)).over(SAME))
        .where(col("sharing").leq(limits.pairs() + 1L))
        .groupBy("kind", "value", "policy_id")
        .agg(collect_list(struct("subject_id", "subject_kind", "mentions")).as("subjects"));
  }

  private Dataset<Row> pairsOfPolicies(Dataset<Row> byPolicy) {
    Column one = size(col("subjects")).cast("bigint");
    Column other = size(col("other_subjects")).cast("bigint");
    Column pairs =
        when(col("policy_id").equalTo(col("other_policy_id")), one.multiply(one.minus(1)).divide(2))
            .otherwise(one.multiply(other));
    return byPolicy
        .join(
            byPolicy.select(
                col("kind"),
                col("value"),
                col("policy_id").as("other_policy_id"),
                col("subjects").as("other_subjects")),
            new String[] {"kind", "value"})
        .where(col("policy_id").leq(col("other_policy_id")))
        .where(pairs.between(1, limits.pairs()))
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
        .where(col("one.subject_id").notEqual(col("other.subject_id")));
  }

  private static Dataset<Row> edges(Dataset<Row> pairs) {
    Column inOrder = col("one.subject_id").lt(col("other.subject_id"));
    return pairs
        .withColumn("source", when(inOrder, col("one")).otherwise(col("other")))
        .withColumn("target", when(inOrder, col("other")).otherwise(col("one")))
        .select(
            sha2(
                    concat_ws(
                            "\n",
                            col("source.subject_id"),
                            col("target.subject_id"),
                            col("kind"),
                            col("value"))
                        .cast("binary"),
                    256)
                .as("edge_id"),
            col("source.subject_id").as("source_id"),
            col("source.subject_kind").as("source_kind"),
            col("target.subject_id").as("target_id"),
            col("target.subject_kind").as("target_kind"),
            col("kind"),
            col("value"),
            array_sort(array_union(col("source.mentions"), col("target.mentions"))).as("evidence"),
            col("label"));
  }
}
