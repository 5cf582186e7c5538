package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.lake.Lake;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What differs in one table between two runs, by the key of its contract: rows that one of them
 * lacks, and rows of one key whose columns differ.
 *
 * @param added rows that only the second has
 * @param removed rows that only the first has
 * @param changed keys of both whose rows differ
 */
public record RunDiff(TableName table, long added, long removed, long changed) {

  private static final String CHANGE = "change_";

  /** The differing keys of a table, with {@code change_}: added, removed or changed. */
  public static Dataset<Row> keys(Lake lake, TableContract contract, long before, long after) {
    Column[] columns = contract.columns().stream().map(c -> col(c.name())).toArray(Column[]::new);
    List<Column> key = contract.grain().stream().map(c -> col(c)).toList();
    List<Column> shown = new ArrayList<>(key);
    shown.add(col(CHANGE));
    return lake.readAt(contract.name(), before)
        .select(columns)
        .withColumn("side_", lit(-1))
        .unionByName(
            lake.readAt(contract.name(), after).select(columns).withColumn("side_", lit(1)))
        .withColumn("hash_", RowHash.of(contract))
        .groupBy(key.toArray(Column[]::new))
        .agg(
            sum("side_").as("sides_"),
            max("side_").as("last_"),
            expr("bit_xor(hash_)").as("hashes_"))
        .where(col("sides_").notEqual(0).or(col("hashes_").notEqual(0)))
        .withColumn(
            CHANGE,
            when(col("sides_").equalTo(0), "changed")
                .when(col("last_").equalTo(1), "added")
                .otherwise("removed"))
        .select(shown.toArray(Column[]::new));
  }

  /**
   * Counts what differs in a table; nothing is read where its snapshot is the same.
   *
   * @param before null: the first run had no such table, so it had no rows of it
   * @param after as before, of the second
   */
  public static RunDiff of(
      Lake lake, TableContract contract, @Nullable Long before, @Nullable Long after) {
    if (Objects.equals(before, after)) {
      return new RunDiff(contract.name(), 0, 0, 0);
    }
    if (before == null || after == null) {
      return new RunDiff(
          contract.name(), rows(lake, contract, after), rows(lake, contract, before), 0);
    }
    Row counts =
        keys(lake, contract, before, after)
            .agg(
                count_if(col(CHANGE).equalTo("added")),
                count_if(col(CHANGE).equalTo("removed")),
                count_if(col(CHANGE).equalTo("changed")))
            .first();
    return new RunDiff(contract.name(), counts.getLong(0), counts.getLong(1), counts.getLong(2));
  }

  private static long rows(Lake lake, TableContract contract, @Nullable Long snapshot) {
    return snapshot == null ? 0 : lake.readAt(contract.name(), snapshot).count();
  }
}
