package org.insight.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** conf/compose and conf/helm, which nothing here can run, say what conf/trino says. */
class TrinoInContainersTest {

  private static final Path CONF = Path.of("..", "conf");
  private static final Path TRINO = CONF.resolve("trino");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{ENV:(\\w+)}");

  /** In the folder that `insight trino publish` writes to. */
  private static final Set<String> PUBLISHED = Set.of("rules.json", "resource-groups.json");

  @Test
  void composeMountsEveryFileOfConfTrinoAndNoOther() throws IOException {
    JsonNode trino = yaml("compose/compose.yaml").at("/services/trino");
    Map<String, String> mounts = new TreeMap<>();
    for (JsonNode volume : trino.get("volumes")) {
      if (volume.asText().startsWith("../trino/")) {
        String[] parts = volume.asText().split(":");
        String file = parts[0].substring("../trino/".length());
        assertThat(TRINO.resolve(file)).exists();
        assertThat(parts).as(volume.asText()).hasSize(3).endsWith("ro");
        mounts.put(file, parts[1]);
      }
    }
    assertThat(mounts).allSatisfy((file, at) -> assertThat(at).isEqualTo("/etc/trino/" + file));
    assertThat(files().filter(f -> !PUBLISHED.contains(f)))
        .allMatch(f -> mounts.containsKey(f) || mounts.containsKey(f.replaceAll("/[^/]*$", "")));
  }

  @Test
  void composeSetsEveryVariableThatTrinosFilesNameAndNoOther() throws IOException {
    Set<String> set = new TreeSet<>();
    yaml("compose/compose.yaml")
        .at("/services/trino/environment")
        .fieldNames()
        .forEachRemaining(set::add);
    assertThat(set).isEqualTo(variables(text()));
  }

  /** The image's own check reads config.properties, and nothing there is a number. */
  @Test
  void composeAsksWhetherTrinoIsHealthyWhereItListens() throws IOException {
    JsonNode trino = yaml("compose/compose.yaml").at("/services/trino");
    Map<String, String> server = settings(Files.readString(TRINO.resolve("config.properties")));
    String port = "INSIGHT_TRINO_HTTPS_PORT";
    assertThat(server).containsEntry("http-server.https.port", "${ENV:" + port + "}");
    // Compose makes one $ of two; the shell in the container knows the variable.
    assertThat(trino.at("/healthcheck/test/1").asText())
        .contains(
            "https://" + trino.at("/environment/INSIGHT_TRINO_BIND").asText() + ":$$" + port + "/");
    assertThat(trino.at("/environment/" + port).asText()).matches("\\d+");
  }

  /** A query without end would take its place among a reader's four, and CPU time, for days. */
  @Test
  void aQueryHasALimitOfTimeAndOfCpuWhereverTrinoRuns() throws IOException {
    Map<String, String> limits =
        Map.of(
            "query.max-execution-time", "INSIGHT_TRINO_QUERY_TIME",
            "query.max-run-time", "INSIGHT_TRINO_RUN_TIME",
            "query.max-cpu-time", "INSIGHT_TRINO_QUERY_CPU_TIME");
    Map<String, String> server = settings(Files.readString(TRINO.resolve("config.properties")));
    String lab = Files.readString(CONF.resolve("../lab/lab.sh"));
    JsonNode compose = yaml("compose/compose.yaml").at("/services/trino/environment");
    Map<String, String> helm = new TreeMap<>();
    yaml("helm/trino-values.yaml")
        .get("env")
        .forEach(e -> helm.put(e.get("name").asText(), e.get("value").asText()));
    Map<String, String> defaults =
        Map.of(
            "INSIGHT_TRINO_QUERY_TIME", "30m",
            "INSIGHT_TRINO_RUN_TIME", "1h",
            "INSIGHT_TRINO_QUERY_CPU_TIME", "1h");
    limits.forEach(
        (setting, variable) -> {
          String otherwise = "${" + variable + ":-" + defaults.get(variable) + "}";
          assertThat(server).containsEntry(setting, "${ENV:" + variable + "}");
          assertThat(lab).contains(variable + "=\"" + otherwise + "\"");
          assertThat(compose.path(variable).asText()).isEqualTo(otherwise);
          assertThat(helm).containsEntry(variable, defaults.get(variable));
        });
    assertThat(server).containsEntry("query.max-planning-time", "30s");
    assertThat(yaml("compose/compose.yaml").at("/services/trino/restart").asText())
        .isEqualTo("unless-stopped");
  }

  @Test
  void helmSaysOfTheServerWhatConfTrinoSays() throws IOException {
    JsonNode values = yaml("helm/trino-values.yaml");
    Map<String, String> server = settings(Files.readString(TRINO.resolve("config.properties")));
    Map<String, String> extra = settings(values.at("/server/coordinatorExtraConfig").asText());
    assertThat(server).containsAllEntriesOf(extra);
    Map<String, String> rest = new TreeMap<>(server);
    rest.keySet().removeAll(extra.keySet());
    Map<String, String> byTheChart = new TreeMap<>();
    byTheChart.put("node.environment", values.at("/server/node/environment").asText());
    byTheChart.put(
        "http-server.authentication.type", values.at("/server/config/authenticationType").asText());
    byTheChart.put("http-server.https.enabled", values.at("/server/config/https/enabled").asText());
    byTheChart.put("query.max-memory", values.at("/server/config/query/maxMemory").asText());
    byTheChart.put(
        "query.max-memory-per-node",
        values.at("/coordinator/config/query/maxMemoryPerNode").asText());
    byTheChart.put(
        "node-scheduler.include-coordinator",
        values.at("/coordinator/config/nodeScheduler/includeCoordinator").asText());
    assertThat(rest).containsAllEntriesOf(byTheChart);
    rest.keySet().removeAll(byTheChart.keySet());
    // Where the server is and where its files lie: the chart's own.
    assertThat(rest.keySet())
        .containsExactlyInAnyOrder(
            "coordinator",
            "node.bind-ip",
            "node.internal-address",
            "discovery.uri",
            "http-server.http.port",
            "http-server.https.port",
            "http-server.https.keystore.path");
    assertThat(values.at("/server/workers").asInt(-1)).isZero();
    // The chart exposes that of HTTPS; Kubernetes refuses a second port of one name.
    assertThat(values.at("/coordinator/additionalExposedPorts").isMissingNode()).isTrue();
    assertThat(values.at("/image/tag").asText()).isEqualTo("476");
  }

  @Test
  void helmSaysOfCatalogRulesAndGroupsWhatConfTrinoSays() throws IOException {
    JsonNode values = yaml("helm/trino-values.yaml");
    Map<String, String> files =
        Map.of(
            "catalog/lake.properties", "/catalogs/lake",
            "access-control.properties", "/accessControl/properties",
            "resource-groups.properties", "/resourceGroups/properties",
            "group-provider.properties",
                "/coordinator/additionalConfigFiles/group-provider.properties",
            "event-listener.properties",
                "/coordinator/additionalConfigFiles/event-listener.properties");
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertThat(settings(values.at(file.getValue()).asText()))
          .as(file.getValue())
          .isEqualTo(settings(Files.readString(TRINO.resolve(file.getKey()))));
    }
    // The chart writes what is left by itself: the passwords' file, and the options of Java.
    Set<String> others = files().collect(Collectors.toCollection(TreeSet::new));
    others.removeAll(files.keySet());
    others.removeAll(PUBLISHED);
    assertThat(others)
        .containsExactlyInAnyOrder(
            "config.properties", "jvm.config", "password-authenticator.properties");
  }

  @Test
  void helmSetsEveryVariableThatItsValuesName() throws IOException {
    String text = Files.readString(CONF.resolve("helm/trino-values.yaml"));
    Set<String> set = new TreeSet<>();
    yaml("helm/trino-values.yaml").get("env").forEach(e -> set.add(e.get("name").asText()));
    // From the secret.
    set.addAll(
        Set.of(
            "INSIGHT_AUDIT_SECRET",
            "INSIGHT_CATALOG_PASSWORD",
            "INSIGHT_TRINO_KEYSTORE_KEY",
            "INSIGHT_TRINO_SECRET"));
    assertThat(set).isEqualTo(variables(text));
    assertThat(yaml("helm/postgresql-values.yaml").at("/auth/username").asText())
        .isEqualTo("insight");
  }

  /** The audit's folder is open to none but the user who made it. */
  @Test
  void theReceiverOfEventsAndRunsWriteTheAuditAsOneUser() throws IOException {
    JsonNode receiver = yaml("helm/trino-values.yaml").at("/sidecarContainers/coordinator/0");
    JsonNode driver = yaml("kubernetes/driver.yaml").at("/spec/securityContext");
    assertThat(driver.at("/runAsUser").asInt()).isPositive();
    assertThat(receiver.at("/securityContext/runAsUser")).isEqualTo(driver.at("/runAsUser"));
    assertThat(receiver.at("/securityContext/runAsGroup")).isEqualTo(driver.at("/fsGroup"));
  }

  /** Beside the image's plugin for Iceberg, whose classes it needs. */
  @Test
  void bothBringThePluginThatGuardsTheLake() throws IOException {
    String at = "/usr/lib/trino/plugin/iceberg/insight-trino-plugin.jar";
    Set<String> mounted = new TreeSet<>();
    yaml("compose/compose.yaml")
        .at("/services/trino/volumes")
        .forEach(volume -> mounted.add(volume.asText()));
    String jar = "trino-plugin/target/insight-trino-plugin.jar";
    assertThat(mounted).contains("../../" + jar + ":" + at + ":ro");
    Set<String> paths = new TreeSet<>();
    yaml("helm/trino-values.yaml")
        .at("/coordinator/additionalVolumeMounts")
        .forEach(mount -> paths.add(mount.get("mountPath").asText()));
    assertThat(paths).contains(at);
    assertThat(Files.readString(CONF.resolve("../lab/lab.sh"))).contains(jar);
  }

  private static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(Files.readString(CONF.resolve(file)));
  }

  /** All files of conf/trino, relative to it. */
  private static Stream<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(TRINO)) {
      return all
          .filter(Files::isRegularFile)
          .map(f -> TRINO.relativize(f).toString())
          .toList()
          .stream();
    }
  }

  private static String text() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String file : files().toList()) {
      text.append(Files.readString(TRINO.resolve(file)));
    }
    return text.toString();
  }

  private static Set<String> variables(String text) {
    Set<String> variables = new TreeSet<>();
    for (Matcher m = VARIABLE.matcher(text); m.find(); ) {
      variables.add(m.group(1));
    }
    return variables;
  }

  private static Map<String, String> settings(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf('=')),
                line -> line.substring(line.indexOf('=') + 1),
                (a, b) -> a,
                TreeMap::new));
  }
}
