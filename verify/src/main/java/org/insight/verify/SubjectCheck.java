package org.insight.verify;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.SaltedHash;
import org.insight.schemas.TableContract;

/**
 * Each record, and each person of a text who has a full name or something that tells persons apart,
 * is one subject that says the same under the same label; nothing else is. Who signs or judges is
 * none.
 */
final class SubjectCheck implements Check {

  private static final String IDENTIFYING =
      "('birthDate', 'passportNumber', 'idNumber', 'phone', 'email')";

  /** Of what documents describe, the persons of the case whom a name or a number tells apart. */
  static final String LISTED =
      "schema = 'Person' AND role != 'office' AND (locate(' ', name) > 0"
          + " OR size(filter(attributes, a -> a.property IN "
          + IDENTIFYING
          + ")) > 0)";

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> there =
        sources
            .looked(contract)
            .select(
                col("record_id"),
                col("basis"),
                col("item_id"),
                col("schema"),
                col("policy_id"),
                said(pairs()).as("said"),
                said(array_sort(col("identifiers"))).as("numbers"));
    Dataset<Row> due = sources.dueOf(contract, ofRecords(sources).unionByName(ofTexts(sources)));
    return Tally.of(sources, contract, there, due, List.of("record_id"), examples);
  }

  private static Dataset<Row> ofRecords(Sources sources) {
    Dataset<Row> found =
        sources
            .rows(Sources.IDENTIFIERS)
            .where("subject_kind = 'record'")
            .select(col("subject_id").as("record_id"), number());
    return labelled(
        sources
            .traced(
                sources.lake().contracts().get(Sources.RECORDS),
                col("record_id"),
                lit("record").as("basis"),
                col("item_id"),
                col("schema"),
                said(pairs()).as("said"))
            .join(numbers(found), new String[] {"record_id"}, "left"));
  }

  private static Dataset<Row> ofTexts(Sources sources) {
    Dataset<Row> listed =
        sources
            .traced(
                sources.lake().contracts().get(Sources.DESCRIBED),
                col("described_id").as("record_id"),
                lit("text").as("basis"),
                col("document_id").as("item_id"),
                col("schema"),
                col("role"),
                col("name"),
                col("attributes"))
            .where(LISTED);
    Dataset<Row> found =
        listed
            .select(col("record_id"), col("item_id"), explode(col("attributes")).as("a"))
            .join(
                sources
                    .rows(Sources.IDENTIFIERS)
                    .where("subject_kind = 'document'")
                    .select(col("subject_id"), col("begin"), col("end"), number()),
                expr("item_id = subject_id AND a.begin = begin AND a.end = end"))
            .select("record_id", "number");
    Column name =
        expr("IF(name IS NULL, array(), array(struct('name' AS key, name AS value)))")
            .cast("array<struct<key:string,value:string>>");
    Column attributes =
        expr(
            "transform(filter(attributes, a -> a.property != 'residence'),"
                + " a -> struct(a.property AS key, a.value AS value))");
    return labelled(
        listed
            .withColumn("said", said(array_sort(array_distinct(concat(name, attributes)))))
            .drop("role", "name", "attributes")
            .join(numbers(found), new String[] {"record_id"}, "left"));
  }

  private static Dataset<Row> labelled(Dataset<Row> traced) {
    return traced.select(
        col("record_id"),
        col("basis"),
        col("item_id"),
        col("schema"),
        PolicySets.labelId(col("policies")).as("policy_id"),
        col("said"),
        said(expr("ifnull(numbers, array())")).as("numbers"));
  }

  private static Column number() {
    return struct("kind", "value", "strong").as("number");
  }

  private static Dataset<Row> numbers(Dataset<Row> found) {
    return found.groupBy("record_id").agg(array_sort(collect_set("number")).as("numbers"));
  }

  /** Each value with its property, in order. */
  private static Column pairs() {
    return array_sort(
        array_distinct(
            expr(
                "flatten(transform(map_entries(properties), e -> transform(e.value, v ->"
                    + " struct(e.key AS key, v AS value))))")));
  }

  private static Column said(Column values) {
    return SaltedHash.of(to_json(values));
  }
}
