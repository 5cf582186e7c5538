package org.insight.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/** Programs beside which is measured, and what they need. */
final class Peer {

  private Peer() {}

  /**
   * The folder of a Python environment, which is made if it is not there yet.
   *
   * @param name of the lock file that pins what is in it
   * @throws InsightException of kind EXTERNAL if it cannot be made
   */
  static Path venv(String name) throws IOException {
    return setUp("venv", name);
  }

  /** A wheel, which is fetched if it is not there yet, and not installed. */
  static Path wheel(String name) throws IOException {
    return setUp("wheel", name);
  }

  private static Path setUp(String what, String name) throws IOException {
    return Path.of(run(List.of("bash", script("set-up.sh").toString(), what, name)).strip());
  }

  /** A script in the sources of the benchmarks. */
  static Path script(String name) {
    String home = System.getProperty("insight.home");
    if (home == null) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot find " + name + ": the command was not started by bin/insight");
    }
    return Path.of(home, "benchmarks", "src", "main", "python", name);
  }

  /**
   * What a process prints.
   *
   * @throws InsightException with the last line of its errors, and of the kind that its exit code
   *     tells
   */
  static String run(List<String> line) throws IOException {
    return Objects.requireNonNull(run(line, null));
  }

  /**
   * What a process prints; null if it was stopped because it took longer than it may.
   *
   * @param most null: any time
   * @throws InsightException with the last line of its errors, and of the kind that its exit code
   *     tells
   */
  static @Nullable String run(List<String> line, @Nullable Duration most) throws IOException {
    Path printed = Files.createTempFile("bench-printed", ".txt");
    Path errors = Files.createTempFile("bench-errors", ".txt");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectOutput(printed.toFile())
              .redirectError(errors.toFile())
              .start();
      try {
        process.getOutputStream().close();
        if (most != null && !process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
          return null;
        }
        int exit = process.waitFor();
        if (exit != 0) {
          throw failed(exit, Files.readAllLines(errors));
        }
        return Files.readString(printed);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InsightException(ErrorKind.EXTERNAL, "Cannot measure: interrupted", e);
      } finally {
        // What it has started first: it would not tell of these any more.
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        started.forEach(ProcessHandle::destroyForcibly);
      }
    } finally {
      Files.delete(printed);
      Files.delete(errors);
    }
  }

  private static InsightException failed(int exit, List<String> errors) {
    ErrorKind kind =
        Arrays.stream(ErrorKind.values())
            .filter(k -> k.exitCode() == exit)
            .findFirst()
            .orElse(ErrorKind.EXTERNAL);
    return new InsightException(
        kind,
        errors.isEmpty()
            ? "Cannot measure: a process ended with exit code " + exit
            : errors.get(errors.size() - 1));
  }
}
