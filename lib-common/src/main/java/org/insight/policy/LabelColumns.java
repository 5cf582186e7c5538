package org.insight.policy;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@link Label} for columns of {@code struct<granted:array<string>,withheld:array<string>>}, in
 * Spark's built-ins; tests hold the two equal.
 *
 * <p>Sets come out sorted and distinct. Whatever is null (a policy, a label, a set, an element of a
 * set) is not known, so the result is granted by nobody: it holds {@link Label#QUARANTINE}.
 * Built-in aggregates skip nulls, which would widen who may see the result.
 */
public final class LabelColumns {

  private static final String NOBODY = Label.QUARANTINE.id();

  private LabelColumns() {}

  /** The label of a row that rests on one base policy. */
  public static Column ofPolicy(Column policyId) {
    return label(array(coalesce(policyId, lit(NOBODY))), none());
  }

  /** The same label with its sets sorted and distinct, and closed where something in it is null. */
  public static Column canonical(Column label) {
    return label(set(granted(label)), set(withheld(label)));
  }

  /** The label of a row made of several. */
  public static Column union(Column... labels) {
    if (labels.length == 0) {
      throw new IllegalArgumentException("Cannot combine labels: none given");
    }
    return label(
        set(concat(each(labels, LabelColumns::granted))),
        set(concat(each(labels, LabelColumns::withheld))));
  }

  /** An aggregate: the label of a row made of all rows of a group; of no row at all, nobody's. */
  public static Column unionAll(Column label) {
    Column granted = set(flatten(collect_set(set(granted(label)))));
    return label(
        when(size(granted).equalTo(0), array(lit(NOBODY))).otherwise(granted),
        set(flatten(collect_set(set(withheld(label))))));
  }

  /**
   * The label with more base policies in its sets.
   *
   * @param grantedIds array of string; null is not "none" but "not known", and closes the row
   * @param withheldIds likewise
   */
  public static Column withMore(Column label, Column grantedIds, Column withheldIds) {
    Column closed =
        when(holdsNull(grantedIds).or(holdsNull(withheldIds)), array(lit(NOBODY)))
            .otherwise(none());
    return label(
        set(concat(granted(label), known(grantedIds), closed)),
        set(concat(withheld(label), known(withheldIds))));
  }

  /** As {@link Label#contradictory}. */
  public static Column contradictory(Column label) {
    return arrays_overlap(granted(label), withheld(label));
  }

  /** As {@link Label#id}. */
  public static Column id(Column label) {
    Column granted = set(granted(label));
    Column withheld = set(withheld(label));
    Column text =
        concat(lit("label\n"), concat_ws(",", granted), lit("\n"), concat_ws(",", withheld));
    return when(size(granted).equalTo(1).and(size(withheld).equalTo(0)), granted.getItem(0))
        .otherwise(substring(sha2(text.cast("binary"), 256), 1, 32));
  }

  /** The label that a value of such a column is; closed where something in it is null. */
  public static Label label(@Nullable Row value) {
    return LabelIds.read(value);
  }

  /** A label as the value of such a column. */
  public static Row value(Label label) {
    return RowFactory.create(label.granted().toArray(), label.withheld().toArray());
  }

  private static Column label(Column granted, Column withheld) {
    return struct(granted.as("granted"), withheld.as("withheld"));
  }

  private static Column granted(Column label) {
    Column granted = label.getField("granted");
    Column withheld = label.getField("withheld");
    Column open = size(known(granted)).equalTo(0);
    Column closed =
        when(open.or(holdsNull(granted)).or(holdsNull(withheld)), array(lit(NOBODY)))
            .otherwise(none());
    return concat(known(granted), closed);
  }

  private static Column withheld(Column label) {
    return known(label.getField("withheld"));
  }

  private static Column known(Column ids) {
    return coalesce(filter(ids, Column::isNotNull), none());
  }

  private static Column holdsNull(Column ids) {
    return coalesce(exists(ids, Column::isNull), lit(true));
  }

  private static Column set(Column ids) {
    return array_sort(array_distinct(ids));
  }

  private static Column none() {
    return array().cast("array<string>");
  }

  private static Column[] each(Column[] labels, Function<Column, Column> part) {
    List<Column> parts = new ArrayList<>();
    for (Column label : labels) {
      parts.add(part.apply(label));
    }
    return parts.toArray(new Column[0]);
  }
}
