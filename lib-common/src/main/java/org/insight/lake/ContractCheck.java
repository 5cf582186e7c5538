package org.insight.lake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.insight.schemas.Expectation;
import org.insight.schemas.TableContract;

/** Holds rows against the contract of their table. */
public final class ContractCheck {

  private static final long FEW_ROWS = 1_000;

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

  /**
   * The columns of a table and those that its contract has got since and that may be null, in the
   * contract's order; the same where there are none.
   */
  static StructType widened(TableContract contract, StructType schema) {
    Set<String> there = Set.of(schema.fieldNames());
    if (contract.columns().stream().allMatch(c -> !c.nullable() || there.contains(c.name()))) {
      return schema;
    }
    StructType wide = new StructType();
    for (org.insight.schemas.Column column : contract.columns()) {
      if (there.contains(column.name())) {
        wide = wide.add(schema.apply(column.name()));
      } else if (column.nullable()) {
        wide = wide.add(column.name(), DataType.fromDDL(column.type()));
      }
    }
    for (StructField field : schema.fields()) {
      if (contract.column(field.name()).isEmpty()) {
        wide = wide.add(field);
      }
    }
    return wide;
  }

  /**
   * Nulls in required columns, rows without a policy, rows that are not as expected and duplicate
   * keys. One look at the rows says whether there are any; only where there are they are counted.
   */
  public static List<Breach> ofRows(TableContract contract, Dataset<Row> rows) {
    List<Breach> breaches = new ArrayList<>();
    if (LocalRows.none(rows)) {
      return tooFew(contract, 0);
    }
    List<String> required =
        contract.columns().stream().filter(c -> !c.nullable()).map(c -> c.name()).toList();
    Column missing =
        Stream.concat(
                required.stream().map(c -> col(c).isNull()),
                contract.expectations().stream().map(ContractCheck::broken))
            .reduce(Column::or)
            .orElse(lit(false));
    Row found =
        rows.select(xxhash64(grain(contract)).as(HASH), missing.as("missing"))
            .groupBy(HASH)
            .agg(count(lit(1)).as("rows_"), max("missing").as("missing"))
            .agg(sum("rows_"), max("rows_"), max("missing"))
            .first();
    long total = found.isNullAt(0) ? 0 : found.getLong(0);
    breaches.addAll(tooFew(contract, total));
    if (total == 0) {
      return breaches;
    }
    if (found.getBoolean(2)) {
      breaches.addAll(nulls(contract, required, rows));
      breaches.addAll(unexpected(contract, rows));
    }
    // Hashes first, 8 bytes in place of keys of a hundred: they may be equal where keys are not.
    long duplicates = found.getLong(1) == 1 ? 0 : duplicateKeys(contract, rows);
    if (duplicates > 0) {
      breaches.add(
          new Breach.DuplicateGrain(
              contract.name(), String.join(", ", contract.grain()), duplicates));
    }
    return breaches;
  }

  /**
   * Holds how many rows a table has against how many it had before a run. Of few rows a great share
   * may well go, as when two persons turn out to be one.
   */
  public static List<Breach> ofLoss(TableContract contract, long before, long after) {
    return before > FEW_ROWS && after < before * (1 - contract.losesAtMost())
        ? List.of(new Breach.TooManyLost(contract.name(), contract.losesAtMost(), before, after))
        : List.of();
  }

  private static List<Breach> tooFew(TableContract contract, long rows) {
    return rows < contract.minRows()
        ? List.of(new Breach.TooFewRows(contract.name(), contract.minRows(), rows))
        : List.of();
  }

  private static Column broken(Expectation expectation) {
    return not(coalesce(expr(expectation.that()), lit(false)));
  }

  private static List<Breach> unexpected(TableContract contract, Dataset<Row> rows) {
    List<Breach> breaches = new ArrayList<>();
    for (Expectation expectation : contract.expectations()) {
      long broken = rows.where(broken(expectation)).count();
      if (broken > 0) {
        breaches.add(new Breach.Unexpected(contract.name(), expectation.because(), broken));
      }
    }
    return breaches;
  }

  private static Column[] grain(TableContract contract) {
    return contract.grain().stream().map(c -> col(c)).toArray(Column[]::new);
  }

  private static List<Breach> nulls(
      TableContract contract, List<String> required, Dataset<Row> rows) {
    Column[] counts =
        required.stream()
            .map(column -> count(when(col(column).isNull(), 1)).as(column))
            .toArray(Column[]::new);
    Row nulls = rows.select(counts).first();
    List<Breach> breaches = new ArrayList<>();
    for (String column : required) {
      long missing = nulls.<Long>getAs(column);
      if (missing > 0) {
        breaches.add(
            column.equals(TableContract.POLICY_ID)
                ? new Breach.RowWithoutPolicy(contract.name(), missing)
                : new Breach.NullInRequired(contract.name(), column, missing));
      }
    }
    return breaches;
  }

  /** Keys that stand in more than one row. */
  private static long duplicateKeys(TableContract contract, Dataset<Row> rows) {
    Column[] grain = grain(contract);
    Dataset<Row> equal =
        rows.select(xxhash64(grain).as(HASH))
            .groupBy(HASH)
            .count()
            .where(col("count").gt(1))
            .select(HASH);
    return rows.withColumn(HASH, xxhash64(grain))
        .join(equal, HASH)
        .groupBy(grain)
        .count()
        .where(col("count").gt(1))
        .count();
  }
}
