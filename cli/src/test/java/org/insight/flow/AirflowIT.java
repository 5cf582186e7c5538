package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests of dags/tests, in the Python environment that dags/set-up.sh makes. In the long form an
 * Airflow is started, a file is dropped, and processes are killed.
 */
class AirflowIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /** The set-up's exit code where the machine has no Python that makes a venv. */
  private static final int LACKING = 2;

  @TempDir private static Path folder;

  private static String path;
  private static String sparkHome;

  @BeforeAll
  static void setUp() throws IOException, InterruptedException {
    Path out = folder.resolve("set-up.out");
    Path err = folder.resolve("set-up.err");
    int exit =
        new ProcessBuilder(HOME.resolve("dags/set-up.sh").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    String said = Files.readString(err);
    assumeTrue(exit != LACKING, said);
    assertThat(exit).as(said).isZero();
    List<String> environments = Files.readAllLines(out);
    sparkHome = environments.get(1);
    path =
        String.join(
            File.pathSeparator,
            sparkHome + "/bin",
            environments.get(0) + "/bin",
            System.getenv("PATH"));
  }

  @Test
  void theTestsOfTheDagsPass() throws IOException, InterruptedException {
    Path out = folder.resolve("pytest.out");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "exec pytest -q -rs -p no:cacheprovider dags/tests")
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PYTHON"));
    environment.put("PATH", path);
    environment.put("SPARK_HOME", sparkHome);
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("TESTS", System.getProperty("insight.tests", "short"));
    int exit = builder.start().waitFor();
    String said = Files.readString(out);
    assertThat(exit).as(said).isZero();
    assertThat(said).as("tests that ran").containsPattern("\\d+ passed");
    System.out.println(said.lines().reduce((first, second) -> second).orElse(""));
  }
}
