package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of whom the command tells: those whom the reader's door lets in at this moment. */
class WhoCanSeeCommandTest {

  private static final StructType RIGHTS =
      StructType.fromDDL("reader string, scope string, clearance int");

  private static Row row(String reader, @Nullable String scope, @Nullable Integer clearance) {
    return new GenericRowWithSchema(new Object[] {reader, scope, clearance}, RIGHTS);
  }

  /** One whom the file of readers names no more, or otherwise, reads on until the next run. */
  @Test
  void whoIsEnrolledIsLetInWhateverTheFileOfReadersSays() {
    assertThat(WhoCanSeeCommand.letIn(List.of(row("of-no-file", "s1", 1)), List.of()))
        .containsEntry("of-no-file", "s1");
  }

  @Test
  void whomTheLatestActLeftOtherwiseIsNotLetIn() {
    List<Row> enrolled =
        List.of(
            row("as-left", "s1", 1),
            row("revoked", "s1", 1),
            row("moved", "s1", 1),
            row("control", "all", 3));
    List<Row> acts =
        List.of(
            row("as-left", "s9", 0),
            row("as-left", "s1", 1),
            row("revoked", "s1", 1),
            row("revoked", null, null),
            row("moved", "s2", 1),
            row("control", "all", 0),
            row("not-enrolled", "s1", 1));
    assertThat(WhoCanSeeCommand.letIn(enrolled, acts)).containsOnlyKeys("as-left");
  }

  @Test
  void whoIsEnrolledTwiceIsNotLetIn() {
    assertThat(
            WhoCanSeeCommand.letIn(
                List.of(row("twice", "s1", 1), row("twice", "s1", 1), row("twice", "s1", 1)),
                List.of()))
        .isEmpty();
  }
}
