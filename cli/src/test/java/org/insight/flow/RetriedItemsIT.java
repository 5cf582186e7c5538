package org.insight.flow;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.spark.sql.Row;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.InsightException;
import org.insight.engine.Job;
import org.insight.jobs.landing.Quarantined;
import org.insight.jobs.reports.IngestFigures;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ItemRetries;
import org.insight.services.Served;
import org.insight.testing.SchemeFiles;
import org.insight.testing.TestLakes;
import org.insight.verify.Verdict;
import org.insight.verify.Verifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was not read and is read again ends as what was read at once, with all that follows of it.
 */
class RetriedItemsIT {

  private static final String POLICY = "source: FR\npurposes: [investigation]\n";

  @TempDir private static Path folder;

  private static Path inbox() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    Files.createDirectories(inbox.resolve("fr"));
    Files.createDirectories(inbox.resolve("bare"));
    Files.writeString(inbox.resolve("fr/policy.yaml"), POLICY);
    Files.writeString(inbox.resolve("fr/note.txt"), "Seen in Lyon, telephone +33 6 12 34 56 78.");
    Files.writeString(
        inbox.resolve("fr/large.txt"),
        "The car was seen in Paris, telephone +33 6 12 34 56 78.\n" + " ".repeat(60_000));
    try (OutputStream file = Files.newOutputStream(inbox.resolve("fr/three.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : List.of("a.txt", "b.txt")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((name + " speaks of Madrid.").getBytes(StandardCharsets.UTF_8));
      }
      zip.putNextEntry(new ZipEntry("persons.csv"));
      String rows = "name,birth_date,phone\nAna Ficta,1980-02-03,+33 6 12 34 56 78\n";
      zip.write(rows.getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(
        inbox.resolve("bare/letter.txt"), "He called from Nice, telephone +33 6 12 34 56 78.");
    return inbox;
  }

  /** Without verification: of lakes that end with texts it would miss the rest. */
  private static Settings settings(String more) throws IOException {
    return verified(more + "publish: {verify: none}\n");
  }

  private static Settings verified(String conf) throws IOException {
    return SettingsReader.read(
        List.of(Files.writeString(Files.createTempFile(folder, "conf", ".yaml"), conf)));
  }

  private static List<String> reasons(Lake lake) {
    return lake
        .read(Tables.REJECTS)
        .orderBy(col("reason_code"))
        .select("reason_code")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void itEndsAsIfItHadBeenReadAtOnce() throws IOException {
    Path inbox = inbox();
    Settings strict = verified("intake: {max_bytes: 50000, max_members: 2}\n");
    Settings lenient = verified("intake: {max_bytes: 500000}\n");
    Lake lake = TestLakes.whole(folder.resolve("retried"));
    TestLakes.inParts(1, () -> Served.run(strict, lake, inbox));
    assertThat(reasons(lake)).containsExactly("no_policy", "too_large", "too_many_members");
    assertThat(Quarantined.of(lake, 9))
        .singleElement()
        .satisfies(
            of -> {
              assertThat(of.folder()).isEqualTo("bare");
              assertThat(of.reason()).isEqualTo("no_policy");
              assertThat(of.words()).startsWith("It came without a policy");
              assertThat(of.items()).isOne();
            });

    assertThat(retry(lenient, lake, List.of("too_large"), null, null))
        .as("files without bytes in the lake")
        .isEqualTo(1);
    assertThat(reasons(lake)).containsExactly("no_policy", "too_large", "too_many_members");

    List<String> all = List.of("too_large", "too_many_members", "no_policy");
    assertThat(retry(lenient, lake, all, null, inbox)).isZero();
    assertThat(reasons(lake)).as("without a policy it stays").containsExactly("no_policy");

    assertThat(retry(lenient, lake, List.of("no_policy"), POLICY, null)).isZero();
    assertThat(reasons(lake)).isEmpty();
    assertThat(Quarantined.of(lake, 9)).isEmpty();

    // The file still lies in the inbox without a policy: it is the one that was released.
    Served.run(lenient, lake, inbox);
    assertThat(lake.read(Tables.ARRIVALS).select("item_id").distinct().count())
        .isEqualTo(lake.rows(Tables.ARRIVALS))
        .isEqualTo(7);
    Verdict.refuseMismatches(
        TestLakes.inParts(
            1,
            () ->
                new Verifier(lake)
                    .verify(Verifier.tables(lake.contracts().all()), 0, table -> {})));
    Files.writeString(inbox.resolve("bare/policy.yaml"), POLICY);
    Lake atOnce = TestLakes.whole(folder.resolve("at-once"));
    TestLakes.inParts(2, () -> Served.run(lenient, atOnce, inbox));
    LakeComparison.assertEqual(lake, atOnce);
    figures(lake);
  }

  @Test
  void aReleasedItemThatIsThereAlreadyIsThereOnce() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("twins"));
    for (String name : List.of("fr", "bare", "bad")) {
      Files.createDirectories(inbox.resolve(name));
      Files.writeString(inbox.resolve(name + "/letter.txt"), "He called from Nice.");
    }
    Files.writeString(inbox.resolve("bare/note.txt"), "He wrote from Nantes.");
    Files.writeString(inbox.resolve("bad/note.txt"), "He wrote from Nantes.");
    Files.writeString(inbox.resolve("fr/policy.yaml"), POLICY);
    Files.writeString(inbox.resolve("bad/policy.yaml"), "source: FR\n");
    Settings settings = settings("");
    Lake lake = landed(folder.resolve("lake-of-twins"));
    Served.run(settings, lake, inbox);
    land(settings, lake, inbox.toString(), null);
    // Of the same bytes without a policy that can be used one is taken.
    List<String> quarantined = List.of("bad_policy", "bad_policy");
    assertThat(reasons(lake)).isEqualTo(quarantined);
    assertThat(Quarantined.of(lake, 1))
        .extracting(of -> of.folder() + " " + of.reason() + " " + of.items())
        .containsExactly("bad bad_policy 2");

    retry(settings, lake, quarantined, POLICY, null);
    assertThat(reasons(lake)).isEmpty();
    assertThat(
            lake.read(Tables.ARRIVALS).select("path").collectAsList().stream()
                .map(row -> row.<String>getAs("path"))
                .filter(path -> path.endsWith("letter.txt")))
        .containsExactly("fr/letter.txt");
    assertThat(lake.rows(Tables.ARRIVALS)).isEqualTo(2);
    assertThat(lake.rows(Tables.ITEMS)).isEqualTo(2);
  }

  /** Files whose bytes cannot be read, though they are listed as any other. */
  public static final class TornFiles extends SchemeFiles {

    @Override
    public String getScheme() {
      return "torn";
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
      if (path.getName().equals("torn.txt")) {
        throw new IOException("the disk is torn");
      }
      return super.open(path, buffer);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "insight.tests", matches = "long")
  void whatTheLakeHasNoBytesOfIsFoundByItsPathWhateverPolicyItHas() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("drop"));
    String large = " is in a large file.\n" + " ".repeat(60_000);
    Path first = Files.writeString(inbox.resolve("first.txt"), "The first" + large);
    Path torn = Files.writeString(inbox.resolve("torn.txt"), "This one was torn once.");
    Settings strict = settings("intake: {max_bytes: 50000}\n");
    Settings lenient = settings("intake: {max_bytes: 500000}\n");
    Lake lake = landed(folder.resolve("lake-without-bytes"));
    land(strict, lake, torn(inbox), POLICY);
    Path hidden = Files.createDirectories(folder.resolve("away"));
    Files.move(first, hidden.resolve("first.txt"));
    Files.move(torn, hidden.resolve("torn.txt"));
    Path second = Files.writeString(inbox.resolve("second.txt"), "The second" + large);
    Files.copy(hidden.resolve("first.txt"), inbox.resolve("other.txt"));
    land(strict, lake, inbox.toString(), null);
    assertThat(reasons(lake)).containsExactly("too_large", "too_large", "too_large", "unreadable");
    assertThat(Quarantined.of(lake, 9))
        .extracting(of -> of.folder() + " " + of.reason() + " " + of.items())
        .containsExactly(". too_large 2");
    Files.move(hidden.resolve("first.txt"), first);
    Files.move(hidden.resolve("torn.txt"), torn);

    // Received once more meanwhile, of the same bytes and the same policy.
    Files.writeString(inbox.resolve("torn.txt.policy.yaml"), POLICY);
    Served.run(strict, lake, inbox);
    assertThat(lake.rows(Tables.ARRIVALS)).isEqualTo(5);

    assertThat(retry(lenient, lake, List.of("too_large", "unreadable"), null, inbox)).isZero();
    assertThat(outcomes(lake))
        .as("those under a policy")
        .containsExactly(
            "first.txt read FR",
            "other.txt quarantined null",
            "second.txt quarantined null",
            "torn.txt read FR");

    Files.writeString(second, "Other bytes than those that came." + large);
    assertThat(retry(lenient, lake, List.of("too_large"), POLICY, inbox))
        .as("of other bytes")
        .isEqualTo(1);
    assertThat(outcomes(lake))
        .as("the same as one that is there already, and of other bytes")
        .containsExactly("first.txt read FR", "second.txt quarantined null", "torn.txt read FR");
    Files.writeString(second, "The second" + large);
    assertThat(retry(lenient, lake, List.of("too_large"), POLICY, inbox)).isZero();
    assertThat(outcomes(lake))
        .containsExactly("first.txt read FR", "second.txt read FR", "torn.txt read FR");
    assertThat(reasons(lake)).isEmpty();
  }

  @Test
  void whatLiesWhereAFileCouldNotBeReadHasThePolicyThatLiesThereNow() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("used-again"));
    Path torn = Files.writeString(inbox.resolve("torn.txt"), "This one was torn once.");
    Settings settings = settings("");
    Lake lake = landed(folder.resolve("lake-of-names-used-again"));
    land(settings, lake, torn(inbox), POLICY);
    assertThat(reasons(lake)).containsExactly("unreadable");
    Files.writeString(torn, "The name was used again.");
    Files.writeString(
        inbox.resolve("torn.txt.policy.yaml"),
        "source: ES\npurposes: [investigation]\nonly_for: [ES]\n");
    assertThat(retry(settings, lake, List.of("unreadable"), null, inbox)).isZero();
    assertThat(outcomes(lake)).containsExactly("torn.txt read ES");
  }

  private static String torn(Path inbox) {
    return SchemeFiles.uri(TornFiles.class, "torn", inbox);
  }

  private static List<String> outcomes(Lake lake) {
    return lake
        .read(Tables.ARRIVALS)
        .orderBy("path", "item_id")
        .selectExpr("path", "outcome", "get_json_object(base_policy, '$.source')")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + " " + row.getString(1) + " " + row.getString(2))
        .toList();
  }

  @Test
  void aWithdrawnItemIsNotReceivedAgainWithoutItsPolicy() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("taken-back"));
    for (String name : List.of("bare", "fr")) {
      Files.createDirectories(inbox.resolve(name));
      Files.writeString(inbox.resolve(name + "/letter.txt"), "A letter of " + name + ".");
    }
    Path policy = Files.writeString(inbox.resolve("fr/policy.yaml"), POLICY);
    Settings settings = settings("");
    Lake lake = landed(folder.resolve("lake-of-withdrawn"));
    land(settings, lake, inbox.toString(), null);
    retry(settings, lake, List.of("no_policy"), POLICY, null);
    assertThat(outcomes(lake)).containsExactly("bare/letter.txt read FR", "fr/letter.txt read FR");

    Served.withdraw(settings, lake, "bare/letter.txt");
    Served.withdraw(settings, lake, "fr/letter.txt");
    Files.delete(policy);
    land(settings, lake, inbox.toString(), null);
    assertThat(outcomes(lake)).isEmpty();

    // The same bytes by another path are not what was taken back.
    Files.copy(inbox.resolve("bare/letter.txt"), inbox.resolve("letter.txt"));
    Served.run(settings, lake, inbox);
    assertThat(outcomes(lake)).containsExactly("letter.txt quarantined null");
  }

  @Test
  void aWithdrawnItemGoesWhereJobsRunOneByOneAndNothingIsReceived() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("cancelled"));
    Files.writeString(inbox.resolve("letter.txt"), "She called from Lille.");
    Path at = folder.resolve("lake-of-cancelled");
    Settings settings = settings("lake: {path: '%s'}\nobserve: {folder: ''}\n".formatted(at));
    Lake lake = landed(at);
    land(settings, lake, inbox.toString(), POLICY);
    assertThat(lake.rows(Tables.ITEMS)).isOne();
    Served.withdraw(settings, lake, "letter.txt");
    List<Job> jobs =
        Served.jobsOnTables(settings).stream().filter(job -> lake.has(job.writes())).toList();
    TestLakes.inParts(1, () -> Served.jobsAndPublish(settings, lake, jobs));
    assertThat(outcomes(lake)).isEmpty();
    assertThat(lake.rows(Tables.ITEMS)).isZero();
  }

  @Test
  void whatHoldsAPolicyFileIsReleasedByThatPolicyAndByNoOther() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("packed"));
    Files.writeString(inbox.resolve("policy.yaml"), POLICY);
    String strict = "source: ES\npurposes: [investigation]\nlevel: 3\n";
    try (OutputStream file = Files.newOutputStream(inbox.resolve("es.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("es/policy.yaml"));
      zip.write(strict.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("es/a.txt"));
      zip.write("She wrote from Reims.".getBytes(StandardCharsets.UTF_8));
    }
    Settings settings = settings("");
    Lake lake = landed(folder.resolve("lake-of-packed"));
    land(settings, lake, inbox.toString(), null);
    assertThat(outcomes(lake)).containsExactly("es.zip quarantined null");
    assertThat(lake.rows(Tables.ITEMS)).isZero();
    List<String> conflict = List.of("policy_conflict");
    assertThat(reasons(lake)).isEqualTo(conflict);

    assertThat(retry(settings, lake, conflict, POLICY, null)).isZero();
    assertThat(outcomes(lake)).as("under another").containsExactly("es.zip quarantined null");
    assertThat(retry(settings, lake, conflict, strict, null)).isZero();
    assertThat(outcomes(lake))
        .containsExactly(
            "es.zip read ES", "es.zip!/es/a.txt read ES", "es.zip!/es/policy.yaml read ES");
    assertThat(reasons(lake)).isEmpty();

    // With that policy beside it, it is the one that is there.
    Files.writeString(inbox.resolve("es.zip.policy.yaml"), strict);
    land(settings, lake, inbox.toString(), null);
    assertThat(lake.rows(Tables.ARRIVALS)).isEqualTo(3);
    Served.withdraw(settings, lake, "es.zip");
    land(settings, lake, inbox.toString(), null);
    assertThat(outcomes(lake)).isEmpty();
  }

  /** As after a rollback, which puts back what had been taken out. */
  private static void putBack(Lake lake, TableName table, long snapshot) {
    lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
  }

  @Test
  void aWithdrawnItemIsNotReleased() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("withdrawn"));
    Files.writeString(inbox.resolve("letter.txt"), "She called from Lille.");
    Files.writeString(inbox.resolve("note.txt"), "She wrote from Reims.");
    Settings settings = settings("");
    Lake lake = landed(folder.resolve("lake-of-quarantined"));
    land(settings, lake, inbox.toString(), null);
    List<String> none = List.of("letter.txt quarantined null", "note.txt quarantined null");
    assertThat(outcomes(lake)).isEqualTo(none);
    long arrivals = lake.snapshot(Tables.ARRIVALS).snapshotId();
    long rejects = lake.snapshot(Tables.REJECTS).snapshotId();

    Served.withdraw(settings, lake, "letter.txt");
    retry(settings, lake, List.of("no_policy"), POLICY, null);
    assertThat(outcomes(lake)).containsExactly("note.txt read FR");

    Served.withdraw(settings, lake, "note.txt");
    putBack(lake, Tables.ARRIVALS, arrivals);
    putBack(lake, Tables.REJECTS, rejects);
    String other = "source: ES\npurposes: [investigation]\n";
    retry(settings, lake, List.of("no_policy"), other, null);
    assertThat(outcomes(lake)).as("whatever policy it had when it was withdrawn").isEqualTo(none);
  }

  /** A forgotten policy is that of one source; others are quarantined for the same reason. */
  @Test
  void aPolicyIsNotGivenToTheItemsOfAnotherSource() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("two-sources"));
    for (String path : List.of("es/letter.txt", "fr/2026/letter.txt", "fr2/letter.txt", "a.txt")) {
      Path file = inbox.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "She called from " + path);
    }
    Settings settings = settings("");
    Lake lake = landed(folder.resolve("lake-of-two-sources"));
    land(settings, lake, inbox.toString(), null);
    List<String> before = outcomes(lake);
    List<String> reasons = List.of("no_policy");

    assertThatThrownBy(() -> retry(settings, lake, reasons, POLICY, null))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot release: files of several folders would have one policy; name those that are"
                + " meant by --path or --item, found . (1), es (1), fr (1), fr2 (1)");
    assertThat(outcomes(lake)).isEqualTo(before);

    // Whoever names one item beside the reason still does not mean those of every source.
    String item =
        lake.read(Tables.ARRIVALS)
            .where(col("path").equalTo("es/letter.txt"))
            .select("item_id")
            .first()
            .getString(0);
    assertThatThrownBy(
            () ->
                Served.retry(
                    settings,
                    lake,
                    new ItemRetries.Request(reasons, List.of(item), List.of(), POLICY, null, null)))
        .isInstanceOf(InsightException.class)
        .hasMessageEndingWith("found . (1), fr (1), fr2 (1)");
    assertThat(outcomes(lake)).isEqualTo(before);

    retry(settings, lake, reasons, List.of("fr/", "."), POLICY, null);
    assertThat(outcomes(lake))
        .containsExactly(
            "a.txt read FR",
            "es/letter.txt quarantined null",
            "fr/2026/letter.txt read FR",
            "fr2/letter.txt quarantined null");
  }

  /** A lake that ends with texts: what follows of them is not the subject. */
  private static Lake landed(Path at) {
    return TestLakes.ofStages(at, "landing", "text");
  }

  private static void land(Settings settings, Lake lake, String inbox, @Nullable String policy) {
    TestLakes.inParts(1, () -> Served.run(settings, lake, inbox, policy));
  }

  private static long retry(
      Settings settings,
      Lake lake,
      List<String> reasons,
      @Nullable String policy,
      @Nullable Path inbox) {
    return retry(settings, lake, reasons, List.of(), policy, inbox);
  }

  private static long retry(
      Settings settings,
      Lake lake,
      List<String> reasons,
      List<String> paths,
      @Nullable String policy,
      @Nullable Path inbox) {
    return TestLakes.inParts(
        1,
        () ->
            Served.retry(
                settings,
                lake,
                new ItemRetries.Request(
                    reasons,
                    List.of(),
                    paths,
                    policy,
                    null,
                    inbox == null ? null : inbox.toString())));
  }

  /** The ingest report counts what the tables hold. */
  private static void figures(Lake lake) {
    IngestFigures figures = IngestFigures.of(lake);
    assertThat(figures.bySource())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.name()).isEqualTo("FR");
              assertThat(group.items()).isEqualTo(7);
              assertThat(group.read()).isEqualTo(7);
              assertThat(group.pages()).isEqualTo(lake.rows(Tables.PAGES));
            });
    assertThat(figures.byFormat())
        .extracting(IngestFigures.Group::name)
        .containsExactly("text/plain", "application/zip", "text/csv");
    assertThat(figures.reasons()).isEmpty();
    Row bytes = lake.read(Tables.ARRIVALS).selectExpr("sum(size_bytes)").head();
    assertThat(figures.byFormat().stream().mapToLong(IngestFigures.Group::bytes).sum())
        .isEqualTo(bytes.getLong(0));
  }
}
