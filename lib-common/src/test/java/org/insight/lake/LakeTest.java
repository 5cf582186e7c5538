package org.insight.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings.Format;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LakeTest {

  private static final Contracts ONE = Contracts.load().only(List.of(Tables.ITEMS));

  @TempDir private Path folder;

  @Test
  void aLakeInACatalogOfFoldersIsFoundThoughNoDatabaseIsThere() {
    LakeSettings settings = settings("catalog-hadoop.yaml");
    SparkSession session = TestLakes.session(settings);
    Lake.openOrCreate(session, settings, ONE);
    assertThat(Lake.exists(settings)).isTrue();
    assertThat(Lake.open(session, settings, ONE).has(Tables.ITEMS)).isTrue();
  }

  /** JUnit's own folder is private; that of a user mostly is not. */
  private Path madeForAll(String name) throws IOException {
    Path open = Files.createDirectory(folder.resolve(name));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    return open;
  }

  @ParameterizedTest
  @EnumSource
  void anEmbeddedLakeIsForItsOwnerAlone(Format format) throws IOException {
    Path path = madeForAll("made").resolve("lake");
    LakeSettings settings = settings("default.yaml").with(format).at(path);
    SparkSession session = TestLakes.session(settings);
    Lake lake = Lake.openOrCreate(session, settings, ONE);
    TestLakes.write(lake, Tables.ITEMS, WriteMode.APPEND, lake.noRows(Tables.ITEMS));
    assertThat(LakePermissions.openToOthers(path)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEmbeddedLakeThatIsOpenToOthersIsClosedWhenItIsWritten(Format format) throws IOException {
    Path path = madeForAll("old").resolve("lake");
    LakeSettings settings = settings("default.yaml").with(format).at(path);
    SparkSession session = TestLakes.session(settings);
    Lake.openOrCreate(session, settings, ONE);
    LakePermissions.openToAll(path);
    Lake.open(session, settings, ONE);
    assertThat(LakePermissions.openToOthers(path)).as("a reader changes nothing").isNotEmpty();
    Lake.openOrCreate(session, settings, ONE);
    assertThat(LakePermissions.openToOthers(path)).isEmpty();
  }

  /** Trino's user, or executors of a cluster, may be others. */
  @Test
  void aLakeThatOtherEnginesReadKeepsThePermissionsThatItsFolderHas() throws IOException {
    Path path = madeForAll("shared");
    LakeSettings settings = settings("catalog-hadoop.yaml").at(path);
    Lake.openOrCreate(TestLakes.session(settings), settings, ONE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwxr-xr-x");
  }

  /** As a reader finds it that comes while a first run makes it, or that knows a table more. */
  @ParameterizedTest
  @EnumSource
  void aTableThatIsNotThereYetIsToldOfInOneLine(Format format) {
    LakeSettings settings = settings("default.yaml").with(format);
    SparkSession session = TestLakes.session(settings);
    Lake lake = Lake.openOrCreate(session, settings, ONE);
    assertThatThrownBy(() -> lake.read(Tables.READERS))
        .hasMessage(
            "Cannot read a table: the lake has none of that name, found governance.readers;"
                + " `insight run` makes what is missing")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.INPUT);
  }

  @Test
  void theSmallFilesThatRunsLeaveAreReadByOneTask() {
    Lake lake = TestLakes.in(folder);
    for (int i = 0; i < 10; i++) {
      TestLakes.write(
          lake,
          Tables.LABELS,
          WriteMode.APPEND,
          SharedSpark.session().sql("SELECT 'label-" + i + "' AS policy_id"));
    }
    Dataset<Row> all = lake.read(Tables.LABELS);
    assertThat(lake.snapshot(Tables.LABELS).summary()).containsEntry("total-data-files", "10");
    assertThat(all.rdd().getNumPartitions()).isEqualTo(1);
    assertThat(all.count()).isEqualTo(10);
  }

  @Test
  void whereACatalogOfFoldersHasNoTableThereIsNoLake() {
    LakeSettings settings = settings("catalog-hadoop.yaml");
    SparkSession session = TestLakes.session(settings);
    assertThatThrownBy(() -> Lake.open(session, settings, ONE))
        .hasMessage(
            "Cannot open the lake: there is none, found " + folder + "; `insight run` makes one")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.INPUT);
  }

  private static TableContract older(TableContract contract, String... without) {
    return new TableContract(
        contract.name(),
        contract.description(),
        contract.grain(),
        contract.write(),
        contract.key(),
        contract.partition(),
        contract.minRows(),
        contract.losesAtMost(),
        contract.expectations(),
        contract.columns().stream().filter(c -> !List.of(without).contains(c.name())).toList(),
        contract.edge(),
        contract.lineage(),
        contract.maintenance());
  }

  private static Dataset<Row> links(
      SparkSession session, TableContract contract, String... idsAndCaptions) {
    return session
        .createDataFrame(
            Stream.of(idsAndCaptions).map(s -> RowFactory.create((Object[]) s.split(" "))).toList(),
            StructType.fromDDL("link_id string, source_caption string"))
        .select(
            contract.columns().stream()
                .map(
                    c ->
                        switch (c.name()) {
                          case "link_id", "source_caption" -> col(c.name());
                          case "source_identifier" -> col("source_caption").as(c.name());
                          default -> lit(null).cast(c.type()).as(c.name());
                        })
                .toArray(Column[]::new));
  }

  private static List<String> told(Dataset<Row> links) {
    return links.select("link_id", "source_caption", "source_identifier").collectAsList().stream()
        .map(r -> r.mkString(" "))
        .sorted()
        .toList();
  }

  /** What an upgrade finds: rows, snapshots, a run that was staged, and readers who are there. */
  @ParameterizedTest
  @EnumSource
  void aTableOfBeforeGetsTheColumnsThatItsContractHasNowAndKeepsItsRows(Format format) {
    LakeSettings settings = settings("default.yaml").with(format);
    SparkSession session = TestLakes.session(settings);
    Contracts contracts = Contracts.load().only(List.of(Tables.LINKS, Tables.LABELS));
    TableContract now = contracts.get(Tables.LINKS);
    TableContract before = older(now, "source_identifier", "target_identifier");
    TableFormat.of(settings).tables(SparkOnDemand.of(session)).make(before);
    Lake old = Lake.open(session, settings, contracts);
    StagedWrite.write(old, before, WriteMode.APPEND, links(session, before, "1 a", "2 z"), Map.of())
        .publish();
    long first = old.snapshot(Tables.LINKS).snapshotId();
    Dataset<Row> keys = session.sql("SELECT '2' AS link_id");
    StagedWrite.update(old, before, keys, links(session, before, "2 b"), Map.of()).publish();
    long then = old.snapshot(Tables.LINKS).snapshotId();
    assertThat(told(old.read(Tables.LINKS))).containsExactly("1 a null", "2 b null");
    Lake staged = old.ofRun();
    StagedWrite.write(staged, before, WriteMode.APPEND, links(session, before, "3 c"), Map.of())
        .publish();

    Lake lake = Lake.openOrCreate(session, settings, contracts);
    assertThat(lake.snapshot(Tables.LINKS).snapshotId()).as("no write").isEqualTo(then);
    assertThat(told(lake.read(Tables.LINKS))).containsExactly("1 a null", "2 b null");
    assertThat(told(lake.ofRun().read(Tables.LINKS)))
        .containsExactly("1 a null", "2 b null", "3 c null");
    StagedWrite.update(lake, now, keys, links(session, now, "2 d"), Map.of()).publish();
    assertThat(told(lake.read(Tables.LINKS))).containsExactly("1 a null", "2 d d");
    assertThat(told(lake.readAt(Tables.LINKS, then))).containsExactly("1 a null", "2 b null");
    for (long since : List.of(first, then)) {
      assertThat(
              lake.changedKeys(now, since, lake.snapshot(Tables.LINKS).snapshotId())
                  .orElseThrow()
                  .collectAsList())
          .containsExactly(RowFactory.create("2"));
    }
    List<String> inOrder = now.columns().stream().map(c -> c.name()).toList();
    for (Dataset<Row> rows : List.of(lake.read(Tables.LINKS), lake.readAt(Tables.LINKS, then))) {
      assertThat(List.of(rows.columns())).isEqualTo(inOrder);
    }
    assertThat(told(Lake.openOrCreate(session, settings, contracts).read(Tables.LINKS)))
        .as("opened once more")
        .containsExactly("1 a null", "2 d d");
  }

  /**
   * Rows that must say something cannot be given it by whoever opens the lake; and what the version
   * of before can open stays so.
   */
  @ParameterizedTest
  @EnumSource
  void aTableThatLacksARequiredColumnIsOneLineAndNoTableIsChanged(Format format) {
    LakeSettings settings = settings("default.yaml").with(format);
    SparkSession session = TestLakes.session(settings);
    Contracts contracts = Contracts.load().only(List.of(Tables.IDENTIFIERS, Tables.LINKS));
    LakeTables tables = TableFormat.of(settings).tables(SparkOnDemand.of(session));
    tables.make(older(contracts.get(Tables.IDENTIFIERS), "position"));
    tables.make(older(contracts.get(Tables.LINKS), "target_caption", "target_identifier"));
    assertThatThrownBy(() -> Lake.openOrCreate(session, settings, contracts))
        .hasMessageStartingWith("Cannot open the lake: a table is not as its contract says, found ")
        .hasMessageContaining("target_caption")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.CONTRACT);
    assertThat(tables.columns(Tables.IDENTIFIERS).fieldNames()).doesNotContain("position");
    assertThat(tables.columns(Tables.LINKS).fieldNames()).doesNotContain("target_identifier");
  }

  @Test
  void twoThatOpenALakeOfBeforeAtOnceBothDo() {
    LakeSettings settings = settings("default.yaml");
    SparkSession session = TestLakes.session(settings);
    TableContract now = Contracts.load().get(Tables.LINKS);
    IcebergTables tables =
        (IcebergTables) TableFormat.of(settings).tables(SparkOnDemand.of(session));
    tables.make(older(now, "source_identifier"));
    for (int i = 0; i < 2; i++) {
      tables.widen(now, now.column("source_identifier").orElseThrow());
    }
    assertThat(tables.columns(Tables.LINKS).fieldNames()).contains("source_identifier");
  }

  /** As a rollback writes that is the first command after an upgrade. */
  @ParameterizedTest
  @EnumSource
  void aCommandThatWritesToALakeThatMustBeThereFindsItsColumns(Format format) {
    LakeSettings settings = settings("default.yaml").with(format);
    SparkSession session = TestLakes.session(settings);
    Contracts contracts = Contracts.load().only(List.of(Tables.LINKS));
    assertThatThrownBy(() -> Lake.openToWrite(session, settings, contracts))
        .hasMessageContaining("there is none");
    TableContract now = contracts.get(Tables.LINKS);
    TableFormat.of(settings)
        .tables(SparkOnDemand.of(session))
        .make(older(now, "source_identifier"));
    Lake lake = Lake.openToWrite(session, settings, contracts);
    StagedWrite.write(lake, now, WriteMode.REPLACE, lake.noRows(Tables.LINKS), Map.of()).publish();
    assertThat(lake.read(Tables.LINKS).columns()).contains("source_identifier");
  }

  private LakeSettings settings(String overlay) {
    LakeSettings read = SettingsReader.read(List.of(Path.of("..", "conf", overlay))).lake();
    return read.at(folder);
  }
}
