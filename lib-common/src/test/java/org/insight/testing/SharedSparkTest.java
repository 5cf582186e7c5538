package org.insight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedSparkTest {
  @Test
  void sessionCounts() {
    assertThat(SharedSpark.session().range(10).count()).isEqualTo(10);
  }
}
