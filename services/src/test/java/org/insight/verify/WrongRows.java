package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.tables.Lake;

/**
 * Rows of one table, each wrong in a way of its own and of a thing of its own, so that one
 * verification tells of all of them: what it says of each names it, and of no other row it says
 * anything.
 */
final class WrongRows {

  private static final String WRONG = "wrong_";
  private static final int RIGHT = -1;

  private final SimulatedLake made;
  private final TableContract contract;
  private final String id;
  private final Set<Object> taken = new HashSet<>();
  private final List<Column> which = new ArrayList<>();
  private final Map<String, UnaryOperator<Column>> values = new HashMap<>();
  private final Map<String, Column> elsewhere = new HashMap<>();
  private final List<Integer> gone = new ArrayList<>();
  private final List<UnaryOperator<Dataset<Row>>> more = new ArrayList<>();

  /** What is to be said, and of what: the words are for whom it fails. */
  private final List<String> due = new ArrayList<>();

  private final List<String> words = new ArrayList<>();

  /**
   * @param id the column by which things are told apart, of which each row is one, or one version
   */
  WrongRows(SimulatedLake made, TableName table, String id) {
    this.made = made;
    this.contract = made.lake().contracts().get(table);
    this.id = id;
  }

  WrongRows(SimulatedLake made, TableName table) {
    this(made, table, made.lake().contracts().get(table).grain().get(0));
  }

  private Lake lake() {
    return made.lake();
  }

  TableName table() {
    return contract.name();
  }

  /** The rows of all things of which nothing is wrong so far. */
  Dataset<Row> left() {
    return left(lake().read(table()));
  }

  Dataset<Row> left(Dataset<Row> rows) {
    return taken.isEmpty()
        ? rows
        : rows.where(coalesce(col(id).isin(taken.toArray()), lit(false)).equalTo(false));
  }

  /** The first row that is left and of which something holds; its thing is left no more. */
  Row take(String condition) {
    return take(left(), condition);
  }

  Row take(Dataset<Row> rows, String condition) {
    Dataset<Row> some = left(rows).where(condition);
    List<Row> first =
        some.orderBy(contract.grain().stream().map(c -> col(c)).toArray(Column[]::new))
            .takeAsList(1);
    assertThat(first).as("%s where %s", table(), condition).isNotEmpty();
    taken.add(first.get(0).getAs(id));
    return first.get(0);
  }

  /** A row of which some columns hold something else, each a column or a value. */
  void wrong(String what, Row row, Map<String, Object> others, String... reasons) {
    wrong(what, isRow(row), others, examples(row, others, contract.grain(), reasons));
  }

  /** Rows of which some columns hold something else, and what is to be said of them. */
  void wrong(String what, Column rows, Map<String, Object> others, List<String> examples) {
    Column is = col(WRONG).equalTo(which.size());
    others.forEach(
        (column, value) -> {
          UnaryOperator<Column> before = values.getOrDefault(column, right -> right);
          Column other = value instanceof Column made ? made : lit(value);
          values.put(column, right -> when(is, other).otherwise(before.apply(right)));
        });
    which.add(rows);
    due(what, examples);
  }

  /** Rows that are not there, and what is to be said of that. */
  void gone(String what, Column rows, List<String> examples) {
    gone.add(which.size());
    which.add(rows);
    due(what, examples);
  }

  /** Further rows, made of those that are there. */
  void more(String what, UnaryOperator<Dataset<Row>> rows, List<String> examples) {
    more.add(rows);
    due(what, examples);
  }

  /** What those of the other rows hold of which something is so, and are right still. */
  void elsewhere(Column rows, Map<String, Column> others) {
    assertThat(left().where(rows).count()).as("other rows of %s", table()).isPositive();
    others.forEach((column, value) -> elsewhere.put(column, when(rows, value)));
  }

  private void due(String what, List<String> examples) {
    assertThat(examples).as(what).isNotEmpty();
    due.addAll(examples);
    words.add(what + ": " + examples);
  }

  /** What is said of a row by its grain. */
  List<String> examples(Row row, List<String> columns, String... reasons) {
    return examples(row, Map.of(), columns, reasons);
  }

  private static List<String> examples(
      Row row, Map<String, Object> others, List<String> columns, String... reasons) {
    String named =
        columns.stream()
            .map(c -> c + "=" + (others.containsKey(c) ? others.get(c) : row.getAs(c)))
            .collect(Collectors.joining(" "));
    return List.of(reasons).stream().map(reason -> named + ": " + reason).toList();
  }

  /** By the table's grain. */
  Column isRow(Row row) {
    return contract.grain().stream()
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

  void assertFoundAndNoOthers() {
    Verdict verdict = made.verdict(table(), this::changed, due.size() + 5);
    assertThat(verdict.examples())
        .as("%s: %s", table(), String.join("\n", words))
        .containsExactlyInAnyOrderElementsOf(due);
    assertThat(verdict.mismatches()).as(table().toString()).isEqualTo(due.size());
  }

  private Dataset<Row> changed(Dataset<Row> rows) {
    Column number = lit(RIGHT);
    for (int i = 0; i < which.size(); i++) {
      number = when(which.get(i), lit(i)).otherwise(number);
    }
    Dataset<Row> marked = rows.withColumn(WRONG, number);
    Column[] columns = contract.columns().stream().map(c -> value(c.name())).toArray(Column[]::new);
    Dataset<Row> changed =
        marked.where(col(WRONG).isin(gone.toArray()).equalTo(false)).select(columns);
    for (UnaryOperator<Dataset<Row>> each : more) {
      changed = changed.unionByName(each.apply(rows));
    }
    return changed;
  }

  private Column value(String column) {
    Column right = col(column);
    Column other = elsewhere.get(column);
    if (other != null) {
      right = when(col(WRONG).equalTo(RIGHT), other.otherwise(right)).otherwise(right);
    }
    return values.getOrDefault(column, c -> c).apply(right).as(column);
  }
}
