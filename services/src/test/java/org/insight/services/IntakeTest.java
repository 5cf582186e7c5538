package org.insight.services;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.engine.JobResult;
import org.insight.engine.JobRunner;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.lake.Lake;
import org.insight.observe.RunWatch;
import org.insight.schemas.Tables;
import org.insight.streams.KnownItems;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are told apart first and read later: in between their names may be used again. */
class IntakeTest {

  @TempDir private Path folder;

  private final Settings settings = SettingsReader.read(List.of());
  private final Heard said = new Heard();
  private Lake lake;
  private Path inbox;
  private String uri;

  @BeforeEach
  void anInboxOfOnePolicy() throws IOException {
    lake = TestLakes.whole(folder.resolve("lake"));
    inbox = Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(inbox.resolve("policy.yaml"), "source: FR\npurposes: [investigation]\n");
    uri = SwappedFiles.uri(inbox);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(inbox.resolve(name), text);
  }

  private void withdraw(String path) {
    Withdrawals withdrawals = new Withdrawals(lake);
    withdrawals.record(
        withdrawals.ids(withdrawals.named(List.of(), List.of(path))), "login", "a test", "0");
  }

  private Intake intake() {
    return new Intake(
        settings, lake, new JobRunner(lake), RunWatch.start("test", settings, lake.spark()));
  }

  /** As a run does. */
  private JobResult receive() {
    DropFolder there = DropFolder.list(uri, lake.spark().sparkContext().hadoopConfiguration());
    return intake().folder(there, new Inbox(there.root(), null), said);
  }

  /** As a stream does with all that is there, and with messages. */
  private JobResult stream(KnownItems known, Row... messages) {
    DropFolder there = DropFolder.list(uri, lake.spark().sparkContext().hadoopConfiguration());
    List<Row> files = new ArrayList<>(List.of(messages));
    there
        .files()
        .forEach(file -> files.add(Inbox.file(file.path(), file.location(), file.sizeBytes())));
    Dataset<Row> batch = lake.spark().createDataFrame(files, Inbox.COLUMNS);
    return intake().batch(batch, new Inbox(there.root(), null), known, Map.of());
  }

  private List<String> landed() {
    return lake
        .read(Tables.ARRIVALS)
        .select(coalesce(col("text"), col("reason_code")))
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .map(String::strip)
        .sorted()
        .toList();
  }

  @Test
  void aStreamKnowsWhatItReadWhenANameIsUsedAgainWithinABatch() throws IOException {
    SwappedFiles.swap(file("latest.txt", "The first."), "The second one.");
    file("other.txt", "Another.");
    KnownItems known = KnownItems.of(lake);
    stream(known);
    assertThat(landed()).containsExactly("Another.", "The second one.");
    assertThat(stream(known).outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
    assertThat(landed()).containsExactly("Another.", "The second one.");
  }

  @Test
  void aStreamDoesNotDoubleWhatTakesANameWithinABatch() throws IOException {
    file("there.txt", "Has landed.");
    KnownItems known = KnownItems.of(lake);
    stream(known);
    SwappedFiles.swap(file("latest.txt", "The first."), "Has landed.");
    stream(known);
    assertThat(landed()).containsExactly("Has landed.");
  }

  @Test
  void aRunDoesNotDoubleWhatTakesANameWithinIt() throws IOException {
    file("there.txt", "Has landed.");
    receive();
    SwappedFiles.swap(file("latest.txt", "The first."), "Has landed.");
    receive();
    assertThat(landed()).containsExactly("Has landed.");
  }

  @Test
  void aRunTakesWhatTakesANameWithinIt() throws IOException {
    SwappedFiles.swap(file("latest.txt", "The first."), "The second one.");
    assertThat(receive().rows()).isEqualTo(1);
    assertThat(landed()).containsExactly("The second one.");
    assertThat(said.notes().lines())
        .containsExactly(
            "inbox: 1 files, 1 of them new, in 1 batches",
            "inbox: 1 files changed or went before they were read, 1 of them new");
    assertThat(receive().outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
  }

  @Test
  void whatAWrongListOfAddresseesKeptOutComesOnceItIsPutRight() throws IOException {
    Path policy = inbox.resolve("policy.yaml");
    String text = Files.readString(policy);
    file("a.txt", "Seen in Lyon.");
    Files.writeString(policy, text + "addressed_to: [GB]\n");
    receive();
    assertThat(landed()).containsExactly("not_addressed");
    Files.writeString(policy, text + "addressed_to: [GB, IPSG]\n");
    receive();
    assertThat(landed()).containsExactly("Seen in Lyon.", "not_addressed");
    Files.writeString(policy, text);
    assertThat(receive().outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
  }

  /** A list without a header is told by its name alone. */
  @Test
  void ofEqualFilesTheOneThatIsNamedAsItsListIsReceived() throws IOException {
    String row =
        "1,\"FICTUS, Primo\",\"individual\",\"SDGT\"" + ",-0- ".repeat(7) + ",\"DOB 1971.\"\n";
    for (String name : List.of("sdn (1).csv", "sdn.csv", "a list.csv")) {
      file(name, row);
    }
    receive();
    assertThat(lake.read(Tables.ARRIVALS).select("path", "mapping").collectAsList())
        .containsExactly(RowFactory.create("sdn.csv", "ofac-sdn"));
  }

  /** A policy that is put there for other files is not that of who sends it again. */
  @Test
  void whatWasTakenBackWithoutAPolicyDoesNotComeByOneThatIsFoundSince() throws IOException {
    Path policy = inbox.resolve("policy.yaml");
    String text = Files.readString(policy);
    Files.delete(policy);
    file("letter.txt", "A letter.");
    receive();
    assertThat(landed()).containsExactly("no_policy");
    withdraw("letter.txt");
    Files.writeString(policy, text);
    assertThat(receive().outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
    assertThat(stream(KnownItems.of(lake)).outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
    // By another path the same bytes are not what was taken back.
    file("other.txt", "A letter.");
    receive();
    assertThat(landed()).containsExactly("A letter.", "no_policy");
  }

  @Test
  void whatWasTakenBackUnderAPolicyMayBeSentAgainUnderAnother() throws IOException {
    file("letter.txt", "A letter.");
    receive();
    withdraw("letter.txt");
    assertThat(receive().outcome()).isEqualTo(JobResult.Outcome.NOTHING_NEW);
    Files.writeString(inbox.resolve("policy.yaml"), "source: FR\npurposes: [warning]\n");
    assertThat(receive().rows()).isEqualTo(1);
  }

  /** As where each source of an inbox was received by itself. */
  @Test
  void aPathByWhichItemsOfSeveralSourcesCameWithdrawsNone() throws IOException {
    file("a.txt", "Of one.");
    receive();
    file("a.txt", "Of one, anew.");
    receive();
    Withdrawals withdrawals = new Withdrawals(lake);
    assertThat(withdrawals.named(List.of(), List.of("a.txt"))).hasSize(2);
    file("a.txt", "Of another.");
    file("policy.yaml", "source: ES\npurposes: [investigation]\n");
    receive();
    assertThatThrownBy(() -> withdrawals.named(List.of(), List.of("a.txt")))
        .hasMessageContaining("items of several sources; name them by --item, found ES ")
        .hasMessageContaining(", FR ");
  }

  @Test
  void whatIsTakenAwayBeforeItIsReadIsNoReject() throws IOException {
    takenAway(file("gone.txt", "Seen once."));
    file("other.txt", "Another.");
    receive();
    assertThat(landed()).containsExactly("Another.");
  }

  @Test
  void ofTwoThatAreTheSameOneThatIsTakenAwayLosesNothing() throws IOException {
    takenAway(file("a.txt", "Twice there."));
    file("b.txt", "Twice there.");
    takenAway(file("c.txt", "A message too."));
    byte[] bytes = "A message too.".getBytes(StandardCharsets.UTF_8);
    Row message =
        RowFactory.create(
            "topic/0-1",
            "kafka:topic/0-1",
            (long) bytes.length,
            bytes,
            Files.readString(inbox.resolve("policy.yaml")),
            null);
    stream(KnownItems.of(lake), message);
    assertThat(landed()).containsExactly("A message too.", "Twice there.");
  }

  /** Before it is read, once it was looked at. */
  private static void takenAway(Path file) {
    SwappedFiles.whenRead(
        file,
        () -> {
          try {
            Files.delete(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
