package org.insight.verify;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.HeldRows;
import org.insight.lake.Lake;
import org.insight.lake.LocalRows;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;

/**
 * What a run wrote, since readers were last shown the tables: rows that were added, rows of keys
 * that were made anew, or all rows where a table was.
 */
final class Written {

  private final Lake lake;
  private final Lake before;
  private final Map<TableName, Optional<Dataset<Row>>> keys = new HashMap<>();

  /**
   * @param lake with what the run wrote
   * @param before as readers see it
   */
  Written(Lake lake, Lake before) {
    this.lake = lake;
    this.before = before;
  }

  /** Whether there is a row to look at, or might be one that should be and is not. */
  boolean any(TableContract contract) {
    if (!to(contract.name())) {
      return false;
    }
    if (added(contract)) {
      return !LocalRows.none(rows(contract));
    }
    return keys(contract).map(keys -> !LocalRows.none(keys)).orElse(true);
  }

  /** Whether anything was written to a table, if only that a job found nothing new for it. */
  private boolean to(TableName table) {
    return then(table) != now(table);
  }

  /** The rows that were written. */
  Dataset<Row> rows(TableContract contract) {
    TableName table = contract.name();
    if (!to(table)) {
      return lake.noRows(table);
    }
    if (added(contract)) {
      return lake.readAppended(table, then(table), now(table));
    }
    String[] key = contract.key().toArray(String[]::new);
    return keys(contract)
        .map(keys -> lake.read(table).join(keys, key, "left_semi"))
        .orElseGet(() -> lake.read(table));
  }

  /**
   * The keys whose rows were made anew, each once.
   *
   * @return empty where a table was made anew as a whole, or is not of that kind
   */
  Optional<Dataset<Row>> keys(TableContract contract) {
    if (contract.write() != WriteMode.UPDATE) {
      return Optional.empty();
    }
    if (!to(contract.name())) {
      Column[] key = contract.key().stream().map(c -> col(c)).toArray(Column[]::new);
      return Optional.of(lake.read(contract.name()).select(key).limit(0));
    }
    return keys.computeIfAbsent(
        contract.name(),
        table -> lake.changedKeys(contract, then(table), now(table)).map(HeldRows::keys));
  }

  /** The rows of a table as they are and as they were. */
  Dataset<Row> bothStates(TableName table) {
    return lake.read(table).unionByName(before.read(table));
  }

  /** The rows of a table as readers see them. */
  Dataset<Row> before(TableName table) {
    return before.read(table);
  }

  /**
   * What the rows are called, by the table's grain, that readers see and that are there no more.
   */
  Dataset<Row> gone(TableContract contract) {
    TableName table = contract.name();
    Column[] grain = contract.grain().stream().map(c -> col(c)).toArray(Column[]::new);
    if (onlyAdded(table)) {
      return lake.noRows(table).select(grain);
    }
    Dataset<Row> then = before.read(table);
    Dataset<Row> now = lake.read(table);
    String[] key = contract.key().toArray(String[]::new);
    Optional<Dataset<Row>> removed =
        lake.removedKeys(contract, then(table), now(table)).map(HeldRows::keys);
    if (removed.isPresent()) {
      // Most often of few: all other rows need not be brought together.
      then = then.join(removed.get(), key, "left_semi");
      now = now.join(removed.get(), key, "left_semi");
    }
    return then.select(grain)
        .join(now.select(grain), contract.grain().toArray(String[]::new), "left_anti");
  }

  /** Whether no row that readers see was changed or taken out. */
  boolean onlyAdded(TableName table) {
    return !to(table) || lake.onlyAdded(table, then(table), now(table));
  }

  private boolean added(TableContract contract) {
    return contract.write() != WriteMode.UPDATE && onlyAdded(contract.name());
  }

  private long then(TableName table) {
    return before.snapshot(table).snapshotId();
  }

  private long now(TableName table) {
    return lake.snapshot(table).snapshotId();
  }
}
