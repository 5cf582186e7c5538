package org.insight.benchmarks;

import static org.apache.spark.sql.functions.col;

import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoDriver;
import io.trino.jdbc.TrinoResultSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.access.TrinoEntitlements;
import org.insight.cli.TextTable;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Sessions;
import org.insight.entitlements.EntitlementsFile;
import org.insight.entitlements.RowFilter;
import org.insight.policy.Purpose;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.IcebergDdl;
import org.insight.schemas.Maintenance;
import org.insight.schemas.Sensitivity;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.TrinoRules;
import org.insight.schemas.WriteMode;
import org.insight.services.TrinoEtc;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the row filter in Trino: the same queries with it and without, in turns. */
@Command(
    name = "trino",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what the row filter costs in Trino: makes tables of invented rows in the lab's lake",
      "(once), runs the same queries with the filter and without, in turns, and prints the medians",
      "of Trino's own CPU and wall times and their ratios.",
      "Readers have other rules while it runs, and one of them sees all: not for a lab that is in",
      "use. The lab is one that was started with INSIGHT_LAB_PLAIN=1 and to which insight trino",
      "publish has given its readers."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  INSIGHT_LAB_PLAIN=1 make lab-up; insight bench trino --lab lab/run --rows 10000000 --rounds 5")
final class BenchTrinoCommand implements Callable<Integer> {

  /** In conf/readers.yaml, so they have passwords and groups; the first reads without a filter. */
  private static final String UNFILTERED = "demo";

  /** Catalog of the same lake by Trino's own connector, which lab/lab.sh makes. */
  private static final String PLAIN = "plain";

  private static final Map<String, Integer> READERS = readers();

  /** Labels of a table whose rows rest on one record each, and of one relative to its viewers. */
  private static final Map<String, Integer> TABLES = tables();

  /** Reads no data without a filter, so no ratio is asked of it. */
  private static final String COUNT = "count(*)";

  /**
   * Its id is the least of all, so without a filter the bounds of files alone leave out nearly all:
   * shows what is lost where they do, as they tell of hidden rows. No ratio is asked of it either.
   */
  private static final String BOUNDS = "look-up by bounds";

  private static final int SCOPES = 300;
  private static final int FILES = 4;
  private static final String SCHEMA = "bench";

  @Spec private CommandSpec spec;

  @Option(
      names = "--lab",
      defaultValue = "lab/run",
      paramLabel = "DIR",
      description = "The lab's folder (default ${DEFAULT-VALUE}).")
  private Path lab;

  @Option(
      names = "--rows",
      defaultValue = "10000000",
      paramLabel = "N",
      description = "Rows a table (default ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Times each query is run, after one that does not count (default 5).")
  private int rounds;

  private record Cost(long cpuMillis, long wallMillis) {

    double cpuOver(Cost other) {
      return cpuMillis / (double) Math.max(1, other.cpuMillis);
    }

    double wallOver(Cost other) {
      return wallMillis / (double) Math.max(1, other.wallMillis);
    }
  }

  private record Dearest(String query, double ratio) {}

  private static Map<String, Integer> readers() {
    Map<String, Integer> percent = new LinkedHashMap<>();
    percent.put("fr-analyst", 59);
    percent.put("control", 98);
    return percent;
  }

  private static Map<String, Integer> tables() {
    Map<String, Integer> labels = new LinkedHashMap<>();
    labels.put("plain", 2_000);
    labels.put("views", 150_000);
    labels.put("unsorted", 2_000);
    return labels;
  }

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    if (rounds < 1 || rows < 1) {
      throw new InsightException(
          ErrorKind.USAGE,
          rounds < 1
              ? "Cannot measure: --rounds must be positive, found " + rounds
              : "Cannot measure: --rows must be positive, found " + rows);
    }
    Path etc = lab.resolve("trino/etc");
    for (String file : List.of("catalog/" + PLAIN + ".properties", RowFilter.ENTITLEMENTS)) {
      if (!Files.exists(etc.resolve(file))) {
        throw new InsightException(
            ErrorKind.INPUT,
            "Cannot measure: the lab must be started with INSIGHT_LAB_PLAIN=1, and insight trino"
                + " publish have been run on it, found no "
                + etc.resolve(file));
      }
    }
    Path rules = etc.resolve(TrinoEtc.RULES);
    Path entitlements = etc.resolve(RowFilter.ENTITLEMENTS);
    String rulesBefore = Files.readString(rules);
    byte[] entitlementsBefore = Files.readAllBytes(entitlements);
    byte[] invented = prepare().bytes();
    try {
      TrinoEtc.replace(entitlements, invented);
      TrinoEtc.replace(
          rules,
          TrinoRules.benchmark(
              "lake",
              Contracts.load(),
              TABLES.keySet().stream().map(BenchTrinoCommand::contract).toList(),
              UNFILTERED,
              PLAIN));
      Thread.sleep(3_000);
      Dearest dearest = new Dearest("", 0);
      for (String table : TABLES.keySet()) {
        Dearest here = measure(table);
        dearest = here.ratio() > dearest.ratio() ? here : dearest;
      }
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%nGreatest CPU ratio, bare counts and bounds aside: %.2f (%s)%n",
              dearest.ratio(),
              dearest.query());
    } finally {
      TrinoEtc.replace(rules, rulesBefore);
      TrinoEtc.replace(entitlements, entitlementsBefore);
    }
    return 0;
  }

  /** Prints a table of costs; the query that costs most beside itself without filter comes back. */
  private Dearest measure(String table) throws SQLException {
    PrintWriter out = spec.commandLine().getOut();
    String t = SCHEMA + "." + table;
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("group-by", "SELECT kind, count(*), sum(amount) FROM " + t + " GROUP BY kind");
    queries.put(
        "scan", "SELECT max(id), max(name), max(kind), sum(amount), max(happened_on) FROM " + t);
    queries.put(
        "top-100", "SELECT id, name, amount FROM " + t + " ORDER BY amount DESC, id LIMIT 100");
    String lookUp = "SELECT id, name, kind, amount FROM " + t + " WHERE id = '%s'";
    queries.put(
        "point look-up", lookUp.formatted(one("SELECT min(id) FROM " + t + " WHERE id > '8'")));
    queries.put(BOUNDS, lookUp.formatted(one("SELECT min(id) FROM " + t)));
    queries.put(COUNT, "SELECT count(*) FROM " + t);
    Map<String, Connection> connections = new LinkedHashMap<>();
    connections.put(UNFILTERED, connect(UNFILTERED, PLAIN));
    for (String reader : READERS.keySet()) {
      connections.put(reader, connect(reader, "lake"));
    }
    out.printf(
        Locale.ROOT, "%n%s: %,d rows, %,d labels, %d rounds%n", t, rows, TABLES.get(table), rounds);
    List<List<String>> lines = new ArrayList<>();
    Dearest dearest = new Dearest("", 0);
    for (Map.Entry<String, String> query : queries.entrySet()) {
      String sql = query.getValue();
      Map<String, List<Cost>> costs = new LinkedHashMap<>();
      for (int round = 0; round <= rounds; round++) {
        for (Map.Entry<String, Connection> reader : connections.entrySet()) {
          Cost cost = run(reader.getValue(), sql);
          if (round > 0) {
            costs.computeIfAbsent(reader.getKey(), r -> new ArrayList<>()).add(cost);
          }
        }
      }
      Cost without = median(costs.getOrDefault(UNFILTERED, List.of()));
      for (Map.Entry<String, Integer> reader : READERS.entrySet()) {
        Cost with = median(costs.getOrDefault(reader.getKey(), List.of()));
        lines.add(
            List.of(
                query.getKey(),
                reader.getValue() + " %",
                Long.toString(without.cpuMillis()),
                Long.toString(with.cpuMillis()),
                String.format(Locale.ROOT, "%.2f", with.cpuOver(without)),
                Long.toString(without.wallMillis()),
                Long.toString(with.wallMillis()),
                String.format(Locale.ROOT, "%.2f", with.wallOver(without))));
        if (!List.of(COUNT, BOUNDS).contains(query.getKey())
            && with.cpuOver(without) > dearest.ratio()) {
          dearest =
              new Dearest(
                  query.getKey() + " of " + t + ", " + reader.getValue() + " % seen",
                  with.cpuOver(without));
        }
      }
    }
    TextTable.print(
        out,
        List.of("query", "seen", "CPU ms", "filtered", "ratio", "wall ms", "filtered", "ratio"),
        lines);
    out.flush();
    for (Connection connection : connections.values()) {
      connection.close();
    }
    return dearest;
  }

  private String one(String sql) throws SQLException {
    try (Connection connection = connect(UNFILTERED, PLAIN);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getString(1);
    }
  }

  private static Cost median(List<Cost> costs) {
    return new Cost(
        costs.stream().mapToLong(Cost::cpuMillis).sorted().toArray()[costs.size() / 2],
        costs.stream().mapToLong(Cost::wallMillis).sorted().toArray()[costs.size() / 2]);
  }

  private static Cost run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        result.getObject(1);
      }
      QueryStats stats = result.unwrap(TrinoResultSet.class).getStats();
      return new Cost(stats.getCpuTimeMillis(), stats.getElapsedTimeMillis());
    }
  }

  private Connection connect(String user, String catalog) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", line("passwords.txt", user + " "));
    properties.setProperty("SSL", "true");
    properties.setProperty("SSLTrustStorePath", lab.resolve("trino.pem").toString());
    properties.setProperty("clientTags", RowFilter.PURPOSE_TAG + Purpose.INVESTIGATION.code());
    properties.setProperty("clientInfo", "a measurement of queries");
    return new TrinoDriver()
        .connect(
            "jdbc:trino://127.0.0.1:" + line("lab.env", "https_port=") + "/" + catalog, properties);
  }

  /** What follows a word at the start of a line of one of the lab's files. */
  private String line(String file, String start) {
    try {
      for (String line : Files.readAllLines(lab.resolve(file))) {
        if (line.startsWith(start)) {
          return line.substring(start.length());
        }
      }
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot measure: the lab does not run (make lab-up), found " + lab, e);
    }
    throw new InsightException(
        ErrorKind.INPUT, "Cannot measure: " + file + " of the lab lacks a line, found " + start);
  }

  private static TableContract contract(String table) {
    List<Column> columns = new ArrayList<>();
    for (String name : List.of("id", "name", "kind", "amount", "happened_on", "policy_id")) {
      columns.add(new Column(name, "string", true, "invented", Sensitivity.NONE));
    }
    return new TableContract(
        new TableName(SCHEMA, table),
        "invented",
        List.of(),
        WriteMode.REPLACE,
        List.of(),
        List.of(),
        0,
        1,
        List.of(),
        columns,
        null,
        List.of(),
        Maintenance.USUAL);
  }

  // The tables

  /**
   * Makes the tables that are not there, in the order of labels as insight maintain leaves them but
   * for one; the entitlements to their labels come back.
   */
  private EntitlementsFile prepare() {
    Settings settings = SettingsReader.read(List.of(lab.resolve("insight.yaml")));
    try (SparkSession spark = Sessions.open("bench", settings)) {
      String schema = settings.lake().catalog() + "." + SCHEMA;
      spark.sql("CREATE NAMESPACE IF NOT EXISTS " + schema);
      for (Map.Entry<String, Integer> table : TABLES.entrySet()) {
        String name = schema + "." + table.getKey();
        if (!spark.catalog().tableExists(name) || spark.table(name).count() != rows) {
          Dataset<Row> invented = invented(spark, table.getValue());
          write(
              spark,
              name,
              table.getKey().equals("unsorted")
                  ? invented
                  : invented
                      .repartitionByRange(FILES, col("policy_id"))
                      .sortWithinPartitions("policy_id"));
        }
      }
      return TrinoEntitlements.render(entitlements(spark));
    }
  }

  private static void write(SparkSession spark, String name, Dataset<Row> rows) {
    spark.sql("DROP TABLE IF EXISTS " + name);
    rows.writeTo(name)
        .using("iceberg")
        .tableProperty("write.distribution-mode", "none")
        .tableProperty("write.parquet.compression-codec", "zstd")
        .tableProperty(IcebergDdl.LABEL_DICTIONARY, IcebergDdl.LABEL_DICTIONARY_BYTES)
        .createOrReplace();
  }

  /** Ids are hashes and labels unevenly many, as in the lake; rows come in no order. */
  private Dataset<Row> invented(SparkSession spark, int labels) {
    return spark
        .range(0, rows, 1, FILES)
        .selectExpr(
            "sha2(concat('id', id), 256) AS full",
            "id AS n",
            "pmod(xxhash64(id, 1), 1000000) / 1000000.0D AS share")
        .selectExpr(
            "substring(full, 1, 32) AS id",
            "concat('Person ', pmod(xxhash64(n, 2), 400000)) AS name",
            "concat('kind ', pmod(xxhash64(n, 3), 12)) AS kind",
            "pmod(xxhash64(n, 4), 1000000) AS amount",
            "date_add(DATE '2020-01-01', cast(pmod(xxhash64(n, 5), 2000) AS int)) AS happened_on",
            label("cast(floor(share * share * " + labels + ") AS int)", labels) + " AS policy_id");
  }

  private static String label(String number, int labels) {
    return "substring(sha2(concat('label', " + labels + ", '-', " + number + "), 256), 1, 32)";
  }

  /**
   * The measured readers' scopes see their share of labels, drawn; the others' are there for their
   * number.
   */
  private Dataset<Row> entitlements(SparkSession spark) {
    List<String> parts = new ArrayList<>();
    for (Integer labels : TABLES.values().stream().distinct().toList()) {
      for (Map.Entry<String, Integer> reader : READERS.entrySet()) {
        parts.add(part("'" + scopeOf(reader.getKey()) + "'", "id", labels, reader.getValue(), 1));
      }
      parts.add(
          part(
              "substring(sha2(concat('scope', cast(id / " + labels + " AS int)), 256), 1, 32)",
              "pmod(id, " + labels + ")",
              labels,
              labels > 10_000 ? 5 : 50,
              labels > 10_000 ? SCOPES / 10 : SCOPES));
    }
    return spark.sql(String.join(" UNION ALL ", parts));
  }

  private static String part(String scope, String number, int labels, int percent, int times) {
    return "SELECT "
        + scope
        + " AS scope, "
        + label(number, labels)
        + " AS policy_id, cast(null AS date) AS valid_from, cast(null AS date) AS valid_to"
        + " FROM range("
        + (long) labels * times
        + ") WHERE pmod(xxhash64(id, 6), 100) < "
        + percent;
  }

  private String scopeOf(String reader) {
    try {
      for (String line : Files.readAllLines(lab.resolve("trino/etc").resolve(TrinoEtc.GROUPS))) {
        int colon = line.indexOf(':');
        if (line.startsWith(TrinoRules.SCOPE_GROUP)
            && List.of(line.substring(colon + 1).split(",")).contains(reader)) {
          return line.substring(TrinoRules.SCOPE_GROUP.length(), colon);
        }
      }
    } catch (IOException e) {
      throw new InsightException(ErrorKind.INPUT, "Cannot measure: no groups file in the lab", e);
    }
    throw new InsightException(
        ErrorKind.INPUT,
        "Cannot measure: no scope in the lab's groups (insight trino publish), found " + reader);
  }
}
