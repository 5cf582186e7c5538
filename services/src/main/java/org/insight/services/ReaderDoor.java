package org.insight.services;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.engine.PublishedRun;
import org.insight.engine.Runs;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;

/**
 * Opens a reader's session on a lake, as the last run published it, as of today; of a clock that
 * was set back to before that, as of the day of the last run, so that nothing opens that had ended.
 */
public final class ReaderDoor {

  private ReaderDoor() {}

  public static ReaderSession open(Lake lake, Access access) {
    Optional<PublishedRun> last = Runs.of(lake).last();
    return open(lake, access, day(LocalDate.now(ZoneOffset.UTC), last), snapshots(last));
  }

  public static ReaderSession open(Lake lake, Access access, LocalDate today) {
    return open(lake, access, today, snapshots(Runs.of(lake).last()));
  }

  /** The reader's class of rights, if the reader is let in now; refused as {@link #open} does. */
  static String scope(Lake lake, Access access) {
    return ReaderSession.scope(lake::read, access);
  }

  private static Map<TableName, Long> snapshots(Optional<PublishedRun> last) {
    return last.map(PublishedRun::snapshots).orElseGet(TreeMap::new);
  }

  /** The later of the machine's day and that on which the last run was published. */
  public static LocalDate day(LocalDate today, Optional<PublishedRun> last) {
    return last.map(run -> LocalDate.ofInstant(run.at(), ZoneOffset.UTC))
        .filter(today::isBefore)
        .orElse(today);
  }

  /**
   * As {@link #open(Lake, Access)}, for questions that read some tables often: from memory, where
   * they are small.
   *
   * @param asked tables of the question
   */
  static ReaderSession open(
      Lake lake, Access access, HeldTables held, Collection<TableName> asked) {
    Optional<PublishedRun> last = Runs.of(lake).last();
    LocalDate today = day(LocalDate.now(ZoneOffset.UTC), last);
    Map<TableName, Long> snapshots = held.snapshots(lake, snapshots(last), asked);
    if (snapshots.isEmpty()) {
      return open(lake, access, today, snapshots(last));
    }
    SparkSession few = held.session(lake);
    Function<TableName, Dataset<Row>> tables = tables(lake, snapshots);
    return ReaderSession.open(
        few,
        lake.contracts(),
        table -> in(few, tables.apply(table)),
        access,
        today,
        (table, sight, seen) -> held.rows(table, snapshots, sight, seen));
  }

  private static Dataset<Row> in(SparkSession session, Dataset<Row> rows) {
    return session.withActive(() -> Dataset.ofRows(session, rows.queryExecution().analyzed()));
  }

  /** As a run published the tables, with the rights that readers have now. */
  public static ReaderSession open(
      Lake lake, Access access, LocalDate today, Map<TableName, Long> snapshots) {
    return ReaderSession.open(
        lake.spark(), lake.contracts(), tables(lake, snapshots), access, today);
  }

  /** All from one run, whatever is published while the session is open; rights as they are now. */
  private static Function<TableName, Dataset<Row>> tables(
      Lake lake, Map<TableName, Long> snapshots) {
    return table -> {
      Long snapshot = snapshots.get(table);
      return snapshot == null ? lake.read(table) : lake.readAt(table, snapshot);
    };
  }
}
