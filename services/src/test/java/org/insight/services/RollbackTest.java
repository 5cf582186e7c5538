package org.insight.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.PublishedRun.Action;
import org.insight.engine.Runs;
import org.insight.jobs.Stage;
import org.insight.lake.Lake;
import org.insight.observe.RunMetrics;
import org.insight.observe.RunWatch;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackTest {

  @TempDir private Path folder;

  private Settings settings(String verify) throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("conf.yaml"),
            "lake: {path: " + folder.resolve("lake") + "}\npublish: {verify: " + verify + "}\n");
    return SettingsReader.read(List.of(conf));
  }

  private static Pipeline pipeline(Settings settings, Lake lake, Heard heard) {
    return Pipeline.ofRun(settings, lake, RunWatch.start("test", settings, lake.spark()), heard);
  }

  /** Received bytes are nowhere else once whoever sent them has taken the file away. */
  @Test
  void anItemThatNoRunHasPublishedOutlivesARollbackAndOneThatIsRefused() throws IOException {
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    // Of no item, so that the run cannot be verified.
    TestLakes.write(
        Runs.of(lake).open(),
        Tables.REJECTS,
        WriteMode.APPEND,
        lake.spark().sql("SELECT 'x' AS item_id, 'p1' AS policy_id, 'corrupt' AS reason_code"));
    Runs.of(lake).publish(Action.RUN, null);
    TestLakes.write(
        Runs.of(lake).open(), Tables.REJECTS, WriteMode.REPLACE, lake.noRows(Tables.REJECTS));
    Runs.of(lake).publish(Action.RUN, null);

    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Path note = Files.writeString(inbox.resolve("note.txt"), "A note.");
    pipeline(settings("all"), lake, new Heard()).receive(inbox.toString(), null, null);
    Files.delete(note);

    Heard refused = new Heard();
    assertThatThrownBy(() -> pipeline(settings("all"), lake, refused).rollBack(1))
        .isInstanceOf(InsightException.class)
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.CONTRACT);
    assertThat(Runs.of(lake).received()).isEqualTo(1);

    Heard said = new Heard();
    RunWatch watch = RunWatch.start("rollback", settings("none"), lake.spark());
    Pipeline.ofRun(settings("none"), lake, watch, said).rollBack(1);
    assertThat(said.notes())
        .contains("1 received items that no run has published stay staged; `insight run`");
    RunMetrics metrics = watch.end(null);
    assertThat(metrics.published()).isEqualTo(3);
    assertThat(metrics.waitingSince()).as("they wait on").isNotNull();
    pipeline(settings("none"), lake, said)
        .run(inbox.toString(), null, Stage.LANDING, Stage.LANDING);
    assertThat(
            Runs.of(lake)
                .open()
                .read(Tables.ARRIVALS)
                .select("path")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactly("note.txt");
  }
}
