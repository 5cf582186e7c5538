package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.PolicyAccesses;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Puts together what the records of one entity, and the texts that describe it, say. There is a row
 * for each version of the entity that some reader sees. What persons and organisations have in
 * common is here; in what they differ is their {@link EntityFamily}.
 */
final class EntityRows {

  /** What the rows are made from. */
  static final Set<Read> READS =
      Set.of(
          Read.whole(Tables.SUBJECTS),
          Read.whole(Tables.MEMBERSHIPS),
          Read.whole(Tables.ITEMS),
          Read.whole(Tables.POLICIES));

  private static final UserDefinedFunction DATES_CONTRADICT =
      udf(
          (UDF1<Seq<Seq<String>>, Boolean>)
              records ->
                  BirthDates.contradict(
                      JavaConverters.seqAsJavaList(records).stream()
                          .map(JavaConverters::seqAsJavaList)
                          .toList()),
          DataTypes.BooleanType);

  private final EntityFamily family;

  EntityRows(EntityFamily family) {
    this.family = family;
  }

  /** The rows of all entities of the family; also {@code schema}, the kind of each. */
  Dataset<Row> all(Inputs inputs) {
    return rows(inputs, inputs.table(Tables.MEMBERSHIPS), inputs.table(Tables.SUBJECTS));
  }

  /**
   * The entities that gained or lost a record or a version, whose records say something else or are
   * in other bytes, or of whose policies more is known.
   */
  UpdateJob.Update touched(Changes changes) {
    Dataset<Row> records = changes.table(Tables.SUBJECTS);
    Dataset<Row> changed =
        HeldRows.keys(
            changes
                .keys(Tables.MEMBERSHIPS)
                .union(changes.keys(Tables.SUBJECTS))
                .union(Worth.saidInOthers(changes, Tables.SUBJECTS, "record_id"))
                .union(EntityVersions.speakingOf(changes, PolicyAccesses.changed(changes)))
                .distinct());
    Dataset<Row> entities = HeldRows.keys(EntityVersions.entitiesOf(changes, changed));
    Dataset<Row> memberships =
        HeldRows.of(
            changes
                .table(Tables.MEMBERSHIPS)
                .join(entities, new String[] {"entity_id"}, "left_semi"));
    Dataset<Row> members = HeldRows.keys(memberships.select("record_id").distinct());
    return new UpdateJob.Update(
        entities,
        rows(changes, memberships, records.join(members, new String[] {"record_id"}, "left_semi")));
  }

  private Dataset<Row> rows(Inputs inputs, Dataset<Row> memberships, Dataset<Row> records) {
    Dataset<Row> policies = inputs.table(Tables.POLICIES);
    Dataset<Row> said =
        records
            .transform(this::whatRecordsSay)
            .transform(rows -> withSources(rows, inputs.table(Tables.ITEMS), policies));
    return memberships
        .select("entity_id", "policy_id", "record_id")
        .join(said, "record_id")
        .transform(this::together)
        .transform(this::ofFamily)
        .transform(rows -> withWorth(rows, Worth.of(policies)));
  }

  /** Only of schemas that records of the family have. */
  private Dataset<Row> whatRecordsSay(Dataset<Row> records) {
    List<Column> said = new ArrayList<>();
    said.add(col("record_id"));
    said.add(col("item_id"));
    said.add(when(ofFamilyItself(), col("schema")).as("schema"));
    said.add(col("policy_id").as("base_policy_id"));
    said.add(col("basis"));
    said.add(
        transform(
                col("identifiers"), id -> concat_ws(":", id.getField("kind"), id.getField("value")))
            .as("found"));
    said.add(EntityVersions.names().as("names"));
    said.add(EntityVersions.aliases().as("aliases"));
    family
        .values()
        .forEach(
            (column, properties) ->
                said.add(EntityVersions.values(properties.toArray(String[]::new)).as(column)));
    return records
        .where(ofFamilyItself().or(col("schema").equalTo("LegalEntity")))
        .select(said.toArray(Column[]::new));
  }

  private Column ofFamilyItself() {
    return col("schema").isin(family.schemas().toArray());
  }

  private static Dataset<Row> withSources(
      Dataset<Row> records, Dataset<Row> items, Dataset<Row> policies) {
    Dataset<Row> sources =
        Worth.said(
            records.select(
                col("record_id").as("subject_id"), col("item_id"), col("base_policy_id")),
            items,
            policies);
    return records.join(
        sources.withColumnRenamed("subject_id", "record_id"), new String[] {"record_id"}, "left");
  }

  private Dataset<Row> together(Dataset<Row> members) {
    List<Column> together = new ArrayList<>();
    together.add(flatten(collect_list("names")).as("all_names"));
    together.add(EntityVersions.allOf("names").as("names"));
    together.add(EntityVersions.allOf("aliases").as("aliases"));
    family.values().keySet().forEach(c -> together.add(EntityVersions.allOf(c).as(c)));
    together.add(collect_set(family.dates()).as("dates_of_records"));
    together.add(EntityVersions.allOf("found").as("identifiers"));
    together.add(sort_array(collect_set("record_id")).as("record_ids"));
    together.add(count(when(col("basis").equalTo("record"), 1)).cast("int").as("records"));
    together.add(count(when(col("basis").equalTo("text"), 1)).cast("int").as("texts"));
    together.add(sort_array(collect_set("said_by")).as("sources"));
    together.add(collect_set("said").as("said"));
    together.add(collect_set("base_policy_id").as("policies"));
    return members
        .groupBy("entity_id", "policy_id")
        // The kind is not that of the first record but one that does not hang on the order.
        .agg(min("schema").as("schema"), together.toArray(Column[]::new));
  }

  /** One of LegalEntity records alone may be a person or an organisation, and so is neither. */
  private Dataset<Row> ofFamily(Dataset<Row> entities) {
    List<Column> conflicts = new ArrayList<>();
    conflicts.add(when(DATES_CONTRADICT.apply(col("dates_of_records")), lit(family.dates())));
    family.single().forEach(c -> conflicts.add(when(size(col(c)).gt(1), lit(c))));
    return entities
        .where(col("schema").isNotNull())
        .withColumn(
            "caption",
            EntityVersions.caption(
                when(size(col("all_names")).gt(0), col("all_names")).otherwise(col("aliases")),
                "(no name)"))
        .withColumn("conflicts", array_compact(array(conflicts.toArray(Column[]::new))))
        .withColumn(
            "basis",
            when(col("texts").equalTo(0), "records")
                .when(col("records").equalTo(0), "text")
                .otherwise("both"))
        .drop("all_names", "dates_of_records");
  }

  /** Of its own records, and not of others that its label grants: these are other entities. */
  private static Dataset<Row> withWorth(Dataset<Row> entities, Worth worth) {
    return entities
        .withColumn("independent_sources", Worth.independentSources(col("said")))
        .withColumn("grading", worth.grading(col("policies")))
        .withColumn("handling", worth.handling(col("policies")))
        .drop("said", "policies");
  }
}
