package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;

/**
 * Makes mistakes in the rows of one table, one at a time. The verifier must name the rows of the
 * mistake with the right reasons, and no other row.
 */
record WrongRows(SimulatedLake made, TableName table) {

  private TableContract contract() {
    return made.lake().contracts().get(table);
  }

  /** The first row of which something holds. */
  Row take(String condition) {
    return take(made.lake().read(table), condition);
  }

  Row take(Dataset<Row> rows, String condition) {
    Column[] grain = contract().grain().stream().map(c -> col(c)).toArray(Column[]::new);
    List<Row> first = rows.where(condition).orderBy(grain).takeAsList(1);
    assertThat(first).as("%s where %s", table, condition).isNotEmpty();
    return first.get(0);
  }

  /** Some columns of a row hold something else, each a column or a value. */
  void wrong(String what, Row row, Map<String, Object> others, String... reasons) {
    wrong(what, isRow(row), others, examples(row, others, contract().grain(), reasons));
  }

  /** Some columns of some rows hold something else. */
  void wrong(String what, Column rows, Map<String, Object> others, List<String> examples) {
    assertThat(examples).as(what).isNotEmpty();
    assertFound(what, all -> with(all, rows, others), examples);
  }

  /** Some columns of some rows hold something else, and the rows are right still. */
  void right(String what, Column rows, Map<String, Object> others) {
    assertThat(made.lake().read(table).where(rows).count()).as(what).isPositive();
    assertFound(what, all -> with(all, rows, others), List.of());
  }

  private static Dataset<Row> with(Dataset<Row> all, Column rows, Map<String, Object> others) {
    return all.select(
        Stream.of(all.columns())
            .map(
                c -> {
                  Object other = others.getOrDefault(c, col(c));
                  Column value = other instanceof Column made ? made : lit(other);
                  return when(coalesce(rows, lit(false)), value).otherwise(col(c)).as(c);
                })
            .toArray(Column[]::new));
  }

  /** Rows are not there. */
  void gone(String what, Column rows, List<String> examples) {
    assertThat(examples).as(what).isNotEmpty();
    assertFound(what, all -> all.where(coalesce(rows, lit(false)).equalTo(false)), examples);
  }

  /** Further rows are there, made of the right ones. */
  void more(String what, UnaryOperator<Dataset<Row>> rows, List<String> examples) {
    assertThat(examples).as(what).isNotEmpty();
    assertFound(what, all -> all.unionByName(rows.apply(all)), examples);
  }

  private void assertFound(String what, UnaryOperator<Dataset<Row>> change, List<String> due) {
    Verdict verdict = made.verdict(table, change, due.size() + 5);
    assertThat(verdict.examples())
        .as("%s: %s", table, what)
        .containsExactlyInAnyOrderElementsOf(due);
    assertThat(verdict.mismatches()).as("%s: %s", table, what).isEqualTo(due.size());
  }

  /** What is said of a row by its grain. */
  List<String> examples(Row row, List<String> columns, String... reasons) {
    return examples(row, Map.of(), columns, reasons);
  }

  /** As {@link #examples(Row, List, String...)}, of a row of which some columns hold others. */
  List<String> examples(
      Row row, Map<String, Object> others, List<String> columns, String... reasons) {
    String named =
        columns.stream()
            .map(c -> c + "=" + (others.containsKey(c) ? others.get(c) : row.getAs(c)))
            .collect(Collectors.joining(" "));
    return Stream.of(reasons).map(reason -> named + ": " + reason).toList();
  }

  /** By the table's grain. */
  Column isRow(Row row) {
    return contract().grain().stream()
        .map(c -> col(c).eqNullSafe(lit(row.<Object>getAs(c))))
        .reduce(Column::and)
        .orElseThrow();
  }

  /** The rows of a thing and of a label. */
  static Column version(String id, Row row) {
    return col(id)
        .equalTo(row.<String>getAs(id))
        .and(col("policy_id").equalTo(row.<String>getAs("policy_id")));
  }
}
