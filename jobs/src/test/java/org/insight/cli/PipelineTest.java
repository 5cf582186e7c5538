package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.jobs.Stage;
import org.insight.jobs.Tables;
import org.insight.jobs.TestLakes;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.Runs;
import org.insight.schemas.WriteMode;
import org.insight.tables.Lake;
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
    Writer another =
        new FilterWriter(new StringWriter()) {
          private boolean came;

          @Override
          public void write(String text, int from, int length) {
            if (text.startsWith("verify") && !came) {
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
                InProcess.watched(
                    "publish",
                    settings,
                    lake.spark(),
                    watch ->
                        Pipeline.ofRun(settings, lake, watch, new PrintWriter(another))
                            .publishWhole(false)))
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
    assertThat(said(settings, lake)).contains("0 items received in all");
    TestLakes.write(lake.ofRun(), Tables.REJECTS, WriteMode.APPEND, lake.noRows(Tables.REJECTS));
    assertThat(said(settings, lake))
        .contains("\npublish ")
        .endsWith("Nothing new came in; a run was published without new rows.\n");
    assertThat(said(settings, lake))
        .doesNotContain("\npublish ")
        .endsWith("Nothing new: no row was written.\n");
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

  private static String said(Settings settings, Lake lake) {
    StringWriter out = new StringWriter();
    TestLakes.inParts(
        1,
        () ->
            InProcess.watched(
                "run",
                settings,
                lake.spark(),
                watch ->
                    Pipeline.ofRun(settings, lake, watch, new PrintWriter(out))
                        .run(null, null, Stage.LANDING, Stage.GOVERNANCE)));
    return out.toString();
  }
}
