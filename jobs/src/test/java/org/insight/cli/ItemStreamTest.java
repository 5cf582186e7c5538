package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.RowFactory;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.jobs.SchemeFiles;
import org.insight.jobs.Stage;
import org.insight.jobs.Tables;
import org.insight.jobs.TestLakes;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.Runs;
import org.insight.streams.KafkaTopics;
import org.insight.tables.Lake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemStreamTest {

  @TempDir private Path folder;

  /**
   * Files of this machine whose folder is listed only when somebody interrupts, who is not told of
   * it.
   */
  public static final class DeafFiles extends SchemeFiles {

    private static final CountDownLatch LISTS = new CountDownLatch(1);
    private static final AtomicBoolean WAS_DEAF = new AtomicBoolean();

    @Override
    public String getScheme() {
      return "deaf";
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      LISTS.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        WAS_DEAF.set(true); // As Hadoop's Shell is.
      }
      return super.listStatus(path);
    }
  }

  @Test
  void anEndIsHeardThoughTheQuerysThreadMissedItsInterrupt() throws Exception {
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    Files.writeString(folder.resolve("conf.yaml"), "lake: {path: " + folder.resolve("lake") + "}");
    Settings settings = SettingsReader.read(List.of(folder.resolve("conf.yaml")));
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    StringWriter said = new StringWriter();
    ItemStream stream =
        stream(settings, lake, SchemeFiles.uri(DeafFiles.class, "deaf", inbox), said);
    Thread runs = new Thread(stream::run);
    runs.start();
    assertThat(DeafFiles.LISTS.await(1, TimeUnit.MINUTES)).isTrue();
    stream.end();
    runs.join(TimeUnit.MINUTES.toMillis(1));
    assertThat(runs.isAlive()).as("still waits").isFalse();
    assertThat(DeafFiles.WAS_DEAF).isTrue();
    assertThat(said.toString()).isEqualTo("stream: ended as asked\n");
    assertThat(Runs.of(lake).open().read(Tables.ARRIVALS).count()).isZero();
  }

  @Test
  void aNameThatIsUsedAgainWithinABatchDoublesNothing() throws Exception {
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Path latest = Files.writeString(inbox.resolve("latest.txt"), "The first.");
    SwappedFiles.swap(latest, "The second one.");
    Files.writeString(folder.resolve("conf.yaml"), "lake: {path: " + folder.resolve("lake") + "}");
    Settings settings = SettingsReader.read(List.of(folder.resolve("conf.yaml")));
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    String uri = SwappedFiles.uri(inbox);
    ItemStream stream = stream(settings, lake, uri, new StringWriter());
    stream.telling(
        landed -> {
          if (landed > 1) {
            stream.end();
          } else {
            // By the look that finds it the other one is seen under its name, too.
            write(inbox.resolve("last.txt"), "The last one.");
          }
        });
    Thread runs = new Thread(stream::run);
    runs.start();
    runs.join(TimeUnit.MINUTES.toMillis(2));
    assertThat(runs.isAlive()).as("still waits").isFalse();
    assertThat(
            Runs.of(lake)
                .open()
                .read(Tables.ARRIVALS)
                .orderBy("path", "size_bytes")
                .selectExpr("path", "size_bytes")
                .collectAsList())
        .containsExactly(
            RowFactory.create("last.txt", (long) "The last one.".length()),
            RowFactory.create("latest.txt", (long) "The second one.".length()));
  }

  @Test
  void aPublicationThatFailsIsNoEndAsAskedThoughItWasAskedMeanwhile() throws Exception {
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    Files.writeString(folder.resolve("conf.yaml"), "lake: {path: " + folder.resolve("lake") + "}");
    Settings settings = SettingsReader.read(List.of(folder.resolve("conf.yaml")));
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    AtomicReference<ItemStream> stream = new AtomicReference<>();
    StringWriter said = new StringWriter();
    Writer refuses =
        new FilterWriter(said) {
          @Override
          public void write(String text, int from, int length) {
            said.write(text, from, length);
            if (text.startsWith("land-items")) {
              stream.get().end();
              throw new InsightException(ErrorKind.CONTRACT, "Cannot publish the run: a test");
            }
          }
        };
    stream.set(stream(settings, lake, inbox.toString(), refuses, Duration.ZERO));
    assertThatThrownBy(stream.get()::run)
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot publish the run: a test");
    assertThat(said.toString()).contains("land-items").doesNotContain("ended as asked");
    assertThat(metrics())
        .as("what landed before the jobs is counted with them")
        .contains("insight_received_items 1\n", "insight_run_failed{command=\"stream\"} 1\n");
  }

  @Test
  void aLandingThatFailsIsToldWithWhatLandedBeforeIt() throws Exception {
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    Files.writeString(folder.resolve("conf.yaml"), "lake: {path: " + folder.resolve("lake") + "}");
    Settings settings = SettingsReader.read(List.of(folder.resolve("conf.yaml")));
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    ItemStream stream = stream(settings, lake, inbox.toString(), new StringWriter());
    Path data = folder.resolve("lake/tables/landing/arrivals/data");
    stream.telling(
        landed -> {
          move(data, data.resolveSibling("away"));
          write(data, "No folder.");
          write(inbox.resolve("another.txt"), "Another one.");
        });
    assertThatThrownBy(stream::run)
        .isInstanceOf(InsightException.class)
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.EXTERNAL);
    assertThat(metrics())
        .contains(
            "insight_received_items 1\n",
            "insight_run_failed{command=\"stream\"} 1\n",
            "failure=\"external\"");
  }

  private String metrics() throws IOException {
    return Files.readString(folder.resolve("lake/runs/metrics.prom"));
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Path hidden = Files.writeString(file.resolveSibling("." + file.getFileName()), text);
      Files.move(hidden, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ItemStream stream(Settings settings, Lake lake, String inbox, Writer said) {
    return stream(settings, lake, inbox, said, Duration.ofHours(1));
  }

  private static ItemStream stream(
      Settings settings, Lake lake, String inbox, Writer said, Duration every) {
    return new ItemStream(
        settings,
        lake,
        new ItemStream.Plan(
            inbox,
            null,
            null,
            KafkaTopics.Loss.REFUSED,
            Stage.GOVERNANCE,
            every,
            10,
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            false),
        new PrintWriter(said));
  }
}
