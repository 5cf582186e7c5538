package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.insight.config.Settings.LakeSettings;
import org.insight.config.SettingsReader;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.schemas.Contracts;
import org.insight.schemas.Tables;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A lake has one spool, and no read goes into another one, by command lines. */
@TestMethodOrder(OrderAnnotation.class)
class AuditSpoolsIT {

  private static final String ELSEWHERE =
      "Cannot audit: the audit of this lake is elsewhere, found ";

  @TempDir private static Path folder;
  private static CommandShell shell;

  @BeforeAll
  static void makeALake() throws IOException {
    shell = new CommandShell(folder, Map.of());
    PersonsCsv.write(
        folder.resolve("inbox"),
        "source: FR\npurposes: [crime-analysis]\nlevel: 0\n",
        "1,Exemple,Anna,,F,1980-01-02,,FR,XX1243567,FR,,,,,,,,,\n");
    shell.run("run", "--inbox", "inbox").succeeded();
  }

  @AfterAll
  static void end() {
    shell.close();
  }

  private static Insight.Ran sql(String... more) {
    return shell.run(
        Stream.concat(
                Stream.of("sql", "--as", "demo", "--purpose", "crime-analysis", "--reason"),
                Stream.concat(
                    Stream.of("a test", "SELECT caption FROM curated.persons"), Stream.of(more)))
            .toArray(String[]::new));
  }

  /** An overlay with a spool of its own, and, where it is not the lake's, an anchor. */
  private static String conf(String spool, String anchor) throws IOException {
    return Files.writeString(
            folder.resolve(spool + ".yaml"),
            "audit: {spool: "
                + folder.resolve(spool)
                + (anchor.isEmpty() ? "" : ", anchor: " + folder.resolve(anchor))
                + "}\n")
        .toString();
  }

  private static long collected() {
    return LakeComparison.open(folder.resolve("lake")).read(Tables.AUDIT).count();
  }

  @Test
  @Order(1)
  void fromTheFirstRunOnNothingIsReadWithAnotherSpool() throws IOException {
    assertThat(sql("--conf", conf("other", "other.head")).failedWith(2, ELSEWHERE).out()).isEmpty();
    // With the lake's anchor, and with one that claims a great many entries.
    assertThat(sql("--conf", conf("other", "")).failedWith(2, ELSEWHERE).out()).isEmpty();
    Files.writeString(folder.resolve("claimed.head"), "999999:" + "a".repeat(64) + "\n");
    assertThat(sql("--conf", conf("other", "claimed.head")).failedWith(2, ELSEWHERE).out())
        .isEmpty();
    assertThat(folder.resolve("other")).doesNotExist();
    assertThat(sql().succeeded().out()).contains("Anna Exemple");
  }

  @Test
  @Order(2)
  void norDoesARunOrACollectionGoOnWithIt() throws IOException {
    long before = collected();
    for (String[] command : List.of(new String[] {"run"}, new String[] {"audit", "collect"})) {
      String[] line =
          Stream.concat(Stream.of(command), Stream.of("--conf", conf("other", "other.head")))
              .toArray(String[]::new);
      shell.run(line).failedWith(2, ELSEWHERE);
    }
    assertThat(folder.resolve("other")).doesNotExist();
    assertThat(collected()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void aRunRegistersTheSpoolAndCollectsWhetherAnythingIsNewOrNot() {
    long before = collected();
    assertThat(before).as("the registration").isPositive();
    sql().succeeded();
    assertThat(shell.run("run").succeeded().out())
        .contains("Nothing new: no row was written.")
        .containsPattern("collect-audit +governance.audit .* \\d+ rows");
    assertThat(collected()).isGreaterThanOrEqualTo(before + 2);
    assertThat(shell.run("audit", "list", "--format", "csv").succeeded().out())
        .containsPattern(",spool\\.register,.*,started,[0-9a-f]{64},")
        .containsPattern(",spool\\.register,.*,done,[0-9a-f]{64},");
    verified();
  }

  /** The folder's path is a setting; what makes it the lake's goes with it. */
  @Test
  @Order(4)
  void aSpoolThatWasMovedStaysTheLakes() throws IOException {
    Path spool = folder.resolve("lake/audit");
    Path moved = Files.move(spool, folder.resolve("moved"));
    sql().failedWith(2, ELSEWHERE);
    sql("--conf", conf("moved", "")).succeeded();
    Files.move(moved, spool);
    sql().succeeded();
    verified();
  }

  @Test
  @Order(5)
  void anotherSpoolIsRegisteredByAnAuditedActAndGoesOnWithTheChain() throws IOException {
    shell.run("run").succeeded();
    String fresh = conf("fresh", "fresh.head");
    shell.run("audit", "register", "--conf", fresh).failedWith(2, "--reason");
    sql("--conf", fresh).failedWith(2, ELSEWHERE);
    shell
        .run("audit", "register", "--reason", "the disk was replaced", "--conf", fresh)
        .succeeded();
    assertThat(sql("--conf", fresh).succeeded().out()).contains("Anna Exemple");
    sql().failedWith(2, ELSEWHERE);
    shell.run("run", "--conf", fresh).succeeded();
    assertThat(shell.run("audit", "list", "--format", "csv", "--conf", fresh).succeeded().out())
        .contains("spool.register", "the disk was replaced");
    assertThat(shell.run("audit", "verify", "--conf", fresh).succeeded().out())
        .contains(" 0 faults");
    assertThat(shell.run("audit", "verify").failedWith(4, "").out())
        .contains("spool: it is not the one that is registered in the lake");
    shell
        .run("audit", "register", "--reason", "back again")
        .failedWith(2, "Cannot register the spool: it holds entries of another audit, found ");
  }

  /** As that of a version that registered none. */
  @Test
  @Order(6)
  void withoutARegistrationNothingIsRead() {
    LakeSettings settings = SettingsReader.read(List.of()).lake().at(folder.resolve("older"));
    Lake.openOrCreate(TestLakes.session(settings), settings, Contracts.load());
    shell
        .run("sql", "--as", "demo", "--lake", "older", "SELECT 1")
        .failedWith(2, "Cannot audit: the lake has no registered spool");
    assertThat(folder.resolve("older/audit")).doesNotExist();
  }

  @Test
  @Order(7)
  void aRegistrationByHandIsFound() throws IOException {
    String fresh = conf("fresh", "fresh.head");
    Lake lake = LakeComparison.open(folder.resolve("lake"));
    Snapshot last = Objects.requireNonNull(lake.lastWrite(Tables.AUDIT));
    String named = Objects.requireNonNull(last.summary().get(StagedWrite.SETTINGS));
    lake.iceberg(Tables.AUDIT)
        .newAppend()
        .set(StagedWrite.JOB, "collect-audit")
        .set(StagedWrite.SETTINGS, named.replaceAll("spool=.*", "spool=" + "b".repeat(64)))
        .commit();
    sql("--conf", fresh).failedWith(2, ELSEWHERE);
    assertThat(shell.run("audit", "verify", "--conf", fresh).failedWith(4, "").out())
        .contains("names a spool that no entry registered");
    // Nor does it help to take it away.
    lake.iceberg(Tables.AUDIT)
        .newAppend()
        .set(StagedWrite.JOB, "collect-audit")
        .set(StagedWrite.SETTINGS, named.replaceAll(" spool=.*", ""))
        .commit();
    assertThat(shell.run("audit", "verify", "--conf", fresh).failedWith(4, "").out())
        .contains("names no spool, though entry ");
    sql("--conf", conf("other", "claimed.head")).failedWith(2, ELSEWHERE);
  }

  private static void verified() {
    assertThat(shell.run("audit", "verify").succeeded().out()).contains(" 0 faults");
  }
}
