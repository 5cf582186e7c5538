package org.insight.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.insight.policy.LabelColumns;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.insight.tables.Breach;
import org.insight.tables.ContractCheck;
import org.insight.tables.Lake;
import org.insight.tables.StagedWrite;

/**
 * Runs jobs: reads what they declared, checks what they made against the contract, publishes it.
 *
 * <p>A run that is killed leaves the table as it was. The snapshot that a run publishes says which
 * snapshots of its inputs it consumed, so the next run knows what is new, and a run for which
 * nothing is new writes nothing.
 */
public final class JobRunner {

  private static final String LABEL = "label";
  private static final TableName LABELS = TableName.of("governance.labels");

  private final Lake lake;

  public JobRunner(Lake lake) {
    this.lake = lake;
  }

  /** Runs a job on what is new since its last run. */
  public JobResult run(Job job) {
    return run(job, Map.of());
  }

  /**
   * Runs a job on what is new since its last run, and on rows that come from outside the lake.
   *
   * @param given inputs that are no tables, as the files of an inbox
   * @throws InsightException CONTRACT where the rows break the table's contract; nothing of them is
   *     published then
   */
  public JobResult run(Job job, Map<TableName, Dataset<Row>> given) {
    long start = System.nanoTime();
    Snapshot last = lake.lastWrite(job.writes());
    Map<String, String> before = last == null ? Map.of() : last.summary();
    Map<TableName, Long> now = new LinkedHashMap<>();
    for (Read read : job.reads()) {
      if (!given.containsKey(read.table())) {
        now.put(read.table(), lake.snapshot(read.table()).snapshotId());
      }
    }
    if (given.isEmpty() && nothingNew(job, before, now)) {
      return new JobResult(
          job.name(), job.writes(), JobResult.Outcome.NOTHING_NEW, 0, seconds(start));
    }
    LakeInputs inputs = new LakeInputs(job.name(), lake.read(LABELS));
    given.forEach(inputs::put);
    for (Read read : job.reads()) {
      Long upTo = now.get(read.table());
      if (upTo != null) {
        inputs.put(read.table(), rows(read, before, upTo));
      }
    }
    return write(job, inputs, summary(job, now), modeOf(job), start);
  }

  /**
   * Runs a job on all of its inputs and puts the result in the place of all that the table holds.
   */
  public JobResult rerun(Job job) {
    long start = System.nanoTime();
    LakeInputs inputs = new LakeInputs(job.name(), lake.read(LABELS));
    Map<TableName, Long> now = new LinkedHashMap<>();
    for (Read read : job.reads()) {
      long upTo = lake.snapshot(read.table()).snapshotId();
      now.put(read.table(), upTo);
      inputs.put(read.table(), lake.readAt(read.table(), upTo));
    }
    return write(job, inputs, summary(job, now), WriteMode.REPLACE, start);
  }

  private WriteMode modeOf(Job job) {
    return lake.contracts().get(job.writes()).write();
  }

  private static boolean nothingNew(Job job, Map<String, String> before, Map<TableName, Long> now) {
    return !before.isEmpty()
        && job.settings().equals(before.get(StagedWrite.SETTINGS))
        && now.entrySet().stream()
            .allMatch(
                e ->
                    Long.toString(e.getValue())
                        .equals(before.get(StagedWrite.CONSUMED + e.getKey())));
  }

  private Dataset<Row> rows(Read read, Map<String, String> before, long upTo) {
    String after = before.get(StagedWrite.CONSUMED + read.table());
    if (read.amount() == Read.Amount.WHOLE || after == null) {
      return lake.readAt(read.table(), upTo);
    }
    if (Long.parseLong(after) == upTo) {
      return lake.readAt(read.table(), upTo).limit(0);
    }
    return lake.readAppended(read.table(), Long.parseLong(after), upTo);
  }

  private static Map<String, String> summary(Job job, Map<TableName, Long> now) {
    Map<String, String> summary = new LinkedHashMap<>();
    summary.put(StagedWrite.JOB, job.name());
    summary.put(StagedWrite.SETTINGS, job.settings());
    now.forEach((table, id) -> summary.put(StagedWrite.CONSUMED + table, Long.toString(id)));
    return summary;
  }

  private JobResult write(
      Job job, Inputs inputs, Map<String, String> summary, WriteMode mode, long start) {
    TableContract contract = lake.contracts().get(job.writes());
    Dataset<Row> built = job.build(inputs);
    boolean combines = List.of(built.columns()).contains(LABEL);
    Dataset<Row> rows = built;
    if (combines) {
      // Looked at twice: for the rows and for the labels among them.
      built = built.persist(StorageLevel.MEMORY_AND_DISK());
      rows = built.withColumn(TableContract.POLICY_ID, LabelColumns.id(col(LABEL))).drop(LABEL);
    }
    try {
      refuse(job, ContractCheck.ofSchema(contract, rows.schema()));
      StagedWrite staged = StagedWrite.write(lake, contract, mode, rows, summary);
      List<Breach> breaches = staged.breaches();
      if (!breaches.isEmpty()) {
        staged.drop();
        refuse(job, breaches);
      }
      if (combines) {
        register(built);
      }
      long added = staged.addedRows();
      staged.publish();
      return new JobResult(
          job.name(), job.writes(), JobResult.Outcome.WRITTEN, added, seconds(start));
    } finally {
      release();
    }
  }

  /** Lets go of what the job, or a library under it, kept; jobs keep nothing for each other. */
  private void release() {
    lake.spark().catalog().clearCache();
    lake.spark()
        .sparkContext()
        .getPersistentRDDs()
        .values()
        .foreach(
            rdd -> {
              rdd.unpersist(false);
              return null;
            });
  }

  /** Labels are there before the rows that carry them; one that no row carries does no harm. */
  private void register(Dataset<Row> labelled) {
    Dataset<Row> found =
        labelled
            .select(col(LABEL))
            .distinct()
            .select(
                LabelColumns.id(col(LABEL)).as(TableContract.POLICY_ID),
                col(LABEL + ".granted"),
                col(LABEL + ".withheld"))
            .where(size(col("granted")).gt(1).or(size(col("withheld")).gt(0)))
            .dropDuplicates(TableContract.POLICY_ID)
            .join(lake.read(LABELS), new String[] {TableContract.POLICY_ID}, "left_anti");
    List<Row> fresh = new ArrayList<>(found.collectAsList());
    if (fresh.isEmpty()) {
      return;
    }
    StagedWrite staged =
        StagedWrite.write(
            lake,
            lake.contracts().get(LABELS),
            WriteMode.APPEND,
            lake.spark().createDataFrame(fresh, found.schema()),
            Map.of(StagedWrite.JOB, "register-labels"));
    staged.publish();
  }

  private static void refuse(Job job, List<Breach> breaches) {
    if (!breaches.isEmpty()) {
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot publish the result of "
              + job.name()
              + ": "
              + breaches.stream().map(Breach::inWords).collect(Collectors.joining("; ")));
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
