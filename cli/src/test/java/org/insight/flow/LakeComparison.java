package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.config.Settings.Format;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.testing.TestLakes;

/** Compares two embedded lakes, table by table, row by row, whole. */
final class LakeComparison {

  /** What was published when, what became of it then, and by whom, is a lake's own. */
  static final Set<TableName> OF_RUNS = Set.of(Tables.RUNS, Tables.AUDIT, Tables.LEDGER);

  private LakeComparison() {}

  static void assertEqual(Lake a, Lake b) {
    assertEqual(a, b, Lake::read);
  }

  /**
   * As {@link #assertEqual}, of a lake that grew and one that was made at once: the first keeps
   * labels that rows had and have no more.
   */
  static void assertEqualButForOldLabels(Lake grown, Lake made) {
    assertEqual(grown, made, LakeComparison::withoutOldLabels);
  }

  private static void assertEqual(
      Lake a, Lake b, BiFunction<Lake, TableName, Dataset<Row>> rowsOf) {
    for (TableContract contract : Contracts.load().all()) {
      TableName table = contract.name();
      if (!OF_RUNS.contains(table)) {
        assertSame(contract, rowsOf.apply(a, table), rowsOf.apply(b, table));
      }
    }
    assertThat(a.read(Tables.PERSONS).count()).isPositive();
  }

  /**
   * That each of the jobs had something to do, where nobody has acted on the lake, and nothing is
   * translated.
   */
  static void assertFilled(Lake lake) {
    Set<TableName> ofActs =
        Set.of(
            Tables.TRANSLATIONS,
            Tables.READER_ACTS,
            Tables.AUDIT,
            Tables.WITHDRAWALS,
            Tables.DECISION_ACTS,
            Tables.CORRECTION_ACTS,
            Tables.CORRECTIONS,
            Tables.DECISIONS,
            Tables.LEDGER,
            Tables.RUNS);
    assertThat(
            lake.contracts().all().stream()
                .map(TableContract::name)
                .filter(table -> !ofActs.contains(table) && lake.rows(table) == 0))
        .as("tables without rows")
        .isEmpty();
  }

  /** Rows of a table; of labels and of entitlements to them those of labels that rows carry. */
  static Dataset<Row> withoutOldLabels(Lake lake, TableName table) {
    Dataset<Row> rows = lake.read(table);
    if (!table.equals(Tables.LABELS) && !table.equals(Tables.ENTITLEMENTS)) {
      return rows;
    }
    Dataset<Row> carried =
        lake.contracts().all().stream()
            .filter(c -> c.carriesPolicy() && !OF_RUNS.contains(c.name()))
            .map(c -> lake.read(c.name()).select(TableContract.POLICY_ID))
            .reduce(Dataset::union)
            .orElseThrow();
    return rows.join(carried, new String[] {TableContract.POLICY_ID}, "left_semi");
  }

  /** The same rows of a table, however often each. */
  static void assertSame(TableContract contract, Dataset<Row> left, Dataset<Row> right) {
    List<String> rows = texts(contract, left);
    List<String> others = texts(contract, right);
    assertThat(less(rows, others))
        .as("rows of %s that only the first has", contract.name())
        .isEmpty();
    assertThat(less(others, rows))
        .as("rows of %s that only the second has", contract.name())
        .isEmpty();
  }

  private static List<String> less(List<String> rows, List<String> others) {
    List<String> left = new ArrayList<>();
    Map<String, Integer> there = new HashMap<>();
    others.forEach(row -> there.merge(row, 1, Integer::sum));
    for (String row : rows) {
      if (there.merge(row, -1, Integer::sum) < 0) {
        left.add(row);
      }
    }
    return left;
  }

  /** As JSON, the entries of maps sorted. Collected, for lakes of tests are small. */
  private static List<String> texts(TableContract contract, Dataset<Row> rows) {
    Column[] columns =
        contract.columns().stream()
            .map(
                c ->
                    c.type().startsWith("map")
                        ? functions
                            .array_sort(functions.map_entries(functions.col(c.name())))
                            .as(c.name())
                        : functions.col(c.name()))
            .toArray(Column[]::new);
    return rows.select(columns).toJSON().collectAsList();
  }

  /** In a session of its own, for a JDBC catalog keeps its tables under the catalog's name. */
  static Lake open(Path folder) {
    return open(folder, Format.ICEBERG);
  }

  /** As {@link #open(Path)}, of a format. */
  static Lake open(Path folder, Format format) {
    LakeSettings settings = SettingsReader.read(List.of()).lake().at(folder).with(format);
    return Lake.open(TestLakes.session(settings), settings, Contracts.load());
  }
}
