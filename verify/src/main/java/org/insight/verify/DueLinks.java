package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.insight.run.HeldRows;
import org.insight.run.SaltedHash;

/**
 * The links that there should be: one between each two versions, of two entities, that some reader
 * has in view on one day and that an edge ties.
 *
 * <p>Of two ends, {@code near} is the one of the lesser hash.
 */
final class DueLinks {

  private static final String[] VERSIONS = {"near", "near_version", "far", "far_version"};

  private final Dataset<Row> due;

  /**
   * @param due {@code near}, {@code near_version}, {@code far}, {@code far_version} and {@code
   *     due}, how many edges tie them
   */
  DueLinks(Dataset<Row> due) {
    this.due = due;
  }

  /**
   * @param edges all, as of {@link EdgeEvidence#edges}
   * @param inVersions {@code entity}, {@code subject} and {@code version}, the number of its label
   */
  static DueLinks of(
      Sources sources, Dataset<Row> edges, Dataset<Row> inVersions, Broadcast<SeenTogether> seen) {
    return new DueLinks(sources.held("due links", () -> due(edges, inVersions, seen)));
  }

  private static Dataset<Row> due(
      Dataset<Row> edges, Dataset<Row> inVersions, Broadcast<SeenTogether> seen) {
    UDF2<Integer, Integer, Boolean> any = (one, other) -> seen.value().any(one, other);
    Column together =
        udf(any, DataTypes.BooleanType).apply(col("one_version"), col("other_version"));
    return edges
        .select("source", "target")
        .join(inVersions.toDF("one", "source", "one_version"), "source")
        .join(inVersions.toDF("other", "target", "other_version"), "target")
        .where(col("one").notEqual(col("other")))
        .where(together)
        .transform(rows -> ordered(rows, "one", "one_version", "other", "other_version"))
        .groupBy("near", "near_version", "far", "far_version")
        .agg(count(lit(1)).as("due"));
  }

  /** With {@code near}, {@code near_version}, {@code far} and {@code far_version}. */
  private static Dataset<Row> ordered(
      Dataset<Row> rows, String one, String oneVersion, String other, String otherVersion) {
    Column inOrder = col(one).lt(col(other));
    return rows.withColumn("near", least(col(one), col(other)))
        .withColumn("near_version", when(inOrder, col(oneVersion)).otherwise(col(otherVersion)))
        .withColumn("far", greatest(col(one), col(other)))
        .withColumn("far_version", when(inOrder, col(otherVersion)).otherwise(col(oneVersion)));
  }

  /**
   * With the versions that links are between, and {@code lacks}, whether more edges tie these than
   * it names.
   *
   * @param links {@code source}, {@code one}, {@code target}, {@code other} and {@code edges}, how
   *     many it names
   */
  Dataset<Row> withLacking(Dataset<Row> links) {
    return ordered(links, "source", "one", "target", "other")
        .join(due, VERSIONS, "left")
        .withColumn("lacks", coalesce(col("due").gt(col("edges")), lit(false)))
        .drop("due");
  }

  /**
   * {@code near} and {@code far} of links that there should be and are not, and {@code missing},
   * how many. One that is wrong, between versions that have none due, stands for one that its ends
   * lack.
   *
   * @param checked of each link the versions that it is between, as {@link #withLacking} gives
   *     them, and {@code why}, null where it is right
   */
  Dataset<Row> missing(Dataset<Row> checked) {
    Dataset<Row> lacking =
        due.join(checked, VERSIONS, "left_anti")
            .groupBy("near", "far")
            .agg(count(lit(1)).as("lacking"));
    Dataset<Row> wrong =
        checked
            .where(col("why").isNotNull())
            .join(due, VERSIONS, "left_anti")
            .groupBy("near", "far")
            .agg(count(lit(1)).as("wrong"));
    return lacking
        .join(wrong, new String[] {"near", "far"}, "left")
        .withColumn("missing", col("lacking").minus(coalesce(col("wrong"), lit(0L))))
        .where(col("missing").gt(0))
        .select("near", "far", "missing");
  }

  /**
   * {@code link_id}, once for each that is missing.
   *
   * @param missing as of {@link #missing}
   */
  static Dataset<Row> named(Sources sources, Dataset<Row> missing) {
    Dataset<Row> ids =
        Views.entities(sources)
            .select(col("id"))
            .union(sources.rows(Sources.DOCUMENTS).select("document_id"))
            .distinct();
    // Mostly none, and then no id is looked up.
    return HeldRows.of(missing)
        .join(ids.select(SaltedHash.of(col("id")).as("near"), col("id").as("one_id")), "near")
        .join(ids.select(SaltedHash.of(col("id")).as("far"), col("id").as("other_id")), "far")
        .select(
            Ids.hash(
                    least(col("one_id"), col("other_id")), greatest(col("one_id"), col("other_id")))
                .as("link_id"),
            explode(sequence(lit(1L), col("missing"))));
  }
}
