package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.insight.config.SettingsReader;
import org.insight.lake.Lake;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same jar and inbox by spark-submit on a standalone cluster of a master and two workers end in
 * the same lake as in one process, though an executor is killed on the way. Spark is that of the
 * Python environment that dags/set-up.sh makes.
 */
@EnabledIfSystemProperty(named = "insight.tests", matches = "long")
class StandaloneClusterIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir private static Path folder;

  private static final List<Process> SERVERS = new ArrayList<>();
  private static Path spark = Path.of("");
  private static int port;

  @BeforeAll
  static void startTheCluster() throws IOException, InterruptedException {
    spark = SparkHome.find(folder);
    port = freePort();
    String master = "spark://127.0.0.1:" + port;
    server(
        "master",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--webui-port",
        Integer.toString(freePort()));
    while (!listens(port)) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    for (String worker : List.of("worker-1", "worker-2")) {
      server(
          worker,
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          "127.0.0.1",
          "--cores",
          "1",
          "--memory",
          "1800m",
          "--webui-port",
          Integer.toString(freePort()),
          "--work-dir",
          folder.resolve(worker).toString(),
          master);
    }
  }

  @AfterAll
  static void stopTheCluster() throws InterruptedException {
    for (Process server : SERVERS) {
      server.destroy();
      server.waitFor();
    }
  }

  private static void server(String name, String type, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(spark.resolve("bin/spark-class").toString(), type));
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().put("SPARK_HOME", spark.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_DAEMON_MEMORY", "256m");
    SERVERS.add(builder.start());
  }

  @Test
  void aClusterThatLosesAnExecutorMakesTheSameLake() throws IOException, InterruptedException {
    Simulation.run(new SimulationPlan(folder.resolve("sim"), 40, 120, 3, SimulationPlan.COUNTRIES));
    Path out = folder.resolve("submit.out");
    Process submit = submit(out);
    while (submit.isAlive() && !Files.readString(out).contains("split-sentences")) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    Optional<ProcessHandle> executor = SparkHome.executor(SERVERS.stream());
    assertThat(executor).as("an executor to kill").isPresent();
    executor.get().destroyForcibly();
    assertThat(submit.waitFor()).as(Files.readString(out)).isZero();
    assertThat(Files.readString(out)).contains("publish").contains("0 mismatches");
    Lake one = TestLakes.whole(folder.resolve("one"));
    Served.run(SettingsReader.read(List.of()), one, folder.resolve("sim/inbox"));
    LakeComparison.assertEqual(LakeComparison.open(folder.resolve("clustered")), one);
  }

  private static Process submit(Path out) throws IOException {
    String java = SparkHome.javaOptions();
    ProcessBuilder builder =
        new ProcessBuilder(
                spark.resolve("bin/spark-submit").toString(),
                "--master",
                "spark://127.0.0.1:" + port,
                "--driver-memory",
                "1500m",
                "--executor-memory",
                "1300m",
                "--conf",
                "spark.driver.extraJavaOptions=" + java + " -Dinsight.home=" + HOME,
                "--conf",
                "spark.executor.extraJavaOptions=" + java,
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--class",
                "org.insight.cli.Main",
                HOME.resolve("cli/target/insight.jar").toString(),
                "run",
                "--inbox",
                "sim/inbox",
                "--lake",
                folder.resolve("clustered").toString(),
                "--conf",
                HOME.resolve("conf/cluster.yaml").toString(),
                "--conf",
                Files.writeString(
                        folder.resolve("small.yaml"),
                        "spark: {properties: {spark.sql.shuffle.partitions: \"4\"}}\n")
                    .toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("SPARK_HOME", spark.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int where) {
    try (Socket socket = new Socket("127.0.0.1", where)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
