package org.insight.jobs.links;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.resolution.ListSubjects;

/**
 * Whose an identifier is. What a text says of a person is that person's, and no more the text's.
 * What is said of a vehicle or of an account whose owner is told is the owner's: in a text instead
 * of the text's, in records beside the thing's own. All else is of the document or the record in
 * which it stands.
 *
 * <p>A holder stands in the same document or item as the identifier, and has the same policy.
 */
final class IdentifierHolders {

  static final String DESCRIBED = "described";

  /** They have numbers of their own, which are not those of whoever owns or directs them. */
  private static final Column IS_BODY =
      col("schema").isin("Person", "Organization", "Company", "PublicBody", "LegalEntity");

  /** Where these are strong, all records that have one are records of one thing. */
  private static final Object[] OF_ONE_THING = {"iban", "vin", "phone"};

  private IdentifierHolders() {}

  /**
   * @param identifiers rows of mentions.identifiers
   * @param described rows of mentions.described of their documents
   * @param records rows of landing.records of their items
   * @return {@code mention_id}, {@code kind}, {@code value}, {@code policy_id}, and the holder as
   *     {@code subject_id} and {@code subject_kind}: document, record or described; and whether
   *     {@code is_thing}, the one thing that the identifier names
   */
  static Dataset<Row> of(Dataset<Row> identifiers, Dataset<Row> described, Dataset<Row> records) {
    Dataset<Row> found =
        identifiers.select(
            "mention_id",
            "kind",
            "value",
            "policy_id",
            "subject_id",
            "subject_kind",
            "begin",
            "end",
            "strong");
    Dataset<Row> byHolder =
        found.join(
            ofTexts(described),
            col("subject_kind")
                .equalTo("document")
                .and(col("subject_id").equalTo(col("document_id")))
                .and(col("begin").equalTo(col("a_begin")))
                .and(col("end").equalTo(col("a_end"))),
            "left");
    Column isHeld = col("holder_id").isNotNull();
    return byHolder
        .select(
            col("mention_id"),
            col("kind"),
            col("value"),
            col("policy_id"),
            coalesce(col("holder_id"), col("subject_id")).as("subject_id"),
            when(isHeld, lit(DESCRIBED)).otherwise(col("subject_kind")).as("subject_kind"),
            coalesce(
                    isHeld.equalTo(false).and(col("strong")).and(col("kind").isin(OF_ONE_THING)),
                    lit(false))
                .as("is_thing"))
        .union(ofOwners(found, records));
  }

  /** Persons by the places where what is said of them, or of what they own, stands. */
  private static Dataset<Row> ofTexts(Dataset<Row> described) {
    Dataset<Row> persons =
        ListSubjects.listed(described)
            .select(col("described_id").as("holder_id"), col("document_id"), col("attributes"));
    Dataset<Row> things =
        described
            .select(col("owner_id").as("holder_id"), col("document_id"), col("attributes"))
            .join(persons.select("holder_id"), new String[] {"holder_id"}, "left_semi");
    return persons
        .union(things)
        .select(col("holder_id"), col("document_id"), explode(col("attributes")).as("a"))
        .select(
            col("holder_id"),
            col("document_id"),
            col("a.begin").as("a_begin"),
            col("a.end").as("a_end"))
        .distinct();
  }

  private static Dataset<Row> ofOwners(Dataset<Row> found, Dataset<Row> records) {
    Dataset<Row> owned =
        records
            .where(IS_BODY.equalTo(false))
            .select(
                col("record_id"),
                col("policy_id").as("thing_policy"),
                explode(col("properties").getItem("ownerRecord")).as("owner_id"));
    Dataset<Row> owners =
        records.select(col("record_id").as("owner_id"), col("policy_id").as("owner_policy"));
    return found
        .where(col("subject_kind").equalTo("record"))
        .join(owned, col("subject_id").equalTo(col("record_id")))
        .join(owners, "owner_id")
        .where(col("thing_policy").equalTo(col("owner_policy")))
        .select(
            col("mention_id"),
            col("kind"),
            col("value"),
            col("policy_id"),
            col("owner_id").as("subject_id"),
            col("subject_kind"),
            lit(false))
        .distinct();
  }
}
