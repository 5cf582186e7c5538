package org.insight.jobs.landing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingJobsTest {

  @TempDir Path folder;
  private final List<Row> files = new ArrayList<>();
  private List<String> linkRoots = List.of();

  @BeforeEach
  void anInboxOfOnePolicy() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), "source: FR\npurposes: [investigation]\n");
  }

  private void file(String name, String content) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    files.add(
        Inbox.file(name, new org.apache.hadoop.fs.Path(path.toUri()).toString(), Files.size(path)));
  }

  private Dataset<Row> batch() {
    return SharedSpark.session().createDataset(files, Encoders.row(Inbox.COLUMNS));
  }

  private Inbox inbox() {
    return new Inbox(folder.toUri().toString(), null, linkRoots);
  }

  private Dataset<Row> arrivals() {
    Dataset<Row> arrivals =
        new ReceiveItems(inbox(), ReadingLimits.DEFAULT, List.of())
            .build(new LiteralInputs().with(Inbox.FILES, batch()));
    return SharedSpark.session()
        .createDataset(arrivals.collectAsList(), Encoders.row(LandingRows.schema(Tables.ARRIVALS)));
  }

  @Test
  void filesBecomeItemsRejectsAndRecords() throws IOException {
    file("a.txt", "Some text.");
    file("b.bin", "");
    file("c.csv", "name,country\nAna Ficta,FR\nBruno Fictus,ES\n");
    LiteralInputs inputs = new LiteralInputs().with(Tables.ARRIVALS, arrivals());
    assertThat(new LandItems().build(inputs).select("path").as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrder("a.txt", "c.csv");
    assertThat(new RejectUnreadable().build(inputs).select("path", "reason_code").collectAsList())
        .containsExactly(RowFactory.create("b.bin", "empty"));
    List<Row> records =
        new MapRecords(List.of())
            .build(inputs)
            .selectExpr("locator", "properties['name'][0]", "mapping")
            .collectAsList();
    assertThat(records)
        .containsExactlyInAnyOrder(
            RowFactory.create("row 1", "Ana Ficta", "generic-csv"),
            RowFactory.create("row 2", "Bruno Fictus", "generic-csv"));
  }

  @Test
  void idsAreTheSameBeforeAndAfterReading() throws IOException {
    file("a.txt", "Some text.");
    file("quoted name #1%.txt", "Other text.");
    List<String> before =
        new NewFiles(inbox())
            .identify(batch())
            .select("item_id")
            .as(Encoders.STRING())
            .collectAsList();
    assertThat(arrivals().select("item_id").as(Encoders.STRING()).collectAsList())
        .containsExactlyInAnyOrderElementsOf(before);
    assertThat(arrivals().where("outcome = 'read'").count()).isEqualTo(2);
  }

  @Test
  void idsOfLargeFilesAreTheSameToo() throws IOException {
    file("a.csv", "name,country\n" + "Ana Ficta,FR\n".repeat(100_000));
    assertThat(arrivals().select("item_id").as(Encoders.STRING()).collectAsList())
        .isEqualTo(
            new NewFiles(inbox())
                .identify(batch())
                .select("item_id")
                .as(Encoders.STRING())
                .collectAsList());
  }

  @Test
  void soAreThoseOfFilesThatAreLongerThanAnyThatIsRead() throws IOException {
    Path path = folder.resolve("a.bin");
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    files.add(
        Inbox.file(
            "a.bin", new org.apache.hadoop.fs.Path(path.toUri()).toString(), Files.size(path)));
    List<Row> before = new NewFiles(inbox()).identify(batch()).select("item_id").collectAsList();
    assertThat(arrivals().select("item_id").collectAsList()).isEqualTo(before);
    assertThat(arrivals().select("reason_code", "size_bytes").collectAsList())
        .containsExactly(RowFactory.create("too_large", 1L << 40));
  }

  @Test
  void aFileThatIsTakenAwayIsNotNewAndOneThatCannotBeReadIs() throws IOException {
    file("a.txt", "Some text.");
    file("gone.txt", "Other text.");
    file("folder.txt", "A third text.");
    file("link.txt", "A fourth text.");
    for (String name : List.of("gone.txt", "folder.txt", "link.txt")) {
      Files.delete(folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("folder.txt"));
    Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("gone.txt"));
    assertThat(
            new NewFiles(inbox())
                .identify(batch())
                .select("path")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder("a.txt", "folder.txt", "link.txt");
  }

  @Test
  void aFileThatIsReadOnceIsOpenedOnceUnlessItIsLarge() throws IOException {
    AtomicInteger opened = new AtomicInteger();
    for (int size : List.of(0, 100, 1 << 20, (1 << 20) + 1)) {
      byte[] bytes = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
      opened.set(0);
      ReadOnce source =
          new ReadOnce(
              () -> {
                opened.incrementAndGet();
                return new ByteArrayInputStream(bytes);
              });
      for (int look = 0; look < 3; look++) {
        try (InputStream in = source.open()) {
          assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
      }
      assertThat(opened.get()).isEqualTo(size > 1 << 20 ? 4 : 1);
    }
  }

  @Test
  void aPolicyFileThatCannotBeReadIsNotPassedOver() throws IOException {
    file("a.txt", "Some text.");
    Files.createDirectory(folder.resolve("a.txt.policy.yaml"));
    assertThat(arrivals().select("outcome", "reason_code").collectAsList())
        .containsExactly(RowFactory.create("quarantined", "bad_policy"));
  }

  @Test
  void aPolicyFileThatLeadsNowhereIsNotPassedOver() throws IOException {
    file("fr/a.txt", "Some text.");
    Files.createSymbolicLink(
        folder.resolve("fr/policy.yaml"), folder.resolve("not-mounted/policy.yaml"));
    assertThat(arrivals().select("outcome", "reason_code").collectAsList())
        .containsExactly(RowFactory.create("quarantined", "bad_policy"));
  }

  @Test
  void aLinkThatLeadsOutOfTheInboxIsRejectedWithoutItsBytes(@TempDir Path outside)
      throws IOException {
    Path secret = Files.writeString(outside.resolve("secret.txt"), "A secret.");
    file("a.txt", "Some text.");
    file("b.txt", "Other text.");
    Files.delete(folder.resolve("b.txt"));
    Files.createSymbolicLink(folder.resolve("b.txt"), secret);
    LiteralInputs inputs = new LiteralInputs().with(Tables.ARRIVALS, arrivals());
    assertThat(
            new RejectUnreadable()
                .build(inputs)
                .select("path", "outcome", "reason_code", "reason", "size_bytes", "media_type")
                .collectAsList())
        .containsExactly(
            RowFactory.create(
                "b.txt",
                "rejected",
                "link_outside",
                "A link leads out of the inbox to a folder that intake.link_roots does not name",
                0L,
                null));
    assertThat(arrivals().where("path = 'b.txt' and content is null").count()).isEqualTo(1);
    linkRoots = List.of(outside.toString());
    assertThat(arrivals().where("outcome = 'read'").select("path").collectAsList()).hasSize(2);
  }

  @Test
  void aPolicyFileThatIsALinkOutOfTheInboxIsNotReadAndNotPassedOver(@TempDir Path outside)
      throws IOException {
    Path policy =
        Files.writeString(
            outside.resolve("p.yaml"), "source: BE\npurposes: [investigation]\nlevel: 0\n");
    file("fr/a.txt", "Some text.");
    file("b.txt", "Other text.");
    Files.createSymbolicLink(folder.resolve("fr/policy.yaml"), policy);
    Files.createSymbolicLink(folder.resolve("b.txt.policy.yaml"), policy);
    assertThat(arrivals().select("outcome", "reason_code").distinct().collectAsList())
        .containsExactly(RowFactory.create("quarantined", "bad_policy"));
    linkRoots = List.of(outside.toString());
    assertThat(arrivals().where("base_policy like '%BE%'").count()).isEqualTo(2);
  }

  @Test
  void aNameThatLeavesNoRoomForAPolicyBesideItHasThatOfTheFolder() throws IOException {
    file("a".repeat(251) + ".txt", "Some text.");
    assertThat(arrivals().where("outcome = 'read'").count()).isEqualTo(1);
  }

  @Test
  void anEmptyBatchGivesNoRows() {
    LiteralInputs inputs = new LiteralInputs().with(Tables.ARRIVALS, arrivals());
    assertThat(arrivals().count()).isZero();
    assertThat(new LandItems().build(inputs).count()).isZero();
    assertThat(new RejectUnreadable().build(inputs).count()).isZero();
    assertThat(new MapRecords(List.of()).build(inputs).count()).isZero();
  }

  @Test
  void rowsHaveTheColumnsOfTheirContracts() throws IOException {
    file("a.txt", "Some text.");
    LiteralInputs inputs = new LiteralInputs().with(Tables.ARRIVALS, arrivals());
    assertThat(new LandItems().build(inputs).columns())
        .containsExactly(LandingRows.schema(Tables.ITEMS).fieldNames());
    assertThat(new RejectUnreadable().build(inputs).columns())
        .containsExactly(LandingRows.schema(Tables.REJECTS).fieldNames());
    assertThat(new MapRecords(List.of()).build(inputs).columns())
        .containsExactly(LandingRows.schema(Tables.RECORDS).fieldNames());
  }

  private Row message(String path, String text, String policy) {
    return RowFactory.create(
        path, "kafka:" + path, (long) text.length(), text.getBytes(UTF_8), policy, null);
  }

  @Test
  void whatABatchBringsIsReadWithThePolicyThatItBrings() throws IOException {
    files.add(message("topic/0-1/a.txt", "Some text.", "source: BE\npurposes: [investigation]\n"));
    files.add(message("topic/0-2/b.txt", "Some text.", "source: ES\npurposes: [investigation]\n"));
    List<String> before =
        new NewFiles(inbox())
            .identify(batch())
            .select("item_id")
            .as(Encoders.STRING())
            .collectAsList();
    Dataset<Row> arrivals = arrivals();
    assertThat(arrivals.select("item_id").as(Encoders.STRING()).collectAsList())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(before);
    assertThat(
            arrivals
                .orderBy("path")
                .selectExpr("path", "outcome", "text like 'Some text.%'", "base_policy like '%BE%'")
                .collectAsList())
        .containsExactly(
            RowFactory.create("topic/0-1/a.txt", "read", true, true),
            RowFactory.create("topic/0-2/b.txt", "read", true, false));
  }

  @Test
  void aPolicyFileOfTheFolderIsNotForWhatIsBrought() throws IOException {
    Files.createDirectories(folder.resolve("topic"));
    Files.writeString(
        folder.resolve("topic/policy.yaml"), "source: ES\npurposes: [investigation]\n");
    file("topic/lying.txt", "One text.");
    files.add(message("topic/0-1", "Another text.", null));
    files.add(message("topic/0-2", "A third text.", "unusable"));
    assertThat(arrivals().orderBy("path").select("path", "outcome", "reason_code").collectAsList())
        .containsExactly(
            RowFactory.create("topic/0-1", "quarantined", "no_policy"),
            RowFactory.create("topic/0-2", "quarantined", "bad_policy"),
            RowFactory.create("topic/lying.txt", "read", null));
  }
}
