package org.insight.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings.Format;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.jobs.SharedSpark;
import org.insight.jobs.Tables;
import org.insight.jobs.TestLakes;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.schemas.Contracts;
import org.insight.schemas.WriteMode;
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

  private LakeSettings settings(String overlay) {
    LakeSettings read = SettingsReader.read(List.of(Path.of("..", "conf", overlay))).lake();
    return read.at(folder);
  }
}
