package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.SaltedHash;
import org.insight.schemas.Tables;

/**
 * Whose the mentions are that edges name, by a way of its own: a person's whom the text says it of,
 * or who owns the thing of which it is said; an owner's beside the thing's in records; else the
 * document's or the record's. A record that names another is a mention of both, and a payment or a
 * call one of both parties.
 */
final class IdentifierHolders {

  private IdentifierHolders() {}

  /**
   * @param named {@code mention_id} of what edges name
   * @return {@code mention}, {@code subject}, {@code subject_kind}, {@code shared}, {@code
   *     policies}; a mention has a row for each holder
   */
  static Dataset<Row> of(Sources sources, Dataset<Row> named) {
    Dataset<Row> mentions = sources.mentions(named);
    Dataset<Row> traced =
        sources.traced(
            sources.lake().contracts().get(Sources.RECORDS),
            SaltedHash.of(col("record_id")).as("record"),
            col("record_id"),
            col("schema"),
            col("properties"));
    return ofTexts(sources, mentions)
        .union(ofOwners(mentions, traced))
        .union(stated(named, traced))
        .union(parties(named, traced));
  }

  private static Dataset<Row> ofTexts(Sources sources, Dataset<Row> mentions) {
    Dataset<Row> described = sources.rows(Tables.DESCRIBED);
    Dataset<Row> persons = described.where(SubjectCheck.LISTED);
    Dataset<Row> places =
        persons
            .selectExpr("described_id AS holder", "document_id", "attributes")
            .union(
                described
                    .where("owner_id IS NOT NULL")
                    .selectExpr("owner_id AS holder", "document_id", "attributes")
                    .join(persons.selectExpr("described_id AS holder"), "holder")
                    .select("holder", "document_id", "attributes"))
            .select(
                SaltedHash.of(col("holder")).as("holder"),
                SaltedHash.of(col("document_id")).as("document"),
                explode(col("attributes")).as("a"))
            .selectExpr("holder", "document", "a.begin AS a_begin", "a.end AS a_end")
            .distinct();
    return mentions
        .join(
            places,
            expr(
                "subject_kind = 'document' AND subject = document"
                    + " AND begin = a_begin AND end = a_end"),
            "left")
        .select(
            col("mention"),
            coalesce(col("holder"), col("subject")).as("subject"),
            when(col("holder").isNull(), col("subject_kind"))
                .otherwise(lit("described"))
                .as("subject_kind"),
            col("shared"),
            col("policies"));
  }

  /** Of things, not of bodies, which have numbers of their own. */
  private static Dataset<Row> ofOwners(Dataset<Row> mentions, Dataset<Row> records) {
    Dataset<Row> owned =
        records
            .where(
                "schema NOT IN"
                    + " ('Person', 'Organization', 'Company', 'PublicBody', 'LegalEntity')")
            .selectExpr("record", "policies AS sets", "explode(properties['ownerRecord']) AS id")
            .select(col("record"), col("sets"), SaltedHash.of(col("id")).as("owner"))
            .join(records.selectExpr("record AS owner", "policies AS owner_sets"), "owner")
            .where("sets = owner_sets")
            .select("record", "owner")
            .distinct();
    return mentions
        .where("subject_kind = 'record'")
        .join(owned, col("subject").equalTo(col("record")))
        .select("mention", "owner", "subject_kind", "shared", "policies");
  }

  private static Dataset<Row> stated(Dataset<Row> named, Dataset<Row> records) {
    Column statement = SaltedHash.of(concat_ws(" ", col("record_id"), col("property")));
    Dataset<Row> stating =
        named
            .where("instr(mention_id, ' ') > 0")
            .select(substring_index(col("mention_id"), " ", 1).as("record_id"))
            .distinct();
    Dataset<Row> names =
        records
            .join(stating, "record_id")
            .selectExpr(
                "record_id", "record", "policies", "explode(properties) AS (property, others)")
            .where("endswith(property, 'Record')")
            .withColumn("other_id", explode(col("others")))
            .withColumn("other", SaltedHash.of(col("other_id")))
            .join(records.selectExpr("record AS other", "policies AS other_sets"), "other")
            .where("policies = other_sets")
            .select(
                statement.as("mention"),
                col("record"),
                col("other"),
                SaltedHash.of(
                        expr("substring(property, 1, length(property) - 6)"), col("record_id"))
                    .as("shared"),
                col("policies"));
    return names
        .withColumn("subject", explode(expr("array(record, other)")))
        .select(
            col("mention"),
            col("subject"),
            lit("record").as("subject_kind"),
            col("shared"),
            col("policies"))
        .distinct();
  }

  /** Of a payment or a call, by the two properties that evidence names, the giver's first. */
  private static Dataset<Row> parties(Dataset<Row> named, Dataset<Row> records) {
    Dataset<Row> statements =
        named
            .selectExpr("mention_id", "split(mention_id, ' ') AS words")
            .where("size(words) = 3")
            .selectExpr(
                "mention_id", "words[0] AS record_id", "words[1] AS gives", "words[2] AS takes")
            .distinct();
    Dataset<Row> sides =
        records
            .where("schema IN ('Payment', 'Call')")
            .join(statements, "record_id")
            .where(
                "(schema = 'Payment' AND gives IN ('payer', 'payerAccount')"
                    + " AND takes IN ('beneficiary', 'beneficiaryAccount'))"
                    + " OR (schema = 'Call' AND gives = 'caller' AND takes = 'receiver')")
            .selectExpr(
                "mention_id",
                "record_id",
                "policies",
                "IF(schema = 'Payment', 'transfer', 'call') AS kind",
                "explode(concat(properties[gives], properties[takes])) AS party_id");
    return sides
        .withColumn("subject", SaltedHash.of(col("party_id")))
        .join(records.selectExpr("record AS subject", "policies AS party_sets"), "subject")
        .where("policies = party_sets")
        .select(
            SaltedHash.of(col("mention_id")).as("mention"),
            col("subject"),
            lit("record").as("subject_kind"),
            SaltedHash.of(col("kind"), col("record_id")).as("shared"),
            col("policies"))
        .distinct();
  }
}
