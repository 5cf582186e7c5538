package org.insight.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings.Format;
import org.insight.config.Settings.LakeSettings;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.core.PrivateFiles;
import org.insight.schemas.Contracts;
import org.insight.schemas.IcebergDdl;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables, of whatever format and wherever the settings say. What is read and written is what
 * readers see, or, of a lake {@link #ofRun}, what a run has staged for them.
 */
public final class Lake {

  /** The branch that readers see; Iceberg's own name for it. */
  static final String MAIN = "main";

  /**
   * The branch of each table on which a run stages what it writes; in an Iceberg table it is called
   * as {@link BranchNames} says.
   */
  static final String RUN = "insight_run";

  /** The branch that holds what a run had staged while a rollback stages something else. */
  static final String KEPT = "insight_kept";

  private static final Logger LOG = LoggerFactory.getLogger(Lake.class);

  private final SparkOnDemand spark;
  private final LakeSettings settings;
  private final LakeTables tables;
  private final Contracts contracts;
  private final String branch;

  private Lake(
      SparkOnDemand spark,
      LakeSettings settings,
      LakeTables tables,
      Contracts contracts,
      String branch) {
    this.spark = spark;
    this.settings = settings;
    this.tables = tables;
    this.contracts = contracts;
    this.branch = branch;
  }

  /**
   * The same lake as a run sees it: tables as the run has staged them, and as they are published
   * where it has not. What is written to it no reader sees until {@link Publication#move}.
   */
  public Lake ofRun() {
    return new Lake(spark, settings, tables, contracts, RUN);
  }

  /** The same lake as readers see it. */
  public Lake published() {
    return new Lake(spark, settings, tables, contracts, MAIN);
  }

  /** The branch that is written to; read too, where a table has it. */
  String branch() {
    return branch;
  }

  LakeTables tables() {
    return tables;
  }

  /** Spark properties by which the tables of these settings are reached. */
  public static Map<String, String> sparkProperties(LakeSettings settings) {
    return TableFormat.of(settings).sparkProperties();
  }

  /**
   * Whether a lake of these settings is there; where only a catalog knows, it answers for itself.
   */
  public static boolean exists(LakeSettings settings) {
    return TableFormat.of(settings).found().orElse(true);
  }

  /**
   * Opens a lake and makes the tables that it lacks, and the columns that an older version did not
   * know, if they may be null. An embedded lake is closed to all users but its owner.
   *
   * @throws InsightException USAGE where its tables are of another format; CONTRACT where a newer
   *     version wrote it, or a table's columns are not those of its contract; EXTERNAL where the
   *     catalog cannot be reached
   */
  public static Lake openOrCreate(
      SparkSession session, LakeSettings settings, Contracts contracts) {
    SparkOnDemand spark = SparkOnDemand.of(session);
    refuseOtherFormat(settings);
    TableFormat format = TableFormat.of(settings);
    try {
      if (!exists(settings)) {
        PrivateFiles.createDirectories(Path.of(settings.path()).toAbsolutePath());
      }
      if (isPrivate(spark, format)) {
        close(settings);
        format.makeCatalogFile();
      }
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot make the lake's folder, found " + settings.path(), e);
    }
    Lake lake = of(spark, settings, contracts);
    List<TableContract> there =
        contracts.all().stream().filter(contract -> lake.isThere(contract.name())).toList();
    // All before any is changed: one that this version changed the version of before refuses.
    List<TableContract> narrow = there.stream().filter(lake::isNarrow).toList();
    narrow.forEach(lake.tables::widen);
    contracts.all().forEach(lake.tables::make);
    return lake;
  }

  /** Not on a cluster: its executors may be other users, who share the folder. */
  private static boolean isPrivate(SparkOnDemand spark, TableFormat format) {
    return format.isEmbedded() && spark.isLocal();
  }

  private static void close(LakeSettings settings) {
    boolean there = exists(settings);
    Path folder = Path.of(settings.path()).toAbsolutePath();
    try {
      if (PrivateFiles.close(folder) && there) {
        LOG.warn("Other users could read the lake's folder. It is closed to them now: {}", folder);
      }
    } catch (IOException e) {
      LOG.warn("Other users can read the lake's folder: {}, found {}", Failures.why(e), folder);
    }
  }

  /**
   * As {@link #openOrCreate}, of a lake that is there.
   *
   * @throws InsightException as {@link #openOrCreate}, and INPUT where there is none
   */
  public static Lake openToWrite(SparkSession spark, LakeSettings settings, Contracts contracts) {
    open(spark, settings, contracts);
    return openOrCreate(spark, settings, contracts);
  }

  /**
   * Opens a lake to read it.
   *
   * @throws InsightException INPUT where there is none; USAGE where its tables are of another
   *     format; CONTRACT where a newer version wrote it
   */
  public static Lake open(SparkSession spark, LakeSettings settings, Contracts contracts) {
    return open(SparkOnDemand.of(spark), settings, contracts);
  }

  /**
   * As {@link #open(SparkSession, LakeSettings, Contracts)}; Spark starts if rows are asked for.
   */
  public static Lake open(SparkOnDemand spark, LakeSettings settings, Contracts contracts) {
    refuseOtherFormat(settings);
    Lake lake = of(spark, settings, contracts);
    if (!exists(settings)) {
      throw none(settings);
    }
    int there = 0;
    for (TableContract contract : contracts.all()) {
      if (lake.isThere(contract.name())) {
        there++;
      }
    }
    if (there == 0) {
      throw none(settings);
    }
    return lake;
  }

  private static Lake of(SparkOnDemand spark, LakeSettings settings, Contracts contracts) {
    TableFormat format = TableFormat.of(settings);
    if (isPrivate(spark, format)) {
      spark.onStart(
          session -> LocalFiles.makePrivate(session.sparkContext().hadoopConfiguration()));
    }
    return new Lake(spark, settings, format.tables(spark), contracts, MAIN);
  }

  /** One folder holds one lake: a second one beside it would be taken for it. */
  private static void refuseOtherFormat(LakeSettings settings) {
    for (Format other : Format.values()) {
      if (other != settings.format()
          && TableFormat.of(settings.with(other)).found().orElse(false)) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot open the lake: its tables are not of the format of the setting lake.format,"
                + " found tables of "
                + other.name().toLowerCase(Locale.ROOT)
                + " in "
                + settings.path());
      }
    }
  }

  private static InsightException none(LakeSettings settings) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot open the lake: there is none, found "
            + settings.path()
            + "; `insight run` makes one");
  }

  /** Where it is, and how its tables are kept. */
  public LakeSettings settings() {
    return settings;
  }

  public SparkSession spark() {
    return spark.get();
  }

  public Contracts contracts() {
    return contracts;
  }

  /** The name of the Spark catalog. */
  public String catalog() {
    return settings.catalog();
  }

  /** The table's name in Spark SQL. */
  public String identifier(TableName table) {
    return settings.catalog() + "." + table;
  }

  /** Whether the lake has a table yet; one that an older version wrote may lack some. */
  public boolean has(TableName table) {
    return contracts.find(table).isPresent() && tables.has(table);
  }

  /** All rows; a column that the table does not have yet is null. */
  public Dataset<Row> read(TableName table) {
    return branch.equals(MAIN)
        ? wide(table, tables.read(table))
        : readAt(table, snapshot(table).snapshotId());
  }

  /**
   * Hands on some columns of all rows, one row after the other, in no order. Iceberg's tables are
   * read without Spark, in this thread: for tables that are small, or whose rows are read once.
   *
   * @param columns in the order of each row; null where a table does not have one yet
   */
  public void forEach(TableName table, List<String> columns, Consumer<Row> rows) {
    if (!tables.forEach(table, snapshot(table).snapshotId(), columns, rows)) {
      read(table)
          .select(columns.stream().map(c -> col(c)).toArray(Column[]::new))
          .toLocalIterator()
          .forEachRemaining(rows);
    }
  }

  /**
   * As {@link #forEach}, of the rows that have nothing in a column. Files of Iceberg's tables that
   * have none of them are not opened.
   *
   * @param empty the column
   */
  public void forEachWithout(
      TableName table, String empty, List<String> columns, Consumer<Row> rows) {
    if (!tables.forEachWithout(table, snapshot(table).snapshotId(), empty, columns, rows)) {
      read(table)
          .where(col(empty).isNull())
          .select(columns.stream().map(c -> col(c)).toArray(Column[]::new))
          .toLocalIterator()
          .forEachRemaining(rows);
    }
  }

  /**
   * All rows of a small table, as {@link #forEach} hands them on.
   *
   * @param columns none: all of the contract
   */
  public List<Row> collect(TableName table, String... columns) {
    List<String> names =
        columns.length > 0
            ? List.of(columns)
            : contracts.get(table).columns().stream().map(c -> c.name()).toList();
    List<Row> rows = new ArrayList<>();
    forEach(table, names, rows::add);
    return rows;
  }

  /** No rows, with the columns of a table. */
  public Dataset<Row> noRows(TableName table) {
    return read(table).limit(0);
  }

  /** All rows as of a snapshot; a column that came later is null. */
  public Dataset<Row> readAt(TableName table, long snapshot) {
    return wide(table, tables.readAt(table, snapshot));
  }

  /**
   * As {@link #readAt(TableName, long)}, of rows from which others are made: where it is known that
   * there are none, {@link LocalRows} knows it, and Spark leaves out what follows from none.
   */
  public Dataset<Row> readAt(TableName table, Snapshot snapshot) {
    Dataset<Row> rows = readAt(table, snapshot.snapshotId());
    return tables.none(table, snapshot) ? rows.limit(0) : rows;
  }

  /**
   * The rows that were added between two snapshots, also those that are gone again. Where there are
   * none, {@link LocalRows} knows it.
   *
   * @param after exclusive
   * @param upTo inclusive
   */
  public Dataset<Row> readAppended(TableName table, long after, long upTo) {
    return wide(table, tables.added(table, after, upTo));
  }

  /**
   * Whether all that happened between two snapshots is that rows were added; compaction, which
   * changes none, aside.
   *
   * @param after exclusive
   * @param upTo inclusive
   */
  public boolean onlyAdded(TableName table, long after, long upTo) {
    return between(table, after, upTo)
        .map(all -> all.stream().allMatch(s -> s.sameRows() || wrote(s, WriteMode.APPEND)))
        .orElse(false);
  }

  /**
   * The keys whose rows were taken back, or made anew, between two snapshots, each once.
   *
   * @param after exclusive
   * @param upTo inclusive
   * @return empty where something else happened too than that rows were added and taken back by key
   */
  public Optional<Dataset<Row>> removedKeys(TableContract contract, long after, long upTo) {
    return between(contract.name(), after, upTo)
        .filter(
            all ->
                all.stream()
                    .allMatch(
                        s ->
                            s.sameRows()
                                || wrote(s, WriteMode.APPEND)
                                || wrote(s, WriteMode.UPDATE)))
        .map(all -> tables.keys(contract, written(all)));
  }

  /**
   * Whether a table has the rows that it had at a snapshot: it is the same, or all since then is
   * that files were rewritten.
   *
   * @param then a snapshot of before
   * @param now the snapshot that is looked at
   */
  public boolean sameRows(TableName table, long then, long now) {
    return then == now || history(table).sameRows(then, now);
  }

  /**
   * The keys whose rows were made anew between two snapshots, each once.
   *
   * @param after exclusive
   * @param upTo inclusive
   * @return empty where something else happened too, as the making anew of the whole table
   */
  public Optional<Dataset<Row>> changedKeys(TableContract contract, long after, long upTo) {
    return between(contract.name(), after, upTo)
        .filter(all -> all.stream().allMatch(s -> s.sameRows() || wrote(s, WriteMode.UPDATE)))
        .map(all -> tables.keys(contract, written(all)));
  }

  private static List<Snapshot> written(List<Snapshot> snapshots) {
    return snapshots.stream().filter(s -> !s.sameRows()).toList();
  }

  private static boolean wrote(Snapshot snapshot, WriteMode mode) {
    return mode.name().equals(snapshot.summary().get(StagedWrite.MODE));
  }

  private Optional<List<Snapshot>> between(TableName table, long after, long upTo) {
    return history(table).between(after, upTo);
  }

  /** The snapshots and branches of a table, as of now. */
  public TableHistory history(TableName table) {
    return tables.history(table);
  }

  /** The snapshot that is read; a table always has one, if of no rows. */
  public Snapshot snapshot(TableName table) {
    return tip(history(table));
  }

  /** As {@link #snapshot}, of a table that is loaded already. */
  public Snapshot tip(TableHistory history) {
    return history.tip(branch);
  }

  /**
   * Iceberg's own handle of the table, as of now.
   *
   * @throws InsightException USAGE where tables are of another format
   */
  public Table iceberg(TableName table) {
    return tables.iceberg(table);
  }

  /** The table that a leaf of a plan reads; empty where it is none of the lake's. */
  public Optional<TableName> tableOf(LogicalPlan leaf) {
    return tables.tableOf(leaf);
  }

  /** How many rows there are. */
  public long rows(TableName table) {
    return tables.rows(table, snapshot(table));
  }

  /** About how many rows there are, known without a look at them. */
  public long rowsRoughly(TableName table) {
    return tables.rowsRoughly(table, snapshot(table));
  }

  /**
   * Rewrites the files of a table whose deleted keys are more than a tenth of its rows, so that
   * readers need not take them out each time, and those of a small table that is in many files. No
   * row changes, and no job runs for it. Of what a run stages nothing is rewritten: that waits
   * until it is published. Nor is a table that is not {@link TableContract#isCompacted()}.
   *
   * @return whether some were rewritten
   */
  public boolean compact(TableName table) {
    return branch.equals(MAIN) && contracts.get(table).isCompacted() && tables.compact(table);
  }

  /**
   * Rewrites files of a table, of which readers see no change. Nothing may be staged of it: what is
   * staged would lack the new files.
   *
   * @return whether some were rewritten; not where others did it at the same time
   */
  public boolean compact(TableName table, Compaction.Extent extent, Compaction.Limits limits) {
    return spark().withActive(() -> Compaction.rewrite(spark(), iceberg(table), extent, limits));
  }

  /**
   * Rewrites the small files of what a run has staged of a table, where they are so many. No row
   * changes, and no job runs for it.
   *
   * @return whether some were rewritten; not where others published them at the same time
   */
  public boolean compactStaged(TableName table, Compaction.Limits limits) {
    return contracts.get(table).isCompacted()
        && spark().withActive(() -> Compaction.rewriteStaged(spark(), iceberg(table), limits));
  }

  /**
   * The job that last wrote to the table: its snapshot's summary with the keys {@code insight.*}.
   * Null where only the table's making is in its history.
   */
  public @Nullable Snapshot lastWrite(TableName table) {
    TableHistory history = history(table);
    Snapshot tip = history.tipIfAny(branch);
    return tip == null ? null : history.lastWrite(tip.snapshotId());
  }

  /**
   * Whether a table lacks columns of its contract, which may be null.
   *
   * @throws InsightException CONTRACT where it is another table than its contract says
   */
  private boolean isNarrow(TableContract contract) {
    StructType there = tables.columns(contract.name());
    StructType wide = ContractCheck.widened(contract, there);
    ContractCheck.ofSchema(contract, wide).stream()
        .findFirst()
        .ifPresent(
            breach -> {
              throw new InsightException(
                  ErrorKind.CONTRACT,
                  "Cannot open the lake: a table is not as its contract says, found "
                      + breach.inWords());
            });
    return wide != there;
  }

  /** With the columns of a table's contract, null where the rows do not have them. */
  private Dataset<Row> wide(TableName table, Dataset<Row> rows) {
    StructType there = rows.schema();
    StructType wide = contracts.find(table).map(c -> ContractCheck.widened(c, there)).orElse(there);
    if (wide == there) {
      return rows;
    }
    return rows.select(
        Stream.of(wide.fields())
            .map(
                field ->
                    there.getFieldIndex(field.name()).isDefined()
                        ? col(field.name())
                        : lit(null).cast(field.dataType()).as(field.name()))
            .toArray(Column[]::new));
  }

  /**
   * Whether there is a table of that name.
   *
   * @throws InsightException CONTRACT where a newer version wrote it
   */
  private boolean isThere(TableName name) {
    OptionalInt found = tables.version(name);
    if (found.orElse(0) > IcebergDdl.LAKE_VERSION) {
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot open the lake: a newer version wrote it, found lake version "
              + found.getAsInt()
              + " where this program knows "
              + IcebergDdl.LAKE_VERSION);
    }
    return found.isPresent();
  }
}
