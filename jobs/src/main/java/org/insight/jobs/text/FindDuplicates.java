package org.insight.jobs.text;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.jobs.Tables;
import org.insight.jobs.text.duplicates.DuplicateLimits;
import org.insight.jobs.text.duplicates.Sketch;
import org.insight.policy.LabelColumns;
import org.insight.run.Changes;
import org.insight.run.HeldRows;
import org.insight.run.Inputs;
import org.insight.run.Read;
import org.insight.run.UpdateJob;
import org.insight.schemas.TableName;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Links every two documents of the same or nearly the same words. Documents that share a bucket are
 * candidates; their sketches say how similar they are.
 *
 * <p>How full a bucket is limits its candidates ({@link DuplicateLimits}), counted for each two
 * policies apart as in links: whoever sees a pair is entitled to both policies, so to every
 * document that was counted. Over the limit each document is held against the first one of the
 * other policy, or of its own, and the rows say {@code crowded}, whatever the similarity.
 */
public final class FindDuplicates implements UpdateJob {

  private static final UserDefinedFunction SIMILARITY =
      udf(
          (UDF2<Seq<Integer>, Seq<Integer>, Double>)
              (one, other) -> Sketch.similarity(ints(one), ints(other)),
          DataTypes.DoubleType);

  private final DuplicateLimits limits;

  public FindDuplicates(DuplicateLimits limits) {
    this.limits = limits;
  }

  @Override
  public String settings() {
    return "similarity=" + limits.similarity() + " pairs=" + limits.pairs();
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.FINGERPRINTS));
  }

  @Override
  public TableName writes() {
    return Tables.DUPLICATES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return pairs(inputs.table(Tables.FINGERPRINTS));
  }

  /**
   * The pairs of every document that shares a bucket with one that came or went: how full a bucket
   * is counts for all in it.
   */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> fingerprints = changes.table(Tables.FINGERPRINTS);
    Dataset<Row> changed = HeldRows.of(changes.changed(Tables.FINGERPRINTS));
    Dataset<Row> touched =
        HeldRows.keys(
            sharing(fingerprints, buckets(changed))
                .union(changed.select("document_id"))
                .distinct());
    Dataset<Row> near =
        HeldRows.keys(sharing(fingerprints, buckets(of(fingerprints, touched))).distinct());
    return Optional.of(
        new Update(touched, of(pairs(HeldRows.of(of(fingerprints, near))), touched)));
  }

  private static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> documents) {
    return rows.join(documents, new String[] {"document_id"}, "left_semi");
  }

  private static Dataset<Row> buckets(Dataset<Row> fingerprints) {
    return fingerprints.select(explode(col("buckets")).as("bucket")).distinct();
  }

  /** Ids of the documents that are in one of some buckets, in any number. */
  private static Dataset<Row> sharing(Dataset<Row> fingerprints, Dataset<Row> buckets) {
    return fingerprints
        .select(col("document_id"), explode(col("buckets")).as("bucket"))
        .join(HeldRows.keys(buckets), new String[] {"bucket"}, "left_semi")
        .select("document_id");
  }

  private Dataset<Row> pairs(Dataset<Row> fingerprints) {
    return fingerprints
        .transform(FindDuplicates::documentsByPolicy)
        .transform(this::bucketsOfPolicies)
        .transform(FindDuplicates::candidates)
        .transform(rows -> compared(rows, fingerprints))
        .transform(this::alike);
  }

  /** One row a bucket and policy, with its documents. */
  private static Dataset<Row> documentsByPolicy(Dataset<Row> fingerprints) {
    return fingerprints
        .select(explode(col("buckets")).as("bucket"), col("policy_id"), col("document_id"))
        // One exchange serves the grouping and the join.
        .repartition(col("bucket"))
        .groupBy("bucket", "policy_id")
        .agg(collect_list("document_id").as("ones"));
  }

  /** Two policies of a bucket, and which of their documents to compare. */
  private Dataset<Row> bucketsOfPolicies(Dataset<Row> byPolicy) {
    Column one = size(col("ones")).cast("bigint");
    Column other = size(col("others")).cast("bigint");
    Column pairs =
        when(col("policy_id").equalTo(col("other_policy_id")), one.multiply(one.minus(1)).divide(2))
            .otherwise(one.multiply(other));
    Column all = array(sides(col("ones"), col("others")));
    Column firsts =
        array(
            sides(col("ones"), array(array_min(col("others")))),
            sides(array(array_min(col("ones"))), col("others")));
    return byPolicy
        .join(
            byPolicy.select(
                col("bucket"), col("policy_id").as("other_policy_id"), col("ones").as("others")),
            new String[] {"bucket"})
        .where(col("policy_id").leq(col("other_policy_id")))
        .withColumn("pairs", pairs)
        .where(col("pairs").geq(1))
        .withColumn("crowded", col("pairs").gt(limits.pairs()))
        .select(
            col("policy_id"),
            col("other_policy_id"),
            col("crowded"),
            explode(when(col("crowded"), firsts).otherwise(all)).as("sides"));
  }

  private static Column sides(Column ones, Column others) {
    return struct(ones.as("ones"), others.as("others"));
  }

  /** Every two documents that some bucket brings together, each pair once. */
  private static Dataset<Row> candidates(Dataset<Row> ofPolicies) {
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
            col("crowded"))
        .groupBy("document_id", "other_document_id", "policy_id", "other_policy_id")
        .agg(max("crowded").as("crowded"));
  }

  private static Dataset<Row> compared(Dataset<Row> candidates, Dataset<Row> fingerprints) {
    Dataset<Row> ones = fingerprints.select("document_id", "text_hash", "sketch");
    Dataset<Row> others = ones.toDF("other_document_id", "other_text_hash", "other_sketch");
    Column same = col("text_hash").equalTo(col("other_text_hash"));
    return candidates
        .join(ones, new String[] {"document_id"})
        .join(others, new String[] {"other_document_id"})
        .withColumn("same", same)
        .withColumn(
            "similarity",
            when(col("same"), lit(1.0))
                .otherwise(SIMILARITY.apply(col("sketch"), col("other_sketch"))));
  }

  private Dataset<Row> alike(Dataset<Row> compared) {
    Column near = col("similarity").geq(limits.similarity());
    return compared
        .where(near.or(col("crowded")))
        .select(
            col("document_id"),
            col("other_document_id"),
            when(col("same"), "same_text").when(near, "near").otherwise("unlike").as("kind"),
            col("similarity"),
            col("crowded"),
            LabelColumns.union(
                    LabelColumns.ofPolicy(col("policy_id")),
                    LabelColumns.ofPolicy(col("other_policy_id")))
                .as("label"));
  }

  private static int[] ints(Seq<Integer> sketch) {
    return JavaConverters.seqAsJavaList(sketch).stream().mapToInt(Integer::intValue).toArray();
  }
}
