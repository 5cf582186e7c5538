package org.insight.flow;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.engine.Runs;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;

/**
 * A run with one wrong label among the persons, as a job that goes wrong stages it. No job reads
 * them, so the run is whole but for that.
 */
final class WrongLabel {

  private WrongLabel() {}

  static void stage(Lake lake) {
    Lake staged = Runs.of(lake).open();
    Dataset<Row> persons = lake.read(Tables.PERSONS);
    Row victim = persons.orderBy("entity_id", "policy_id").first();
    StagedWrite.write(
            staged,
            lake.contracts().get(Tables.PERSONS),
            WriteMode.REPLACE,
            persons.withColumn(
                "policy_id",
                functions.expr(
                    "if(entity_id = '%s' and policy_id = '%s', 'quarantine', policy_id)"
                        .formatted(victim.getAs("entity_id"), victim.getAs("policy_id")))),
            Map.of())
        .publish();
  }
}
