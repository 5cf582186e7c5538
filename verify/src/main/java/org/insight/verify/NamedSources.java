package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;

/**
 * Rows that name the rows that they were made from, as the contract says, ids made of it, and what
 * a row holds that its source, or its kind, does not allow.
 */
final class NamedSources implements Check {

  /** Kinds of identifiers of which one can make one of the records that share it. */
  private static final Object[] STRONG = {
    "passport", "national_id", "iban", "vin", "registration", "list_entry"
  };

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> looked = sources.looked(contract);
    return contract.name().equals(Sources.IDENTIFIERS)
        ? tally(sources, contract, withLines(sources, looked), canBe(), examples)
        : tally(sources, contract, looked, lit(true), examples);
  }

  /**
   * Checks rows that name their sources.
   *
   * @param looked the rows, with all of the table's columns
   * @param canBe whether a row may hold what it does, by its columns
   */
  static Tally tally(
      Sources sources, TableContract contract, Dataset<Row> looked, Column canBe, int examples) {
    Column policyId = col(TableContract.POLICY_ID);
    Dataset<Row> traced =
        sources.traced(
            contract,
            looked,
            Tally.row(contract),
            policyId,
            Ids.hold(contract).as("id_holds"),
            Copies.item(contract).as("of_item"),
            Copies.repeated(contract).as("repeats"),
            canBe.as("can_be"));
    Dataset<Row> checked =
        Copies.compared(sources, contract, traced)
            .select(
                col("row"),
                when(col("policies").isNull(), MismatchReason.NO_SOURCE)
                    .when(policyId.isNull(), MismatchReason.LABEL)
                    .when(
                        policyId.notEqual(PolicySets.labelId(col("policies"))),
                        MismatchReason.LABEL)
                    .when(col("id_holds").equalTo(lit(false)), MismatchReason.ID)
                    .when(col("is_copy").equalTo(lit(false)), MismatchReason.CONTENT)
                    .when(col("can_be").equalTo(lit(false)), MismatchReason.CONTENT)
                    .as("why"));
    return Tally.of(sources, contract, checked, examples);
  }

  /** Adds {@code line}, the record that an identifier is of, if it is a telephone line. */
  private static Dataset<Row> withLines(Sources sources, Dataset<Row> identifiers) {
    Dataset<Row> lines =
        sources
            .rows(Tables.RECORDS)
            .where(col("schema").equalTo("UserAccount"))
            .select(col("record_id").as("line"));
    return identifiers.join(lines, col("subject_id").equalTo(col("line")), "left");
  }

  /** Whether an identifier holds nothing that one of its kind never does. */
  private static Column canBe() {
    // docs/mappings.md: all else, as a telephone number of a person, several may share.
    return col("strong")
        .equalTo(lit(false))
        .or(col("kind").isin(STRONG))
        .or(col("kind").equalTo("phone").and(col("line").isNotNull()));
  }
}
