package org.insight.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings.Format;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs on two machines, which no lock keeps apart, do the same job at once. */
class OvertakenJobTest {

  @TempDir private Path folder;

  private Lake lake(Format format) {
    TableName[] used = {Tables.REJECTS, Tables.DOCUMENTS};
    return format == Format.DELTA ? TestLakes.ofDelta(folder, used) : TestLakes.in(folder, used);
  }

  private static void reject(Lake lake, String... ids) {
    Dataset<Row> rows =
        SharedSpark.session()
            .createDataFrame(
                Arrays.stream(ids).map(id -> RowFactory.create(id)).toList(),
                StructType.fromDDL("item_id string"))
            .withColumn("policy_id", lit("p1"));
    TestLakes.write(lake, Tables.REJECTS, WriteMode.APPEND, rows);
  }

  private static List<String> documents(Lake lake) {
    return lake.read(Tables.DOCUMENTS)
        .select(col("document_id"))
        .orderBy("document_id")
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** One document for each new reject; before its rows are written another run comes first. */
  private record Overtaken(Runnable other) implements Job {

    @Override
    public Set<Read> reads() {
      return new JobRunnerTest.CopyNew().reads();
    }

    @Override
    public TableName writes() {
      return Tables.DOCUMENTS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      other.run();
      return new JobRunnerTest.CopyNew().build(inputs);
    }
  }

  private static void refused(Lake lake, Runnable other) {
    assertThatThrownBy(() -> new JobRunner(lake).run(new Overtaken(other)))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("others wrote to the table meanwhile")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheOtherRunTookInIsNotTakenInTwice(Format format) {
    Lake lake = lake(format);
    reject(lake, "i1");
    new JobRunner(lake).run(new JobRunnerTest.CopyNew());
    reject(lake, "i2");
    refused(lake, () -> new JobRunner(lake).run(new JobRunnerTest.CopyNew()));
    assertThat(documents(lake)).containsExactly("i1", "i2");
  }

  @ParameterizedTest
  @EnumSource
  void thePlaceOfTheOtherRunIsNotTakenBack(Format format) {
    Lake lake = lake(format);
    reject(lake, "i1");
    new JobRunner(lake).run(new JobRunnerTest.CopyNew());
    reject(lake);
    refused(
        lake,
        () -> {
          reject(lake, "i2");
          new JobRunner(lake).run(new JobRunnerTest.CopyNew());
        });
    new JobRunner(lake).run(new JobRunnerTest.CopyNew());
    assertThat(documents(lake)).containsExactly("i1", "i2");
  }
}
