package org.insight.jobs.text;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.text.duplicates.DuplicateLimits;

/**
 * Which documents are to be held against each other: those that share a bucket.
 *
 * <p>How full a bucket is limits its candidates ({@link DuplicateLimits}), counted for each two
 * policies apart as in links: whoever sees a pair is entitled to both policies, so to every
 * document that was counted. Over the limit each document is held against the first one of the
 * other policy, or of its own: the bucket is <i>crowded</i>.
 */
final class DuplicateCandidates {

  /** A document that was in the bucket and is. */
  static final int STAYED = 0;

  /** A document as it was, of those that have changed. */
  static final int WENT = 1;

  /** A document as it is, of those that have changed. */
  static final int CAME = 2;

  private final DuplicateLimits limits;

  DuplicateCandidates(DuplicateLimits limits) {
    this.limits = limits;
  }

  /** One row a document and bucket: bucket, policy_id, document_id. */
  static Dataset<Row> memberships(Dataset<Row> fingerprints) {
    return fingerprints.select(
        explode(col("buckets")).as("bucket"), col("policy_id"), col("document_id"));
  }

  /**
   * Every two documents that some bucket brings together, each pair once.
   *
   * @param memberships all of some buckets
   * @return document_id, other_document_id, policy_id, other_policy_id, crowded
   */
  Dataset<Row> of(Dataset<Row> memberships) {
    Dataset<Row> byPolicy = byPolicy(memberships, collect_list("document_id").as("ones"));
    Column ones = col("ones");
    Column others = col("other_ones");
    return pairs(
            withOther(byPolicy, "ones")
                .where(number(ones, others).geq(1))
                .withColumn("crowded", crowded(ones, others))
                .select(
                    col("policy_id"),
                    col("other_policy_id"),
                    col("crowded"),
                    lit(true).as("after"),
                    explode(
                            when(col("crowded"), firsts(ones, ones, others, others))
                                .otherwise(array(sides(ones, others))))
                        .as("sides")))
        .groupBy("document_id", "other_document_id", "policy_id", "other_policy_id")
        .agg(max("crowded").as("crowded"));
  }

  /**
   * The pairs that a bucket makes other than it did. A bucket that was not crowded and is not makes
   * those of the documents that have changed; so does one that was and is, as long as the same
   * document stands first; where it has become crowded, is no longer, or another document stands
   * first, all of its pairs may come out otherwise.
   *
   * @param memberships all of some buckets, before and now, with their state
   * @return document_id, other_document_id, after, crowded: a candidate before or now ({@code
   *     after}) of a bucket that was or is crowded, in any number
   */
  Dataset<Row> changed(Dataset<Row> memberships) {
    Dataset<Row> byPolicy =
        byPolicy(memberships, idsOf(STAYED, "stayed"), idsOf(WENT, "went"), idsOf(CAME, "came"));
    return pairs(
            withOther(byPolicy, "stayed", "went", "came")
                .where(
                    size(col("went"))
                        .plus(size(col("came")))
                        .plus(size(col("other_went")))
                        .plus(size(col("other_came")))
                        .gt(0))
                .withColumn("crowded_before", crowded(all("", "went"), all("other_", "went")))
                .withColumn("crowded_after", crowded(all("", "came"), all("other_", "came")))
                .withColumn(
                    "alike",
                    not(col("crowded_before").or(col("crowded_after")))
                        .or(
                            col("crowded_before")
                                .and(col("crowded_after"))
                                .and(sameFirst(""))
                                .and(sameFirst("other_"))))
                .select(
                    col("policy_id"),
                    col("other_policy_id"),
                    explode(
                            concat(
                                changedSides("went", "crowded_before", false),
                                changedSides("came", "crowded_after", true)))
                        .as("sides"))
                .withColumn("crowded", col("sides.crowded"))
                .withColumn("after", col("sides.after")))
        .groupBy("document_id", "other_document_id", "after")
        .agg(max("crowded").as("crowded"));
  }

  /** Of a bucket as it was or is. */
  private static Column changedSides(String changed, String crowded, boolean after) {
    Column ones = all("", changed);
    Column others = all("other_", changed);
    Column few =
        when(col(crowded), firsts(col(changed), ones, col("other_" + changed), others))
            .otherwise(
                array(sides(col(changed), others), sides(col("stayed"), col("other_" + changed))));
    Column whole =
        when(col(crowded), firsts(ones, ones, others, others))
            .otherwise(array(sides(ones, others)));
    return transform(
        when(col("alike"), few).otherwise(whole),
        sides ->
            struct(
                sides.getField("ones").as("ones"),
                sides.getField("others").as("others"),
                lit(after).as("after"),
                col(crowded).as("crowded")));
  }

  private static Column idsOf(int state, String name) {
    return collect_list(when(col("state").equalTo(state), col("document_id"))).as(name);
  }

  private static Column all(String prefix, String changed) {
    return concat(col(prefix + "stayed"), col(prefix + changed));
  }

  /** Whether the first of a policy's documents is one that stayed, before and now. */
  private static Column sameFirst(String prefix) {
    Column first = array_min(col(prefix + "stayed"));
    return coalesce(
        first
            .equalTo(array_min(all(prefix, "went")))
            .and(first.equalTo(array_min(all(prefix, "came")))),
        lit(false));
  }

  /** One row a bucket and policy. */
  private static Dataset<Row> byPolicy(Dataset<Row> memberships, Column list, Column... lists) {
    return memberships
        // One exchange serves the grouping and the join.
        .repartition(col("bucket"))
        .groupBy("bucket", "policy_id")
        .agg(list, lists);
  }

  /** Every two policies of a bucket, the lists of the second as {@code other_…}. */
  private static Dataset<Row> withOther(Dataset<Row> byPolicy, String... lists) {
    Dataset<Row> others = byPolicy.withColumnRenamed("policy_id", "other_policy_id");
    for (String list : lists) {
      others = others.withColumnRenamed(list, "other_" + list);
    }
    return byPolicy
        .join(others, new String[] {"bucket"})
        .where(col("policy_id").leq(col("other_policy_id")));
  }

  private Column crowded(Column ones, Column others) {
    return number(ones, others).gt(limits.pairs());
  }

  /** How many pairs two policies of a bucket make, or one among its own. */
  private static Column number(Column ones, Column others) {
    Column one = size(ones).cast("bigint");
    Column other = size(others).cast("bigint");
    return when(
            col("policy_id").equalTo(col("other_policy_id")), one.multiply(one.minus(1)).divide(2))
        .otherwise(one.multiply(other));
  }

  /**
   * Some documents of each policy against the first of the other.
   *
   * @param some of {@code ones}
   * @param someOther of {@code others}
   */
  private static Column firsts(Column some, Column ones, Column someOther, Column others) {
    return array(sides(some, array(array_min(others))), sides(array(array_min(ones)), someOther));
  }

  private static Column sides(Column ones, Column others) {
    return struct(ones.as("ones"), others.as("others"));
  }

  private static Dataset<Row> pairs(Dataset<Row> ofPolicies) {
    Column inOrder = col("one").lt(col("other"));
    return ofPolicies
        .withColumn("one", explode(col("sides.ones")))
        .withColumn("other", explode(col("sides.others")))
        .where(col("one").notEqual(col("other")))
        .select(
            least(col("one"), col("other")).as("document_id"),
            greatest(col("one"), col("other")).as("other_document_id"),
            when(inOrder, col("policy_id")).otherwise(col("other_policy_id")).as("policy_id"),
            when(inOrder, col("other_policy_id")).otherwise(col("policy_id")).as("other_policy_id"),
            col("crowded"),
            col("after"));
  }
}
