package org.insight.lake;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.insight.core.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;

/**
 * What each table format does in its own way: how tables are made, read at a snapshot, written
 * without being seen, and moved so that readers see them. All else is {@link Lake}'s, whatever the
 * format.
 */
interface LakeTables {

  /** Whether there is a table of that name. */
  default boolean has(TableName table) {
    return version(table).isPresent();
  }

  /** Makes a table that is not there; one that is there gets what an older version left out. */
  void make(TableContract contract);

  /**
   * Gives a table that is there the columns that its contract has got since, if they may be null;
   * in the rows that it has they are. No snapshot comes of it.
   */
  void widen(TableContract contract);

  /** Columns as the table has them. */
  StructType columns(TableName table);

  /**
   * Version of the lake's layout by which a table was written; empty where there is no such table.
   */
  OptionalInt version(TableName table);

  /**
   * The table as of now.
   *
   * @throws InsightException INPUT where there is none
   */
  TableHistory history(TableName table);

  /**
   * All rows that readers see.
   *
   * @throws InsightException INPUT where there is no such table
   */
  Dataset<Row> read(TableName table);

  /**
   * Hands on the rows of a snapshot, in no order, if this format can be read without Spark.
   *
   * @param columns in the order of each row
   * @return whether it can
   */
  default boolean forEach(
      TableName table, long snapshot, List<String> columns, Consumer<Row> rows) {
    return false;
  }

  /**
   * As {@link #forEach}, of the rows that have nothing in a column.
   *
   * @param empty the column
   */
  default boolean forEachWithout(
      TableName table, long snapshot, String empty, List<String> columns, Consumer<Row> rows) {
    return false;
  }

  /** All rows as of a snapshot. */
  Dataset<Row> readAt(TableName table, long snapshot);

  /**
   * The rows that were added between two snapshots, also those that are gone again. Where there are
   * none, {@link LocalRows} knows it.
   *
   * @param after exclusive; in the past of the other
   * @param upTo inclusive
   */
  Dataset<Row> added(TableName table, long after, long upTo);

  /**
   * The keys whose rows were taken back or made anew, each once.
   *
   * @param written snapshots of one history, written by adding and by key
   */
  Dataset<Row> keys(TableContract contract, List<Snapshot> written);

  /** Whether it is known without a look at them that a table has no rows at a snapshot. */
  boolean none(TableName table, Snapshot snapshot);

  /** How many rows a table has at a snapshot. */
  long rows(TableName table, Snapshot snapshot);

  /** About how many rows, known without a look at them. */
  long rowsRoughly(TableName table, Snapshot snapshot);

  /**
   * Writes rows, with the columns of the contract in any order, where nobody looks.
   *
   * @param branch what {@link PendingWrite#publish} moves to them
   * @param from the snapshot that they come after; what the branch got since is others'
   * @param mode APPEND adds them; REPLACE puts them in the place of all that is there
   * @param summary kept with the snapshot, in the same commit as the rows
   */
  PendingWrite write(
      TableContract contract,
      String branch,
      long from,
      WriteMode mode,
      Dataset<Row> rows,
      Map<String, String> summary);

  /**
   * As {@link #write}, in the place of the rows of some keys.
   *
   * @param keys rows of the columns of the contract's key, each key once
   */
  PendingWrite update(
      TableContract contract,
      String branch,
      long from,
      Dataset<Row> keys,
      Dataset<Row> rows,
      Map<String, String> summary);

  /** Puts a branch at a snapshot that the table has. */
  void branch(TableName table, String branch, long snapshot);

  /** Forgets a branch. */
  void dropBranch(TableName table, String branch);

  /**
   * Lets readers see what is on the branch of runs of these tables, which ends with it.
   *
   * @param names in the order in which they move where they cannot move together
   * @param may whether one may move; looked at and moved as one
   * @return whether they moved; not where one may not, or somebody else moved one meanwhile
   * @throws InsightException EXTERNAL where the tables' pointers cannot be reached
   */
  boolean publish(Collection<TableName> names, Predicate<TableHistory> may);

  /**
   * Rewrites the files of a table whose deleted keys are so many that readers feel them.
   *
   * @return whether some were rewritten
   */
  boolean compact(TableName table);

  /** The table that a leaf of a plan reads; empty where it is none of the lake's. */
  Optional<TableName> tableOf(LogicalPlan leaf);

  /**
   * Iceberg's own handle of the table, as of now.
   *
   * @throws InsightException USAGE where tables are of another format
   */
  Table iceberg(TableName table);

  /** What is said where there is no such table: a lake that is being made has some of them only. */
  static String none(TableName table) {
    return "Cannot read a table: the lake has none of that name, found "
        + table
        + "; `insight run` makes what is missing";
  }
}
