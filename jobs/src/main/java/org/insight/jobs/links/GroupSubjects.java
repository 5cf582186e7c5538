package org.insight.jobs.links;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.ChangedGrants;
import org.insight.jobs.resolution.GrantedSets;
import org.insight.jobs.resolution.SharedValueParts;
import org.insight.jobs.resolution.TouchedParts;
import org.insight.policy.LabelColumns;
import org.insight.policy.graph.IntBag;
import org.insight.policy.graph.PolicyGraph;
import org.insight.policy.graph.ViewerPart;
import org.insight.policy.graph.ViewerParts;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Groups the subjects that are connected by shared identifiers, directly or through others, as far
 * as each reader sees them. A subject that shares nothing with a subject that the reader sees is in
 * no group.
 *
 * <p>It starts from the identifiers and not from links.edges, which leave out the pairs of very
 * common values: what is connected must not depend on how many share it.
 */
public final class GroupSubjects implements UpdateJob {

  private final int inMemory;

  /**
   * @param inMemory most edges of a graph that is cut into parts without GraphFrames
   */
  public GroupSubjects(int inMemory) {
    this.inMemory = inMemory;
  }

  private static final StructType GROUPS =
      StructType.fromDDL(
          "group_id string, subject_id string, subject_kind string,"
              + " policy_id string, label struct<granted:array<string>,withheld:array<string>>");

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.IDENTIFIERS), Read.whole(Tables.GRANTS));
  }

  @Override
  public TableName writes() {
    return Tables.GROUPS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return groups(inputs, inputs.table(Tables.IDENTIFIERS), new SharedValueParts(inMemory));
  }

  /** The parts that new identifiers, or subjects of policies granted otherwise, touch. */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> identifiers = changes.table(Tables.IDENTIFIERS);
    Dataset<Row> first =
        changes
            .changed(Tables.IDENTIFIERS)
            .select("subject_id")
            .union(
                identifiers
                    .join(
                        HeldRows.keys(ChangedGrants.policies(changes)),
                        new String[] {"policy_id"},
                        "left_semi")
                    .select("subject_id"));
    return new TouchedParts(identifiers, wholeParts(changes))
        .with(first)
        .map(touched -> TouchedParts.rowsOf(identifiers, touched))
        .map(
            rows ->
                new Update(
                    rows.select("subject_id")
                        .union(changes.changed(Tables.IDENTIFIERS).select("subject_id")),
                    groups(changes, rows, new SharedValueParts(inMemory))));
  }

  private static Dataset<Row> wholeParts(Changes changes) {
    Dataset<Row> groups = changes.output();
    Dataset<Row> labels = changes.withLabels(groups.select("policy_id").distinct());
    return TouchedParts.whole(groups, labels)
        .select(col("subject_id"), col("group_id").as("part_id"));
  }

  private static Dataset<Row> groups(
      Inputs inputs, Dataset<Row> identifiers, SharedValueParts parts) {
    ViewerParts viewers = GrantedSets.viewers(inputs.table(Tables.GRANTS));
    return identifiers
        .transform(GroupSubjects::values)
        .transform(parts::withPart)
        .transform(rows -> groups(rows, viewers));
  }

  private static Dataset<Row> values(Dataset<Row> identifiers) {
    return identifiers.select("subject_id", "subject_kind", "policy_id", "kind", "value");
  }

  private static Dataset<Row> groups(Dataset<Row> shared, ViewerParts viewers) {
    return shared
        .select("part", "subject_id", "subject_kind", "policy_id", "kind", "value")
        .groupByKey((MapFunction<Row, Long>) row -> row.getLong(0), Encoders.LONG())
        .flatMapGroups(
            (FlatMapGroupsFunction<Long, Row, Row>) (part, rows) -> members(rows, viewers),
            Encoders.row(GROUPS));
  }

  private record Value(String kind, String value) {}

  private static Iterator<Row> members(Iterator<Row> rows, ViewerParts viewers) {
    PolicyGraph graph = new PolicyGraph();
    List<String> kinds = new ArrayList<>();
    Map<Value, IntBag> sharing = new HashMap<>();
    rows.forEachRemaining(
        row -> {
          int node = graph.node(row.getString(1), row.getString(3));
          if (node == kinds.size()) {
            kinds.add(row.getString(2));
          }
          sharing
              .computeIfAbsent(new Value(row.getString(4), row.getString(5)), v -> new IntBag())
              .add(node);
        });
    sharing.values().forEach(graph::connectAll);
    return viewers.of(graph).stream()
        .filter(part -> part.nodes().size() > 1)
        .flatMap(part -> rows(part, graph, kinds))
        .iterator();
  }

  private static Stream<Row> rows(ViewerPart part, PolicyGraph graph, List<String> kinds) {
    String groupId = ViewerPart.id("G-", graph.id(part.nodes().at(0)));
    String policyId = part.label().id();
    Row label = LabelColumns.value(part.label());
    int first = part.nodes().at(0);
    return part.nodes().stream()
        .mapToObj(
            node ->
                RowFactory.create(
                    groupId,
                    graph.id(node),
                    kinds.get(node),
                    policyId,
                    node == first ? label : null));
  }
}
