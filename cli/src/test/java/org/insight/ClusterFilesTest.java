package org.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.junit.jupiter.api.Test;

/**
 * conf/hadoop, conf/spark, conf/kubernetes and their overlays, each of which only a cluster reads,
 * agree.
 */
class ClusterFilesTest {

  private static final Path CONF = Path.of("..", "conf");
  private static final Path HADOOP = CONF.resolve("hadoop");
  private static final Path SPARK = CONF.resolve("spark");
  private static final Path KUBERNETES = CONF.resolve("kubernetes");

  /** Of a process that reads, above its heap: classes, compiled code, pictures. */
  private static final int NATIVE_MB = 256;

  @Test
  void hadoopAndTheOverlayForItNameOneNameNode() throws IOException {
    String namenode = site("core-site.xml").get("fs.defaultFS");
    assertThat(namenode).startsWith("hdfs://");
    assertThat(URI.create(namenode).getAuthority()).isNotEmpty();
    assertThat(spark(SPARK).get("spark.yarn.jars")).startsWith(namenode + "/");
    assertThat(
            SettingsReader.read(List.of(CONF.resolve("yarn.yaml")))
                .lake()
                .properties()
                .get("warehouse"))
        .startsWith(namenode + "/");
  }

  @Test
  void anExecutorFitsIntoAContainerAndAContainerIntoANode() throws IOException {
    Map<String, String> spark = spark(SPARK);
    Configuration yarn = site("yarn-site.xml");
    int largest = yarn.getInt("yarn.scheduler.maximum-allocation-mb", 0);
    assertThat(
            megabytes(spark, "spark.executor.memory")
                + megabytes(spark, "spark.executor.memoryOverhead"))
        .isLessThanOrEqualTo(largest);
    assertThat(megabytes(spark, "spark.executor.memoryOverhead"))
        .isGreaterThanOrEqualTo(besideTheHeap(spark));
    assertThat(largest).isLessThanOrEqualTo(yarn.getInt("yarn.nodemanager.resource.memory-mb", 0));
    assertThat(Integer.parseInt(spark.getOrDefault("spark.executor.cores", "0")))
        .isBetween(1, yarn.getInt("yarn.nodemanager.resource.cpu-vcores", 0));
  }

  @Test
  void whatIsSilentInOneProcessIsSilentInContainersOfYarn() throws IOException {
    Map<String, String> cluster = properties(SPARK.resolve("log4j2.properties"));
    cluster.keySet().removeIf(key -> key.startsWith("logger.yarn."));
    assertThat(cluster).isEqualTo(properties(CONF.resolve("log4j2.properties")));
  }

  @Test
  void kubernetesAsksForTheSizesAndTheJavaOptionsOfYarn() throws IOException {
    Map<String, String> yarn = processes(spark(SPARK));
    assertThat(yarn).hasSize(7);
    assertThat(processes(spark(KUBERNETES))).isEqualTo(yarn);
  }

  /** Or readers and mappings would be those of the jar, whatever is in the image. */
  @Test
  void theDriverOnKubernetesReadsTheConfigurationOfItsImage() throws IOException {
    Map<String, String> spark = spark(KUBERNETES);
    String home = "/opt/insight";
    assertThat(Files.readString(KUBERNETES.resolve("Dockerfile")))
        .contains("COPY conf " + home + "/conf\n");
    assertThat(spark.get("spark.driver.extraJavaOptions"))
        .contains(" -Dinsight.home=" + home)
        .contains(" -Dlog4j2.configurationFile=" + home + "/conf/log4j2.properties");
  }

  /** Or the next jar would have the readers of the last one. */
  @Test
  void aChangeOfWhatTheJarTakesOfConfMakesItAnew() throws IOException {
    String pom = Files.readString(Path.of("..", "lib-common", "pom.xml"));
    String ofConf = pom.substring(pom.indexOf("<directory>../conf</directory>"));
    List<String> taken =
        Pattern.compile("<include>(.*)</include>")
            .matcher(ofConf.substring(0, ofConf.indexOf("</resource>")))
            .results()
            .map(found -> "conf/" + found.group(1))
            .toList();
    assertThat(taken).contains("conf/*.yaml");
    assertThat(
            Files.readString(Path.of("..", "Makefile"))
                .lines()
                .filter(line -> line.contains("conf/"))
                .flatMap(line -> Stream.of(line.split("[ ()]+"))))
        .containsAll(taken);
  }

  @Test
  void kubernetesFilesNameEachOtherAsTheyAre() throws IOException {
    Map<String, String> spark = spark(KUBERNETES);
    Set<String> made = new TreeSet<>();
    try (Reader in = Files.newBufferedReader(KUBERNETES.resolve("rights.yaml"))) {
      YAMLMapper mapper = new YAMLMapper();
      mapper
          .readerFor(JsonNode.class)
          .<JsonNode>readValues(in)
          .forEachRemaining(
              one -> {
                made.add(one.get("kind").asText() + " " + one.at("/metadata/name").asText());
                assertThat(one.at("/metadata/namespace").asText("insight")).isIn("insight", "");
              });
    }
    assertThat(made)
        .contains(
            "Namespace " + spark.get("spark.kubernetes.namespace"),
            "ServiceAccount "
                + spark.get("spark.kubernetes.authenticate.driver.serviceAccountName"));
    for (String role : List.of("driver", "executor")) {
      String prefix = "spark.kubernetes." + role + ".podTemplate";
      JsonNode pod =
          new YAMLMapper()
              .readTree(Files.readString(Path.of("..").resolve(spark.get(prefix + "File"))));
      JsonNode container = pod.at("/spec/containers/0");
      assertThat(container.get("name").asText()).isEqualTo(spark.get(prefix + "ContainerName"));
      assertThat(texts(container.get("volumeMounts"), "/name"))
          .isEqualTo(texts(pod.at("/spec/volumes"), "/name"));
      assertThat(made)
          .contains(
              "PersistentVolumeClaim "
                  + pod.at("/spec/volumes/0/persistentVolumeClaim/claimName").asText());
    }
    assertThat(
            SettingsReader.read(
                    List.of(
                        CONF.resolve("cluster.yaml"),
                        CONF.resolve("catalog-postgresql.yaml"),
                        KUBERNETES.resolve("insight.yaml")))
                .lake()
                .path())
        .isEqualTo("/srv/insight");
  }

  private static Set<String> texts(JsonNode array, String at) {
    Set<String> texts = new TreeSet<>();
    StreamSupport.stream(array.spliterator(), false).forEach(one -> texts.add(one.at(at).asText()));
    return texts;
  }

  private static Configuration site(String name) throws MalformedURLException {
    Configuration site = new Configuration(false);
    site.addResource(HADOOP.resolve(name).toUri().toURL());
    return site;
  }

  private static Map<String, String> spark(Path folder) throws IOException {
    return properties(folder.resolve("spark-defaults.conf"));
  }

  private static Map<String, String> properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    return map;
  }

  /** What is asked for a driver or an executor, whoever starts it, but for folders of its image. */
  private static Map<String, String> processes(Map<String, String> spark) {
    Map<String, String> found = new TreeMap<>();
    spark.forEach(
        (key, value) -> {
          if (key.startsWith("spark.driver.") || key.startsWith("spark.executor.")) {
            found.put(
                key, value.replaceAll(" -D(log4j2\\.configurationFile|insight\\.home)=\\S+", ""));
          }
        });
    return found;
  }

  /**
   * A tenth of the heap, which is Spark's own rule, and each core's two processes in full: that for
   * items and that for pages, for idle ones stay.
   */
  private static int besideTheHeap(Map<String, String> spark) {
    Settings settings = SettingsReader.read(List.of(CONF.resolve("cluster.yaml")));
    int cores = Integer.parseInt(spark.getOrDefault("spark.executor.cores", "0"));
    int readers = settings.intake().memoryMb() + settings.ocr().memoryMb() + 2 * NATIVE_MB;
    return megabytes(spark, "spark.executor.memory") / 10 + cores * readers;
  }

  private static int megabytes(Map<String, String> spark, String key) {
    String size = spark.getOrDefault(key, "");
    assertThat(size).as(key).matches("\\d+g");
    return Integer.parseInt(size.substring(0, size.length() - 1)) * 1024;
  }
}
