package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.policy.Label;

/** Labels as a column of Spark: {@code struct<granted:array<string>,withheld:array<string>>}. */
public final class LabelStructs {

  private LabelStructs() {}

  /** The label of what rests on records of these base policies. */
  public static Column ofPolicies(Column... basePolicyIds) {
    return struct(
        array_sort(array_distinct(array(basePolicyIds))).as("granted"),
        expr("cast(array() as array<string>)").as("withheld"));
  }

  /** The label of what rests on two labelled rows. */
  public static Column union(Column one, Column other) {
    return struct(
        array_sort(array_union(one.getField("granted"), other.getField("granted"))).as("granted"),
        array_sort(array_union(one.getField("withheld"), other.getField("withheld")))
            .as("withheld"));
  }

  /** Whether nobody can ever see a row of this label. */
  public static Column contradictory(Column label) {
    return arrays_overlap(label.getField("granted"), label.getField("withheld"));
  }

  /** A label as the value of such a column. */
  public static Row row(Label label) {
    return RowFactory.create(label.granted().toArray(), label.withheld().toArray());
  }
}
