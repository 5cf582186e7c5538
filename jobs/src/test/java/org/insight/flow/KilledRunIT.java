package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.insight.cli.InProcess;
import org.insight.config.SettingsReader;
import org.insight.jobs.TestLakes;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.tables.Lake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed three times and run again ends as one that was left alone. */
class KilledRunIT {

  @TempDir private static Path folder;

  @Test
  void threeKillsLeaveNoTraceInTheFinishedLake() throws IOException, InterruptedException {
    Simulation.run(new SimulationPlan(folder.resolve("sim"), 40, 120, 3, SimulationPlan.COUNTRIES));
    Path conf = Files.writeString(folder.resolve("conf.yaml"), "intake: {batch_files: 40}\n");
    String[] disturbed = {
      "run", "--inbox", "sim/inbox", "--lake", "disturbed", "--conf", conf.toString()
    };
    int killed = 0;
    // At growing distances into the run: while receiving, in text, further on.
    for (int lines : new int[] {2, 5, 10}) {
      Path out = folder.resolve("out" + lines);
      Process process =
          Insight.start(folder, out.toFile(), folder.resolve("err" + lines).toFile(), disturbed);
      while (process.isAlive() && linesOf(out) < lines) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      if (process.isAlive()) {
        process.destroyForcibly();
        killed++;
      }
      process.waitFor();
    }
    assertThat(killed).as("runs killed").isEqualTo(3);
    Insight.run(folder, disturbed).succeeded();
    Lake undisturbed = TestLakes.whole(folder.resolve("undisturbed"));
    InProcess.run(SettingsReader.read(List.of()), undisturbed, folder.resolve("sim/inbox"));
    LakeComparison.assertEqual(LakeComparison.open(folder.resolve("disturbed")), undisturbed);
  }

  private static int linesOf(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }
}
