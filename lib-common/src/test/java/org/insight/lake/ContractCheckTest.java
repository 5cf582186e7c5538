package org.insight.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.Expectation;
import org.insight.schemas.Maintenance;
import org.insight.schemas.Sensitivity;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

/** Expectations of contracts, which are data. */
class ContractCheckTest {

  private static final TableContract SPANS =
      new TableContract(
          TableName.of("text.spans"),
          "Spans",
          List.of("id"),
          WriteMode.APPEND,
          List.of(),
          List.of(),
          0,
          0.5,
          List.of(
              new Expectation("begin < end", "a span has a length"),
              new Expectation("begin >= 0", "a span begins in the text")),
          List.of(
              new Column("id", "string", false, "id", Sensitivity.NONE),
              new Column("begin", "int", true, "first", Sensitivity.NONE),
              new Column("end", "int", true, "last", Sensitivity.NONE)),
          null,
          List.of(),
          Maintenance.USUAL);

  private static Dataset<Row> spans(Row... rows) {
    return SharedSpark.session()
        .createDataFrame(List.of(rows), StructType.fromDDL("id string, begin int, end int"));
  }

  @Test
  void rowsAsExpectedBreakNothing() {
    assertThat(ContractCheck.ofRows(SPANS, spans(RowFactory.create("a", 0, 1)))).isEmpty();
  }

  @Test
  void eachExpectationSaysInHowManyRowsItIsNotTrue() {
    assertThat(
            ContractCheck.ofRows(
                SPANS,
                spans(
                    RowFactory.create("a", 0, 1),
                    RowFactory.create("b", 2, 2),
                    RowFactory.create("c", -1, 2),
                    RowFactory.create("d", -2, -3))))
        .extracting(Breach::inWords)
        .containsExactly(
            "text.spans: a span has a length, but not in 2 rows",
            "text.spans: a span begins in the text, but not in 2 rows");
  }

  @Test
  void whatIsNotKnownToBeTrueIsNotTrue() {
    assertThat(ContractCheck.ofRows(SPANS, spans(RowFactory.create("a", 0, null))))
        .containsExactly(new Breach.Unexpected(SPANS.name(), "a span has a length", 1));
  }

  @Test
  void aRunMayTakeAsManyRowsAsTheContractSays() {
    assertThat(ContractCheck.ofLoss(SPANS, 10_000, 5_000)).isEmpty();
    assertThat(ContractCheck.ofLoss(SPANS, 10_000, 4_999))
        .extracting(Breach::inWords)
        .containsExactly(
            "text.spans must not lose more than 50 % of its rows in one run, found 4999 of 10000");
    assertThat(ContractCheck.ofLoss(SPANS, 900, 0)).as("of few rows all may go").isEmpty();
  }

  /** On no rows, so that only what cannot be understood fails. */
  @Test
  void everyExpectationOfTheContractsCanBeComputed() {
    int expectations = 0;
    for (TableContract contract : Contracts.load().all()) {
      StructType type = new StructType();
      for (Column column : contract.columns()) {
        type =
            type.add(
                column.name(), org.apache.spark.sql.types.DataType.fromDDL(column.type()), true);
      }
      assertThat(
              ContractCheck.ofRows(
                  contract, SharedSpark.session().createDataFrame(List.of(), type)))
          .isEmpty();
      expectations += contract.expectations().size();
    }
    assertThat(expectations).isGreaterThan(10);
  }
}
