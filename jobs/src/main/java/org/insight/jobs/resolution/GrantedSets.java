package org.insight.jobs.resolution;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.policy.graph.Grant;
import org.insight.policy.graph.ViewerParts;
import org.insight.policy.graph.VisibleSets;
import org.jspecify.annotations.Nullable;

/** Brings governance.grants, one row a scope and base policy, to the tasks that need all of it. */
public final class GrantedSets {

  private GrantedSets() {}

  /** What the rows say, ready for tasks. The table is small and is held by the driver. */
  public static ViewerParts viewers(Dataset<Row> grants) {
    List<Grant> rows =
        grants
            .selectExpr("scope", "base_policy_id", "cast(valid_to as date)")
            .collectAsList()
            .stream()
            .map(r -> new Grant(r.getString(0), r.getString(1), day(r, 2)))
            .toList();
    return new ViewerParts(VisibleSets.of(rows));
  }

  private static @Nullable LocalDate day(Row row, int column) {
    if (row.isNullAt(column)) {
      return null;
    }
    Object value = row.get(column);
    return value instanceof LocalDate date ? date : ((Date) value).toLocalDate();
  }
}
