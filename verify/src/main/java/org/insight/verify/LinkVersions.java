package org.insight.verify;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.insight.run.HeldRows;
import org.insight.run.SaltedHash;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A link is between two versions that are there, it rests on edges between the subjects of just
 * these two and shows what these edges and versions say, and has the label of both and of all its
 * edges, and the worth of what these rest on. Where all rows are looked at, it rests on all such
 * edges, and each two versions that an edge ties and some reader sees have a link.
 *
 * <p>Which two versions it is between follows from its label: a reader entitled to just what that
 * grants sees one version of each end.
 */
final class LinkVersions implements Check {

  private static final TableName LINKS = TableName.of("curated.links");

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> looked = sources.looked(contract);
    Dataset<Row> versions = ofEnds(sources, versions(sources), looked);
    Dataset<Row> edges = edgesOf(sources, looked);
    Broadcast<LabelBits> bits = bits(sources, looked, versions);
    UDF1<String, Integer> number = id -> bits.value().number(id);
    UserDefinedFunction numbered = udf(number, DataTypes.IntegerType);
    Dataset<Row> inVersions =
        versions.select(
            col("entity"), col("subject"), numbered.apply(col("policy_id")).as("version"));
    Dataset<Row> links =
        looked.select(
            Tally.row(contract),
            numbered.apply(col("policy_id")).as("label"),
            SaltedHash.of(col("source_id")).as("source"),
            SaltedHash.of(col("target_id")).as("target"),
            Worths.there().as("worth"),
            Ids.hold(contract).as("id_holds"),
            Shown.ofLink().as("shown"),
            col("source_kind"),
            SaltedHash.of(col("source_caption")).as("source_caption"),
            known("source_identifier"),
            col("target_kind"),
            SaltedHash.of(col("target_caption")).as("target_caption"),
            known("target_identifier"),
            col("edge_ids"));
    Optional<DueLinks> due =
        sources.written().isPresent()
            ? Optional.empty()
            : Optional.of(
                DueLinks.of(sources, edges, inVersions, seenTogether(sources, bits.value())));
    Dataset<Row> ends = Shown.ends(sources, inVersions);
    Dataset<Row> named =
        onEdges(betweenVersions(links, inVersions, bits), withSaid(edges, sources), inVersions);
    if (due.isEmpty()) {
      Dataset<Row> checked =
          judged(sources, withEnds(named.withColumn("lacks", lit(false)), ends), bits);
      return Tally.of(sources, contract, checked, examples);
    }
    // Looked at three times.
    Dataset<Row> kept =
        judged(sources, withEnds(due.get().withLacking(named), ends), bits)
            .select("row", "near", "near_version", "far", "far_version", "why")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Dataset<Row> checked = Sources.asKept(kept);
      return Tally.of(sources, contract, checked, examples)
          .with(
              Why.MISSING,
              DueLinks.named(sources, due.get().missing(checked)),
              List.of("link_id"),
              examples);
    } finally {
      kept.unpersist();
    }
  }

  private static Broadcast<SeenTogether> seenTogether(Sources sources, LabelBits labels) {
    return sources.broadcast(SeenTogether.of(labels, sources.rightsThen(LINKS)));
  }

  private static Dataset<Row> edgesOf(Sources sources, Dataset<Row> links) {
    TableContract contract = sources.lake().contracts().get(EdgeEvidence.EDGES);
    Dataset<Row> edges = sources.rows(EdgeEvidence.EDGES);
    if (sources.written().isPresent()) {
      Dataset<Row> named =
          HeldRows.keys(links.select(explode(col("edge_ids")).as("edge_id")).distinct());
      edges = edges.join(named, new String[] {"edge_id"}, "left_semi");
    }
    return EdgeEvidence.edges(sources, contract, edges);
  }

  /** Each subject in each version of its entity; a document is an entity of its own. */
  private static Dataset<Row> versions(Sources sources) {
    Dataset<Row> documents =
        sources
            .traced(
                sources.lake().contracts().get(Sources.DOCUMENTS),
                SaltedHash.of(col("document_id")).as("entity"))
            .select(
                col("entity"),
                col("entity").as("subject"),
                coalesce(PolicySets.labelId(col("policies")), lit(PolicySets.QUARANTINE))
                    .as("policy_id"));
    return Views.entities(sources)
        .select(
            SaltedHash.of(col("id")).as("entity"),
            SaltedHash.of(col("subject_id")).as("subject"),
            col("policy_id"))
        .union(documents);
  }

  /** Where only some links are looked at, the versions of what these are between. */
  private static Dataset<Row> ofEnds(Sources sources, Dataset<Row> versions, Dataset<Row> links) {
    if (sources.written().isEmpty()) {
      return versions;
    }
    Dataset<Row> ends =
        links
            .select(SaltedHash.of(col("source_id")).as("entity"))
            .union(links.select(SaltedHash.of(col("target_id"))));
    return versions.join(HeldRows.keys(ends.distinct()), new String[] {"entity"}, "left_semi");
  }

  private static Broadcast<LabelBits> bits(
      Sources sources, Dataset<Row> links, Dataset<Row> versions) {
    Dataset<Row> used = links.select("policy_id").union(versions.select("policy_id")).distinct();
    return sources.broadcast(LabelBits.of(LabelRegister.sound(sources, used)));
  }

  /** With {@code one} and {@code other}, the versions of source and target that it is between. */
  private static Dataset<Row> betweenVersions(
      Dataset<Row> links, Dataset<Row> inVersions, Broadcast<LabelBits> bits) {
    Dataset<Row> ofEntity = inVersions.groupBy("entity").agg(collect_set("version").as("versions"));
    UDF2<Integer, Seq<Integer>, Integer> seen =
        (label, versions) ->
            versions == null
                ? LabelBits.NONE
                : bits.value().seenBy(label, JavaConverters.seqAsJavaList(versions));
    UserDefinedFunction seenBy = udf(seen, DataTypes.IntegerType);
    return links
        .join(ofEntity.toDF("source", "of_source"), new String[] {"source"}, "left")
        .join(ofEntity.toDF("target", "of_target"), new String[] {"target"}, "left")
        .withColumn("one", seenBy.apply(col("label"), col("of_source")))
        .withColumn("other", seenBy.apply(col("label"), col("of_target")))
        .drop("of_source", "of_target");
  }

  /** With {@code source_said} and {@code target_said}: who said what its ends say. */
  private static Dataset<Row> withSaid(Dataset<Row> edges, Sources sources) {
    Dataset<Row> said = Worths.said(sources).select("said_id", "said");
    return edges
        .select("row", "source", "target", "says", "policies")
        .join(said.toDF("source", "source_said"), new String[] {"source"}, "left")
        .join(said.toDF("target", "target_said"), new String[] {"target"}, "left");
  }

  /**
   * With {@code lost}, {@code tied}, {@code sets}, {@code said} and {@code showing} of all its
   * {@code edges}, which are counted.
   */
  private static Dataset<Row> onEdges(
      Dataset<Row> links, Dataset<Row> edges, Dataset<Row> inVersions) {
    Dataset<Row> ofSubject =
        inVersions
            .groupBy("subject")
            .agg(collect_set(struct(col("entity"), col("version"))).as("is_in"));
    Column along = isIn("source_in", "source", "one").and(isIn("target_in", "target", "other"));
    Column against = isIn("source_in", "target", "other").and(isIn("target_in", "source", "one"));
    return links
        .withColumn("edge_id", explode_outer(col("edge_ids")))
        .withColumn("named", SaltedHash.of(col("edge_id")))
        .drop("edge_ids", "edge_id")
        .join(
            edges
                .select("row", "source", "target", "says", "policies", "source_said", "target_said")
                .toDF(
                    "edge",
                    "edge_source",
                    "edge_target",
                    "says",
                    "set",
                    "source_said",
                    "target_said"),
            col("named").equalTo(col("edge")),
            "left")
        .join(ofSubject.toDF("edge_source", "source_in"), new String[] {"edge_source"}, "left")
        .join(ofSubject.toDF("edge_target", "target_in"), new String[] {"edge_target"}, "left")
        .groupBy(
            "row",
            "label",
            "source",
            "one",
            "target",
            "other",
            "worth",
            "id_holds",
            "shown",
            "source_kind",
            "source_caption",
            "source_identifier",
            "target_kind",
            "target_caption",
            "target_identifier")
        .agg(
            max(col("edge").isNull().or(col("set").isNull())).as("lost"),
            min(coalesce(along.or(against), lit(false))).as("tied"),
            collect_set("set").as("sets"),
            Shown.hash(flatten(collect_list("says"))).as("showing"),
            array_union(collect_set("source_said"), collect_set("target_said")).as("said"),
            size(collect_set("edge")).as("edges"));
  }

  /** With {@code named}: whether both ends are shown as what their versions are. */
  private static Dataset<Row> withEnds(Dataset<Row> links, Dataset<Row> ends) {
    Dataset<Row> sources =
        ends.toDF("shown_source", "shown_one", "one_kind", "one_captions", "one_known_by");
    Dataset<Row> targets =
        ends.toDF("shown_target", "shown_other", "other_kind", "other_captions", "other_known_by");
    Column named =
        col("source_kind")
            .equalTo(col("one_kind"))
            .and(array_contains(col("one_captions"), col("source_caption")))
            .and(isKnownBy("source_identifier", "one_known_by"))
            .and(col("target_kind").equalTo(col("other_kind")))
            .and(array_contains(col("other_captions"), col("target_caption")))
            .and(isKnownBy("target_identifier", "other_known_by"));
    return links
        .join(
            sources,
            col("source").equalTo(col("shown_source")).and(col("one").equalTo(col("shown_one"))),
            "left")
        .join(
            targets,
            col("target")
                .equalTo(col("shown_target"))
                .and(col("other").equalTo(col("shown_other"))),
            "left")
        .withColumn("named", coalesce(named, lit(false)));
  }

  private static Column known(String column) {
    return when(col(column).isNotNull(), SaltedHash.of(col(column))).as(column);
  }

  /** One of what there is to say, or nothing, as in rows of before. */
  private static Column isKnownBy(String shown, String due) {
    return col(shown).isNull().or(array_contains(col(due), col(shown)));
  }

  private static Column isIn(String versions, String entity, String version) {
    return exists(
        col(versions),
        v ->
            v.getField("entity")
                .equalTo(col(entity))
                .and(v.getField("version").equalTo(col(version))));
  }

  private static Dataset<Row> judged(
      Sources sources, Dataset<Row> links, Broadcast<LabelBits> bits) {
    UDF1<Integer, List<String>> granted = label -> bits.value().granted(label);
    Column policies =
        udf(granted, DataTypes.createArrayType(DataTypes.StringType)).apply(col("label"));
    UDF4<Integer, Integer, Integer, Seq<String>, Boolean> union =
        (label, one, other, sets) ->
            label >= 0
                && one >= 0
                && other >= 0
                && bits.value().isUnion(label, one, other, JavaConverters.seqAsJavaList(sets));
    Column right =
        udf(union, DataTypes.BooleanType)
            .apply(col("label"), col("one"), col("other"), col("sets"));
    Column none = lit(LabelBits.NONE);
    return links.withColumn(
        "why",
        when(col("label").equalTo(none), Why.LABEL)
            .when(col("one").equalTo(none).or(col("other").equalTo(none)), Why.LABEL)
            .when(col("lost"), Why.NO_SOURCE)
            .when(col("tied").equalTo(false), Why.EVIDENCE)
            .when(right.equalTo(false), Why.LABEL)
            .when(col("lacks"), Why.UNTIED)
            .when(col("id_holds").equalTo(lit(false)), Why.ID)
            .when(col("shown").notEqual(col("showing")), Why.CONTENT)
            .when(col("named").equalTo(lit(false)), Why.CONTENT)
            .when(col("worth").notEqual(Worths.due(sources, policies, col("said"))), Why.CONTENT));
  }
}
