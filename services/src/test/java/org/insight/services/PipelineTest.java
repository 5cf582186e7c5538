package org.insight.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Runs;
import org.insight.lake.Lake;
import org.insight.resolution.Model;
import org.insight.resolution.Models;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

  @TempDir private Path folder;

  /** By another machine, on a catalog that both share. */
  @Test
  void rowsThatAreStagedAfterTheVerificationAreNotPublishedWithIt() throws IOException {
    Path conf = folder.resolve("conf.yaml");
    Files.writeString(conf, "lake: {path: " + folder.resolve("lake") + "}");
    Settings settings = SettingsReader.read(List.of(conf));
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    TestLakes.write(lake.ofRun(), Tables.REJECTS, WriteMode.APPEND, lake.noRows(Tables.REJECTS));
    RunListener another =
        new RunListener() {
          private boolean came;

          @Override
          public void done(Step step) {
            if (step.name().equals("verify") && !came) {
              came = true;
              TestLakes.write(
                  lake.ofRun(),
                  Tables.REJECTS,
                  WriteMode.APPEND,
                  lake.spark().sql("SELECT 'b' AS item_id, 'p1' AS policy_id"));
            }
          }
        };
    assertThatThrownBy(
            () ->
                Watched.during(
                    "publish",
                    settings,
                    lake.spark(),
                    watch -> Pipeline.ofRun(settings, lake, watch, another).publishWhole(false)))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot publish the run: another one staged")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
    assertThat(lake.read(Tables.REJECTS).isEmpty()).isTrue();
    assertThat(Runs.of(lake).staged()).as("for the next run").containsKey(Tables.REJECTS);
  }

  @Test
  void aRunThatOnlyPublishesDoesNotSayThatItWroteNothing() throws IOException {
    Path conf = folder.resolve("conf.yaml");
    Files.writeString(
        conf, "lake: {path: " + folder.resolve("lake") + "}\nobserve: {folder: ''}\n");
    Settings settings = SettingsReader.read(List.of(conf));
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    RunSummary first = heard(settings, lake).summary();
    assertThat(first.written()).isPositive();
    assertThat(first.balance()).isEqualTo(new RunSummary.Balance(0, 0, 0));
    TestLakes.write(lake.ofRun(), Tables.REJECTS, WriteMode.APPEND, lake.noRows(Tables.REJECTS));
    Heard publishing = heard(settings, lake);
    assertThat(publishing.steps()).contains("publish");
    assertThat(publishing.summary().published()).isTrue();
    assertThat(publishing.summary().written()).isZero();
    Heard nothing = heard(settings, lake);
    assertThat(nothing.steps()).doesNotContain("publish");
    assertThat(nothing.summary().published()).isFalse();
  }

  @Test
  void aLakeThatOutgrowsItsModelIsSaidToDoSoOnce() {
    Lake lake = TestLakes.whole(folder.resolve("lake")).ofRun();
    TestLakes.write(
        lake,
        Tables.PROFILES,
        WriteMode.REPLACE,
        lake.spark()
            .sql(
                "SELECT id AS record_id, 'record' AS basis, 'p1' AS policy_id FROM VALUES 'a', 'b', 'c' AS t (id)"));
    int subjects = 3;
    Heard heard = new Heard();
    Pipeline.warnOfSize(lake, modelFor(subjects), heard);
    assertThat(heard.notes()).isBlank();
    Pipeline.warnOfSize(lake, modelFor(subjects - 1), heard);
    assertThat(heard.notes().lines())
        .containsExactly(
            "Warning: the lake holds %d persons and organisations, and its model resolution-1 is for at most %d (n_ref): expect more false matches until it has a model of a larger n_ref."
                .formatted(subjects, subjects - 1));
  }

  private static Model modelFor(int subjects) {
    return Models.read(Models.releasedText().replaceFirst("n_ref: [0-9]+", "n_ref: " + subjects));
  }

  /** The message goes into logs, of Airflow too. */
  @Test
  void ofWhatCannotBeReadOnlyTheOutermostFolderIsNamed() {
    Pipeline.Received received =
        new Pipeline.Received(
            0, List.of("fr/cases/FICTA Ana/a.txt", "fr/cases/b", "es/c.txt", "FICTA.txt"));
    assertThatThrownBy(received::refuseUnreadable)
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot read 4 of the inbox's files or folders")
        .hasMessageEndingWith(
            "; all that does not lie beside or below them is in. Found in: fr; es; the inbox"
                + " itself");
  }

  private static Heard heard(Settings settings, Lake lake) {
    Heard heard = new Heard();
    TestLakes.inParts(
        1,
        () -> {
          try (LakeSession session = LakeSession.toWrite(lake, settings)) {
            new RunControl(session, heard).run(RunControl.Request.ofLanded());
          }
        });
    return heard;
  }
}
