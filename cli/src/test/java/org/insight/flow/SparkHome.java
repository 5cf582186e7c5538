package org.insight.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Spark with its commands, as the Python environment that dags/set-up.sh makes has it. */
final class SparkHome {

  /** The set-up scripts' exit code where the machine lacks something. */
  private static final int LACKING = 2;

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private SparkHome() {}

  /** Its folder; the test is skipped, saying why, where it cannot be. */
  static Path find(Path folder) throws IOException, InterruptedException {
    return Path.of(setUp(folder, "dags/set-up.sh").get(1));
  }

  /**
   * Runs a script that gets something and prints where it is.
   *
   * @return the lines that it printed; the test is skipped where the machine lacks what it needs
   */
  static List<String> setUp(Path folder, String script, String... arguments)
      throws IOException, InterruptedException {
    Path said = folder.resolve("set-up.err");
    List<String> line = new ArrayList<>(List.of(HOME.resolve(script).toString()));
    line.addAll(List.of(arguments));
    Process setUp = new ProcessBuilder(line).redirectError(said.toFile()).start();
    List<String> printed =
        new String(setUp.getInputStream().readAllBytes(), UTF_8).lines().toList();
    int exit = setUp.waitFor();
    assumeTrue(exit != LACKING, Files.readString(said));
    assertThat(exit).as(Files.readString(said)).isZero();
    return printed;
  }

  /** What Spark needs opened on this java, as it is for this one. */
  static String javaOptions() {
    return String.join(
        " ",
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(a -> a.startsWith("--add-opens") || a.startsWith("-Djdk.reflect"))
            .toList());
  }

  /** An executor among the processes that some servers, which the test started, have started. */
  static Optional<ProcessHandle> executor(Stream<Process> servers) {
    return servers
        .flatMap(server -> server.toHandle().descendants())
        // Not the shell that YARN starts it by.
        .filter(p -> p.info().command().orElse("").endsWith("java"))
        .filter(p -> p.info().commandLine().orElse("").contains("ExecutorBackend"))
        .findFirst();
  }
}
