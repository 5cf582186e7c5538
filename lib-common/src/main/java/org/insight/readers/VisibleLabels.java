package org.insight.readers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.policy.BasePolicy;
import org.insight.policy.Label;
import org.insight.policy.Restrictions;
import org.insight.schemas.TableName;

/**
 * The labels that a scope may see today, each with what may be said of it: the id of its granted
 * part and the restrictions of that in words.
 *
 * <p>Fails closed: an entitlement to a label that is not registered, whose sets do not give its id,
 * or that grants a policy which nobody knows, opens nothing.
 */
final class VisibleLabels {

  static final String LABEL_ID = "visible_label_id";
  static final String SHOWN_ID = "visible_shown_id";
  static final String RESTRICTIONS = "restrictions";

  private static final TableName ENTITLEMENTS = TableName.of("governance.entitlements");
  private static final TableName LABELS = TableName.of("governance.labels");
  private static final TableName POLICIES = TableName.of("governance.policies");
  private static final StructType SCHEMA =
      StructType.fromDDL(
          LABEL_ID + " string, " + SHOWN_ID + " string, " + RESTRICTIONS + " string");

  private VisibleLabels() {}

  /** One row a label, with {@link #LABEL_ID}, {@link #SHOWN_ID} and {@link #RESTRICTIONS}. */
  static Dataset<Row> of(
      SparkSession spark,
      Function<TableName, Dataset<Row>> tables,
      String scope,
      LocalDate today) {
    Map<String, BasePolicy> policies = policies(tables.apply(POLICIES));
    Dataset<Row> entitled =
        tables
            .apply(ENTITLEMENTS)
            .where(col("scope").equalTo(scope))
            .where(col("valid_from").isNull().or(col("valid_from").leq(day(today))))
            .where(col("valid_to").isNull().or(col("valid_to").geq(day(today))))
            .select("policy_id")
            .distinct();
    Dataset<Row> labels = tables.apply(LABELS).select("policy_id", "granted", "withheld");
    List<Row> found =
        entitled
            .join(labels, entitled.col("policy_id").equalTo(labels.col("policy_id")), "left_outer")
            .select(entitled.col("policy_id"), labels.col("granted"), labels.col("withheld"))
            .collectAsList();
    Map<String, Row> visible = new TreeMap<>();
    for (Row row : found) {
      String id = row.getString(0);
      Set<String> granted = new TreeSet<>();
      if (policies.containsKey(id)) {
        granted.add(id);
      } else if (!row.isNullAt(1) && !row.isNullAt(2) && isLabel(id, row)) {
        granted.addAll(row.getList(1));
      }
      if (!granted.isEmpty() && policies.keySet().containsAll(granted)) {
        List<BasePolicy> said = new ArrayList<>();
        granted.forEach(p -> said.add(policies.get(p)));
        visible.put(
            id,
            RowFactory.create(id, Label.of(granted, List.of()).id(), Restrictions.inWords(said)));
      }
    }
    return spark.createDataFrame(List.copyOf(visible.values()), SCHEMA);
  }

  private static boolean isLabel(String id, Row row) {
    Set<String> granted = new LinkedHashSet<>(row.getList(1));
    Set<String> withheld = new LinkedHashSet<>(row.getList(2));
    return !granted.isEmpty()
        && !granted.contains(null)
        && !withheld.contains(null)
        && Label.of(granted, withheld).id().equals(id);
  }

  private static Map<String, BasePolicy> policies(Dataset<Row> table) {
    Map<String, BasePolicy> policies = new TreeMap<>();
    for (Row row : table.select("base_policy_id", "canonical").collectAsList()) {
      BasePolicy policy = BasePolicy.fromYaml(row.getString(1));
      if (policy.id().equals(row.getString(0))) {
        policies.put(policy.id(), policy);
      }
    }
    return policies;
  }

  private static org.apache.spark.sql.Column day(LocalDate day) {
    return lit(day.toString()).cast("date");
  }
}
