package org.insight.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoDriver;
import io.trino.jdbc.TrinoResultSet;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.io.file.PathUtils;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.insight.access.ReaderSession;
import org.insight.access.TrinoEntitlements;
import org.insight.access.TrinoGroups;
import org.insight.config.Settings;
import org.insight.config.Settings.Format;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.entitlements.EntitlementsFile;
import org.insight.entitlements.RowFilter;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.schemas.Tables;
import org.insight.services.Served;
import org.insight.services.TrinoEtc;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.TestLakes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The lab of lab/lab.sh in a folder of its own, with a simulated lake. The tests of a run that ask
 * for it share one; it is stopped and removed after the last of them.
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

  /** What a query may take, in seconds: a test cannot wait for an hour of it. */
  static final int CPU_SECONDS = 6;

  private static final int PERSONS = 60;
  private static final int ITEMS = 120;
  private static final int SEED = 7;

  private static final Path SCRIPT = Path.of("..", "lab", "lab.sh").toAbsolutePath().normalize();

  /** The script's exit code where the machine lacks something. */
  private static final int MISSING = 2;

  private final Path folder;
  private final Path lab;
  private final Thread onExit = new Thread(this::abandon);

  /** By reader, as Trino's groups last had it. */
  private final Map<String, String> purposes = new ConcurrentHashMap<>();

  /** By reader and purpose. */
  private final Map<String, Connection> kept = new ConcurrentHashMap<>();

  private volatile @Nullable Process running;

  private @Nullable Lake lake;

  private @Nullable CommandShell shell;

  private @Nullable HttpClient http;

  private int items = ITEMS;

  private final Map<String, Lake> beside = new HashMap<>();

  private TrinoLab(Path folder) {
    this.folder = folder;
    this.lab = folder.resolve("lab");
  }

  /**
   * Gives a test class the running lab, as a parameter of its methods or constructor. Where the lab
   * is not installed the class is skipped, and says why.
   */
  static final class Running implements ParameterResolver, ExecutionCondition {

    private static final ExtensionContext.Namespace OWN =
        ExtensionContext.Namespace.create(TrinoLab.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String missing =
          context
              .getRoot()
              .getStore(OWN)
              .getOrComputeIfAbsent("missing", key -> missing(), String.class);
      return missing.isEmpty()
          ? ConditionEvaluationResult.enabled("the lab is installed")
          : ConditionEvaluationResult.disabled(missing);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TrinoLab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(OWN)
          .getOrComputeIfAbsent(TrinoLab.class, key -> TrinoLab.start(), TrinoLab.class);
    }
  }

  /** Why the lab cannot be started here; empty where it can. */
  private static String missing() {
    try {
      Process process =
          new ProcessBuilder(SCRIPT.toString(), "installed").redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int exit = process.waitFor();
      assertThat(exit).as("lab/lab.sh installed: %s", said).isIn(0, MISSING);
      if (exit != 0) {
        System.out.println("Tests of Trino are skipped. " + said);
      }
      return exit == 0 ? "" : said;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrinoLab start() {
    try {
      TrinoLab lab = new TrinoLab(Files.createTempDirectory("insight-trino"));
      Runtime.getRuntime().addShutdownHook(lab.onExit);
      long start = System.nanoTime();
      CompletableFuture<Void> up = CompletableFuture.runAsync(() -> lab.script("up"));
      try {
        // Trino takes a minute to start; the catalog is there long before, so the lake is made
        // meanwhile.
        lab.fill(up);
        up.join();
      } catch (RuntimeException | Error | IOException e) {
        // What is still starting would outlive its own end.
        up.handle((done, failed) -> done).join();
        lab.close();
        throw e;
      }
      System.out.printf("the lab is up and filled, %.0f s%n", (System.nanoTime() - start) / 1e9);
      return lab;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the lake is made of. */
  Path inbox() {
    return folder.resolve("sim/inbox");
  }

  /** Puts more items into the inbox; those that are there stay as they are. */
  void grow(int more) throws IOException {
    items += more;
    Simulation.run(
        new SimulationPlan(folder.resolve("sim"), PERSONS, items, SEED, SimulationPlan.COUNTRIES));
  }

  private void fill(CompletableFuture<Void> up) throws IOException {
    grow(0);
    person("secret", "level: 3", "1,Geheim,Hildegarde,,F,1980-01-02,,FR,XX1243567,FR,,,,,,,,,\n");
    person(
        "expired",
        "expires_on: " + LocalDate.now(ZoneOffset.UTC).minusDays(1),
        "2,Vorbei,Ottokar,,M,1970-03-04,,FR,XX7653421,FR,,,,,,,,,\n");
    person(
        "lasting",
        "expires_on: " + LocalDate.now(ZoneOffset.UTC).plusDays(300),
        "3,Immerda,Leopoldine,,F,1990-05-06,,FR,XX1122334,FR,,,,,,,,,\n");
    while (!Files.exists(lab.resolve("insight.yaml")) && !up.isDone()) {
      pause();
    }
    if (up.isCompletedExceptionally()) {
      up.join();
    }
    Settings settings = settings();
    Lake made = create(settings);
    Served.run(settings, made, inbox());
    TrinoEtc.of(settings).orElseThrow().publish(settings, made);
    lake = made;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void person(String name, String limit, String row) throws IOException {
    PersonsCsv.write(
        inbox().resolve("lab-" + name),
        "source: FR\npurposes: [investigation, crime-analysis]\n" + limit + "\n",
        row);
  }

  /** Runs a command of bin/insight on the lab's lake. */
  Insight.Ran insight(String... arguments) {
    CommandShell commands = shell;
    if (commands == null) {
      commands = new CommandShell(folder, Insight.WHY);
      shell = commands;
    }
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--conf", configuration().toString()));
    return commands.run(line.toArray(String[]::new));
  }

  Settings settings() {
    return SettingsReader.read(List.of(configuration()));
  }

  /** How bin/insight finds the lab's lake. */
  Path configuration() {
    return lab.resolve("insight.yaml");
  }

  /** The lake as it is now, in a session of its own. */
  Lake opened() {
    Settings settings = settings();
    return Lake.open(TestLakes.session(settings.lake()), settings.lake(), Contracts.load());
  }

  /** What can be killed. */
  enum Server {
    POSTGRESQL,
    TRINO
  }

  /** Kills a server as {@code kill -9} does. */
  void kill(Server server) {
    Path pid =
        server == Server.TRINO
            ? lab.resolve("trino.pid")
            : Path.of(text(lab.resolve("postgres.folder"))).resolve("data/postmaster.pid");
    long process = Long.parseLong(text(pid).split("\\s", 2)[0]);
    ProcessHandle.of(process).orElseThrow().destroyForcibly();
  }

  /** Starts what does not run any more. */
  void startAgain() {
    script("up");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same lake in Spark, in a session of its own on the shared one. */
  Lake lake() {
    return Objects.requireNonNull(lake);
  }

  private static Lake create(Settings settings) {
    return Lake.openOrCreate(TestLakes.session(settings.lake()), settings.lake(), Contracts.load());
  }

  /** A lake of another name in the same database, its files in a folder. */
  LakeSettings beside(String name, Path at) {
    Map<String, String> properties = new HashMap<>(settings().lake().properties());
    properties.put("warehouse", "file:" + at.resolve("tables"));
    return new LakeSettings(Format.ICEBERG, at.toString(), name, properties);
  }

  /**
   * Makes a lake of another inbox in the same database under another name. Trino does not know it.
   *
   * @param readers path of its readers, as {@code conf/readers.yaml}
   */
  Lake makeBeside(String name, Path inbox, Path at, String readers) {
    Settings settings =
        settings()
            .with(beside(name, at))
            .withReaders(readers)
            .with(SettingsReader.read(List.of()).trino());
    Lake made = create(settings);
    // In one partition, so the two lakes do not come to the same in the same way.
    TestLakes.inParts(made.spark(), 1, () -> Served.run(settings, made, inbox));
    beside.put(name, made);
    return made;
  }

  /** Closes what a lake made beside keeps of the database's connections, of which there are 100. */
  void leave(String name) {
    Lake made = Objects.requireNonNull(beside.remove(name));
    CatalogPlugin catalog = made.spark().sessionState().catalogManager().catalog(name);
    try {
      ((Closeable) ((SparkCatalog) catalog).icebergCatalog()).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * While the work goes on, a lake made beside it, with its readers and entitlements, is in the
   * place of it.
   *
   * @param readers who asks
   */
  void inItsPlace(String name, Collection<String> readers, Runnable work) throws SQLException {
    // Spark reads a lake by its name in the catalog, so before that changes.
    Rights other = rights(Objects.requireNonNull(beside.get(name)), name);
    rename("lake", "parked");
    rename(name, "lake");
    try {
      goBy(other, readers);
      work.run();
    } finally {
      rename("lake", name);
      rename("parked", "lake");
      goBy(rights(lake(), "own"), List.of("control"));
    }
  }

  /**
   * What Trino goes by.
   *
   * @param marks by reader, a label of no row that the reader's scope may see: shows whether Trino
   *     goes by these rights
   */
  private record Rights(String groups, byte[] entitlements, Map<String, String> marks) {}

  private static Rights rights(Lake lake, String name) {
    EntitlementsFile entitlements = TrinoEntitlements.render(lake.read(Tables.ENTITLEMENTS));
    Map<String, String> marks = new HashMap<>();
    for (Row reader : lake.read(Tables.READERS).select("reader", "scope").collectAsList()) {
      String mark = "of-" + name + "-" + reader.getString(1);
      entitlements.add(reader.getString(1), mark, null, null);
      marks.put(reader.getString(0), mark);
    }
    return new Rights(
        TrinoGroups.render(lake.read(Tables.READERS), lake.read(Tables.READER_ACTS)),
        entitlements.bytes(),
        marks);
  }

  private void goBy(Rights rights, Collection<String> readers) {
    TrinoEtc.replace(etc("groups.txt"), rights.groups().getBytes(UTF_8));
    TrinoEtc.replace(etc(RowFilter.ENTITLEMENTS), rights.entitlements());
    for (String reader : readers) {
      String known = "SELECT " + RowFilter.FUNCTION + "('" + rights.marks().get(reader) + "')";
      while (!answered(reader, known)) {
        pause();
      }
    }
  }

  /** Refused is who is in no group yet. */
  private boolean answered(String reader, String question) {
    try {
      return rows(reader, question).equals(List.of("(true)"));
    } catch (SQLException e) {
      return false;
    }
  }

  private void rename(String from, String to) throws SQLException {
    Map<String, String> catalog = settings().lake().properties();
    try (Connection connection =
        DriverManager.getConnection(
            catalog.get("uri"), catalog.get("jdbc.user"), catalog.get("jdbc.password"))) {
      for (String table : List.of("iceberg_tables", "iceberg_namespace_properties")) {
        try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE " + table + " SET catalog_name = ? WHERE catalog_name = ?")) {
          update.setString(1, to);
          update.setString(2, from);
          update.executeUpdate();
        }
      }
    }
  }

  /** The other door, of {@code insight sql}, on the same lake. */
  static ReaderSession door(Lake lake, String reader, String purpose) {
    return Served.door(lake, reader, purpose, LocalDate.now(ZoneOffset.UTC));
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

  /** A connection of a reader's own login, or behind a dashboard for who has none. */
  Connection as(String reader) throws SQLException {
    return logins().contains(reader)
        ? connect(reader, Map.of())
        : connect(DASHBOARDS, Map.of("sessionUser", reader));
  }

  private List<String> logins() {
    return lines("passwords.txt").map(line -> line.split(" ")[0]).toList();
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
    properties.setProperty(
        "clientTags", RowFilter.PURPOSE_TAG + purpose(more.getOrDefault("sessionUser", login)));
    properties.setProperty("clientInfo", "a test of Trino");
    properties.putAll(more);
    return new TrinoDriver().connect("jdbc:trino://" + address() + "/lake", properties);
  }

  /**
   * Asks Trino's HTTP interface with a reader's own login, purpose and reason.
   *
   * @param path where, or a whole address that Trino gave
   * @param body the statement of a POST, else empty
   */
  HttpResponse<String> http(
      String login, String method, String path, String body, Map<String, String> headers) {
    String secret = login + ":" + password(login);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(path.startsWith("https:") ? path : "https://" + address() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)))
            .header("X-Trino-Catalog", "lake")
            .header("X-Trino-Client-Tags", RowFilter.PURPOSE_TAG + purpose(login))
            .header("X-Trino-Client-Info", "a test of Trino");
    headers.forEach(request::header);
    try {
      return client().send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpClient client() {
    HttpClient client = http;
    if (client == null) {
      try (InputStream in = Files.newInputStream(certificate())) {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry(
            "lab", CertificateFactory.getInstance("X.509").generateCertificate(in));
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        client = HttpClient.newBuilder().sslContext(tls).build();
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
      http = client;
    }
    return client;
  }

  /**
   * One of the reader's own by Trino's groups, also where these have just lost the reader or are
   * gone: what is refused then is not refused for want of a purpose. Of who never had any, one of
   * the list.
   */
  private String purpose(String reader) {
    try (Stream<String> groups = Files.lines(etc("groups.txt"))) {
      groups
          .filter(line -> line.startsWith(RowFilter.PURPOSE_GROUP))
          .map(line -> line.split(":"))
          .filter(group -> List.of(group[1].split(",")).contains(reader))
          .map(group -> group[0].substring(RowFilter.PURPOSE_GROUP.length()))
          .findFirst()
          .ifPresent(purpose -> purposes.put(reader, purpose));
    } catch (NoSuchFileException e) {
      // The last one known.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return purposes.getOrDefault(reader, "locate");
  }

  /** The answer to a query, each value in its one spelling. */
  static List<String> rows(Connection connection, String sql) throws SQLException {
    return answer(connection, sql).rows();
  }

  /**
   * What a client is told.
   *
   * @param splits how many there were
   * @param read how many rows Trino has read
   * @param bytes how much these are
   */
  record Answer(List<String> rows, long splits, long read, long bytes) {}

  /** The answer to a query, with what Trino counted. */
  static Answer answer(Connection connection, String sql) throws SQLException {
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
      QueryStats stats = result.unwrap(TrinoResultSet.class).getStats();
      return new Answer(
          rows, stats.getTotalSplits(), stats.getProcessedRows(), stats.getProcessedBytes());
    }
  }

  /** As {@link #rows}, on the reader's one connection. */
  List<String> rows(String reader, String sql) throws SQLException {
    return rows(kept(reader), sql);
  }

  /** The reader's one connection, until the purpose is another; for each the server has to sign. */
  Connection kept(String reader) throws SQLException {
    String key = reader + " " + purpose(reader);
    Connection connection = kept.get(key);
    if (connection == null) {
      connection = as(reader);
      kept.put(key, connection);
    }
    return connection;
  }

  private String line(String file, String start) {
    return lines(file)
        .filter(l -> l.startsWith(start))
        .map(l -> l.substring(start.length()))
        .findFirst()
        .orElseThrow();
  }

  private Stream<String> lines(String file) {
    try {
      return Files.readAllLines(lab.resolve(file)).stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void script(String command) {
    Path out = folder.resolve("lab." + command + ".out");
    ProcessBuilder builder =
        Insight.brief(new ProcessBuilder(SCRIPT.toString(), command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("INSIGHT_LAB", lab.toString());
    builder.environment().put("INSIGHT_LAB_PLAIN", "1");
    builder.environment().put("INSIGHT_TRINO_QUERY_CPU_TIME", CPU_SECONDS + "s");
    try {
      Process process = builder.start();
      running = process;
      int exit = process.waitFor();
      assertThat(exit).as("lab/lab.sh %s: %s", command, Files.readString(out)).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void endShell() {
    CommandShell commands = shell;
    if (commands != null) {
      commands.close();
    }
  }

  /** Where the tests are broken off, no server goes on without them. */
  private void abandon() {
    Process process = running;
    if (process != null) {
      process.destroy();
    }
    endShell();
    script("clear");
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(onExit);
    endShell();
    script("clear");
    PathUtils.deleteDirectory(folder);
  }
}
