package org.insight.services;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.services.ask.Found;
import org.insight.services.ask.Search;
import org.insight.testing.TestLakes;
import org.insight.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Corrections from what was read of a document to the persons and trends of each reader, and back.
 */
class CorrectionsIT {

  /** Decides, and sees one source. */
  private static final String BEN = "ben";

  /** Decides, and sees both. */
  private static final String CEM = "cem";

  /** Sees what ben sees, and does not decide. */
  private static final String DAN = "dan";

  private static final List<TableName> SEEN =
      List.of(
          Tables.CORRECTIONS,
          Tables.NAMES,
          Tables.TIMES,
          Tables.PLACES,
          Tables.DESCRIBED,
          Tables.EVENTS,
          Tables.SUBJECTS,
          Tables.MEMBERSHIPS,
          Tables.PERSONS,
          Tables.TRENDS_MONTHLY);

  @TempDir private Path folder;

  private Settings settings() throws IOException {
    Path readers = folder.resolve("readers.yaml");
    Files.writeString(
        readers,
        """
        ben: {country: FR, clearance: 1, purposes: [investigation], role: decider}
        cem: {country: GB, clearance: 2, purposes: [investigation], role: decider}
        dan: {country: FR, clearance: 1, purposes: [investigation]}
        """);
    // The whole lake is verified at the end.
    Path conf = Files.writeString(folder.resolve("conf.yaml"), "publish: {verify: none}\n");
    return Served.untranslated(SettingsReader.read(List.of(conf))).withReaders(readers.toString());
  }

  private static void write(Path to, String policy, String name, String text) throws IOException {
    Files.createDirectories(to);
    Files.writeString(to.resolve("policy.yaml"), policy);
    Files.writeString(to.resolve(name), text);
  }

  private static void open(Path inbox) throws IOException {
    write(
        inbox.resolve("fr"),
        "source: FR\npurposes: [investigation]\n",
        "report.txt",
        "Procès-verbal du 4 mars 2026\n\nLe 3 mars 2026, le nommé Karim BENZERGA, né le 12/05/1988"
            + " à Oran, a été interpellé à Grenoble pour trafic de stupéfiants. Il portait le"
            + " passeport n° 12AB34567.\n");
  }

  private static void hidden(Path inbox) throws IOException {
    write(
        inbox.resolve("gb"),
        "source: GB\npurposes: [investigation]\nonly_for: [GB]\n",
        "report.txt",
        "Report of 4 March 2026\n\nOn 3 March 2026 the suspect, identified as Karim Benzerga, born"
            + " on 5 December 1988 in Oran, was arrested in Bristol for burglary.\n");
  }

  private static void run(Settings settings, Lake lake, Path inbox) {
    TestLakes.inParts(1, () -> Served.run(settings, lake, inbox));
  }

  private static ReaderSession door(Lake lake, String reader) {
    return Served.door(lake, reader, "investigation", LocalDate.now(ZoneOffset.UTC));
  }

  private static String correct(
      Settings settings,
      Lake lake,
      String reader,
      CorrectionVerdict verdict,
      String row,
      Map<String, String> fields) {
    try (LakeSession session = LakeSession.toWrite(lake, settings)) {
      return Corrections.correct(
          session,
          login -> new Access(login, reader, "investigation", "read again on paper"),
          verdict,
          row,
          fields,
          null);
    }
  }

  private static void undo(Settings settings, Lake lake, String reader, String correction) {
    try (LakeSession session = LakeSession.toWrite(lake, settings)) {
      Corrections.undo(
          session,
          login -> new Access(login, reader, "investigation", "another paper"),
          correction);
    }
  }

  private static void assertRefused(ThrowingCallable act, ErrorKind kind, String why) {
    assertThatThrownBy(act)
        .isInstanceOf(InsightException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(kind);
  }

  private static String id(Lake lake, TableName table, String column, String which) {
    return lake.read(table).where(which).select(column).first().getString(0);
  }

  private static List<String> seen(Lake lake, String reader) {
    List<String> seen = new ArrayList<>();
    for (TableName table : SEEN) {
      door(lake, reader).table(table).toJSON().collectAsList().stream()
          .sorted()
          .forEach(row -> seen.add(table + " " + row));
    }
    return seen;
  }

  @Test
  void aCorrectionIsMadeFollowedAndUndone() throws IOException {
    Settings settings = settings();
    Path both = folder.resolve("both");
    open(both);
    hidden(both);
    Path one = folder.resolve("one");
    open(one);
    Lake whole = TestLakes.whole(folder.resolve("whole"));
    Lake cut = TestLakes.whole(folder.resolve("cut"));
    run(settings, whole, both);
    run(settings, cut, one);
    List<String> before = seen(whole, BEN);
    assertThat(before).isEqualTo(seen(cut, BEN));
    String french =
        id(
            whole,
            Tables.DESCRIBED,
            "described_id",
            "exists(attributes, a -> a.property = 'passportNumber')");
    String british =
        id(
            whole,
            Tables.DESCRIBED,
            "described_id",
            "schema = 'Person' AND described_id <> '" + french + "'");
    String place = id(whole, Tables.PLACES, "mention_id", "text = 'Grenoble'");
    refuses(settings, whole, french, british, place);
    assertThat(new Search("12AB34567", 5).in(door(whole, DAN), note -> {}))
        .as("a number of a text finds who has it")
        .extracting(Found::kind, Found::caption)
        .contains(tuple("Person", "Karim Benzerga"));

    String born =
        correct(
            settings,
            whole,
            BEN,
            CorrectionVerdict.CORRECT,
            french,
            Map.of("birthDate", "1988-12-05"));
    String where =
        correct(settings, whole, BEN, CorrectionVerdict.CORRECT, place, Map.of("role", "office"));
    String hidden =
        correct(
            settings, whole, CEM, CorrectionVerdict.CORRECT, british, Map.of("role", "witness"));
    copy(whole, cut, List.of(born, where));
    run(settings, whole, both);
    run(settings, cut, one);
    for (String reader : List.of(BEN, CEM, DAN)) {
      assertThat(
              door(whole, reader)
                  .table(Tables.DESCRIBED)
                  .where("described_id = '" + french + "'")
                  .selectExpr("filter(attributes, a -> a.property = 'birthDate')[0].value")
                  .first()
                  .getString(0))
          .isEqualTo("1988-12-05");
      assertThat(
              door(whole, reader)
                  .table(Tables.PERSONS)
                  .where("caption = 'Karim Benzerga' AND basis = 'text'")
                  .selectExpr("to_json(struct(*))")
                  .collectAsList())
          .as("persons of %s follow", reader)
          .anyMatch(row -> row.getString(0).contains("1988-12-05"));
      assertThat(
              door(whole, reader)
                  .table(Tables.TRENDS_MONTHLY)
                  .where("place_name = 'Grenoble'")
                  .isEmpty())
          .as("an office is no place of an incident")
          .isTrue();
    }
    assertThat(seen(whole, BEN)).isEqualTo(seen(cut, BEN)).isNotEqualTo(before);
    assertThat(
            door(whole, DAN)
                .table(Tables.CORRECTIONS)
                .select("correction_id", "corrected_by", "status")
                .collectAsList())
        .containsExactlyInAnyOrder(
            RowFactory.create(born, "FR", "standing"), RowFactory.create(where, "FR", "standing"));
    assertRefused(
        () -> undo(settings, whole, BEN, hidden),
        ErrorKind.INPUT,
        "Cannot undo: the reader sees no such correction, found " + hidden);
    assertVerified(settings, whole);

    undo(settings, whole, BEN, born);
    undo(settings, whole, BEN, where);
    assertRefused(() -> undo(settings, whole, BEN, born), ErrorKind.USAGE, "it was undone before");
    run(settings, whole, both);
    assertThat(seen(whole, BEN).stream().filter(row -> !row.startsWith("mentions.corrections")))
        .containsExactlyElementsOf(before);
    assertThat(door(whole, DAN).table(Tables.CORRECTIONS).where("status = 'undone'").count())
        .isEqualTo(2);
    assertVerified(settings, whole);
  }

  private static void assertVerified(Settings settings, Lake lake) {
    assertThat(Served.auditFaults(settings.with(lake.settings()), lake)).isEmpty();
    assertThat(new Verifier(lake).verify(Verifier.tables(lake.contracts().all()), 5, name -> {}))
        .allSatisfy(v -> assertThat(v.reasons()).as("%s %s", v.table(), v.examples()).isEmpty());
  }

  private static void refuses(
      Settings settings, Lake lake, String french, String british, String place) {
    assertRefused(
        () ->
            correct(
                settings, lake, DAN, CorrectionVerdict.CORRECT, place, Map.of("role", "office")),
        ErrorKind.USAGE,
        "Cannot decide: the reader has not the right (role decider), found dan");
    for (String absent : List.of(british, "0".repeat(64))) {
      assertRefused(
          () ->
              correct(
                  settings, lake, BEN, CorrectionVerdict.CORRECT, absent, Map.of("role", "victim")),
          ErrorKind.INPUT,
          "Cannot correct: the reader sees no such row, found " + absent);
    }
    assertRefused(
        () ->
            correct(
                settings, lake, BEN, CorrectionVerdict.CONFIRM, french, Map.of("gender", "female")),
        ErrorKind.USAGE,
        "the document does not say so of this person");
  }

  /** Corrections of the one lake are made in the other as well. */
  private static void copy(Lake from, Lake to, List<String> corrections) {
    List<Row> acts =
        from.read(Tables.CORRECTION_ACTS)
            .where(col("act_id").isin(corrections.toArray()))
            .collectAsList();
    TestLakes.write(
        to,
        Tables.CORRECTION_ACTS,
        WriteMode.APPEND,
        to.spark().createDataFrame(acts, from.read(Tables.CORRECTION_ACTS).schema()));
  }
}
