package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.engine.JobRunner;
import org.insight.jobs.governance.EnrolReaders;
import org.insight.jobs.governance.GrantPolicies;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.jobs.resolution.ScoreCandidates;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.JoinedPolicy;
import org.insight.policy.Label;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.resolution.Evidence;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.schemas.Tables;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of persons: wrong profiles, pairs and memberships are found. Of the records {@code b} shares a
 * passport with {@code a} and another with {@code c}, who are two. {@code d}, {@code e} and {@code
 * f} are one, of whom the first two have a telephone. {@code g} and {@code h} have a name that is
 * too common to compare them, and are one by a decision.
 */
class EntityVerificationIT {

  private static final BasePolicy OF_BOTH =
      BasePolicy.fromYaml("{source: GB, purposes: [locate], only_for: [FR, ES]}");
  private static final BasePolicy OF_ONE =
      BasePolicy.fromYaml("{source: GB, purposes: [locate], only_for: [ES]}");

  private static final BasePolicy DECIDED =
      JoinedPolicy.of(
          List.of(OF_BOTH), new Scope("FR", null, 0, new TreeSet<>(OF_BOTH.purposes()), false));

  private static final String READERS =
      """
      es: {country: ES, clearance: 0, purposes: [locate]}
      fr: {country: FR, clearance: 0, purposes: [locate]}
      """;

  private static final String WHOLE = Label.of(List.of(OF_BOTH.id(), OF_ONE.id()), List.of()).id();

  private static final Map<String, String> THRICE =
      Map.of("firstName", "Ilse", "lastName", "Oberhauser", "birthDate", "1950-01-31");

  private static final Map<String, String> THRICE_WITH_PHONE =
      Map.of(
          "firstName", "Ilse",
          "lastName", "Oberhauser",
          "birthDate", "1950-01-31",
          "phone", "+43 1 876 5432");

  private static final Map<String, String> NAMESAKE =
      Map.of("firstName", "John", "lastName", "Smith");

  @TempDir private static Path folder;

  private static SimulatedLake made;

  @BeforeAll
  static void makeTheLake() {
    Lake lake = TestLakes.in(folder.resolve("lake"), LiteralRecords.TABLES);
    new LiteralRecords()
        .add(
            "a",
            OF_BOTH,
            Map.of(
                "firstName", "Zoltan",
                "lastName", "Querfurt",
                "birthDate", "1971-05-03",
                "gender", "male",
                "nationality", "hu",
                "passportNumber", "12AB34567",
                "phone", "+36 1 234 5678",
                "email", "zoltan@querfurt.example"))
        .add(
            "b",
            OF_BOTH,
            Map.of(
                "name", "Zoltan Querfurt",
                "alias", "Aniko Kelemen",
                "passportNumber", "12AB34567, 98ZY76543"))
        .add(
            "c",
            OF_ONE,
            Map.of(
                "firstName", "Aniko",
                "lastName", "Kelemen",
                "birthDate", "1985-11-20",
                "gender", "female",
                "nationality", "ro",
                "passportNumber", "98ZY76543",
                "phone", "+40 21 876 5432",
                "email", "aniko@kelemen.example"))
        .add("d", OF_BOTH, THRICE_WITH_PHONE)
        .add("e", OF_BOTH, THRICE_WITH_PHONE)
        .add("f", OF_BOTH, THRICE)
        .add("g", OF_BOTH, NAMESAKE)
        .add("h", OF_BOTH, NAMESAKE)
        .write(lake);
    LiteralRecords.decide(lake, "D-1", DECIDED, "same", "g", "h");
    LiteralRecords.decide(lake, "D-2", DECIDED, "different", "d", "g");
    List.of(new RegisterPolicies(), new EnrolReaders(Readers.parse(READERS)), new GrantPolicies())
        .forEach(new JobRunner(lake)::run);
    LiteralRecords.resolve(lake);
    made = new SimulatedLake(folder, lake);
  }

  @Test
  void whatTheJobsMakeHolds() {
    assertThat(pairs("score >= " + Models.released().clusters().witness()))
        .as("pairs that connect")
        .containsExactlyInAnyOrder("ab", "bc", "de", "df", "ef");
    assertThat(
            made.lake()
                .read(Tables.MEMBERSHIPS)
                .where(col("policy_id").equalTo(WHOLE))
                .groupBy("entity_id")
                .agg(expr("concat_ws('', sort_array(collect_list(record_id)))").as("records"))
                .select("records")
                .as(Encoders.STRING())
                .collectAsList())
        .as("entities of the set")
        .containsExactlyInAnyOrder("ab", "c");
    for (Verdict verdict :
        made.verdicts(
            List.of(
                Tables.SUBJECTS,
                Tables.PROFILES,
                Tables.CANDIDATES,
                Tables.DECISIONS,
                Tables.MEMBERSHIPS,
                Tables.POLICIES),
            5)) {
      assertThat(verdict.reasons()).as("%s: %s", verdict.table(), verdict.examples()).isEmpty();
      assertThat(verdict.rows()).isEqualTo(made.lake().read(verdict.table()).count());
    }
  }

  private static List<String> pairs(String where) {
    return made.lake()
        .read(Tables.CANDIDATES)
        .where(where)
        .select(expr("left_id || right_id"))
        .as(Encoders.STRING())
        .collectAsList();
  }

  @Test
  void wrongPairsAreFound() {
    WrongRows rows = new WrongRows(made, Tables.CANDIDATES);
    Row pair = rows.take("right_id = 'c'");
    rows.wrong("another score", pair, Map.of("score", 1), MismatchReason.CONTENT);
    rows.wrong(
        "evidence that weighs more",
        pair,
        Map.of(
            "evidence",
            expr(
                "transform(evidence, e -> named_struct('comparison', e.comparison,"
                    + " 'level', e.level, 'weight', e.weight + 1))")),
        MismatchReason.CONTENT);
    rows.wrong(
        "without its evidence",
        pair,
        Map.of("evidence", expr("slice(evidence, 1, 0)")),
        MismatchReason.CONTENT);
    rows.more(
        "a pair of others",
        all -> all.where(rows.isRow(pair)).withColumn("left_id", lit("a")),
        List.of("left_id=a right_id=c: " + MismatchReason.CONTENT));
    assertThat(asCompared("b", "c").first()).isEqualTo(pair);
    rows.more(
        "of two that share no key",
        all -> asCompared("g", "h"),
        List.of("left_id=g right_id=h: " + MismatchReason.CONTENT));
    rows.wrong(
        "the greater first",
        rows.isRow(pair),
        Map.of("left_id", "c", "right_id", "b"),
        List.of(
            "left_id=c right_id=b: " + MismatchReason.CONTENT,
            "left_id=b right_id=c: " + MismatchReason.MISSING));
    rows.wrong(
        "a label that lacks a record's policy",
        pair,
        Map.of("policy_id", OF_BOTH.id()),
        MismatchReason.LABEL);
    rows.gone(
        "a pair of one key",
        rows.isRow(pair),
        rows.examples(pair, List.of("left_id", "right_id"), MismatchReason.MISSING));
  }

  /** The row of two, as the job would write it. */
  private static Dataset<Row> asCompared(String one, String other) {
    Scorer scorer = new Scorer(Models.released());
    Evidence evidence = new Evidence();
    assertThat(scorer.compare(profile(one), profile(other), evidence)).isTrue();
    Row[] levels = new Row[evidence.size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] =
          RowFactory.create(
              evidence.comparison(i).code(),
              evidence.comparison(i).levels().get(evidence.level(i)),
              Models.released().weight(evidence.comparison(i), evidence.level(i))
                  + evidence.adjustment(i));
    }
    String policy = other.equals("c") ? WHOLE : OF_BOTH.id();
    return SharedSpark.session()
        .createDataFrame(
            List.of(RowFactory.create(one, other, scorer.total(evidence), levels, false, policy)),
            made.lake().read(Tables.CANDIDATES).schema());
  }

  private static Profile profile(String record) {
    return Profile.unpack(
        made.first(Tables.PROFILES, "record_id = '" + record + "'").<byte[]>getAs("features"));
  }

  /** What is too many is what the job took for too many. */
  @Test
  void pairsOfAKeyThatTooManyHaveAreNotMissed() {
    long before = made.lake().snapshot(Tables.CANDIDATES).snapshotId();
    try {
      new JobRunner(made.lake()).rerun(new ScoreCandidates(2));
      assertThat(pairs("true")).containsExactlyInAnyOrder("ab", "bc", "de");
      assertThat(made.verdict(Tables.CANDIDATES).reasons()).isEmpty();
      assertThat(pairs("crowded")).as("by the telephone alone").containsExactly("de");
      WrongRows marks = new WrongRows(made, Tables.CANDIDATES);
      for (Row pair : List.of(marks.take("left_id = 'd'"), marks.take("left_id = 'a'"))) {
        marks.wrong(
            "the other mark", pair, Map.of("crowded", expr("NOT crowded")), MismatchReason.CONTENT);
      }
    } finally {
      made.back(Tables.CANDIDATES, before);
    }
    WrongRows rows = new WrongRows(made, Tables.CANDIDATES);
    rows.gone(
        "pairs of a key that three have",
        col("left_id").isin("d", "e"),
        List.of(
            "left_id=d right_id=e: " + MismatchReason.MISSING,
            "left_id=d right_id=f: " + MismatchReason.MISSING,
            "left_id=e right_id=f: " + MismatchReason.MISSING));
  }

  @Test
  void wrongProfilesAreFound() {
    WrongRows rows = new WrongRows(made, Tables.PROFILES);
    Row profile = rows.take("record_id = 'c'");
    rows.wrong("a wider label", profile, Map.of("policy_id", OF_BOTH.id()), MismatchReason.LABEL);
    rows.wrong("another schema", profile, Map.of("schema", "Company"), MismatchReason.CONTENT);
    rows.gone(
        "a record without one",
        rows.isRow(profile),
        rows.examples(profile, List.of("record_id"), MismatchReason.MISSING));
    rows.more(
        "a profile twice",
        all -> all.where(rows.isRow(profile)),
        rows.examples(
            profile, List.of("record_id"), MismatchReason.UNEXPECTED, MismatchReason.UNEXPECTED));
    rows.more(
        "a profile of no record",
        all -> all.where(rows.isRow(profile)).withColumn("record_id", lit("x")),
        List.of("record_id=x: " + MismatchReason.UNEXPECTED));
  }

  @Test
  void entitiesThatJoinOrSplitTooMuchAreFound() {
    WrongRows rows = new WrongRows(made, Tables.MEMBERSHIPS);
    Row a = rows.take("record_id = 'a' AND policy_id = '" + WHOLE + "'");
    Row c = rows.take("record_id = 'c'");
    String one = a.getAs("entity_id");
    rows.wrong(
        "a record that its mean keeps out",
        rows.isRow(c),
        Map.of("entity_id", one, "evidence", matches("b", score("bc"))),
        List.of(
            of(one, "c", MismatchReason.UNEXPECTED),
            of(c.getAs("entity_id"), "c", MismatchReason.MISSING)));
    String another = PartViews.id("E-", "b");
    rows.wrong(
        "two that are one",
        col("record_id").isin("a", "b").and(col("policy_id").equalTo(WHOLE)),
        Map.of(
            "entity_id",
            when(col("record_id").equalTo("b"), another).otherwise(col("entity_id")),
            "evidence",
            expr("slice(evidence, 1, 0)")),
        List.of(of(another, "b", MismatchReason.UNEXPECTED), of(one, "b", MismatchReason.MISSING)));
    rows.gone(
        "a view in which it is not there",
        rows.isRow(a),
        // And the other's evidence names one that is not in its entity.
        List.of(of(one, "a", MismatchReason.MISSING), of(one, "b", MismatchReason.EVIDENCE)));
  }

  @Test
  void wrongEvidenceIsFound() {
    WrongRows rows = new WrongRows(made, Tables.MEMBERSHIPS);
    Row a = rows.take("record_id = 'a' AND policy_id = '" + WHOLE + "'");
    rows.wrong(
        "another score",
        a,
        Map.of("evidence", matches("b", score("ab") + 1)),
        MismatchReason.EVIDENCE);
    rows.wrong(
        "a record of another entity",
        a,
        Map.of("evidence", matches("c", score("bc"))),
        MismatchReason.EVIDENCE);
    rows.wrong(
        "an identifier",
        a,
        Map.of(
            "evidence",
            array(
                expr(
                    "named_struct('kind', 'passport', 'mention_id', 'm', 'other_record_id', 'b',"
                        + " 'other_mention_id', 'n', 'score', int(null))"))),
        MismatchReason.EVIDENCE);
    rows.wrong(
        "none at all",
        WrongRows.version("entity_id", a),
        Map.of("evidence", expr("slice(evidence, 1, 0)")),
        rows.examples(a, List.of("entity_id", "policy_id"), MismatchReason.UNTIED));
  }

  @Test
  void wrongDecisionsAreFound() {
    WrongRows rows = new WrongRows(made, Tables.DECISIONS);
    Row decision = rows.take("decision_id = 'D-1'");
    rows.wrong("a wider label", decision, Map.of("policy_id", OF_ONE.id()), MismatchReason.LABEL);
    rows.wrong("another verdict", decision, Map.of("verdict", "unsure"), MismatchReason.CONTENT);
    rows.wrong(
        "a record more",
        decision,
        Map.of("right_ids", array(lit("h"), lit("c"))),
        MismatchReason.CONTENT);
    rows.wrong("undone by nobody", decision, Map.of("undone_because", "x"), MismatchReason.CONTENT);
    rows.gone(
        "one that is not there",
        rows.isRow(decision),
        rows.examples(decision, List.of("decision_id"), MismatchReason.MISSING));
    rows.more(
        "one that nobody made",
        all -> all.where(rows.isRow(decision)).withColumn("decision_id", lit("D-9")),
        List.of("decision_id=D-9: " + MismatchReason.UNEXPECTED));
    WrongRows members = new WrongRows(made, Tables.MEMBERSHIPS);
    Row g = members.take("record_id = 'g' AND size(evidence) > 0");
    for (String other : List.of("D-2", "D-9")) {
      members.wrong(
          "the evidence of another decision",
          g,
          Map.of("evidence", decided("h", other)),
          MismatchReason.EVIDENCE);
    }
    members.wrong(
        "a record that the decision does not name",
        g,
        Map.of("evidence", decided("d", "D-1")),
        MismatchReason.EVIDENCE);
  }

  private static Object decided(String other, String decision) {
    return array(
        expr(
            "named_struct('kind', 'decision', 'mention_id', '"
                + decision
                + "', 'other_record_id', '"
                + other
                + "', 'other_mention_id', '"
                + decision
                + "', 'score', int(null))"));
  }

  private static int score(String pair) {
    return made.first(Tables.CANDIDATES, "left_id || right_id = '" + pair + "'").getAs("score");
  }

  private static Object matches(String other, int score) {
    return array(
        expr(
            "named_struct('kind', 'match', 'mention_id', string(null), 'other_record_id', '"
                + other
                + "', 'other_mention_id', string(null), 'score', "
                + score
                + ")"));
  }

  private static String of(String entity, String record, String reason) {
    return "entity_id=" + entity + " record_id=" + record + " policy_id=" + WHOLE + ": " + reason;
  }
}
