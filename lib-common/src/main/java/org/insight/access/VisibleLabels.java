package org.insight.access;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.HeldRows;
import org.insight.policy.BasePolicy;
import org.insight.policy.Handling;
import org.insight.policy.Label;
import org.insight.policy.Restrictions;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * The labels that one scope may see today, each with what may be said of it: the id of its granted
 * part and the restrictions of that in words.
 *
 * <p>Fails closed: an entitlement to a label that is not registered, whose sets do not give its id,
 * or that grants a policy which nobody knows, opens nothing.
 */
final class VisibleLabels {

  static final String LABEL_ID = "visible_label_id";
  static final String SHOWN_ID = "visible_shown_id";
  static final String RESTRICTIONS = "restrictions";

  /** The strictest handling codes of what is granted, as {@link Handling#strictest} gives them. */
  static final String CODES = "visible_codes";

  private static final StructType SCHEMA =
      StructType.fromDDL(
          LABEL_ID
              + " string, "
              + SHOWN_ID
              + " string, "
              + RESTRICTIONS
              + " string, "
              + CODES
              + " array<string>");

  /** What may be said of a policy: its phrase, and the handling code if it has one. */
  private record Said(String words, @Nullable Handling handling) implements Serializable {}

  private VisibleLabels() {}

  /**
   * One row a label, with {@link #LABEL_ID}, {@link #SHOWN_ID}, {@link #RESTRICTIONS} and {@link
   * #CODES}.
   */
  static Dataset<Row> of(Function<TableName, Dataset<Row>> tables, String scope, LocalDate today) {
    // There may be as many labels as rows of entities, so they stay with the tasks.
    HashMap<String, Said> said = said(tables.apply(Tables.POLICIES));
    Dataset<Row> entitled =
        tables
            .apply(Tables.ENTITLEMENTS)
            .where(col("scope").equalTo(scope))
            .where(col("valid_from").isNull().or(col("valid_from").leq(day(today))))
            .where(col("valid_to").isNull().or(col("valid_to").geq(day(today))))
            .select("policy_id")
            .distinct();
    Dataset<Row> labels = tables.apply(Tables.LABELS).select("policy_id", "granted", "withheld");
    FlatMapFunction<Row, Row> shown = row -> visible(row, said).iterator();
    return HeldRows.keys(
        entitled
            .join(labels, entitled.col("policy_id").equalTo(labels.col("policy_id")), "left_outer")
            .select(entitled.col("policy_id"), labels.col("granted"), labels.col("withheld"))
            .flatMap(shown, Encoders.row(SCHEMA))
            .dropDuplicates(LABEL_ID));
  }

  private static List<Row> visible(Row row, Map<String, Said> said) {
    String id = row.getString(0);
    Set<String> granted = new TreeSet<>();
    if (said.containsKey(id)) {
      granted.add(id);
    } else if (!row.isNullAt(1) && !row.isNullAt(2) && isLabel(id, row)) {
      granted.addAll(row.getList(1));
    }
    if (granted.isEmpty() || !said.keySet().containsAll(granted)) {
      return List.of();
    }
    List<Said> all = granted.stream().map(said::get).toList();
    return List.of(
        RowFactory.create(
            id,
            Label.of(granted, List.of()).id(),
            Restrictions.together(all.stream().map(Said::words).toList()),
            Handling.strictest(all.stream().map(Said::handling).filter(Objects::nonNull).toList())
                .toArray(String[]::new)));
  }

  private static boolean isLabel(String id, Row row) {
    Set<String> granted = new LinkedHashSet<>(row.getList(1));
    Set<String> withheld = new LinkedHashSet<>(row.getList(2));
    return !granted.isEmpty()
        && !granted.contains(null)
        && !withheld.contains(null)
        && Label.of(granted, withheld).id().equals(id);
  }

  /** What each known policy says, by its id. */
  private static HashMap<String, Said> said(Dataset<Row> table) {
    HashMap<String, Said> said = new HashMap<>();
    for (Row row : table.select("base_policy_id", "canonical").collectAsList()) {
      BasePolicy policy = BasePolicy.fromCanonical(row.getString(1));
      if (policy.id().equals(row.getString(0))) {
        said.put(policy.id(), new Said(Restrictions.inWords(policy), policy.handling()));
      }
    }
    return said;
  }

  private static org.apache.spark.sql.Column day(LocalDate day) {
    return lit(day.toString()).cast("date");
  }
}
