package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.Tables;
import org.insight.policy.LabelColumns;
import org.insight.run.Inputs;
import org.insight.run.Job;
import org.insight.run.Read;
import org.insight.schemas.TableName;

/**
 * Links entities and documents where records or documents of theirs are linked. A document is an
 * entity of its own.
 *
 * <p>An entity has a version for each set of records that some reader sees of it, so a link has one
 * for each two versions that one reader can see. Its label is the union of both versions' labels
 * (the edges' policies are among those that they grant); where it grants what it withholds, no
 * reader has both versions and the link is left out. Of what remains, ends and label name one pair
 * of versions: a reader entitled to just what is granted sees one version of each end. The label of
 * an edge is therefore always a part of the label of the link, and all edges of the pair are seen
 * by whoever sees the link.
 */
public final class CurateLinks implements Job {

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.EDGES),
        Read.whole(Tables.MEMBERSHIPS),
        Read.whole(Tables.RECORDS),
        Read.whole(Tables.DOCUMENTS));
  }

  @Override
  public TableName writes() {
    return Tables.LINKS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> ends =
        recordEnds(inputs.labelled(Tables.MEMBERSHIPS), inputs.table(Tables.RECORDS))
            .unionByName(documentEnds(inputs.labelled(Tables.DOCUMENTS)));
    return inputs
        .labelled(Tables.EDGES)
        .transform(edges -> betweenEntities(edges, ends))
        .transform(CurateLinks::links);
  }

  private static Dataset<Row> recordEnds(Dataset<Row> memberships, Dataset<Row> records) {
    return memberships
        .select("record_id", "entity_id", "label")
        .join(EntityVersions.of(memberships, records), new String[] {"entity_id", "label"}, "inner")
        .select(
            lit("record").as("subject_kind"),
            col("record_id").as("subject_id"),
            struct(
                    col("entity_id").as("id"),
                    col("entity_kind").as("kind"),
                    col("entity_caption").as("caption"),
                    col("label"))
                .as("end"));
  }

  private static Dataset<Row> documentEnds(Dataset<Row> documents) {
    return documents.select(
        lit("document").as("subject_kind"),
        col("document_id").as("subject_id"),
        struct(
                col("document_id").as("id"),
                lit("Document").as("kind"),
                coalesce(when(trim(col("title")).notEqual(""), col("title")), lit("Document"))
                    .as("caption"),
                col("label"))
            .as("end"));
  }

  private static Dataset<Row> betweenEntities(Dataset<Row> edges, Dataset<Row> ends) {
    Dataset<Row> sources = ends.toDF("source_kind", "source_id", "source");
    Dataset<Row> targets = ends.toDF("target_kind", "target_id", "target");
    return edges
        .withColumnRenamed("label", "edge_label")
        .join(sources, new String[] {"source_kind", "source_id"}, "inner")
        .join(targets, new String[] {"target_kind", "target_id"}, "inner")
        .where(col("source.id").notEqual(col("target.id")))
        .withColumn(
            "label",
            LabelColumns.union(col("source.label"), col("target.label"), col("edge_label")))
        .where(not(LabelColumns.contradictory(col("label"))));
  }

  private static Dataset<Row> links(Dataset<Row> pairs) {
    Column inOrder = col("source.id").lt(col("target.id"));
    return pairs
        .withColumn("one", when(inOrder, col("source")).otherwise(col("target")))
        .withColumn("other", when(inOrder, col("target")).otherwise(col("source")))
        .groupBy(
            col("one.id").as("source_id"),
            col("one.kind").as("source_kind"),
            col("one.caption").as("source_caption"),
            col("other.id").as("target_id"),
            col("other.kind").as("target_kind"),
            col("other.caption").as("target_caption"),
            col("label"))
        .agg(
            sort_array(collect_set("kind")).as("kinds"),
            sort_array(collect_set(concat_ws(":", col("kind"), col("value")))).as("values"),
            sort_array(collect_set("edge_id")).as("edge_ids"))
        .withColumn(
            "link_id",
            sha2(concat_ws("\n", col("source_id"), col("target_id")).cast("binary"), 256));
  }
}
