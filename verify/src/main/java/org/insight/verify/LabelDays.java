package org.insight.verify;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.policy.Label;
import org.insight.schemas.TableContract;

/**
 * Scopes are entitled to labels on the days that the readers' rights and the label's sets give, and
 * on no other.
 */
final class LabelDays implements Check {

  private static final StructType ROWS =
      StructType.fromDDL("scope string, policy_id string, valid_from string, valid_to string");

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Broadcast<Rights> rights = sources.broadcast(sources.rights());
    FlatMapFunction<Row, Row> rule = label -> entitlements(label, rights.value());
    Dataset<Row> labels =
        sources
            .written()
            .flatMap(written -> written.keys(contract))
            .map(keys -> LabelRegister.sound(sources, keys))
            .orElseGet(() -> LabelRegister.sound(sources));
    Dataset<Row> due = labels.flatMap(rule, Encoders.row(ROWS));
    Dataset<Row> there =
        sources
            .looked(contract)
            .select(
                col("scope"),
                col("policy_id"),
                col("valid_from").cast("string"),
                col("valid_to").cast("string"));
    return Tally.of(sources, contract, there, due, List.of("scope", "policy_id"), examples);
  }

  private static Iterator<Row> entitlements(Row row, Rights rights) {
    Label label = Label.of(row.<String>getList(1), row.<String>getList(2));
    List<Row> rows = new ArrayList<>();
    for (String scope : rights.scopes()) {
      rights
          .days(scope, label)
          .ifPresent(
              days ->
                  rows.add(
                      RowFactory.create(
                          scope,
                          row.getString(0),
                          days.from() == null ? null : days.from().toString(),
                          days.to() == null ? null : days.to().toString())));
    }
    return rows.iterator();
  }
}
