package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.Tables;
import org.insight.policy.Label;
import org.insight.policy.LabelColumns;
import org.insight.policy.NumberedLabels;
import org.insight.run.Changes;
import org.insight.run.Inputs;
import org.insight.run.Read;
import org.insight.run.UpdateJob;
import org.insight.schemas.TableName;
import scala.collection.JavaConverters;
import scala.collection.Seq;

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
public final class CurateLinks implements UpdateJob {

  private static final StructType LABELLED =
      StructType.fromDDL(
          "policy_id string, label struct<granted:array<string>,withheld:array<string>>");

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
    Dataset<Row> edges = inputs.table(Tables.EDGES);
    Dataset<Row> memberships = inputs.table(Tables.MEMBERSHIPS);
    Dataset<Row> documents = inputs.table(Tables.DOCUMENTS);
    NumberedLabels labels = labels(inputs, edges, memberships, documents);
    return links(labels, edges, memberships, inputs.table(Tables.RECORDS), documents)
        .transform(rows -> withLabel(rows, labels));
  }

  /**
   * The links of entities that gained or lost a record or a version, of new documents, and of one
   * end of each edge that came or went without either.
   */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> moved =
        changes
            .keys(Tables.MEMBERSHIPS)
            .union(changes.added(Tables.DOCUMENTS).select("document_id"))
            .toDF("subject_id")
            .localCheckpoint();
    Dataset<Row> sources =
        otherEdges(changes)
            .join(moved.toDF("source_id"), new String[] {"source_id"}, "left_anti")
            .join(moved.toDF("target_id"), new String[] {"target_id"}, "left_anti")
            .select("source_id");
    Dataset<Row> subjects = moved.union(sources).distinct().localCheckpoint();
    // A document is an entity of its own.
    Dataset<Row> touched =
        EntityVersions.entitiesOf(changes, subjects.toDF("record_id"))
            .union(subjects)
            .toDF("touched_id")
            .distinct()
            .localCheckpoint();
    return Optional.of(
        new Update(
            endingIn(changes.output(), touched).select("link_id"), touchedLinks(changes, touched)));
  }

  /** Edges that are there now and were not before, or were and are not. */
  private static Dataset<Row> otherEdges(Changes changes) {
    Dataset<Row> values = changes.keys(Tables.EDGES).localCheckpoint();
    Dataset<Row> before = edgesOf(changes.before(Tables.EDGES), values);
    Dataset<Row> now = edgesOf(changes.table(Tables.EDGES), values);
    String[] id = {"edge_id"};
    return before.join(now, id, "left_anti").union(now.join(before, id, "left_anti"));
  }

  private static Dataset<Row> edgesOf(Dataset<Row> edges, Dataset<Row> values) {
    return edges
        .join(values, new String[] {"kind", "value"}, "left_semi")
        .select("edge_id", "source_id", "target_id");
  }

  /** All links with an end among these entities, from the edges of all records in any of them. */
  private static Dataset<Row> touchedLinks(Changes changes, Dataset<Row> touched) {
    Dataset<Row> memberships = changes.table(Tables.MEMBERSHIPS);
    Dataset<Row> within =
        memberships
            .join(touched, col("entity_id").equalTo(col("touched_id")), "left_semi")
            .select(col("record_id").as("touched_id"))
            .union(touched)
            .distinct()
            .localCheckpoint();
    Dataset<Row> edges = endingIn(changes.table(Tables.EDGES), within).localCheckpoint();
    Dataset<Row> subjects =
        edges
            .select(col("source_id").as("subject_id"))
            .union(edges.select("target_id"))
            .distinct()
            .localCheckpoint();
    Dataset<Row> entities =
        only(memberships, "record_id", subjects).select("entity_id").distinct().localCheckpoint();
    Dataset<Row> members = only(memberships, "entity_id", entities).localCheckpoint();
    Dataset<Row> records =
        only(changes.table(Tables.RECORDS), "record_id", members.select("record_id").distinct());
    Dataset<Row> documents = only(changes.table(Tables.DOCUMENTS), "document_id", subjects);
    NumberedLabels labels = labels(changes, edges, members, documents);
    return endingIn(links(labels, edges, members, records, documents), touched)
        .transform(rows -> withLabel(rows, labels));
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

  /** Of all that the links may rest on. */
  private static NumberedLabels labels(
      Inputs inputs, Dataset<Row> edges, Dataset<Row> memberships, Dataset<Row> documents) {
    return NumberedLabels.of(
        inputs.withLabels(
            edges
                .select("policy_id")
                .union(memberships.select("policy_id"))
                .union(documents.select("policy_id"))
                .distinct()));
  }

  /** The links, with the numbers of the labels that they rest on. */
  private static Dataset<Row> links(
      NumberedLabels labels,
      Dataset<Row> edges,
      Dataset<Row> memberships,
      Dataset<Row> records,
      Dataset<Row> documents) {
    Dataset<Row> numbers = labels.numbers(edges);
    Dataset<Row> versions = versions(memberships, documents);
    return edges
        .transform(rows -> betweenEntities(rows, versions, numbers, labels))
        .transform(CurateLinks::together)
        .transform(rows -> withCaptions(rows, captions(memberships, records, documents), numbers));
  }

  /** Each subject in each version of the entity that it is in; thin, for edges meet them twice. */
  private static Dataset<Row> versions(Dataset<Row> memberships, Dataset<Row> documents) {
    return memberships
        .select(col("record_id").as("subject_id"), col("entity_id"), col("policy_id"))
        .union(
            documents.select(
                col("document_id").as("subject_id"), col("document_id"), col("policy_id")));
  }

  private static Dataset<Row> betweenEntities(
      Dataset<Row> edges, Dataset<Row> versions, Dataset<Row> numbers, NumberedLabels labels) {
    Dataset<Row> ends = versions.join(broadcast(numbers), "policy_id").drop("policy_id");
    Dataset<Row> sources = ends.toDF("source_id", "one", "one_label");
    Dataset<Row> targets = ends.toDF("target_id", "other", "other_label");
    UserDefinedFunction compatible =
        udf((UDF2<Integer, Integer, Boolean>) labels::compatible, DataTypes.BooleanType);
    return edges
        .join(broadcast(numbers), "policy_id")
        .select(
            col("edge_id"),
            col("source_id"),
            col("target_id"),
            col("kind"),
            col("value"),
            col("label_number").as("edge_label"))
        .join(sources, "source_id")
        .join(targets, "target_id")
        .where(col("one").notEqual(col("other")))
        .where(compatible.apply(col("one_label"), col("other_label")));
  }

  private static Dataset<Row> together(Dataset<Row> pairs) {
    Column inOrder = col("one").lt(col("other"));
    return pairs
        .groupBy(
            when(inOrder, col("one")).otherwise(col("other")).as("source_id"),
            when(inOrder, col("one_label")).otherwise(col("other_label")).as("source_label"),
            when(inOrder, col("other")).otherwise(col("one")).as("target_id"),
            when(inOrder, col("other_label")).otherwise(col("one_label")).as("target_label"))
        .agg(
            sort_array(collect_set("kind")).as("kinds"),
            sort_array(collect_set(concat_ws(":", col("kind"), col("value")))).as("values"),
            sort_array(collect_set("edge_id")).as("edge_ids"),
            collect_set("edge_label").as("edge_labels"))
        .withColumn(
            "link_id",
            sha2(concat_ws("\n", col("source_id"), col("target_id")).cast("binary"), 256));
  }

  /** The union of the labels of both versions and of all edges. To be the last step. */
  private static Dataset<Row> withLabel(Dataset<Row> links, NumberedLabels labels) {
    return links
        .withColumn(
            "labelled",
            udf(new Union(labels), LABELLED)
                .asNondeterministic()
                .apply(col("source_label"), col("target_label"), col("edge_labels")))
        .select("*", "labelled.*")
        .drop("labelled", "source_label", "target_label", "edge_labels");
  }

  /** Gives each id, and its label the first time in a task: most links share few labels. */
  private static final class Union implements UDF3<Integer, Integer, Seq<Integer>, Row> {

    private static final long serialVersionUID = 1L;

    private final NumberedLabels labels;
    private transient Map<Set<Integer>, String> ids = new HashMap<>();

    Union(NumberedLabels labels) {
      this.labels = labels;
    }

    @Override
    public Row call(Integer one, Integer other, Seq<Integer> edges) {
      if (ids == null) {
        ids = new HashMap<>();
      }
      Set<Integer> all = new HashSet<>(JavaConverters.seqAsJavaList(edges));
      all.add(one);
      all.add(other);
      String known = ids.get(all);
      if (known != null) {
        return RowFactory.create(known, null);
      }
      Label label = labels.union(all);
      ids.put(all, label.id());
      return RowFactory.create(label.id(), LabelColumns.value(label));
    }
  }

  /** What to show of each version of an entity, and of each document. */
  private static Dataset<Row> captions(
      Dataset<Row> memberships, Dataset<Row> records, Dataset<Row> documents) {
    return EntityVersions.of(memberships, records)
        .select("entity_id", "policy_id", "entity_kind", "entity_caption")
        .union(
            documents.select(
                col("document_id"),
                col("policy_id"),
                lit("Document"),
                coalesce(when(trim(col("title")).notEqual(""), col("title")), lit("Document"))));
  }

  private static Dataset<Row> withCaptions(
      Dataset<Row> links, Dataset<Row> captions, Dataset<Row> numbers) {
    Dataset<Row> shown = captions.join(broadcast(numbers), "policy_id").drop("policy_id");
    return links
        .join(
            shown.toDF("source_id", "source_kind", "source_caption", "source_label"),
            new String[] {"source_id", "source_label"},
            "inner")
        .join(
            shown.toDF("target_id", "target_kind", "target_caption", "target_label"),
            new String[] {"target_id", "target_label"},
            "inner");
  }
}
