package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataType;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.ChangedGrants;
import org.insight.jobs.governance.PolicyAccesses;
import org.insight.jobs.governance.ScopeBits;
import org.insight.policy.Label;
import org.insight.policy.LabelColumns;
import org.insight.policy.NumberedLabels;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Links entities and documents where records or documents of theirs are linked. A document is an
 * entity of its own.
 *
 * <p>An entity has a version for each set of records that some reader sees of it, so a link has one
 * for each two versions that one reader can see. Its label is the union of both versions' labels
 * and of the edges' (whose policies are among those that the versions grant). Two versions that no
 * scope ever sees together, or whose labels contradict each other, make no link. Of what remains,
 * ends and label name one pair of versions: a reader entitled to just what is granted sees one
 * version of each end. So all edges of the pair are seen by whoever sees the link.
 */
public final class CurateLinks implements UpdateJob {

  private static final DataType LABEL =
      DataType.fromDDL("struct<granted:array<string>,withheld:array<string>>");

  @Override
  public String settings() {
    return Worth.ORDERS;
  }

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.EDGES),
        Read.whole(Tables.MEMBERSHIPS),
        Read.whole(Tables.SUBJECTS),
        Read.whole(Tables.DOCUMENTS),
        Read.whole(Tables.ITEMS),
        Read.whole(Tables.GRANTS),
        Read.whole(Tables.POLICIES));
  }

  @Override
  public TableName writes() {
    return Tables.LINKS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> edges = inputs.table(Tables.EDGES);
    Dataset<Row> memberships = inputs.table(Tables.MEMBERSHIPS);
    Dataset<Row> documents = inputs.table(Tables.DOCUMENTS);
    return links(
        inputs, edges, memberships, inputs.table(Tables.SUBJECTS), documents, Optional.empty());
  }

  /**
   * The links of entities that gained or lost a record or a version, of new documents, of those
   * whose words or bytes are others, of versions that other readers see now, and of one end of each
   * edge that came or went without any of these.
   */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> moved =
        HeldRows.keys(
            changes
                .keys(Tables.MEMBERSHIPS)
                .union(changes.changed(Tables.DOCUMENTS).select("document_id"))
                .union(changes.keys(Tables.SUBJECTS))
                .union(Worth.saidInOthers(changes, Tables.SUBJECTS, "record_id"))
                .union(Worth.saidInOthers(changes, Tables.DOCUMENTS, "document_id"))
                .union(seenOtherwise(changes))
                .toDF("subject_id")
                .distinct());
    Dataset<Row> sources =
        otherEdges(changes)
            .join(moved.toDF("source_id"), new String[] {"source_id"}, "left_anti")
            .join(moved.toDF("target_id"), new String[] {"target_id"}, "left_anti")
            .select("source_id");
    Dataset<Row> subjects = HeldRows.keys(moved.union(sources).distinct());
    // A document is an entity of its own.
    Dataset<Row> touched =
        HeldRows.keys(
            EntityVersions.entitiesOf(changes, subjects.toDF("record_id"))
                .union(subjects)
                .toDF("touched_id")
                .distinct());
    return Optional.of(
        new Update(
            endingIn(changes.output(), touched).select("link_id"), touchedLinks(changes, touched)));
  }

  /** Subjects of versions whose label speaks of a policy that is new or granted otherwise now. */
  private static Dataset<Row> seenOtherwise(Changes changes) {
    Dataset<Row> policies =
        HeldRows.keys(
            ChangedGrants.policies(changes).union(PolicyAccesses.changed(changes)).distinct());
    return EntityVersions.speakingOf(changes, policies)
        .union(
            changes
                .table(Tables.DOCUMENTS)
                .join(policies, new String[] {"policy_id"}, "left_semi")
                .select("document_id"));
  }

  /** Edges that are there now and were not before, or were and are not. */
  private static Dataset<Row> otherEdges(Changes changes) {
    Dataset<Row> values = HeldRows.keys(changes.keys(Tables.EDGES));
    Dataset<Row> before = edgesOf(changes.before(Tables.EDGES), values);
    Dataset<Row> now = edgesOf(changes.table(Tables.EDGES), values);
    // Its id tells nothing of what is shared.
    String[] id = {"edge_id", "kind", "value"};
    return before.join(now, id, "left_anti").union(now.join(before, id, "left_anti"));
  }

  private static Dataset<Row> edgesOf(Dataset<Row> edges, Dataset<Row> values) {
    return edges
        .join(values, new String[] {"kind", "value"}, "left_semi")
        .select("edge_id", "kind", "value", "source_id", "target_id");
  }

  /** All links with an end among these entities, from the edges of all records in any of them. */
  private static Dataset<Row> touchedLinks(Changes changes, Dataset<Row> touched) {
    Dataset<Row> memberships = changes.table(Tables.MEMBERSHIPS);
    Dataset<Row> within =
        HeldRows.keys(
            memberships
                .join(touched, col("entity_id").equalTo(col("touched_id")), "left_semi")
                .select(col("record_id").as("touched_id"))
                .union(touched)
                .distinct());
    Dataset<Row> edges = HeldRows.of(endingIn(changes.table(Tables.EDGES), within));
    Dataset<Row> subjects =
        HeldRows.keys(
            edges
                .select(col("source_id").as("subject_id"))
                .union(edges.select("target_id"))
                .distinct());
    Dataset<Row> entities =
        HeldRows.keys(only(memberships, "record_id", subjects).select("entity_id").distinct());
    Dataset<Row> members = HeldRows.of(only(memberships, "entity_id", entities));
    Dataset<Row> records =
        only(
            changes.table(Tables.SUBJECTS),
            "record_id",
            HeldRows.keys(members.select("record_id").distinct()));
    Dataset<Row> documents = only(changes.table(Tables.DOCUMENTS), "document_id", subjects);
    return links(changes, edges, members, records, documents, Optional.of(touched));
  }

  /** Those of rows with source_id and target_id that have an end among these. */
  private static Dataset<Row> endingIn(Dataset<Row> rows, Dataset<Row> touched) {
    Dataset<Row> sources = only(rows, "source_id", touched);
    Dataset<Row> targets = only(rows, "target_id", touched);
    Dataset<Row> alsoSources = touched.toDF("source_id");
    return sources.union(
        targets
            .join(alsoSources, new String[] {"source_id"}, "left_anti")
            .select(Stream.of(rows.columns()).map(c -> col(c)).toArray(Column[]::new)));
  }

  private static Dataset<Row> only(Dataset<Row> rows, String column, Dataset<Row> ids) {
    return rows.join(ids.toDF("wanted_id"), col(column).equalTo(col("wanted_id")), "left_semi");
  }

  /**
   * All links of these edges.
   *
   * @param touched where given, only links that end in one of these entities
   */
  private static Dataset<Row> links(
      Inputs inputs,
      Dataset<Row> edges,
      Dataset<Row> memberships,
      Dataset<Row> records,
      Dataset<Row> documents,
      Optional<Dataset<Row>> touched) {
    ScopeBits scopes = ScopeBits.of(inputs.table(Tables.GRANTS));
    Dataset<Row> labels = labels(inputs, scopes, memberships, documents);
    NumberedLabels edgeLabels =
        NumberedLabels.of(inputs.withLabels(edges.select("policy_id").distinct()));
    Dataset<Row> policies = inputs.table(Tables.POLICIES);
    Dataset<Row> versions =
        versions(memberships, documents, labels, scopes.words())
            .join(
                said(records, documents, inputs.table(Tables.ITEMS), policies),
                new String[] {"subject_id"},
                "left");
    return edges
        .transform(rows -> betweenEntities(rows, versions, edgeLabels, scopes.words()))
        .transform(CurateLinks::together)
        .transform(rows -> touched.map(entities -> endingIn(rows, entities)).orElse(rows))
        .transform(rows -> withEnds(rows, captions(memberships, records, documents), labels))
        .transform(rows -> withLabel(rows, edgeLabels))
        .transform(rows -> withWorth(rows, Worth.of(policies)));
  }

  /** Who said each record and document, in what. */
  private static Dataset<Row> said(
      Dataset<Row> records, Dataset<Row> documents, Dataset<Row> items, Dataset<Row> policies) {
    return Worth.said(
            records
                .select(col("record_id").as("subject_id"), col("item_id"), col("policy_id"))
                .union(documents.select(col("document_id"), col("document_id"), col("policy_id")))
                .withColumnRenamed("policy_id", "base_policy_id"),
            items,
            policies)
        .select("subject_id", "said");
  }

  private static Dataset<Row> withWorth(Dataset<Row> links, Worth worth) {
    return links
        .withColumn("independent_sources", Worth.independentSources(col("said")))
        .withColumn("grading", worth.grading(col("label.granted")))
        .withColumn("handling", worth.handling(col("label.granted")))
        .drop("said");
  }

  /** The labels of all versions, with a number to group by and the scopes that ever see them. */
  private static Dataset<Row> labels(
      Inputs inputs, ScopeBits scopes, Dataset<Row> memberships, Dataset<Row> documents) {
    return HeldRows.of(
        inputs
            .withLabels(
                memberships.select("policy_id").union(documents.select("policy_id")).distinct())
            .withColumn("label_number", monotonically_increasing_id())
            .withColumn("seen_by", scopes.of(col("label"))));
  }

  /** Each subject in each version of the entity that it is in; thin, for edges meet them twice. */
  private static Dataset<Row> versions(
      Dataset<Row> memberships, Dataset<Row> documents, Dataset<Row> labels, int words) {
    List<Column> thin = new ArrayList<>();
    thin.add(col("subject_id"));
    thin.add(col("entity_id"));
    thin.add(col("label_number"));
    for (int i = 0; i < words; i++) {
      thin.add(element_at(col("seen_by"), i + 1).as("seen_" + i));
    }
    return memberships
        .select(col("record_id").as("subject_id"), col("entity_id"), col("policy_id"))
        .union(
            documents.select(
                col("document_id").as("subject_id"), col("document_id"), col("policy_id")))
        .join(labels.drop("label"), "policy_id")
        .select(thin.toArray(new Column[0]));
  }

  /** The pairs of versions of two entities that each edge ties and that some scope sees both. */
  private static Dataset<Row> betweenEntities(
      Dataset<Row> edges, Dataset<Row> versions, NumberedLabels edgeLabels, int words) {
    Column together = lit(false);
    for (int i = 0; i < words; i++) {
      together = together.or(col("one.seen_" + i).bitwiseAND(col("other.seen_" + i)).notEqual(0));
    }
    return edges
        .join(broadcast(edgeLabels.numbers(edges)), "policy_id")
        .select(
            col("edge_id"),
            col("source_id"),
            col("target_id"),
            col("kind"),
            // That of what a record states is the record, which tells nothing.
            when(
                    col("value")
                        .isin(col("source_id"), col("target_id"))
                        .or(col("kind").isin("transfer", "call")),
                    lit(null))
                .otherwise(concat_ws(":", col("kind"), col("value")))
                .as("value"),
            col("label_number").as("edge_label"))
        .join(versions.as("one"), col("source_id").equalTo(col("one.subject_id")))
        .join(versions.as("other"), col("target_id").equalTo(col("other.subject_id")))
        .where(col("one.entity_id").notEqual(col("other.entity_id")))
        .where(together)
        .select(
            col("edge_id"),
            col("kind"),
            col("value"),
            col("one.said").as("one_said"),
            col("other.said").as("other_said"),
            col("edge_label"),
            col("one.entity_id").as("one"),
            col("one.label_number").as("one_label"),
            col("other.entity_id").as("other"),
            col("other.label_number").as("other_label"));
  }

  private static Dataset<Row> together(Dataset<Row> pairs) {
    Column inOrder = col("one").lt(col("other"));
    return pairs
        .groupBy(
            when(inOrder, col("one")).otherwise(col("other")).as("source_id"),
            when(inOrder, col("one_label")).otherwise(col("other_label")).as("source_number"),
            when(inOrder, col("other")).otherwise(col("one")).as("target_id"),
            when(inOrder, col("other_label")).otherwise(col("one_label")).as("target_number"))
        .agg(
            sort_array(collect_set("kind")).as("kinds"),
            sort_array(collect_set("value")).as("values"),
            sort_array(collect_set("edge_id")).as("edge_ids"),
            collect_set("edge_label").as("edge_labels"),
            // Some of both: to find those would compare each with each, for they are no single
            // values.
            concat(collect_set("one_said"), collect_set("other_said")).as("said"))
        .withColumn(
            "link_id",
            sha2(concat_ws("\n", col("source_id"), col("target_id")).cast("binary"), 256));
  }

  /** What to show of each version of an entity, and of each document. */
  private static Dataset<Row> captions(
      Dataset<Row> memberships, Dataset<Row> records, Dataset<Row> documents) {
    return EntityVersions.of(memberships, records)
        .select("entity_id", "policy_id", "entity_kind", "entity_caption", "entity_identifier")
        .union(
            documents.select(
                col("document_id"),
                col("policy_id"),
                lit("Document"),
                coalesce(when(trim(col("title")).notEqual(""), col("title")), lit("Document")),
                lit(null).cast("string")));
  }

  /** Kind, caption and label of both ends. */
  private static Dataset<Row> withEnds(
      Dataset<Row> links, Dataset<Row> captions, Dataset<Row> labels) {
    Dataset<Row> shown =
        captions
            .join(labels, "policy_id")
            .select(
                "entity_id",
                "label_number",
                "entity_kind",
                "entity_caption",
                "entity_identifier",
                "label");
    return links
        .join(shown.toDF(end("source")), new String[] {"source_id", "source_number"}, "inner")
        .join(shown.toDF(end("target")), new String[] {"target_id", "target_number"}, "inner");
  }

  private static String[] end(String which) {
    return Stream.of("id", "number", "kind", "caption", "identifier", "label")
        .map(column -> which + "_" + column)
        .toArray(String[]::new);
  }

  /** The union of the labels of both versions and of all edges; links of none are left out. */
  private static Dataset<Row> withLabel(Dataset<Row> links, NumberedLabels edgeLabels) {
    Broadcast<NumberedLabels> held =
        JavaSparkContext.fromSparkContext(links.sparkSession().sparkContext())
            .broadcast(edgeLabels);
    UDF3<Row, Row, Seq<Integer>, @Nullable Row> union =
        (one, other, edges) -> {
          Label label =
              LabelColumns.label(one)
                  .with(LabelColumns.label(other))
                  .with(held.value().union(JavaConverters.seqAsJavaList(edges)));
          return label.contradictory() ? null : LabelColumns.value(label);
        };
    return links
        .withColumn(
            "label",
            udf(union, LABEL)
                // Or it would be computed once more to filter by it.
                .asNondeterministic()
                .apply(col("source_label"), col("target_label"), col("edge_labels")))
        .drop("source_label", "target_label", "source_number", "target_number", "edge_labels")
        .where(col("label").isNotNull());
  }
}
