package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.insight.core.InsightException;
import org.insight.engine.RunLock;
import org.insight.entitlements.RowFilter;
import org.insight.lake.Lake;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.RunControl;
import org.insight.services.Served;
import org.insight.services.TrinoEtc;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where rights are lost, out of date or not to be read, nothing is seen, in either door. */
@ExtendWith(TrinoLab.Running.class)
@TestMethodOrder(OrderAnnotation.class)
class TrinoRightsIT {

  /** The figure itself is printed; on a machine under load it may be anything. */
  private static final Duration GENEROUS = Duration.ofSeconds(60);

  private static final String PERSONS = "SELECT count(*) FROM curated.persons";

  private static boolean answers(TrinoLab lab, String reader) {
    try {
      return !lab.rows(reader, PERSONS).equals(List.of("(0)"));
    } catch (SQLException e) {
      return false;
    }
  }

  /** Who logs in now, as who has been connected for long: the server knows both by their names. */
  private static boolean answersAnew(TrinoLab lab, String reader) {
    try (Connection connection = lab.as(reader)) {
      return !TrinoLab.rows(connection, PERSONS).equals(List.of("(0)"));
    } catch (SQLException e) {
      return false;
    }
  }

  private static List<String> inSpark(TrinoLab lab, String reader, String query) {
    return TrinoLab.door(lab.lake(), reader, "crime-analysis").sql(query).collectAsList().stream()
        .map(AnswerText::ofSpark)
        .toList();
  }

  private static void refusedInSpark(TrinoLab lab, String reader, String why) {
    assertThatThrownBy(() -> inSpark(lab, reader, PERSONS))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining(why);
  }

  private static double secondsUntil(TrinoLab lab, String reader, boolean answered) {
    Instant start = Instant.now();
    while (answers(lab, reader) != answered) {
      assertThat(Duration.between(start, Instant.now()))
          .as("%s %s", reader, answered ? "sees nothing still" : "sees rows still")
          .isLessThan(GENEROUS);
      try {
        TimeUnit.MILLISECONDS.sleep(250);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
    assertThat(answersAnew(lab, reader)).as("%s, newly connected", reader).isEqualTo(answered);
    return seconds;
  }

  /** Whoever can read its files reads everything; the database is another user's, beside it. */
  @Test
  @Order(0)
  void theLakesFolderIsOpenToNoOtherAccount(TrinoLab lab) throws IOException {
    Path lake = Path.of(lab.settings().lake().path());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lake)))
        .isEqualTo("rwx------");
  }

  @Test
  @Order(1)
  void anUnknownReaderSeesNothing(TrinoLab lab) {
    assertThatThrownBy(() -> TrinoLab.rows(lab.connect("no-such-reader", "x", Map.of()), PERSONS))
        .hasMessageContaining("Authentication failed");
    assertThatThrownBy(
            () -> {
              try (var connection =
                  lab.connect(TrinoLab.DASHBOARDS, Map.of("sessionUser", "no-such-reader"))) {
                TrinoLab.rows(connection, PERSONS);
              }
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("No matching resource group found");
    refusedInSpark(lab, "no-such-reader", "no such reader");
  }

  @Test
  @Order(2)
  void aRowWhosePolicyIsOverIsSeenByControlAlone(TrinoLab lab) throws SQLException {
    String expired =
        "SELECT caption FROM curated.persons WHERE caption = '" + TrinoLab.EXPIRED + "'";
    String lasting =
        "SELECT caption FROM curated.persons WHERE caption = '" + TrinoLab.LASTING + "'";
    assertThat(lab.rows("control", expired)).hasSize(1);
    assertThat(lab.rows("fr-analyst", lasting)).hasSize(1);
    assertThat(lab.rows("fr-analyst", expired)).isEmpty();
    assertThat(inSpark(lab, "control", expired)).hasSize(1);
    assertThat(inSpark(lab, "fr-analyst", lasting)).hasSize(1);
    assertThat(inSpark(lab, "fr-analyst", expired)).isEmpty();
  }

  @Test
  @Order(3)
  void whoIsInNoGroupAnyMoreOrInTwoScopesSeesNothing(TrinoLab lab) throws IOException {
    Path groups = lab.etc("groups.txt");
    String before = Files.readString(groups);
    assertThat(answers(lab, "gb-analyst")).isTrue();
    try {
      Files.writeString(groups, "");
      secondsUntil(lab, "gb-analyst", false);
      assertThat(answers(lab, "fr-analyst")).isFalse();
      Files.writeString(groups, before);
      secondsUntil(lab, "gb-analyst", true);
      // A reader in two scopes is in none.
      String other =
          before
              .lines()
              .filter(l -> l.startsWith("scope-") && l.contains("fr-analyst"))
              .findFirst()
              .orElseThrow();
      Files.writeString(groups, before.replace(other, other + ",gb-analyst"));
      secondsUntil(lab, "gb-analyst", false);
    } finally {
      Files.writeString(groups, before);
    }
    secondsUntil(lab, "gb-analyst", true);
  }

  @Test
  @Order(4)
  void whoIsNotEnrolledAnyMoreSeesNothing(TrinoLab lab) {
    whilePublishedWithout(
        lab,
        Tables.READERS,
        "reader = 'gb-analyst'",
        () -> refusedInSpark(lab, "gb-analyst", "no such reader, found gb-analyst"));
  }

  /** Until what is gone is back and published again, gb-analyst sees nothing. */
  private static void whilePublishedWithout(
      TrinoLab lab, TableName table, String gone, Runnable then) {
    Lake lake = lab.lake();
    long snapshot = lake.snapshot(table).snapshotId();
    lake.spark().sql("DELETE FROM " + lake.identifier(table) + " WHERE " + gone);
    try {
      TrinoEtc.of(lab.settings()).orElseThrow().publish(lab.settings(), lake);
      secondsUntil(lab, "gb-analyst", false);
      then.run();
    } finally {
      lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
    }
    TrinoEtc.of(lab.settings()).orElseThrow().publish(lab.settings(), lake);
    secondsUntil(lab, "gb-analyst", true);
  }

  @Test
  @Order(5)
  void withABrokenRulesFileNobodySeesAnything(TrinoLab lab) throws IOException {
    Path rules = lab.etc("rules.json");
    String whole = Files.readString(rules);
    try {
      for (String broken : List.of(whole.substring(0, whole.length() / 2), "", "{\"tables\": 1}")) {
        Files.writeString(rules, broken);
        secondsUntil(lab, "gb-analyst", false);
        assertThat(answers(lab, "control")).isFalse();
        Files.writeString(rules, whole);
        secondsUntil(lab, "gb-analyst", true);
      }
    } finally {
      Files.writeString(rules, whole);
    }
  }

  @Test
  @Order(6)
  void withALostOrBrokenFileOfEntitlementsNobodySeesAnything(TrinoLab lab) throws IOException {
    Path file = lab.etc(RowFilter.ENTITLEMENTS);
    byte[] whole = Files.readAllBytes(file);
    byte[] changed = whole.clone();
    changed[changed.length / 2] ^= 1;
    try {
      for (byte[] broken : List.of(Arrays.copyOf(whole, whole.length / 2), new byte[0], changed)) {
        Files.write(file, broken);
        secondsUntil(lab, "gb-analyst", false);
        assertThat(answers(lab, "control")).isFalse();
        Files.write(file, whole);
        secondsUntil(lab, "gb-analyst", true);
      }
      Files.delete(file);
      secondsUntil(lab, "gb-analyst", false);
      assertThat(answers(lab, "control")).isFalse();
    } finally {
      Files.write(file, whole);
    }
    secondsUntil(lab, "gb-analyst", true);
  }

  @Test
  @Order(7)
  void anEntitlementThatIsGoneIsGoneInTrinoOncePublished(TrinoLab lab) {
    whilePublishedWithout(
        lab,
        Tables.ENTITLEMENTS,
        "scope IN (SELECT scope FROM lake.governance.readers WHERE reader = 'gb-analyst')",
        () -> assertThat(answers(lab, "fr-analyst")).isTrue());
  }

  @Test
  @Order(8)
  void aRevocationHoldsInTrinoAtOnceAndAGrantToo(TrinoLab lab) {
    assertThat(answers(lab, "es-analyst")).isTrue();
    lab.insight("readers", "revoke", "es-analyst", "--reason", "left the service").succeeded();
    double seconds = secondsUntil(lab, "es-analyst", false);
    System.out.printf("revoked reader: refused %.1f s after the command's end%n", seconds);
    refusedInSpark(lab, "es-analyst", "the reader was revoked, found es-analyst");
    lab.insight(
            "readers",
            "add",
            "es-analyst",
            "--country",
            "ES",
            "--clearance",
            "2",
            "--purposes",
            "investigation,crime-analysis,locate",
            "--reason",
            "came back")
        .succeeded();
    System.out.printf(
        "added reader: answered %.1f s after the command's end%n",
        secondsUntil(lab, "es-analyst", true));
    assertThat(inSpark(lab, "es-analyst", PERSONS)).doesNotContain("(0)");
  }

  @Test
  @Order(9)
  void aRevocationHoldsWhileARunHoldsTheLake(TrinoLab lab) {
    assertThat(answers(lab, "us-analyst")).isTrue();
    try (RunLock run = RunLock.take(lab.settings().lake().path())) {
      assertThat(
              lab.insight(
                      "readers", "revoke", "us-analyst", "--clearance", "0", "--reason", "moved on")
                  .succeeded()
                  .out())
          .contains("A run is going on");
      System.out.printf(
          "reader with fewer rights, a run going on: refused %.1f s after the command's end%n",
          secondsUntil(lab, "us-analyst", false));
      refusedInSpark(lab, "us-analyst", "the reader's rights have changed");
    }
    TestLakes.inParts(
        lab.lake().spark(),
        1,
        () ->
            Served.runs(
                lab.settings(), lab.lake(), runs -> runs.run(RunControl.Request.ofLanded())));
    secondsUntil(lab, "us-analyst", true);
  }

  /** The column takes no null otherwise, so it is let for as long as that. */
  @Test
  @Order(10)
  void aRowWithoutALabelOrWithAnUnknownOneIsSeenByNobody(TrinoLab lab) throws SQLException {
    TableName table = Tables.TRENDS_MONTHLY;
    Lake lake = lab.lake();
    String documents = "SELECT count(*) FROM curated.trends_monthly WHERE place_name = 'Nowhere'";
    long snapshot = lake.snapshot(table).snapshotId();
    lake.spark()
        .sql("ALTER TABLE lake.curated.trends_monthly ALTER COLUMN policy_id DROP NOT NULL");
    lake.spark()
        .sql(
            "INSERT INTO lake.curated.trends_monthly SELECT month, country, place, 'Nowhere',"
                + " latitude, longitude, offence, documents, label FROM (SELECT * FROM"
                + " lake.curated.trends_monthly LIMIT 1) CROSS JOIN (VALUES (NULL), ('unknown'), (''))"
                + " AS labels(label)");
    try {
      assertThat(lake.read(table).where("place_name = 'Nowhere'").count()).isEqualTo(3);
      for (String reader : List.of("control", "fr-analyst", "gb-analyst")) {
        assertThat(lab.rows(reader, documents)).as(reader).containsExactly("(0)");
        assertThat(inSpark(lab, reader, documents)).as(reader).containsExactly("(0)");
      }
    } finally {
      lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
      lake.iceberg(table)
          .updateSchema()
          .allowIncompatibleChanges()
          .requireColumn(TableContract.POLICY_ID)
          .commit();
    }
  }
}
