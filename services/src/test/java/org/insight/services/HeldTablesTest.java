package org.insight.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession.Sight;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class HeldTablesTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 25);
  private static final Sight SIGHT = new Sight("a scope", true, DAY);
  private static final Map<TableName, Long> SNAPSHOTS =
      Map.of(
          Tables.ENTITLEMENTS,
          1L,
          Tables.LABELS,
          2L,
          Tables.POLICIES,
          3L,
          Tables.PERSONS,
          4L,
          Tables.LINKS,
          5L);

  private final HeldTables held = new HeldTables();
  private int workedOut;

  private Dataset<Row> rows(TableName table, Map<TableName, Long> snapshots, Sight sight) {
    return held.rows(
        table,
        snapshots,
        sight,
        () -> {
          workedOut++;
          return few("row " + workedOut);
        });
  }

  private static Dataset<Row> few(String... ids) {
    return SharedSpark.compiled().createDataset(List.of(ids), Encoders.STRING()).toDF("id");
  }

  private String seen(TableName table, Map<TableName, Long> snapshots, Sight sight) {
    return rows(table, snapshots, sight).first().getString(0);
  }

  private static Map<TableName, Long> after(TableName changed) {
    Map<TableName, Long> snapshots = new HashMap<>(SNAPSHOTS);
    snapshots.merge(changed, 100L, Long::sum);
    return snapshots;
  }

  @Test
  void aTableIsWorkedOutOnceForOneSightOfOneState() {
    assertThat(seen(Tables.PERSONS, SNAPSHOTS, SIGHT)).isEqualTo("row 1");
    assertThat(seen(Tables.LINKS, SNAPSHOTS, SIGHT)).isEqualTo("row 2");
    assertThat(seen(Tables.PERSONS, new HashMap<>(SNAPSHOTS), SIGHT)).isEqualTo("row 1");
    assertThat(seen(Tables.PERSONS, after(Tables.LINKS), SIGHT)).isEqualTo("row 1");
    assertThat(seen(Tables.PERSONS, after(Tables.PERSONS), SIGHT)).isEqualTo("row 3");
  }

  @Test
  void nothingIsGivenToAnotherSight() {
    assertThat(seen(Tables.PERSONS, SNAPSHOTS, SIGHT)).isEqualTo("row 1");
    List<Sight> others =
        List.of(
            new Sight("another scope", true, DAY),
            new Sight("a scope", false, DAY),
            new Sight("a scope", true, DAY.plusDays(1)),
            SIGHT);
    for (int i = 0; i < others.size(); i++) {
      assertThat(seen(Tables.PERSONS, SNAPSHOTS, others.get(i)))
          .as(others.get(i).toString())
          .isEqualTo("row " + (i + 2));
    }
  }

  @Test
  void allIsForgottenWhenRightsChange() {
    int expected = 1;
    assertThat(seen(Tables.PERSONS, SNAPSHOTS, SIGHT)).isEqualTo("row 1");
    for (TableName of : List.of(Tables.ENTITLEMENTS, Tables.LABELS, Tables.POLICIES)) {
      expected++;
      assertThat(seen(Tables.PERSONS, after(of), SIGHT)).as("" + of).isEqualTo("row " + expected);
    }
  }

  @Test
  void aTableThatTheQuestionDidNotNameIsNotHeld() {
    assertThat(seen(Tables.ITEMS, SNAPSHOTS, SIGHT)).isEqualTo("row 1");
    assertThat(seen(Tables.ITEMS, SNAPSHOTS, SIGHT)).isEqualTo("row 2");
  }

  @Test
  void tablesOfTheSameColumnsJoinAndAreInOnePart() {
    Dataset<Row> same = few("a", "b", "c").repartition(3);
    Dataset<Row> persons = held.rows(Tables.PERSONS, SNAPSHOTS, SIGHT, () -> same);
    Dataset<Row> links = held.rows(Tables.LINKS, SNAPSHOTS, SIGHT, () -> same);
    assertThat(persons.rdd().getNumPartitions()).isEqualTo(1);
    assertThat(persons.join(links, persons.col("id").equalTo(links.col("id"))).count())
        .isEqualTo(3);
  }
}
