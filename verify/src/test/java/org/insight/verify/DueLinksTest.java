package org.insight.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class DueLinksTest {

  private static final DueLinks DUE =
      new DueLinks(
          rows(
              "near long, near_version int, far long, far_version int, due long",
              RowFactory.create(1L, 10, 2L, 20, 1L),
              RowFactory.create(1L, 11, 2L, 20, 1L),
              RowFactory.create(1L, 11, 2L, 21, 3L)));

  private static Dataset<Row> rows(String columns, Row... rows) {
    return SharedSpark.session().createDataFrame(List.of(rows), StructType.fromDDL(columns));
  }

  private static Dataset<Row> checked(Row... links) {
    return rows("near long, near_version int, far long, far_version int, why string", links);
  }

  private static Row link(int near, int far, String why) {
    return RowFactory.create(1L, near, 2L, far, why);
  }

  /** Labels that one scope sees on other days make a link, too, which stands for no other. */
  @Test
  void aLinkThatNobodySeesHidesNoneThatIsMissing() {
    Dataset<Row> missing =
        DUE.missing(checked(link(10, 20, null), link(11, 21, null), link(10, 21, null)));
    assertThat(missing.collectAsList()).containsExactly(RowFactory.create(1L, 2L, 1L));
  }

  @Test
  void aLinkOfAWrongLabelStandsForTheOneThatIsMissing() {
    Dataset<Row> missing =
        DUE.missing(
            checked(link(10, 20, null), link(11, 21, null), link(LabelBits.NONE, 20, Why.LABEL)));
    assertThat(missing.collectAsList()).isEmpty();
  }

  @Test
  void whoseEdgesAreMoreThanALinkNamesIsFound() {
    Dataset<Row> links =
        rows(
            "source long, one int, target long, other int, edges int",
            RowFactory.create(2L, 20, 1L, 10, 1),
            RowFactory.create(2L, 21, 1L, 11, 2),
            RowFactory.create(2L, 21, 1L, 10, 0));
    assertThat(
            DUE.withLacking(links).select("near_version", "far_version", "lacks").collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(10, 20, false),
            RowFactory.create(11, 21, true),
            RowFactory.create(10, 21, false));
  }
}
