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
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.Optional;
import java.util.Set;
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
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Puts together what the records of one person, and the texts that describe him, say. There is a
 * row for each version of the person that some reader sees. A person is an entity with at least one
 * subject of schema Person; one of LegalEntity records alone, which may be an organisation, is not.
 */
public final class CuratePersons implements UpdateJob {

  private static final UserDefinedFunction DATES_CONTRADICT =
      udf(
          (UDF1<Seq<Seq<String>>, Boolean>)
              records ->
                  BirthDates.contradict(
                      JavaConverters.seqAsJavaList(records).stream()
                          .map(JavaConverters::seqAsJavaList)
                          .toList()),
          DataTypes.BooleanType);

  @Override
  public String settings() {
    return Worth.ORDERS;
  }

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.SUBJECTS),
        Read.whole(Tables.MEMBERSHIPS),
        Read.whole(Tables.ITEMS),
        Read.whole(Tables.POLICIES));
  }

  @Override
  public TableName writes() {
    return Tables.PERSONS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return persons(inputs, inputs.table(Tables.MEMBERSHIPS), inputs.table(Tables.SUBJECTS));
  }

  /**
   * The entities that gained or lost a record or a version, whose records say something else or are
   * in other bytes, or of whose policies more is known.
   */
  @Override
  public Optional<Update> update(Changes changes) {
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
    return Optional.of(
        new Update(
            entities,
            persons(
                changes,
                memberships,
                records.join(members, new String[] {"record_id"}, "left_semi"))));
  }

  private static Dataset<Row> persons(
      Inputs inputs, Dataset<Row> memberships, Dataset<Row> records) {
    Dataset<Row> policies = inputs.table(Tables.POLICIES);
    Dataset<Row> said =
        records
            .transform(CuratePersons::whatRecordsSay)
            .transform(rows -> withSources(rows, inputs.table(Tables.ITEMS), policies));
    return memberships
        .select("entity_id", "policy_id", "record_id")
        .join(said, "record_id")
        .transform(CuratePersons::together)
        .transform(CuratePersons::persons)
        .transform(rows -> withWorth(rows, Worth.of(policies)));
  }

  /** Only of schemas that a person's records have. */
  private static Dataset<Row> whatRecordsSay(Dataset<Row> records) {
    return records
        .where(col("schema").isin("Person", "LegalEntity"))
        .select(
            col("record_id"),
            col("item_id"),
            col("schema").equalTo("Person").as("person"),
            col("policy_id").as("base_policy_id"),
            col("basis"),
            transform(
                    col("identifiers"),
                    id -> concat_ws(":", id.getField("kind"), id.getField("value")))
                .as("found"),
            EntityVersions.names().as("names"),
            EntityVersions.aliases().as("aliases"),
            EntityVersions.values("birthDate").as("birth_dates"),
            EntityVersions.values("gender").as("genders"),
            EntityVersions.values("nationality", "country").as("countries"),
            EntityVersions.values("topics", "program").as("topics"));
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

  private static Dataset<Row> together(Dataset<Row> members) {
    return members
        .groupBy("entity_id", "policy_id")
        .agg(
            max("person").as("person"),
            flatten(collect_list("names")).as("all_names"),
            EntityVersions.allOf("names").as("names"),
            EntityVersions.allOf("aliases").as("aliases"),
            EntityVersions.allOf("birth_dates").as("birth_dates"),
            collect_set("birth_dates").as("dates_of_records"),
            EntityVersions.allOf("genders").as("genders"),
            EntityVersions.allOf("countries").as("countries"),
            EntityVersions.allOf("found").as("identifiers"),
            EntityVersions.allOf("topics").as("topics"),
            sort_array(collect_set("record_id")).as("record_ids"),
            count(when(col("basis").equalTo("record"), 1)).cast("int").as("records"),
            count(when(col("basis").equalTo("text"), 1)).cast("int").as("texts"),
            sort_array(collect_set("said_by")).as("sources"),
            collect_set("said").as("said"),
            collect_set("base_policy_id").as("policies"));
  }

  private static Dataset<Row> persons(Dataset<Row> entities) {
    return entities
        .where(col("person"))
        .withColumn(
            "caption",
            EntityVersions.caption(
                when(size(col("all_names")).gt(0), col("all_names")).otherwise(col("aliases")),
                "(no name)"))
        .withColumn(
            "conflicts",
            array_compact(
                array(
                    when(DATES_CONTRADICT.apply(col("dates_of_records")), lit("birth_dates")),
                    when(size(col("genders")).gt(1), lit("genders")))))
        .withColumn(
            "basis",
            when(col("texts").equalTo(0), "records")
                .when(col("records").equalTo(0), "text")
                .otherwise("both"))
        .drop("person", "all_names", "dates_of_records");
  }

  /** Of its own records, and not of others that its label grants: these are other persons. */
  private static Dataset<Row> withWorth(Dataset<Row> persons, Worth worth) {
    return persons
        .withColumn("independent_sources", Worth.independentSources(col("said")))
        .withColumn("grading", worth.grading(col("policies")))
        .withColumn("handling", worth.handling(col("policies")))
        .drop("said", "policies");
  }
}
