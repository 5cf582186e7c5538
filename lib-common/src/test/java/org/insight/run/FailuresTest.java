package org.insight.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
