package org.insight.tables;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;

/**
 * Makes what a run has staged what readers see.
 *
 * <p>An Iceberg catalog commits one table at a time. One on a database keeps a pointer for each
 * table, so there the pointers of all tables move in one transaction, each on the condition that
 * nobody moved it meanwhile: whoever looks sees all of a run or none. In other catalogs the tables
 * move one after the other.
 */
public final class Publication {

  /** As Iceberg's JDBC catalog writes it (JdbcUtil, schema V1). */
  private static final String MOVE =
      "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
          + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
          + " AND metadata_location = ?";

  private Publication() {}

  /** The snapshots that a run has staged, by table. */
  public static SortedMap<TableName, Long> staged(Lake lake) {
    SortedMap<TableName, Long> staged = new TreeMap<>();
    for (TableContract contract : lake.contracts().all()) {
      SnapshotRef run = lake.iceberg(contract.name()).refs().get(Lake.RUN);
      if (run != null) {
        staged.put(contract.name(), run.snapshotId());
      }
    }
    return staged;
  }

  /** Whether somebody published to a table since a run staged it: what is staged lacks that. */
  public static boolean outrun(Lake lake, TableName name) {
    return outrun(lake.iceberg(name));
  }

  private static boolean outrun(Table table) {
    SnapshotRef run = table.refs().get(Lake.RUN);
    return run != null
        && !Lake.reaches(table, run.snapshotId(), table.currentSnapshot().snapshotId());
  }

  /** Whether a table still has a snapshot. */
  public static boolean has(Lake lake, TableName name, long snapshot) {
    return lake.iceberg(name).snapshot(snapshot) != null;
  }

  /** Stages an earlier state of a table. */
  public static void stage(Lake lake, TableName name, long snapshot) {
    Branches.commit(
        () -> lake.iceberg(name),
        table -> table.manageSnapshots().createBranch(Lake.RUN, snapshot));
  }

  /** Forgets what a run has staged of a table. */
  public static void drop(Lake lake, TableName name) {
    Branches.commit(
        () -> lake.iceberg(name), table -> table.manageSnapshots().removeBranch(Lake.RUN));
  }

  /**
   * Lets readers see what is staged of these tables.
   *
   * @param names in the order in which they move where they cannot move together
   * @param back whether what others published meanwhile may be undone by it, as by a rollback
   * @return whether they moved; not where somebody else wrote to one of them meanwhile, and then,
   *     of a catalog on a database, none did
   * @throws InsightException EXTERNAL where the catalog cannot be reached
   */
  public static boolean move(Lake lake, Collection<TableName> names, boolean back) {
    Map<String, String> properties = Lake.catalogProperties(lake.settings());
    Map<TableName, Table> tables = new LinkedHashMap<>();
    names.forEach(name -> tables.put(name, lake.iceberg(name)));
    if (!back && tables.values().stream().anyMatch(Publication::outrun)) {
      return false;
    }
    if ("jdbc".equals(properties.get("type"))) {
      return moveTogether(lake.settings().catalog(), tables, properties);
    }
    try {
      for (Table table : tables.values()) {
        table.manageSnapshots().replaceBranch(Lake.MAIN, Lake.RUN).removeBranch(Lake.RUN).commit();
      }
      return true;
    } catch (CommitFailedException e) {
      return false;
    }
  }

  /** A table's pointer, where it is to point and where it must point until then. */
  private record Pointer(TableName table, String to, String from, FileIO io) {}

  private static boolean moveTogether(
      String catalog, Map<TableName, Table> tables, Map<String, String> properties) {
    List<Pointer> pointers = new ArrayList<>();
    boolean moved = false;
    try {
      tables.forEach((name, table) -> pointers.add(written(name, table)));
      moved = update(catalog, pointers, properties);
      return moved;
    } catch (SQLException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot publish the run: the catalog's database does not let it", e);
    } finally {
      if (!moved) {
        pointers.forEach(pointer -> pointer.io().deleteFile(pointer.to()));
      }
    }
  }

  /** Writes the table's next metadata beside those that count. */
  private static Pointer written(TableName name, Table table) {
    TableOperations operations = ((HasTableOperations) table).operations();
    TableMetadata base = operations.current();
    SnapshotRef run = base.ref(Lake.RUN);
    if (run == null) {
      throw new IllegalStateException("nothing is staged of " + name);
    }
    TableMetadata next =
        TableMetadata.buildFrom(base)
            .setBranchSnapshot(run.snapshotId(), Lake.MAIN)
            .removeRef(Lake.RUN)
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
      String catalog, List<Pointer> pointers, Map<String, String> properties) throws SQLException {
    Properties access = new Properties();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith("jdbc.") && !key.equals("jdbc.schema-version")) {
            access.setProperty(key.substring("jdbc.".length()), value);
          }
        });
    try (Connection connection = DriverManager.getConnection(properties.get("uri"), access)) {
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
      connection.commit();
      return true;
    }
  }
}
