package org.insight.testing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings.Format;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;

/** Embedded lakes in a test's own folder, on the shared session. */
public final class TestLakes {

  /** Of what is shuffled, and of rows that come from the driver. */
  private static final List<String> PARTS =
      List.of("spark.sql.shuffle.partitions", "spark.sql.leafNodeDefaultParallelism");

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestLakes() {}

  /** A lake of these tables and of governance.labels; the same folder opened twice is one lake. */
  public static Lake in(Path folder, TableName... tables) {
    LakeSettings settings =
        new LakeSettings(
            Format.ICEBERG,
            folder.toString(),
            "lake" + NUMBER.incrementAndGet(),
            Map.of(
                "type", "hadoop",
                "warehouse", "file:${lake.path}/tables",
                "cache-enabled", "false"));
    return in(settings, tables);
  }

  /** As {@link #in}, in a catalog on a database, as an embedded lake has it. */
  public static Lake onSqlite(Path folder, TableName... tables) {
    return onSqlite(
        folder,
        // What a test leaves on the disk need not outlive the machine.
        SettingsReader.read(List.of()).lake().properties().getOrDefault("uri", "")
            + "?synchronous=OFF",
        tables);
  }

  /** As {@link #onSqlite(Path, TableName...)}, reached by another address. */
  public static Lake onSqlite(Path folder, String uri, TableName... tables) {
    Map<String, String> properties =
        new HashMap<>(SettingsReader.read(List.of()).lake().properties());
    properties.put("uri", uri);
    return in(
        new LakeSettings(
            Format.ICEBERG, folder.toString(), "lake" + NUMBER.incrementAndGet(), properties),
        tables);
  }

  /** As {@link #in}, in tables of Delta. */
  public static Lake ofDelta(Path folder, TableName... tables) {
    return in(deltaSettings(folder), tables);
  }

  /** As {@link #whole}, in tables of Delta. */
  public static Lake wholeOfDelta(Path folder) {
    return ofDelta(folder, all());
  }

  private static LakeSettings deltaSettings(Path folder) {
    LakeSettings plain = SettingsReader.read(List.of()).lake();
    return new LakeSettings(
        Format.DELTA, folder.toString(), "lake" + NUMBER.incrementAndGet(), plain.properties());
  }

  private static Lake in(LakeSettings settings, TableName... tables) {
    if (settings.format() == Format.ICEBERG) {
      EmptyLakes.fill(settings, tables, first -> open(first, tables));
    }
    return open(settings, tables);
  }

  private static Lake open(LakeSettings settings, TableName... tables) {
    reach(SharedSpark.session(), settings);
    List<TableName> names = new ArrayList<>(List.of(tables));
    names.add(Tables.LABELS);
    return Lake.openOrCreate(SharedSpark.session(), settings, Contracts.load().only(names));
  }

  /** A lake of all tables. */
  public static Lake whole(Path folder) {
    return in(folder, all());
  }

  /**
   * A lake of the tables of these stages and of governance. A run of it has the jobs that write
   * them, and no others: for tests of what comes before the rest. Translations are left out, which
   * are made of names as well.
   */
  public static Lake ofStages(Path folder, String... stages) {
    Set<String> wanted = new HashSet<>(List.of(stages));
    wanted.add(Tables.LABELS.stage());
    return in(
        folder,
        Stream.of(all())
            .filter(t -> wanted.contains(t.stage()) && !t.equals(Tables.TRANSLATIONS))
            .toArray(TableName[]::new));
  }

  private static TableName[] all() {
    return Contracts.load().all().stream()
        .map(TableContract::name)
        .filter(t -> !t.equals(Tables.LABELS))
        .toArray(TableName[]::new);
  }

  /**
   * Does something with a number of partitions of its own: answers may not depend on it, and in one
   * they come sooner, for a task costs more than the few rows of a test. Where two lakes are
   * compared, one is made in one and the other in two.
   */
  public static <T> T inParts(int parts, Supplier<T> work) {
    return inParts(SharedSpark.session(), parts, work);
  }

  /** As {@link #inParts(int, Supplier)}, of what gives nothing back. */
  public static void inParts(int parts, Runnable work) {
    inParts(SharedSpark.session(), parts, work);
  }

  /** As {@link #inParts(int, Runnable)}, of a session of its own. */
  public static void inParts(SparkSession session, int parts, Runnable work) {
    inParts(
        session,
        parts,
        () -> {
          work.run();
          return true;
        });
  }

  private static <T> T inParts(SparkSession session, int parts, Supplier<T> work) {
    RuntimeConfig conf = session.conf();
    Map<String, Optional<String>> before = new HashMap<>();
    for (String key : PARTS) {
      before.put(key, Optional.ofNullable(conf.get(key, null)));
      conf.set(key, parts);
    }
    try {
      return work.get();
    } finally {
      before.forEach(
          (key, value) -> value.ifPresentOrElse(v -> conf.set(key, v), () -> conf.unset(key)));
    }
  }

  /** A session of its own, on the shared context, that reaches the lake of these settings. */
  public static SparkSession session(LakeSettings settings) {
    SparkSession session = SharedSpark.session().newSession();
    reach(session, settings);
    return session;
  }

  /** The extensions are set already, and only where a context is made. */
  private static void reach(SparkSession session, LakeSettings settings) {
    Lake.sparkProperties(settings)
        .forEach(
            (k, v) -> {
              if (!k.equals("spark.sql.extensions")) {
                session.conf().set(k, v);
              }
            });
  }

  /** Writes rows to a table; columns of the contract that they lack are null. */
  public static void write(Lake lake, TableName table, WriteMode mode, Dataset<Row> rows) {
    write(lake, table, mode, rows, Map.of());
  }

  /** As {@link #write(Lake, TableName, WriteMode, Dataset)}, with what a job says of its write. */
  public static void write(
      Lake lake, TableName table, WriteMode mode, Dataset<Row> rows, Map<String, String> summary) {
    TableContract contract = lake.contracts().get(table);
    StagedWrite.write(lake, contract, mode, filled(contract, rows), summary).publish();
  }

  /**
   * Writes the rows of some keys anew; columns that are missing are null.
   *
   * @param keys columns of the table's key
   */
  public static void update(Lake lake, TableName table, Dataset<Row> keys, Dataset<Row> rows) {
    TableContract contract = lake.contracts().get(table);
    StagedWrite.update(lake, contract, keys, filled(contract, rows), Map.of()).publish();
  }

  private static Dataset<Row> filled(TableContract contract, Dataset<Row> rows) {
    List<String> there = List.of(rows.columns());
    return rows.select(
        contract.columns().stream()
            .map(
                c ->
                    there.contains(c.name())
                        ? col(c.name())
                        : lit(null).cast(c.type()).as(c.name()))
            .toArray(Column[]::new));
  }
}
