package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedTranslationsTest {

  @TempDir private Path folder;

  private static void write(Lake lake, String id, String from, String text, String engine) {
    TestLakes.write(
        lake,
        Tables.TRANSLATIONS,
        WriteMode.APPEND,
        SharedSpark.session()
            .createDataFrame(
                List.of(
                    RowFactory.create(
                        id, id, "d" + id, from, "en", text, engine, "1", false, 0.0, "p")),
                StructType.fromDDL(
                    "translation_id string, sentence_id string, document_id string,"
                        + " source_language string, language string, text string, engine string,"
                        + " engine_version string, gloss boolean, unknown double, policy_id"
                        + " string")));
  }

  @Test
  void sentencesWithoutTranslationAreCountedByPairAndEngine() {
    for (Lake lake :
        List.of(
            TestLakes.in(folder.resolve("iceberg"), Tables.TRANSLATIONS),
            TestLakes.ofDelta(folder.resolve("delta"), Tables.TRANSLATIONS))) {
      assertThat(FailedTranslations.of(lake)).isEmpty();
      write(lake, "1", "fr", "The house.", "apertium");
      assertThat(FailedTranslations.of(lake)).isEmpty();
      write(lake, "2", "fr", null, "apertium");
      write(lake, "3", "fr", null, "apertium");
      write(lake, "4", "es", null, "apertium");
      write(lake, "5", "es", null, "reader");
      assertThat(FailedTranslations.of(lake))
          .contains(
              "Without translation, for they are too long or the engine gave none: 1 es-en by"
                  + " apertium, 2 fr-en by apertium");
    }
  }

  @Test
  void aLakeWithoutTheTableHasNone() {
    assertThat(FailedTranslations.of(TestLakes.in(folder.resolve("other"), Tables.REJECTS)))
        .isEmpty();
  }
}
