package org.insight.flow;

import java.util.Map;
import org.apache.spark.sql.functions;
import org.insight.jobs.Tables;
import org.insight.run.Runs;
import org.insight.schemas.WriteMode;
import org.insight.tables.Lake;
import org.insight.tables.StagedWrite;

/** A run with one wrong label among the items, as a job that goes wrong stages it. */
final class WrongLabel {

  private WrongLabel() {}

  static void stage(Lake lake) {
    Lake staged = Runs.of(lake).open();
    String victim =
        lake.read(Tables.ITEMS).select("item_id").orderBy("item_id").first().getString(0);
    StagedWrite.write(
            staged,
            lake.contracts().get(Tables.ITEMS),
            WriteMode.REPLACE,
            lake.read(Tables.ITEMS)
                .withColumn(
                    "policy_id",
                    functions.expr(
                        "if(item_id = '%s', 'quarantine', policy_id)".formatted(victim))),
            Map.of())
        .publish();
  }
}
