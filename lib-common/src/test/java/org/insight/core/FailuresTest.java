package org.insight.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

  @Test
  void aFullMemoryIsSaidHoweverDeepItLies() {
    InsightException told =
        Failures.of(new IllegalStateException(new OutOfMemoryError("Java heap space")));
    assertThat(told.kind()).isEqualTo(ErrorKind.INTERNAL);
    assertThat(told).hasMessageContaining("the memory is full");
  }

  @Test
  void aFullDiskIsSaidThoughItIsAnInputOrOutputErrorToo() {
    assertThat(Failures.of(new java.io.IOException("No space left on device")))
        .hasMessageContaining("the disk is full")
        .satisfies(e -> assertThat(((InsightException) e).kind()).isEqualTo(ErrorKind.EXTERNAL));
  }

  /** In Iceberg's own words: a metadata file says when each write was, to a minute. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"snapshot-log\": [{\"snapshot-id\": 1, \"timestamp-ms\": 9000000000000}]",
        "{\"snapshot-log\": [{\"snapshot-id\": 1, \"timestamp-ms\": 9000000000000},"
            + " {\"snapshot-id\": 2, \"timestamp-ms\": 8000000000000}]",
        "{\"metadata-log\": [{\"metadata-file\": \"a\", \"timestamp-ms\": 9000000000000}]",
        "{\"metadata-log\": [{\"metadata-file\": \"a\", \"timestamp-ms\": 9000000000000},"
            + " {\"metadata-file\": \"b\", \"timestamp-ms\": 8000000000000}]"
      })
  void aClockThatWasSetBackIsNoFaultOfTheProgram(String log) {
    TableMetadata now =
        TableMetadata.newTableMetadata(
            new Schema(), PartitionSpec.unpartitioned(), "there", Map.of());
    String name = log.substring(1, log.indexOf(':'));
    String without = TableMetadataParser.toJson(now).replace(name, "\"of-before\"");
    Throwable thrown =
        catchThrowable(
            () -> TableMetadataParser.fromJson("there", log + ", " + without.substring(1)));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    InsightException told = Failures.of(new IllegalStateException(thrown));
    assertThat(told.kind()).isEqualTo(ErrorKind.EXTERNAL);
    assertThat(told)
        .hasMessage(
            "Cannot write to a table: the clock is behind the lake's last write; set it right,"
                + " run again");
  }

  @Test
  void anotherArgumentIsAFaultOfTheProgram() {
    assertThat(Failures.of(new IllegalArgumentException("Invalid update")).kind())
        .isEqualTo(ErrorKind.INTERNAL);
    assertThat(Failures.of(new IllegalArgumentException()).kind()).isEqualTo(ErrorKind.INTERNAL);
  }
}
