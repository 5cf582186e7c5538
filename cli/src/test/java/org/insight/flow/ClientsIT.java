package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.jdbc.TrinoDriver;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients and the notebook, run as two readers whose answers differ. */
@ExtendWith(TrinoLab.Running.class)
class ClientsIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path NOTEBOOK = HOME.resolve("notebooks/01-first-look.ipynb");
  private static final String FRENCH = "fr-analyst";
  private static final String BELGIAN = "be-analyst";

  /** The set-up's exit code where the machine has no Python 3.11 that makes a venv. */
  private static final int LACKING = 2;

  private static final Map<String, String> TOLD = new HashMap<>();

  @TempDir private static Path folder;

  private static TrinoLab lab;
  private static String python;

  @BeforeAll
  static void start(TrinoLab running) throws IOException, InterruptedException {
    lab = running;
    Ran setUp = run(Map.of(), List.of(HOME.resolve("clients/python/set-up.sh").toString()));
    assumeTrue(setUp.exit() != LACKING, setUp.err());
    assertThat(setUp.exit()).as(setUp.err()).isZero();
    python = setUp.out().strip() + "/bin/python";
  }

  private record Ran(int exit, String out, String err) {}

  @ParameterizedTest
  @ValueSource(strings = {FRENCH, BELGIAN})
  void bothClientsSayTheSameAndWhatTheReadersDoorSays(String reader) throws Exception {
    String java = java(reader);
    assertThat(python(reader)).isEqualTo(java);
    Map<String, List<String>> told = parts(java);
    ReaderSession door = TrinoLab.door(lab.lake(), reader, "crime-analysis");
    Row counts =
        door.sql(
                "SELECT (SELECT count(*) FROM curated.persons) AS persons,"
                    + " (SELECT count(*) FROM curated.links) AS links")
            .first();
    assertThat(counts.getLong(0)).isPositive();
    assertThat(told.get("persons")).containsExactly(Long.toString(counts.getLong(0)));
    assertThat(told.get("links")).containsExactly(Long.toString(counts.getLong(1)));
    List<String> offences =
        door
            .sql(
                "SELECT key, count(DISTINCT document_id) AS documents FROM mentions.names"
                    + " WHERE kind = 'offence' GROUP BY key ORDER BY key")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0) + "\t" + row.getLong(1))
            .toList();
    assertThat(told.get("documents by offence")).isNotEmpty().isEqualTo(offences);
    assertThat(told.get("tables")).contains("curated.persons", "curated.links", "links.edges");
  }

  @Test
  void twoReadersAreToldDifferentThings() throws Exception {
    Map<String, List<String>> french = parts(java(FRENCH));
    Map<String, List<String>> belgian = parts(java(BELGIAN));
    assertThat(french.get("persons")).isNotEqualTo(belgian.get("persons"));
  }

  @Test
  void aWrongPasswordAndAMissingPurposeAreOneLine() throws Exception {
    Map<String, String> wrong = new LinkedHashMap<>(environment(FRENCH));
    wrong.put("INSIGHT_TRINO_PASSWORD", "another");
    Ran refused = run(wrong, javaCommand());
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).contains("Authentication failed");
    assertThat(refused.out()).doesNotContain("curated");
    Map<String, String> without = new LinkedHashMap<>(environment(FRENCH));
    without.put("INSIGHT_PURPOSE", "");
    Ran unsaid = run(without, pythonCommand());
    assertThat(unsaid.exit()).isNotZero();
    assertThat(unsaid.err().strip())
        .isEqualTo("Cannot connect: the environment lacks INSIGHT_PURPOSE");
  }

  /** In the short form as one reader: that the other is told other numbers is shown above. */
  static List<String> readersOfTheNotebook() {
    return LONG ? List.of(FRENCH, BELGIAN) : List.of(BELGIAN);
  }

  @ParameterizedTest
  @MethodSource("readersOfTheNotebook")
  void theNotebookRunsWithThatReadersRights(String reader) throws Exception {
    Path copy = folder.resolve(reader + ".ipynb");
    Ran ran =
        run(
            environment(reader),
            List.of(
                python,
                "-m",
                "nbconvert",
                "--log-level=ERROR",
                "--to",
                "notebook",
                "--execute",
                "--ExecutePreprocessor.startup_timeout=600",
                "--output",
                copy.toString(),
                NOTEBOOK.toString()));
    assertThat(ran.exit()).as(ran.err()).isZero();
    String outputs = outputs(copy);
    assertThat(outputs)
        .as("tables, a column's comment, the trend drawn")
        .contains("events, links, objects, organisations, persons, trends_monthly")
        .contains("The name to show")
        .contains("\"image/png\"");
    String persons = parts(java(reader)).get("persons").get(0);
    assertThat(outputs).contains("<td>" + persons + "</td>");
  }

  @Test
  void theNotebookIsKeptWithoutOutputs() throws IOException {
    for (JsonNode cell : new ObjectMapper().readTree(NOTEBOOK.toFile()).get("cells")) {
      assertThat(cell.path("outputs").size()).as("outputs of %s", cell.get("id")).isZero();
      assertThat(cell.path("execution_count").isInt()).as("count of %s", cell.get("id")).isFalse();
    }
  }

  private static String outputs(Path notebook) throws IOException {
    StringBuilder outputs = new StringBuilder();
    for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).get("cells")) {
      outputs.append(cell.path("outputs"));
    }
    return outputs.toString();
  }

  /** What a client printed, by the name of the query. */
  private static Map<String, List<String>> parts(String out) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (String line : out.lines().toList()) {
      if (line.startsWith("# ")) {
        lines = new ArrayList<>();
        parts.put(line.substring(2), lines);
      } else {
        lines.add(line);
      }
    }
    return parts;
  }

  /** Asked once for each reader, for a client takes seconds to start. */
  private static String java(String reader) throws Exception {
    String known = TOLD.get(reader);
    if (known == null) {
      known = succeeded(run(environment(reader), javaCommand()));
      TOLD.put(reader, known);
    }
    return known;
  }

  private static String python(String reader) throws Exception {
    return succeeded(run(environment(reader), pythonCommand()));
  }

  private static String succeeded(Ran ran) {
    assertThat(ran.exit()).as(ran.err()).isZero();
    return ran.out();
  }

  private static List<String> javaCommand() throws URISyntaxException {
    Path driver =
        Path.of(TrinoDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        driver.toString(),
        HOME.resolve("clients/java/FirstLook.java").toString());
  }

  private static List<String> pythonCommand() {
    return List.of(python, HOME.resolve("clients/python/first_look.py").toString());
  }

  private static Map<String, String> environment(String reader) {
    return Map.of(
        "INSIGHT_TRINO",
        "https://" + reader + "@" + lab.address(),
        "INSIGHT_TRINO_PASSWORD",
        lab.password(reader),
        "INSIGHT_TRINO_CERTIFICATE",
        lab.certificate().toString(),
        "INSIGHT_PURPOSE",
        "crime-analysis",
        "INSIGHT_REASON",
        "un essai des clients, à 100 % réel, قضية 12");
  }

  private static Ran run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "client", ".out");
    Path err = Files.createTempFile(folder, "client", ".err");
    ProcessBuilder builder =
        Insight.brief(new ProcessBuilder(command))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    return new Ran(exit, Files.readString(out), Files.readString(err));
  }
}
