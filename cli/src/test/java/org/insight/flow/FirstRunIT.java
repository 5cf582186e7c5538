package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.engine.Runs;
import org.insight.jobs.reports.IngestFigures;
import org.insight.lake.Lake;
import org.insight.lake.LakePermissions;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.TestLakes;
import org.insight.verify.Verifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main flow, from an inbox to what three readers are told: runs through bin/insight, the short
 * commands one after another in one java.
 */
class FirstRunIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));

  private static final int PERSONS = LONG ? 60 : 40;
  private static final int ITEMS = LONG ? 220 : 120;

  /** Fewer than the graph of all identifiers has edges. */
  private static final int IN_MEMORY = LONG ? 500 : 200;

  /** Two minutes of them: the build takes half of one for it. */
  private static final int LOOKS = 600;

  @TempDir private static Path folder;
  private static Insight.Ran first;
  private static CommandShell shell;

  @BeforeAll
  static void simulateAndRun() throws IOException {
    List<String> size = List.of("--persons", "" + PERSONS, "--items", "" + ITEMS, "--seed", "5");
    shell = new CommandShell(folder, Insight.WHY);
    shell.run(words(size, "simulate", "--out", "sim")).succeeded();
    // Other runs of tests cut their small graphs in memory; this one that of all identifiers by
    // GraphFrames, as great ones.
    Path graphFrames =
        Files.writeString(
            folder.resolve("graphframes.yaml"), "links: {edges_in_memory: " + IN_MEMORY + "}\n");
    String[] run = {"run", "--inbox", "sim/inbox", "--conf", graphFrames.toString()};
    first =
        LONG
            ? Insight.verified(folder, run)
            : Insight.verifiedInterpreted(
                folder,
                words(
                    List.of(
                        "--conf",
                        Insight.ONE_PART.toString(),
                        "--conf",
                        Insight.ONE_TASK.toString()),
                    run));
    first.succeeded();
  }

  @AfterAll
  static void end() {
    shell.close();
  }

  @Test
  void everyFileIsLandedOrRejectedToTheFile() throws IOException {
    Matcher balance =
        Pattern.compile("([\\d,]+) items received in all = ([\\d,]+) landed \\+ ([\\d,]+) rejected")
            .matcher(first.out());
    assertThat(balance.find()).as(first.out()).isTrue();
    assertThat(number(balance.group(1)))
        .isEqualTo(number(balance.group(2)) + number(balance.group(3)));
    long files;
    try (Stream<Path> all = Files.walk(folder.resolve("sim/inbox"))) {
      files =
          all.filter(Files::isRegularFile)
              .filter(p -> !p.toString().endsWith("policy.yaml"))
              .count();
    }
    assertThat(files).isEqualTo(ITEMS);
    assertThat(first.out()).contains("inbox: %d files, %d of them new".formatted(ITEMS, ITEMS));
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    assertThat(
            lake.read(Tables.ITEMS).where("depth = 0").count()
                + lake.read(Tables.REJECTS).where("parent_item_id IS NULL").count())
        .isEqualTo(ITEMS);
  }

  /** All of it, for nothing was published before. */
  @Test
  void aFirstRunIsVerifiedWholeAndThenPublished() throws IOException {
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    long rows = 0;
    for (TableContract contract : lake.contracts().all()) {
      rows += Verifier.knows(contract) ? lake.read(contract.name()).count() : 0;
    }
    long verified =
        Pattern.compile("verify +\\d+ tables .*  ([\\d,]+) rows, 0 mismatches")
            .matcher(first.out())
            .results()
            .mapToLong(found -> number(found.group(1)))
            .sum();
    assertThat(verified).as(first.out()).isEqualTo(rows).isGreaterThan(LONG ? 10_000 : 5_000);
    assertThat(first.out()).containsPattern("publish +run 1 +.* tables");
    JsonNode told =
        new ObjectMapper().readTree(shell.run("runs", "--format", "json").succeeded().out());
    assertThat(told.get("runs").get(0).get("action").asText()).isEqualTo("run");
    assertThat(told.get("staged")).isEmpty();
  }

  /**
   * The run whose classes the build keeps is one as on a user's machine, verified and published.
   */
  @Test
  void aRunWithCompiledPlansEndsWellWhenItIsBuilt() throws IOException, InterruptedException {
    Path classes = Path.of("target", "insight.jsa");
    Path log = Path.of("target", "share-classes.log");
    // The build goes on while it runs.
    String said = "";
    for (int look = 0; look < LOOKS && Files.notExists(classes) && Files.exists(log); look++) {
      TimeUnit.MILLISECONDS.sleep(200);
      said = Files.readString(log);
    }
    assertThat(classes).as(said).isNotEmptyFile();
  }

  /** Each subject of a shared value has an edge at least: the graph was too great for memory. */
  @Test
  void theGraphOfAllIdentifiersWasCutByGraphFrames() {
    Dataset<Row> identifiers = LakeComparison.open(folder.resolve("lake")).read(Tables.IDENTIFIERS);
    Dataset<Row> shared =
        identifiers
            .groupBy("kind", "value")
            .agg(functions.count_distinct(functions.col("subject_id")).as("subjects"))
            .where("subjects > 1");
    assertThat(
            identifiers
                .join(shared, new String[] {"kind", "value"}, "left_semi")
                .select("subject_id")
                .distinct()
                .count())
        .isGreaterThan(IN_MEMORY);
  }

  @Test
  void aSecondRunFindsNothingNewAndWritesNoRow() {
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    // The reads of the other tests are new to the audit, which a run collects.
    shell.run("audit", "collect").succeeded();
    long before = snapshots(lake);
    Insight.Ran second = shell.run("run", "--inbox", "sim/inbox").succeeded();
    assertThat(second.out())
        .contains("inbox: " + ITEMS + " files, 0 of them new")
        .contains("Nothing new: no row was written.");
    assertThat(snapshots(lake)).isEqualTo(before);
  }

  @Test
  void readersOfDifferentCountriesGetDifferentAnswersThatAreRight() throws IOException {
    String query =
        "SELECT count(*) AS persons, sum(records) AS records,"
            + " (SELECT count(*) FROM landing.items) AS items,"
            + " (SELECT sum(documents) FROM curated.trends_monthly) AS documents"
            + " FROM curated.persons";
    // Of as many persons, perhaps, but fewer records.
    long all = answer("control", query).get("records").asLong();
    Set<String> answers = new HashSet<>();
    for (String reader : List.of("fr-analyst", "gb-analyst", "be-analyst")) {
      JsonNode told = answer(reader, query);
      assertThat(told.get("records").asLong()).isPositive().isLessThan(all);
      answers.add(told.toString());
    }
    assertThat(answers).hasSize(3);
  }

  @Test
  void whatCameWithoutAPolicyIsSeenByNobodyNotEvenByControl() throws IOException {
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    assertThat(lake.read(Tables.REJECTS).where("outcome = 'quarantined'").count()).isPositive();
    assertThat(
            answer(
                "control",
                "SELECT (SELECT count(*) FROM landing.rejects WHERE outcome = 'quarantined')"
                    + " + (SELECT count(*) FROM landing.items"
                    + " WHERE startswith(path, '_unlabelled/')) AS n"))
        .hasToString("{\"n\":0}");
  }

  @Test
  void messagesForOthersAreAccountedForAndNothingOfThemIsThere() throws IOException {
    Set<String> forOthers = new HashSet<>();
    for (String line : Files.readAllLines(folder.resolve("sim/truth/items.jsonl"))) {
      JsonNode item = new ObjectMapper().readTree(line);
      if (item.get("defect").asText().equals("not_addressed")) {
        forOthers.add(item.get("path").asText());
      }
    }
    assertThat(forOthers).isNotEmpty();
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    Dataset<Row> rejects = lake.read(Tables.REJECTS).where("reason_code = 'not_addressed'");
    assertThat(rejects.collectAsList())
        .extracting(row -> row.<String>getAs("path"))
        .containsExactlyInAnyOrderElementsOf(forOthers);
    assertThat(rejects.where("policy_id <> 'quarantine' OR media_type IS NOT NULL").count())
        .isZero();
    Dataset<Row> arrivals =
        lake.read(Tables.ARRIVALS)
            .join(rejects.select("root_item_id"), new String[] {"root_item_id"}, "left_semi");
    assertThat(arrivals.count()).as("no attachment is unpacked").isEqualTo(forOthers.size());
    assertThat(arrivals.where("content IS NOT NULL OR text IS NOT NULL").count()).isZero();
    assertThat(IngestFigures.of(lake).bySource())
        .filteredOn(group -> group.notAddressed() > 0)
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.notAddressed()).isEqualTo(forOthers.size());
              assertThat(group.quarantined()).isEqualTo(inQuarantine(lake));
              assertThat(group.read() + group.rejected()).isZero();
            });
  }

  @Test
  void whatIsInQuarantineIsToldOfByItsFolderAndNotByItsName() throws IOException {
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    JsonNode told =
        new ObjectMapper().readTree(shell.run("status", "--format", "json").succeeded().out());
    long items = 0;
    for (JsonNode each : told.get("quarantined")) {
      items += each.get("items").asLong();
      assertThat(folder.resolve("sim/inbox").resolve(each.get("folder").asText())).isDirectory();
      assertThat(each.get("what_is_wrong").asText()).contains("policy");
    }
    assertThat(items).isEqualTo(inQuarantine(lake)).isPositive();
    assertThat(told.get("quarantined"))
        .extracting(each -> each.get("folder").asText() + " " + each.get("reason").asText())
        .contains("_unlabelled no_policy");
  }

  private static long inQuarantine(Lake lake) {
    return lake.read(Tables.REJECTS)
        .where("policy_id = 'quarantine' AND reason_code <> 'not_addressed'")
        .count();
  }

  @Test
  void aLabelThatWasChangedInTheLakeIsNamedByItsRowAndEndsWithFour() throws IOException {
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    long before = lake.snapshot(Tables.PERSONS).snapshotId();
    Dataset<Row> persons = lake.read(Tables.PERSONS);
    Row victim = persons.orderBy("entity_id", "policy_id").first();
    String id = victim.getAs("entity_id");
    String other =
        persons
            .where("policy_id <> '" + victim.getAs("policy_id") + "'")
            .first()
            .getAs("policy_id");
    try {
      StagedWrite.write(
              lake,
              lake.contracts().get(Tables.PERSONS),
              WriteMode.REPLACE,
              persons.withColumn(
                  "policy_id",
                  functions.expr(
                      "if(entity_id = '%s' and policy_id = '%s', '%s', policy_id)"
                          .formatted(id, victim.getAs("policy_id"), other))),
              Map.of())
          .publish();
      Insight.Ran ran = shell.run("verify", "--table", "curated.persons");
      ran.failedWith(
          4,
          "insight: Cannot vouch for the lake: rows are not what their sources give, found 1 in"
              + " curated.persons");
      assertThat(ran.out())
          .contains("curated.persons entity_id=" + id + " policy_id=")
          .contains("1 mismatches")
          .doesNotContain(victim.<String>getAs("caption"));
    } finally {
      lake.iceberg(Tables.PERSONS).manageSnapshots().rollbackTo(before).commit();
    }
    String[] again = {"verify", "--table", "curated.persons", "--format", "json"};
    JsonNode told = new ObjectMapper().readTree(shell.run(again).succeeded().out());
    assertThat(told.get("mismatches").asLong()).isZero();
    assertThat(told.get("rows").asLong()).isEqualTo(persons.count());
  }

  @Test
  void maintenanceChangesNoAnswerAndNoTableIsBehindAfterIt() throws IOException {
    String query = "SELECT count(*) AS n, sum(records) AS records FROM curated.persons";
    JsonNode before = answer("fr-analyst", query);
    assertThat(shell.run("maintain", "--dry-run").succeeded().out())
        .contains("links.edges")
        .doesNotContain(folder.toString());
    List<String> line =
        new ArrayList<>(
            List.of("maintain", "--keep-runs", "1", "--older-than", "0s", "--format", "json"));
    // One of each kind of write; all of them in the long form.
    List<String> some =
        List.of("landing.records", "links.edges", "curated.persons", "governance.labels");
    if (!LONG) {
      some.forEach(table -> line.addAll(List.of("--table", table)));
    }
    JsonNode told =
        new ObjectMapper().readTree(shell.run(line.toArray(String[]::new)).succeeded().out());
    assertThat(told.get("tables")).hasSizeGreaterThanOrEqualTo(some.size());
    assertThat(answer("fr-analyst", query)).isEqualTo(before);
    shell.run("verify", "--table", "curated.persons").succeeded();
    shell
        .run("maintain", "--table", "curated.person")
        .failedWith(2, "there is none of that name, found curated.person");
    shell.run("maintain", "--older-than", "3 days").failedWith(2, "a duration is a number and d");
    shell.run("maintain", "--keep-runs", "0").failedWith(2, "readers need the last run");
  }

  /** As under cron or in a container, where nobody has said in which letters people write. */
  @Test
  void whatIsTypedIsReadInALocaleWithoutItsLetters() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", "LC_ALL=C exec ../bin/insight job $'caf\\xc3\\xa9'")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(said).contains("none of that name, found caf\u00e9");
  }

  @Test
  void aTableWithoutPolicyIsRefusedInOneLine() {
    shell
        .run("sql", "--as", "control", "SELECT * FROM governance.entitlements")
        .failedWith(2, "the table has no policy column");
  }

  @Test
  void aReaderWhomNobodyEnrolledIsRefused() {
    shell.run("sql", "--as", "nobody", "SELECT 1").failedWith(2, "no such reader, found nobody");
  }

  @Test
  void anErrorOnAVisibleRowIsOneLineWithoutItsValue() {
    Insight.Ran ran =
        shell.run("sql", "--as", "control", "SELECT to_number(path, '999') FROM landing.items");
    ran.failedWith(2, "Cannot answer the query");
    assertThat(ran.err().strip())
        .endsWith("it fails on a value, found INVALID_FORMAT.MISMATCH_INPUT");
  }

  @Test
  void aReportIsOneFileWithItsFiguresBesideIt() throws IOException {
    shell.run("report", "--as", "demo", "--out", "report").succeeded();
    String page = Files.readString(folder.resolve("report/index.html"));
    assertThat(page).contains("curated.trends_monthly").doesNotContain("src=\"http");
    assertThat(new ObjectMapper().readTree(folder.resolve("report/figures.json").toFile()))
        .isNotEmpty();
  }

  @Test
  void aFileIsTriedWithoutALake() throws IOException {
    Path report;
    try (Stream<Path> all = Files.walk(folder.resolve("sim/inbox"))) {
      report = all.filter(p -> p.toString().contains("/reports/")).findFirst().orElseThrow();
    }
    Path loose = Files.createDirectories(folder.resolve("loose files")).resolve("Leeds 100%.txt");
    Files.writeString(loose, "A burglary was reported in Leeds on 2026-01-02.");
    Insight.Ran tried = shell.run("try", report.toString(), loose.toString()).succeeded();
    int second = tried.out().indexOf("\nLeeds 100%.txt\n");
    assertThat(second).as(tried.out()).isPositive();
    assertThat(tried.out().substring(0, second))
        .startsWith(report.getFileName().toString())
        .contains("text/plain")
        .contains("sentences by language")
        .contains("offence: ")
        .contains("policy: {")
        .doesNotContain("policy: none");
    assertThat(tried.out().substring(second))
        .contains("policy: none: a run would quarantine it, and nobody see it")
        .contains("offence: burglary")
        .doesNotContain("policy: {");
  }

  @Test
  void jobsAreListedForSchedulers() throws IOException {
    JsonNode jobs =
        new ObjectMapper().readTree(shell.run("jobs", "--format", "json").succeeded().out());
    assertThat(jobs).hasSizeGreaterThan(15);
    assertThat(jobs.get(0).get("writes").asText()).isEqualTo("landing.arrivals");
  }

  @Test
  void aWrongKeyAMissingInboxAndAMissingLakeAreOneLineEach() throws IOException {
    Path conf = Files.writeString(folder.resolve("wrong.yaml"), "intake: {max_byte: 3}");
    shell
        .run("run", "--inbox", "sim/inbox", "--conf", conf.toString())
        .failedWith(2, "unknown key, found intake.max_byte");
    shell
        .run("run", "--inbox", "nowhere", "--lake", "untouched")
        .failedWith(3, "no such folder, found nowhere");
    assertThat(folder.resolve("untouched")).doesNotExist();
    shell
        .run("sql", "--as", "demo", "--lake", "none", "SELECT 1")
        .failedWith(3, "there is none, found none");
    assertThat(folder.resolve("none")).doesNotExist();
    shell.run("job", "no-such-job").failedWith(2, "none of that name, found no-such-job");
    shell.run("sql", "SELECT 1").failedWith(2, "--as");
    shell
        .run("simulate", "--out", "untouched", "--policies", "3")
        .failedWith(2, "policies must be 66 to");
    shell.run("simulate", "--out", "untouched", "--countries", "XX").failedWith(2, "found XX");
    assertThat(folder.resolve("untouched")).doesNotExist();
  }

  @Test
  void anUnreadableFileIsToldOfWithoutItsNameAndAllOthersLand() throws IOException {
    Path inbox = Files.createDirectories(folder.resolve("odd"));
    Files.copy(Path.of("..", "conf", "policies", "public-list.yaml"), inbox.resolve("policy.yaml"));
    Files.writeString(inbox.resolve("good.txt"), "A burglary was reported in Leeds on 2026-01-02.");
    Files.createSymbolicLink(inbox.resolve("gone.txt"), Path.of("/nonexistent/gone.txt"));
    Insight.Ran ran = shell.run("run", "--inbox", "odd", "--lake", "odd-lake", "--to", "landing");
    ran.failedWith(
        3,
        "Cannot read 1 of the inbox's files or folders (no rights, a link that leads nowhere, a"
            + " name in another encoding, or a policy file whose name is not quite right); all"
            + " that does not lie beside or below them is in. Found in: the inbox itself");
    assertThat(ran.out()).contains("1 items received in all = 1 landed + 0 rejected");
    // What is staged, as by a call that was killed, is not left behind.
    Lake lake = LakeComparison.open(folder.resolve("odd-lake"));
    TestLakes.write(
        Runs.of(lake).open(), Tables.REJECTS, WriteMode.APPEND, lake.noRows(Tables.REJECTS));
    String[] retry = {"retry", "--reason", "corrupt", "--lake", "odd-lake"};
    // It reads text, which a shell of the long form does once only.
    ran = (LONG ? Insight.run(folder, retry) : shell.run(retry)).succeeded();
    assertThat(ran.out())
        .contains("Nothing more to retry; what is staged already is finished.")
        .contains("publish            run 2");
    assertThat(shell.run(retry).succeeded().out())
        .contains("Nothing to retry: no such item is there");
    if (LONG) {
      finishesThoughOneIsGone(inbox);
    }
  }

  @Test
  void aLinkOutOfTheInboxIsNotReadByAnyCommandUntilASettingNamesItsFolder() throws IOException {
    Path linked = madeForAll("linked");
    Path inbox = Files.createDirectories(linked.resolve("inbox"));
    Path outside = Files.createDirectories(linked.resolve("outside"));
    Files.copy(Path.of("..", "conf", "policies", "public-list.yaml"), inbox.resolve("policy.yaml"));
    Path policy = Files.copy(inbox.resolve("policy.yaml"), outside.resolve("policy.yaml"));
    Path secret = Files.writeString(outside.resolve("a.txt"), "A first secret of Lyon.");
    Files.writeString(outside.resolve("b.txt"), "A second secret of Lyon.");
    Files.writeString(inbox.resolve("good.txt"), "A burglary was reported in Leeds.");
    Files.createSymbolicLink(inbox.resolve("file.txt"), secret);
    Files.createSymbolicLink(inbox.resolve("folder"), outside);
    Path be = Files.createDirectories(inbox.resolve("be"));
    Files.writeString(be.resolve("note.txt"), "A note under a policy that is a link.");
    Files.createSymbolicLink(be.resolve("policy.yaml"), policy);
    List<String> of = List.of("--inbox", "linked/inbox", "--lake", "linked/lake");

    Insight.Ran ran = shell.run(words(of, "run", "--to", "landing")).succeeded();
    assertThat(ran.out())
        .contains("4 items received in all = 1 landed + 3 rejected or quarantined");
    Lake lake = LakeComparison.open(linked.resolve("lake"));
    assertThat(rejects(lake))
        .containsExactly(
            "be/note.txt quarantined bad_policy 37",
            "file.txt rejected link_outside 0",
            "folder rejected link_outside 0");

    Path third = Files.writeString(outside.resolve("c.txt"), "A third secret of Lyon.");
    Files.createSymbolicLink(inbox.resolve("late.txt"), third);
    shell.run(words(of, "stream", "--until-empty", "--pause", "1", "--to", "landing")).succeeded();
    assertThat(rejects(lake)).hasSize(4).contains("late.txt rejected link_outside 0");
    String[] retry = words(of, "retry", "--reason", "link_outside");
    reads(retry);
    assertThat(rejects(lake)).hasSize(4);
    assertThat(shell.run("try", "linked/inbox/file.txt").succeeded().out())
        .as("who names a file has chosen it")
        .contains("| A first secret of Lyon.");

    String roots =
        Files.writeString(
                linked.resolve("roots.yaml"), "intake: {link_roots: [\"" + outside + "\"]}")
            .toString();
    reads(words(List.of("--conf", roots), retry));
    assertThat(rejects(lake))
        .containsExactly("be/note.txt quarantined bad_policy 37", "folder rejected link_outside 0");
    assertThat(LakePermissions.openToOthers(linked.resolve("lake"))).isEmpty();
    List<String> fresh =
        List.of("--inbox", "linked/inbox", "--lake", "linked/fresh", "--conf", roots);
    shell.run(words(fresh, "run", "--to", "landing")).succeeded();
    assertThat(
            LakeComparison.open(linked.resolve("fresh"))
                .read(Tables.ITEMS)
                .select("path")
                .orderBy("path")
                .as(Encoders.STRING())
                .collectAsList())
        .as("each item once, by its first path")
        .containsExactly("be/note.txt", "file.txt", "folder/b.txt", "folder/c.txt", "good.txt");
    assertThat(LakePermissions.openToOthers(linked.resolve("fresh"))).isEmpty();
  }

  /** JUnit's own folder is private; that of a user mostly is not. */
  private static Path madeForAll(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    return made;
  }

  /** It reads text, which a shell of the long form does once only. */
  private static void reads(String... line) {
    (LONG ? Insight.run(folder, line) : shell.run(line)).succeeded();
  }

  private static List<String> rejects(Lake lake) {
    return lake.read(Tables.REJECTS)
        .selectExpr("concat_ws(' ', path, outcome, reason_code, size_bytes) AS reject")
        .orderBy("reject")
        .as(Encoders.STRING())
        .collectAsList();
  }

  @Test
  void nobodyButItsOwnerMayReadTheLakeWhateverCommandsWroteIt() throws IOException {
    shell.run("sql", "--as", "control", "SELECT count(*) FROM curated.persons").succeeded();
    assertThat(LakePermissions.openToOthers(folder.resolve("lake"))).isEmpty();
  }

  @Test
  void aLakeThatOthersMayReadIsClosedByTheNextCommandThatWritesWhichSaysSo() throws IOException {
    Path old = madeForAll("old");
    Path inbox = Files.createDirectories(old.resolve("inbox"));
    Files.copy(Path.of("..", "conf", "policies", "public-list.yaml"), inbox.resolve("policy.yaml"));
    Files.writeString(inbox.resolve("good.txt"), "A burglary was reported in Leeds.");
    String[] run = {"run", "--inbox", "old/inbox", "--lake", "old/lake", "--to", "landing"};
    assertThat(Insight.run(folder, run).succeeded().err()).isEmpty();
    assertThat(LakePermissions.openToOthers(old.resolve("lake"))).isEmpty();
    LakePermissions.openToAll(old.resolve("lake"));
    assertThat(Insight.run(folder, run).succeeded().err().lines().toList())
        .singleElement()
        .asString()
        .contains("Other users could read the lake's folder. It is closed to them now: ");
    assertThat(LakePermissions.openToOthers(old.resolve("lake"))).isEmpty();
  }

  /** As a call that was killed leaves it where some of the files are in no inbox any more. */
  private void finishesThoughOneIsGone(Path inbox) throws IOException {
    Path conf = Files.writeString(folder.resolve("small.yaml"), "intake: {max_bytes: 50000}");
    Files.writeString(inbox.resolve("large.txt"), " ".repeat(60_000));
    List<String> line = List.of("--lake", "odd-lake", "--conf", conf.toString());
    shell
        .run(words(line, "run", "--inbox", "odd", "--to", "landing"))
        .failedWith(3, "Cannot read 1 of the inbox's files or folders");
    Lake lake = LakeComparison.open(folder.resolve("odd-lake"));
    TestLakes.write(
        Runs.of(lake).open(), Tables.REJECTS, WriteMode.APPEND, lake.noRows(Tables.REJECTS));
    // It reads text, too.
    Insight.Ran ran = Insight.run(folder, words(line, "retry", "--reason", "too_large"));
    assertThat(ran.succeeded().out())
        .contains(
            "0 files are read again; 1 are not, for the lake has no bytes of them",
            "Nothing more to retry; what is staged already is finished.");
    assertThat(Runs.of(lake).staged()).isEmpty();
  }

  private static String[] words(List<String> more, String... first) {
    return Stream.concat(Arrays.stream(first), more.stream()).toArray(String[]::new);
  }

  @Test
  void aFullDiskIsOneLineAndTheRunGoesOnWhenThereIsRoom() throws IOException, InterruptedException {
    Path small = Files.createDirectories(folder.resolve("small"));
    // In the short form it is full while landing, and only what landed is compared.
    String size = LONG ? "size=3m" : "size=1m";
    assumeThat(mount("mount", "-t", "tmpfs", "-o", size, "tmpfs", small.toString()))
        .as("a small file system can be mounted here")
        .isTrue();
    List<String> line = new ArrayList<>(List.of("run", "--inbox", "sim/inbox", "--lake", "small"));
    if (!LONG) {
      line.addAll(List.of("--to", "landing"));
    }
    String[] run = line.toArray(String[]::new);
    // Where text is read, of its own: the other has read it in `try`, and can do so in one context
    // only.
    CommandShell one = LONG ? new CommandShell(folder, Insight.WHY) : shell;
    try {
      one.run(run).failedWith(5, "the disk is full");
      assertThat(mount("mount", "-o", "remount,size=200m", small.toString())).isTrue();
      one.run(run).succeeded();
      Lake landed = LakeComparison.open(small);
      Lake lake = LakeComparison.open(folder.resolve("lake"));
      assertThat(landed.read(Tables.RECORDS).count()).isPositive();
      if (LONG) {
        LakeComparison.assertEqual(landed, lake);
      } else {
        for (TableContract contract : lake.contracts().all()) {
          if (contract.name().stage().equals("landing")) {
            LakeComparison.assertSame(
                contract, landed.read(contract.name()), lake.read(contract.name()));
          }
        }
      }
    } finally {
      if (LONG) {
        one.close();
      }
      // Lazily: this JVM's catalog may still hold its file.
      mount("umount", "-l", small.toString());
    }
  }

  private static boolean mount(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private static long snapshots(Lake lake) {
    long count = 0;
    for (var contract : lake.contracts().all()) {
      for (var ignored : lake.iceberg(contract.name()).snapshots()) {
        count++;
      }
    }
    return count;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  private static JsonNode answer(String reader, String query) throws IOException {
    return new ObjectMapper()
        .readTree(shell.run("sql", "--as", reader, "--format", "json", query).succeeded().out());
  }
}
