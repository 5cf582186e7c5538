package org.insight.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.PublishedRun.Action;
import org.insight.engine.RunLock;
import org.insight.engine.Runs;
import org.insight.jobs.Stage;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.streams.KafkaTopics;
import org.insight.testing.SchemeFiles;
import org.insight.testing.TestLakes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemStreamTest {

  private static final Duration LOOKS = Duration.ofMillis(100);

  @TempDir private Path folder;

  private Path inbox;
  private Settings settings;
  private Lake lake;

  @BeforeEach
  void anInboxAndALake() throws IOException {
    inbox = Files.createDirectories(folder.resolve("inbox"));
    Path conf = folder.resolve("conf.yaml");
    Files.writeString(conf, "lake: {path: " + folder.resolve("lake") + "}");
    settings = SettingsReader.read(List.of(conf));
    lake = TestLakes.whole(folder.resolve("lake"));
  }

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
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    Heard said = new Heard();
    ItemStream stream = stream(SchemeFiles.uri(DeafFiles.class, "deaf", inbox), said);
    Thread runs = new Thread(stream::run);
    runs.start();
    assertThat(DeafFiles.LISTS.await(1, TimeUnit.MINUTES)).isTrue();
    stream.end();
    runs.join(TimeUnit.MINUTES.toMillis(1));
    assertThat(runs.isAlive()).as("still waits").isFalse();
    assertThat(DeafFiles.WAS_DEAF).isTrue();
    assertThat(said.notes()).isEqualTo("stream: ended as asked\n");
    assertThat(Runs.of(lake).open().read(Tables.ARRIVALS).count()).isZero();
  }

  @Test
  void aKafkaIsWaitedForFromWhenItAnsweredLast() {
    AtomicLong clock = new AtomicLong();
    KafkaPatience patience = new KafkaPatience(Duration.ofMinutes(10), clock::get);
    for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(patience.pause()).hasSeconds(seconds);
    }
    clock.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(patience.isOver()).isTrue();
    // A look that found nothing new.
    patience.onQueryIdle(
        new StreamingQueryListener.QueryIdleEvent(new UUID(0, 1), new UUID(0, 2), "2026-03-05"));
    assertThat(patience.isOver()).isFalse();
    assertThat(patience.pause()).hasSeconds(1);
    clock.addAndGet(Duration.ofMinutes(10).toNanos());
    assertThat(patience.isOver()).isFalse();
    clock.incrementAndGet();
    assertThat(patience.isOver()).isTrue();
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStreamToWhichNothingComesIsAnsweredToo() throws Exception {
    ItemStream stream = stream(inbox.toString(), new Heard());
    Thread runs = new Thread(stream::run);
    runs.start();
    while (!stream.wasAnswered()) {
      sleep();
    }
    stream.end();
    runs.join();
    assertThat(Runs.of(lake).open().read(Tables.ARRIVALS).count()).isZero();
  }

  @Test
  void aNameThatIsUsedAgainWithinABatchDoublesNothing() throws Exception {
    Path latest = Files.writeString(inbox.resolve("latest.txt"), "The first.");
    SwappedFiles.swap(latest, "The second one.");
    String uri = SwappedFiles.uri(inbox);
    ItemStream stream = stream(uri, new Heard());
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
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    AtomicReference<ItemStream> stream = new AtomicReference<>();
    Heard said = new Heard();
    RunListener refuses =
        new RunListener() {
          @Override
          public void done(Step step) {
            said.done(step);
            if (step.name().equals("land-items")) {
              stream.get().end();
              throw new InsightException(ErrorKind.CONTRACT, "Cannot publish the run: a test");
            }
          }

          @Override
          public void note(String sentence) {
            said.note(sentence);
          }
        };
    stream.set(stream(inbox.toString(), refuses, Duration.ZERO));
    assertThatThrownBy(stream.get()::run)
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot publish the run: a test");
    assertThat(said.steps()).contains("land-items");
    assertThat(said.notes()).doesNotContain("ended as asked");
    assertThat(metrics())
        .as("what landed before the jobs is counted with them")
        .contains("insight_received_items 1\n", "insight_run_failed{command=\"stream\"} 1\n");
  }

  @Test
  void aStreamRemovesOldCheckpointsButNoneThatIsInUse() throws Exception {
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    Path all = Files.createDirectories(folder.resolve("lake/stream"));
    Path left = Files.createDirectories(all.resolve("left/offsets")).getParent();
    Path ofAnOlderVersion = Files.createDirectories(all.resolve("older/offsets")).getParent();
    Files.createFile(left.resolve(".lock"));
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
    Files.setLastModifiedTime(left, old);
    Files.setLastModifiedTime(ofAnOlderVersion, old);
    AtomicReference<Path> inUse = new AtomicReference<>();
    ItemStream first = stream(inbox.toString(), new Heard());
    first.telling(
        landed -> {
          inUse.set(onlyOne(all));
          setLastModified(inUse.get(), old);
          ItemStream second = stream(inbox.toString(), new Heard());
          second.end();
          second.run();
          assertThat(inUse.get().resolve("offsets")).isDirectory();
          first.end();
        });
    first.run();
    assertThat(inUse.get()).as("removed by its own stream").isNotNull().doesNotExist();
  }

  private static Path onlyOne(Path all) {
    try (Stream<Path> each = Files.list(all)) {
      List<Path> there = each.toList();
      assertThat(there).as("none that is left").hasSize(1);
      return there.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void setLastModified(Path path, FileTime to) {
    try {
      Files.setLastModifiedTime(path, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the jobs fail after a step of theirs, for all of them take their time. */
  private static RunListener refusing(String step) {
    return new RunListener() {
      @Override
      public void done(Step done) {
        if (done.name().equals(step)) {
          throw new InsightException(ErrorKind.CONTRACT, "Cannot publish the run: a test");
        }
      }
    };
  }

  private static void doesJobs(ItemStream stream) {
    assertThatThrownBy(stream::run)
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot publish the run: a test");
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatAnEarlierStreamLeftStagedIsForTheJobsThoughNothingComes() throws Exception {
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    ItemStream before = stream(inbox.toString(), new Heard());
    before.telling(landed -> before.end());
    before.run();
    assertThat(Runs.of(lake).staged()).containsKey(Tables.ARRIVALS);
    doesJobs(stream(inbox.toString(), refusing("land-items"), Duration.ZERO));
  }

  /** Also where a stream gives Kafka up before the next jobs are due, as the one after it does. */
  @ParameterizedTest
  @CsvSource({"0, 1", "60, 0"})
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatHasLandedIsForTheJobsThoughKafkaIsAway(int every, int patience) throws Exception {
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    ItemStream before = stream(inbox.toString(), new Heard());
    before.telling(landed -> before.end());
    before.run();
    doesJobs(
        streamOfNoKafka(
            refusing("land-items"), Duration.ofMinutes(every), Duration.ofMinutes(patience)));
  }

  @Test
  void anItemThatWasWithdrawnBeforeAStreamIsTakenBackByIt() throws Exception {
    write(lake, Tables.ARRIVALS, "'a' AS item_id, 'a' AS root_item_id, 0 AS depth", Map.of());
    write(lake, Tables.WITHDRAWALS, "'a' AS item_id", Map.of());
    RunListener said = refusing("withdraw-items");
    doesJobs(stream(inbox.toString(), said, Duration.ofHours(1), true));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true"})
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anActBesideAStreamIsFollowedThoughNothingComes(boolean ofReaders, boolean kafkaIsAway)
      throws Exception {
    enrol(lake);
    RunListener said = refusing("land-items");
    ItemStream stream =
        kafkaIsAway
            ? streamOfNoKafka(said, Duration.ZERO, Duration.ofMinutes(1))
            : stream(inbox.toString(), said, Duration.ZERO);
    Thread orders =
        new Thread(
            () -> {
              Path checkpoints = folder.resolve("lake/stream");
              while (!Files.exists(checkpoints) || checkpoints.toFile().list().length == 0) {
                sleep();
              }
              if (ofReaders) {
                write(lake, Tables.READER_ACTS, "'ana-analyst' AS reader", Map.of());
              } else {
                write(lake, Tables.WITHDRAWALS, "'a' AS item_id", Map.of());
              }
            });
    orders.start();
    doesJobs(stream);
    orders.join();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsTakenBackBesideAStreamComesAgainThoughNothingComes(boolean byRollback)
      throws Exception {
    write(Runs.of(lake).open(), Tables.REJECTS, "'x' AS item_id", Map.of());
    Runs.of(lake).publish(Action.RUN, null);
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    CountDownLatch landedOnce = new CountDownLatch(1);
    CountDownLatch landedTwice = new CountDownLatch(2);
    ItemStream stream = stream(inbox.toString(), new Heard());
    stream.telling(
        landed -> {
          landedOnce.countDown();
          landedTwice.countDown();
        });
    Thread runs = new Thread(stream::run);
    runs.start();
    assertThat(landedOnce.await(2, TimeUnit.MINUTES)).isTrue();
    try (RunLock lock = RunLock.take(settings.lake().path())) {
      if (byRollback) {
        Runs.of(lake).publish(Action.RUN, null);
        Runs back = Runs.of(lake);
        back.stage(1);
        back.publish(Action.ROLLBACK, 1L);
      } else {
        Runs.of(lake).drop();
      }
      assertThat(Runs.of(lake).open().read(Tables.ARRIVALS).count()).isZero();
    }
    boolean again = landedTwice.await(1, TimeUnit.MINUTES);
    stream.end();
    runs.join(TimeUnit.MINUTES.toMillis(1));
    assertThat(again).as("landed again").isTrue();
    assertThat(Runs.of(lake).open().read(Tables.ARRIVALS).count()).isEqualTo(1);
  }

  @Test
  void anActThatWasFollowedAtOnceIsNothingForTheJobs() {
    enrol(lake);
    UnfollowedActs acts = new UnfollowedActs(lake);
    assertThat(acts.areThere(lake)).isFalse();
    write(lake, Tables.READER_ACTS, "'ana-analyst' AS reader", Map.of());
    enrol(lake);
    assertThat(acts.came()).isFalse();
    write(lake, Tables.READER_ACTS, "'ben-analyst' AS reader", Map.of());
    assertThat(acts.came()).isTrue();
    assertThat(acts.came()).as("told once").isFalse();
    assertThat(new UnfollowedActs(lake).areThere(lake)).isTrue();
    write(lake, Tables.WITHDRAWALS, "'a' AS item_id", Map.of());
    assertThat(acts.came()).isTrue();
  }

  /** Readers as the job makes them of all acts that are there. */
  private static void enrol(Lake lake) {
    String acts = Long.toString(lake.snapshot(Tables.READER_ACTS).snapshotId());
    Map<String, String> summary =
        Map.of(StagedWrite.JOB, "enrol-readers", StagedWrite.CONSUMED + Tables.READER_ACTS, acts);
    write(lake, Tables.READERS, "'ana-analyst' AS reader", summary);
  }

  private static void write(
      Lake lake, TableName table, String columns, Map<String, String> summary) {
    Dataset<Row> row = lake.spark().sql("SELECT " + columns);
    TestLakes.write(lake, table, WriteMode.APPEND, row, summary);
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLandingThatFailsIsToldWithWhatLandedBeforeIt() throws Exception {
    Files.writeString(inbox.resolve("note.txt"), "A note.");
    ItemStream stream = stream(inbox.toString(), new Heard());
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

  private ItemStream stream(String inbox, RunListener said) {
    return stream(inbox, said, Duration.ofHours(1));
  }

  private ItemStream stream(String inbox, RunListener said, Duration every) {
    return stream(inbox, said, every, false);
  }

  private ItemStream stream(String inbox, RunListener said, Duration every, boolean untilEmpty) {
    return stream(inbox, null, said, every, Duration.ofMinutes(1), untilEmpty);
  }

  /** Of an inbox and a topic, where no broker is. */
  private ItemStream streamOfNoKafka(RunListener said, Duration every, Duration patience) {
    Map<String, String> brief =
        Map.of("default.api.timeout.ms", "300", "request.timeout.ms", "200");
    KafkaTopics nowhere = new KafkaTopics("127.0.0.1:1", List.of("items"), brief);
    return stream(inbox.toString(), nowhere, said, every, patience, false);
  }

  private ItemStream stream(
      String inbox,
      @Nullable KafkaTopics kafka,
      RunListener said,
      Duration every,
      Duration patience,
      boolean untilEmpty) {
    return new ItemStream(
        settings,
        lake,
        new ItemStream.Plan(
            inbox,
            null,
            kafka,
            KafkaTopics.Loss.REFUSED,
            Stage.GOVERNANCE,
            every,
            10,
            Duration.ZERO,
            Duration.ofHours(1),
            patience,
            LOOKS,
            untilEmpty),
        said);
  }
}
