package org.insight.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WorkerSideTest {

  @Test
  void anErrorIsFoundWhereverAParserPutIt() {
    assertThat(WorkerSide.holdsError(new StackOverflowError())).isTrue();
    assertThat(WorkerSide.holdsError(new IOException(new StackOverflowError()))).isTrue();
    assertThat(
            WorkerSide.holdsError(
                new IllegalStateException(new IOException(new NoClassDefFoundError("Reader")))))
        .isTrue();
    assertThat(WorkerSide.holdsError(new IllegalStateException(new IOException("cut off"))))
        .isFalse();
  }
}
