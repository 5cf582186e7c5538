package org.insight.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetMetaDataImpl;
import javax.sql.rowset.RowSetProvider;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.ItemReader;
import org.insight.jobs.landing.PolicyFinder;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.policy.Dispatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullTest {

  private static final Mappings MAPPINGS = new Mappings(List.of());
  private static final long LARGE = 1 << 20;

  @TempDir private Path folder;
  private Path inbox;
  private Path database;

  @BeforeEach
  void makeTheDatabase() throws Exception {
    inbox = Files.createDirectory(folder.resolve("inbox"));
    database = folder.resolve("register.db");
    execute(
        "CREATE TABLE persons (id INTEGER PRIMARY KEY, changed INTEGER, full_name TEXT,"
            + " birth_date TEXT)");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void insert(int from, int to, int changed) throws SQLException {
    execute(
        "WITH RECURSIVE n(i) AS (SELECT "
            + from
            + " UNION ALL SELECT i + 1 FROM n WHERE i < "
            + to
            + ") INSERT INTO persons SELECT i, "
            + changed
            + ", 'Ficta ' || i, '1971' FROM n");
  }

  private Path sourceFile(String more) throws IOException {
    return Files.writeString(
        folder.resolve("register.yaml"),
        "url: 'jdbc:sqlite:"
            + database
            + "'\ntable: persons\nmark: changed\nkey: id\n"
            + "policy: {source: FR, purposes: [investigation]}\n"
            + more);
  }

  private Pull pull(String more) throws IOException {
    return new Pull(PullSource.read(sourceFile(more)), inbox, LARGE, MAPPINGS, Map.of());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(inbox.resolve("register"))) {
      return all.filter(p -> p.toString().endsWith(".csv")).sorted().toList();
    }
  }

  /** Ids of the rows in all files, in their order. */
  private List<Integer> ids() throws IOException {
    List<Integer> ids = new ArrayList<>();
    for (Path file : files()) {
      Files.readAllLines(file).stream()
          .skip(1)
          .forEach(line -> ids.add(Integer.valueOf(line.substring(0, line.indexOf(',')))));
    }
    return ids;
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void eachRowIsPulledOnceAndAChangedOneAgain() throws Exception {
    insert(1, 7, 1);
    assertThat(pull("rows: 3").pull()).isEqualTo(new Pull.Pulled(3, 7));
    assertThat(files())
        .extracting(p -> p.getFileName().toString())
        .containsExactly("register-000001.csv", "register-000002.csv", "register-000003.csv");
    assertThat(ids()).isEqualTo(range(1, 7));
    assertThat(pull("rows: 3").pull()).isEqualTo(new Pull.Pulled(0, 0));
    insert(8, 9, 2);
    execute("UPDATE persons SET changed = 3, full_name = 'Ficta again' WHERE id = 2");
    assertThat(pull("rows: 3").pull()).isEqualTo(new Pull.Pulled(1, 3));
    assertThat(ids()).isEqualTo(Stream.concat(range(1, 9).stream(), Stream.of(2)).toList());
  }

  @Test
  void aNumberIsPulledInFullAndWithoutAFractionThatItDoesNotHave() throws Exception {
    execute("ALTER TABLE persons ADD COLUMN phone REAL");
    execute(
        "INSERT INTO persons VALUES (1, 1, 'Ana Ficta', '1971', 33612345678),"
            + " (2, 1, 'Primo Ficta', '1971', 4711), (3, 1, 'Secunda Ficta', '1971', 0.00005)");
    pull("").pull();
    assertThat(Files.readAllLines(files().get(0)).stream().skip(1))
        .containsExactly(
            "1,1,Ana Ficta,1971,33612345678",
            "2,1,Primo Ficta,1971,4711",
            "3,1,Secunda Ficta,1971,0.00005");
  }

  @Test
  void aKeyThatTwoRowsOfAMarkShareIsRefused() throws Exception {
    insert(1, 6, 1);
    execute("CREATE TABLE plates (person INTEGER, plate TEXT)");
    execute("INSERT INTO plates VALUES (1, 'A'), (2, 'B'), (3, 'C'), (3, 'D'), (4, 'E')");
    Path file = sourceFile("");
    String source = Files.readString(file);
    for (String rows : List.of("rows: 3", "rows: 10")) {
      Files.writeString(
          file,
          source.replace(
                  "table: persons",
                  "query: SELECT id, changed, plate FROM persons JOIN plates ON person = id")
              + rows);
      assertThatThrownBy(
              () -> new Pull(PullSource.read(file), inbox, LARGE, MAPPINGS, Map.of()).pull())
          .isInstanceOfSatisfying(
              InsightException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.USAGE);
                assertThat(e.getMessage())
                    .startsWith("Cannot pull register: two rows with the same mark and key");
              });
      assertThat(files()).isEmpty();
    }
    // One mark of all is no fault, and neither is a row that was changed.
    Files.writeString(file, source + "rows: 3");
    assertThat(new Pull(PullSource.read(file), inbox, LARGE, MAPPINGS, Map.of()).pull())
        .isEqualTo(new Pull.Pulled(2, 6));
    execute("UPDATE persons SET changed = 2 WHERE id = 6");
    assertThat(pull("rows: 3").pull().rows()).isOne();
  }

  @Test
  void rowsOfADayWaitUntilItIsOver() throws Exception {
    insert(1, 9, 1);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    execute("UPDATE persons SET changed = '" + today.minusDays(2) + "'");
    execute("UPDATE persons SET changed = '" + today.plusDays(1) + "' WHERE id = 2");
    execute("UPDATE persons SET changed = '1999-03-99' WHERE id = 1");
    assertThat(pull("").pull().rows()).isEqualTo(8);
    assertThat(ids()).containsExactly(1, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void aNumberOf32BitsIsAskedForAsADatabaseComparesIt() throws Exception {
    RowSetMetaDataImpl columns = new RowSetMetaDataImpl();
    columns.setColumnCount(1);
    columns.setColumnName(1, "changed");
    columns.setColumnType(1, Types.REAL);
    columns.setColumnTypeName(1, "float4");
    try (CachedRowSet rows = RowSetProvider.newFactory().createCachedRowSet()) {
      rows.setMetaData(columns);
      rows.moveToInsertRow();
      rows.updateObject(1, 0.1f);
      rows.insertRow();
      rows.moveToCurrentRow();
      rows.first();
      ColumnValue mark = ColumnValue.of(rows, 1);
      assertThat(mark.value()).isEqualTo((double) 0.1f);
      assertThat(mark.isIn(rows, 1)).isTrue();
    }
  }

  @Test
  void aMarkThatNothingSortsBehindIsRefused() throws Exception {
    insert(1, 2, 1);
    execute("UPDATE persons SET changed = 9e999 WHERE id = 2");
    assertThatThrownBy(pull("")::pull)
        .isInstanceOfSatisfying(
            InsightException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
              assertThat(e.getMessage())
                  .startsWith("Cannot pull: a row whose mark or key is infinity");
            });
    assertThat(pull("until: 9e99\n").pull().rows()).isOne();
  }

  @Test
  void aFileBringsThePolicyOfItsSourceAndIsReadByTheMapping() throws Exception {
    insert(1, 2, 1);
    pull("mapping: generic-csv").pull();
    Path file = files().get(0);
    PolicyFinder policies =
        new PolicyFinder(
            path -> {
              Path there = inbox.resolve(path);
              return Files.exists(there) ? Files.readString(there) : null;
            },
            null);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(
            new ItemReader(ReadingLimits.DEFAULT, List.of())
                .read(
                    "register/" + file.getFileName(),
                    () -> new ByteArrayInputStream(bytes),
                    policies))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.mapping()).isEqualTo("generic-csv");
              assertThat(a.basePolicy()).contains("\"source\":\"FR\"");
            });
  }

  @Test
  void aFileIsNoLargerThanItemsMayBe() throws Exception {
    insert(1, 50, 1);
    Pull pull = new Pull(PullSource.read(sourceFile("")), inbox, 200, MAPPINGS, Map.of());
    assertThat(pull.pull().rows()).isEqualTo(50);
    assertThat(files())
        .hasSizeGreaterThan(3)
        .allSatisfy(f -> assertThat(Files.size(f)).isLessThanOrEqualTo(200));
    assertThat(ids()).isEqualTo(range(1, 50));
  }

  @Test
  void rowsPastTheEndWait() throws Exception {
    insert(1, 3, 1);
    insert(4, 6, 5);
    String until = "until: SELECT 4";
    assertThat(pull(until).pull().rows()).isEqualTo(3);
    assertThat(pull("").pull().rows()).isEqualTo(3);
    assertThat(ids()).isEqualTo(range(1, 6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mark: changed | mark: seen | mark",
        "key: id | key: full_name | key",
        "table: persons | table: people | url, table or query",
        "table: persons | query: SELECT * FROM persons WHERE id > 0 | url, table or query",
        "register.db | other.db | url, table or query",
      })
  void aPositionOfOtherRowsIsNotTakenOver(String part, String instead, String difference)
      throws Exception {
    insert(1, 3, 9);
    execute("ALTER TABLE persons ADD COLUMN seen INTEGER DEFAULT 5");
    execute("CREATE TABLE people AS SELECT * FROM persons");
    pull("").pull();
    Files.copy(database, folder.resolve("other.db"));
    Path source = sourceFile("");
    String before = Files.readString(source);
    Files.writeString(source, before.replace(part, instead));
    assertThatThrownBy(
            () -> new Pull(PullSource.read(source), inbox, LARGE, MAPPINGS, Map.of()).pull())
        .isInstanceOfSatisfying(
            InsightException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.USAGE);
              assertThat(e.getMessage())
                  .startsWith("Cannot pull register: it was pulled with another " + difference)
                  .endsWith("remove .pulls/register.json in the inbox to begin anew")
                  .hasLineCount(1);
            });
    Files.delete(inbox.resolve(".pulls/register.json"));
    assertThat(new Pull(PullSource.read(source), inbox, LARGE, MAPPINGS, Map.of()).pull().rows())
        .isEqualTo(3);
  }

  @Test
  void aStateThatDoesNotSayOfWhatItIsGoesOnAndSaysItFromThen() throws Exception {
    insert(1, 3, 1);
    Path state = inbox.resolve(".pulls/register.json");
    Files.createDirectories(state.getParent());
    String one = "{\"type\":\"long\",\"text\":\"1\"}";
    Files.writeString(
        state,
        "{\"files\":1,\"position\":{\"mark\":" + one + ",\"key\":" + one + "},\"pending\":null}");
    assertThat(pull("until: SELECT 0").pull().rows()).isZero();
    assertThat(PullState.read(state).of())
        .isEqualTo(PullState.Rows.of(PullSource.read(sourceFile(""))));
    assertThat(pull("rows: 1").pull().rows()).isEqualTo(2);
    assertThat(ids()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"files\":1,~\"of\":secret} | 2",
        "{\"files\":1,~\"secret\":1} | 2",
        "[] | 1",
        "'' | 1",
        "null | ?"
      })
  void aStateThatIsNotAsAPullWritesItIsNamed(String written, String line) throws Exception {
    String state = written.replace('~', '\n');
    Path file = inbox.resolve(".pulls/register.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, state);
    assertThatThrownBy(() -> pull("").pull())
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessage(
            "Cannot pull register: what says how far it came is not as a pull writes it, in line "
                + line
                + " of "
                + file);
    assertThat(file).hasContent(state);
  }

  @Test
  void aPasswordOrTokenHasNoPartInTheState() throws Exception {
    Path file = sourceFile("");
    String plain = Files.readString(file);
    List<PullState.Rows> all = new ArrayList<>();
    for (String secret : List.of("one", "another")) {
      Files.writeString(
          file,
          plain
              .replace("register.db", "register.db?accessToken=" + secret)
              .replace(
                  "table: persons",
                  "query: SELECT * FROM dblink('host=db password=" + secret + "', 'SELECT 1')"));
      all.add(PullState.Rows.of(PullSource.read(file)));
    }
    assertThat(all.get(0)).isEqualTo(all.get(1));
    // But which schema it is has.
    Files.writeString(file, plain.replace("register.db", "register.db?a=b&currentSchema=fr"));
    PullState.Rows fr = PullState.Rows.of(PullSource.read(file));
    Files.writeString(file, plain.replace("register.db", "register.db?currentSchema=es"));
    assertThat(PullState.Rows.of(PullSource.read(file))).isNotEqualTo(fr);
  }

  @Test
  void whatWasHalfDoneWhenItWasKilledIsCompletedOnce() throws Exception {
    insert(1, 5, 1);
    Path states = inbox.resolve(".pulls");
    Path state = states.resolve("register.json");
    // Killed while the first file was written.
    Files.createDirectories(states);
    Files.writeString(states.resolve("register.part"), "id,chan");
    pull("").pull();
    assertThat(ids()).isEqualTo(range(1, 5));
    PullState done = PullState.read(state);
    byte[] bytes = Files.readAllBytes(files().get(0));
    // Killed when the file had its name, and the state did not have it yet.
    new PullState(0, null, done.position(), done.of()).write(state);
    assertThat(pull("").pull().rows()).isZero();
    assertThat(files()).hasSize(1);
    assertThat(PullState.read(state)).isEqualTo(done);
    // Killed before it got its name; rows that came since are another file's.
    new PullState(0, null, done.position(), done.of()).write(state);
    Files.move(files().get(0), states.resolve("register.part"));
    insert(6, 8, 2);
    assertThat(pull("").pull().rows()).isEqualTo(3);
    assertThat(Files.readAllBytes(files().get(0))).isEqualTo(bytes);
    assertThat(ids()).isEqualTo(range(1, 8));
  }

  @Test
  void aCommandThatIsKilledAgainAndAgainPullsEachRowOnce() throws Exception {
    int all = 3_000;
    insert(1, all, 1);
    Path source = sourceFile("rows: 10");
    int kills = 0;
    for (boolean done = false; !done; ) {
      int before = Files.exists(inbox.resolve("register")) ? files().size() : 0;
      Process process = command(source);
      if (kills < 6) {
        // Some files further on it is killed at whatever it is doing.
        while (process.isAlive()
            && (!Files.exists(inbox.resolve("register")) || files().size() < before + 20 + kills)) {
          process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        kills++;
      }
      done = process.waitFor() == 0 && kills == 6;
    }
    assertThat(ids()).isEqualTo(range(1, all));
  }

  private Process command(Path source) throws IOException {
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            PullTest.class.getName(),
            source.toString(),
            inbox.toString());
    File output = folder.resolve("output").toFile();
    return new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output).start();
  }

  /** Pulls in a process that can be killed; arguments are the source's file and the inbox. */
  public static void main(String[] arguments) {
    new Pull(
            PullSource.read(Path.of(arguments[0])),
            Path.of(arguments[1]),
            LARGE,
            MAPPINGS,
            Map.of())
        .pull();
  }

  @Test
  void anotherPullOfTheSameSourceIsRefused() throws Exception {
    Files.createDirectories(inbox.resolve(".pulls"));
    try (FileChannel channel =
            FileChannel.open(
                inbox.resolve(".pulls/register.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      refused(ErrorKind.EXTERNAL, "Cannot pull register: another pull of it runs", "");
    }
  }

  private void refused(ErrorKind kind, String message, String more) {
    assertThatThrownBy(() -> pull(more).pull())
        .isInstanceOfSatisfying(
            InsightException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.getMessage()).startsWith(message);
            });
  }

  @Test
  void rowsForAnotherMappingAreNotPublished() throws Exception {
    insert(1, 2, 1);
    refused(
        ErrorKind.USAGE,
        "Cannot pull register: its columns are not for the mapping call-records, but for generic-csv",
        "mapping: call-records");
    assertThat(files()).isEmpty();
  }

  @Test
  void aPasswordThatIsMissingAndADatabaseThatFailsAreSaidInOneLine() throws Exception {
    refused(
        ErrorKind.INPUT,
        "Cannot pull: no password in the environment variable INSIGHT_TEST_PASSWORD",
        "password: {env: INSIGHT_TEST_PASSWORD}");
    refused(
        ErrorKind.INPUT,
        "Cannot pull: no password in the file /nowhere/password",
        "password: {file: /nowhere/password}");
    execute("DROP TABLE persons");
    refused(
        ErrorKind.USAGE,
        "Cannot pull register: the database knows no such table, column, query or login, or gives"
            + " no right to it (SQLITE_ERROR)",
        "");
    Files.delete(database);
    refused(
        ErrorKind.INPUT,
        "Cannot pull register: its file is missing, cannot be read or is no database"
            + " (SQLITE_CANTOPEN)",
        "");
    Files.writeString(database, "Not a database, and long enough to be taken for one. ".repeat(40));
    refused(
        ErrorKind.INPUT,
        "Cannot pull register: its file is missing, cannot be read or is no database"
            + " (SQLITE_NOTADB)",
        "");
    String source = Files.readString(sourceFile("")).replace("jdbc:sqlite:", "jdbc:postgres:");
    Path file = Files.writeString(folder.resolve("register.yaml"), source);
    Pull pull = new Pull(PullSource.read(file), inbox, LARGE, MAPPINGS, Map.of());
    assertThatThrownBy(pull::pull)
        .hasMessage("Cannot pull register: no driver is there for its url (SQLSTATE 08001)")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password: secret | an unknown key or a value of another kind",
        "pasword: {env: X} | an unknown key or a value of another kind, found the key pasword",
        "password: {env: X, file: Y} | password needs one of env and file",
        "query: SELECT 1 | one of table and query is needed",
        "rows: 0 | rows must be 1 to",
        "mark: changed | an unknown key or a value of another kind",
      })
  void aSourceThatMayBeMisreadIsRefused(String more, String message) {
    refused(ErrorKind.USAGE, "Cannot read a source: " + message, more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:sqlite: | jdbc:postgresql://u:secret@db/x?a= | user and password do not belong in url",
        "jdbc:sqlite: | jdbc:postgresql://db/x?password=secret& | user and password do not belong",
        "table: persons | table: persons; DROP TABLE x | table must be a name",
        "key: id | key: id OR 1 | key must be a column's name",
        "source: FR | source: France | Cannot read a policy",
        "source: FR | source: FR, only_for: [&g GB], not_for: [*g] | aliases are not read",
        "key: id | key: *k | aliases are not read",
        "policy: | policies: | an unknown key",
      })
  void aSourceWithSomethingElseIsRefused(String part, String instead, String message)
      throws IOException {
    Path file = sourceFile("");
    Files.writeString(file, Files.readString(file).replace(part, instead));
    assertThatThrownBy(() -> PullSource.read(file))
        .isInstanceOfSatisfying(
            InsightException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.USAGE);
              assertThat(e.getMessage()).contains(message).doesNotContain("secret");
            });
  }

  @Test
  void thePolicyOfASourceIsThatOfAPolicyFileOfTheSameWords() throws IOException {
    String policy =
        "{source: FR, purposes: [investigation], level: 1, handling: {scheme: OWN, code: 010}}";
    Path file = sourceFile("");
    Files.writeString(
        file, Files.readString(file).replaceFirst("(?m)^policy: .*$", "policy: " + policy));
    assertThat(Dispatch.fromYaml(PullSource.read(file).policy()))
        .isEqualTo(Dispatch.fromYaml(policy));
  }
}
