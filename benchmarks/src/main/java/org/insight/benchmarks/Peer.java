package org.insight.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

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
    Path errors = Files.createTempFile("bench-errors", ".txt");
    try {
      Process process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
      try {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
          throw failed(exit, Files.readAllLines(errors));
        }
        return out;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InsightException(ErrorKind.EXTERNAL, "Cannot measure: interrupted", e);
      } finally {
        process.destroy();
      }
    } finally {
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
