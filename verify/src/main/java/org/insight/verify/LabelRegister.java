package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.policy.LabelColumns;
import org.insight.schemas.TableContract;
import org.jspecify.annotations.Nullable;

/**
 * A label's id is the hash of its sets, so that no two labels are of one id and none can be
 * loosened under its id; and every label that a row carries is there, or nobody would see the row.
 */
final class LabelRegister implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> labels = sources.looked(contract);
    Dataset<Row> checked =
        labels.select(
            Tally.row(contract), when(holds().equalTo(false), MismatchReason.ID).as("why"));
    Dataset<Row> carried = sources.held("carried labels", () -> carried(sources));
    List<String> absent =
        carried
            .join(known(sources, carried), new String[] {"policy_id"}, "left_anti")
            .orderBy("policy_id")
            .as(Encoders.STRING())
            .collectAsList();
    return Tally.of(sources, contract, checked, examples)
        .with(
            MismatchReason.NO_LABEL,
            absent.size(),
            absent.stream().map(id -> "policy_id=" + id).toList(),
            examples);
  }

  private static Column holds() {
    Column id = LabelColumns.id(struct(col("granted"), col("withheld")));
    return coalesce(
        col("policy_id")
            .equalTo(id)
            .and(col("granted").equalTo(array_sort(array_distinct(col("granted")))))
            .and(col("withheld").equalTo(array_sort(array_distinct(col("withheld"))))),
        lit(false));
  }

  /** Labels of governance.labels whose id holds, and each base policy as one. */
  static Dataset<Row> sound(Sources sources) {
    return sound(sources, sources.rows(Sources.LABELS), null);
  }

  /**
   * As {@link #sound(Sources)}, of some.
   *
   * @param ids {@code policy_id}, each once
   */
  static Dataset<Row> sound(Sources sources, Dataset<Row> ids) {
    String[] id = {"policy_id"};
    return sound(sources, sources.rows(Sources.LABELS).join(ids, id, "left_semi"), ids);
  }

  private static Dataset<Row> sound(
      Sources sources, Dataset<Row> labels, @Nullable Dataset<Row> ids) {
    Dataset<Row> single =
        sources
            .spark()
            .createDataset(List.copyOf(sources.policies().byId().keySet()), Encoders.STRING())
            .toDF("policy_id")
            .select(
                col("policy_id"),
                array(col("policy_id")).as("granted"),
                array().cast("array<string>").as("withheld"));
    return labels
        .where(holds())
        .select("policy_id", "granted", "withheld")
        .union(ids == null ? single : single.join(ids, new String[] {"policy_id"}, "left_semi"))
        .dropDuplicates("policy_id");
  }

  private static Dataset<Row> known(Sources sources, Dataset<Row> ids) {
    List<String> nobody = List.of(PolicySets.QUARANTINE);
    return sound(sources, ids)
        .select("policy_id")
        .union(sources.spark().createDataset(nobody, Encoders.STRING()).toDF("policy_id"));
  }

  private static Dataset<Row> carried(Sources sources) {
    List<Dataset<Row>> tables = new ArrayList<>();
    for (TableContract contract : sources.lake().contracts().all()) {
      if (contract.carriesPolicy()) {
        tables.add(sources.looked(contract).select("policy_id"));
      }
    }
    return tables.stream().reduce(Dataset::union).orElseThrow().distinct();
  }
}
