package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

  /** The program that works has ended when its parent, which lives on, is looked at. */
  @Test
  void processesOfProcessesCountAlsoWhenTheyHaveEnded() throws IOException, InterruptedException {
    double before = ProcessTree.cpuSeconds();
    Process parent =
        new ProcessBuilder(
                "bash",
                "-c",
                "bash -c 'for ((i = 0; i < 200000; i++)); do :; done'; times; echo done; read -r")
            .start();
    StringBuilder times = new StringBuilder();
    try (var in = parent.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine();
          line != null && !line.equals("done");
          line = in.readLine()) {
        times.append(line).append('\n');
      }
      double worked = BenchOcrCommand.cpuSeconds(times.toString());
      assertThat(worked).isPositive();
      // The kernel rounds each time to a hundredth.
      assertThat(ProcessTree.cpuSeconds() - before).isGreaterThan(worked - 0.05);
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }
}
