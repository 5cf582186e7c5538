package org.insight.tables;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.insight.config.Settings.LakeSettings;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.schemas.Contracts;
import org.insight.schemas.IcebergDdl;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.jspecify.annotations.Nullable;

/**
 * The tables, in whatever Iceberg catalog the settings name. What is read and written is what
 * readers see, or, of a lake {@link #ofRun}, what a run has staged for them.
 */
public final class Lake {

  /** Iceberg's name for the branch that readers see. */
  static final String MAIN = "main";

  /** The branch of each table on which a run stages what it writes. */
  static final String RUN = "insight_run";

  private static final String VERSION = "insight.lake-version";

  private final SparkSession spark;
  private final LakeSettings settings;
  private final Contracts contracts;
  private final String branch;

  private Lake(SparkSession spark, LakeSettings settings, Contracts contracts, String branch) {
    this.spark = spark;
    this.settings = settings;
    this.contracts = contracts;
    this.branch = branch;
  }

  /**
   * The same lake as a run sees it: tables as the run has staged them, and as they are published
   * where it has not. What is written to it no reader sees until {@link Publication#move}.
   */
  public Lake ofRun() {
    return new Lake(spark, settings, contracts, RUN);
  }

  /** The same lake as readers see it. */
  public Lake published() {
    return new Lake(spark, settings, contracts, MAIN);
  }

  /** The branch that is written to; read too, where a table has it. */
  String branch() {
    return branch;
  }

  LakeSettings settings() {
    return settings;
  }

  /** Spark properties by which the catalog of these settings is reached. */
  public static Map<String, String> sparkProperties(LakeSettings settings) {
    Map<String, String> properties = new HashMap<>();
    String prefix = "spark.sql.catalog." + settings.catalog();
    properties.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
    catalogProperties(settings).forEach((k, v) -> properties.put(prefix + "." + k, v));
    properties.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    return properties;
  }

  /** Iceberg's properties of the catalog, paths in full. */
  static Map<String, String> catalogProperties(LakeSettings settings) {
    String path = Path.of(settings.path()).toAbsolutePath().normalize().toString();
    Map<String, String> properties = new HashMap<>();
    settings.properties().forEach((k, v) -> properties.put(k, v.replace("${lake.path}", path)));
    return properties;
  }

  /** Whether an embedded lake of these settings is there; other catalogs answer for themselves. */
  public static boolean exists(LakeSettings settings) {
    // An overlay that names another kind of catalog leaves the default's address in place.
    String type = settings.properties().getOrDefault("type", "");
    String uri = settings.properties().getOrDefault("uri", "");
    String path = Path.of(settings.path()).toAbsolutePath().normalize().toString();
    return !type.equals("jdbc")
        || !uri.startsWith("jdbc:sqlite:")
        || Files.exists(
            Path.of(uri.substring("jdbc:sqlite:".length()).replace("${lake.path}", path)));
  }

  /**
   * Opens a lake and makes the tables that it lacks.
   *
   * @throws InsightException CONTRACT where a newer version wrote it, or a table's columns are not
   *     those of its contract; EXTERNAL where the catalog cannot be reached
   */
  public static Lake openOrCreate(SparkSession spark, LakeSettings settings, Contracts contracts) {
    if (!exists(settings)) {
      try {
        Files.createDirectories(Path.of(settings.path()).toAbsolutePath());
      } catch (IOException e) {
        throw new InsightException(
            ErrorKind.EXTERNAL, "Cannot make the lake's folder, found " + settings.path(), e);
      }
    }
    Lake lake = new Lake(spark, settings, contracts, MAIN);
    for (TableContract contract : contracts.all()) {
      lake.ensure(contract);
    }
    return lake;
  }

  /**
   * Opens a lake to read it.
   *
   * @throws InsightException INPUT where there is none; CONTRACT where a newer version wrote it
   */
  public static Lake open(SparkSession spark, LakeSettings settings, Contracts contracts) {
    Lake lake = new Lake(spark, settings, contracts, MAIN);
    if (!exists(settings)) {
      throw none(settings);
    }
    int there = 0;
    for (TableContract contract : contracts.all()) {
      if (spark.catalog().tableExists(lake.identifier(contract.name()))) {
        lake.refuseNewer(contract.name());
        there++;
      }
    }
    if (there == 0) {
      throw none(settings);
    }
    return lake;
  }

  private static InsightException none(LakeSettings settings) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot open the lake: there is none, found "
            + settings.path()
            + "; `insight run` makes one");
  }

  public SparkSession spark() {
    return spark;
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
    return contracts.find(table).isPresent() && spark.catalog().tableExists(identifier(table));
  }

  /** All rows. */
  public Dataset<Row> read(TableName table) {
    return branch.equals(MAIN)
        ? load(spark.read(), table)
        : readAt(table, snapshot(table).snapshotId());
  }

  /** All rows as of a snapshot. */
  public Dataset<Row> readAt(TableName table, long snapshot) {
    return load(spark.read().option("snapshot-id", Long.toString(snapshot)), table);
  }

  /**
   * The rows that were appended between two snapshots.
   *
   * @param after exclusive
   * @param upTo inclusive
   */
  public Dataset<Row> readAppended(TableName table, long after, long upTo) {
    return load(
        spark
            .read()
            .option("start-snapshot-id", Long.toString(after))
            .option("end-snapshot-id", Long.toString(upTo)),
        table);
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
        .map(all -> all.stream().allMatch(s -> compaction(s) || wrote(s, WriteMode.APPEND)))
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
                            compaction(s)
                                || wrote(s, WriteMode.APPEND)
                                || wrote(s, WriteMode.UPDATE)))
        .map(all -> keys(contract, all));
  }

  /**
   * Whether a table has the rows that it had at a snapshot: it is the same, or all since then is
   * that files were rewritten.
   *
   * @param then a snapshot of before
   * @param now the snapshot that is looked at
   */
  public boolean sameRows(TableName table, long then, long now) {
    return then == now
        || between(table, then, now)
            .map(all -> all.stream().allMatch(Lake::compaction))
            .orElse(false);
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
        .filter(all -> all.stream().allMatch(s -> compaction(s) || wrote(s, WriteMode.UPDATE)))
        .map(all -> keys(contract, all));
  }

  private Dataset<Row> keys(TableContract contract, List<Snapshot> snapshots) {
    Table table = iceberg(contract.name());
    List<String> files = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      if (!compaction(snapshot)) {
        snapshot.addedDeleteFiles(table.io()).forEach(file -> files.add(file.location()));
      }
    }
    Column[] key = contract.key().stream().map(c -> col(c)).toArray(Column[]::new);
    if (files.isEmpty()) {
      return read(contract.name()).select(key).limit(0);
    }
    return spark.read().parquet(files.toArray(String[]::new)).select(key).distinct();
  }

  private static boolean compaction(Snapshot snapshot) {
    return snapshot.operation().equals(DataOperations.REPLACE);
  }

  private static boolean wrote(Snapshot snapshot, WriteMode mode) {
    return mode.name().equals(snapshot.summary().get(StagedWrite.MODE));
  }

  /** The snapshots from one to another, the last first; empty where the one is not in its past. */
  private Optional<List<Snapshot>> between(TableName name, long after, long upTo) {
    Table table = iceberg(name);
    List<Snapshot> snapshots = new ArrayList<>();
    Snapshot at = table.snapshot(upTo);
    while (at != null && at.snapshotId() != after) {
      snapshots.add(at);
      at = at.parentId() == null ? null : table.snapshot(at.parentId());
    }
    return at == null ? Optional.empty() : Optional.of(snapshots);
  }

  /** Iceberg looks for the catalog in the active session, which need not be this one. */
  private Dataset<Row> load(DataFrameReader reader, TableName table) {
    return spark.withActive(() -> reader.format("iceberg").load(identifier(table)));
  }

  /** The snapshot that is read; a table always has one, if of no rows. */
  public Snapshot snapshot(TableName table) {
    Snapshot snapshot = newest(iceberg(table));
    if (snapshot == null) {
      throw new InsightException(
          ErrorKind.CONTRACT, "Cannot read a table: it has no snapshot, found " + table);
    }
    return snapshot;
  }

  private @Nullable Snapshot newest(Table table) {
    return table.refs().containsKey(branch) ? table.snapshot(branch) : table.currentSnapshot();
  }

  /** Id of the snapshot that is read. */
  long head(Table table) {
    Snapshot snapshot = newest(table);
    if (snapshot == null) {
      throw new IllegalStateException("no snapshot of " + table.name());
    }
    return snapshot.snapshotId();
  }

  /** Whether a snapshot is, or has in its past, another one. */
  static boolean reaches(Table table, long snapshot, long past) {
    Long at = snapshot;
    while (at != null && at != past) {
      Snapshot found = table.snapshot(at);
      at = found == null ? null : found.parentId();
    }
    return at != null;
  }

  /** Iceberg's own handle of the table, as of now. */
  public Table iceberg(TableName table) {
    try {
      return Spark3Util.loadIcebergTable(spark, identifier(table));
    } catch (NoSuchTableException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot read a table: the lake has none of that name, found " + table,
          e);
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many rows there are. Known without a look at them unless some were deleted by key. */
  public long rows(TableName table) {
    Map<String, String> summary = snapshot(table).summary();
    return count(summary, SnapshotSummary.TOTAL_EQ_DELETES_PROP) > 0
        ? read(table).count()
        : count(summary, SnapshotSummary.TOTAL_RECORDS_PROP);
  }

  /**
   * Rewrites the files of a table whose deleted keys are more than a tenth of its rows, so that
   * readers need not take them out each time. No row changes, and no job runs for it. Of what a run
   * stages nothing is rewritten: that waits until it is published.
   *
   * @return whether there was something to do
   */
  public boolean compact(TableName table) {
    if (!branch.equals(MAIN)) {
      return false;
    }
    if (!Compaction.manyDeletes(snapshot(table).summary())) {
      return false;
    }
    compact(table, Compaction.Extent.ALL_FILES, Compaction.Limits.OF_RUNS);
    return true;
  }

  /**
   * Rewrites files of a table, of which readers see no change. Nothing may be staged of it: what is
   * staged would lack the new files.
   */
  public void compact(TableName table, Compaction.Extent extent, Compaction.Limits limits) {
    spark.withActive(
        () -> {
          Compaction.rewrite(spark, iceberg(table), extent, limits);
          return true;
        });
  }

  private static long count(Map<String, String> summary, String property) {
    return Long.parseLong(summary.getOrDefault(property, "0"));
  }

  /**
   * The job that last wrote to the table: its snapshot's summary with the keys {@code insight.*}.
   * Null where only the table's making is in its history.
   */
  public @Nullable Snapshot lastWrite(TableName table) {
    Table iceberg = iceberg(table);
    Snapshot snapshot = newest(iceberg);
    while (snapshot != null && !snapshot.summary().containsKey(StagedWrite.JOB)) {
      Long parent = snapshot.parentId();
      snapshot = parent == null ? null : iceberg.snapshot(parent);
    }
    return snapshot;
  }

  private void ensure(TableContract contract) {
    TableName name = contract.name();
    if (spark.catalog().tableExists(identifier(name))) {
      refuseNewer(name);
      ContractCheck.ofSchema(contract, spark.table(identifier(name)).schema()).stream()
          .findFirst()
          .ifPresent(
              breach -> {
                throw new InsightException(
                    ErrorKind.CONTRACT,
                    "Cannot open the lake: a table is not as its contract says, found "
                        + breach.inWords());
              });
    } else {
      spark.sql("CREATE NAMESPACE IF NOT EXISTS " + settings.catalog() + "." + name.stage());
      spark.sql(IcebergDdl.render(settings.catalog(), contract));
    }
    Table iceberg = iceberg(name);
    if (iceberg.currentSnapshot() == null) {
      // A first snapshot of no rows, so that every later position has something to start from.
      iceberg.newFastAppend().commit();
    }
    if (iceberg.sortOrder().isUnsorted()) {
      IcebergDdl.order(settings.catalog(), contract).ifPresent(spark::sql);
    }
  }

  private void refuseNewer(TableName name) {
    String found = iceberg(name).properties().getOrDefault(VERSION, "0");
    if (Integer.parseInt(found) > IcebergDdl.LAKE_VERSION) {
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot open the lake: a newer version wrote it, found lake version "
              + found
              + " where this program knows "
              + IcebergDdl.LAKE_VERSION);
    }
  }
}
