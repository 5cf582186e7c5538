package org.insight.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.mapping.Mappings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from a PostgreSQL of its own; skipped where its programs are not installed. */
class PullFromPostgresIT {

  private static final String PASSWORD = "invented";
  private static @Nullable Path server;
  private static @Nullable Path programs;
  private static int port;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    Path installed = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> versions = Files.list(installed)) {
        programs =
            versions
                .map(v -> v.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .max(java.util.Comparator.naturalOrder())
                .orElse(null);
      }
    }
    assumeThat(programs).as("PostgreSQL is installed").isNotNull();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path own = Files.createTempDirectory("insight-pull");
    server = own;
    Files.writeString(own.resolve("password"), PASSWORD);
    if (root()) {
      run(List.of("chown", "-R", "postgres", own.toString()));
    }
    postgres(
        "initdb",
        "-D",
        own + "/data",
        "-U",
        "insight",
        "-A",
        "scram-sha-256",
        "--pwfile=" + own + "/password",
        "-E",
        "UTF8",
        "--locale=C.UTF-8");
    postgres(
        "pg_ctl",
        "-D",
        own + "/data",
        "-l",
        own + "/log",
        "-w",
        "start",
        "-o",
        "-c listen_addresses=127.0.0.1 -c fsync=off -p " + port + " -k " + own);
  }

  @AfterAll
  static void stop() throws Exception {
    Path own = server;
    if (own != null) {
      postgres("pg_ctl", "-D", own + "/data", "-m", "immediate", "stop");
      PathUtils.deleteDirectory(own);
    }
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Runs a program of PostgreSQL, which refuses to be run by root. */
  private static void postgres(String program, String... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    if (root()) {
      line.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    line.add(String.valueOf(programs) + "/" + program);
    line.addAll(List.of(arguments));
    run(line);
  }

  private static void run(List<String> line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line)
            .directory(Path.of("/").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).as("exit code of %s", line).isZero();
  }

  private static String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(), "insight", PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Pull pull(String more, String password) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("register.yaml"),
            "url: "
                + url()
                + "\nuser: insight\n"
                + (password.isEmpty() ? "" : "password: {env: REGISTER_PASSWORD}\n")
                + "policy: {source: FR, purposes: [investigation]}\n"
                + more);
    return new Pull(
        PullSource.read(file),
        folder,
        1 << 20,
        new Mappings(List.of()),
        Map.of("REGISTER_PASSWORD", password));
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder.resolve("register"))) {
      for (Path file : all.filter(p -> p.toString().endsWith(".csv")).sorted().toList()) {
        Files.readAllLines(file).stream().skip(1).forEach(lines::add);
      }
    }
    return lines;
  }

  @Test
  void timesWithZonesAndUniqueIdsAreMarksToTheMicrosecond() throws Exception {
    execute(
        "DROP TABLE IF EXISTS persons",
        "CREATE TABLE persons (id uuid PRIMARY KEY, changed timestamptz, full_name text, born date,"
            + " height numeric, phones text[], photo bytea)",
        "INSERT INTO persons VALUES"
            + " ('00000000-0000-0000-0000-000000000002', '2026-03-05 10:00:00.000001+01', 'Ana Ficta', '1971-03-05', 1.70, '{+331,+332}', '\\x00'),"
            + " ('00000000-0000-0000-0000-000000000001', '2026-03-05 09:00:00.000001Z', 'Primo Ficta', NULL, NULL, NULL, NULL),"
            + " ('00000000-0000-0000-0000-000000000003', '2026-03-05 09:00:00.000002Z', 'Secunda Ficta', NULL, NULL, NULL, NULL)");
    String source = "table: persons\nmark: changed\nkey: id\nrows: 1\n";
    assertThat(pull(source, PASSWORD).pull()).isEqualTo(new Pull.Pulled(3, 3));
    assertThat(lines())
        .containsExactly(
            "00000000-0000-0000-0000-000000000001,2026-03-05T09:00:00.000001Z,Primo Ficta,,,,",
            "00000000-0000-0000-0000-000000000002,2026-03-05T09:00:00.000001Z,Ana Ficta,"
                + "1971-03-05,1.70,+331;+332,",
            "00000000-0000-0000-0000-000000000003,2026-03-05T09:00:00.000002Z,Secunda Ficta,,,,");
    assertThat(pull(source, PASSWORD).pull().rows()).isZero();
    execute("UPDATE persons SET changed = now() WHERE full_name = 'Ana Ficta'");
    assertThat(pull(source + "until: now() - interval '1 hour'\n", PASSWORD).pull().rows())
        .isZero();
    assertThat(pull(source, PASSWORD).pull().rows()).isOne();
  }

  @Test
  void aQueryWithTimesWithoutZoneIsASource() throws Exception {
    execute(
        "DROP TABLE IF EXISTS calls",
        "CREATE TABLE calls (n bigserial PRIMARY KEY, a text, b text, at timestamp)",
        "INSERT INTO calls (a, b, at) SELECT '+3315360' || i, '+34912345678', timestamp '2026-03-05'"
            + " + make_interval(mins => i / 10) FROM generate_series(1000, 3999) AS s(i)");
    String source =
        "query: SELECT n, a AS caller, b AS callee, at AS start FROM calls\nmark: start\nkey: n\n"
            + "rows: 700\nmapping: call-records\n";
    assertThat(pull(source, PASSWORD).pull()).isEqualTo(new Pull.Pulled(5, 3000));
    assertThat(lines()).hasSize(3000).doesNotHaveDuplicates();
  }

  /** As constants they are passed again and again. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void columnsThatAreNamedAsConstantsOfSqlAreColumns() throws Exception {
    execute(
        "DROP TABLE IF EXISTS logins",
        "CREATE TABLE logins (\"user\" text PRIMARY KEY, \"current_date\" date, place text)",
        "INSERT INTO logins VALUES ('zoe.ficta', '2026-03-05', 'A'), ('ana.ficta', '2026-03-06',"
            + " 'B'), ('bea.ficta', '2026-03-05', 'C')");
    String source = "table: logins\nmark: current_date\nkey: user\nrows: 1\n";
    assertThat(pull(source, PASSWORD).pull()).isEqualTo(new Pull.Pulled(3, 3));
    assertThat(lines())
        .containsExactly(
            "bea.ficta,2026-03-05,C", "zoe.ficta,2026-03-05,A", "ana.ficta,2026-03-06,B");
    execute("INSERT INTO logins VALUES ('abe.ficta', '2026-03-07', 'D')");
    assertThat(pull(source, PASSWORD).pull().rows()).isOne();
    assertThat(pull(source, PASSWORD).pull().rows()).isZero();
  }

  @Test
  void rowsOfAMarkOf32BitsArePulledOnce() throws Exception {
    execute(
        "DROP TABLE IF EXISTS sightings",
        "CREATE TABLE sightings (id int PRIMARY KEY, changed real)",
        "INSERT INTO sightings VALUES (1, 0.1), (2, 0.1), (3, 0.2)");
    String source = "table: sightings\nmark: changed\nkey: id\nrows: 2\n";
    assertThat(pull(source, PASSWORD).pull()).isEqualTo(new Pull.Pulled(2, 3));
    assertThat(pull(source, PASSWORD).pull().rows()).isZero();
  }

  @Test
  void infiniteDatesAreValuesAndMarksUpToTheLast() throws Exception {
    execute(
        "DROP TABLE IF EXISTS permits",
        "CREATE TABLE permits (id int PRIMARY KEY, changed timestamptz, ends timestamptz,"
            + " renewed timestamp, born date)",
        "INSERT INTO permits VALUES"
            + " (1, '2026-03-05 09:00:00Z', 'infinity', 'infinity', 'infinity'),"
            + " (2, '-infinity', '-infinity', '-infinity', '-infinity')");
    String source = "table: permits\nmark: changed\nkey: id\nrows: 1\n";
    assertThat(pull(source, PASSWORD).pull()).isEqualTo(new Pull.Pulled(2, 2));
    assertThat(lines())
        .containsExactly(
            "2,-infinity,-infinity,-infinity,-infinity",
            "1,2026-03-05T09:00Z,infinity,infinity,infinity");
    execute("INSERT INTO permits (id, changed) VALUES (3, 'infinity')");
    assertThatThrownBy(pull(source, PASSWORD)::pull)
        .isInstanceOfSatisfying(
            InsightException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
              assertThat(e.getMessage())
                  .startsWith("Cannot pull: a row whose mark or key is infinity");
            });
    execute("INSERT INTO permits (id, changed) VALUES (4, '2026-03-06 09:00:00Z')");
    assertThat(pull(source + "until: now()\n", PASSWORD).pull().rows()).isOne();
  }

  @Test
  void whatArraysHoldIsWrittenAsItWouldBeInAColumn() throws Exception {
    execute(
        "DROP TABLE IF EXISTS stays",
        "CREATE TABLE stays (id int PRIMARY KEY, seen timestamptz[], noted timestamp[],"
            + " days date[], rooms int[], aliases text[], phones float8[])",
        "INSERT INTO stays VALUES (1, '{2026-03-05 10:00:00.25+01,infinity}',"
            + " '{2026-03-05 10:00:00,NULL}', '{2026-03-05,-infinity}', '{{1,2},{3,4}}',"
            + " '{Ana,NULL,A. Ficta}', '{33612345678,4711,0.5}')");
    // The driver gives elements in the zone of the machine.
    pullIn("Asia/Tokyo", "table: stays\nmark: id\nkey: id\n");
    assertThat(lines())
        .containsExactly(
            "1,2026-03-05T09:00:00.250Z;infinity,2026-03-05T10:00,2026-03-05;-infinity,1;2;3;4,"
                + "Ana;A. Ficta,33612345678;4711;0.5");
  }

  /** In more batches than the driver takes to send another form of what it is asked again. */
  @Test
  void xmlAndTimesOfADayAreWrittenAsTheServerWritesThem() throws Exception {
    execute(
        "DROP TABLE IF EXISTS shifts",
        "CREATE TABLE shifts (id int PRIMARY KEY, notice xml, ends timetz, begins time)",
        "INSERT INTO shifts SELECT i, '<a>1</a>', '23:15:00.25+02', '12:00:00.5'"
            + " FROM generate_series(1, 8) AS s(i)",
        "INSERT INTO shifts (id) VALUES (9)");
    pullIn("Asia/Tokyo", "table: shifts\nmark: id\nkey: id\nrows: 1\n");
    List<String> expected = new ArrayList<>();
    IntStream.rangeClosed(1, 8)
        .forEach(i -> expected.add(i + ",<a>1</a>,23:15:00.25+02,12:00:00.5"));
    expected.add("9,,,");
    assertThat(lines()).isEqualTo(expected);
  }

  @Test
  void aTimeOfADayIsNoMark() throws Exception {
    execute(
        "DROP TABLE IF EXISTS shifts",
        "CREATE TABLE shifts (id int PRIMARY KEY, begins time)",
        "INSERT INTO shifts VALUES (1, '12:00')");
    assertThatThrownBy(pull("table: shifts\nmark: begins\nkey: id\n", PASSWORD)::pull)
        .hasMessage("Cannot pull: mark and key must be numbers, dates, times, UUIDs or texts");
  }

  private Pull.Pulled pullIn(String zone, String source) throws IOException {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      return pull(source, PASSWORD).pull();
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void daysAndEndsInSqlAreThoseOfUtcWhereverThePullRuns() throws Exception {
    execute(
        "DROP TABLE IF EXISTS crossings",
        "CREATE TABLE crossings (id int PRIMARY KEY, at timestamptz)",
        "INSERT INTO crossings VALUES (1, '2026-03-05 20:00:00Z')");
    String days = "query: SELECT id, at, at::date AS day FROM crossings\nmark: day\nkey: id\n";
    assertThat(pullIn("Asia/Tokyo", days).rows()).isOne();
    assertThat(lines()).containsExactly("1,2026-03-05T20:00Z,2026-03-05");
    // By the days of those machines it would be of one that is passed.
    execute("INSERT INTO crossings VALUES (2, '2026-03-06 02:00:00Z')");
    assertThat(pullIn("America/New_York", days).rows()).isOne();
    assertThat(lines()).last().isEqualTo("2,2026-03-06T02:00Z,2026-03-06");
    assertThat(pullIn("Asia/Tokyo", days).rows()).isZero();
  }

  @Test
  void anEndForTimesWithoutZoneIsOfTheZoneThatItSays() throws Exception {
    execute(
        "DROP TABLE IF EXISTS crossings",
        "CREATE TABLE crossings (id int PRIMARY KEY, noted timestamp)",
        "INSERT INTO crossings VALUES (1, now() AT TIME ZONE 'UTC' - interval '20 minutes'),"
            + " (2, now() AT TIME ZONE 'UTC' + interval '20 minutes')");
    String source = "table: crossings\nmark: noted\nkey: id\nuntil: ";
    String local = "now() AT TIME ZONE 'Asia/Tokyo' - interval '9 hours'\n";
    assertThat(pullIn("America/New_York", source + "now()\n").rows()).isOne();
    assertThat(pullIn("Asia/Tokyo", source + "now()\n").rows()).isZero();
    assertThat(pullIn("Asia/Tokyo", source + local).rows()).isZero();
    execute("UPDATE crossings SET noted = now() AT TIME ZONE 'UTC' WHERE id = 2");
    assertThat(pullIn("Asia/Tokyo", source + local).rows()).isOne();
  }

  @Test
  void aWrongPasswordIsSaidWithoutIt() throws Exception {
    meantWrongly(pull("table: pg_class\nmark: oid\nkey: oid\n", "wrong-one"), "28P01");
    meantWrongly(pull("table: pg_class\nmark: oid\nkey: oid\n", ""), "08004");
  }

  @Test
  void aTableOrColumnThatIsNotThereIsNotTriedAgain() throws Exception {
    meantWrongly(pull("table: nowhere\nmark: oid\nkey: oid\n", PASSWORD), "42P01");
    meantWrongly(pull("table: pg_class\nmark: nothing\nkey: oid\n", PASSWORD), "42703");
  }

  private static void meantWrongly(Pull pull, String state) {
    assertThatThrownBy(pull::pull)
        .hasMessage(
            "Cannot pull register: the database knows no such table, column, query or login, or"
                + " gives no right to it (SQLSTATE "
                + state
                + ")")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }
}
