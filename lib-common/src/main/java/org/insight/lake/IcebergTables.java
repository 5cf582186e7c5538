package org.insight.lake;

import static org.apache.spark.sql.functions.col;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.SparkReadOptions;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.spark.source.IcebergSource;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Utils;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.IcebergDdl;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.WriteMode;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Predef;
import scala.Tuple2;
import scala.collection.JavaConverters;

/** Tables in an Iceberg catalog. */
final class IcebergTables implements LakeTables {

  private static final String VERSION = "insight.lake-version";

  /**
   * As many bytes as could be read while a file is opened, by which Iceberg decides how many files
   * one task reads: 32 small ones, where its own 4 MiB make four. Runs leave small files, and a
   * task costs more than to open one.
   */
  private static final long OPEN_COST = 512 * 1024;

  /** Keys that are read at once sooner than a Spark job is begun. */
  private static final long FEW_KEYS = 5_000;

  /** Rows that are counted here sooner than Spark is started. */
  private static final long FEW_ROWS = 500_000;

  /** Of the properties of a Spark catalog, those that are Hadoop's. */
  private static final String HADOOP = "hadoop.";

  private static final IcebergSource SOURCE = new IcebergSource();

  private final SparkOnDemand spark;
  private final IcebergFormat format;
  private final String catalog;

  /** Those that were made, or were there. */
  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();

  /** Iceberg's own, for as long as no Spark session is there; null until one is asked for. */
  private @Nullable Catalog direct;

  IcebergTables(SparkOnDemand spark, IcebergFormat format) {
    this.spark = spark;
    this.format = format;
    this.catalog = format.settings().catalog();
  }

  /** The table's name in Spark SQL. */
  String identifier(TableName table) {
    return catalog + "." + table;
  }

  @Override
  public void make(TableContract contract) {
    Table iceberg = find(contract.name()).orElseGet(() -> create(contract));
    if (iceberg.currentSnapshot() == null) {
      // A first snapshot of no rows, so that every later position has something to start from.
      iceberg.newFastAppend().commit();
    }
    if (iceberg.sortOrder().isUnsorted()) {
      IcebergDdl.order(catalog, contract).ifPresent(spark.get()::sql);
    }
  }

  private Table create(TableContract contract) {
    TableName name = contract.name();
    if (namespaces.add(name.stage())) {
      spark.get().sql("CREATE NAMESPACE IF NOT EXISTS " + catalog + "." + name.stage());
    }
    spark.get().sql(IcebergDdl.render(catalog, contract));
    return iceberg(name);
  }

  @Override
  public void widen(TableContract contract) {
    StructType there = columns(contract.name());
    for (String name : ContractCheck.widened(contract, there).fieldNames()) {
      if (there.getFieldIndex(name).isEmpty()) {
        widen(contract, contract.column(name).orElseThrow());
      }
    }
  }

  /** No harm where it has it already. */
  void widen(TableContract contract, org.insight.schemas.Column column) {
    try {
      spark.get().sql(IcebergDdl.addColumn(catalog, contract, column));
    } catch (Exception e) {
      // Also what is checked and not declared. Somebody else may open the lake at the same time.
      if (columns(contract.name()).getFieldIndex(column.name()).isEmpty()) {
        throw e;
      }
    }
  }

  @Override
  public StructType columns(TableName table) {
    return SparkSchemaUtil.convert(iceberg(table).schema());
  }

  @Override
  public OptionalInt version(TableName table) {
    return find(table).stream()
        .mapToInt(found -> Integer.parseInt(found.properties().getOrDefault(VERSION, "0")))
        .findFirst();
  }

  @Override
  public TableHistory history(TableName table) {
    return new IcebergHistory(table, iceberg(table));
  }

  @Override
  public Dataset<Row> read(TableName table) {
    return load(table, Map.of());
  }

  @Override
  public Dataset<Row> readAt(TableName table, long snapshot) {
    return load(table, Map.of(SparkReadOptions.SNAPSHOT_ID, Long.toString(snapshot)));
  }

  @Override
  public Dataset<Row> added(TableName table, long after, long upTo) {
    Dataset<Row> added =
        load(
            table,
            Map.of(
                SparkReadOptions.START_SNAPSHOT_ID,
                Long.toString(after),
                SparkReadOptions.END_SNAPSHOT_ID,
                Long.toString(upTo)));
    boolean none =
        history(table)
            .between(after, upTo)
            .filter(
                all -> all.stream().noneMatch(s -> count(s, SnapshotSummary.ADDED_FILES_PROP) > 0))
            .isPresent();
    return none ? added.limit(0) : added;
  }

  /**
   * As a reader of Spark's of the format iceberg, which would look through all jars for a format of
   * that name, each time. Iceberg looks for the catalog in the active session, which need not be
   * this one.
   */
  private Dataset<Row> load(TableName table, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put(SparkReadOptions.FILE_OPEN_COST, Long.toString(OPEN_COST));
    all.put(SparkReadOptions.PATH, identifier(table));
    SparkSession session = spark.get();
    try {
      return session.withActive(
          () ->
              DataSourceV2Utils.loadV2Source(
                      session,
                      SOURCE,
                      Option.empty(),
                      new CaseInsensitiveMap<>(
                          JavaConverters.mapAsScalaMap(all).toMap(Predef.$conforms())),
                      SOURCE.shortName(),
                      JavaConverters.asScalaBuffer(List.<String>of()))
                  .get());
    } catch (Exception e) {
      // Checked, but Spark declares none; a lake that is just being made has some tables only.
      if (e instanceof NoSuchTableException) {
        throw none(table, e);
      }
      throw e;
    }
  }

  /** As the files of deleted keys have them, which name new keys too. */
  @Override
  public Dataset<Row> keys(TableContract contract, List<Snapshot> written) {
    Table table = iceberg(contract.name());
    List<DeleteFile> files = new ArrayList<>();
    for (Snapshot snapshot : written) {
      table.snapshot(snapshot.snapshotId()).addedDeleteFiles(table.io()).forEach(files::add);
    }
    if (files.stream().mapToLong(DeleteFile::recordCount).sum() <= FEW_KEYS) {
      return KeyDeletes.read(spark.get(), table, contract.key(), files);
    }
    Column[] key = contract.key().stream().map(c -> col(c)).toArray(Column[]::new);
    String[] paths = files.stream().map(DeleteFile::location).toArray(String[]::new);
    return spark.get().read().parquet(paths).select(key).distinct();
  }

  @Override
  public boolean none(TableName table, Snapshot snapshot) {
    return none(table, snapshot.snapshotId(), snapshot.summary());
  }

  /**
   * Where the summary of a snapshot says that there is no file, and its manifests too, which are
   * looked at only then: a commit to a branch that was dropped meanwhile begins its counts anew.
   */
  boolean none(TableName name, long snapshot, Map<String, String> summary) {
    if (!"0".equals(summary.get(SnapshotSummary.TOTAL_DATA_FILES_PROP))) {
      return false;
    }
    Table table = iceberg(name);
    org.apache.iceberg.Snapshot there = table.snapshot(snapshot);
    return there != null
        && there.dataManifests(table.io()).stream()
            .noneMatch(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles());
  }

  @Override
  public boolean forEach(TableName table, long snapshot, List<String> columns, Consumer<Row> rows) {
    IcebergRows.forEach(iceberg(table), snapshot, columns, rows);
    return true;
  }

  @Override
  public boolean forEachWithout(
      TableName table, long snapshot, String empty, List<String> columns, Consumer<Row> rows) {
    IcebergRows.forEach(iceberg(table), snapshot, Expressions.isNull(empty), columns, rows);
    return true;
  }

  /** Known without a look at them unless some were deleted by key. */
  @Override
  public long rows(TableName table, Snapshot snapshot) {
    if (count(snapshot, SnapshotSummary.TOTAL_EQ_DELETES_PROP) == 0) {
      return rowsRoughly(table, snapshot);
    }
    return !spark.isStarted() && rowsRoughly(table, snapshot) <= FEW_ROWS
        ? IcebergRows.count(iceberg(table), snapshot.snapshotId())
        : readAt(table, snapshot.snapshotId()).count();
  }

  /** With those of deleted keys. */
  @Override
  public long rowsRoughly(TableName table, Snapshot snapshot) {
    return count(snapshot, SnapshotSummary.TOTAL_RECORDS_PROP);
  }

  private static long count(Snapshot snapshot, String property) {
    return Long.parseLong(snapshot.summary().getOrDefault(property, "0"));
  }

  @Override
  public PendingWrite write(
      TableContract contract,
      String branch,
      long from,
      WriteMode mode,
      Dataset<Row> rows,
      Map<String, String> summary) {
    return IcebergWrite.of(this, contract, branch, from, mode, rows, summary);
  }

  @Override
  public PendingWrite update(
      TableContract contract,
      String branch,
      long from,
      Dataset<Row> keys,
      Dataset<Row> rows,
      Map<String, String> summary) {
    return IcebergWrite.ofKeys(this, contract, branch, from, keys, rows, summary);
  }

  @Override
  public void branch(TableName name, String branch, long snapshot) {
    Branches.commit(
        () -> iceberg(name),
        table ->
            table
                .manageSnapshots()
                .createBranch(BranchNames.findOrMake(table.refs(), branch), snapshot));
  }

  @Override
  public void dropBranch(TableName name, String branch) {
    Branches.commit(
        () -> iceberg(name),
        table -> {
          ManageSnapshots change = table.manageSnapshots();
          table.refs().keySet().stream()
              .filter(ref -> BranchNames.is(ref, branch))
              .forEach(change::removeBranch);
          return change;
        });
  }

  @Override
  public boolean publish(Collection<TableName> names, Predicate<TableHistory> may) {
    Map<TableName, Table> tables = new LinkedHashMap<>();
    names.forEach(name -> tables.put(name, iceberg(name)));
    return tables.entrySet().stream()
            .allMatch(e -> may.test(new IcebergHistory(e.getKey(), e.getValue())))
        && IcebergPublication.move(catalog, format.catalogProperties(), tables);
  }

  @Override
  public boolean compact(TableName name) {
    Table table = iceberg(name);
    if (!Compaction.dueInRun(table.currentSnapshot().summary())) {
      return false;
    }
    SparkSession session = spark.get();
    return session.withActive(
        () ->
            Compaction.rewrite(
                session, table, Compaction.Extent.ALL_FILES, Compaction.Limits.OF_RUNS));
  }

  @Override
  public Optional<TableName> tableOf(LogicalPlan leaf) {
    String prefix = catalog + ".";
    if (leaf instanceof DataSourceV2Relation relation) {
      String name = relation.table().name();
      if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) > 0) {
        return Optional.of(TableName.of(name.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  @Override
  public Table iceberg(TableName table) {
    try {
      return loaded(table);
    } catch (NoSuchTableException e) {
      throw none(table, e);
    }
  }

  private Optional<Table> find(TableName table) {
    if (spark.isStarted()) {
      // By the settings of the active session, which need not be this one, Spark knows a catalog.
      SparkSession session = spark.get();
      session.withActive(() -> session.sessionState().catalogManager().catalog(catalog));
    }
    try {
      return Optional.of(loaded(table));
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      // A catalog behind a server may say the second where nothing of a stage is there.
      return Optional.empty();
    }
  }

  private Table loaded(TableName table) throws NoSuchTableException {
    if (!spark.isStarted()) {
      try {
        return direct().loadTable(TableIdentifier.of(table.stage(), table.table()));
      } catch (org.apache.iceberg.exceptions.NoSuchTableException e) {
        throw new NoSuchTableException(table.stage(), table.table());
      }
    }
    try {
      return Spark3Util.loadIcebergTable(spark.get(), identifier(table));
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The catalog as Spark would make it of the same settings. */
  private synchronized Catalog direct() {
    if (direct == null) {
      Map<String, String> properties = new HashMap<>();
      Configuration hadoop = SparkHadoopUtil.get().newConfiguration(spark.conf());
      for (Tuple2<String, String> property :
          spark.conf().getAllWithPrefix("spark.sql.catalog." + catalog + ".")) {
        if (property._1().startsWith(HADOOP)) {
          hadoop.set(property._1().substring(HADOOP.length()), property._2());
        } else {
          properties.put(property._1(), property._2());
        }
      }
      Catalog made = CatalogUtil.buildIcebergCatalog(catalog, properties, hadoop);
      if (made instanceof Closeable closeable) {
        spark.onClose(() -> close(closeable));
      }
      direct = made;
    }
    return direct;
  }

  private static void close(Closeable catalog) {
    try {
      catalog.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InsightException none(TableName table, Exception e) {
    return new InsightException(ErrorKind.INPUT, LakeTables.none(table), e);
  }
}
