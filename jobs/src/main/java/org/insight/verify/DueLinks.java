package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sha2;
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

  private final Dataset<Row> due;

  private DueLinks(Dataset<Row> due) {
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
   * With {@code lacks}, whether more edges tie the versions that a link is between than it names.
   *
   * @param links {@code source}, {@code one}, {@code target}, {@code other} and {@code edges}, how
   *     many it names
   */
  Dataset<Row> withLacking(Dataset<Row> links) {
    return ordered(links, "source", "one", "target", "other")
        .join(due, new String[] {"near", "near_version", "far", "far_version"}, "left")
        .withColumn("lacks", coalesce(col("due").gt(col("edges")), lit(false)))
        .drop("near", "near_version", "far", "far_version", "due");
  }

  /**
   * {@code link_id} of each link that there should be and is not. One of a wrong label, which is
   * found as such, stands for the one that is between its ends.
   *
   * @param links {@code source} and {@code target}, the hashes of both ends of all that are there
   */
  Dataset<Row> missing(Sources sources, Dataset<Row> links) {
    Column near = least(col("source"), col("target"));
    Column far = greatest(col("source"), col("target"));
    Dataset<Row> there =
        links.groupBy(near.as("near"), far.as("far")).agg(count(lit(1)).as("there"));
    Dataset<Row> ids =
        Views.entities(sources)
            .select(col("id"))
            .union(sources.rows(Sources.DOCUMENTS).select("document_id"))
            .distinct();
    // Mostly none, and then no id is looked up.
    return HeldRows.of(
            due.groupBy("near", "far")
                .agg(count(lit(1)).as("due"))
                .join(there, new String[] {"near", "far"}, "left")
                .withColumn("missing", col("due").minus(coalesce(col("there"), lit(0L))))
                .where(col("missing").gt(0)))
        .join(ids.select(SaltedHash.of(col("id")).as("near"), col("id").as("one_id")), "near")
        .join(ids.select(SaltedHash.of(col("id")).as("far"), col("id").as("other_id")), "far")
        .select(
            sha2(
                    concat_ws(
                            "\n",
                            least(col("one_id"), col("other_id")),
                            greatest(col("one_id"), col("other_id")))
                        .cast("binary"),
                    256)
                .as("link_id"),
            explode(sequence(lit(1L), col("missing"))));
  }
}
