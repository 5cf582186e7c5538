package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.engine.Changes;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What the records of an entity say of its kind and name. One entity has a version for each set of
 * records that some reader sees of it: entity_id and policy_id, the id of its label, together name
 * one.
 */
public final class EntityVersions {

  private static final UserDefinedFunction CAPTION =
      udf(
          (UDF1<Seq<String>, @Nullable String>)
              names -> Caption.of(JavaConverters.seqAsJavaList(names)),
          DataTypes.StringType);

  /** By what something without a name is known, what tells most first. */
  private static final String[] KNOWN_BY = {
    "registrationNumber",
    "vin",
    "iban",
    "accountNumber",
    "imei",
    "imsi",
    "phone",
    "email",
    "passportNumber",
    "idNumber"
  };

  private EntityVersions() {}

  /** All values of FollowTheMoney properties of a record, without empty ones. */
  static Column values(String... properties) {
    Column none = expr("cast(array() as array<string>)");
    Column all =
        concat(
            Stream.of(properties)
                .map(p -> coalesce(element_at(col("properties"), p), none))
                .toArray(Column[]::new));
    return filter(all, value -> value.isNotNull().and(trim(value).notEqual("")));
  }

  /** The other names of a record. */
  public static Column aliases() {
    return values("alias", "weakAlias", "previousName", "originalName");
  }

  /**
   * What a record may be known by that has no name: the least of struct(rank, value), in the order
   * of the kinds that tell most.
   */
  private static Column knownBy() {
    Column[] ranked = new Column[KNOWN_BY.length];
    for (int i = 0; i < KNOWN_BY.length; i++) {
      Column rank = lit(i);
      ranked[i] =
          transform(values(KNOWN_BY[i]), value -> struct(rank.as("rank"), trim(value).as("value")));
    }
    return array_min(concat(ranked));
  }

  /** The names of a record; where it has none, first and last name together. */
  public static Column names() {
    Column parts = concat_ws(" ", values("firstName").apply(0), values("lastName").apply(0));
    return when(size(values("name")).gt(0), values("name"))
        .when(trim(parts).notEqual(""), array(trim(parts)))
        .otherwise(expr("cast(array() as array<string>)"));
  }

  /** The caption of names, each as often as records give it. */
  static Column caption(Column names, String otherwise) {
    return coalesce(CAPTION.apply(names), lit(otherwise));
  }

  /** All the values of a group's arrays, sorted, each once. */
  static Column allOf(String column) {
    return sort_array(array_distinct(flatten(collect_list(column))));
  }

  /** Every entity, in entity_id, that some of these records are in or were in before. */
  static Dataset<Row> entitiesOf(Changes changes, Dataset<Row> records) {
    return changes
        .table(Tables.MEMBERSHIPS)
        .select("entity_id", "record_id")
        .union(changes.before(Tables.MEMBERSHIPS).select("entity_id", "record_id"))
        .join(records, new String[] {"record_id"}, "left_semi")
        .select("entity_id")
        .distinct();
  }

  /**
   * The records, in record_id, of versions whose label grants or withholds one of these policies.
   *
   * @param policies ids in policy_id, few
   */
  static Dataset<Row> speakingOf(Changes changes, Dataset<Row> policies) {
    Dataset<Row> memberships = changes.table(Tables.MEMBERSHIPS);
    if (policies.isEmpty()) {
      return memberships.select("record_id").limit(0);
    }
    String[] id = {"policy_id"};
    Dataset<Row> labels =
        changes
            .withLabels(memberships.select("policy_id").distinct())
            .select(
                col("policy_id").as("label_id"),
                explode(concat(col("label.granted"), col("label.withheld"))).as("policy_id"))
            .join(policies, id, "left_semi")
            .select(col("label_id").as("policy_id"))
            .distinct();
    return memberships.join(labels, id, "left_semi").select("record_id");
  }

  /**
   * One row a version: entity_id, policy_id, entity_kind, entity_caption and entity_identifier. The
   * kind is a schema of its records other than LegalEntity; LegalEntity where all are that. The
   * caption is a name of any of its records, else an alias; never an identifier, which not all may
   * see who see names: where it has neither, entity_identifier is what it is known by.
   */
  public static Dataset<Row> of(Dataset<Row> memberships, Dataset<Row> records) {
    return memberships
        .select("entity_id", "policy_id", "record_id", "schema")
        .join(
            records.select(
                col("record_id"),
                names().as("names"),
                aliases().as("aliases"),
                knownBy().as("known_by")),
            "record_id")
        .groupBy("entity_id", "policy_id")
        .agg(
            flatten(collect_list("names")).as("names"),
            flatten(collect_list("aliases")).as("aliases"),
            min("known_by").as("known_by"),
            sort_array(collect_set(when(col("schema").notEqual("LegalEntity"), col("schema"))))
                .as("schemas"))
        .select(
            col("entity_id"),
            col("policy_id"),
            // Of a family; of several in it the last, so that it does not hang on the order.
            coalesce(element_at(filter(col("schemas"), s -> s.isNotNull()), -1), lit("LegalEntity"))
                .as("entity_kind"),
            caption(
                    when(size(col("names")).gt(0), col("names")).otherwise(col("aliases")),
                    "(no name)")
                .as("entity_caption"),
            when(
                    size(col("names")).equalTo(0).and(size(col("aliases")).equalTo(0)),
                    col("known_by.value"))
                .as("entity_identifier"));
  }
}
