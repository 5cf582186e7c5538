package org.insight.lake;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.insight.core.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a run has staged what readers see. Where the pointers of all tables are in one place,
 * as in a catalog on a database, they move together: whoever looks sees all of a run or none.
 */
public final class Publication {

  private Publication() {}

  /** The snapshots that a run has staged, by table. */
  public static SortedMap<TableName, Long> staged(Lake lake) {
    SortedMap<TableName, Long> staged = new TreeMap<>();
    for (TableContract contract : lake.contracts().all()) {
      Long run = lake.history(contract.name()).branches().get(Lake.RUN);
      if (run != null) {
        staged.put(contract.name(), run);
      }
    }
    return staged;
  }

  /** Whether somebody published to a table since a run staged it: what is staged lacks that. */
  public static boolean outrun(Lake lake, TableName name) {
    return outrun(lake.history(name));
  }

  private static boolean outrun(TableHistory history) {
    Long run = history.branches().get(Lake.RUN);
    return run != null && !history.reaches(run, history.tip(Lake.MAIN).snapshotId());
  }

  /** Whether a table still has a snapshot. */
  public static boolean has(Lake lake, TableName name, long snapshot) {
    return lake.history(name).snapshot(snapshot) != null;
  }

  /** Stages an earlier state of a table. */
  public static void stage(Lake lake, TableName name, long snapshot) {
    lake.tables().branch(name, Lake.RUN, snapshot);
  }

  /** Forgets what a run has staged of a table. */
  public static void drop(Lake lake, TableName name) {
    lake.tables().dropBranch(name, Lake.RUN);
  }

  /** Sets aside what a run has staged of a table, so that it may be forgotten there. */
  public static void keep(Lake lake, TableName name, long snapshot) {
    lake.tables().branch(name, Lake.KEPT, snapshot);
  }

  /** The snapshot of a table that was set aside; null where none was. */
  public static @Nullable Long kept(Lake lake, TableName name) {
    return lake.history(name).branches().get(Lake.KEPT);
  }

  /** Forgets what was set aside of a table. */
  public static void dropKept(Lake lake, TableName name) {
    lake.tables().dropBranch(name, Lake.KEPT);
  }

  /**
   * Lets readers see what is staged of these tables.
   *
   * @param names in the order in which they move where they cannot move together
   * @param staged the snapshot of each that readers are to see: what was staged since stays
   * @param back of which what others published meanwhile may be undone by it, as by a rollback
   * @return whether they moved; not where somebody else wrote to one of them meanwhile, or staged
   *     something of it, and then, where they move together, none did
   * @throws InsightException EXTERNAL where the catalog cannot be reached
   */
  public static boolean move(
      Lake lake,
      Collection<TableName> names,
      Map<TableName, Long> staged,
      Predicate<TableName> back) {
    return lake.tables()
        .publish(
            names,
            history ->
                Objects.equals(staged.get(history.name()), history.branches().get(Lake.RUN))
                    && (back.test(history.name()) || !outrun(history)));
  }
}
