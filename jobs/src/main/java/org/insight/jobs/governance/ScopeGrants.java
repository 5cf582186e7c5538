package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.policy.Entitlement;
import org.insight.policy.Label;
import org.insight.policy.Validity;

/** What every scope is granted, small enough to travel with each task. */
final class ScopeGrants implements Serializable {

  private static final long serialVersionUID = 1L;

  private final TreeMap<String, HashMap<String, Validity>> byScope = new TreeMap<>();

  private ScopeGrants() {}

  /** Collects governance.grants. */
  static ScopeGrants of(Dataset<Row> table) {
    ScopeGrants grants = new ScopeGrants();
    // One object for equal days keeps the table small on the way to the tasks.
    Map<String, Validity> days = new HashMap<>();
    for (Row row :
        table
            .select(col("scope"), col("base_policy_id"), col("valid_to").cast("string"))
            .collectAsList()) {
      Validity validity =
          row.isNullAt(2)
              ? Validity.ALWAYS
              : days.computeIfAbsent(row.getString(2), d -> Validity.until(LocalDate.parse(d)));
      grants
          .byScope
          .computeIfAbsent(row.getString(0), s -> new HashMap<>())
          .put(row.getString(1), validity);
    }
    return grants;
  }

  int scopes() {
    return byScope.size();
  }

  /** Bit 0 where the label withholds nothing, then one for each scope that may see it some day. */
  long[] bits(Label label, int words) {
    long[] bits = new long[words];
    if (label.withheld().isEmpty()) {
      bits[0] = 1;
    }
    int bit = 1;
    for (Map<String, Validity> granted : byScope.values()) {
      if (Entitlement.of(label, id -> Optional.ofNullable(granted.get(id))).isPresent()) {
        bits[bit / Long.SIZE] |= 1L << (bit % Long.SIZE);
      }
      bit++;
    }
    return bits;
  }

  /** Rows of governance.entitlements for one label, days as text. */
  List<Row> entitled(Label label) {
    List<Row> rows = new ArrayList<>();
    byScope.forEach(
        (scope, granted) ->
            Entitlement.of(label, id -> Optional.ofNullable(granted.get(id)))
                .ifPresent(
                    days ->
                        rows.add(
                            RowFactory.create(
                                scope,
                                label.id(),
                                days.from() == null ? null : days.from().toString(),
                                days.to() == null ? null : days.to().toString()))));
    return rows;
  }
}
