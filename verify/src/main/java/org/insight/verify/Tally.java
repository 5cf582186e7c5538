package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.insight.core.SaltedHash;
import org.insight.engine.HeldRows;
import org.insight.schemas.TableContract;

/**
 * What a check found.
 *
 * @param rows rows of the table that were looked at
 * @param reasons mismatches by reason
 * @param examples some of them by id, with the reason; never a value
 */
record Tally(long rows, TreeMap<String, Long> reasons, List<String> examples) {

  private static final String ROW = "row";
  private static final String WHY = "why";

  Tally {
    reasons = new TreeMap<>(reasons);
    examples = List.copyOf(examples);
  }

  /** The hash by which a row of a table is known. */
  static Column row(TableContract contract) {
    return SaltedHash.of(columns(contract.grain())).as(ROW);
  }

  /**
   * Counts rows that were looked at.
   *
   * @param checked {@code row}, as by {@link #row}, and {@code why}, null where it is right; one a
   *     row of the table
   */
  static Tally of(Sources sources, TableContract contract, Dataset<Row> checked, int examples) {
    TreeMap<String, Long> reasons = new TreeMap<>();
    long rows = 0;
    for (Row found : checked.groupBy(WHY).agg(count(lit(1)).as("rows")).collectAsList()) {
      rows += found.getLong(1);
      if (!found.isNullAt(0)) {
        reasons.put(found.getString(0), found.getLong(1));
      }
    }
    List<String> named = new ArrayList<>();
    if (!reasons.isEmpty() && examples > 0) {
      Dataset<Row> some = checked.where(col(WHY).isNotNull()).limit(examples);
      Dataset<Row> table = sources.rows(contract.name());
      named.addAll(
          texts(
              table
                  .withColumn("row_", SaltedHash.of(columns(contract.grain())))
                  .join(some, col("row_").equalTo(col(ROW)))
                  .select(id(contract.grain()), col(WHY))));
    }
    return new Tally(rows, reasons, named).all(sources, contract);
  }

  /**
   * Compares what is there with what should be, row by row.
   *
   * @param there rows of the table
   * @param due the rows that it should hold, with the same columns
   * @param key columns by which a row that is there stands for one that should be, though its label
   *     is another
   */
  static Tally of(
      Sources sources,
      TableContract contract,
      Dataset<Row> there,
      Dataset<Row> due,
      List<String> key,
      int examples) {
    Column[] all = told(List.of(there.columns()));
    Dataset<Row> sums =
        there
            .select(SaltedHash.of(all).as(ROW), lit(1L).as("there"), lit(0L).as("due"))
            .union(due.select(SaltedHash.of(all).as(ROW), lit(0L), lit(1L)))
            .groupBy(ROW)
            .agg(sum("there").as("there"), sum("due").as("due"));
    Row totals =
        sums.agg(
                coalesce(sum("there"), lit(0L)),
                coalesce(sum(when(col("there").gt(col("due")), 1L).otherwise(0L)), lit(0L)),
                coalesce(sum(when(col("due").gt(col("there")), 1L).otherwise(0L)), lit(0L)))
            .first();
    TreeMap<String, Long> reasons = new TreeMap<>();
    List<String> named = new ArrayList<>();
    if (totals.getLong(1) + totals.getLong(2) > 0) {
      Dataset<Row> odd = sums.where(col("there").notEqual(col("due"))).localCheckpoint();
      Dataset<Row> differing =
          paired(
                  only(there, all, odd.where(col("there").gt(col("due")))),
                  only(due, all, odd.where(col("due").gt(col("there")))),
                  key)
              .select(id(contract.grain()), col(WHY))
              .localCheckpoint();
      for (Row found : differing.groupBy(WHY).agg(count(lit(1))).collectAsList()) {
        reasons.put(found.getString(0), found.getLong(1));
      }
      named.addAll(texts(differing.limit(examples)));
    }
    return new Tally(totals.getLong(0), reasons, named).all(sources, contract);
  }

  /** A hash passes over nulls, and so would not tell a start without end from an end alone. */
  static Column[] told(List<String> columns) {
    return columns.stream()
        .map(c -> coalesce(col(c).cast("string"), lit("\0")))
        .toArray(Column[]::new);
  }

  private static Dataset<Row> only(Dataset<Row> rows, Column[] all, Dataset<Row> hashes) {
    return rows.join(
            hashes.select(col(ROW).as("odd_row")), SaltedHash.of(all).equalTo(col("odd_row")))
        .drop("odd_row");
  }

  /** A row too many and a row too few of one key are one row with a wrong label. */
  private static Dataset<Row> paired(Dataset<Row> extra, Dataset<Row> absent, List<String> key) {
    List<String> by = new ArrayList<>(key);
    by.add("turn_");
    Column[] keys = columns(key);
    Column turn = row_number().over(Window.partitionBy(keys).orderBy(col(TableContract.POLICY_ID)));
    List<String> others = Stream.of(extra.columns()).filter(c -> !key.contains(c)).toList();
    Dataset<Row> extras = extra.withColumn("turn_", turn).withColumn("is_there", lit(true));
    Dataset<Row> absents = absent.withColumn("turn_", turn).withColumn("is_due", lit(true));
    for (String other : others) {
      absents = absents.withColumnRenamed(other, "due_" + other);
    }
    Column sameLabel =
        key.contains(TableContract.POLICY_ID)
            ? lit(true)
            : col(TableContract.POLICY_ID).equalTo(col("due_" + TableContract.POLICY_ID));
    Column otherEvidence =
        others.contains("evidence") ? col("evidence").notEqual(col("due_evidence")) : lit(false);
    Dataset<Row> both =
        extras
            .join(absents, scala.collection.JavaConverters.asScalaBuffer(by).toSeq(), "full")
            .withColumn(
                WHY,
                when(col("is_due").isNull(), MismatchReason.UNEXPECTED)
                    .when(col("is_there").isNull(), MismatchReason.MISSING)
                    .when(sameLabel.equalTo(lit(false)), MismatchReason.LABEL)
                    .when(otherEvidence, MismatchReason.OTHER_EVIDENCE)
                    .otherwise(MismatchReason.CONTENT));
    for (String other : others) {
      both = both.withColumn(other, coalesce(col(other), col("due_" + other)));
    }
    return both;
  }

  /** With further mismatches, of which no row of the table tells. */
  Tally with(String why, long more, List<String> moreExamples, int most) {
    if (more == 0) {
      return this;
    }
    TreeMap<String, Long> all = new TreeMap<>(reasons);
    all.merge(why, more, Long::sum);
    List<String> named = new ArrayList<>(examples);
    moreExamples.stream()
        .limit(Math.max(0, most - named.size()))
        .forEach(id -> named.add(id + ": " + why));
    return new Tally(rows, all, named);
  }

  /**
   * With mismatches that were found by themselves.
   *
   * @param more a row each
   * @param named columns that say which it is
   */
  Tally with(String why, Dataset<Row> more, List<String> named, int most) {
    HeldRows found = HeldRows.counted(more);
    if (found.count() == 0) {
      return this;
    }
    List<String> some =
        found.rows().limit(most).select(id(named)).as(Encoders.STRING()).collectAsList();
    return with(why, found.count(), some, most);
  }

  long mismatches() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A check that loses a row on its way has not checked it. */
  private Tally all(Sources sources, TableContract contract) {
    return with(
        MismatchReason.UNCHECKED, Math.abs(sources.lookedRows(contract) - rows), List.of(), 0);
  }

  private static Column id(List<String> grain) {
    List<Column> parts = new ArrayList<>();
    for (String column : grain) {
      parts.add(concat(lit(column + "="), coalesce(col(column).cast("string"), lit("null"))));
    }
    return concat_ws(" ", parts.toArray(Column[]::new)).as("id");
  }

  private static List<String> texts(Dataset<Row> named) {
    return named.collectAsList().stream()
        .map(row -> row.getString(0) + ": " + row.getString(1))
        .sorted()
        .toList();
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(c -> col(c)).toArray(Column[]::new);
  }
}
