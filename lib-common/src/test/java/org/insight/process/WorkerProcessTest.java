package org.insight.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerProcessTest {

  private static WorkerKind kind(Class<?> worker, List<String> options) {
    return new WorkerKind(worker.getName(), 64, 3072, options, List.of(), Map.of());
  }

  /** A worker that says what it is asked. */
  public static final class Echo {

    private Echo() {}

    public static void main(String[] arguments) throws IOException {
      WorkerSide side = WorkerSide.open();
      side.serve(() -> side.in().readInt(), asked -> side.out().writeInt(asked));
    }
  }

  /** A worker that never comes to an end with what it is asked. */
  public static final class Endless {

    private Endless() {}

    public static void main(String[] arguments) throws IOException {
      WorkerSide side = WorkerSide.open();
      side.serve(
          () -> side.in().readInt(),
          asked -> {
            while (true) {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                // Nothing ends it.
              }
            }
          });
    }
  }

  /** Asks an endless worker, says which process that is, and waits. */
  public static final class Asking {

    private Asking() {}

    public static void main(String[] arguments) throws Exception {
      WorkerProcess worker = WorkerProcess.start(kind(Endless.class, List.of()));
      worker.out().writeInt(1);
      worker.out().flush();
      ProcessHandle process = ProcessHandle.current().children().findFirst().orElseThrow();
      System.out.println(process.pid());
      Thread.sleep(600_000);
    }
  }

  @Test
  void whatJavaItselfSaysIsNoAnswer() throws Exception {
    try (WorkerProcess worker =
        WorkerProcess.start(kind(Echo.class, List.of("-XX:+PrintCommandLineFlags")))) {
      worker.out().writeInt(42);
      worker.out().flush();
      assertThat(worker.in().readInt()).isEqualTo(42);
    }
  }

  @Test
  void aBusyWorkerEndsWithTheProcessThatStartedIt() throws Exception {
    Process asking =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(asking.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessHandle worker = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      try {
        asking.destroyForcibly();
        assertThat(worker.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
      } finally {
        worker.destroyForcibly();
      }
    } finally {
      asking.destroyForcibly();
    }
  }
}
