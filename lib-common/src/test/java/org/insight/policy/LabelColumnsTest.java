package org.insight.policy;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class LabelColumnsTest {

  private static final String LABEL = "struct<granted:array<string>,withheld:array<string>>";

  /** Many labels a try: one Spark job checks them all. */
  @Provide
  Arbitrary<List<Label>> pairs() {
    return Policies.labels().list().ofSize(60);
  }

  @Property(tries = 4)
  void columnsSayTheSameAsLabel(@ForAll("pairs") @Size(60) List<Label> labels) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < labels.size(); i += 2) {
      rows.add(RowFactory.create(i, backwards(labels.get(i)), backwards(labels.get(i + 1))));
    }
    Dataset<Row> pairs =
        SharedSpark.compiled()
            .createDataFrame(rows, StructType.fromDDL("i int, a " + LABEL + ", b " + LABEL));
    Column united = LabelColumns.union(col("a"), col("b"));
    List<Row> found =
        pairs
            .select(
                col("i"),
                LabelColumns.canonical(col("a")).as("a"),
                united.as("union"),
                LabelColumns.withMore(col("a"), col("b.granted"), col("b.withheld")).as("more"),
                LabelColumns.id(col("a")).as("id"),
                LabelColumns.id(united).as("union_id"),
                LabelColumns.contradictory(united).as("contradictory"))
            .collectAsList();
    assertThat(found).hasSize(30);
    for (Row row : found) {
      Label a = labels.get(row.getInt(0));
      Label both = a.with(labels.get(row.getInt(0) + 1));
      assertExactly(row.getAs("a"), a);
      assertExactly(row.getAs("union"), both);
      assertExactly(row.getAs("more"), both);
      assertThat(row.<String>getAs("id")).isEqualTo(a.id());
      assertThat(row.<String>getAs("union_id")).isEqualTo(both.id());
      assertThat(row.<Boolean>getAs("contradictory")).isEqualTo(both.contradictory());
    }
  }

  @Property(tries = 4)
  void theAggregateIsTheCombinationOfAGroup(@ForAll("pairs") @Size(60) List<Label> labels) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      rows.add(RowFactory.create(i % 20, backwards(labels.get(i))));
    }
    List<Row> found =
        SharedSpark.compiled()
            .createDataFrame(rows, StructType.fromDDL("g int, label " + LABEL))
            .groupBy("g")
            .agg(LabelColumns.unionAll(col("label")).as("label"))
            .collectAsList();
    assertThat(found).hasSize(20);
    for (Row row : found) {
      int g = row.getInt(0);
      assertExactly(
          row.getAs("label"), labels.get(g).with(labels.get(g + 20)).with(labels.get(g + 40)));
    }
  }

  @Test
  void whatIsNullIsGrantedByNobody() {
    String none = "cast(array() as array<string>)";
    for (String label :
        List.of(
            "cast(null as " + LABEL + ")",
            "named_struct('granted', cast(null as array<string>), 'withheld', " + none + ")",
            "named_struct('granted', " + none + ", 'withheld', " + none + ")",
            "named_struct('granted', array(cast(null as string)), 'withheld', " + none + ")",
            "named_struct('granted', array('a', cast(null as string)), 'withheld', " + none + ")",
            "named_struct('granted', array('a'), 'withheld', cast(null as array<string>))",
            "named_struct('granted', array('a'), 'withheld', array(cast(null as string)))")) {
      Dataset<Row> rows =
          SharedSpark.compiled()
              .sql("SELECT named_struct('granted', array('a'), 'withheld', array('z')) AS good")
              .withColumn("label", expr(label));
      List<Column> results =
          List.of(
              LabelColumns.canonical(col("label")),
              LabelColumns.union(col("good"), col("label")),
              LabelColumns.withMore(col("label"), expr("array('b')"), expr(none)),
              LabelColumns.unionAll(col("label")));
      for (Column result : results) {
        assertThat(label(rows.select(result).first().getStruct(0)).granted())
            .as("%s of %s", result, label)
            .contains("quarantine");
      }
    }
  }

  @Test
  void aNullAmongManyClosesTheWholeGroup() {
    Row label =
        SharedSpark.compiled()
            .sql(
                """
                SELECT named_struct('granted', array('a'), 'withheld', cast(array() as array<string>)) AS label
                UNION ALL SELECT null
                """)
            .agg(LabelColumns.unionAll(col("label")))
            .first()
            .getStruct(0);
    assertThat(label(label)).isEqualTo(Label.of(List.of("a", "quarantine"), List.of()));
  }

  @Test
  void aCountOverNoRowIsGrantedByNobody() {
    Row label =
        SharedSpark.compiled()
            .range(1)
            .filter("id > 1")
            .agg(LabelColumns.unionAll(LabelColumns.ofPolicy(col("id").cast("string"))))
            .first()
            .getStruct(0);
    assertThat(label(label)).isEqualTo(Label.QUARANTINE);
  }

  @Test
  void aRowWithoutAPolicyIsGrantedByNobody() {
    Row row =
        SharedSpark.compiled()
            .sql("SELECT cast(null as string) AS policy_id")
            .select(LabelColumns.ofPolicy(col("policy_id")))
            .first();
    assertThat(label(row.getStruct(0))).isEqualTo(Label.QUARANTINE);
  }

  @Test
  void moreThatIsNotKnownClosesTheRow() {
    Row row =
        SharedSpark.compiled()
            .sql("SELECT 'p' AS policy_id, cast(null as array<string>) AS ids, array('a') AS a")
            .select(
                LabelColumns.withMore(
                    LabelColumns.ofPolicy(col("policy_id")), col("ids"), col("a")),
                LabelColumns.withMore(
                    LabelColumns.ofPolicy(col("policy_id")), col("a"), col("ids")))
            .first();
    assertThat(label(row.getStruct(0)).granted()).containsExactly("p", "quarantine");
    assertThat(label(row.getStruct(1)).granted()).containsExactly("a", "p", "quarantine");
  }

  /** A label's row with its sets in the wrong order and doubled. */
  private static Row backwards(Label label) {
    List<String> granted = new ArrayList<>(label.granted());
    granted.addAll(label.granted());
    java.util.Collections.reverse(granted);
    List<String> withheld = new ArrayList<>(label.withheld());
    java.util.Collections.reverse(withheld);
    return RowFactory.create(granted.toArray(), withheld.toArray());
  }

  private static void assertExactly(Row row, Label label) {
    assertThat(row.<String>getList(0)).containsExactlyElementsOf(label.granted());
    assertThat(row.<String>getList(1)).containsExactlyElementsOf(label.withheld());
  }

  private static Label label(Row row) {
    return Optional.of(row).map(r -> Label.of(r.getList(0), r.getList(1))).orElseThrow();
  }
}
