package org.insight.jobs.text;

import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.insight.jobs.text.DuplicateCandidates.memberships;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.text.duplicates.DuplicateLimits;
import org.insight.jobs.text.duplicates.Sketch;
import org.insight.policy.LabelColumns;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Links every two documents of the same or nearly the same words. Documents that share a bucket are
 * candidates ({@link DuplicateCandidates}); their sketches say how similar they are. Pairs of a
 * crowded bucket say so, whatever the similarity.
 */
public final class FindDuplicates implements UpdateJob {

  private static final UserDefinedFunction SIMILARITY =
      udf(
          (UDF2<Seq<Integer>, Seq<Integer>, Double>)
              (one, other) -> Sketch.similarity(ints(one), ints(other)),
          DataTypes.DoubleType);

  private static final String ID = "document_id";
  private static final String OTHER_ID = "other_document_id";
  private static final String[] PAIR = {ID, OTHER_ID};

  private final DuplicateLimits limits;
  private final DuplicateCandidates candidates;

  public FindDuplicates(DuplicateLimits limits) {
    this.limits = limits;
    this.candidates = new DuplicateCandidates(limits);
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
    Dataset<Row> fingerprints = inputs.table(Tables.FINGERPRINTS);
    return pairs(candidates.of(memberships(fingerprints)), fingerprints);
  }

  /**
   * The pairs that the buckets of what came or went make other than they did: of those that they
   * made, the ones that were found; of those that they make, the ones that are alike or of a
   * crowded bucket.
   */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> fingerprints = changes.table(Tables.FINGERPRINTS);
    Dataset<Row> changed = HeldRows.of(candidates.changed(changedMemberships(changes)));
    Dataset<Row> ends = HeldRows.of(of(fingerprints, HeldRows.keys(ends(changed))));
    Dataset<Row> made = HeldRows.keys(changed.where(not(col("after"))).select(ID, OTHER_ID));
    Dataset<Row> found = changes.output().join(made, PAIR, "left_semi");
    Dataset<Row> alike = compared(changed.where(col("after")), ends);
    Dataset<Row> pairs =
        HeldRows.keys(found.select(ID, OTHER_ID).union(alike.select(ID, OTHER_ID)).distinct());
    Dataset<Row> now =
        candidates
            .of(in(memberships(fingerprints), HeldRows.keys(sharedBuckets(pairs, ends))))
            .join(pairs, PAIR, "left_semi");
    return Optional.of(new Update(pairs, pairs(now, ends)));
  }

  /** What the buckets of what came or went hold now, and what of it they held before. */
  private static Dataset<Row> changedMemberships(Changes changes) {
    Dataset<Row> changed = HeldRows.of(changes.changed(Tables.FINGERPRINTS));
    Dataset<Row> documents = HeldRows.keys(changed.select("document_id").distinct());
    Dataset<Row> buckets =
        HeldRows.keys(changed.select(explode(col("buckets")).as("bucket")).distinct());
    Dataset<Row> before =
        in(memberships(of(changes.before(Tables.FINGERPRINTS), documents)), buckets)
            .withColumn("state", lit(DuplicateCandidates.WENT));
    Column came = col("came").isNotNull();
    return in(memberships(changes.table(Tables.FINGERPRINTS)), buckets)
        .join(documents.withColumn("came", lit(true)), new String[] {"document_id"}, "left_outer")
        .withColumn(
            "state", when(came, DuplicateCandidates.CAME).otherwise(DuplicateCandidates.STAYED))
        .drop("came")
        .unionByName(before);
  }

  private static Dataset<Row> in(Dataset<Row> memberships, Dataset<Row> buckets) {
    return memberships.join(buckets, new String[] {"bucket"}, "left_semi");
  }

  private static Dataset<Row> of(Dataset<Row> fingerprints, Dataset<Row> documents) {
    return fingerprints.join(documents, new String[] {"document_id"}, "left_semi");
  }

  private static Dataset<Row> ends(Dataset<Row> pairs) {
    return pairs.select("document_id").union(pairs.select("other_document_id")).distinct();
  }

  /** The buckets that both documents of some pair are in. */
  private static Dataset<Row> sharedBuckets(Dataset<Row> pairs, Dataset<Row> ends) {
    return withEnds(pairs, ends, "buckets")
        .select(explode(array_intersect(col("buckets"), col("other_buckets"))).as("bucket"))
        .distinct();
  }

  /** Pairs with columns of their two documents, those of the second as {@code other_…}. */
  private static Dataset<Row> withEnds(
      Dataset<Row> pairs, Dataset<Row> fingerprints, String... columns) {
    Dataset<Row> ones = fingerprints.select("document_id", columns);
    Dataset<Row> others = ones;
    for (String column : ones.columns()) {
      others = others.withColumnRenamed(column, "other_" + column);
    }
    return pairs
        .join(ones, new String[] {"document_id"})
        .join(others, new String[] {"other_document_id"});
  }

  private Dataset<Row> compared(Dataset<Row> candidates, Dataset<Row> fingerprints) {
    Column same = col("text_hash").equalTo(col("other_text_hash"));
    Column near = col("similarity").geq(limits.similarity());
    return withEnds(candidates, fingerprints, "text_hash", "sketch")
        .withColumn("same", same)
        .withColumn(
            "similarity",
            when(col("same"), lit(1.0))
                .otherwise(SIMILARITY.apply(col("sketch"), col("other_sketch"))))
        .withColumn("near", near)
        .where(near.or(col("crowded")));
  }

  /** The pairs of some candidates that are alike, or of a crowded bucket. */
  private Dataset<Row> pairs(Dataset<Row> candidates, Dataset<Row> fingerprints) {
    return compared(candidates, fingerprints)
        .select(
            col("document_id"),
            col("other_document_id"),
            when(col("same"), "same_text").when(col("near"), "near").otherwise("unlike").as("kind"),
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
