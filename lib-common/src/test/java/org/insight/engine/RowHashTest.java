package org.insight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class RowHashTest {

  /** Hashes of rows of a table, each given by what differs from a row of nulls. */
  @SafeVarargs
  private static List<Long> hashes(TableName table, List<String>... rows) {
    TableContract contract = Contracts.load().get(table);
    Dataset<Row> one = SharedSpark.session().range(1).toDF();
    return Stream.of(rows)
        .map(
            row ->
                one.selectExpr(
                        contract.columns().stream()
                            .map(
                                c ->
                                    row.stream()
                                        .filter(e -> e.endsWith(" AS " + c.name()))
                                        .findFirst()
                                        .orElse("CAST(null AS " + c.type() + ") AS " + c.name()))
                            .toArray(String[]::new))
                    .select(RowHash.of(contract))
                    .first()
                    .getLong(0))
        .toList();
  }

  @Test
  void rowsThatDifferInWhereAnArrayEndsOrInWhatIsNullAreToldApart() {
    assertThat(
            hashes(
                Tables.PERSONS,
                List.of(),
                List.of("array() AS names"),
                List.of("array() AS aliases"),
                List.of("array('A', 'B') AS names", "array() AS aliases"),
                List.of("array('A') AS names", "array('B') AS aliases"),
                List.of("array() AS names", "array('A', 'B') AS aliases"),
                List.of("array('A', null) AS names", "array('B') AS aliases"),
                List.of("array(null, 'A') AS names", "array('B') AS aliases"),
                List.of("'A' AS entity_id"),
                List.of("'A' AS caption")))
        .doesNotHaveDuplicates();
  }

  @Test
  void structsAreToldApartFieldByField() {
    String evidence =
        "array(struct(%s AS kind, %s AS mention_id, %s AS other_record_id, 'o' AS other_mention_id)) AS evidence";
    assertThat(
            hashes(
                Tables.MEMBERSHIPS,
                List.of(evidence.formatted("'a'", "'b'", "string(null)")),
                List.of(evidence.formatted("'a'", "string(null)", "'b'")),
                List.of(evidence.formatted("string(null)", "'a'", "'b'"))))
        .doesNotHaveDuplicates();
  }

  @Test
  void aMapHasNoOrder() {
    List<Long> hashes =
        hashes(
            Tables.RECORDS,
            List.of("map('a', array('1'), 'b', array('2')) AS properties"),
            List.of("map('b', array('2'), 'a', array('1')) AS properties"),
            List.of("map('a', array('2'), 'b', array('1')) AS properties"));
    assertThat(hashes.get(0)).isEqualTo(hashes.get(1)).isNotEqualTo(hashes.get(2));
  }
}
