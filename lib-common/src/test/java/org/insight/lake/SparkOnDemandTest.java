package org.insight.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings.Format;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lake tells without a Spark session. */
class SparkOnDemandTest {

  private static final Contracts SOME =
      Contracts.load().only(List.of(Tables.READER_ACTS, Tables.ARRIVALS, Tables.LABELS));

  @TempDir private Path folder;
  private final AtomicInteger started = new AtomicInteger();

  private LakeSettings settings(String type) {
    LakeSettings plain = SettingsReader.read(List.of()).lake().at(folder.resolve("lake"));
    return type.equals("hadoop")
        ? new LakeSettings(
            Format.ICEBERG,
            plain.path(),
            plain.catalog(),
            Map.of("type", "hadoop", "warehouse", "file:${lake.path}/tables"))
        : plain;
  }

  /** Not closed in the tests: the session is that of all tests. */
  private SparkOnDemand notStarted(LakeSettings settings, SparkSession session) {
    SparkConf conf = new SparkConf(false).setMaster("local[1]");
    Lake.sparkProperties(settings).forEach(conf::set);
    return SparkOnDemand.of(
        conf,
        () -> {
          started.incrementAndGet();
          return session;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "hadoop"})
  void countsSnapshotsAndRowsOfIcebergNeedNoSession(String type) {
    LakeSettings settings = settings(type);
    SparkSession session = TestLakes.session(settings);
    Lake written = Lake.openOrCreate(session, settings, SOME);
    TestLakes.write(
        written,
        Tables.READER_ACTS,
        WriteMode.APPEND,
        session.sql(
            "SELECT 1L AS number, timestamp'2026-05-03 10:20:30.123456' AS at, 'l' AS login,"
                + " 'ana' AS reader, 'readers.add' AS act, 'a reason' AS reason,"
                + " array('locate', 'investigation') AS purposes, 2 AS clearance, 'h' AS entry"));
    TestLakes.write(
        written,
        Tables.LABELS,
        WriteMode.APPEND,
        session.sql("SELECT 'label' AS policy_id, array('a') AS granted, array() AS withheld"));
    SparkOnDemand spark = notStarted(settings, session);
    Lake lake = Lake.open(spark, settings, SOME);
    assertThat(lake.has(Tables.READER_ACTS)).isTrue();
    assertThat(lake.has(Tables.ITEMS)).isFalse();
    assertThat(lake.rows(Tables.READER_ACTS)).isEqualTo(1);
    assertThat(lake.snapshot(Tables.LABELS)).isEqualTo(written.snapshot(Tables.LABELS));
    assertThat(Publication.staged(lake)).isEmpty();
    List<Row> acts = lake.collect(Tables.READER_ACTS);
    assertThat(started).as("sessions started").hasValue(0);
    assertThat(acts)
        .isEqualTo(written.read(Tables.READER_ACTS).collectAsList())
        .singleElement()
        .satisfies(
            act -> {
              assertThat(act.<String>getAs("reader")).isEqualTo("ana");
              assertThat(act.<String>getAs("country")).isNull();
              assertThat(act.<String>getList(act.fieldIndex("purposes")))
                  .containsExactly("locate", "investigation");
            });
    assertThat(lake.read(Tables.LABELS).count()).isEqualTo(1);
    assertThat(started).as("sessions started for a query").hasValue(1);
    assertThat(lake.rows(Tables.LABELS)).isEqualTo(1);
  }

  @Test
  void deletedKeysAreNotCounted() {
    LakeSettings settings = settings("sqlite");
    SparkSession session = TestLakes.session(settings);
    Lake written = Lake.openOrCreate(session, settings, SOME);
    TestLakes.write(written, Tables.ARRIVALS, WriteMode.APPEND, items(session, "a", "a", "b", "c"));
    StagedWrite.update(
            written,
            SOME.get(Tables.ARRIVALS),
            session.sql("SELECT 'a' AS root_item_id"),
            items(session, "d"),
            Map.of())
        .publish();
    SparkOnDemand spark = notStarted(settings, session);
    Lake lake = Lake.open(spark, settings, SOME);
    assertThat(lake.rows(Tables.ARRIVALS)).isEqualTo(3);
    assertThat(lake.collect(Tables.ARRIVALS, "root_item_id").stream().map(r -> r.getString(0)))
        .containsExactlyInAnyOrder("b", "c", "d");
    assertThat(started).as("sessions started").hasValue(0);
  }

  @ParameterizedTest
  @EnumSource
  void aLakeThatIsNotThereIsToldOfWithoutASession(Format format) {
    LakeSettings settings = settings("sqlite").with(format);
    SparkOnDemand spark = notStarted(settings, TestLakes.session(settings));
    assertThatThrownBy(() -> Lake.open(spark, settings, SOME))
        .hasMessageContaining("Cannot open the lake: there is none")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.INPUT);
    assertThat(started).as("sessions started").hasValue(format == Format.DELTA ? 1 : 0);
  }

  @Test
  void rowsOfDeltaAreReadByTheSessionThatTheyStart() {
    LakeSettings settings = settings("sqlite").with(Format.DELTA);
    SparkSession session = TestLakes.session(settings);
    Lake written = Lake.openOrCreate(session, settings, SOME);
    TestLakes.write(
        written, Tables.LABELS, WriteMode.APPEND, session.sql("SELECT 'label' AS policy_id"));
    SparkOnDemand spark = notStarted(settings, session);
    assertThat(Lake.open(spark, settings, SOME).collect(Tables.LABELS, "policy_id"))
        .extracting(row -> row.getString(0))
        .containsExactly("label");
    assertThat(started).hasValue(1);
  }

  private static Dataset<Row> items(SparkSession session, String... roots) {
    return session
        .createDataset(List.of(roots), Encoders.STRING())
        .toDF("root_item_id")
        .selectExpr(
            SOME.get(Tables.ARRIVALS).columns().stream()
                .map(c -> c.name().equals("root_item_id") ? c.name() : empty(c))
                .toArray(String[]::new));
  }

  private static String empty(Column column) {
    String value = column.type().equals("string") ? "''" : "null";
    return "cast(" + value + " AS " + column.type() + ") AS " + column.name();
  }
}
