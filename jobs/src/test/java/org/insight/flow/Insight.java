package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs bin/insight as a person or a scheduler would. */
final class Insight {

  private static final Path COMMAND = Path.of("..", "bin", "insight").toAbsolutePath().normalize();

  private static final Map<String, String> WHY =
      Map.of("INSIGHT_PURPOSE", "crime-analysis", "INSIGHT_REASON", "a test of the flow");

  private Insight() {}

  /** What a command printed, and its exit code. */
  record Ran(int exit, String out, String err) {

    Ran succeeded() {
      assertThat(exit).as("exit code; stderr: %s", err).isZero();
      return this;
    }

    /** One line on stderr that starts so, with this exit code. */
    Ran failedWith(int code, String line) {
      assertThat(exit).as("exit code; stderr: %s", err).isEqualTo(code);
      assertThat(err.lines().filter(l -> !l.startsWith("Help: ")).toList())
          .as("stderr")
          .singleElement()
          .asString()
          .contains(line);
      return this;
    }
  }

  /** With a purpose that the readers of the tests have, and a reason. */
  static Ran run(Path folder, String... arguments) {
    return run(folder, WHY, arguments);
  }

  /** Without purpose and reason in the environment. */
  static Ran runWithoutWhy(Path folder, String... arguments) {
    return run(folder, Map.of("INSIGHT_PURPOSE", "", "INSIGHT_REASON", ""), arguments);
  }

  private static Ran run(Path folder, Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile("insight", ".out");
      Path err = Files.createTempFile("insight", ".err");
      Process process = start(folder, environment, out.toFile(), err.toFile(), arguments);
      int exit = process.waitFor();
      Ran ran =
          new Ran(
              exit,
              Files.readString(out, StandardCharsets.UTF_8),
              Files.readString(err, StandardCharsets.UTF_8));
      Files.delete(out);
      Files.delete(err);
      return ran;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a command and does not wait; it is the java process itself, by exec. */
  static Process start(Path folder, File out, File err, String... arguments) throws IOException {
    return start(folder, WHY, out, err, arguments);
  }

  private static Process start(
      Path folder, Map<String, String> environment, File out, File err, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(COMMAND.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectOutput(out).redirectError(err);
    builder.environment().put("INSIGHT_HEAP", "1500m");
    builder.environment().putAll(environment);
    return builder.start();
  }
}
