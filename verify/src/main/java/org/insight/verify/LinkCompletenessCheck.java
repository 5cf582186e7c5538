package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.insight.engine.HeldRows;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Each two versions of two entities that an edge ties and that some reader sees have one link. The
 * link has the label of both, names all edges between them and no others, says what these share,
 * and shows of its ends only what their versions hold. A document is an entity of its own.
 */
final class LinkCompletenessCheck implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> looked = sources.looked(contract);
    Dataset<Row> versions = ContentCheck.versions(sources, ends(sources, contract));
    Dataset<Row> due = sources.held("due links", () -> due(sources, versions));
    Dataset<Row> there =
        looked.select(
            col("link_id"),
            col("source_id"),
            col("target_id"),
            col("policy_id"),
            ContentCheck.hash(col("edge_ids")).as("evidence"),
            ContentCheck.hash(col("kinds")).as("kinds"),
            ContentCheck.hash(col("values")).as("values"));
    Dataset<Row> shown =
        looked
            .join(
                due.select("link_id", "policy_id", "source_version", "target_version"),
                new String[] {"link_id", "policy_id"})
            .select(
                col("link_id"),
                col("policy_id"),
                explode(array(end("source"), end("target"))).as("end"))
            .select("link_id", "policy_id", "end.*");
    return Tally.of(
            sources,
            contract,
            there,
            sources.dueOf(contract, due.selectExpr(there.columns())),
            List.of("source_id", "target_id"),
            examples)
        .with(
            MismatchReason.CONTENT,
            ContentCheck.unfounded(sources, shown, versions)
                .select("link_id", "policy_id")
                .distinct(),
            List.of("link_id", "policy_id"),
            examples);
  }

  /** The ends of the links that are checked, before the run and after it; empty: of all links. */
  private static Optional<Dataset<Row>> ends(Sources sources, TableContract contract) {
    return sources
        .written()
        .flatMap(
            written ->
                written
                    .keys(contract)
                    .map(keys -> written.bothStates(Tables.LINKS).join(keys, "link_id"))
                    .map(
                        links ->
                            HeldRows.keys(
                                links
                                    .select(col("source_id").as("entity_id"))
                                    .union(links.select("target_id"))
                                    .distinct())));
  }

  private static Column end(String which) {
    return struct(
        col(which + "_id").as("entity_id"),
        col(which + "_version").as("version"),
        ContentCheck.ofEnd(which).as("shown"));
  }

  /** The links that there should be, with the labels of both versions. */
  private static Dataset<Row> due(Sources sources, Dataset<Row> versions) {
    Broadcast<VersionLabels> labels =
        sources.broadcast(
            VersionLabels.of(
                LabelRegister.sound(sources, versions.select("policy_id").distinct()),
                sources.rightsThen(Tables.LINKS)));
    UDF2<String, String, Boolean> together =
        (one, other) -> labels.value().seenTogether(one, other);
    UDF2<String, String, @Nullable String> union = (one, other) -> labels.value().union(one, other);
    Column inOrder = col("one").lt(col("other"));
    return sources
        .rows(EdgeEvidence.EDGES)
        .select("edge_id", "source_id", "target_id", "kind", "value")
        .join(versions.toDF("one", "source_id", "one_version"), "source_id")
        .join(versions.toDF("other", "target_id", "other_version"), "target_id")
        .where(col("one").notEqual(col("other")))
        .where(udf(together, DataTypes.BooleanType).apply(col("one_version"), col("other_version")))
        .groupBy(
            least(col("one"), col("other")).as("source_id"),
            when(inOrder, col("one_version")).otherwise(col("other_version")).as("source_version"),
            greatest(col("one"), col("other")).as("target_id"),
            when(inOrder, col("other_version")).otherwise(col("one_version")).as("target_version"))
        .agg(
            ContentCheck.hash(collect_set("edge_id")).as("evidence"),
            ContentCheck.hash(collect_set("kind")).as("kinds"),
            ContentCheck.hash(
                    collect_set(
                        when(EdgeEvidence.isStated().equalTo(false), ContentCheck.identifier())))
                .as("values"))
        .withColumn(
            "policy_id",
            udf(union, DataTypes.StringType)
                // Or Spark computes it once more to filter by it.
                .asNondeterministic()
                .apply(col("source_version"), col("target_version")))
        .where(col("policy_id").isNotNull())
        .withColumn("link_id", Ids.hash(col("source_id"), col("target_id")));
  }
}
