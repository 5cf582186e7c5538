package org.insight.lake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.TableName;

/**
 * Lets readers see what runs have staged of several tables.
 *
 * <p>An Iceberg catalog commits one table at a time. One on a database keeps a pointer for each
 * table, so there the pointers of all tables move in one transaction, each on the condition that
 * nobody moved it meanwhile: whoever looks sees all of a run or none. In other catalogs the tables
 * move one after the other.
 */
final class IcebergPublication {

  /** As Iceberg's JDBC catalog writes it (JdbcUtil, schema V1). */
  private static final String MOVE =
      "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
          + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
          + " AND metadata_location = ?";

  private static final String THERE =
      "SELECT metadata_location FROM iceberg_tables"
          + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?";

  private IcebergPublication() {}

  /**
   * Moves the branch that readers see to what is staged.
   *
   * @param catalog its name
   * @param properties of the catalog
   * @param tables in the order in which they move where they cannot move together
   * @return whether they moved; not where somebody else wrote to one of them since it was loaded
   */
  static boolean move(
      String catalog, Map<String, String> properties, Map<TableName, Table> tables) {
    if ("jdbc".equals(properties.get("type"))) {
      return moveTogether(catalog, tables, properties);
    }
    try {
      for (Table table : tables.values()) {
        String run = BranchNames.findOrMake(table.refs(), Lake.RUN);
        table.manageSnapshots().replaceBranch(Lake.MAIN, run).removeBranch(run).commit();
      }
      return true;
    } catch (CommitFailedException e) {
      return false;
    }
  }

  /** A table's pointer, where it is to point and where it must point until then. */
  private record Pointer(TableName table, String to, String from, FileIO io) {}

  /** How far a transaction has come, which an error does not say. */
  private static final class Attempt {
    private boolean committing;
  }

  private static boolean moveTogether(
      String catalog, Map<TableName, Table> tables, Map<String, String> properties) {
    List<Pointer> pointers = new ArrayList<>();
    Attempt attempt = new Attempt();
    boolean moved = false;
    try {
      tables.forEach((name, table) -> pointers.add(written(name, table)));
      moved = update(catalog, pointers, properties, attempt);
      return moved;
    } catch (SQLException e) {
      if (attempt.committing) {
        return committed(catalog, pointers, properties, e);
      }
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot publish the run: the catalog's database does not let it", e);
    } finally {
      // Once the database was told to commit it may have, or may yet, whatever came back: tables
      // whose pointers lead to files that are gone would be lost. What is left over for nothing
      // goes with the orphans.
      if (!moved && !attempt.committing) {
        pointers.forEach(pointer -> pointer.io().deleteFile(pointer.to()));
      }
    }
  }

  /**
   * Whether a transaction of which no answer came was committed.
   *
   * @throws InsightException EXTERNAL where it was not, or nobody can tell
   */
  private static boolean committed(
      String catalog, List<Pointer> pointers, Map<String, String> properties, SQLException e) {
    try (Connection connection = connect(properties);
        PreparedStatement there = connection.prepareStatement(THERE)) {
      boolean all = true;
      for (Pointer pointer : pointers) {
        there.setString(1, catalog);
        there.setString(2, pointer.table().stage());
        there.setString(3, pointer.table().table());
        try (ResultSet found = there.executeQuery()) {
          all &= found.next() && pointer.to().equals(found.getString(1));
        }
      }
      if (all) {
        return true;
      }
    } catch (SQLException again) {
      e.addSuppressed(again);
    }
    throw new InsightException(
        ErrorKind.EXTERNAL,
        "Cannot tell whether the run is published: the catalog's database did not answer;"
            + " run the same command again",
        e);
  }

  /** Writes the table's next metadata beside those that count. */
  private static Pointer written(TableName name, Table table) {
    TableOperations operations = ((HasTableOperations) table).operations();
    TableMetadata base = operations.current();
    String branch = BranchNames.find(base.refs(), Lake.RUN);
    SnapshotRef run = branch == null ? null : base.ref(branch);
    if (run == null) {
      throw new IllegalStateException("nothing is staged of " + name);
    }
    TableMetadata next =
        TableMetadata.buildFrom(base)
            .setBranchSnapshot(run.snapshotId(), Lake.MAIN)
            .removeRef(branch)
            .build();
    String from = base.metadataFileLocation();
    String to = operations.metadataFileLocation(nextFile(from));
    TableMetadataParser.write(next, operations.io().newOutputFile(to));
    return new Pointer(name, to, from, operations.io());
  }

  /** Iceberg's own way of naming: a version of five digits, then something that is unique. */
  private static String nextFile(String location) {
    String file = location.substring(location.lastIndexOf('/') + 1);
    int version = Integer.parseInt(file.substring(0, file.indexOf('-')));
    return String.format(Locale.ROOT, "%05d-%s.metadata.json", version + 1, UUID.randomUUID());
  }

  private static boolean update(
      String catalog, List<Pointer> pointers, Map<String, String> properties, Attempt attempt)
      throws SQLException {
    try (Connection connection = connect(properties)) {
      connection.setAutoCommit(false);
      try (PreparedStatement move = connection.prepareStatement(MOVE)) {
        for (Pointer pointer : pointers) {
          move.setString(1, pointer.to());
          move.setString(2, pointer.from());
          move.setString(3, catalog);
          move.setString(4, pointer.table().stage());
          move.setString(5, pointer.table().table());
          move.setString(6, pointer.from());
          if (move.executeUpdate() != 1) {
            connection.rollback();
            return false;
          }
        }
      }
      attempt.committing = true;
      connection.commit();
      return true;
    }
  }

  private static Connection connect(Map<String, String> properties) throws SQLException {
    Properties access = new Properties();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith("jdbc.") && !key.equals("jdbc.schema-version")) {
            access.setProperty(key.substring("jdbc.".length()), value);
          }
        });
    return DriverManager.getConnection(properties.get("uri"), access);
  }
}
