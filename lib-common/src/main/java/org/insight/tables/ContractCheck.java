package org.insight.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.insight.schemas.TableContract;

/** Holds rows against the contract of their table. */
public final class ContractCheck {

  private static final String HASH = "hash_of_key";

  private ContractCheck() {}

  /** Missing columns, wrong types and undeclared columns; nullability is looked at in the rows. */
  public static List<Breach> ofSchema(TableContract contract, StructType schema) {
    List<Breach> breaches = new ArrayList<>();
    List<String> names = List.of(schema.fieldNames());
    for (org.insight.schemas.Column column : contract.columns()) {
      if (!names.contains(column.name())) {
        breaches.add(new Breach.MissingColumn(contract.name(), column.name()));
        continue;
      }
      DataType expected = DataType.fromDDL(column.type());
      DataType found = schema.apply(column.name()).dataType();
      if (!DataType.equalsIgnoreNullability(expected, found)) {
        breaches.add(
            new Breach.WrongType(
                contract.name(), column.name(), expected.catalogString(), found.catalogString()));
      }
    }
    for (StructField field : schema.fields()) {
      if (contract.column(field.name()).isEmpty()) {
        breaches.add(new Breach.UndeclaredColumn(contract.name(), field.name()));
      }
    }
    return breaches;
  }

  /** Nulls in required columns, rows without a policy and duplicate keys. */
  public static List<Breach> ofRows(TableContract contract, Dataset<Row> rows) {
    List<Breach> breaches = new ArrayList<>();
    List<org.insight.schemas.Column> required =
        contract.columns().stream().filter(c -> !c.nullable()).toList();
    List<Column> counts = new ArrayList<>();
    for (org.insight.schemas.Column column : required) {
      counts.add(sum(when(col(column.name()).isNull(), 1L).otherwise(0L)).as(column.name()));
    }
    Row nulls = rows.agg(count(lit(1)).as("rows_"), counts.toArray(Column[]::new)).first();
    long total = nulls.getLong(0);
    if (total < contract.minRows()) {
      breaches.add(new Breach.TooFewRows(contract.name(), contract.minRows(), total));
    }
    if (total == 0) {
      return breaches;
    }
    for (int i = 0; i < required.size(); i++) {
      long missing = nulls.getLong(i + 1);
      String column = required.get(i).name();
      if (missing > 0) {
        breaches.add(
            column.equals(TableContract.POLICY_ID)
                ? new Breach.RowWithoutPolicy(contract.name(), missing)
                : new Breach.NullInRequired(contract.name(), column, missing));
      }
    }
    long duplicates = duplicateKeys(contract, rows);
    if (duplicates > 0) {
      breaches.add(
          new Breach.DuplicateGrain(
              contract.name(), String.join(", ", contract.grain()), duplicates));
    }
    return breaches;
  }

  /**
   * Keys that stand in more than one row. Hashes are counted first, 8 bytes in place of keys of a
   * hundred; only where some are equal are the keys themselves looked at.
   */
  private static long duplicateKeys(TableContract contract, Dataset<Row> rows) {
    Column[] grain = contract.grain().stream().map(c -> col(c)).toArray(Column[]::new);
    Dataset<Row> equal =
        rows.select(xxhash64(grain).as(HASH))
            .groupBy(HASH)
            .count()
            .where(col("count").gt(1))
            .select(HASH);
    if (equal.isEmpty()) {
      return 0;
    }
    return rows.withColumn(HASH, xxhash64(grain))
        .join(equal, HASH)
        .groupBy(grain)
        .count()
        .where(col("count").gt(1))
        .count();
  }
}
