package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Job;
import org.insight.engine.JobResult;
import org.insight.engine.JobRunner;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Label;
import org.insight.policy.ReaderRole;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GovernanceJobsTest {

  private static final BasePolicy OPEN = BasePolicy.fromYaml("{source: FR, purposes: [locate]}");
  private static final BasePolicy EXPIRING =
      BasePolicy.fromYaml(
          """
          source: GB
          purposes: [warning, locate]
          handling: {scheme: TLP, code: AMBER+STRICT}
          grading: {scheme: ADMIRALTY, source: B, information: 2}
          only_for: [MA, FR]
          not_for: [US]
          level: 2
          expires_on: 2030-12-31
          conditions: [ask first]
          """);
  private static final Map<String, Scope> READERS =
      Readers.parse(
          """
          a-low: {country: FR, clearance: 0, purposes: [locate]}
          b-low: {country: FR, clearance: 0, purposes: [locate]}
          c-high: {country: MA, body: FIU, clearance: 3, purposes: [locate, warning]}
          d-other: {country: MA, clearance: 3, purposes: [forensic]}
          control-e: {role: control, clearance: 3}
          control-f: {role: control, clearance: 1, country: GB}
          """);

  private static String scope(String reader) {
    return READERS.get(reader).id();
  }

  private static Dataset<Row> literal(String ddl, Row... rows) {
    return SharedSpark.session().createDataFrame(Arrays.asList(rows), StructType.fromDDL(ddl));
  }

  private static Dataset<Row> arrivals(String... policies) {
    return literal(
        "base_policy string, content binary",
        Arrays.stream(policies).map(p -> RowFactory.create(p, null)).toArray(Row[]::new));
  }

  private static Dataset<Row> labels(Label... labels) {
    return literal(
        "policy_id string, granted array<string>, withheld array<string>",
        Arrays.stream(labels)
            .map(l -> RowFactory.create(l.id(), l.granted().toArray(), l.withheld().toArray()))
            .toArray(Row[]::new));
  }

  private static Dataset<Row> policies(BasePolicy... policies) {
    return new RegisterPolicies()
        .build(
            new LiteralInputs()
                .with(Tables.DECISION_ACTS, arrivals())
                .with(
                    Tables.ARRIVALS,
                    arrivals(
                        Arrays.stream(policies)
                            .map(BasePolicy::canonical)
                            .toArray(String[]::new))));
  }

  private static Dataset<Row> readers() {
    return readers(acts());
  }

  private static Dataset<Row> readers(Dataset<Row> acts) {
    return readers(new EnrolReaders(READERS), acts);
  }

  private static Dataset<Row> readers(EnrolReaders enrol, Dataset<Row> acts) {
    return enrol.build(
        new LiteralInputs().with(Tables.POLICIES, policies()).with(Tables.READER_ACTS, acts));
  }

  private static Dataset<Row> acts(Row... acts) {
    return SharedSpark.session().createDataFrame(Arrays.asList(acts), ReaderRights.actSchema());
  }

  private static Row act(long number, String reader, String act, Scope rights) {
    List<Object> values =
        new ArrayList<>(
            List.of(number, java.sql.Timestamp.from(java.time.Instant.EPOCH), "login", reader));
    values.add(act);
    values.add("a reason");
    values.addAll(ReaderRights.columns(rights));
    values.add("hash");
    return RowFactory.create(values.toArray());
  }

  @Test
  void aBodyThatNoReaderIsOfIsTold() {
    List<StrangeBody> bodies =
        StrangeBody.of(
            policies(
                    OPEN,
                    EXPIRING,
                    BasePolicy.fromYaml("{source: FR, purposes: [locate], not_for: [FUI, US, XK]}"),
                    BasePolicy.fromYaml(
                        "{source: GB, purposes: [locate], not_for: [fui, FIU, EU]}"),
                    BasePolicy.fromYaml(
                        "{source: GB, purposes: [locate], only_for: [FIU, Fiy, B2]}"))
                .collectAsList(),
            readers().collectAsList(),
            5);
    assertThat(bodies)
        .containsExactly(
            new StrangeBody("FUI", 2, 0),
            new StrangeBody("EU", 1, 0),
            new StrangeBody("B2", 0, 1),
            new StrangeBody("FIY", 0, 1));
  }

  private static Dataset<Row> grants(BasePolicy... policies) {
    return new GrantPolicies()
        .build(
            new LiteralInputs()
                .with(Tables.POLICIES, policies(policies))
                .with(Tables.READERS, readers()));
  }

  private static List<String> text(Dataset<Row> rows, String... columns) {
    List<String> lines = new ArrayList<>();
    rows.selectExpr(columns).collectAsList().forEach(r -> lines.add(r.mkString("|")));
    lines.sort(null);
    return lines;
  }

  /** Columns and types of the contract, and its grain. */
  private static void assertOfContract(Job job, Dataset<Row> rows) {
    TableContract contract = Contracts.load().get(job.writes());
    Map<String, String> expected = new TreeMap<>();
    contract.columns().forEach(c -> expected.put(c.name(), c.type()));
    Map<String, String> found = new TreeMap<>();
    Arrays.stream(rows.schema().fields())
        .forEach(f -> found.put(f.name(), f.dataType().catalogString()));
    assertThat(found).isEqualTo(expected);
    String[] grain = contract.grain().toArray(new String[0]);
    assertThat(rows.dropDuplicates(grain).count()).isEqualTo(rows.count());
    String required =
        contract.columns().stream()
            .filter(c -> !c.nullable())
            .map(c -> c.name() + " IS NULL")
            .collect(Collectors.joining(" OR "));
    assertThat(rows.where(required).count()).isZero();
  }

  @Test
  void policiesAreRegisteredOnceEachHoweverSpelled() {
    Dataset<Row> rows =
        new RegisterPolicies()
            .build(
                new LiteralInputs()
                    .with(Tables.DECISION_ACTS, arrivals(OPEN.canonical(), EXPIRING.canonical()))
                    .with(
                        Tables.ARRIVALS,
                        arrivals(
                            EXPIRING.canonical(),
                            EXPIRING.canonical(),
                            "{\"source\":\"fr\",\"purposes\":[\"locate\"]}",
                            null)));
    assertOfContract(new RegisterPolicies(), rows);
    assertThat(
            text(
                rows,
                "base_policy_id",
                "source",
                "purposes[0]",
                "handling_scheme",
                "handling_code",
                "grading_scheme",
                "source_grading",
                "information_grading",
                "array_join(only_for, ' ')",
                "array_join(not_for, ' ')",
                "level",
                "expires_on",
                "conditions[0]"))
        .containsExactlyInAnyOrder(
            EXPIRING.id()
                + "|GB|locate|TLP|AMBER+STRICT|ADMIRALTY|B|2|FR MA|US|2|2030-12-31|ask first",
            OPEN.id() + "|FR|locate|null|null|null|null|null|||0|null|null");
    assertThat(text(rows, "canonical"))
        .containsExactlyInAnyOrder(EXPIRING.canonical(), OPEN.canonical());
  }

  @Test
  void aPolicyThatCannotBeReadEndsTheRun() {
    assertThatThrownBy(
            () ->
                new RegisterPolicies()
                    .build(
                        new LiteralInputs()
                            .with(Tables.ARRIVALS, arrivals("{}"))
                            .with(Tables.DECISION_ACTS, arrivals()))
                    .count())
        .hasStackTraceContaining("Cannot read a policy: purposes are missing");
  }

  @Test
  void readersAreEnrolledEvenInAnEmptyLake() {
    Dataset<Row> rows = readers();
    assertOfContract(new EnrolReaders(READERS), rows);
    assertThat(
            text(rows, "reader", "scope", "country", "body", "clearance", "role", "size(purposes)"))
        .containsExactly(
            "a-low|" + scope("a-low") + "|FR|null|0|reader|1",
            "b-low|" + scope("a-low") + "|FR|null|0|reader|1",
            "c-high|" + scope("c-high") + "|MA|FIU|3|reader|2",
            "control-e|" + scope("control-e") + "|null|null|3|control|0",
            "control-f|" + scope("control-e") + "|GB|null|1|control|0",
            "d-other|" + scope("d-other") + "|MA|null|3|reader|1");
  }

  @Test
  void theLatestActOnAReaderWinsOverTheFile() {
    Scope low = READERS.get("a-low");
    Scope high = READERS.get("c-high");
    Dataset<Row> acts =
        acts(
            act(1, "a-low", "readers.grant", high),
            act(2, "a-low", "readers.revoke", null),
            act(3, "a-low", "readers.add", high),
            act(4, "b-low", "readers.revoke", null),
            act(5, "new", "readers.add", low),
            act(6, "new", "readers.grant", READERS.get("control-e")),
            act(7, "gone", "readers.add", low),
            act(8, "gone", "readers.revoke", null));
    Dataset<Row> rows = readers(acts);
    assertOfContract(new EnrolReaders(READERS), rows);
    assertThat(text(rows, "reader", "scope", "country", "clearance", "role", "size(purposes)"))
        .containsExactly(
            "a-low|" + scope("c-high") + "|MA|3|reader|2",
            "c-high|" + scope("c-high") + "|MA|3|reader|2",
            "control-e|" + scope("control-e") + "|null|3|control|0",
            "control-f|" + scope("control-e") + "|GB|1|control|0",
            "d-other|" + scope("d-other") + "|MA|3|reader|1",
            "new|" + scope("control-e") + "|null|3|control|0");
    Map<String, Scope> now = ReaderRights.now(READERS, acts.collectAsList());
    assertThat(now.keySet())
        .containsExactly("a-low", "c-high", "control-e", "control-f", "d-other", "new");
    assertThat(now.get("a-low")).isEqualTo(high);
    assertThat(ReaderRights.nextNumber(acts)).isEqualTo(9);
    assertThat(ReaderRights.nextNumber(acts())).isEqualTo(1);
  }

  /** By the rule that the door and who-can-see go by. */
  @Test
  void whoIsLetInIsKnownThoughTheFileHasChanged() {
    Scope high = READERS.get("c-high");
    SortedMap<String, Scope> file = new TreeMap<>(READERS);
    file.remove("a-low");
    file.put("b-low", high);
    file.put("new", high);
    Dataset<Row> acts =
        acts(
            act(1, "c-high", "readers.revoke", null),
            act(2, "d-other", "readers.grant", high),
            act(3, "control-f", "readers.grant", READERS.get("control-f")));
    ReaderRights.Known known =
        ReaderRights.Known.of(file, readers().collectAsList(), acts.collectAsList());
    assertThat(known.next())
        .isEqualTo(ReaderRights.now(file, acts.collectAsList()))
        .doesNotContainKey("a-low");
    Map<String, Scope> asEnrolled = new TreeMap<>(READERS);
    // Revoked, or the tables do not follow yet.
    asEnrolled.keySet().removeAll(List.of("c-high", "d-other"));
    assertThat(known.letIn()).isEqualTo(asEnrolled);
    assertThat(known.acted()).containsExactlyInAnyOrder("c-high", "d-other", "control-f");
    assertThat(known.asTheyRead().keySet())
        .containsExactly("a-low", "b-low", "control-e", "control-f", "d-other", "new");
    assertThat(known.asTheyRead())
        .containsEntry("b-low", READERS.get("b-low"))
        .containsEntry("d-other", high)
        .containsEntry("new", high);
  }

  /** Else an act on one reader would put into force for all what the file says by then. */
  @Test
  void betweenRunsReadersStayAsTheLastOneEnrolledThem() {
    String settings = new EnrolReaders(READERS).settings();
    Scope high = READERS.get("c-high");
    SortedMap<String, Scope> file = new TreeMap<>(READERS);
    file.put("a-low", high);
    file.remove("b-low");
    file.put("control-f", READERS.get("control-e"));
    file.put("new", high);
    EnrolReaders between = new EnrolReaders(file).asBefore(settings, readers());
    assertThat(between.settings()).isEqualTo(settings);
    Dataset<Row> acts =
        acts(
            act(1, "c-high", "readers.revoke", null),
            act(2, "d-other", "readers.grant", high),
            act(3, "added", "readers.add", READERS.get("d-other")));
    Dataset<Row> rows = readers(between, acts);
    List<String> enrolled =
        List.of(
            "a-low|" + scope("a-low") + "|0",
            "added|" + scope("d-other") + "|3",
            "b-low|" + scope("a-low") + "|0",
            "control-e|" + scope("control-e") + "|3",
            "control-f|" + scope("control-e") + "|1",
            "d-other|" + scope("c-high") + "|3");
    assertThat(text(rows, "reader", "scope", "clearance")).isEqualTo(enrolled);
    // And by the next act, when some have one already.
    rows = readers(new EnrolReaders(file).asBefore(between.settings(), rows), acts);
    assertThat(text(rows, "reader", "scope", "clearance")).isEqualTo(enrolled);
  }

  /** Else an act would make rows written by hand those of a run. */
  @Test
  void whatNoRunHasEnrolledIsNotTakenOver() {
    EnrolReaders enrol = new EnrolReaders(READERS);
    Dataset<Row> byHand =
        readers()
            .where("reader NOT IN ('a-low', 'c-high')")
            .unionByName(
                readers().where("reader = 'control-e'").withColumn("reader", lit("mallory")))
            .unionByName(
                readers().where("reader = 'c-high'").withColumn("scope", lit(scope("control-e"))))
            .withColumn("clearance", expr("IF(reader = 'd-other', 2, clearance)"));
    assertThat(enrol.asBefore(enrol.settings(), byHand).settings()).isEqualTo(enrol.settings());
    SortedMap<String, Scope> file = new TreeMap<>(READERS);
    file.keySet().removeAll(List.of("a-low", "c-high", "d-other"));
    assertThat(new EnrolReaders(file).asBefore(enrol.settings(), byHand).settings())
        .isEqualTo(
            new EnrolReaders(
                    Map.of(
                        "b-low", READERS.get("b-low"),
                        "control-e", READERS.get("control-e"),
                        "control-f", READERS.get("control-f")))
                .settings());
  }

  @Test
  void whereAllHaveActsTheyAloneEnrol() {
    Map<String, Scope> file = Map.of("new", READERS.get("c-high"));
    EnrolReaders between =
        new EnrolReaders(file).asBefore(new EnrolReaders(READERS).settings(), readers().limit(0));
    Dataset<Row> rows =
        readers(
            between,
            acts(
                act(1, "a-low", "readers.grant", READERS.get("c-high")),
                act(2, "b-low", "readers.revoke", null)));
    assertOfContract(between, rows);
    assertThat(text(rows, "reader", "scope")).containsExactly("a-low|" + scope("c-high"));
  }

  @Test
  void actsAndEntriesThatCommandsGiveAreAddedAsTheyAre() {
    Dataset<Row> acts = acts(act(1, "new", "readers.add", READERS.get("a-low")));
    Dataset<Row> rows =
        new RecordReaderActs().build(new LiteralInputs().with(RecordReaderActs.ORDERED, acts));
    assertOfContract(new RecordReaderActs(), rows);
    assertThat(rows.count()).isEqualTo(1);
    Dataset<Row> entries = SharedSpark.session().createDataFrame(List.of(), AuditRows.schema());
    assertOfContract(
        new CollectAudit(""),
        new CollectAudit("").build(new LiteralInputs().with(CollectAudit.ENTRIES, entries)));
  }

  @Test
  void policiesAreGrantedByTheRuleOnceAScope() {
    Dataset<Row> rows = grants(OPEN, EXPIRING);
    assertOfContract(new GrantPolicies(), rows);
    assertThat(text(rows, "scope", "base_policy_id", "valid_to"))
        .containsExactlyInAnyOrder(
            scope("a-low") + "|" + OPEN.id() + "|null",
            scope("c-high") + "|" + OPEN.id() + "|null",
            scope("c-high") + "|" + EXPIRING.id() + "|2030-12-31",
            scope("control-e") + "|" + OPEN.id() + "|null",
            scope("control-e") + "|" + EXPIRING.id() + "|null");
  }

  @Test
  void withoutPoliciesNothingIsGranted() {
    assertThat(grants().count()).isZero();
    assertOfContract(new GrantPolicies(), grants());
  }

  @Test
  void aScopeWhoseIdIsNotOfItsRightsEndsTheRun() {
    Dataset<Row> forged = readers().withColumn("clearance", org.apache.spark.sql.functions.lit(3));
    assertThatThrownBy(
            () ->
                new GrantPolicies()
                    .build(
                        new LiteralInputs()
                            .with(Tables.POLICIES, policies(OPEN))
                            .with(Tables.READERS, forged))
                    .count())
        .hasStackTraceContaining("Cannot grant policies: a scope's id is not of its rights");
  }

  @Test
  void scopesAreEntitledToLabelsByTheRule() {
    Label both = Label.of(OPEN.id()).with(Label.of(EXPIRING.id()));
    Label without = Label.of(List.of(OPEN.id()), List.of(EXPIRING.id()));
    Label contradiction = Label.of(List.of(OPEN.id()), List.of(OPEN.id()));
    Label unknown = Label.of(List.of(OPEN.id(), "unknown"), List.of());
    Dataset<Row> rows =
        entitle(
            // A row may carry a policy alone, so its label is registered beside the policy.
            labels(both, without, contradiction, unknown, Label.QUARANTINE, Label.of(OPEN.id())),
            OPEN,
            EXPIRING);
    assertOfContract(new EntitleScopes(), rows);
    assertThat(text(rows, "scope", "policy_id", "valid_from", "valid_to"))
        .containsExactlyInAnyOrder(
            scope("a-low") + "|" + OPEN.id() + "|null|null",
            scope("a-low") + "|" + without.id() + "|null|null",
            scope("c-high") + "|" + OPEN.id() + "|null|null",
            scope("c-high") + "|" + EXPIRING.id() + "|null|2030-12-31",
            scope("c-high") + "|" + both.id() + "|null|2030-12-31",
            scope("c-high") + "|" + without.id() + "|2031-01-01|null",
            scope("control-e") + "|" + OPEN.id() + "|null|null",
            scope("control-e") + "|" + EXPIRING.id() + "|null|null",
            scope("control-e") + "|" + both.id() + "|null|null");
  }

  @Test
  void inAnEmptyLakeNobodyIsEntitled() {
    Dataset<Row> rows = entitle(labels());
    assertThat(rows.count()).isZero();
    assertOfContract(new EntitleScopes(), rows);
  }

  @Test
  void aLabelWhoseIdIsNotOfItsSetsEndsTheRun() {
    Dataset<Row> forged =
        literal(
            "policy_id string, granted array<string>, withheld array<string>",
            RowFactory.create(EXPIRING.id(), new String[] {OPEN.id()}, new String[0]));
    assertThatThrownBy(() -> entitle(forged, OPEN, EXPIRING).count())
        .hasStackTraceContaining("Cannot entitle scopes: a label's id is not of its sets");
  }

  @Test
  void anotherClearanceOfControlIsNothingOfBefore() {
    assertThat(READERS.get("control-e").id()).isEqualTo(READERS.get("control-f").id());
    assertThat(new EnrolReaders(Map.of("control", READERS.get("control-e"))).settings())
        .isNotEqualTo(new EnrolReaders(Map.of("control", READERS.get("control-f"))).settings());
    Scope rights = READERS.get("control-e");
    String now = new EnrolReaders(Map.of("boss", rights)).settings();
    assertThat(EnrolReaders.enrols(now, "boss", rights)).isTrue();
    assertThat(EnrolReaders.enrols(now, "boss", READERS.get("control-f"))).isFalse();
    assertThat(EnrolReaders.enrols("boss=" + rights.id(), "boss", rights)).as("before").isTrue();
  }

  @Test
  void whoDecidesIsEnrolledSoAndTheSettingsTellIt() {
    Scope reads = READERS.get("c-high");
    Scope decides =
        new Scope(
            reads.country(), reads.body(), reads.clearance(), reads.purposes(), ReaderRole.DECIDER);
    EnrolReaders before = new EnrolReaders(Map.of("c-high", reads));
    EnrolReaders now = new EnrolReaders(Map.of("c-high", decides));
    assertThat(text(readers(now, acts()), "reader", "scope", "role"))
        .containsExactly("c-high|" + reads.id() + "|decider");
    assertThat(
            text(
                readers(before, acts(act(1, "c-high", "readers.grant", decides))),
                "reader",
                "scope",
                "role"))
        .containsExactly("c-high|" + reads.id() + "|decider");
    Dataset<Row> row = readers(now, acts());
    assertThat(ReaderRights.rights(row.first())).isEqualTo(decides);
    assertThat(ReaderRights.isOfItsScope(row.first())).isTrue();
    assertThat(ReaderRights.isOfItsScope(row.withColumn("role", lit("admin")).first())).isFalse();
    assertThat(EnrolReaders.alike(reads, decides)).isFalse();
    assertThat(before.settings()).isEqualTo("c-high=" + reads.id()).isNotEqualTo(now.settings());
    assertThat(EnrolReaders.enrols(before.settings(), "c-high", decides)).isFalse();
    assertThat(EnrolReaders.enrols(now.settings(), "c-high", decides)).isTrue();
    assertThat(EnrolReaders.enrols(now.settings(), "c-high", reads)).isFalse();

    // Between two runs the reader stays as enrolled, whatever the file says or somebody wrote.
    assertThat(now.asBefore(before.settings(), readers(before, acts())).settings())
        .isEqualTo(before.settings());
    assertThat(before.asBefore(before.settings(), readers(now, acts())).settings())
        .isEqualTo(before.settings());
    assertThat(before.asBefore(now.settings(), readers(now, acts())).settings())
        .isEqualTo(now.settings());
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    Map<String, TableName> names = new TreeMap<>();
    for (Job job :
        List.of(
            new RegisterPolicies(),
            new RecordReaderActs(),
            new EnrolReaders(READERS),
            new GrantPolicies(),
            new EntitleScopes(),
            new CollectAudit(""))) {
      names.put(job.name(), job.writes());
    }
    assertThat(names)
        .containsOnlyKeys(
            "register-policies",
            "record-reader-acts",
            "enrol-readers",
            "grant-policies",
            "entitle-scopes",
            "collect-audit");
  }

  private static Dataset<Row> entitle(Dataset<Row> labels, BasePolicy... policies) {
    return new EntitleScopes()
        .build(
            new LiteralInputs()
                .with(Tables.LABELS, labels)
                .with(Tables.POLICIES, policies(policies))
                .with(Tables.GRANTS, grants(policies)));
  }

  /** So many that they are not a part of the plan any more. */
  @Test
  void manyNewLabelsAtOnceAreEntitled(@TempDir Path folder) {
    Lake lake =
        TestLakes.in(folder, Tables.POLICIES, Tables.LABELS, Tables.GRANTS, Tables.ENTITLEMENTS);
    TestLakes.write(lake, Tables.POLICIES, WriteMode.APPEND, policies(OPEN));
    TestLakes.write(lake, Tables.GRANTS, WriteMode.APPEND, grants(OPEN));
    TestLakes.write(lake, Tables.LABELS, WriteMode.APPEND, labels(Label.of(OPEN.id())));
    JobRunner runner = new JobRunner(lake);
    runner.run(new EntitleScopes());
    long before = lake.read(Tables.ENTITLEMENTS).count();
    TestLakes.write(
        lake,
        Tables.LABELS,
        WriteMode.APPEND,
        labels(
            IntStream.range(0, 15_000)
                .mapToObj(i -> Label.of(List.of(OPEN.id()), List.of("other" + i)))
                .toArray(Label[]::new)));
    assertThat(runner.run(new EntitleScopes()).outcome()).isEqualTo(JobResult.Outcome.WRITTEN);
    assertThat(lake.read(Tables.ENTITLEMENTS).count()).isEqualTo(before + 3 * 15_000);
  }
}
