package org.insight.verify;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;

/**
 * Each subject that is a person or organisation has one profile, under its own label, and no other
 * subject has one.
 */
final class ProfileCheck implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> there =
        sources.looked(contract).select("record_id", "basis", "schema", "policy_id");
    Dataset<Row> due =
        sources
            .traced(
                sources.lake().contracts().get(Sources.SUBJECTS),
                sources.rows(Sources.SUBJECTS).where(ComparedRecords.isCompared(col("schema"))),
                col("record_id"),
                col("basis"),
                col("schema"))
            .select(
                col("record_id"),
                col("basis"),
                col("schema"),
                PolicySets.labelId(col("policies")).as("policy_id"));
    return Tally.of(
        sources, contract, there, sources.dueOf(contract, due), List.of("record_id"), examples);
  }
}
