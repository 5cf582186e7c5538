package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.run.SaltedHash;

/**
 * What persons and the ends of links show of the records that they rest on. Each value is known by
 * the hash of it and of the column that it is shown in, so that a value of a record that the row
 * does not rest on, whoever may see it, is one too many.
 */
final class Shown {

  private static final String NO_NAME = "(no name)";

  /** Properties of which one stands in the place of a name. */
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

  private static final Column NONE = expr("cast(array() as array<bigint>)");

  private Shown() {}

  /** The hash of all that a row of curated.persons shows. */
  static Column ofPerson() {
    return hash(
        concat(
            Stream.of(
                    "names",
                    "aliases",
                    "birth_dates",
                    "genders",
                    "countries",
                    "topics",
                    "identifiers",
                    "sources")
                .map(c -> in(c, col(c)))
                .toArray(Column[]::new)));
  }

  /** Whether a row of curated.persons is by its own columns what it can be. */
  static Column soundPerson() {
    Column names = when(size(col("names")).gt(0), col("names")).otherwise(col("aliases"));
    Column caption =
        when(size(names).equalTo(0), col("caption").equalTo(NO_NAME))
            .otherwise(array_contains(names, col("caption")));
    Column known =
        size(array_except(col("conflicts"), array(lit("birth_dates"), lit("genders")))).equalTo(0);
    Column genders =
        array_contains(col("conflicts"), "genders").equalTo(size(col("genders")).gt(1));
    Column dates =
        array_contains(col("conflicts"), "birth_dates")
            .equalTo(lit(false))
            .or(size(col("birth_dates")).gt(1));
    Column records = col("records").equalTo(size(col("record_ids")));
    return coalesce(caption.and(known).and(genders).and(dates).and(records), lit(false));
  }

  /** Array of the hashes of what a row of landing.records says of a person. */
  static Column ofRecord() {
    return concat(
        in("names", names()),
        in("aliases", aliases()),
        in("birth_dates", values("birthDate")),
        in("genders", values("gender")),
        in("countries", values("nationality", "country")),
        in("topics", values("topics", "program")));
  }

  /**
   * Array of the hash of who said it.
   *
   * @param said as of {@link Worths#said}
   */
  static Column ofSource(Column said) {
    Column source = substring_index(said, "\n", 1);
    return when(said.isNotNull(), in("sources", array(source))).otherwise(NONE);
  }

  /**
   * The identifiers of records, as far as these are looked at: {@code found_id}, the hash of the
   * record's id, and {@code found}, an array of hashes.
   */
  static Dataset<Row> identifiers(Sources sources) {
    Dataset<Row> all =
        sources
            .rows(Sources.IDENTIFIERS)
            .where(col("subject_kind").equalTo("record"))
            .select(
                SaltedHash.of(col("subject_id")).as("found_id"),
                SaltedHash.of(lit("identifiers"), identifier()).as("one"));
    return Views.ofLooked(sources, all, col("found_id"))
        .groupBy("found_id")
        .agg(collect_set("one").as("found"));
  }

  /** The hash of what rows of arrays {@code says} and {@code found} give together. */
  static Column together(Column says, Column found) {
    return hash(flatten(collect_list(concat(says, coalesce(found, NONE)))));
  }

  /** An identifier as it is shown. */
  static Column identifier() {
    return concat_ws(":", col("kind"), col("value"));
  }

  /** The hash of all that a row of curated.links says of its edges. */
  static Column ofLink() {
    return hash(concat(in("kinds", col("kinds")), in("values", col("values"))));
  }

  /** Array of the hashes of what a link shows of a row of links.edges. */
  static Column ofEdge() {
    return concat(in("kinds", array(col("kind"))), in("values", array(identifier())));
  }

  /** The hash of an array of hashes, in whatever order and however often each. */
  static Column hash(Column hashes) {
    return SaltedHash.of(sort_array(array_distinct(hashes)));
  }

  /**
   * What versions of entities are shown as at the end of a link: {@code shown_id} and {@code
   * shown_version}, {@code kind}, {@code captions}, the hashes of those that they may have, and
   * {@code known_by}, those of the identifiers of which one is shown; none where there is a name.
   *
   * @param versions {@code entity}, {@code subject} (hashes) and {@code version}
   */
  static Dataset<Row> ends(Sources sources, Dataset<Row> versions) {
    Dataset<Row> records =
        Views.ofLooked(sources, sources.rows(Sources.RECORDS), SaltedHash.of(col("record_id")))
            .select(
                SaltedHash.of(col("record_id")).as("of"),
                when(col("schema").notEqual("LegalEntity"), col("schema")).as("schema"),
                hashes(names()).as("names"),
                hashes(aliases()).as("aliases"),
                hashes(transform(values(KNOWN_BY), v -> trim(v))).as("known_by"));
    Column title = when(trim(col("title")).notEqual(""), col("title")).otherwise(lit("Document"));
    Dataset<Row> documents =
        sources
            .rows(Sources.DOCUMENTS)
            .select(
                SaltedHash.of(col("document_id")).as("of"),
                lit("Document").as("schema"),
                hashes(array(title)).as("names"),
                NONE.as("aliases"),
                NONE.as("known_by"));
    Column names = array_distinct(flatten(collect_list("names")));
    Column aliases = array_distinct(flatten(collect_list("aliases")));
    return versions
        .join(records.union(documents), col("subject").equalTo(col("of")))
        .groupBy(col("entity").as("shown_id"), col("version").as("shown_version"))
        .agg(
            coalesce(max("schema"), lit("LegalEntity")).as("kind"),
            names.as("names"),
            aliases.as("aliases"),
            flatten(collect_list("known_by")).as("known_by"))
        .select(
            col("shown_id"),
            col("shown_version"),
            col("kind"),
            when(size(col("names")).gt(0), col("names"))
                .when(size(col("aliases")).gt(0), col("aliases"))
                .otherwise(hashes(array(lit(NO_NAME))))
                .as("captions"),
            when(
                    size(col("names")).equalTo(0).and(size(col("aliases")).equalTo(0)),
                    col("known_by"))
                .otherwise(NONE)
                .as("known_by"));
  }

  /** Array of the hashes of captions. */
  private static Column hashes(Column texts) {
    return transform(texts, text -> SaltedHash.of(text));
  }

  private static Column in(String column, Column values) {
    return transform(values, value -> SaltedHash.of(lit(column), value));
  }

  private static Column aliases() {
    return values("alias", "weakAlias", "previousName", "originalName");
  }

  /** As docs/figures.md: a record's names, or its first and last name. */
  private static Column names() {
    Column full = concat_ws(" ", values("firstName").getItem(0), values("lastName").getItem(0));
    return when(size(values("name")).gt(0), values("name"))
        .when(trim(full).notEqual(""), array(trim(full)))
        .otherwise(expr("cast(array() as array<string>)"));
  }

  private static Column values(String... properties) {
    List<Column> all =
        Stream.of(properties)
            .map(
                p ->
                    coalesce(
                        element_at(col("properties"), p), expr("cast(array() as array<string>)")))
            .toList();
    return filter(concat(all.toArray(Column[]::new)), v -> v.isNotNull().and(trim(v).notEqual("")));
  }
}
