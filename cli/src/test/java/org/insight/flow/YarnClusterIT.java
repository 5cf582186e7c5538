package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.TestLakes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same jar and inbox by spark-submit on YARN, with the lake on HDFS, end in the same lake as in
 * one process: in either deploy mode, in either catalog, and though an executor is killed on the
 * way. The cluster is the one of lab/hadoop.sh, with two nodes and two DataNodes; settings are
 * those of conf/hadoop, conf/spark and conf/yarn.yaml but for addresses and sizes.
 */
@EnabledIfSystemProperty(named = "insight.tests", matches = "long")
class YarnClusterIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir private static Path folder;

  private static Path spark = Path.of("");
  private static String hdfs = "";
  private static @Nullable Process cluster;
  private static @Nullable Lake one;

  @BeforeAll
  static void startTheCluster() throws IOException, InterruptedException {
    spark = SparkHome.find(folder);
    SparkHome.setUp(folder, "lab/hadoop.sh", "install");
    Path ready = folder.resolve("hadoop/ready");
    Path said = folder.resolve("hadoop.out");
    ProcessBuilder builder =
        new ProcessBuilder(
                HOME.resolve("lab/hadoop.sh").toString(),
                "run",
                folder.resolve("hadoop").toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    Process started = builder.start();
    cluster = started;
    while (!Files.exists(ready) && started.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(ready).as(Files.readString(said)).exists();
    Configuration site = new Configuration(false);
    site.addResource(folder.resolve("hadoop/conf/core-site.xml").toUri().toURL());
    hdfs = site.get("fs.defaultFS");
    Simulation.run(new SimulationPlan(folder.resolve("sim"), 40, 120, 3, SimulationPlan.COUNTRIES));
    Configuration copies = new Configuration();
    copies.set("dfs.replication", "1");
    try (FileSystem files = FileSystem.newInstance(URI.create(hdfs), copies);
        Stream<Path> jars = Files.list(spark.resolve("jars"))) {
      copy(files, HOME.resolve("cli/target/insight.jar"), "/insight/insight.jar");
      copy(files, folder.resolve("sim/inbox"), "/insight/inbox");
      for (Path jar : jars.toList()) {
        copy(files, jar, "/insight/spark/" + jar.getFileName());
      }
    }
    one = TestLakes.whole(folder.resolve("one"));
    Served.run(SettingsReader.read(List.of()), one, folder.resolve("sim/inbox"));
  }

  private static void copy(FileSystem files, Path from, String to) throws IOException {
    files.mkdirs(new org.apache.hadoop.fs.Path(to).getParent());
    files.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(from.toUri()), new org.apache.hadoop.fs.Path(to));
  }

  @AfterAll
  static void stopTheCluster() throws InterruptedException {
    if (cluster != null) {
      // Containers are children of the nodes, which are threads of the cluster's process.
      List<ProcessHandle> containers = cluster.toHandle().descendants().toList();
      cluster.destroy();
      cluster.waitFor();
      containers.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void clientModeWithADatabaseAsCatalogMakesTheSameLakeThoughAnExecutorIsKilled()
      throws IOException, InterruptedException {
    Path settings =
        Files.writeString(
            folder.resolve("client.yaml"),
            """
            lake:
              path: %s
              properties:
                type: jdbc
                warehouse: "%s/insight/client"
            spark: {properties: {spark.sql.shuffle.partitions: "4"}}
            """
                .formatted(folder.resolve("client"), hdfs));
    List<String> overlays = overlays(settings.toString(), "");
    Path out = folder.resolve("client.out");
    Process submit =
        submit(
            out,
            List.of("--deploy-mode", "client"),
            HOME.resolve("cli/target/insight.jar").toString(),
            "run",
            overlays,
            "--inbox",
            folder.resolve("sim/inbox").toUri().toString());
    while (submit.isAlive() && !Files.readString(out).contains("split-sentences")) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    Optional<ProcessHandle> executor = SparkHome.executor(Stream.ofNullable(cluster));
    assertThat(executor).as("an executor to kill").isPresent();
    executor.get().destroyForcibly();
    assertThat(submit.waitFor()).as(Files.readString(out)).isZero();
    assertThat(Files.readString(out)).contains("publish").contains("0 mismatches");
    assertThatItIsTheSameLake(settings);
  }

  @Test
  void clusterModeWithTheCatalogOnHdfsMakesTheSameLakeAndSaysWhyItFails()
      throws IOException, InterruptedException {
    Path settings =
        Files.writeString(
            folder.resolve("cluster-mode.yaml"),
            """
            lake:
              path: %s
              properties: {warehouse: "%s/insight/tables"}
            spark: {properties: {spark.sql.shuffle.partitions: "4"}}
            """
                .formatted(folder.resolve("node"), hdfs));
    List<String> files =
        List.of(
            "--deploy-mode",
            "cluster",
            "--files",
            HOME.resolve("conf/cluster.yaml")
                + ","
                + HOME.resolve("conf/yarn.yaml")
                + ","
                + settings);
    // Files that are sent along lie in the driver's working folder.
    List<String> overlays = overlays("cluster-mode.yaml", "sent");
    String jar = hdfs + "/insight/insight.jar";
    Path refused = folder.resolve("refused.out");
    Process nowhere =
        submit(refused, files, jar, "run", overlays, "--inbox", hdfs + "/insight/nowhere");
    assertThat(nowhere.waitFor()).as(Files.readString(refused)).isEqualTo(1);
    assertThat(Files.readString(refused))
        .contains("User application exited with status " + ErrorKind.INPUT.exitCode());
    assertThat(containers()).contains("insight: Cannot read the inbox: no such folder");

    Path out = folder.resolve("cluster.out");
    Process submit = submit(out, files, jar, "run", overlays, "--inbox", hdfs + "/insight/inbox");
    assertThat(submit.waitFor()).as(Files.readString(out)).isZero();
    assertThat(containers()).contains("publish").contains("0 mismatches");
    Path verified = folder.resolve("verified.out");
    Process verify = submit(verified, files, jar, "verify", overlays);
    assertThat(verify.waitFor()).as(Files.readString(verified)).isZero();
    assertThat(containers()).containsPattern("rows checked, 0 mismatches");
    assertThatItIsTheSameLake(settings);
  }

  private static List<String> overlays(String own, String sent) {
    String where = sent.isEmpty() ? HOME + "/conf/" : "";
    return List.of("--conf", where + "cluster.yaml", "--conf", where + "yarn.yaml", "--conf", own);
  }

  /** With conf/spark, but for addresses and sizes. */
  private static Process submit(
      Path out,
      List<String> mode,
      String jar,
      String command,
      List<String> overlays,
      String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(spark.resolve("bin/spark-submit").toString());
    line.addAll(mode);
    Map.of(
            "spark.yarn.jars", hdfs + "/insight/spark/*.jar",
            "spark.driver.memory", "1500m",
            "spark.executor.instances", "2",
            "spark.executor.cores", "1",
            "spark.executor.memory", "1300m",
            "spark.executor.memoryOverhead", "512m",
            "spark.yarn.appMasterEnv.SPARK_LOCAL_IP", "127.0.0.1",
            "spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1")
        .forEach(
            (key, value) -> {
              line.add("--conf");
              line.add(key + "=" + value);
            });
    if (mode.contains("client")) {
      line.add("--conf");
      line.add("spark.driver.host=127.0.0.1");
    }
    line.addAll(List.of("--class", "org.insight.cli.Main", jar, command));
    line.addAll(overlays);
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("SPARK_HOME", spark.toString());
    builder.environment().put("SPARK_CONF_DIR", HOME.resolve("conf/spark").toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("HADOOP_CONF_DIR", folder.resolve("hadoop/conf").toString());
    return builder.start();
  }

  /** What the containers have said so far. */
  private static String containers() throws IOException {
    StringBuilder said = new StringBuilder();
    try (Stream<Path> logs = Files.walk(folder.resolve("hadoop"))) {
      for (Path log : logs.filter(p -> p.toString().matches(".*/(stdout|stderr)")).toList()) {
        said.append(Files.readString(log));
      }
    }
    return said.toString();
  }

  private static void assertThatItIsTheSameLake(Path settings) {
    LakeSettings lake =
        SettingsReader.read(
                List.of(
                    HOME.resolve("conf/cluster.yaml"), HOME.resolve("conf/yarn.yaml"), settings))
            .lake();
    assertThat(lake.properties().get("warehouse")).startsWith(hdfs);
    if (one == null) {
      throw new IllegalStateException("the lake of one process was not made");
    }
    LakeComparison.assertEqual(Lake.open(TestLakes.session(lake), lake, Contracts.load()), one);
  }
}
