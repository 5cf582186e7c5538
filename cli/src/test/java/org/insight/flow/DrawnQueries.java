package org.insight.flow;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.lake.Lake;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;

/**
 * Queries drawn at random over every table that readers may query: counts, groups, distinct rows,
 * first rows in a total order, joins, subqueries, windows, set operations, with conditions on
 * values that some row has, seen or not. They are of the SQL that means the same in Spark and in
 * Trino, but for how names are quoted. The same seed, contracts and values give the same queries.
 *
 * <p>Left out: {@code policy_id}, of which the two doors show different things by design (null in
 * Trino, the granted part's id in {@code insight sql}), and what the engines define differently.
 */
final class DrawnQueries {

  /**
   * A query.
   *
   * @param trino with names in double quotes
   * @param ordered whether the order of the answer is told by the query
   */
  record Query(String trino, boolean ordered) {

    String spark() {
      return trino.replace('"', '`');
    }
  }

  /** What is drawn of a value's type. */
  private enum Kind {
    TEXT,
    NUMBER,
    FRACTION,
    DAY,
    TIME,
    TRUTH,
    TEXTS,
    OTHER;

    static Kind of(Column column) {
      return switch (column.type()) {
        case "string" -> TEXT;
        case "int", "bigint" -> NUMBER;
        case "double" -> FRACTION;
        case "date" -> DAY;
        case "timestamp" -> TIME;
        case "boolean" -> TRUTH;
        case "array<string>" -> TEXTS;
        default -> OTHER;
      };
    }
  }

  /** A column under the alias of its table. */
  private record Field(String alias, Column column, List<Object> values) {

    Kind kind() {
      return Kind.of(column);
    }

    String text() {
      return alias + ".\"" + column.name() + '"';
    }
  }

  /** A table, or two joined, and what is asked of their rows. */
  private record Source(String from, List<Field> fields, String where) {

    String sql() {
      return " FROM " + from + (where.isEmpty() ? "" : " WHERE " + where);
    }

    List<Field> of(Predicate<Kind> kinds) {
      return fields.stream().filter(f -> kinds.test(f.kind())).toList();
    }
  }

  private static final int LONGEST_LITERAL = 60;

  /** Most that are known of a column. */
  private static final int VALUES = 3_000;

  private final Random random;
  private final List<TableContract> tables;
  private final Map<TableName, SortedMap<String, List<Object>>> values;

  /**
   * @param values of each table that carries a policy, by column: values that its rows have
   */
  private DrawnQueries(
      Contracts contracts, Map<TableName, SortedMap<String, List<Object>>> values, long seed) {
    this.tables = contracts.all().stream().filter(TableContract::carriesPolicy).toList();
    this.values = values;
    this.random = new Random(seed);
  }

  /** Of all tables of a lake, with values that its rows have, whoever may see them. */
  static DrawnQueries of(Lake lake, long seed) {
    return new DrawnQueries(lake.contracts(), values(lake), seed);
  }

  /** Draws queries, as many of each table as of each other. */
  List<Query> draw(int count) {
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      queries.add(query(tables.get(i % tables.size())));
    }
    return queries;
  }

  /** In an order of their own. */
  private static Map<TableName, SortedMap<String, List<Object>>> values(Lake lake) {
    Map<TableName, SortedMap<String, List<Object>>> values = new LinkedHashMap<>();
    for (TableContract contract : lake.contracts().all()) {
      if (contract.carriesPolicy()) {
        SortedMap<String, List<Object>> byColumn = new TreeMap<>();
        List<String> columns =
            contract.columns().stream()
                .filter(c -> !c.type().contains("<") && !c.type().equals("binary"))
                .map(Column::name)
                .toList();
        List<Row> rows =
            lake.read(contract.name())
                .select(
                    columns.stream()
                        .map(functions::col)
                        .toArray(n -> new org.apache.spark.sql.Column[n]))
                .collectAsList();
        for (String column : columns) {
          byColumn.put(
              column,
              rows.stream()
                  .map(r -> (Object) r.getAs(column))
                  .filter(Objects::nonNull)
                  .distinct()
                  .sorted()
                  .limit(VALUES)
                  .toList());
        }
        values.put(contract.name(), byColumn);
      }
    }
    return values;
  }

  /** Queries of a table that fail where the reader sees a row with a drawn value. */
  List<String> failing(TableContract table, int count) {
    Source source = alone(table, "a");
    List<String> failing = new ArrayList<>();
    for (Field field : some(source.of(Kind.TEXT::equals), count)) {
      failing.add(
          "SELECT count(*) FROM "
              + source.from()
              + " WHERE 1 / IF("
              + in(field, 1, 3)
              + ", 0, 1) = 1");
    }
    return failing;
  }

  private Query query(TableContract table) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> aggregate(source(table));
      case 2, 3 -> groups(source(table), false);
      case 4 -> groups(source(table), true);
      case 5 -> distinct(source(table));
      case 6, 7 -> first(source(table));
      case 8 -> wholeRows(table);
      case 9 -> set(table);
      case 10 -> window(alone(table, "a"));
      default -> twoSteps(source(table));
    };
  }

  // Shapes

  private Query aggregate(Source source) {
    List<String> outputs = new ArrayList<>(List.of("count(*)"));
    for (int i = random.nextInt(4); i >= 0; i--) {
      outputs.add(aggregation(source));
    }
    return new Query("SELECT " + named(outputs) + source.sql(), true);
  }

  /** A roll-up of no rows has a row of totals in Trino and none in Spark: it is left out. */
  private Query groups(Source source, boolean rollup) {
    List<String> keys = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      keys.add(rollup ? pick(source.of(DrawnQueries::grouped)).text() : key(source));
    }
    keys = keys.stream().distinct().toList();
    List<String> outputs = new ArrayList<>(keys);
    outputs.add("count(*)");
    for (int i = random.nextInt(3); i > 0; i--) {
      outputs.add(aggregation(source));
    }
    String by = String.join(", ", keys);
    return new Query(
        "SELECT "
            + named(outputs)
            + source.sql()
            + " GROUP BY "
            + (rollup ? "ROLLUP (" + by + ")" : by)
            + (rollup || random.nextInt(3) == 0 ? " HAVING count(*) > " + random.nextInt(3) : ""),
        false);
  }

  private Query distinct(Source source) {
    return new Query("SELECT DISTINCT " + named(outputs(source)) + source.sql(), false);
  }

  /** In a total order, for it is of all that is shown. */
  private Query first(Source source) {
    List<String> outputs = outputs(source);
    return new Query(
        "SELECT "
            + named(outputs)
            + source.sql()
            + " ORDER BY "
            + order(outputs.size())
            + " LIMIT "
            + (1 + random.nextInt(20)),
        true);
  }

  /** Every column of a few rows, as maps and bytes. */
  private Query wholeRows(TableContract table) {
    Source source = alone(table, "a");
    List<Field> ids =
        source.fields().stream()
            .filter(f -> f.column().name().endsWith("_id") && !literals(f).isEmpty())
            .toList();
    String where =
        ids.isEmpty() ? condition(source) : in(ids.get(random.nextInt(ids.size())), 1, 8);
    return new Query(
        "SELECT "
            + named(source.fields().stream().map(Field::text).toList())
            + " FROM "
            + source.from()
            + " WHERE "
            + where,
        false);
  }

  private Query set(TableContract table) {
    String operation = pick(List.of("UNION", "UNION ALL", "INTERSECT", "EXCEPT"));
    Source left = alone(table, "a");
    Source right = alone(pick(tables), "b");
    return new Query(
        "SELECT "
            + pick(left.of(Kind.TEXT::equals)).text()
            + " AS c1"
            + left.sql()
            + " "
            + operation
            + " SELECT "
            + pick(right.of(Kind.TEXT::equals)).text()
            + " AS c1"
            + right.sql(),
        false);
  }

  private Query window(Source source) {
    List<Field> shown = some(source.of(k -> k != Kind.OTHER && k != Kind.TEXTS), 3);
    String order =
        shown.stream().map(f -> f.text() + " NULLS LAST").collect(Collectors.joining(", "));
    String part = pick(source.of(Kind.TEXT::equals)).text();
    List<String> outputs = new ArrayList<>(shown.stream().map(Field::text).toList());
    outputs.add(
        pick(List.of("row_number()", "rank()", "dense_rank()", "count(*)"))
            + " OVER (PARTITION BY "
            + part
            + " ORDER BY "
            + order
            + ")");
    outputs.add("count(*) OVER (PARTITION BY " + part + ")");
    return new Query("SELECT " + named(outputs) + source.sql(), false);
  }

  private Query twoSteps(Source source) {
    return new Query(
        "WITH s AS (SELECT "
            + named(List.of(key(source), "count(*)"))
            + source.sql()
            + " GROUP BY 1) SELECT count(*) AS n, max(s.c2) AS most, min(s.c1) AS least,"
            + " count(s.c1) AS known FROM s WHERE s.c2 <= (SELECT avg(t.c2) FROM s t)",
        true);
  }

  // Sources

  private Source source(TableContract table) {
    Source left = alone(table, "a");
    if (random.nextInt(5) >= 2) {
      return left;
    }
    List<String> joins = new ArrayList<>();
    List<TableContract> others = new ArrayList<>();
    for (TableContract other : tables) {
      for (String on : shared(table, "a", other, "b")) {
        joins.add(on);
        others.add(other);
      }
    }
    if (joins.isEmpty()) {
      return left;
    }
    int drawn = random.nextInt(joins.size());
    Source right = alone(others.get(drawn), "b");
    List<Field> fields = new ArrayList<>(left.fields());
    fields.addAll(right.fields());
    return new Source(
        left.from()
            + (random.nextInt(3) == 0 ? " LEFT JOIN " : " JOIN ")
            + right.from()
            + " ON "
            + joins.get(drawn)
            + (random.nextInt(4) == 0 ? " AND " + condition(right) : ""),
        fields,
        left.where());
  }

  private Source alone(TableContract table, String alias) {
    Source plain = new Source(table.name() + " " + alias, fields(table, alias), "");
    List<String> conditions = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      conditions.add(condition(plain));
    }
    String where =
        conditions.isEmpty()
            ? ""
            : "(" + String.join(random.nextInt(3) == 0 ? " OR " : " AND ", conditions) + ")";
    if (random.nextInt(4) == 0) {
      where = (where.isEmpty() ? "" : where + " AND ") + subquery(table, plain);
    }
    return new Source(plain.from(), plain.fields(), where);
  }

  private List<Field> fields(TableContract table, String alias) {
    return table.columns().stream()
        .filter(c -> !c.name().equals(TableContract.POLICY_ID))
        .map(
            c ->
                new Field(
                    alias,
                    c,
                    values
                        .getOrDefault(table.name(), Collections.emptySortedMap())
                        .getOrDefault(c.name(), List.of())))
        .toList();
  }

  /** Conditions on ids of two tables that have values in common. */
  private List<String> shared(TableContract left, String a, TableContract right, String b) {
    List<String> found = new ArrayList<>();
    for (Field one : fields(left, a)) {
      Set<Object> known = new HashSet<>(one.values());
      for (Field other : fields(right, b)) {
        boolean ids =
            one.column().name().endsWith("_id")
                && other.column().name().endsWith("_id")
                && other.values().stream().anyMatch(known::contains);
        if (ids) {
          found.add(one.text() + " = " + other.text());
        }
      }
    }
    return found;
  }

  // Conditions

  private String condition(Source source) {
    Field field = pick(source.of(k -> k != Kind.OTHER));
    String condition =
        switch (field.kind()) {
          case TEXT -> textCondition(field);
          case NUMBER ->
              switch (random.nextInt(3)) {
                case 0 -> in(field, 1, 4);
                case 1 -> field.text() + " % 3 = " + random.nextInt(3);
                default -> compared(field);
              };
          case TRUTH -> field.text();
          case TEXTS ->
              random.nextBoolean()
                  ? "("
                      + field.text()
                      + " IS NOT NULL AND cardinality("
                      + field.text()
                      + ") > "
                      + random.nextInt(3)
                      + ")"
                  : known(field);
          default -> compared(field);
        };
    return random.nextInt(6) == 0 ? "NOT (" + condition + ")" : condition;
  }

  private String textCondition(Field field) {
    return switch (random.nextInt(5)) {
      case 0 -> in(field, 1, 5);
      case 1 -> known(field);
      case 2 -> "length(" + field.text() + ") > " + random.nextInt(30);
      case 3 -> {
        List<String> literals = literals(field);
        String word = literals.isEmpty() ? "" : pick(literals).replaceAll("[^A-Za-z0-9]", "");
        yield field.text()
            + " LIKE '"
            + (random.nextBoolean() ? "%" : "")
            + word.substring(0, Math.min(word.length(), 2))
            + "%'";
      }
      default -> compared(field);
    };
  }

  private String compared(Field field) {
    List<String> literals = literals(field);
    return literals.isEmpty()
        ? known(field)
        : field.text() + " " + pick(List.of("=", "<>", "<", ">=")) + " " + pick(literals);
  }

  private String known(Field field) {
    return field.text() + " IS " + (random.nextBoolean() ? "NOT " : "") + "NULL";
  }

  private String in(Field field, int fewest, int most) {
    List<String> literals = literals(field);
    if (literals.isEmpty()) {
      return known(field);
    }
    List<String> drawn = new ArrayList<>();
    for (int i = fewest + random.nextInt(most - fewest + 1); i > 0; i--) {
      drawn.add(pick(literals));
    }
    return field.text() + " IN (" + String.join(", ", drawn) + ")";
  }

  private String subquery(TableContract table, Source outer) {
    TableContract other = pick(tables);
    List<String> joins = shared(table, "a", other, "s");
    String alias = outer.fields().get(0).alias();
    List<Field> numbers = outer.of(k -> k == Kind.NUMBER || k == Kind.DAY);
    if (joins.isEmpty() || !alias.equals("a") || random.nextInt(4) == 0 && !numbers.isEmpty()) {
      if (numbers.isEmpty()) {
        return condition(outer);
      }
      Field number = pick(numbers);
      return number.text()
          + " >= (SELECT "
          + pick(List.of("min", "max"))
          + "(s.\""
          + number.column().name()
          + "\") FROM "
          + table.name()
          + " s WHERE "
          + condition(new Source("", fields(table, "s"), ""))
          + ")";
    }
    String join = pick(joins);
    Source inner = new Source(other.name() + " s", fields(other, "s"), "");
    if (random.nextBoolean()) {
      String[] ends = join.split(" = ", 2);
      return ends[0]
          + " IN (SELECT "
          + ends[1]
          + " FROM "
          + inner.from()
          + " WHERE "
          + condition(inner)
          + ")";
    }
    return (random.nextBoolean() ? "NOT " : "")
        + "EXISTS (SELECT 1 FROM "
        + inner.from()
        + " WHERE "
        + join
        + " AND "
        + condition(inner)
        + ")";
  }

  /** Values in SQL; texts only where both engines read the literal alike. */
  private List<String> literals(Field field) {
    List<String> literals = new ArrayList<>();
    for (Object value : field.values()) {
      if (value instanceof String text) {
        if (text.length() <= LONGEST_LITERAL && !text.matches("(?s).*['\"`\\\\\\p{Cntrl}].*")) {
          literals.add("'" + text + "'");
        }
      } else if (value instanceof Date day) {
        literals.add("DATE '" + day + "'");
      } else if (value instanceof Timestamp at) {
        literals.add("TIMESTAMP '" + at.toInstant().toString().replace("T", " ").replace("Z", "'"));
      } else if (value instanceof Integer || value instanceof Long) {
        literals.add(value.toString());
      } else if (value instanceof Double number) {
        literals.add(number.toString().contains("E") ? number.toString() : number + "E0");
      }
    }
    return literals;
  }

  // Outputs

  private List<String> outputs(Source source) {
    List<String> outputs = new ArrayList<>();
    for (Field field : some(source.of(k -> k != Kind.OTHER && k != Kind.TEXTS), 4)) {
      outputs.add(random.nextInt(3) == 0 ? computed(field) : field.text());
    }
    List<Field> lists = source.of(Kind.TEXTS::equals);
    if (!lists.isEmpty() && random.nextInt(3) == 0) {
      outputs.add(computed(pick(lists)));
    }
    return outputs;
  }

  private String computed(Field field) {
    String name = field.text();
    return switch (field.kind()) {
      case TEXT ->
          switch (random.nextInt(5)) {
            case 0 -> "length(" + name + ")";
            case 1 -> "substr(" + name + ", 1, " + (1 + random.nextInt(6)) + ")";
            case 2 -> "coalesce(" + name + ", 'none')";
            case 3 -> "'<' || " + name + " || '>'";
            default -> "CASE WHEN " + textCondition(field) + " THEN 'yes' ELSE 'no' END";
          };
      case NUMBER -> name + " + " + random.nextInt(10);
      case DAY -> pick(List.of("year", "month", "day")) + "(" + name + ")";
      case TEXTS ->
          random.nextBoolean()
              ? "array_join(" + name + ", '|')"
              : "CASE WHEN " + name + " IS NOT NULL THEN cardinality(" + name + ") END";
      case FRACTION, TIME, TRUTH, OTHER -> name;
    };
  }

  private String key(Source source) {
    Field field = pick(source.of(DrawnQueries::grouped));
    return random.nextInt(3) == 0 ? computed(field) : field.text();
  }

  private static boolean grouped(Kind kind) {
    return kind == Kind.TEXT || kind == Kind.DAY || kind == Kind.NUMBER;
  }

  private String aggregation(Source source) {
    Field field = pick(source.of(k -> k != Kind.OTHER && k != Kind.TEXTS));
    String filter = random.nextInt(5) == 0 ? " FILTER (WHERE " + condition(source) + ")" : "";
    String name = field.text();
    if (field.kind() == Kind.TRUTH) {
      return "count(" + name + ")" + filter;
    }
    List<String> functions = new ArrayList<>(List.of("min", "max", "count", "distinct"));
    if (field.kind() == Kind.NUMBER) {
      functions.addAll(List.of("sum", "avg"));
    }
    String function = pick(functions);
    return function.equals("distinct")
        ? "count(DISTINCT " + name + ")"
        : function + "(" + name + ")" + filter;
  }

  private String order(int columns) {
    List<String> terms = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      terms.add(
          "c" + i + pick(List.of(" ASC", " DESC")) + pick(List.of(" NULLS FIRST", " NULLS LAST")));
    }
    return String.join(", ", terms);
  }

  private static String named(List<String> outputs) {
    List<String> named = new ArrayList<>();
    for (String output : outputs) {
      named.add(output + " AS c" + (named.size() + 1));
    }
    return String.join(", ", named);
  }

  // Draws

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> List<T> some(List<T> of, int most) {
    List<T> shuffled = new ArrayList<>(of);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(shuffled.size(), 1 + random.nextInt(most)));
  }
}
