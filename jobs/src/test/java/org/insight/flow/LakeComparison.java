package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.jobs.TestLakes;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.tables.Lake;

/** Compares two embedded lakes, table by table, row by row, whole. */
final class LakeComparison {

  private LakeComparison() {}

  static void assertEqual(Path left, Path right) {
    Lake a = open(left);
    Lake b = open(right);
    for (TableContract contract : Contracts.load().all()) {
      assertSame(contract, a.read(contract.name()), b.read(contract.name()));
    }
    assertThat(a.read(org.insight.jobs.Tables.PERSONS).count()).isPositive();
  }

  /** The same rows of a table, however often each. */
  static void assertSame(TableContract contract, Dataset<Row> left, Dataset<Row> right) {
    Dataset<Row> rows = texts(contract, left);
    Dataset<Row> others = texts(contract, right);
    assertThat(rows.exceptAll(others).count())
        .as("rows of %s that only the first has", contract.name())
        .isZero();
    assertThat(others.exceptAll(rows).count())
        .as("rows of %s that only the second has", contract.name())
        .isZero();
  }

  /** Maps cannot be compared by Spark: as sorted entries in JSON they can. */
  private static Dataset<Row> texts(TableContract contract, Dataset<Row> rows) {
    List<org.apache.spark.sql.Column> columns =
        contract.columns().stream()
            .map(
                c ->
                    c.type().startsWith("map")
                        ? functions
                            .to_json(
                                functions.array_sort(
                                    functions.map_entries(functions.col(c.name()))))
                            .as(c.name())
                        : functions.col(c.name()))
            .toList();
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** In a session of its own, for a JDBC catalog keeps its tables under the catalog's name. */
  static Lake open(Path folder) {
    LakeSettings plain = SettingsReader.read(List.of()).lake();
    LakeSettings settings =
        new LakeSettings(folder.toString(), plain.catalog(), plain.properties());
    return Lake.open(TestLakes.session(settings), settings, Contracts.load());
  }
}
