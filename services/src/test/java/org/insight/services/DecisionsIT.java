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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.JobRunner;
import org.insight.jobs.governance.ReaderRights;
import org.insight.jobs.governance.RecordDecisions;
import org.insight.jobs.resolution.Verdict;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Entitlement;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.Explainer;
import org.insight.services.ask.Explanation;
import org.insight.services.ask.Found;
import org.insight.services.ask.PossibleMatch;
import org.insight.services.ask.Review;
import org.insight.services.ask.Search;
import org.insight.testing.TestLakes;
import org.insight.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions from the list of possible matches to the entities of each reader, and back. */
class DecisionsIT {

  /** Decides, and sees one source. */
  private static final String BEN = "ben";

  /** Decides, and sees both. */
  private static final String CEM = "cem";

  /** Sees what ben sees, and does not decide. */
  private static final String DAN = "dan";

  private static final List<TableName> SEEN =
      List.of(
          Tables.RECORDS,
          Tables.CANDIDATES,
          Tables.DECISIONS,
          Tables.MEMBERSHIPS,
          Tables.PERSONS,
          Tables.ORGANISATIONS,
          Tables.LINKS);

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

  private static void write(Path to, String policy, String... persons) throws IOException {
    Files.createDirectories(to);
    Files.writeString(to.resolve("policy.yaml"), policy);
    Files.writeString(
        to.resolve("persons.csv"),
        "record_id,family_name,given_name,birth_date,national_id,sex,nationality,"
            + "passport_country,passport_number,phone\n"
            + String.join("\n", persons)
            + "\n");
  }

  private static void open(Path inbox) throws IOException {
    write(
        inbox.resolve("fr"),
        "source: FR\npurposes: [investigation]\n",
        "1,Brandt,Mila,,,F,,,,",
        "2,Zorne,Maria,1975-03-02,,F,FR,,,");
    write(inbox.resolve("es"), "source: ES\npurposes: [investigation]\n", "1,Brandt,Mila,,,F,,,,");
  }

  private static void hidden(Path inbox) throws IOException {
    write(
        inbox.resolve("gb"),
        "source: GB\npurposes: [investigation]\nonly_for: [GB]\n",
        "1,Zorne,Maria,1975-03-02,,F,FR,,,",
        "2,Brandt,Mila,,,F,,,,");
  }

  private static void run(Settings settings, Lake lake, Path inbox) {
    TestLakes.inParts(1, () -> Served.run(settings, lake, inbox));
  }

  private static ReaderSession door(Lake lake, String reader) {
    return Served.door(lake, reader, "investigation", LocalDate.now(ZoneOffset.UTC));
  }

  private static String decide(
      Settings settings, Lake lake, String reader, Verdict verdict, String left, String right) {
    try (LakeSession session = LakeSession.toWrite(lake, settings)) {
      return Decisions.decide(
          session,
          login -> new Access(login, reader, "investigation", "one photograph"),
          verdict,
          List.of(left),
          List.of(right));
    }
  }

  private static Decisions.Undone undo(
      Settings settings, Lake lake, String reader, String decision) {
    try (LakeSession session = LakeSession.toWrite(lake, settings)) {
      return Decisions.undo(
          session,
          login -> new Access(login, reader, "investigation", "two photographs"),
          decision);
    }
  }

  private static void assertRefused(ThrowingCallable act, ErrorKind kind, String why) {
    assertThatThrownBy(act)
        .isInstanceOf(InsightException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(kind);
  }

  /** A record by the folder of its source and its name. */
  private static String record(Lake lake, String source, String family) {
    return lake.read(Tables.RECORDS)
        .join(lake.read(Tables.ITEMS).select("item_id", "path"), "item_id")
        .where(col("path").startsWith(source + "/"))
        .where("properties['lastName'][0] = '" + family + "'")
        .select("record_id")
        .first()
        .getString(0);
  }

  private static Map<String, String> entityOf(Lake lake, String reader) {
    Map<String, String> entityOf = new TreeMap<>();
    door(lake, reader)
        .table(Tables.MEMBERSHIPS)
        .select("record_id", "entity_id")
        .collectAsList()
        .forEach(row -> entityOf.put(row.getString(0), row.getString(1)));
    return entityOf;
  }

  private static List<PossibleMatch> review(Lake lake, String reader) {
    return new Review(-12, 20, 50).of(door(lake, reader));
  }

  private static Map<TableName, List<String>> seen(Lake lake, String reader) {
    Map<TableName, List<String>> seen = new TreeMap<>();
    for (TableName table : SEEN) {
      seen.put(
          table,
          door(lake, reader).table(table).toJSON().collectAsList().stream().sorted().toList());
    }
    return seen;
  }

  @Test
  void aDecisionIsMadeFollowedExplainedAndUndone() throws IOException {
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
    String french = record(whole, "fr", "Brandt");
    String spanish = record(whole, "es", "Brandt");
    String british = record(whole, "gb", "Brandt");
    Map<String, String> ids = entityOf(whole, BEN);
    assertThat(ids.get(french)).isNotEqualTo(ids.get(spanish));
    assertThat(review(whole, BEN))
        .anySatisfy(
            match -> {
              assertThat(List.of(match.recordId(), match.otherRecordId()))
                  .containsExactlyInAnyOrder(french, spanish);
              assertThat(match.steps()).isNotEmpty();
              assertThat(match.fields())
                  .contains(new PossibleMatch.Field("lastName", "Brandt", "Brandt"));
            });
    refuses(settings, whole, french, spanish, british);

    String decision = decide(settings, whole, BEN, Verdict.SAME, french, spanish);
    String hidden = decide(settings, whole, CEM, Verdict.DIFFERENT, british, french);
    copyVisible(whole, cut, BEN);
    run(settings, whole, both);
    run(settings, cut, one);
    for (String reader : List.of(BEN, CEM, DAN)) {
      Map<String, String> now = entityOf(whole, reader);
      assertThat(now.get(french)).as(reader).isEqualTo(now.get(spanish)).isNotNull();
    }
    String least = french.compareTo(spanish) < 0 ? french : spanish;
    String kept = Objects.requireNonNull(ids.get(least));
    String old = Objects.requireNonNull(ids.get(least.equals(french) ? spanish : french));
    assertThat(entityOf(whole, BEN).get(french)).isEqualTo(kept);
    assertThat(review(whole, BEN))
        .noneMatch(match -> List.of(match.recordId(), match.otherRecordId()).contains(spanish));
    for (String handle : List.of(old, kept, french, spanish)) {
      Explanation why = explain(whole, DAN, handle);
      assertThat(why.entityId()).isEqualTo(kept);
      assertThat(new Search(handle, 5).in(door(whole, DAN), note -> {}))
          .extracting(Found::id)
          .containsExactly(kept);
      assertThat(why.ties().get(0).steps())
          .containsExactly(new Explanation.Step("decision", "same", "FR", "one photograph", null));
      assertThat(why.decisions())
          .extracting(Explanation.Decided::decisionId, Explanation.Decided::state)
          .containsExactly(tuple(decision, "holds"));
    }
    assertThat(ledger(whole, DAN)).containsExactly(old + " merged into " + kept);

    // What others decide of what ben does not see does not show.
    assertThat(seen(whole, BEN)).isEqualTo(seen(cut, BEN));
    assertThat(seen(whole, CEM)).isNotEqualTo(seen(cut, CEM));
    assertThat(ledger(whole, BEN)).isEqualTo(ledger(cut, BEN));
    assertThat(review(whole, BEN)).isEqualTo(review(cut, BEN));
    assertThat(explain(whole, BEN, french)).isEqualTo(explain(cut, BEN, french));
    assertRefused(
        () -> undo(settings, whole, BEN, hidden),
        ErrorKind.INPUT,
        "Cannot undo: the reader sees no such decision, found " + hidden);

    String later = decide(settings, whole, CEM, Verdict.DIFFERENT, french, spanish);
    assertThat(undo(settings, whole, BEN, decision).later()).containsExactly(later);
    assertRefused(
        () -> undo(settings, whole, BEN, decision), ErrorKind.USAGE, "it was undone before");
    run(settings, whole, both);
    assertThat(entityOf(whole, BEN)).isEqualTo(ids);
    assertThat(explain(whole, BEN, old).decisions())
        .extracting(Explanation.Decided::decisionId, Explanation.Decided::state)
        .containsExactly(tuple(later, "holds"), tuple(decision, "was undone"));
    assertThat(ledger(whole, DAN))
        .containsExactlyInAnyOrder(old + " merged into " + kept, kept + " split into " + old);
    assertThat(Served.auditFaults(settings.with(whole.settings()), whole)).isEmpty();
    assertThat(new Verifier(whole).verify(Verifier.tables(whole.contracts().all()), 5, name -> {}))
        .allSatisfy(v -> assertThat(v.reasons()).as("%s %s", v.table(), v.examples()).isEmpty());
  }

  private static void refuses(
      Settings settings, Lake lake, String french, String spanish, String british) {
    assertRefused(
        () -> decide(settings, lake, DAN, Verdict.SAME, french, spanish),
        ErrorKind.USAGE,
        "Cannot decide: the reader has not the right (role decider), found dan");
    for (String absent : List.of(british, "0".repeat(64))) {
      assertRefused(
          () -> decide(settings, lake, BEN, Verdict.SAME, french, absent),
          ErrorKind.INPUT,
          "Cannot decide: the reader sees no such record, found " + absent);
    }
    assertRefused(
        () -> decide(settings, lake, BEN, Verdict.SAME, french, french),
        ErrorKind.USAGE,
        "no record is on both");
  }

  private static Explanation explain(Lake lake, String reader, String handle) {
    return new Explainer(handle, null).of(door(lake, reader));
  }

  private static List<String> ledger(Lake lake, String reader) {
    return door(lake, reader)
        .table(Tables.LEDGER)
        .selectExpr("concat_ws(' ', entity_id, change, other_entity_id)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Decisions of the one lake that a reader sees are made in the other as well. */
  private static void copyVisible(Lake from, Lake to, String reader) {
    Row row = from.read(Tables.READERS).where(col("reader").equalTo(reader)).first();
    List<Row> acts =
        from.read(Tables.DECISION_ACTS).collectAsList().stream()
            .filter(
                act ->
                    Entitlement.holds(
                        Objects.requireNonNull(ReaderRights.rights(row)),
                        BasePolicy.fromCanonical(act.getAs("base_policy")),
                        LocalDate.now(ZoneOffset.UTC)))
            .toList();
    Dataset<Row> rows = to.spark().createDataFrame(acts, from.read(Tables.DECISION_ACTS).schema());
    new JobRunner(to).run(new RecordDecisions(), Map.of(RecordDecisions.ORDERED, rows));
  }
}
