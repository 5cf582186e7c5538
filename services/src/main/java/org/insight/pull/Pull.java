package org.insight.pull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.mapping.Mapping;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.pull.PullState.Position;
import org.insight.pull.PullState.Rows;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Takes the rows of a source whose mark is past the last one taken into the inbox, as CSV files
 * with their policy beside each.
 *
 * <p>Each row gets there once, whenever it is killed. A file is first written under a hidden name;
 * then the state says which row it ends with; then it gets its name; then the state says that it
 * has it. What is found half done is completed from the state: where the hidden file is gone, it
 * was given its name.
 */
public final class Pull {

  /** Of the inbox; names that begin with a dot are no items. */
  private static final String STATES = ".pulls";

  private static final int FETCHED_AT_ONCE = 1_000;

  /**
   * Classes of SQLSTATE (ISO/IEC 9075-2): login, database, schema; syntax, names and rights to
   * them.
   */
  private static final List<String> MEANT_WRONGLY = List.of("28", "3D", "3F", "42");

  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** By PostgreSQL's driver, of a login without a password; others are full then. */
  private static final String NO_PASSWORD = "08004";

  private static final Set<SQLiteErrorCode> NO_DATABASE =
      EnumSet.of(SQLiteErrorCode.SQLITE_CANTOPEN, SQLiteErrorCode.SQLITE_NOTADB);

  private final PullSource source;
  private final Path folder;
  private final Path states;
  private final long maxBytes;
  private final Mappings mappings;
  private final Rows rows;
  private final Map<String, String> environment;

  /**
   * @param inbox a local folder
   * @param maxBytes of a file; one row more than fits begins the next file
   * @param environment where passwords are looked for
   */
  public Pull(
      PullSource source,
      Path inbox,
      long maxBytes,
      Mappings mappings,
      Map<String, String> environment) {
    this.source = source;
    this.folder = inbox.resolve(source.name());
    this.states = inbox.resolve(STATES);
    this.maxBytes = maxBytes;
    this.mappings = mappings;
    this.rows = Rows.of(source);
    this.environment = Map.copyOf(environment);
  }

  /** What was put into the inbox. */
  public record Pulled(long files, long rows) {}

  /**
   * Pulls until no row is left.
   *
   * @throws InsightException EXTERNAL where the database or the disk fails or another pull of the
   *     source runs, INPUT where a password or a database's file is missing, USAGE where the
   *     database knows no such table, column or login, the rows are for another mapping, or the
   *     state is of other rows or cannot be read
   */
  public Pulled pull() {
    try {
      Files.createDirectories(states);
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  states.resolve(source.name() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        return pullAlone();
      }
    } catch (SQLException e) {
      throw refused(e);
    } catch (JsonProcessingException e) {
      // Its message may quote what stands in the file.
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot pull "
              + source.name()
              + ": what says how far it came is not as a pull writes it, in line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + " of "
              + stateFile(),
          e);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot pull " + source.name() + ": the inbox cannot be written or read",
          e);
    }
  }

  /** What no second try mends is told apart; a driver's message may quote values. */
  private InsightException refused(SQLException e) {
    ErrorKind kind = ErrorKind.EXTERNAL;
    String why = "the database refuses or does not answer";
    if (noDriver()) {
      kind = ErrorKind.USAGE;
      why = "no driver is there for its url";
    } else if (e instanceof SQLiteException own && NO_DATABASE.contains(own.getResultCode())) {
      kind = ErrorKind.INPUT;
      why = "its file is missing, cannot be read or is no database";
    } else if (isMeantWrongly(e)) {
      kind = ErrorKind.USAGE;
      why = "the database knows no such table, column, query or login, or gives no right to it";
    }
    return new InsightException(
        kind, "Cannot pull " + source.name() + ": " + why + " (" + code(e) + ")", e);
  }

  private boolean noDriver() {
    try {
      DriverManager.getDriver(source.url());
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  private boolean isMeantWrongly(SQLException e) {
    if (e instanceof SQLiteException own) {
      return own.getResultCode() == SQLiteErrorCode.SQLITE_ERROR;
    }
    String state = e.getSQLState();
    return state != null
        && (MEANT_WRONGLY.stream().anyMatch(state::startsWith)
            || state.equals(NO_PASSWORD) && source.url().startsWith(POSTGRESQL));
  }

  /** By the standard; SQLite has codes of its own, as SQLITE_CANTOPEN, SQLITE_ERROR (of SQL). */
  private static String code(SQLException e) {
    if (e instanceof SQLiteException own) {
      return own.getResultCode().name();
    }
    return "SQLSTATE " + (e.getSQLState() == null ? "none" : e.getSQLState());
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Of this process; said below.
    }
    if (lock == null) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot pull " + source.name() + ": another pull of it runs");
    }
    return lock;
  }

  private Pulled pullAlone() throws IOException, SQLException {
    PullState state = completed(own(PullState.read(stateFile())));
    long before = state.files();
    long pulled = 0;
    try (Connection connection = open()) {
      boolean more = true;
      while (more) {
        Batch batch = batch(connection, state.position());
        Position last = batch.last();
        if (last == null) {
          Files.delete(hidden());
          break;
        }
        checkMapping();
        PullState pending = new PullState(state.files(), state.position(), last, rows);
        pending.write(stateFile());
        state = completed(pending);
        pulled += batch.rows();
        more = batch.more();
      }
    }
    return new Pulled(state.files() - before, pulled);
  }

  /** The state, where it is of the rows of this source; one that does not say so says it now. */
  private PullState own(PullState state) throws IOException {
    Rows of = state.of();
    if (of == null) {
      PullState own = new PullState(state.files(), state.position(), state.pending(), rows);
      if (Files.exists(stateFile())) {
        own.write(stateFile());
      }
      return own;
    }
    String difference = rows.differenceTo(of);
    if (!difference.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot pull "
              + source.name()
              + ": it was pulled with another "
              + difference
              + ", so how far it came says nothing of these rows; give the source another name, or"
              + " remove "
              + STATES
              + "/"
              + source.name()
              + ".json in the inbox to begin anew");
    }
    return state;
  }

  private Path stateFile() {
    return states.resolve(source.name() + ".json");
  }

  private Path hidden() {
    return states.resolve(source.name() + ".part");
  }

  /** Gives the pending file its name, if it has it not yet, and takes note. */
  private PullState completed(PullState state) throws IOException {
    if (state.pending() == null) {
      return state;
    }
    String name = String.format(Locale.ROOT, "%s-%06d.csv", source.name(), state.files() + 1);
    if (Files.exists(hidden())) {
      // First the policy: the file is never there without.
      Path policy = states.resolve(source.name() + ".policy");
      Files.writeString(policy, source.policy());
      PullState.moveDurably(policy, folder.resolve(name + ".policy.yaml"));
      PullState.moveDurably(hidden(), folder.resolve(name));
    }
    PullState done = new PullState(state.files() + 1, state.pending(), null, state.of());
    done.write(stateFile());
    return done;
  }

  private Connection open() throws SQLException {
    Properties properties = new Properties();
    if (source.user() != null) {
      properties.setProperty("user", source.user());
    }
    if (source.password() != null) {
      properties.setProperty("password", source.password().read(environment));
    }
    boolean postgresql = source.url().startsWith(POSTGRESQL);
    if (postgresql) {
      // From the fifth batch or so on times would not come as the server writes them, but as this
      // java does, in its zone.
      properties.setProperty("binaryTransfer", "false");
    }
    boolean sqlite = source.url().startsWith("jdbc:sqlite:");
    if (sqlite) {
      // Read-only, which it cannot be made once it is open.
      properties.setProperty("open_mode", "1");
    }
    Connection connection = DriverManager.getConnection(source.url(), properties);
    if (postgresql) {
      // Its driver has made the zone of this machine the session's. Not within a transaction, with
      // which it would be taken back.
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TIME ZONE 'UTC'");
      }
    }
    if (!sqlite) {
      connection.setReadOnly(true);
      // Without, PostgreSQL gives all rows at once.
      connection.setAutoCommit(false);
    }
    return connection;
  }

  /**
   * What was written to the hidden file.
   *
   * @param last null where there was no row
   * @param more whether there may be more rows
   */
  private record Batch(long rows, @Nullable Position last, boolean more) {}

  private Batch batch(Connection connection, @Nullable Position after)
      throws SQLException, IOException {
    try (PreparedStatement statement = connection.prepareStatement(sql(after != null))) {
      if (after != null) {
        statement.setObject(1, after.mark().value());
        statement.setObject(2, after.mark().value());
        statement.setObject(3, after.key().value());
      }
      // One more, to see whether the next file begins with another row.
      statement.setMaxRows(source.rows() + 1);
      statement.setFetchSize(Math.min(FETCHED_AT_ONCE, source.rows()));
      try (ResultSet rows = statement.executeQuery()) {
        return written(rows);
      } finally {
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
      }
    }
  }

  /** A name alone may be a constant: {@code user} and {@code current_date} are to PostgreSQL. */
  private String sql(boolean after) {
    String mark = "pulled." + source.mark();
    String key = "pulled." + source.key();
    String from = "SELECT * FROM (" + source.select() + ") pulled WHERE " + mark + " IS NOT NULL";
    String past = after ? " AND (" + mark + " > ? OR (" + mark + " = ? AND " + key + " > ?))" : "";
    String until = source.until() == null ? "" : " AND " + mark + " <= (" + source.until() + ")";
    return from + past + until + " ORDER BY " + mark + ", " + key;
  }

  private Batch written(ResultSet rows) throws SQLException, IOException {
    int columns = rows.getMetaData().getColumnCount();
    int mark = rows.findColumn(source.mark());
    int key = rows.findColumn(source.key());
    Object[] cells = new Object[columns];
    for (int i = 0; i < columns; i++) {
      cells[i] = rows.getMetaData().getColumnLabel(i + 1);
    }
    Instant begin = Instant.now();
    long count = 0;
    Position last = null;
    boolean full = false;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(hidden()))) {
      byte[] header = line(cells);
      out.write(header);
      long size = header.length;
      while (!full && rows.next()) {
        if (last != null && last.mark().isIn(rows, mark) && last.key().isIn(rows, key)) {
          throw new InsightException(
              ErrorKind.USAGE,
              "Cannot pull "
                  + source.name()
                  + ": two rows with the same mark and key, of which one would be lost where a file"
                  + " ends between them; name a key that no two rows share");
        }
        if (count == source.rows()) {
          full = true;
          break;
        }
        Position at = new Position(ColumnValue.of(rows, mark), ColumnValue.of(rows, key));
        if (at.mark().isDayThatGoesOn(begin)) {
          break;
        }
        for (int i = 0; i < columns; i++) {
          cells[i] = text(ColumnValue.read(rows, i + 1));
        }
        byte[] line = line(cells);
        full = count > 0 && size + line.length > maxBytes;
        if (!full) {
          out.write(line);
          size += line.length;
          count++;
          last = at;
        }
      }
    }
    PullState.force(hidden());
    return new Batch(count, last, full);
  }

  private static byte[] line(@Nullable Object[] cells) throws IOException {
    StringBuilder line = new StringBuilder();
    CSVFormat.RFC4180.printRecord(line, cells);
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Null for bytes, which CSV cannot hold. */
  private static @Nullable String text(@Nullable Object value) throws SQLException {
    if (value instanceof Array array) {
      return ColumnValue.elements(array).collect(Collectors.joining(";"));
    }
    return value == null || value instanceof byte[] ? null : ColumnValue.shown(value);
  }

  private void checkMapping() throws IOException {
    String wanted = source.mapping();
    if (wanted == null) {
      return;
    }
    Optional<Mapping> found = mappings.find(Files.readAllBytes(hidden()), source.name() + ".csv");
    if (found.isEmpty() || !found.get().id().equals(wanted)) {
      Files.delete(hidden());
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot pull "
              + source.name()
              + ": its columns are not for the mapping "
              + wanted
              + ", but for "
              + found.map(Mapping::id).orElse("none"));
    }
  }
}
