package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.config.ConfFiles;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.lake.Lake;
import org.insight.policy.Scope;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.Served;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Purpose and reason, the audit and the administration of readers, by command lines. */
@TestMethodOrder(OrderAnnotation.class)
class AuditIT {

  private static final String PERSONS = "SELECT caption FROM curated.persons ORDER BY caption";

  @TempDir private static Path folder;
  private static CommandShell shell;

  @BeforeAll
  static void makeALake() throws IOException {
    shell = new CommandShell(folder, Map.of());
    person("open", "0", "1,Exemple,Anna,,F,1980-01-02,,FR,XX1243567,FR,,,,,,,,,\n");
    person(
        "secret", "3\nnot_for: [SITE]", "2,Muster,Bert,,M,1970-03-04,,FR,XX7653421,FR,,,,,,,,,\n");
    // Withdrawn later; not of those whom the readers of the other tests see.
    PersonsCsv.write(
        folder.resolve("inbox/mistake"),
        "source: FR\npurposes: [investigation, crime-analysis]\nlevel: 3\nonly_for: [DE]\n",
        "3,Irrtum,Carla,,F,1991-05-06,,FR,XX1122334,FR,,,,,,,,,\n");
    shell.run("run", "--inbox", "inbox").succeeded();
  }

  @AfterAll
  static void end() {
    shell.close();
  }

  private static void person(String name, String level, String row) throws IOException {
    PersonsCsv.write(
        folder.resolve("inbox").resolve(name),
        "source: FR\npurposes: [investigation, crime-analysis]\nlevel: " + level + "\n",
        row);
  }

  private static Insight.Ran sql(String reader, String query) {
    return sql(reader, query, "--format", "csv");
  }

  private static Insight.Ran sql(String reader, String query, String... more) {
    List<String> line = new ArrayList<>(List.of("sql", "--as", reader, query));
    line.addAll(List.of("--purpose", "crime-analysis", "--reason", "a test of the flow"));
    line.addAll(List.of(more));
    return shell.run(line.toArray(String[]::new));
  }

  /** Without those of the list itself, which is entered before it is answered. */
  private static List<JsonNode> entries(String... filters) throws IOException {
    List<String> line = new ArrayList<>(List.of("audit", "list", "--format", "json"));
    line.addAll(List.of(filters));
    List<JsonNode> entries = new ArrayList<>();
    for (String row : shell.run(line.toArray(String[]::new)).succeeded().out().lines().toList()) {
      JsonNode entry = new ObjectMapper().readTree(row);
      if (!entry.get("act").asText().equals("audit.list")) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static Path segment() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("lake/audit"))) {
      return all.filter(p -> p.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
  }

  @Test
  @Order(1)
  void aReadOfPersonsNeedsAPurposeOfTheReadersOwnAndAReason() {
    shell.run("sql", "--as", "demo", PERSONS).failedWith(2, "a purpose and a reason must be named");
    shell
        .run("report", "--as", "demo", "--out", "report")
        .failedWith(2, "a purpose and a reason must be named");
    assertThat(folder.resolve("report")).doesNotExist();
    shell
        .run("sql", "--as", "demo", "--purpose", "forensic", "--reason", "a case", PERSONS)
        .failedWith(2, "the purpose is none of the reader's own, found forensic");
    assertThat(
            shell
                .run("sql", "--as", "demo", "SELECT count(*) AS n FROM curated.trends_monthly")
                .succeeded()
                .out())
        .contains("(1 row)");
    assertThat(
            shell
                .run(
                    "sql",
                    "--as",
                    "demo",
                    "--purpose",
                    "investigation",
                    "--reason",
                    "case 12",
                    "--format",
                    "csv",
                    PERSONS)
                .succeeded()
                .out())
        .isEqualTo("caption\nAnna Exemple\n");
  }

  @Test
  @Order(2)
  void eachReadIsEnteredWithLoginReaderPurposeReasonTablesFilterAndRows() throws IOException {
    List<JsonNode> read = entries("--reader", "demo");
    assertThat(read)
        .extracting(e -> e.get("outcome").asText())
        .containsExactly("done", "started", "done", "started", "refused", "refused", "refused");
    JsonNode done = read.get(0);
    assertThat(done.get("login").asText()).isEqualTo(org.insight.audit.SystemLogin.name());
    assertThat(done.get("reader").asText()).isEqualTo("demo");
    assertThat(done.get("engine").asText()).isEqualTo("insight sql");
    assertThat(done.get("act").asText()).isEqualTo("read");
    assertThat(done.get("purpose").asText()).isEqualTo("investigation");
    assertThat(done.get("reason").asText()).isEqualTo("case 12");
    assertThat(done.get("tables")).hasToString("[\"curated.persons\"]");
    assertThat(done.get("filters").get(0).asText())
        .startsWith("curated.persons: policy_id IN (")
        .contains(done.get("scope").asText());
    assertThat(done.get("query").asText()).isEqualTo(PERSONS);
    assertThat(done.get("rows").asLong()).isEqualTo(1);
    assertThat(read.get(1).get("call")).isEqualTo(done.get("call"));
    assertThat(read.get(4).get("detail").asText()).contains("none of the reader's own");
    assertThat(entries("--login", "nobody else")).isEmpty();
    assertThat(entries("--day", LocalDate.now(ZoneOffset.UTC).minusDays(3).toString())).isEmpty();
  }

  @Test
  @Order(3)
  void whatIsCollectedIsNeitherLostNorDoubledAndTheChainHolds() throws IOException {
    shell.run("job", "collect-audit").succeeded();
    assertThat(Files.readString(folder.resolve("lake/runs/metrics.prom")))
        .contains("insight_run_failed{command=\"job collect-audit\"} 0");
    long collected = LakeComparison.open(folder.resolve("lake")).read(Tables.AUDIT).count();
    assertThat(collected).isPositive();
    assertThat(shell.run("audit", "collect").succeeded().out()).isEqualTo("0 entries collected\n");
    sql("demo", PERSONS).succeeded();
    assertThat(shell.run("audit", "collect").succeeded().out()).isEqualTo("2 entries collected\n");
    assertThat(
            LakeComparison.open(folder.resolve("lake"))
                .read(Tables.AUDIT)
                .selectExpr("count(*)", "count(DISTINCT seq)", "max(seq)")
                .first())
        .hasToString("[" + (collected + 2) + "," + (collected + 2) + "," + (collected + 2) + "]");
    assertThat(shell.run("audit", "verify").succeeded().out())
        .contains(" 0 faults")
        .containsPattern("head: \\d+:[0-9a-f]{64}");
    sql("control", "SELECT * FROM governance.audit").failedWith(2, "no policy column");
  }

  @Test
  @Order(4)
  void aRevokedReaderIsRefusedFromTheMomentTheCommandSaysSo() throws IOException {
    sql("fr-border", "SELECT 1 AS one").failedWith(2, "the purpose is none of the reader's own");
    shell
        .run(
            "readers",
            "grant",
            "fr-border",
            "--purposes",
            "crime-analysis",
            "--reason",
            "joined the analysis unit")
        .succeeded();
    assertThat(sql("fr-border", PERSONS).succeeded().out()).isEqualTo("caption\nAnna Exemple\n");
    Insight.Ran revoked =
        shell
            .run("readers", "revoke", "fr-border", "--reason", "left the border service")
            .succeeded();
    assertThat(revoked.out()).contains("fr-border: no rights").contains("counts from now on");
    sql("fr-border", PERSONS).failedWith(2, "the reader was revoked, found fr-border");
    assertThat(entries("--reader", "fr-border"))
        .extracting(e -> e.get("act").asText() + " " + e.get("outcome").asText())
        .startsWith("read refused", "readers.revoke done", "readers.revoke started")
        .contains("readers.grant done");
    assertThat(shell.run("readers", "list").succeeded().out())
        .contains("demo")
        .doesNotContain("fr-border");
    shell
        .run("readers", "revoke", "fr-border", "--reason", "once more")
        .failedWith(2, "no such reader, found fr-border");
    shell.run("readers", "revoke", "demo").failedWith(2, "--reason");
    assertThat(shell.run("audit", "verify").succeeded().out()).contains(" 0 faults");
  }

  @Test
  @Order(6)
  void whatIsWithdrawnIsGoneFromAllTablesAndDoesNotComeBack() throws IOException {
    assertThat(sql("control", PERSONS).succeeded().out()).contains("Carla Irrtum");
    String path = "mistake/persons.csv";
    assertThat(
            shell.run("withdraw", "--path", path, "--reason", "sent by mistake").succeeded().out())
        .startsWith("1 item is withdrawn");
    assertThat(shell.run("run", "--inbox", "inbox").succeeded().out())
        .contains("1 items taken back")
        .contains("0 of them new");
    assertThat(sql("control", PERSONS).succeeded().out())
        .contains("Anna Exemple")
        .doesNotContain("Irrtum");
    for (String table :
        List.of("landing.items", "landing.records", "mentions.identifiers", "curated.persons")) {
      assertThat(sql("control", "SELECT to_json(struct(*)) FROM " + table).succeeded().out())
          .as(table)
          .isNotBlank()
          .doesNotContain("Irrtum")
          .doesNotContain("XX1122334");
    }
    assertThat(shell.run("run", "--inbox", "inbox").succeeded().out()).contains("Nothing new");
    assertThat(shell.run("verify").succeeded().out()).contains(" 0 mismatches");
    // Nor after somebody went back to before it.
    assertThat(shell.run("rollback", "1", "--reason", "to compare").succeeded().out())
        .contains("1 withdrawn items are seen again until `insight run` takes them back.");
    assertThat(sql("control", PERSONS).succeeded().out()).contains("Carla Irrtum");
    sql("fr-border", PERSONS).failedWith(2, "the reader was revoked, found fr-border");
    shell.run("run", "--inbox", "inbox").succeeded();
    assertThat(sql("control", PERSONS).succeeded().out())
        .contains("Anna Exemple")
        .doesNotContain("Irrtum");
    shell
        .run("withdraw", "--path", path, "--reason", "once more")
        .failedWith(2, "no item came with that path, found " + path);
    assertThat(entries("--day", LocalDate.now(ZoneOffset.UTC).toString()))
        .extracting(e -> e.get("act").asText() + " " + e.get("outcome").asText())
        .contains("items.withdraw done", "items.withdraw refused");
    assertThat(shell.run("audit", "verify").succeeded().out()).contains(" 0 faults");
  }

  @Test
  @Order(5)
  void aReaderIsAddedChangedAndSeesAccordingly() {
    shell
        .run(
            "readers",
            "add",
            "it-analyst",
            "--country",
            "IT",
            "--clearance",
            "1",
            "--purposes",
            "crime-analysis,locate",
            "--reason",
            "request of the bureau")
        .succeeded();
    shell.run("run", "--inbox", "inbox").succeeded();
    assertThat(sql("it-analyst", PERSONS).succeeded().out()).isEqualTo("caption\nAnna Exemple\n");
    // A later run does not bring back what the file still says.
    sql("fr-border", PERSONS).failedWith(2, "the reader was revoked, found fr-border");
    shell
        .run("readers", "grant", "it-analyst", "--clearance", "3", "--reason", "promoted")
        .succeeded();
    shell.run("run", "--from", "resolution").succeeded();
    assertThat(sql("it-analyst", PERSONS).succeeded().out())
        .isEqualTo("caption\nAnna Exemple\nBert Muster\n");
    shell
        .run("readers", "grant", "it-analyst", "--body", "SITE", "--reason", "sent to the site")
        .succeeded();
    shell
        .run("readers", "revoke", "it-analyst", "--body", "SITE", "--reason", "back from there")
        .failedWith(2, "it would see what 1 of 3 policies keep from it now");
    shell
        .run(
            "readers",
            "revoke",
            "it-analyst",
            "--clearance",
            "0",
            "--purposes",
            "locate",
            "--reason",
            "back in the bureau")
        .succeeded();
    assertThat(sql("it-analyst", PERSONS).succeeded().out()).isEqualTo("caption\nAnna Exemple\n");
    shell
        .run(
            "readers",
            "add",
            "it-analyst",
            "--clearance",
            "1",
            "--purposes",
            "locate",
            "--reason",
            "request of the bureau")
        .failedWith(2, "there is one of that name");
  }

  @Test
  @Order(7)
  void whoSeesARowIsToldWithItsBasePolicies() throws IOException {
    String id =
        sql("control", "SELECT entity_id FROM curated.persons WHERE caption = 'Bert Muster'")
            .succeeded()
            .out()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow();
    Insight.Ran told =
        shell
            .run("who-can-see", "curated.persons", id, "--reason", "complaint of the bureau")
            .succeeded();
    assertThat(told.out())
        .contains("rests on")
        .contains("FR: level 3")
        .contains("fr-analyst")
        .contains("control")
        .doesNotContain("demo ")
        .doesNotContain("Muster");
    shell
        .run("who-can-see", "curated.persons", "none", "--reason", "a complaint")
        .failedWith(2, "none of that entity_id");
    shell
        .run("who-can-see", "governance.readers", "demo", "--reason", "a complaint")
        .failedWith(2, "no such table for readers");
    assertThat(entries("--limit", "4"))
        .extracting(e -> e.get("act").asText() + " " + e.get("outcome").asText())
        .contains("who-can-see failed", "who-can-see started");
  }

  @Test
  @Order(8)
  void whatAnEngineSendsIsEnteredBesideTheCommands() throws IOException, InterruptedException {
    Path secret = Files.writeString(folder.resolve("secret"), "a secret of the tests\n");
    Path out = folder.resolve("receive.out");
    Process receiver =
        Insight.start(
            folder,
            out.toFile(),
            folder.resolve("receive.err").toFile(),
            "audit",
            "receive",
            "--port",
            "0",
            "--secret-file",
            secret.toString());
    try {
      while (receiver.isAlive() && (!Files.exists(out) || Files.size(out) == 0)) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      String uri = Files.readString(out).replaceAll("(?s).*(http://127\\S+).*", "$1");
      String event =
          """
          {"endTime": "%s",
           "metadata": {"queryId": "q1", "query": "SELECT 1", "tables": [
             {"catalog": "lake", "schema": "curated", "table": "persons", "filters": ["policy_id IN (…)"],
              "columns": [], "referenceChain": []}]},
           "statistics": {"outputRows": 7},
           "context": {"user": "gb-analyst", "principal": "a-dashboard", "groups": ["scope-x"],
             "clientTags": ["purpose=investigation"], "clientInfo": "case 13"}}
          """
              .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(uri))
              .header("X-Insight-Secret", "a secret of the tests")
              .POST(HttpRequest.BodyPublishers.ofString(event))
              .build();
      assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode())
          .isEqualTo(204);
    } finally {
      receiver.destroyForcibly().waitFor();
    }
    assertThat(entries("--reader", "gb-analyst"))
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.get("login").asText()).isEqualTo("a-dashboard");
              assertThat(e.get("engine").asText()).isEqualTo("trino");
              assertThat(e.get("rows").asLong()).isEqualTo(7);
            });
  }

  @Test
  @Order(9)
  void theMonthlySampleIsTheSameForTheSameSeedAndHoldsEveryReader() {
    String month = LocalDate.now(ZoneOffset.UTC).toString().substring(0, 7);
    String[] sample = {
      "audit", "sample", "--month", month, "--size", "6", "--seed", "11", "--format", "csv"
    };
    String first = shell.run(sample).succeeded().out();
    assertThat(shell.run(sample).succeeded().out()).isEqualTo(first);
    assertThat(first.lines().skip(1).filter(l -> l.contains(",read,"))).hasSize(6);
    assertThat(first).contains("demo", "control", "fr-border", "gb-analyst", "it-analyst");
    assertThat(List.of("12", "13", "14", "15", "16"))
        .anySatisfy(
            seed -> {
              sample[7] = seed;
              assertThat(shell.run(sample).succeeded().out()).isNotEqualTo(first);
            });
    assertThat(shell.run("audit", "sample", "--month", "1999-01", "--seed", "1").succeeded().out())
        .contains("(0 rows)");
  }

  @Test
  @Order(10)
  void whereTheAuditCannotBeWrittenNothingIsRead() throws IOException {
    Path conf = auditOnAFullDisk();
    Insight.Ran ran = sql("demo", PERSONS, "--conf", conf.toString());
    ran.failedWith(5, "Cannot audit, so nothing is done");
    assertThat(ran.out()).isEmpty();
    shell
        .run(
            "readers",
            "revoke",
            "demo",
            "--reason",
            "a test of the flow",
            "--conf",
            conf.toString())
        .failedWith(5, "Cannot audit, so nothing is done");
    sql("demo", PERSONS).succeeded();
  }

  /** Settings by which no entry can be written. */
  private static Path auditOnAFullDisk() throws IOException {
    return Files.writeString(
        folder.resolve("full.yaml"), "audit: {spool: /dev/null/audit, anchor: /dev/null/head}\n");
  }

  /** The first part of the answer is out when the second one fails. */
  @Test
  @Order(11)
  void aReadThatFailsIsEnteredWithTheRowsThatWentOutBefore() throws IOException {
    Insight.Ran ran =
        sql(
            "demo",
            "SELECT caption FROM curated.persons UNION ALL SELECT CAST(element_at(array(1),"
                + " length(caption) - length(caption)) AS STRING) FROM curated.persons");
    ran.failedWith(2, "it fails on a value");
    assertThat(ran.out()).isEqualTo("caption\nAnna Exemple\n");
    JsonNode ended = entries("--reader", "demo").get(0);
    assertThat(ended.get("outcome").asText()).isEqualTo("failed");
    assertThat(ended.get("rows").asLong()).isEqualTo(1);
  }

  @Test
  @Order(12)
  void anActOnTheLakeIsEnteredBeforeItIsDone() throws IOException {
    shell.run("publish", "--losing").failedWith(2, "--reason");
    shell.run("runs", "--drop").failedWith(2, "--reason");
    shell.run("runs", "--drop", "--reason", "12").failedWith(2, "Cannot act without a reason");
    shell.run("job", "curate-persons", "--reason", "a doubt").failedWith(2, "--again");
    Path conf = auditOnAFullDisk();
    for (List<String> act :
        List.of(
            List.of("job", "curate-persons", "--again"),
            List.of("runs", "--drop", "--reason", "to begin anew"),
            List.of("publish", "--losing", "--reason", "meant so"),
            List.of("maintain"))) {
      List<String> line = new ArrayList<>(act);
      line.addAll(List.of("--conf", conf.toString()));
      shell.run(line.toArray(String[]::new)).failedWith(5, "Cannot audit, so nothing is done");
    }
    assertThat(shell.run("runs").succeeded().out()).doesNotContain("Staged");

    shell.run("job", "curate-persons", "--again").succeeded();
    shell.run("maintain", "--table", "links.edges").failedWith(5, "Cannot maintain the lake");
    assertThat(shell.run("runs").succeeded().out())
        .contains("Staged, not published: curated.persons");
    assertThat(shell.run("status").succeeded().out())
        .endsWith("\nStaged, not published: curated.persons\n");
    shell.run("runs", "--drop", "--reason", "to begin anew").succeeded();
    shell.run("job", "enrol-readers", "--again", "--reason", "a doubt of the office").succeeded();
    shell.run("publish", "--losing", "--reason", "meant so").succeeded();
    shell.run("maintain", "--table", "links.edges", "--keep-runs", "20", "--dry-run").succeeded();
    shell
        .run(
            "maintain", "--table", "links.edges", "--keep-runs", "20", "--reason", "the disk fills")
        .succeeded();
    shell.run("verify", "--table", "curated.persons").succeeded();
    assertThat(entries("--limit", "13"))
        .extracting(
            e ->
                String.join(
                    "|",
                    e.get("engine").asText(),
                    e.get("act").asText(),
                    e.get("outcome").asText(),
                    e.path("reason").asText(""),
                    e.get("tables").toString(),
                    e.path("detail").asText("").split(";")[0]))
        .containsExactly(
            "insight maintain|lake.maintain|done|the disk fills|[\"links.edges\"]|stays: the last 20 runs, and what is not older than PT72H",
            "insight maintain|lake.maintain|started|the disk fills|[\"links.edges\"]|stays: the last 20 runs, and what is not older than PT72H",
            "insight publish|runs.publish-losing|done|meant so|[\"governance.readers\"]|no table loses more than it may",
            "insight publish|runs.publish-losing|started|meant so|[\"governance.readers\"]|no table loses more than it may",
            "insight job|job.again|done|a doubt of the office|[\"governance.readers\"]|enrol-readers",
            "insight job|job.again|started|a doubt of the office|[\"governance.readers\"]|enrol-readers",
            "insight runs|runs.drop|done|to begin anew|[\"curated.persons\"]|",
            "insight runs|runs.drop|started|to begin anew|[\"curated.persons\"]|",
            "insight maintain|lake.maintain|failed||[\"links.edges\"]|Cannot maintain the lake: a run is staged and not published",
            "insight maintain|lake.maintain|started||[\"links.edges\"]|stays: the last 10 runs, and what is not older than PT72H",
            "insight job|job.again|done||[\"curated.persons\"]|curate-persons",
            "insight job|job.again|started||[\"curated.persons\"]|curate-persons");
  }

  @Test
  @Order(13)
  void whatAnActLeavesHalfDoneIsNoFault() throws IOException {
    // Announced, and killed before its row.
    AuditTrail trail = AuditTrail.of(settings());
    trail.write(
        trail
            .started("insight readers", Act.READERS_REVOKE)
            .as("demo", null)
            .because(null, "a test of the flow")
            .saying("no rights"));
    shell
        .run(
            "readers",
            "add",
            "control-second",
            "--role",
            "control",
            "--clearance",
            "2",
            "--reason",
            "a second pair of eyes")
        .succeeded();
    // Its row is there, and Trino could not be told; the enrolment waits for the next run.
    Path conf = Files.writeString(folder.resolve("trino.yaml"), "trino: {etc: /dev/null/etc}\n");
    shell
        .run(
            "readers",
            "grant",
            "it-analyst",
            "--clearance",
            "2",
            "--reason",
            "promoted once more",
            "--conf",
            conf.toString())
        .failedWith(2, "Cannot tell Trino of the act");
    // Of who sees all only the clearance is another.
    shell
        .run(
            "readers",
            "revoke",
            "control-second",
            "--clearance",
            "0",
            "--reason",
            "no numbers",
            "--conf",
            conf.toString())
        .failedWith(2, "Cannot tell Trino of the act");
    for (String reader : List.of("it-analyst", "control-second")) {
      sql(reader, PERSONS).failedWith(2, "the reader's rights have changed");
    }
    assertThat(shell.run("audit", "verify").succeeded().out()).contains(" 0 faults");

    // Another file of readers, and no run since.
    String readers = ConfFiles.text(settings().readers());
    Path other =
        Files.writeString(
            folder.resolve("readers.yaml"),
            readers
                .replaceFirst("(?m)^be-fiu:", "be-second:")
                .replaceFirst("BE, cl", "LU, cl")
                .replaceFirst("ES, clearance: 2", "ES, clearance: 3"));
    assertThat(other).content().isNotEqualTo(readers).contains("be-second:", "country: LU");
    Path conf2 = Files.writeString(folder.resolve("other.yaml"), "readers: " + other + "\n");
    assertThat(shell.run("audit", "verify", "--conf", conf2.toString()).succeeded().out())
        .contains(" 0 faults")
        .contains("governance.readers: be-analyst is enrolled by another file of readers")
        .contains("governance.readers: be-fiu is enrolled by another file of readers");
    assertThat(shell.run("readers", "list", "--conf", conf2.toString()).succeeded().out())
        .containsPattern("be-analyst +BE .*changed in the file, reads so until the next run")
        .containsPattern("be-fiu .*gone from the file, reads until the next run")
        .containsPattern("be-second .*reads from the next run on");
    shell
        .run(
            "readers",
            "revoke",
            "es-analyst",
            "--purposes",
            "locate",
            "--reason",
            "other work",
            "--conf",
            conf2.toString())
        .failedWith(2, "it would have at once what the file of readers has given it since");
    shell
        .run("readers", "revoke", "be-fiu", "--reason", "left", "--conf", conf2.toString())
        .succeeded();
    sql("be-fiu", PERSONS).failedWith(2, "the reader was revoked");
    // An act on one is none on the others: for them the file counts with the next run still.
    assertThat(
            LakeComparison.open(folder.resolve("lake"))
                .read(Tables.READERS)
                .where("reader IN ('es-analyst', 'be-analyst', 'be-second')")
                .orderBy("reader")
                .selectExpr("reader", "country", "clearance")
                .collectAsList())
        .hasToString("[[be-analyst,BE,0], [es-analyst,ES,2]]");
    sql("be-second", PERSONS).failedWith(2, "no such reader");
    assertThat(shell.run("readers", "list", "--conf", conf2.toString()).succeeded().out())
        .containsPattern("be-analyst +BE .*changed in the file, reads so until the next run")
        .containsPattern("be-second .*reads from the next run on")
        .containsPattern("es-analyst .* 2 .*changed in the file, reads so until the next run");
    assertThat(shell.run("audit", "verify", "--conf", conf2.toString()).succeeded().out())
        .contains(" 0 faults")
        .contains("governance.readers: es-analyst is enrolled by another file of readers");

    // The next act takes the enrolment along.
    shell
        .run("readers", "grant", "it-analyst", "--purposes", "locate", "--reason", "and that")
        .succeeded();
    assertThat(sql("it-analyst", PERSONS).succeeded().out()).isEqualTo("caption\nAnna Exemple\n");
  }

  /** A scope does not tell who decides, so the reader reads on. */
  @Test
  @Order(13)
  void theRightToDecideIsListedGivenAndTakenAndWaitsForTheTables() throws IOException {
    String[] reason = {"--reason", "a test of the flow"};
    assertThat(readers("list").succeeded().out())
        .containsPattern("gb-analyst +GB .* decider ")
        .containsPattern("demo +FR .* reader ");
    readers("grant", "control", "--decide", reason[0], reason[1])
        .failedWith(2, "the control role may not decide, found control");
    readers("revoke", "demo", "--decide", reason[0], reason[1])
        .failedWith(2, "the reader may not decide, found demo");
    assertThat(readers("revoke", "gb-analyst", "--decide", reason[0], reason[1]).succeeded().out())
        .contains("gb-analyst: reader, country GB, clearance 2");
    assertThat(readers("grant", "it-analyst", "--decide", reason[0], reason[1]).succeeded().out())
        .contains("it-analyst: decider, country IT");
    assertThat(readers("list").succeeded().out())
        .containsPattern("gb-analyst +GB .* reader ")
        .containsPattern("it-analyst +IT .* decider ");
    assertThat(shell.run("audit", "verify").succeeded().out()).contains(" 0 faults");

    // The row of the act is there, and the enrolment waits for the next run.
    Path conf = Files.writeString(folder.resolve("trino.yaml"), "trino: {etc: /dev/null/etc}\n");
    readers("revoke", "it-analyst", "--decide", reason[0], reason[1], "--conf", conf.toString())
        .failedWith(2, "Cannot tell Trino of the act");
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    assertThat(
            lake.read(Tables.READERS).where("reader = 'it-analyst'").select("role").collectAsList())
        .hasToString("[[decider]]");
    assertThat(sql("it-analyst", PERSONS).succeeded().out()).contains("Anna Exemple");
    assertThat(shell.run("audit", "verify").succeeded().out()).contains(" 0 faults");
    readers("grant", "gb-analyst", "--decide", reason[0], reason[1]).succeeded();
    assertThat(
            lake.read(Tables.READERS).where("reader = 'it-analyst'").select("role").collectAsList())
        .hasToString("[[reader]]");
    readers(
            "add",
            "pt-analyst",
            "--country",
            "PT",
            "--clearance",
            "1",
            "--purposes",
            "crime-analysis",
            "--role",
            "decider",
            reason[0],
            reason[1])
        .succeeded();
    assertThat(readers("list").succeeded().out()).containsPattern("pt-analyst +PT .* decider ");
  }

  private static Insight.Ran readers(String act, String... more) {
    List<String> line = new ArrayList<>(List.of("readers", act));
    line.addAll(List.of(more));
    return shell.run(line.toArray(String[]::new));
  }

  @Test
  @Order(14)
  void rightsGivenByHandAreFoundAndNamed() throws IOException {
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    assertThat(Served.auditFaults(settings(), lake)).isEmpty();
    String acts = "lake.governance.reader_acts";
    String readers = "lake.governance.readers";
    String withdrawals = "lake.governance.withdrawals";

    byHand(
        lake,
        new Change(
            Tables.READER_ACTS,
            "INSERT INTO "
                + acts
                + " SELECT number + 100, at, login, reader, act, reason, scope, country, body,"
                + " clearance, purposes, role, audit_hash FROM "
                + acts
                + " WHERE reader = 'fr-border' AND act = 'readers.grant'",
            "governance.reader_acts: act 101 has the entry of act 1"));
    byHand(
        lake,
        new Change(
            Tables.READER_ACTS,
            "DELETE FROM " + acts + " WHERE reader = 'fr-border' AND act = 'readers.revoke'",
            "governance.reader_acts: act 2 is gone",
            "governance.reader_acts: the act that entry "
                + announced(lake, 2)
                + " announced is gone"));
    byHand(
        lake,
        new Change(
            Tables.READER_ACTS,
            "UPDATE " + acts + " SET number = 3 - number WHERE reader = 'fr-border'",
            "governance.reader_acts: act 2 was announced before act 1"));
    byHand(
        lake,
        new Change(
            Tables.READER_ACTS,
            "UPDATE " + acts + " SET number = 1 WHERE number = 2",
            "governance.reader_acts: act 1 is there twice"));
    byHand(
        lake,
        new Change(
            Tables.READER_ACTS,
            "UPDATE "
                + acts
                + " SET scope = '"
                + new Scope(null, null, 3, new TreeSet<>(), true).id()
                + "' WHERE number = 5",
            "governance.reader_acts: act 5 is not what its entry says"));
    byHand(
        lake,
        new Change(
            Tables.READER_ACTS,
            "UPDATE " + acts + " SET purposes = array('all there are') WHERE number = 5",
            "governance.reader_acts: act 5 is not what its entry says"));

    // Each of another reader, and of another table: none hides another.
    byHand(
        lake,
        new Change(
            Tables.READERS,
            "INSERT INTO "
                + readers
                + " SELECT 'mallory', scope, country, body, clearance, purposes, role FROM "
                + readers
                + " WHERE reader = 'control'",
            "governance.readers: mallory is enrolled by no file of readers and no act"),
        otherClearance(readers, "control"),
        otherClearance(readers, "demo"),
        otherClearance(readers, "it-analyst"),
        new Change(
            Tables.READERS,
            "UPDATE " + readers + " SET role = 'decider' WHERE reader = 'us-analyst'",
            "governance.readers: us-analyst has other rights than the file"),
        new Change(
            Tables.READERS,
            "UPDATE " + readers + " SET country = 'FR' WHERE reader = 'gb-analyst'",
            "governance.readers: gb-analyst has other rights than"),
        new Change(
            Tables.WITHDRAWALS,
            "INSERT INTO "
                + withdrawals
                + " SELECT DISTINCT 'another', at, login, reason, audit_hash FROM "
                + withdrawals,
            "governance.withdrawals: what entry "
                + withdrawn()
                + " announced is not what is there"));
    byHand(
        lake,
        new Change(
            Tables.READERS,
            "INSERT INTO " + readers + " SELECT * FROM " + readers + " WHERE reader = 'demo'",
            "governance.readers: demo is enrolled twice"),
        new Change(
            Tables.WITHDRAWALS,
            "UPDATE " + withdrawals + " SET reason = 'another'",
            "governance.withdrawals: what entry "
                + withdrawn()
                + " announced is not what is there"));
    byHand(
        lake,
        new Change(
            Tables.READERS,
            "DELETE FROM " + readers + " WHERE reader = 'demo'",
            "governance.readers: demo is not enrolled"),
        new Change(
            Tables.WITHDRAWALS,
            "DELETE FROM " + withdrawals,
            "governance.withdrawals: what entry " + withdrawn() + " announced is gone"));
    byHand(
        lake,
        new Change(
            Tables.WITHDRAWALS,
            "INSERT INTO "
                + withdrawals
                + " SELECT DISTINCT 'another', at, login, reason, 'none' FROM "
                + withdrawals,
            "governance.withdrawals: 1 row has no entry"));

    assertThat(Served.auditFaults(settings(), lake)).isEmpty();
    assertThat(shell.run("audit", "verify").succeeded().out()).contains(" 0 faults");
  }

  /**
   * What somebody does who can write to the lake.
   *
   * @param findings how the faults begin that name it
   */
  private record Change(TableName table, String sql, String... findings) {}

  private static Change otherClearance(String readers, String reader) {
    return new Change(
        Tables.READERS,
        "UPDATE " + readers + " SET clearance = 3 - clearance WHERE reader = '" + reader + "'",
        "governance.readers: " + reader + " has other rights than");
  }

  /** Changes that do not touch each other are found, each, and undone. */
  private static void byHand(Lake lake, Change... changes) throws IOException {
    Map<TableName, Long> before = new LinkedHashMap<>();
    try {
      for (Change change : changes) {
        before.putIfAbsent(change.table(), lake.snapshot(change.table()).snapshotId());
        lake.spark().withActive(() -> lake.spark().sql(change.sql()));
      }
      List<String> faults = Served.auditFaults(settings(), lake);
      for (Change change : changes) {
        for (String finding : change.findings()) {
          assertThat(faults).as(change.sql()).anyMatch(fault -> fault.startsWith(finding));
        }
      }
    } finally {
      before.forEach(
          (table, snapshot) -> lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit());
    }
  }

  /** Number of the entry that announced an act on a reader. */
  private static long announced(Lake lake, long act) throws IOException {
    String hash =
        lake.read(Tables.READER_ACTS)
            .where("number = " + act)
            .select("audit_hash")
            .first()
            .getString(0);
    return entries("--limit", "1000").stream()
        .filter(e -> e.get("hash").asText().equals(hash))
        .mapToLong(e -> e.get("seq").asLong())
        .findFirst()
        .orElseThrow();
  }

  /** Number of the entry that announced the one withdrawal. */
  private static long withdrawn() throws IOException {
    return entries("--limit", "1000").stream()
        .filter(e -> e.get("act").asText().equals("items.withdraw"))
        .filter(e -> e.get("outcome").asText().equals("started"))
        .mapToLong(e -> e.get("seq").asLong())
        .findFirst()
        .orElseThrow();
  }

  private static Settings settings() throws IOException {
    return SettingsReader.read(
        List.of(
            Files.writeString(
                folder.resolve("in-process.yaml"),
                "lake: {path: " + folder.resolve("lake") + "}\n")));
  }

  @Test
  @Order(15)
  void tamperingIsFoundAndNamed() throws IOException {
    String head = head(shell.run("audit", "verify").succeeded());
    shell.run("audit", "collect").succeeded();
    Path spool = segment();
    Path kept = Files.copy(spool, folder.resolve("kept.jsonl"));
    List<String> lines = Files.readAllLines(spool);

    List<String> changed = new ArrayList<>(lines);
    changed.set(5, changed.get(5).replace("\"reader\":\"demo\"", "\"reader\":\"control\""));
    assertThat(changed).isNotEqualTo(lines);
    Files.write(spool, changed);
    Insight.Ran found = shell.run("audit", "verify");
    assertThat(found.exit()).as(found.err()).isEqualTo(4);
    assertThat(found.out()).contains("line 6: entry 6 is not what its hash was made of");

    // The tail is cut from the spool; the table has it, and the anchor.
    Files.write(spool, lines.subList(0, 3));
    found = shell.run("audit", "verify");
    assertThat(found.exit()).as(found.out() + found.err()).isEqualTo(4);
    Files.copy(kept, spool, StandardCopyOption.REPLACE_EXISTING);

    // A row of the table is removed, by whoever can write there.
    var lake = LakeComparison.open(folder.resolve("lake"));
    lake.spark()
        .withActive(() -> lake.spark().sql("DELETE FROM lake.governance.audit WHERE seq = 4"));
    found = shell.run("audit", "verify");
    assertThat(found.exit()).as(found.out() + found.err()).isEqualTo(4);
    assertThat(found.out()).contains("governance.audit: entry 4 is gone");
    shell.run("audit", "verify", "--head", head).failedWith(4, "Cannot vouch");
    shell.run("audit", "verify", "--head", "12").failedWith(2, "Cannot check a head");

    // An act on a reader that no command did.
    lake.spark()
        .withActive(
            () ->
                lake.spark()
                    .sql(
                        "INSERT INTO lake.governance.reader_acts SELECT number + 100, at, login,"
                            + " 'us-analyst', act, reason, scope, country, body, 3, purposes, role,"
                            + " audit_hash FROM lake.governance.reader_acts WHERE scope IS NOT NULL"
                            + " ORDER BY number LIMIT 1"));
    assertThat(shell.run("audit", "verify").out())
        .contains("governance.reader_acts: act 101 is not what its entry says");

    // What a killed writer left is said, and is no fault of its own.
    Files.writeString(segment(), "{\"seq\":", StandardOpenOption.APPEND);
    assertThat(shell.run("audit", "verify").out()).contains("unfinished");
  }

  /** On a catalog that others share, as PostgreSQL's, with the default's relative lake.path. */
  @Test
  @Order(16)
  void noneReadsOrActsWhoseEntriesWouldBeElsewhere() throws IOException {
    Path lake = folder.resolve("lake");
    String properties = "{uri: 'jdbc:sqlite:%1$s/catalog.db', warehouse: 'file:%1$s/tables'}";
    String shared =
        Files.writeString(
                folder.resolve("shared.yaml"),
                "lake: {properties: " + properties.formatted(lake) + "}\n")
            .toString();
    String elsewhere = "Cannot audit: the audit of this lake is elsewhere, found ";
    assertThat(
            sql("control", PERSONS, "--conf", shared, "--lake", "other")
                .failedWith(2, elsewhere)
                .out())
        .isEmpty();
    shell
        .run(
            "readers",
            "revoke",
            "demo",
            "--reason",
            "left the service",
            "--conf",
            shared,
            "--lake",
            "other")
        .failedWith(2, elsewhere);
    assertThat(folder.resolve("other/audit")).doesNotExist();

    Files.delete(lake.resolve("audit.head"));
    assertThat(sql("control", PERSONS, "--conf", shared).succeeded().out())
        .contains("Anna Exemple");
  }

  private static String head(Insight.Ran verified) {
    return verified.out().replaceAll("(?s).*head: (\\S+).*", "$1");
  }
}
