package org.insight.lake;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.WriteMode;

/**
 * Rows written where nobody looks, until they are checked. Either {@link #publish} or {@link #drop}
 * ends it; one that was killed is as one that was dropped.
 */
public final class StagedWrite {

  /** Summary key of the job that wrote a snapshot. */
  public static final String JOB = "insight.job";

  /** Summary key of what the job was set to. */
  public static final String SETTINGS = "insight.settings";

  /** Summary key of the {@link WriteMode} by which a snapshot was written. */
  public static final String MODE = "insight.mode";

  /** Prefix of the summary keys that say which snapshot of each input was consumed. */
  public static final String CONSUMED = "insight.consumed.";

  /**
   * Prefix of the summary keys that say up to where a stream has landed what a source holds; each
   * later write to the table carries them on.
   */
  public static final String POSITION = "insight.position.";

  private final TableContract contract;
  private final PendingWrite write;

  private StagedWrite(TableContract contract, PendingWrite write) {
    this.contract = contract;
    this.write = write;
  }

  /**
   * Writes rows, with the columns of the contract in any order.
   *
   * @param mode APPEND adds them; REPLACE puts them in the place of all that is there
   * @param summary kept with the snapshot, in the same commit as the rows
   */
  public static StagedWrite write(
      Lake lake,
      TableContract contract,
      WriteMode mode,
      Dataset<Row> rows,
      Map<String, String> summary) {
    return write(lake, contract, now(lake, contract), mode, rows, summary);
  }

  /**
   * As {@link #write(Lake, TableContract, WriteMode, Dataset, Map)}, of rows that follow from a
   * look at the table.
   *
   * @param from the snapshot that was looked at: what others wrote since counts as meanwhile
   */
  public static StagedWrite write(
      Lake lake,
      TableContract contract,
      long from,
      WriteMode mode,
      Dataset<Row> rows,
      Map<String, String> summary) {
    if (mode == WriteMode.UPDATE) {
      throw new IllegalArgumentException("Cannot update without keys: use update");
    }
    return new StagedWrite(
        contract, lake.tables().write(contract, lake.branch(), from, mode, rows, summary));
  }

  /**
   * Writes rows in the place of those that have certain keys.
   *
   * @param keys rows of the columns of the contract's key, each key once
   * @param rows the new rows of these keys, with the columns of the contract in any order
   * @param summary kept with each snapshot that comes of it
   */
  public static StagedWrite update(
      Lake lake,
      TableContract contract,
      Dataset<Row> keys,
      Dataset<Row> rows,
      Map<String, String> summary) {
    return update(lake, contract, now(lake, contract), keys, rows, summary);
  }

  /**
   * As {@link #update(Lake, TableContract, Dataset, Dataset, Map)}, of what follows from a look at
   * the table.
   *
   * @param from the snapshot that was looked at: what others wrote since counts as meanwhile
   */
  public static StagedWrite update(
      Lake lake,
      TableContract contract,
      long from,
      Dataset<Row> keys,
      Dataset<Row> rows,
      Map<String, String> summary) {
    return new StagedWrite(
        contract, lake.tables().update(contract, lake.branch(), from, keys, rows, summary));
  }

  private static long now(Lake lake, TableContract contract) {
    return lake.snapshot(contract.name()).snapshotId();
  }

  /**
   * Whether rows that are only added can come after what others wrote to the table meanwhile,
   * unless these are of the same keys: not those of a job that says which inputs it consumed.
   * Another run of it may have consumed the same, and its place in them would be lost.
   */
  static boolean comesAfterOthers(Map<String, String> summary) {
    return summary.keySet().stream().noneMatch(key -> key.startsWith(CONSUMED));
  }

  /** Rows that this write brought. */
  public long addedRows() {
    return write.addedRows();
  }

  /** Holds what was written against the contract. */
  public List<Breach> breaches() {
    return ContractCheck.ofRows(contract, write.written());
  }

  /**
   * Makes it what the lake reads, in one commit: for readers to see, or for the later jobs of the
   * run. Where others wrote to the table meanwhile, rows that are only added come after theirs.
   *
   * @throws InsightException EXTERNAL where what others wrote meanwhile has rows of the same keys,
   *     or where this write was to take the place of rows or says what its job consumed; nothing of
   *     it is published then
   */
  public void publish() {
    if (!write.publish()) {
      write.drop();
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot publish the rows: others wrote to the table meanwhile; run it again, found "
              + contract.name());
    }
  }

  /** Forgets it. */
  public void drop() {
    write.drop();
  }
}
