package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.udf;

import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.insight.core.SaltedHash;
import org.insight.engine.HeldRows;

/**
 * Each value that a person, an organisation or the end of a link shows must stand in a record or
 * document of the same version, in a property that the column is made of. Which of several values
 * is shown is for the jobs to decide. A value is known by the hash of it and of its column.
 */
final class ContentCheck {

  /** By what something without a name is known. */
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

  private ContentCheck() {}

  /** Array of what a row of curated.persons shows. */
  static Column ofPerson() {
    return shown("birth_dates", "genders", "countries");
  }

  /** Array of what a row of curated.organisations shows. */
  static Column ofOrganisation() {
    return concat(
        shown("incorporation_dates", "registration_numbers"),
        in("kind", array(col("schema"))),
        in("seats", col("countries")));
  }

  private static Column shown(String... own) {
    Stream<Column> columns =
        Stream.concat(
                Stream.of("names", "aliases", "topics", "identifiers", "sources"), Stream.of(own))
            .map(c -> in(c, col(c)));
    return concat(
        Stream.concat(columns, Stream.of(in("caption", array(col("caption")))))
            .toArray(Column[]::new));
  }

  /** Array of what a row of curated.links shows of one end. */
  static Column ofEnd(String which) {
    return concat(
        in("kind", array(col(which + "_kind"))),
        in("caption", array(col(which + "_caption"))),
        in("identifier", array_compact(array(col(which + "_identifier")))));
  }

  /** An identifier as it is shown. */
  static Column identifier() {
    return concat_ws(":", col("kind"), col("value"));
  }

  /** The hash of an array of texts, in whatever order. */
  static Column hash(Column texts) {
    return SaltedHash.of(sort_array(texts));
  }

  /**
   * The subjects of each version of each entity, as resolution decided: {@code entity_id}, {@code
   * subject_id} and {@code policy_id}. A document is an entity of its own.
   *
   * @param entities {@code entity_id} of those to look at; empty: all
   */
  static Dataset<Row> versions(Sources sources, Optional<Dataset<Row>> entities) {
    Dataset<Row> all =
        sources
            .rows(Sources.MEMBERSHIPS)
            .select("entity_id", "record_id", "policy_id")
            .union(
                sources.rows(Sources.DOCUMENTS).select("document_id", "document_id", "policy_id"))
            .toDF("entity_id", "subject_id", "policy_id");
    return entities
        .map(ids -> HeldRows.keys(all.join(ids, new String[] {"entity_id"}, "left_semi")))
        .orElse(all);
  }

  /**
   * The rows that show a value which stands in no source of their version.
   *
   * @param shown {@code entity_id}, {@code version}, the id of its label, and {@code shown}, beside
   *     what names the row
   * @param versions as of {@link #versions}
   */
  static Dataset<Row> unfounded(Sources sources, Dataset<Row> shown, Dataset<Row> versions) {
    Dataset<Row> said =
        sources.written().isPresent()
            ? said(sources, versions)
            : sources.held("said", () -> said(sources, versions));
    return shown
        .join(said, new String[] {"entity_id", "version"})
        .where(size(array_except(col("shown"), col("said"))).gt(0));
  }

  /** Persons show no other column of documents than links do. */
  private static Dataset<Row> said(Sources sources, Dataset<Row> versions) {
    Dataset<Row> documents =
        sources
            .rows(Sources.DOCUMENTS)
            .select(
                col("document_id"),
                concat(
                    in("kind", array(lit("Document"))),
                    in("caption", array_compact(array(lit("Document"), col("title"))))));
    Dataset<Row> said = ofSubjects(sources).union(documents);
    return versions
        .join(said.toDF("subject_id", "says"), "subject_id")
        .groupBy(col("entity_id"), col("policy_id").as("version"))
        .agg(flatten(collect_list("says")).as("said"));
  }

  private static Dataset<Row> ofSubjects(Sources sources) {
    HashMap<String, String> sourceOf = new HashMap<>();
    sources.policies().byId().forEach((id, policy) -> sourceOf.put(id, policy.source()));
    UDF1<String, String> source = sourceOf::get;
    return sources
        .rows(Sources.SUBJECTS)
        .withColumn("named", concat(values("name"), array(fullName())))
        .withColumn("alias", values("alias", "weakAlias", "previousName", "originalName"))
        .withColumn("source", udf(source, DataTypes.StringType).apply(col("policy_id")))
        .select(
            col("record_id"),
            concat(
                in("names", col("named")),
                in("aliases", col("alias")),
                in("caption", concat(col("named"), col("alias"), array(lit("(no name)")))),
                in("birth_dates", values("birthDate")),
                in("genders", values("gender")),
                in("countries", values("nationality", "country")),
                in("incorporation_dates", values("incorporationDate")),
                in("seats", values("country", "jurisdiction", "mainCountry")),
                in(
                    "registration_numbers",
                    values("registrationNumber", "taxNumber", "vatCode", "leiCode")),
                in("topics", values("topics", "program")),
                in(
                    "identifiers",
                    transform(
                        col("identifiers"),
                        id -> concat_ws(":", id.getField("kind"), id.getField("value")))),
                in("sources", array_compact(array(col("source")))),
                in("kind", array(col("schema"))),
                in("identifier", transform(values(KNOWN_BY), v -> trim(v)))));
  }

  private static Column in(String column, Column values) {
    return transform(values, value -> SaltedHash.of(lit(column), value));
  }

  private static Column fullName() {
    return trim(concat_ws(" ", values("firstName").getItem(0), values("lastName").getItem(0)));
  }

  private static Column values(String... properties) {
    Column none = expr("cast(array() as array<string>)");
    Column all =
        concat(
            Stream.of(properties)
                .map(p -> coalesce(element_at(col("properties"), p), none))
                .toArray(Column[]::new));
    return filter(all, v -> v.isNotNull().and(trim(v).notEqual("")));
  }
}
