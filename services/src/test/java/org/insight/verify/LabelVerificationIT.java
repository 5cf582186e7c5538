package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.core.InsightException;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.engine.Read;
import org.insight.jobs.links.GroupSubjects;
import org.insight.jobs.links.LinkLimits;
import org.insight.jobs.links.LinkSubjects;
import org.insight.jobs.text.SplitSentences;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Label;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One wrong label, in any table, is found, and just that one. */
class LabelVerificationIT {

  /**
   * Tables whose labels are combined, each of a row's own: not memberships, which hang together.
   */
  private static final Set<TableName> COMBINED =
      Set.of(
          Tables.CANDIDATES,
          Tables.EDGES,
          Tables.GROUPS,
          Tables.PERSONS,
          Tables.ORGANISATIONS,
          Tables.LINKS);

  private static final Set<TableName> WITHHOLDING =
      Set.of(Tables.GROUPS, Tables.PERSONS, Tables.ORGANISATIONS, Tables.LINKS);

  private static final String OPEN = "{source: FR, purposes: [investigation]}";

  private static final SimulatedLake made = SimulatedLake.shared();
  private static final Lake lake = made.lake();

  /** All tables at night, else a half of them, drawn anew each time. */
  static List<TableName> drawnTables() {
    List<TableName> tables = new ArrayList<>(SimulatedLake.tablesWithPolicies());
    if (!"long".equals(System.getProperty("insight.tests"))) {
      long seed = Long.getLong("insight.seed", new Random().nextLong());
      System.out.println("LabelVerificationIT: again: -Dinsight.seed=" + seed);
      List<TableName> drawn = new ArrayList<>(tables);
      Collections.shuffle(drawn, new Random(seed));
      tables.retainAll(drawn.subList(0, tables.size() / 2));
    }
    return tables;
  }

  /**
   * The label of another row; where labels are combined, also one that lacks a policy of a source,
   * and one that withholds less than it must.
   */
  @ParameterizedTest
  @MethodSource("drawnTables")
  void aWrongLabelIsFoundAndNoOtherRow(TableName table) {
    WrongRows rows = new WrongRows(made, table);
    Row victim =
        rows.take(
            "policy_id <> '"
                + Label.QUARANTINE.id()
                // Else what ties it to others is not of its version.
                + (table.equals(Tables.MEMBERSHIPS) ? "' AND size(evidence) = 0" : "'"));
    // Not of another row of the same thing, or its key would stand twice.
    String id = lake.contracts().get(table).grain().get(0);
    String own =
        lake
            .read(table)
            .where(col(id).equalTo(lit(victim.getAs(id))))
            .select("policy_id")
            .distinct()
            .as(Encoders.STRING())
            .collectAsList()
            .stream()
            .collect(Collectors.joining("', '"));
    TableName another = table;
    if (table.equals(Tables.LEDGER)) {
      // Few rows, of one label perhaps. One that grants the records would do.
      another = Tables.RECORDS;
      Row label = made.first(Tables.LABELS, "policy_id = '" + victim.getAs("policy_id") + "'");
      own += "', '" + String.join("', '", label.<String>getList(label.fieldIndex("granted")));
    }
    String others =
        made.first(another, "policy_id NOT IN ('quarantine', '" + own + "')").getAs("policy_id");
    rows.wrong("another row's label", victim, Map.of("policy_id", others), MismatchReason.LABEL);
    if (COMBINED.contains(table)) {
      lacksAPolicy(
          rows,
          rows.take(made.labelled(table), "size(granted) > 1 AND size(withheld) = 0"),
          MismatchReason.LABEL);
    }
    if (WITHHOLDING.contains(table)) {
      withholdsLess(rows, rows.take(made.labelled(table), "size(withheld) > 0"));
    }
    if (table.equals(Tables.MEMBERSHIPS)) {
      aMembershipLacksAPolicy(rows);
      withholdsLess(
          rows, rows.take(made.labelled(table), "size(withheld) > 0 AND size(evidence) = 0"));
    }
    if (table.equals(Tables.ARRIVALS)) {
      aPolicyLoosenedUnderAMember(rows);
    }
  }

  private static void lacksAPolicy(WrongRows rows, Row row, String... reasons) {
    rows.wrong(
        "a label that lacks a policy of a source",
        row,
        Map.of("policy_id", grantingLess(label(row)).id()),
        reasons);
  }

  /** Its evidence names a record of the version that it was in, and that one's names it. */
  private static void aMembershipLacksAPolicy(WrongRows rows) {
    Row row =
        rows.take(
            made.labelled(rows.table()),
            "schema = 'Person' AND size(evidence) = 1"
                + " AND size(granted) > 1 AND size(withheld) = 0");
    Row other =
        rows.take(
            lake.read(rows.table()).where(WrongRows.version("entity_id", row)),
            "record_id <> '"
                + row.getAs("record_id")
                + "' AND array_contains(evidence.other_record_id, '"
                + row.getAs("record_id")
                + "')");
    Map<String, Object> less = Map.of("policy_id", grantingLess(label(row)).id());
    List<String> grain = lake.contracts().get(rows.table()).grain();
    List<String> due =
        new ArrayList<>(
            rows.examples(row, less, grain, MismatchReason.LABEL, MismatchReason.EVIDENCE));
    due.addAll(rows.examples(other, grain, MismatchReason.EVIDENCE));
    rows.wrong("a label that lacks a policy of a source", rows.isRow(row), less, due);
  }

  private static void withholdsLess(WrongRows rows, Row row) {
    rows.wrong(
        "a label that withholds less",
        row,
        Map.of("policy_id", withholdingLess(label(row)).id()),
        MismatchReason.LABEL);
  }

  /** It is not that of its container. */
  private static void aPolicyLoosenedUnderAMember(WrongRows rows) {
    rows.wrong(
        "a policy that is looser than its container's",
        rows.take("outcome = 'read' AND parent_item_id IS NOT NULL"),
        Map.of("base_policy", OPEN, "policy_id", BasePolicy.fromYaml(OPEN).id()),
        MismatchReason.LABEL);
  }

  /** The policy's text is what all else is worked out from, and the item's id holds it fast. */
  @Test
  void aPolicyThatWasLoosenedUnderAnArrivalIsFoundThereAndInAllThatWasMadeOfIt() {
    Row victim =
        made.first(
            Tables.ARRIVALS, "outcome = 'read' AND mapping IS NOT NULL AND parent_item_id IS NULL");
    Column is = col("item_id").equalTo(victim.<String>getAs("item_id"));
    long before = lake.snapshot(Tables.ARRIVALS).snapshotId();
    try {
      made.put(
          Tables.ARRIVALS,
          lake.read(Tables.ARRIVALS)
              .withColumn("base_policy", when(is, lit(OPEN)).otherwise(col("base_policy")))
              .withColumn(
                  "policy_id",
                  when(is, lit(BasePolicy.fromYaml(OPEN).id())).otherwise(col("policy_id"))));
      List<Verdict> verdicts =
          made.verdicts(List.of(Tables.ARRIVALS, Tables.ITEMS, Tables.RECORDS), 5);
      assertThat(verdicts)
          .extracting(Verdict::table)
          .containsExactly(Tables.ARRIVALS, Tables.ITEMS, Tables.RECORDS);
      assertThat(verdicts.get(0).reasons()).containsEntry(MismatchReason.ID, 1L);
      assertThat(verdicts.get(1).reasons()).containsEntry(MismatchReason.LABEL, 1L);
      assertThat(verdicts.get(2).reasons())
          .containsEntry(
              MismatchReason.LABEL,
              lake.read(Tables.RECORDS)
                  .where(col("item_id").equalTo(victim.<String>getAs("item_id")))
                  .count());
    } finally {
      made.back(Tables.ARRIVALS, before);
    }
  }

  @Test
  void aLabelThatWasLoosenedUnderItsIdAndOneThatNobodyKnowsAreFound() {
    WrongRows rows = new WrongRows(made, Tables.LABELS);
    Row loosened = rows.take("size(granted) > 1");
    rows.wrong(
        // Whoever carries the label now carries one that nobody knows.
        "loosened under its id",
        loosened,
        Map.of("granted", expr("slice(granted, 1, 1)")),
        MismatchReason.ID,
        MismatchReason.NO_LABEL);
    Row carried =
        rows.take(
            "size(granted) > 1 AND policy_id IN (SELECT policy_id FROM "
                + lake.identifier(Tables.GROUPS)
                + ")");
    rows.gone(
        "one that rows carry",
        rows.isRow(carried),
        rows.examples(carried, List.of("policy_id"), MismatchReason.NO_LABEL));
  }

  @Test
  void aPolicyThatIsNotRegisteredAsItCameAndAScopeThatIsNotOfItsRightsAreFound() {
    WrongRows policies = new WrongRows(made, Tables.POLICIES);
    policies.wrong(
        "another level", policies.take("level = 3"), Map.of("level", 0), MismatchReason.ID);
    for (String said :
        List.of(
            "handling_scheme",
            "handling_code",
            "grading_scheme",
            "source_grading",
            "information_grading")) {
      policies.wrong(
          "another " + said, policies.take("true"), Map.of(said, "Z9"), MismatchReason.ID);
    }
    policies.wrong(
        "other conditions",
        policies.take("true"),
        Map.of("conditions", array(lit("None."))),
        MismatchReason.ID);
    WrongRows readers = new WrongRows(made, Tables.READERS);
    readers.wrong(
        "a higher clearance",
        readers.take("reader = 'demo'"),
        Map.of("clearance", 3),
        MismatchReason.ID);
  }

  // A job that drops a label.

  /** The same job, but every label that rests on several policies lacks the last of them. */
  private record Forgetful(Job job) implements Job {
    @Override
    public String name() {
      return job.name();
    }

    @Override
    public Set<Read> reads() {
      return job.reads();
    }

    @Override
    public TableName writes() {
      return job.writes();
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      Dataset<Row> built = job.build(inputs);
      Column granted = col("label.granted");
      Column less =
          struct(
              when(size(granted).gt(1), expr("slice(label.granted, 1, size(label.granted) - 1)"))
                  .otherwise(granted)
                  .as("granted"),
              col("label.withheld").as("withheld"));
      // A label may stand on one row of its id alone, so the id goes by the row that has it.
      return List.of(built.columns()).contains("policy_id")
          ? built.withColumn("label", when(col("label").isNotNull(), less))
          : built.withColumn("label", less);
    }
  }

  @Test
  void aJobThatDropsAPolicyOfALabelIsFoundByTheVerifier() {
    long before = lake.snapshot(Tables.EDGES).snapshotId();
    long combined = made.labelled(Tables.EDGES).where(size(col("granted")).gt(1)).count();
    try {
      new JobRunner(lake).rerun(new Forgetful(new LinkSubjects(LinkLimits.STANDARD)));
      Verdict verdict = made.verdict(Tables.EDGES);
      System.out.println(
          "a job that drops a label: " + verdict.reasons() + " " + verdict.examples());
      assertThat(combined).isPositive();
      assertThat(verdict.reasons()).isEqualTo(Map.of(MismatchReason.LABEL, combined));
    } finally {
      made.back(Tables.EDGES, before);
    }
  }

  @Test
  void aJobWhoseIdsAreNotThoseOfItsLabelsCannotPublish() {
    long before = lake.snapshot(Tables.GROUPS).snapshotId();
    assertThatThrownBy(() -> new JobRunner(lake).rerun(new Forgetful(new GroupSubjects(1_000_000))))
        .hasStackTraceContaining("Cannot label a row: the id is not that of the label, found ");
    assertThat(lake.snapshot(Tables.GROUPS).snapshotId()).isEqualTo(before);
  }

  /** The same job, but one row in three lacks its policy altogether. */
  private record Careless(Job job) implements Job {
    @Override
    public Set<Read> reads() {
      return job.reads();
    }

    @Override
    public TableName writes() {
      return job.writes();
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return job.build(inputs)
          .withColumn(
              "policy_id", when(xxhash64(col("sentence_id")).mod(3).notEqual(0), col("policy_id")));
    }
  }

  @Test
  void aJobThatLeavesOutTheLabelCannotPublish() {
    long before = lake.snapshot(Tables.SENTENCES).snapshotId();
    assertThatThrownBy(() -> new JobRunner(lake).rerun(new Careless(new SplitSentences())))
        .isInstanceOf(InsightException.class)
        .hasMessageMatching(
            "Cannot publish the result of careless: text.sentences: \\d+ rows without a policy");
    assertThat(lake.snapshot(Tables.SENTENCES).snapshotId()).isEqualTo(before);
  }

  // Rows to change.

  /** Without the last policy that it grants. */
  private static Label grantingLess(Label label) {
    TreeSet<String> less = new TreeSet<>(label.granted());
    less.remove(less.last());
    return Label.of(less, label.withheld());
  }

  /** Without the first policy that it withholds. */
  private static Label withholdingLess(Label label) {
    TreeSet<String> less = new TreeSet<>(label.withheld());
    less.remove(less.first());
    return Label.of(label.granted(), less);
  }

  private static Label label(Row labelled) {
    return Label.of(
        labelled.<String>getList(labelled.fieldIndex("granted")),
        labelled.<String>getList(labelled.fieldIndex("withheld")));
  }
}
