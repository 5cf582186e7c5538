package org.insight.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;

/**
 * What readers ask: of every table that carries a policy all of it, and drawn queries, with those
 * that fail and those that are refused. Questions come from the contracts, so a table is asked for
 * from the day that it has one.
 */
final class Questions {

  /** Iceberg's tables about a table. */
  static final List<String> METADATA =
      List.of(
          "snapshots",
          "files",
          "history",
          "manifests",
          "partitions",
          "refs",
          "entries",
          "metadata_log_entries",
          "position_deletes",
          "all_data_files",
          "all_manifests",
          "all_entries");

  /** Refused, whatever there is: with the same words. */
  private static final List<String> REFUSED =
      List.of(
          "EXPLAIN SELECT * FROM %s",
          "EXPLAIN EXTENDED SELECT count(*) FROM %s",
          "EXPLAIN COST SELECT * FROM %s",
          "SHOW STATS FOR %s",
          "ANALYZE TABLE %s COMPUTE STATISTICS",
          "DESCRIBE TABLE EXTENDED %s",
          "SHOW TABLE EXTENDED LIKE '%s'",
          "SHOW COLUMNS IN %s",
          "SHOW CREATE TABLE %s",
          "SHOW PARTITIONS %s",
          "SELECT * FROM %s VERSION AS OF 1",
          "SELECT * FROM %s TIMESTAMP AS OF current_timestamp()",
          "SELECT _file FROM %s",
          "SELECT _pos FROM %s",
          "SELECT _partition FROM %s",
          "SELECT _metadata.file_path FROM %s",
          "SELECT input_file_name() FROM %s",
          "SELECT no_such_column FROM %s",
          "SELECT * FROM %s_of_nobody",
          "SELECT * FROM lake.%s",
          "SELECT * FROM %s TABLESAMPLE (10 PERCENT)",
          "CREATE TEMPORARY VIEW v AS SELECT * FROM %s",
          "CACHE TABLE %s");

  private final Random random;
  private final List<TableContract> tables;
  private final List<TableContract> closed;

  Questions(Contracts contracts, Random random) {
    this.random = random;
    this.tables = contracts.all().stream().filter(TableContract::carriesPolicy).toList();
    this.closed = contracts.all().stream().filter(c -> !c.carriesPolicy()).toList();
  }

  /** Each table, whole; the order of its rows is nobody's. */
  List<String> tables() {
    return tables.stream().map(table -> "SELECT * FROM " + table.name()).toList();
  }

  /** Queries whose answer has one order, and queries without an answer. */
  List<String> drawn() {
    List<String> drawn = new ArrayList<>();
    for (TableContract table : tables) {
      List<String> kinds = new ArrayList<>(ofOne(table));
      Collections.shuffle(kinds, random);
      drawn.addAll(kinds.subList(0, 2));
      drawn.add(String.format(one(REFUSED), table.name()));
      drawn.add("SELECT count(*) FROM " + table.name() + "." + one(METADATA));
      drawn.add("SELECT count(*) FROM `" + table.name() + "$" + one(METADATA) + "`");
    }
    for (TableContract table : closed) {
      drawn.add("SELECT count(*) FROM " + table.name());
    }
    List<String> joins = new ArrayList<>(joins());
    Collections.shuffle(joins, random);
    drawn.addAll(joins.subList(0, Math.min(6, joins.size())));
    return drawn;
  }

  private List<String> ofOne(TableContract table) {
    String t = table.name().toString();
    String c = quoted(one(scalars(table)));
    String other = quoted(one(scalars(table)));
    String grain = String.join(", ", table.grain().stream().map(Questions::quoted).toList());
    return List.of(
        "SELECT count(*), count(DISTINCT %s), min(%s), max(%s) FROM %s".formatted(c, c, other, t),
        "SELECT %s, count(*) AS n FROM %s GROUP BY 1 ORDER BY n DESC, 1 LIMIT 7".formatted(c, t),
        "SELECT restrictions, policy_id, count(*) FROM %s GROUP BY 1, 2 ORDER BY 1, 2".formatted(t),
        "SELECT * FROM %s ORDER BY %s LIMIT 3 OFFSET %d".formatted(t, grain, random.nextInt(9)),
        "SELECT %s, %s, row_number() OVER (PARTITION BY policy_id ORDER BY %s) AS place FROM %s ORDER BY %s, place LIMIT 9"
            .formatted(grain, c, grain, t, grain),
        "SELECT %s, ntile(5) OVER (ORDER BY %s) FROM %s ORDER BY %s LIMIT 9"
            .formatted(grain, grain, t, grain),
        "SELECT count(*) FROM %s WHERE %s > (SELECT min(%s) FROM %s)".formatted(t, c, c, t),
        "SELECT approx_count_distinct(%s), count(*) FROM %s".formatted(c, t),
        "SELECT %s FROM %s EXCEPT SELECT %s FROM (SELECT * FROM %s ORDER BY %s LIMIT 5) ORDER BY 1 LIMIT 9"
            .formatted(c, t, c, t, grain),
        // These fail on every row that is computed on, or on some.
        "SELECT count(*) FROM %s WHERE regexp_like('x', concat('(', policy_id))".formatted(t),
        "SELECT max(regexp_like('x', concat('[', %s))) FROM %s"
            .formatted("cast(" + c + " AS string)", t),
        "SELECT %s FROM %s WHERE regexp_like(restrictions, cast(%s AS string)) ORDER BY 1 LIMIT 5"
            .formatted(c, t, other));
  }

  /** On every column that two tables share, other than the policy. */
  private List<String> joins() {
    Map<String, List<TableContract>> sharing = new LinkedHashMap<>();
    for (TableContract table : tables) {
      for (Column column : scalars(table)) {
        if (column.name().endsWith("_id")) {
          sharing.computeIfAbsent(column.name(), name -> new ArrayList<>()).add(table);
        }
      }
    }
    List<String> joins = new ArrayList<>();
    sharing.forEach(
        (name, both) -> {
          for (TableContract left : both) {
            TableContract right = both.get(random.nextInt(both.size()));
            String on = left.name() + " a %s JOIN " + right.name() + " b ON a.%2$s = b.%2$s";
            joins.add(
                ("SELECT count(*), count(DISTINCT a.policy_id), max(b.restrictions) FROM " + on)
                    .formatted("", quoted(name)));
            joins.add(
                ("SELECT count(*), min(a.%2$s), max(a.policy_id) FROM " + on)
                    .formatted("LEFT ANTI", quoted(name)));
          }
        });
    return joins;
  }

  private static List<Column> scalars(TableContract table) {
    return table.columns().stream()
        .filter(c -> !c.type().contains("<") && !c.type().equals("binary"))
        .filter(c -> !c.name().equals(TableContract.POLICY_ID))
        .toList();
  }

  private static String quoted(Column column) {
    return quoted(column.name());
  }

  private static String quoted(String column) {
    return "`" + column + "`";
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** All of both, as {@code KnownLeaksIT} asks them of one table. */
  static Stream<String> refused(String table) {
    return Stream.concat(
        REFUSED.stream().map(sql -> String.format(sql, table)),
        METADATA.stream()
            .flatMap(
                name ->
                    Stream.of(
                        "SELECT * FROM " + table + "." + name,
                        "SELECT * FROM `" + table + "$" + name + "`",
                        "SELECT * FROM " + table.replace(".", ".`") + "$" + name + "`",
                        "SELECT * FROM lake." + table + "." + name)));
  }
}
