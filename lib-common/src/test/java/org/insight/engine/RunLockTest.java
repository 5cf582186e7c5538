package org.insight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

  @TempDir private Path folder;

  private RunLock stream() {
    return RunLock.ofStream(folder.toString(), () -> false).orElseThrow();
  }

  @Test
  void twoRunsRefuseEachOtherAtOnce() {
    try (RunLock run = RunLock.take(folder.toString())) {
      assertThatThrownBy(() -> RunLock.take(folder.toString()))
          .isInstanceOf(InsightException.class)
          .hasMessageContaining("another run does");
    }
  }

  @Test
  void whatAKilledStreamLeftDoesNotMakeRunsWait() {
    stream().close(); // What says that a stream holds it stays, as after a kill.
    twoRunsRefuseEachOtherAtOnce();
  }

  @Test
  void whoWaitsForAStreamComesBeforeItsNextBatch() throws InterruptedException {
    List<String> order = new CopyOnWriteArrayList<>();
    Thread other =
        new Thread(
            () -> {
              try (RunLock lock = RunLock.take(folder.toString())) {
                order.add("other");
              }
            });
    RunLock batch = stream();
    other.start();
    while (other.getState() != Thread.State.TIMED_WAITING) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    batch.close();
    try (RunLock next = stream()) {
      order.add("stream");
    }
    other.join();
    assertThat(order).containsExactly("other", "stream");
  }

  @Test
  void aStreamThatIsEndedWaitsNoLonger() {
    try (RunLock run = RunLock.take(folder.toString())) {
      Optional<RunLock> none = RunLock.ofStream(folder.toString(), () -> true);
      assertThat(none).isEmpty();
    }
  }
}
