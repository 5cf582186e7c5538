package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

  private static int bottomless(int depth) {
    return bottomless(depth + 1) + 1;
  }

  @Test
  void workThatNeverEndsIsRefusedAndTheNextIsDone() {
    TimeLimit limit = new TimeLimit();
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                limit.call(
                    () -> {
                      never.await();
                      return 1;
                    },
                    50))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.TIMEOUT));
    assertThat(limit.<Integer>call(() -> 2, 60_000)).isEqualTo(2);
    limit.close();
  }

  @Test
  void anExhaustedStackOrHeapCostsOnlyItsItem() {
    TimeLimit limit = new TimeLimit();
    assertThatThrownBy(() -> limit.call(() -> bottomless(0), 60_000))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.TOO_COMPLEX));
    assertThatThrownBy(
            () ->
                limit.call(
                    () -> {
                      throw new OutOfMemoryError();
                    },
                    60_000))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.reason()).isEqualTo(Reason.OUT_OF_MEMORY));
    assertThat(limit.<Integer>call(() -> 2, 60_000)).isEqualTo(2);
    limit.close();
  }
}
