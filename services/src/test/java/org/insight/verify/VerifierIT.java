package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.jobs.links.GroupSubjects;
import org.insight.jobs.links.LinkLimits;
import org.insight.jobs.links.LinkSubjects;
import org.insight.jobs.text.SplitSentences;
import org.insight.policy.BasePolicy;
import org.insight.policy.Label;
import org.insight.run.ErrorKind;
import org.insight.run.Inputs;
import org.insight.run.InsightException;
import org.insight.run.Job;
import org.insight.run.JobRunner;
import org.insight.run.Read;
import org.insight.run.Runs;
import org.insight.schemas.Contracts;
import org.insight.schemas.Maintenance;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.services.RunControl;
import org.insight.services.Served;
import org.insight.tables.Lake;
import org.insight.tables.StagedWrite;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.JavaConverters;

/** A right lake passes; one wrong label, in any table, is found, and just that one. */
class VerifierIT {

  /**
   * Tables whose labels are combined, each of a row's own: not memberships, which hang together.
   */
  private static final Set<TableName> COMBINED =
      Set.of(Tables.EDGES, Tables.GROUPS, Tables.PERSONS, Tables.LINKS);

  private static final Set<TableName> WITHHOLDING =
      Set.of(Tables.GROUPS, Tables.PERSONS, Tables.LINKS);

  /** Tables of which no more than labels is looked at here. */
  private static final Set<TableName> LABELS_ALONE =
      Set.of(Tables.RECORDS, Tables.FINGERPRINTS, Tables.DUPLICATES);

  /**
   * Two passports of one hash of kind and value. Whoever knows how a hash begins finds such pairs
   * in a second: of two words of eight letters the first is chosen, the second follows, and one in
   * some millions is of digits and capitals.
   */
  private static final List<String> OF_ONE_HASH = List.of("FR:12AB377CK4091", "FR:40253D4T58WZB");

  private static final String OPEN = "{source: FR, purposes: [investigation]}";

  @TempDir private static Path folder;
  private static SimulatedLake made;
  private static Lake lake;
  private static List<Verdict> asMade = List.of();

  @BeforeAll
  static void runAllJobs() throws IOException {
    made =
        SimulatedLake.in(
            folder,
            120,
            4,
            Map.of(
                "chosen/policy.yaml",
                "{source: ES, purposes: [locate]}",
                // A reject of another policy than the simulated ones may be of.
                "chosen/empty.txt",
                "",
                "chosen/list.csv",
                "name,birth_date,passport_country,passport_number\n"
                    + OF_ONE_HASH.stream()
                        .map(number -> "Zz Of Number,1980-01-01," + number.replace(':', ',') + "\n")
                        .collect(Collectors.joining())));
    lake = made.lake();
  }

  /** As strangers to each other, who could otherwise keep every run from readers. */
  @Test
  void twoWhoseNumbersWereChosenToHaveOneHashAreTwoAndVerified() {
    Dataset<Row> passports =
        lake.read(Tables.IDENTIFIERS)
            .where(col("value").isInCollection(OF_ONE_HASH).and(col("strong")));
    assertThat(passports.select(xxhash64(col("kind"), col("value"))).distinct().count()).isOne();
    assertThat(passports.select(Sources.shared()).distinct().count())
        .as("the verifier's begins with a number that nobody knows")
        .isEqualTo(2);
    assertThat(
            passports
                .join(lake.read(Tables.MEMBERSHIPS), col("subject_id").equalTo(col("record_id")))
                .select("record_id", "entity_id")
                .distinct()
                .select("entity_id")
                .distinct()
                .count())
        .isEqualTo(2);
    assertThat(asMade())
        .filteredOn(v -> Set.of(Tables.MEMBERSHIPS, Tables.GROUPS).contains(v.table()))
        .hasSize(2)
        .allSatisfy(verdict -> assertThat(verdict.reasons()).isEmpty());
  }

  @Test
  void aTableOfWhichNobodySaysWhatItIsMadeFromIsNotVouchedFor() {
    TableContract untold =
        new TableContract(
            TableName.of("curated.untold"),
            "Untold",
            List.of("id"),
            WriteMode.REPLACE,
            List.of(),
            List.of(),
            0,
            1,
            List.of(),
            Contracts.load().get(Tables.ITEMS).columns(),
            null,
            List.of(),
            Maintenance.USUAL);
    assertThat(Verifier.knows(untold)).isFalse();
    assertThat(Verifier.tables(List.of(untold))).containsExactly(untold.name());
    assertThatThrownBy(() -> Verifier.verify(new Sources(lake), untold, 5))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot verify a table")
        .hasMessageContaining("curated.untold");
  }

  @Test
  void everyRowOfARightLakeIsCheckedAndHolds() {
    List<TableName> tables = Verifier.tables(lake.contracts().all());
    List<Verdict> verdicts = asMade();
    assertThat(verdicts.stream().map(Verdict::table)).containsExactlyElementsOf(tables);
    for (Verdict verdict : verdicts) {
      assertThat(verdict.mismatches())
          .as("%s: %s %s", verdict.table(), verdict.reasons(), verdict.examples())
          .isZero();
      assertThat(verdict.rows())
          .as(verdict.table().toString())
          .isPositive()
          .isEqualTo(lake.read(verdict.table()).count());
    }
    new Verifier(lake).refuseHalfRun();
  }

  @Test
  void whatAVerificationKeepsItLetsGo() {
    Set<Integer> before = kept();
    assertThat(new Verifier(lake).verify(List.of(Tables.LINKS), 5, t -> {}))
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.rows()).isPositive());
    assertThat(before).containsAll(kept());
  }

  /** Rows that Spark keeps for questions; what was looked at once is let go with its objects. */
  private static Set<Integer> kept() {
    return JavaConverters.asJavaCollection(lake.spark().sparkContext().getPersistentRDDs().values())
        .stream()
        .filter(rows -> rows.name() != null)
        .map(RDD::id)
        .collect(Collectors.toSet());
  }

  /** What is said of all tables of the lake, as the jobs made it. */
  private static List<Verdict> asMade() {
    if (asMade.isEmpty()) {
      asMade = made.verdicts(Verifier.tables(lake.contracts().all()), 5);
    }
    return asMade;
  }

  /** All whose rows carry a policy; last those of which the others' sources are made. */
  private static List<TableName> tablesWithPolicies() {
    return VerifiedTablesTest.tablesWithPolicies()
        .sorted(Comparator.comparing(SimulatedLake.KEPT::contains))
        .toList();
  }

  /**
   * In each table with policies a row of another's label, and what else may be wrong with its rows:
   * each is found, and said to be what it is, and no other row.
   */
  @ParameterizedTest
  @MethodSource("tablesWithPolicies")
  void wrongRowsAreFoundEachForWhatIsWrongAndNoOthers(TableName table) {
    WrongRows rows = new WrongRows(made, table);
    if (table.equals(Tables.LINKS)) {
      // Of those with the most edges.
      leavesOutAnEdge(rows);
    }
    wrongLabels(rows);
    switch (table.toString()) {
      case "landing.arrivals" -> aPolicyLoosenedUnderAMember(rows);
      case "landing.items" -> {
        repeatsOfAnotherItem(rows, "path");
        repeatsOfAnotherItem(rows, "title");
      }
      case "landing.rejects" -> repeatsOfAnotherItem(rows, "reason");
      case "text.pages" -> {
        repeatsOfAnotherItem(rows, "title");
        namesAnotherSource(rows, "item_id", "true");
      }
      case "text.documents" -> repeatsOfAnotherItem(rows, "title");
      case "text.sentences" -> namesAnotherSource(rows, "document_id", "true");
      case "mentions.names" -> namesASourceThatIsGone(rows);
      case "mentions.identifiers" -> identifiers(rows);
      case "resolution.memberships" -> memberships(rows);
      case "links.groups" -> {
        versionIsMissing(rows);
        isCalledOtherwise(rows, "subject_kind");
      }
      case "links.edges" -> edges(rows);
      case "curated.persons" -> persons(rows);
      case "curated.links" -> links(rows);
      case "curated.trends_monthly" -> countsADocumentTooMany(rows);
      default -> assertThat(LABELS_ALONE).contains(table);
    }
    rows.assertFoundAndNoOthers();
  }

  /**
   * The label of another row; where labels are combined, one that lacks a policy of a source too,
   * and one that withholds less than it must.
   */
  private static void wrongLabels(WrongRows rows) {
    TableName table = rows.table();
    Row victim = rows.take("policy_id <> '" + Label.QUARANTINE.id() + "'");
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
    String others =
        first(table, "policy_id NOT IN ('quarantine', '" + own + "')").getAs("policy_id");
    rows.wrong("another row's label", victim, Map.of("policy_id", others), Why.LABEL);
    if (COMBINED.contains(table)) {
      lacksAPolicy(
          rows, rows.take(labelled(table), "size(granted) > 1 AND size(withheld) = 0"), Why.LABEL);
    }
    if (WITHHOLDING.contains(table)) {
      withholdsLess(rows, rows.take(labelled(table), "size(withheld) > 0"));
    }
  }

  private static void lacksAPolicy(WrongRows rows, Row row, String... reasons) {
    rows.wrong(
        "a label that lacks a policy of a source",
        row,
        Map.of("policy_id", grantingLess(label(row)).id()),
        reasons);
  }

  private static void withholdsLess(WrongRows rows, Row row) {
    rows.wrong(
        "a label that withholds less",
        row,
        Map.of("policy_id", withholdingLess(label(row)).id()),
        Why.LABEL);
  }

  private static void memberships(WrongRows rows) {
    // Its evidence names records of the version that it was in, so that is found too.
    lacksAPolicy(
        rows,
        rows.take(unnamed(), "size(granted) > 1 AND size(withheld) = 0"),
        Why.LABEL,
        Why.EVIDENCE);
    withholdsLess(rows, rows.take(unnamed(), "size(withheld) > 0 AND size(evidence) = 0"));
    versionIsMissing(rows);

    Row outside = rows.take("size(evidence) > 0");
    String other =
        first(Tables.RECORDS, "record_id <> '" + outside.getAs("record_id") + "'")
            .getAs("record_id");
    rows.wrong(
        "evidence that names a record outside the entity",
        outside,
        Map.of(
            "evidence",
            expr(
                "transform(evidence, e -> named_struct('kind', e.kind,"
                    + " 'mention_id', e.mention_id, 'other_record_id', '"
                    + other
                    + "', 'other_mention_id', e.other_mention_id))")),
        Why.EVIDENCE);
    Row ofKind = rows.take("size(evidence) > 0");
    rows.wrong(
        "evidence of another kind than its mentions",
        ofKind,
        Map.of(
            "evidence",
            expr(
                "transform(evidence, e -> named_struct('kind', 'other',"
                    + " 'mention_id', e.mention_id, 'other_record_id',"
                    + " e.other_record_id, 'other_mention_id',"
                    + " e.other_mention_id))")),
        Why.EVIDENCE);
    // Whoever asks why these are one person finds no answer.
    Row untied = rows.take("size(evidence) > 0");
    rows.wrong(
        "an entity that its evidence does not hold together",
        WrongRows.version("entity_id", untied),
        Map.of("evidence", expr("slice(evidence, 1, 0)")),
        rows.examples(untied, List.of("entity_id", "policy_id"), Why.UNTIED));
    isCalledOtherwise(rows, "schema");
  }

  /** An entity or group that some reader should see. */
  private static void versionIsMissing(WrongRows rows) {
    TableName table = rows.table();
    List<String> grain = lake.contracts().get(table).grain();
    Row victim = rows.take(labelled(table), "size(withheld) > 0");
    Column version = WrongRows.version(grain.get(0), victim);
    rows.gone(
        "what some reader should see",
        version,
        lake.read(table).where(version).collectAsList().stream()
            .flatMap(row -> rows.examples(row, grain, Why.MISSING).stream())
            .toList());
  }

  /** What a row calls something that its sources call otherwise. */
  private static void isCalledOtherwise(WrongRows rows, String column) {
    Row victim = rows.take("policy_id <> '" + Label.QUARANTINE.id() + "'");
    rows.wrong("another " + column, victim, Map.of(column, "other"), Why.CONTENT);
  }

  private static void repeatsOfAnotherItem(WrongRows rows, String column) {
    Row victim = rows.take("policy_id <> '" + Label.QUARANTINE.id() + "'");
    rows.wrong("another's " + column, victim, Map.of(column, "Zz of another"), Why.CONTENT);
  }

  /** It names a row that is there and carries its label: all is right but that it is another's. */
  private static void namesAnotherSource(WrongRows rows, String source, String kept) {
    Row victim = rows.take(kept);
    Row other = first(rows.table(), kept + " AND " + source + " <> '" + victim.getAs(source) + "'");
    rows.wrong(
        "another source than its own",
        victim,
        Map.of(source, other.getAs(source), "policy_id", other.getAs("policy_id")),
        Why.ID);
  }

  private static void namesASourceThatIsGone(WrongRows rows) {
    rows.wrong(
        "a source that is gone", rows.take("true"), Map.of("sentence_id", "x#1"), Why.NO_SOURCE);
  }

  private static void identifiers(WrongRows rows) {
    rows.wrong(
        "a telephone number that makes one of two",
        rows.take("kind = 'phone' AND subject_kind = 'record'"),
        Map.of("strong", true),
        Why.CONTENT);
    namesAnotherSource(rows, "subject_id", "subject_kind = 'record'");
    // Rows of an older version, which a run that takes others back looks at too, are right still.
    rows.elsewhere(
        xxhash64(col("mention_id")).mod(2).equalTo(0),
        Map.of(
            "mention_id",
            hash("subject_kind", "subject_id", "property", "begin", "kind", "value"),
            "position",
            lit(null)));
  }

  private static void edges(WrongRows rows) {
    isCalledOtherwise(rows, "source_kind");
    isCalledOtherwise(rows, "target_kind");
    Row victim = rows.take("size(evidence) > 1");
    String ofSource =
        first(
                Tables.IDENTIFIERS,
                "subject_id = '"
                    + victim.getAs("source_id")
                    + "' AND mention_id IN ('"
                    + String.join("','", victim.getList(victim.fieldIndex("evidence")))
                    + "')")
            .getAs("mention_id");
    rows.wrong(
        "without the evidence of one end",
        victim,
        Map.of("evidence", array(lit(ofSource))),
        Why.EVIDENCE);
    isOfAnotherId(rows);
    // As rows of an older version.
    rows.elsewhere(
        xxhash64(col("edge_id")).mod(2).equalTo(0),
        Map.of("edge_id", hash("source_id", "target_id", "kind", "value")));
  }

  private static void isOfAnotherId(WrongRows rows) {
    String id = lake.contracts().get(rows.table()).grain().get(0);
    rows.wrong("an id that is not its own", rows.take("true"), Map.of(id, "0".repeat(64)), Why.ID);
  }

  private static Column hash(String... parts) {
    return sha2(
        concat_ws("\n", Stream.of(parts).map(p -> col(p).cast("string")).toArray(Column[]::new))
            .cast("binary"),
        256);
  }

  private static void leavesOutAnEdge(WrongRows rows) {
    rows.wrong(
        "without one of its edges",
        rows.take(
            lake.read(Tables.LINKS),
            "size(edge_ids) = (SELECT max(size(edge_ids)) FROM "
                + lake.identifier(Tables.LINKS)
                + ") AND size(edge_ids) > 1"),
        Map.of("edge_ids", expr("slice(edge_ids, 2, size(edge_ids))")),
        Why.UNTIED);
  }

  private static void links(WrongRows rows) {
    Row missing = rows.take("true");
    rows.gone(
        "what some reader should see",
        rows.isRow(missing),
        rows.examples(missing, List.of("link_id"), Why.MISSING));
    Row onOthers = rows.take("true");
    String foreign =
        first(
                Tables.EDGES,
                "source_id NOT IN (SELECT record_id FROM "
                    + lake.identifier(Tables.MEMBERSHIPS)
                    + " WHERE entity_id IN ('"
                    + onOthers.getAs("source_id")
                    + "', '"
                    + onOthers.getAs("target_id")
                    + "')) AND source_id NOT IN ('"
                    + onOthers.getAs("source_id")
                    + "', '"
                    + onOthers.getAs("target_id")
                    + "')")
            .getAs("edge_id");
    rows.wrong(
        "on an edge of others", onOthers, Map.of("edge_ids", array(lit(foreign))), Why.EVIDENCE);
    isOfAnotherId(rows);
    worths(rows);
    // What neither its edges nor its ends say.
    for (String column : List.of("kinds", "values")) {
      showsMore(rows, column, rows.take("true"));
    }
    for (String column :
        List.of(
            "source_kind",
            "source_caption",
            "source_identifier",
            "target_kind",
            "target_caption",
            "target_identifier")) {
      rows.wrong(
          "another " + column, rows.take("true"), Map.of(column, "Zz of another"), Why.CONTENT);
    }
  }

  /** A better grading, a laxer code, or a source too many. */
  private static void worths(WrongRows rows) {
    rows.wrong(
        "a better grading",
        rows.take("size(grading) > 0 AND grading[0] <> 'ADMIRALTY A1'"),
        Map.of("grading", array(lit("ADMIRALTY A1"))),
        Why.CONTENT);
    rows.wrong(
        "a laxer code",
        rows.take("size(handling) > 0"),
        Map.of("handling", array().cast("array<string>")),
        Why.CONTENT);
    rows.wrong(
        "a source too many",
        rows.take("true"),
        Map.of("independent_sources", col("independent_sources").plus(1)),
        Why.CONTENT);
  }

  private static void showsMore(WrongRows rows, String column, Row victim) {
    rows.wrong(
        "one more of " + column,
        victim,
        Map.of(column, concat(col(column), array(lit("zz of another")))),
        Why.CONTENT);
  }

  /** The label may be right, and the rows that it rests on: a reader sees what the row shows. */
  private static void persons(WrongRows rows) {
    worths(rows);
    String named = "size(names) > 0";
    for (String column :
        List.of(
            "names",
            "aliases",
            "birth_dates",
            "genders",
            "countries",
            "identifiers",
            "topics",
            "sources",
            "conflicts")) {
      showsMore(rows, column, rows.take(named));
    }
    rows.wrong("another caption", rows.take(named), Map.of("caption", "Zz Other"), Why.CONTENT);
    rows.wrong(
        "a record too many",
        rows.take(named),
        Map.of("records", col("records").plus(1)),
        Why.CONTENT);
    rows.wrong(
        "a name too few",
        rows.take(named),
        Map.of("names", expr("slice(names, 2, size(names))")),
        Why.CONTENT);
    rows.wrong(
        "what its record says in another column",
        rows.take(named),
        Map.of("aliases", concat(col("aliases"), expr("slice(names, 1, 1)"))),
        Why.CONTENT);
  }

  private static void countsADocumentTooMany(WrongRows rows) {
    rows.wrong(
        "a document too many",
        rows.take("true"),
        Map.of("documents", col("documents").plus(1L)),
        Why.CONTENT);
  }

  /** It is not that of its container. */
  private static void aPolicyLoosenedUnderAMember(WrongRows rows) {
    rows.wrong(
        "a policy that is looser than its container's",
        rows.take("outcome = 'read' AND parent_item_id IS NOT NULL"),
        Map.of("base_policy", OPEN, "policy_id", BasePolicy.fromYaml(OPEN).id()),
        Why.LABEL);
  }

  /** The policy's text is what all else is worked out from, and the item's id holds it fast. */
  @Test
  void aPolicyThatWasLoosenedUnderAnArrivalIsFoundThereAndInAllThatWasMadeOfIt() {
    Row victim =
        first(
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
      assertThat(verdicts.get(0).reasons()).containsEntry(Why.ID, 1L);
      assertThat(verdicts.get(1).reasons()).containsEntry(Why.LABEL, 1L);
      assertThat(verdicts.get(2).reasons())
          .containsEntry(
              Why.LABEL,
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
        Why.ID,
        Why.NO_LABEL);
    Row carried =
        rows.take(
            "size(granted) > 1 AND policy_id IN (SELECT policy_id FROM "
                + lake.identifier(Tables.GROUPS)
                + ")");
    rows.gone(
        "one that rows carry",
        rows.isRow(carried),
        rows.examples(carried, List.of("policy_id"), Why.NO_LABEL));
    rows.assertFoundAndNoOthers();
  }

  @Test
  void anEntitlementTooManyTooFewOrTooLongIsFound() {
    WrongRows rows = new WrongRows(made, Tables.ENTITLEMENTS, "policy_id");
    rows.wrong(
        "too long", rows.take("valid_to IS NOT NULL"), Map.of("valid_to", lit(null)), Why.CONTENT);
    List<String> grain = List.of("scope", "policy_id");
    Row few = rows.take("true");
    rows.gone("one too few", rows.isRow(few), rows.examples(few, grain, Why.MISSING));
    Row many = rows.take("true");
    rows.more(
        "one too many",
        all -> all.where(rows.isRow(many)).withColumn("scope", lit("another")),
        List.of("scope=another policy_id=" + many.getAs("policy_id") + ": " + Why.UNEXPECTED));
    rows.assertFoundAndNoOthers();
  }

  @Test
  void aGrantThatTheRuleDoesNotGiveIsFound() {
    Row victim = first(Tables.GRANTS, "valid_to IS NOT NULL");
    Column is =
        col("scope")
            .equalTo(victim.<String>getAs("scope"))
            .and(col("base_policy_id").equalTo(victim.<String>getAs("base_policy_id")));
    assertThat(
            made.verdict(
                    Tables.GRANTS,
                    rows ->
                        rows.withColumn("valid_to", when(is, lit(null)).otherwise(col("valid_to"))),
                    5)
                .reasons())
        .isEqualTo(Map.of(Why.UNEXPECTED, 1L, Why.MISSING, 1L));
  }

  @Test
  void aPolicyThatIsNotRegisteredAsItCameAndAScopeThatIsNotOfItsRightsAreFound() {
    WrongRows policies = new WrongRows(made, Tables.POLICIES);
    policies.wrong("another level", policies.take("level = 3"), Map.of("level", 0), Why.ID);
    for (String said :
        List.of(
            "handling_scheme",
            "handling_code",
            "grading_scheme",
            "source_grading",
            "information_grading")) {
      policies.wrong("another " + said, policies.take("true"), Map.of(said, "Z9"), Why.ID);
    }
    policies.wrong(
        "other conditions",
        policies.take("true"),
        Map.of("conditions", array(lit("None."))),
        Why.ID);
    policies.assertFoundAndNoOthers();
    WrongRows readers = new WrongRows(made, Tables.READERS);
    readers.wrong(
        "a higher clearance", readers.take("reader = 'demo'"), Map.of("clearance", 3), Why.ID);
    readers.assertFoundAndNoOthers();
  }

  @Test
  void aLakeOfWhichAJobHasNotTakenInWhatIsNewIsNotVerified() {
    long before = lake.snapshot(Tables.NAMES).snapshotId();
    try {
      made.put(Tables.NAMES, lake.read(Tables.NAMES));
      assertThatThrownBy(() -> new Verifier(lake).refuseHalfRun())
          .isInstanceOf(InsightException.class)
          .hasMessage(
              "Cannot verify the lake: curated.trends_monthly has not taken in what is new in"
                  + " mentions.names; run `insight run` first")
          .extracting(e -> ((InsightException) e).kind())
          .isEqualTo(ErrorKind.INPUT);
    } finally {
      made.back(Tables.NAMES, before);
    }
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
    long combined = labelled(Tables.EDGES).where(size(col("granted")).gt(1)).count();
    try {
      new JobRunner(lake).rerun(new Forgetful(new LinkSubjects(LinkLimits.STANDARD)));
      Verdict verdict = made.verdict(Tables.EDGES);
      System.out.println(
          "a job that drops a label: " + verdict.reasons() + " " + verdict.examples());
      assertThat(combined).isPositive();
      assertThat(verdict.reasons()).isEqualTo(Map.of(Why.LABEL, combined));
    } finally {
      made.back(Tables.EDGES, before);
    }
  }

  @Test
  void aTableThatLosesMostOfItsRowsKeepsTheWholeRunFromReaders() throws IOException {
    Runs runs = Runs.of(lake);
    TestLakes.write(
        runs.open(),
        Tables.SENTENCES,
        WriteMode.REPLACE,
        lake.read(Tables.SENTENCES).where("position = 0"));
    long before = lake.snapshot(Tables.SENTENCES).snapshotId();
    assertThatThrownBy(() -> Served.runs(settings(), lake, RunControl::publish))
        .hasMessageContaining("text.sentences must not lose more than 50 % of its rows")
        .hasMessageContaining("insight publish --losing");
    assertThat(lake.snapshot(Tables.SENTENCES).snapshotId()).isEqualTo(before);
    runs.drop();
  }

  private static Settings settings() throws IOException {
    return settings("");
  }

  private static Settings settings(String more) throws IOException {
    return SettingsReader.read(
        List.of(
            Files.writeString(
                folder.resolve("conf.yaml"),
                "lake: {path: \"" + folder.resolve("lake") + "\"}\n" + more)));
  }

  /** A run that was published unverified is shown once more by whoever goes back to it. */
  @Test
  void aRollbackToWrongLabelsIsRefusedAndOneToRightOnesIsDone() throws IOException {
    Runs runs = Runs.of(lake);
    Dataset<Row> right = lake.read(Tables.EDGES).localCheckpoint();
    TestLakes.write(runs.open(), Tables.EDGES, WriteMode.REPLACE, right);
    Served.runs(settings(), lake, RunControl::publish);
    long first = runs.last().orElseThrow().number();
    Row victim = first(Tables.EDGES, "true");
    TestLakes.write(
        runs.open(),
        Tables.EDGES,
        WriteMode.REPLACE,
        right.withColumn(
            "policy_id",
            when(col("edge_id").equalTo(victim.<String>getAs("edge_id")), Label.QUARANTINE.id())
                .otherwise(col("policy_id"))));
    Served.runs(settings("publish: {verify: none}\n"), lake, RunControl::publish);

    Served.runs(settings(), lake, control -> control.rollBack(first, "a test"));
    assertThat(folder.resolve("lake/runs/metrics.prom"))
        .as("what is rejected in the state that readers see now")
        .content()
        .contains("insight_rejects{");
    SortedMap<TableName, Long> before = heads(lake);
    assertThatThrownBy(
            () -> Served.runs(settings(), lake, control -> control.rollBack(first + 1, "a test")))
        .hasMessageContaining("rows are not what their sources give, found 1 in links.edges")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.CONTRACT);
    assertThat(heads(lake)).as("what readers see").isEqualTo(before);
    assertThat(runs.staged()).isEmpty();
  }

  @Test
  void aWrongLabelInOneTableKeepsTheWholeRunFromReaders() {
    Runs runs = Runs.of(lake);
    Lake staged = runs.open();
    SortedMap<TableName, Long> before = heads(lake);
    TestLakes.write(
        staged,
        Tables.REJECTS,
        WriteMode.REPLACE,
        lake.read(Tables.REJECTS).withColumn("reason", lit("another")));
    Row victim = first(Tables.EDGES, "true");
    TestLakes.write(
        staged,
        Tables.EDGES,
        WriteMode.REPLACE,
        lake.read(Tables.EDGES)
            .withColumn(
                "policy_id",
                when(col("edge_id").equalTo(victim.<String>getAs("edge_id")), Label.QUARANTINE.id())
                    .otherwise(col("policy_id"))));
    assertThatThrownBy(() -> Served.runs(settings(), lake, RunControl::publish))
        .hasMessageContaining("rows are not what their sources give, found 1 in links.edges")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.CONTRACT);
    assertThat(heads(lake)).as("what readers see").isEqualTo(before);
    assertThat(runs.staged()).as("for a look at it").containsKeys(Tables.REJECTS, Tables.EDGES);
    runs.drop();
    assertThat(runs.staged()).isEmpty();
  }

  /** The run registers no label, so of the table of labels no row was written. */
  @Test
  void aLabelThatNobodyRegisteredIsFoundBeforeARunIsPublished() {
    Runs runs = Runs.of(lake);
    Lake staged = runs.open();
    Row victim = first(Tables.EDGES, "true");
    TestLakes.write(
        staged,
        Tables.EDGES,
        WriteMode.REPLACE,
        lake.read(Tables.EDGES)
            .withColumn(
                "policy_id",
                when(col("edge_id").equalTo(victim.<String>getAs("edge_id")), "f".repeat(64))
                    .otherwise(col("policy_id"))));
    try {
      assertThat(Verifier.ofWritten(staged).verify(List.of(Tables.LABELS), 5, t -> {}))
          .singleElement()
          .satisfies(v -> assertThat(v.reasons()).isEqualTo(Map.of(Why.NO_LABEL, 1L)));
    } finally {
      runs.drop();
    }
  }

  /** The jobs behind it name no key of theirs, so that no row of theirs was written. */
  @Test
  void rowsOfAnItemThatIsGoneAreFoundThoughNobodyTouchedThem() {
    String gone =
        first(
                lake.read(Tables.RECORDS)
                    .join(
                        lake.read(Tables.PERSONS)
                            .select(explode(col("record_ids")).as("record_id")),
                        "record_id")
                    .join(
                        lake.read(Tables.MEMBERSHIPS)
                            .select(explode(col("evidence.other_record_id")).as("record_id")),
                        "record_id"),
                "true")
            .getAs("item_id");
    List<String> records =
        lake.read(Tables.RECORDS)
            .where(col("item_id").equalTo(gone))
            .select("record_id")
            .as(Encoders.STRING())
            .collectAsList();
    Runs runs = Runs.of(lake);
    Lake staged = runs.open();
    stageWithout(staged, Tables.ARRIVALS, "item_id", gone);
    try {
      Map<TableName, Map<String, Long>> found =
          foundIn(
              staged,
              Tables.ARRIVALS,
              Tables.ITEMS,
              Tables.RECORDS,
              Tables.MEMBERSHIPS,
              Tables.PERSONS);
      assertThat(found).containsEntry(Tables.ARRIVALS, Map.of());
      assertNoSource(found, Tables.ITEMS, "item_id = '" + gone + "'");
      assertNoSource(found, Tables.RECORDS, "item_id = '" + gone + "'");
      assertOfRecordsHasNoSource(found, records);
    } finally {
      runs.drop();
    }
  }

  /** As where an item that is read again gives less, and a job leaves what was made of the rest. */
  @Test
  void rowsOfWhatAnItemGivesNoMoreAreFoundThoughNobodyTouchedThem() {
    String record =
        first(
                lake.read(Tables.PERSONS)
                    .select(explode(col("record_ids")).as("record_id"))
                    .join(lake.read(Tables.MEMBERSHIPS), "record_id")
                    .join(
                        lake.read(Tables.IDENTIFIERS), col("record_id").equalTo(col("subject_id"))),
                "true")
            .getAs("record_id");
    String document = first(lake.read(Tables.NAMES), "true").getAs("document_id");
    Runs runs = Runs.of(lake);
    Lake staged = runs.open();
    TestLakes.write(staged, Tables.ARRIVALS, WriteMode.REPLACE, lake.read(Tables.ARRIVALS));
    Dataset<Row> item =
        lake.read(Tables.RECORDS).where(col("record_id").equalTo(record)).select("item_id");
    StagedWrite.update(
            staged,
            lake.contracts().get(Tables.RECORDS),
            item,
            lake.read(Tables.RECORDS)
                .join(item, "item_id")
                .where(col("record_id").notEqual(record)),
            Map.of())
        .publish();
    stageWithout(staged, Tables.DOCUMENTS, "document_id", document);
    try {
      Map<TableName, Map<String, Long>> found =
          foundIn(
              staged,
              Tables.ARRIVALS,
              Tables.ITEMS,
              Tables.PAGES,
              Tables.RECORDS,
              Tables.DOCUMENTS,
              Tables.SENTENCES,
              Tables.NAMES,
              Tables.IDENTIFIERS,
              Tables.MEMBERSHIPS,
              Tables.PERSONS);
      assertNoSource(found, Tables.SENTENCES, "document_id = '" + document + "'");
      assertNoSource(found, Tables.NAMES, "document_id = '" + document + "'");
      assertNoSource(
          found, Tables.IDENTIFIERS, "subject_id IN ('" + record + "', '" + document + "')");
      assertOfRecordsHasNoSource(found, List.of(record));
      assertThat(found)
          .as("the items are there, with rows of their own")
          .containsEntry(Tables.ARRIVALS, Map.of())
          .containsEntry(Tables.ITEMS, Map.of())
          .containsEntry(Tables.PAGES, Map.of())
          .containsEntry(Tables.RECORDS, Map.of())
          .containsEntry(Tables.DOCUMENTS, Map.of());
    } finally {
      runs.drop();
    }
  }

  /** As members, or in the evidence of others; and in persons. */
  private static void assertOfRecordsHasNoSource(
      Map<TableName, Map<String, Long>> found, List<String> records) {
    assertNoSource(
        found,
        Tables.MEMBERSHIPS,
        ofAny("array(record_id)", records) + " OR " + ofAny("evidence.other_record_id", records));
    assertNoSource(found, Tables.PERSONS, ofAny("record_ids", records));
  }

  private static String ofAny(String ids, List<String> records) {
    return "arrays_overlap(" + ids + ", array('" + String.join("', '", records) + "'))";
  }

  private static void assertNoSource(
      Map<TableName, Map<String, Long>> found, TableName table, String where) {
    long rows = lake.read(table).where(where).count();
    assertThat(rows).as("%s where %s", table, where).isPositive();
    assertThat(found).containsEntry(table, Map.of(Why.NO_SOURCE, rows));
  }

  /** Stages a table as readers see it, but for one row. */
  private static void stageWithout(Lake staged, TableName table, String id, String gone) {
    TestLakes.write(
        staged, table, WriteMode.REPLACE, lake.read(table).where(col(id).notEqual(gone)));
  }

  /** What is wrong in each of these tables, where only what is staged is looked at. */
  private static Map<TableName, Map<String, Long>> foundIn(Lake staged, TableName... tables) {
    Map<TableName, Map<String, Long>> found = new TreeMap<>();
    Verifier.ofWritten(staged)
        .verify(List.of(tables), 5, table -> {})
        .forEach(verdict -> found.put(verdict.table(), verdict.reasons()));
    return found;
  }

  private static SortedMap<TableName, Long> heads(Lake lake) {
    SortedMap<TableName, Long> heads = new TreeMap<>();
    lake.contracts().all().forEach(c -> heads.put(c.name(), lake.snapshot(c.name()).snapshotId()));
    return heads;
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

  private static Dataset<Row> labelled(TableName table) {
    Dataset<Row> known = lake.read(Tables.LABELS).withColumnRenamed("policy_id", "known_id");
    return lake.read(table).join(known, col("policy_id").equalTo(col("known_id")));
  }

  /** Of memberships those that no other one's evidence names: else that one is wrong as well. */
  private static Dataset<Row> unnamed() {
    Dataset<Row> named =
        lake.read(Tables.MEMBERSHIPS)
            .select(
                col("entity_id"),
                col("policy_id"),
                explode(col("evidence.other_record_id")).as("record_id"));
    return labelled(Tables.MEMBERSHIPS)
        .join(named, new String[] {"entity_id", "policy_id", "record_id"}, "left_anti");
  }

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

  private static Row first(TableName table, String condition) {
    return first(lake.read(table), condition);
  }

  private static Row first(Dataset<Row> rows, String condition) {
    return rows.where(condition)
        .orderBy(
            rows.columns()[0],
            "policy_id".equals(rows.columns()[0]) ? rows.columns()[0] : rows.columns()[1])
        .first();
  }
}
