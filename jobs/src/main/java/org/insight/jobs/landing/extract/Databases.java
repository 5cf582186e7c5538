package org.insight.jobs.landing.extract;

import com.healthmarketscience.jackcess.Column;
import com.healthmarketscience.jackcess.Database;
import com.healthmarketscience.jackcess.DatabaseBuilder;
import com.healthmarketscience.jackcess.Table;
import com.healthmarketscience.jackcess.TableMetaData;
import com.healthmarketscience.jackcess.util.MemFileChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.insight.core.PlainNumber;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Tables of SQLite and Access files as CSV, one after the other, read in memory. A file is data of
 * strangers: only stored values of tables are read, never a view, a virtual table, a linked table
 * or a generated column, and no trigger or extension runs. Binary cells are left out.
 */
final class Databases {

  private static final String SQLITE = "application/x-sqlite3";
  private static final String ACCESS = "application/x-msaccess";

  /** Place of the versions for writing and reading in the header of an SQLite file. */
  private static final int VERSIONS = 18;

  private Databases() {}

  /**
   * The tables of a database.
   *
   * @return empty where it is none; and for an Access file that cannot be opened, which the reader
   *     of documents then says why
   * @throws Refusal where it is damaged before its first table, or goes beyond a limit
   */
  static Optional<Archives.Unfolded> unfold(String mediaType, byte[] bytes, Budget budget) {
    Archives.Unfolded unfolded = new Archives.Unfolded(new ArrayList<>(), new LinkedHashSet<>());
    boolean opened =
        switch (mediaType) {
          case SQLITE -> sqlite(bytes, budget, unfolded);
          case ACCESS -> access(bytes, budget, unfolded);
          default -> false;
        };
    if (opened && unfolded.members().isEmpty()) {
      unfolded.issues().add("no_members");
    }
    return opened ? Optional.of(unfolded) : Optional.empty();
  }

  private static boolean sqlite(byte[] bytes, Budget budget, Archives.Unfolded into) {
    Budget.Container container = budget.container(bytes.length);
    byte[] copy = bytes.clone();
    if (copy.length > VERSIONS + 1) {
      // One that was written with a log beside it says 2; without that log, 1 reads the same pages.
      copy[VERSIONS] = 1;
      copy[VERSIONS + 1] = 1;
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement()) {
      connection.unwrap(SQLiteConnection.class).deserialize("main", copy);
      for (String pragma :
          List.of("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON")) {
        statement.execute("PRAGMA " + pragma);
      }
      for (String table : sqliteTables(statement)) {
        CsvTable csv = new CsvTable(table, budget);
        try {
          sqliteRows(statement, table, csv, into.issues());
        } catch (SQLException e) {
          if (csv.rows() <= 1 && into.members().isEmpty()) {
            throw e;
          }
          into.issues().add("damaged");
        }
        if (csv.rows() > 0) {
          into.members().add(csv.member(container, budget));
        }
      }
      return true;
    } catch (SQLException e) {
      throw new Refusal(Reason.CORRUPT, "The database is damaged or cut off", e);
    }
  }

  private static List<String> sqliteTables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private static void sqliteRows(
      Statement statement, String table, CsvTable csv, Set<String> issues) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("PRAGMA main.table_xinfo(" + quoted(table) + ")")) {
      while (rows.next()) {
        if (rows.getInt("hidden") == 0) {
          columns.add(rows.getString("name"));
        }
      }
    }
    if (columns.isEmpty() || !csv.row(columns)) {
      return;
    }
    String select =
        "SELECT "
            + String.join(", ", columns.stream().map(Databases::quoted).toList())
            + " FROM main."
            + quoted(table)
            + " NOT INDEXED";
    try (ResultSet rows = statement.executeQuery(select)) {
      boolean room = true;
      while (room && rows.next()) {
        List<@Nullable String> cells = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          cells.add(text(rows.getObject(i), issues));
        }
        room = csv.row(cells);
      }
    }
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static boolean access(byte[] bytes, Budget budget, Archives.Unfolded into) {
    Budget.Container container = budget.container(bytes.length);
    try (Database database =
        new DatabaseBuilder()
            .setChannel(MemFileChannel.newChannel(new ByteArrayInputStream(bytes)))
            .setReadOnly(true)
            .open()) {
      database.setLinkResolver(
          (from, name) -> {
            throw new IOException("linked tables are not followed");
          });
      for (TableMetaData table : database.newTableMetaDataIterable()) {
        if (table.isLinked()) {
          into.issues().add("links_skipped");
        } else if (!table.isSystem()) {
          accessTable(database, table, budget, container, into);
        }
      }
      return true;
    } catch (IOException | RuntimeException e) {
      if (e instanceof Refusal refusal) {
        throw refusal;
      }
      into.members().clear();
      return false;
    }
  }

  private static void accessTable(
      Database database,
      TableMetaData meta,
      Budget budget,
      Budget.Container container,
      Archives.Unfolded into)
      throws IOException {
    CsvTable csv = new CsvTable(meta.getName(), budget);
    try {
      Table table = meta.open(database);
      List<String> columns = table.getColumns().stream().map(c -> ((Column) c).getName()).toList();
      boolean room = csv.row(columns);
      for (Map<String, @Nullable Object> row : table) {
        if (!room) {
          break;
        }
        List<@Nullable String> cells = new ArrayList<>();
        for (String column : columns) {
          cells.add(text(row.get(column), into.issues()));
        }
        room = csv.row(cells);
      }
    } catch (IOException | IllegalStateException | IndexOutOfBoundsException e) {
      into.issues().add("damaged");
    }
    if (csv.rows() > 0) {
      into.members().add(csv.member(container, budget));
    }
  }

  private static @Nullable String text(@Nullable Object value, Set<String> issues) {
    if (value instanceof byte[]) {
      issues.add("binary_cells_left_out");
      return null;
    }
    if (value instanceof LocalDateTime time) {
      return time.toLocalTime().equals(LocalTime.MIDNIGHT)
          ? time.toLocalDate().toString()
          : time.toString();
    }
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue())
          ? PlainNumber.of((Number) value)
          : null;
    }
    return value == null ? null : value.toString();
  }
}
