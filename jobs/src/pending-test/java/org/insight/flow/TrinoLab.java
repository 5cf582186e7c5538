package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.jdbc.TrinoDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.jobs.SharedSpark;
import org.insight.readers.Access;
import org.insight.readers.ReaderSession;
import org.insight.schemas.Contracts;
import org.insight.tables.Lake;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The lab of lab/lab.sh in a folder of its own, with a simulated lake that bin/insight made and
 * published. The tests of a run that ask for it share one; it is stopped and removed after the last
 * of them.
 */
final class TrinoLab implements AutoCloseable {

  /** The login of dashboards, which act as the reader in front of them. */
  static final String DASHBOARDS = "insight-bi";

  /** Its person is seen by whoever is of France and cleared for level 3. */
  static final String SECRET = "Hildegarde Geheim";

  /** Its policy's last day was yesterday when the lake was made. */
  static final String EXPIRED = "Ottokar Vorbei";

  /** Its policy's last day is many days ahead. */
  static final String LASTING = "Leopoldine Immerda";

  private static final Path SCRIPT = Path.of("..", "lab", "lab.sh").toAbsolutePath().normalize();

  private final Path folder;
  private final Path lab;

  private TrinoLab(Path folder) {
    this.folder = folder;
    this.lab = folder.resolve("lab");
  }

  /** Gives a test class the running lab, as a parameter of its methods or constructor. */
  static final class Running implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TrinoLab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(TrinoLab.class))
          .getOrComputeIfAbsent(TrinoLab.class, key -> TrinoLab.start(), TrinoLab.class);
    }
  }

  private static TrinoLab start() {
    try {
      TrinoLab lab = new TrinoLab(Files.createTempDirectory("insight-trino"));
      try {
        lab.script("up");
        lab.fill();
      } catch (RuntimeException | Error | IOException e) {
        lab.close();
        throw e;
      }
      return lab;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill() throws IOException {
    Insight.run(
            folder, "simulate", "--out", "sim", "--persons", "60", "--items", "120", "--seed", "7")
        .succeeded();
    person("secret", "level: 3", "1,Geheim,Hildegarde,,F,1980-01-02,,FR,XX1234567,FR,,,,,,,,,\n");
    person(
        "expired",
        "expires_on: " + LocalDate.now(ZoneOffset.UTC).minusDays(1),
        "2,Vorbei,Ottokar,,M,1970-03-04,,FR,XX7654321,FR,,,,,,,,,\n");
    person(
        "lasting",
        "expires_on: " + LocalDate.now(ZoneOffset.UTC).plusDays(300),
        "3,Immerda,Leopoldine,,F,1990-05-06,,FR,XX1122334,FR,,,,,,,,,\n");
    insight("run", "--inbox", "sim/inbox").succeeded();
    insight("trino", "publish").succeeded();
  }

  private void person(String name, String limit, String row) throws IOException {
    Path sub = Files.createDirectories(folder.resolve("sim/inbox").resolve("lab-" + name));
    Files.writeString(
        sub.resolve("policy.yaml"),
        "source: FR\npurposes: [investigation, crime-analysis]\n" + limit + "\n");
    Files.writeString(
        sub.resolve("persons.csv"),
        "record_id,family_name,given_name,full_name_original,sex,birth_date,birth_place,nationality,"
            + "passport_number,passport_country,national_id,phone,email,address,iban,plate,occupation,"
            + "last_seen_on,remarks\n"
            + row);
  }

  /** Runs bin/insight on the lab's lake. */
  Insight.Ran insight(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--conf", lab.resolve("insight.yaml").toString()));
    return Insight.run(folder, line.toArray(String[]::new));
  }

  Settings settings() {
    return SettingsReader.read(List.of(lab.resolve("insight.yaml")));
  }

  /** The same lake in Spark, in a session of its own on the shared one. */
  Lake lake() {
    Settings settings = settings();
    SparkSession session = SharedSpark.session().newSession();
    for (Map.Entry<String, String> p : Lake.sparkProperties(settings.lake()).entrySet()) {
      if (!p.getKey().equals("spark.sql.extensions")) {
        session.conf().set(p.getKey(), p.getValue());
      }
    }
    return Lake.open(session, settings.lake(), Contracts.load());
  }

  /** The other door, of {@code insight sql}, on the same lake. */
  static ReaderSession door(Lake lake, String reader, String purpose) {
    return ReaderSession.open(
        lake.spark(),
        lake.contracts(),
        lake::read,
        new Access("test", reader, purpose, "a test of both doors"),
        LocalDate.now(ZoneOffset.UTC));
  }

  /** A file of Trino's configuration. */
  Path etc(String file) {
    return lab.resolve("trino/etc").resolve(file);
  }

  /** Where Trino listens. */
  String address() {
    return "127.0.0.1:" + line("lab.env", "https_port=");
  }

  Path certificate() {
    return lab.resolve("trino.pem");
  }

  String password(String login) {
    return line("passwords.txt", login + " ");
  }

  /** A connection of a reader's own login. */
  Connection as(String reader) throws SQLException {
    return connect(reader, Map.of());
  }

  /** A connection of a login with further properties, as {@code sessionUser}. */
  Connection connect(String login, Map<String, String> more) throws SQLException {
    return connect(login, password(login), more);
  }

  Connection connect(String login, String password, Map<String, String> more) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login);
    properties.setProperty("password", password);
    properties.setProperty("SSL", "true");
    properties.setProperty("SSLTrustStorePath", certificate().toString());
    properties.putAll(more);
    return new TrinoDriver().connect("jdbc:trino://" + address() + "/lake", properties);
  }

  /** The answer to a query, each value in its one spelling. */
  static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getObject(i));
        }
        rows.add(AnswerText.ofJdbc(row));
      }
      return rows;
    }
  }

  /** As {@link #rows}, on a connection for this query alone. */
  List<String> rows(String reader, String sql) throws SQLException {
    try (Connection connection = as(reader)) {
      return rows(connection, sql);
    }
  }

  private String line(String file, String start) {
    try {
      return Files.readAllLines(lab.resolve(file)).stream()
          .filter(l -> l.startsWith(start))
          .map(l -> l.substring(start.length()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void script(String command) throws IOException {
    Path out = folder.resolve("lab." + command + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(SCRIPT.toString(), command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("INSIGHT_LAB", lab.toString());
    try {
      int exit = builder.start().waitFor();
      assertThat(exit).as("lab/lab.sh %s: %s", command, Files.readString(out)).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    script("clear");
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
