package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;

/** Rows that name the rows that they were made from, as the contract says, and ids made of it. */
final class NamedSources implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Column policyId = col(TableContract.POLICY_ID);
    Dataset<Row> checked =
        sources
            .traced(
                contract,
                sources.looked(contract),
                Tally.row(contract),
                policyId,
                Ids.hold(contract).as("id_holds"))
            .select(
                col("row"),
                when(col("policies").isNull(), Why.NO_SOURCE)
                    .when(policyId.isNull(), Why.LABEL)
                    .when(policyId.notEqual(PolicySets.labelId(col("policies"))), Why.LABEL)
                    .when(col("id_holds").equalTo(lit(false)), Why.ID)
                    .as("why"));
    return Tally.of(sources, contract, checked, examples);
  }
}
