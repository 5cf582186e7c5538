package org.insight.services;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.access.ReaderSession.Sight;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees of small tables, worked out once for all questions of a process. A question on
 * an entity asks some twenty queries of a few rows each. To plan scans and joins with the reader's
 * labels and to compile the plan costs each of them more than its rows do. So the rows that the
 * reader sees are held, each table's in one part, and plans on them are interpreted.
 *
 * <p>They are those of one sight, of one state of the tables and of the rights. Of another sight or
 * state nothing that is held is given, and of another sight or state of the rights all of it is
 * forgotten.
 */
final class HeldTables {

  /** Rows of the largest table that is held. */
  private static final long MOST_ROWS = 50_000;

  /** What says which labels a sight has. */
  private static final Set<TableName> OF_LABELS =
      Set.of(Tables.ENTITLEMENTS, Tables.LABELS, Tables.POLICIES);

  /** Of so few rows, one task does more than many, and compiled code comes too late. */
  private static final Map<String, String> FOR_FEW_ROWS =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.shuffle.partitions", "1",
          "spark.sql.leafNodeDefaultParallelism", "1",
          "spark.sql.ui.explainMode", "simple");

  private final Map<TableName, Held> held = new HashMap<>();
  private @Nullable Whose whose;
  private @Nullable SparkSession session;

  private record Held(long snapshot, Dataset<Row> rows) {}

  /**
   * @param rights snapshots of the tables that say which labels a sight has
   */
  private record Whose(Sight sight, Map<TableName, Long> rights) {}

  /**
   * The snapshots that a question reads; empty if a table is too large to be held.
   *
   * @param run snapshots of the last run
   */
  Map<TableName, Long> snapshots(Lake lake, Map<TableName, Long> run, Collection<TableName> asked) {
    Map<TableName, Long> snapshots = new HashMap<>();
    Set<TableName> all = new HashSet<>(asked);
    all.addAll(OF_LABELS);
    for (TableName table : all) {
      Long ofRun = run.get(table);
      long snapshot = ofRun == null ? lake.snapshot(table).snapshotId() : ofRun;
      if (!isHeld(table, snapshot) && lake.rowsRoughly(table) > MOST_ROWS) {
        return Map.of();
      }
      snapshots.put(table, snapshot);
    }
    return snapshots;
  }

  private synchronized boolean isHeld(TableName table, long snapshot) {
    Held there = held.get(table);
    return there != null && there.snapshot() == snapshot;
  }

  /** A session for plans on few rows. */
  synchronized SparkSession session(Lake lake) {
    SparkSession open = session;
    if (open == null) {
      open = lake.spark().cloneSession();
      for (Map.Entry<String, String> setting : FOR_FEW_ROWS.entrySet()) {
        open.conf().set(setting.getKey(), setting.getValue());
      }
      session = open;
    }
    return open;
  }

  /**
   * What is seen of a table.
   *
   * @param snapshots of a question
   * @param seen works it out
   */
  synchronized Dataset<Row> rows(
      TableName table, Map<TableName, Long> snapshots, Sight sight, Supplier<Dataset<Row>> seen) {
    Map<TableName, Long> rights = new HashMap<>(snapshots);
    rights.keySet().retainAll(OF_LABELS);
    Whose now = new Whose(sight, rights);
    if (!now.equals(whose)) {
      held.clear();
      whose = now;
    }
    Long snapshot = snapshots.get(table);
    if (snapshot == null) {
      return seen.get();
    }
    Held there = held.get(table);
    if (there == null || there.snapshot() != snapshot) {
      there = new Held(snapshot, inOnePart(seen.get()));
      held.put(table, there);
    }
    return there.rows();
  }

  /**
   * Spark need not bring rows together that are in one part. Columns are of their own: those of
   * several tables would be one, as they come from the same labels.
   */
  private static Dataset<Row> inOnePart(Dataset<Row> rows) {
    Dataset<Row> computed = rows.coalesce(1).localCheckpoint();
    return computed.toDF(computed.columns());
  }
}
