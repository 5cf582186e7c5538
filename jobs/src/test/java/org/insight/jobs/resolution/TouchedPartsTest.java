package org.insight.jobs.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class TouchedPartsTest {

  private static final int ROUNDS = 4;

  /** Subjects of one path, each of which shares a value with the next. */
  private static Dataset<Row> path(int length) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      rows.add(RowFactory.create("r" + i, "phone", "+" + i));
      rows.add(RowFactory.create("r" + i, "phone", "+" + (i + 1)));
    }
    return frame(rows, "subject_id string, kind string, value string");
  }

  private static Dataset<Row> parts(int known) {
    return frame(
        IntStream.range(0, known).mapToObj(i -> RowFactory.create("r" + i, "G")).toList(),
        "subject_id string, part_id string");
  }

  private static Dataset<Row> frame(List<Row> rows, String ddl) {
    return SharedSpark.session().createDataFrame(rows, StructType.fromDDL(ddl));
  }

  private static Dataset<Row> last(int length) {
    return frame(List.of(RowFactory.create("r" + (length - 1))), "subject_id string");
  }

  @Test
  void aPathOfWhichNothingIsKnownIsGivenUpAfterSoManyRounds() {
    assertThat(new TouchedParts(path(ROUNDS), parts(0), ROUNDS).with(last(ROUNDS)))
        .hasValueSatisfying(found -> assertThat(found.count()).isEqualTo(ROUNDS));
    assertThat(new TouchedParts(path(50), parts(0), ROUNDS).with(last(50))).isEmpty();
  }

  @Test
  void aKnownPartIsFoundInAFewRoundsHoweverLongItsPathsAre() {
    assertThat(new TouchedParts(path(50), parts(49), ROUNDS).with(last(50)))
        .hasValueSatisfying(found -> assertThat(found.count()).isEqualTo(50));
  }
}
