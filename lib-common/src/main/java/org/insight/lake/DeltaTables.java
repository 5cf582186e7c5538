package org.insight.lake;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables of Delta Lake, each in its folder. A table's log is linear, and its last version need not
 * be one that anybody is to read: what readers and runs see is what {@link DeltaBranches} says.
 */
final class DeltaTables implements LakeTables {

  private static final Logger LOG = LoggerFactory.getLogger(DeltaTables.class);

  /** Delta keeps what is written to tables this long by itself; what may go we say. */
  private static final String FOREVER = "interval 36500 days";

  private static final Map<String, String> PROPERTIES =
      Map.of(
          // Rows that were taken back are kept apart, so that jobs can be told of them.
          "delta.enableChangeDataFeed", "true",
          // With them, a table that is read inside a write to Iceberg fails (Delta 3.3).
          "delta.enableDeletionVectors", "false",
          // Counts alone: the least and greatest values of files speak of rows that readers of a
          // log may not see, and readers' filters are joins, which they do not help.
          "delta.dataSkippingNumIndexedCols", "0",
          "delta.checkpointInterval", "50",
          "delta.enableExpiredLogCleanup", "false",
          "delta.logRetentionDuration", FOREVER,
          "delta.deletedFileRetentionDuration", FOREVER);

  private final SparkSession spark;
  private final Path warehouse;
  private final DeltaLogFiles files;
  private final DeltaBranches branches;
  private final Map<TableName, DeltaCommits> commits = new ConcurrentHashMap<>();

  /**
   * @param warehouse folder, as a URI or path, that holds the folders of the tables
   */
  DeltaTables(SparkSession spark, String warehouse) {
    this.spark = spark;
    this.warehouse = new Path(warehouse);
    this.files = new DeltaLogFiles(spark);
    this.branches = new DeltaBranches(files, this.warehouse, spark.sessionState().newHadoopConf());
  }

  SparkSession spark() {
    return spark;
  }

  DeltaBranches branches() {
    return branches;
  }

  DeltaCommits commits(TableName table) {
    return commits.computeIfAbsent(
        table,
        name -> new DeltaCommits(files, new Path(new Path(warehouse, name.stage()), name.table())));
  }

  /** The table's folder, as a URI or path. */
  String path(TableName table) {
    return commits(table).table().toString();
  }

  @Override
  public void make(TableContract contract) {
    TableName name = contract.name();
    if (has(name)) {
      return;
    }
    if (commits(name).head() < 0) {
      StructType columns = new StructType();
      for (org.insight.schemas.Column column : contract.columns()) {
        columns = columns.add(column.name(), DataType.fromDDL(column.type()));
      }
      String description = contract.description().replaceAll("\\s+", " ").strip();
      commits(name).begin(columns, description, PROPERTIES);
    }
    branches.change(state -> state.of(name) == null ? state.with(name, Lake.MAIN, 0L) : null);
  }

  @Override
  public void widen(TableContract contract) {
    DeltaCommits log = commits(contract.name());
    StructType there = log.columns();
    StructType wide = ContractCheck.widened(contract, there);
    if (wide != there && !log.widen(wide)) {
      // Somebody else made the next version.
      widen(contract);
    }
  }

  @Override
  public StructType columns(TableName table) {
    return commits(table).columns();
  }

  @Override
  public OptionalInt version(TableName table) {
    DeltaBranches.State now = branches.now();
    return now.of(table) == null ? OptionalInt.empty() : OptionalInt.of(now.lakeVersion());
  }

  @Override
  public DeltaHistory history(TableName table) {
    return history(table, branches.now());
  }

  private DeltaHistory history(TableName table, DeltaBranches.State state) {
    Map<String, Long> found = state.of(table);
    if (found == null) {
      throw new InsightException(ErrorKind.INPUT, LakeTables.none(table));
    }
    return new DeltaHistory(table, commits(table), found);
  }

  @Override
  public Dataset<Row> read(TableName table) {
    return readAt(table, history(table).tip(Lake.MAIN).snapshotId());
  }

  /**
   * By the files that the log names. Delta's own scan is of the same files, but runs several Spark
   * jobs to list them, however few they are, for each table of each query.
   */
  @Override
  public Dataset<Row> readAt(TableName table, long snapshot) {
    return load(table, snapshot, commits(table).files(snapshot));
  }

  @Override
  public Dataset<Row> added(TableName table, long after, long upTo) {
    List<Long> versions =
        history(table).between(after, upTo).orElseThrow().stream()
            .filter(DeltaWrite::addsRows)
            .map(Snapshot::snapshotId)
            .toList();
    return added(table, versions);
  }

  /** The rows in the files that these versions added. */
  Dataset<Row> added(TableName table, List<Long> versions) {
    List<String> paths = new ArrayList<>();
    versions.forEach(version -> paths.addAll(commits(table).added(version)));
    return load(table, versions.stream().mapToLong(v -> v).max().orElse(0), paths);
  }

  /** Rows of files, with the columns that the table had as of a version. */
  private Dataset<Row> load(TableName table, long version, List<String> paths) {
    StructType columns = commits(table).columns(version);
    if (paths.isEmpty()) {
      return spark.createDataFrame(List.<Row>of(), columns);
    }
    return spark.withActive(
        () ->
            spark
                .read()
                .schema(columns)
                // Folders on the way may be called as partitions are.
                .option("recursiveFileLookup", "true")
                .parquet(paths.toArray(String[]::new)));
  }

  /** {@link #readAt} knows it. */
  @Override
  public boolean none(TableName table, Snapshot snapshot) {
    return false;
  }

  @Override
  public Dataset<Row> keys(TableContract contract, List<Snapshot> written) {
    List<Long> versions =
        written.stream()
            .filter(s -> WriteMode.UPDATE.name().equals(s.summary().get(StagedWrite.MODE)))
            .map(Snapshot::snapshotId)
            .sorted()
            .toList();
    Column[] key = contract.key().stream().map(c -> col(c)).toArray(Column[]::new);
    Dataset<Row> keys = null;
    for (int at = 0; at < versions.size(); ) {
      int end = at;
      while (end + 1 < versions.size() && versions.get(end + 1) == versions.get(end) + 1) {
        end++;
      }
      Dataset<Row> found =
          changes(contract.name(), versions.get(at), versions.get(end)).select(key);
      keys = keys == null ? found : keys.union(found);
      at = end + 1;
    }
    return keys == null ? read(contract.name()).select(key).limit(0) : keys.distinct();
  }

  /** The rows that versions took out and put in, by Delta's change data feed; both inclusive. */
  private Dataset<Row> changes(TableName table, long from, long to) {
    return spark.withActive(
        () ->
            spark
                .read()
                .format("delta")
                .option("readChangeFeed", "true")
                .option("startingVersion", Long.toString(from))
                .option("endingVersion", Long.toString(to))
                .load(path(table)));
  }

  @Override
  public long rows(TableName table, Snapshot snapshot) {
    return commits(table).rows(snapshot.snapshotId());
  }

  @Override
  public long rowsRoughly(TableName table, Snapshot snapshot) {
    return rows(table, snapshot);
  }

  @Override
  public PendingWrite write(
      TableContract contract,
      String branch,
      long from,
      WriteMode mode,
      Dataset<Row> rows,
      Map<String, String> summary) {
    return DeltaWrite.of(this, contract, branch, from, mode, null, rows, summary);
  }

  @Override
  public PendingWrite update(
      TableContract contract,
      String branch,
      long from,
      Dataset<Row> keys,
      Dataset<Row> rows,
      Map<String, String> summary) {
    return DeltaWrite.of(this, contract, branch, from, WriteMode.UPDATE, keys, rows, summary);
  }

  @Override
  public void branch(TableName table, String branch, long snapshot) {
    branches.change(state -> state.with(table, branch, snapshot));
  }

  @Override
  public void dropBranch(TableName table, String branch) {
    branches.change(state -> state.with(table, branch, null));
    settle(table);
  }

  @Override
  public boolean publish(Collection<TableName> names, Predicate<TableHistory> may) {
    DeltaBranches.State first = branches.now();
    boolean moved =
        branches.change(
            state -> {
              DeltaBranches.State next = state;
              for (TableName name : names) {
                DeltaHistory history = history(name, state);
                if (!history.branches().equals(first.of(name)) || !may.test(history)) {
                  return null;
                }
                Long run = history.branches().get(Lake.RUN);
                if (run == null) {
                  throw new IllegalStateException("nothing is staged of " + name);
                }
                next = next.with(name, Lake.MAIN, run).with(name, Lake.RUN, null);
              }
              return next;
            });
    if (moved) {
      names.forEach(this::settleIfItCan);
    }
    return moved;
  }

  /** What was published counts already. */
  private void settleIfItCan(TableName table) {
    try {
      settle(table);
    } catch (RuntimeException e) {
      LOG.warn("The last version of {} is not what readers see: {}", table, Failures.why(e));
    }
  }

  /**
   * Puts the last version of a table to what readers see, where nothing is staged, for those who
   * read the folder by themselves. Nothing of ours depends on it.
   */
  void settle(TableName table) {
    Map<String, Long> found = branches.now().of(table);
    Long main = found == null ? null : found.get(Lake.MAIN);
    if (found != null && main != null && found.size() == 1) {
      if (!commits(table).sameRows(commits(table).head(), main)) {
        // Or somebody else writes, and settles it in their turn.
        commits(table).putBack(main, Map.of());
      }
    }
  }

  /** For commands of Delta that take no option for it. */
  void withMetadata(Map<String, String> summary, Runnable command) {
    String key = "spark.databricks.delta.commitInfo.userMetadata";
    spark.conf().set(key, DeltaCommits.metadata(summary));
    try {
      spark.withActive(
          () -> {
            command.run();
            return true;
          });
    } finally {
      spark.conf().unset(key);
    }
  }

  /** Delta has no deleted keys: files are rewritten without their rows. */
  @Override
  public boolean compact(TableName table) {
    return false;
  }

  @Override
  public Optional<TableName> tableOf(LogicalPlan leaf) {
    if (leaf instanceof LogicalRelation relation
        && relation.relation() instanceof HadoopFsRelation files
        && !files.location().rootPaths().isEmpty()) {
      return tableOf(files.location().rootPaths().head());
    }
    return Optional.empty();
  }

  /** The table in whose folder a file is, or that has this folder. */
  private Optional<TableName> tableOf(Path path) {
    String below = warehouse.toUri().getPath() + "/";
    String found = path.toUri().getPath();
    if (!found.startsWith(below)) {
      return Optional.empty();
    }
    String[] names = found.substring(below.length()).split("/", -1);
    return names.length < 2 || names[0].startsWith("_")
        ? Optional.empty()
        : Optional.of(TableName.of(names[0] + "." + names[1]));
  }

  @Override
  public Table iceberg(TableName table) {
    throw new InsightException(
        ErrorKind.USAGE,
        "Cannot do this with tables of Delta (docs/delta.md says what can be done), found "
            + table);
  }
}
