package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_union;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.cli.InProcess;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.jobs.Tables;
import org.insight.jobs.TestLakes;
import org.insight.jobs.links.GroupSubjects;
import org.insight.jobs.links.LinkLimits;
import org.insight.jobs.links.LinkSubjects;
import org.insight.jobs.text.SplitSentences;
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
import org.insight.schemas.WriteMode;
import org.insight.tables.Lake;
import org.insight.tables.StagedWrite;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A right lake passes; one wrong label, in any table, is found, and just that one. */
class VerifierIT {

  /**
   * Tables whose labels are combined, each of a row's own: not memberships, which hang together.
   */
  private static final Set<TableName> COMBINED =
      Set.of(Tables.EDGES, Tables.GROUPS, Tables.PERSONS, Tables.LINKS);

  private static final Set<TableName> WITHHOLDING =
      Set.of(Tables.GROUPS, Tables.PERSONS, Tables.LINKS);

  /**
   * Two passports of one hash of kind and value. Whoever knows how a hash begins finds such pairs
   * in a second: of two words of eight letters the first is chosen, the second follows, and one in
   * some millions is of digits and capitals.
   */
  private static final List<String> OF_ONE_HASH = List.of("FR:12AB377CK4091", "FR:40253D4T58WZB");

  @TempDir private static Path folder;
  private static SimulatedLake made;
  private static Lake lake;

  @BeforeAll
  static void runAllJobs() throws IOException {
    made =
        SimulatedLake.in(
            folder,
            180,
            4,
            Map.of(
                "chosen/policy.yaml",
                "{source: ES, purposes: [locate]}",
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
    assertThat(made.verdict(Tables.MEMBERSHIPS).reasons()).isEmpty();
    assertThat(made.verdict(Tables.GROUPS).reasons()).isEmpty();
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
    List<Verdict> verdicts = new Verifier(lake).verify(tables, 5, t -> {});
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

  /** A row and the label that it is given in the place of its own. */
  private record Wrong(Row row, String policyId) {}

  /**
   * The label of another row; where labels are combined, one that lacks a policy of a source too,
   * and one that withholds less than it must.
   */
  @ParameterizedTest
  @MethodSource("org.insight.verify.VerifiedTablesTest#tablesWithPolicies")
  void wrongLabelsAreFoundAndNoOthers(TableName table) {
    Row victim = first(table, "policy_id <> '" + Label.QUARANTINE.id() + "'");
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
    List<Wrong> wrong = new ArrayList<>(List.of(new Wrong(victim, others)));
    Dataset<Row> left = labelled(table).where(col(id).notEqual(lit(victim.getAs(id))));
    if (COMBINED.contains(table)) {
      Row lacking = first(left, "size(granted) > 1 AND size(withheld) = 0");
      wrong.add(new Wrong(lacking, grantingLess(label(lacking)).id()));
      left = left.where(col(id).notEqual(lit(lacking.getAs(id))));
    }
    if (WITHHOLDING.contains(table)) {
      Row withholding = first(left, "size(withheld) > 0");
      wrong.add(new Wrong(withholding, withholdingLess(label(withholding)).id()));
    }
    assertFoundAlone(table, wrong);
  }

  /** Its evidence names records of the version that it was in, so that is found too. */
  @Test
  void aMembershipThatLacksAPolicyOfOneOfItsSourcesIsFound() {
    Row victim = first(unnamed(), "size(granted) > 1 AND size(withheld) = 0");
    Verdict verdict =
        relabelled(
            Tables.MEMBERSHIPS, List.of(new Wrong(victim, grantingLess(label(victim)).id())));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.LABEL, 1L, Why.EVIDENCE, 1L));
    assertThat(verdict.examples())
        .hasSize(2)
        .allSatisfy(e -> assertThat(e).contains("record_id=" + victim.getAs("record_id")));
  }

  @Test
  void aMembershipThatWithholdsLessThanItMustIsFound() {
    Row victim = first(unnamed(), "size(withheld) > 0 AND size(evidence) = 0");
    assertFoundAlone(
        Tables.MEMBERSHIPS, List.of(new Wrong(victim, withholdingLess(label(victim)).id())));
  }

  /** Of the rows that were changed, and of no others, in words that name them and no value. */
  private static void assertFoundAlone(TableName table, List<Wrong> wrong) {
    Verdict verdict = relabelled(table, wrong);
    assertThat(verdict.mismatches())
        .as("%s: %s %s", table, verdict.reasons(), verdict.examples())
        .isEqualTo(wrong.size());
    String id = lake.contracts().get(table).grain().get(0);
    for (Wrong one : wrong) {
      assertThat(verdict.examples())
          .filteredOn(example -> example.contains(id + "=" + one.row().getAs(id)))
          .singleElement()
          .asString()
          .contains("policy_id".equals(id) ? "" : "differs");
    }
  }

  private static Verdict relabelled(TableName table, List<Wrong> wrong) {
    return made.verdict(
        table,
        rows -> {
          Column policyId = col("policy_id");
          for (Wrong one : wrong) {
            policyId = when(isRow(table, one.row()), lit(one.policyId())).otherwise(policyId);
          }
          return rows.withColumn("policy_id", policyId);
        });
  }

  @Test
  void anEntityOrGroupThatSomeReaderShouldSeeIsMissed() {
    for (TableName table : List.of(Tables.MEMBERSHIPS, Tables.GROUPS)) {
      String id = lake.contracts().get(table).grain().get(0);
      Row victim = first(labelled(table), "size(withheld) > 0");
      Column version =
          col(id)
              .equalTo(victim.<String>getAs(id))
              .and(col("policy_id").equalTo(victim.<String>getAs("policy_id")));
      long rows = lake.read(table).where(version).count();
      Verdict verdict = made.verdict(table, all -> all.where(version.equalTo(lit(false))));
      assertThat(verdict.reasons()).as(table.toString()).isEqualTo(Map.of(Why.MISSING, rows));
    }
  }

  @Test
  void evidenceThatNamesARecordOutsideTheEntityIsFound() {
    Row victim = first(Tables.MEMBERSHIPS, "size(evidence) > 0");
    Column is = isRow(Tables.MEMBERSHIPS, victim);
    String other =
        first(Tables.RECORDS, "record_id <> '" + victim.getAs("record_id") + "'")
            .getAs("record_id");
    Verdict verdict =
        made.verdict(
            Tables.MEMBERSHIPS,
            rows ->
                rows.withColumn(
                    "evidence",
                    when(
                            is,
                            expr(
                                "transform(evidence, e -> named_struct('kind', e.kind,"
                                    + " 'mention_id', e.mention_id, 'other_record_id', '"
                                    + other
                                    + "', 'other_mention_id', e.other_mention_id))"))
                        .otherwise(col("evidence"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.EVIDENCE, 1L));
  }

  /** Whoever asks why these are one person finds no answer. */
  @Test
  void anEntityThatItsEvidenceDoesNotHoldTogetherIsFound() {
    Row victim = first(Tables.MEMBERSHIPS, "size(evidence) > 0");
    Column version =
        col("entity_id")
            .equalTo(victim.<String>getAs("entity_id"))
            .and(col("policy_id").equalTo(victim.<String>getAs("policy_id")));
    Verdict verdict =
        made.verdict(
            Tables.MEMBERSHIPS,
            rows ->
                rows.withColumn(
                    "evidence",
                    when(version, expr("slice(evidence, 1, 0)")).otherwise(col("evidence"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.UNTIED, 1L));
    assertThat(verdict.examples())
        .singleElement()
        .asString()
        .contains("entity_id=" + victim.getAs("entity_id"));
  }

  @Test
  void evidenceOfAnotherKindThanItsMentionsIsFound() {
    Row victim = first(Tables.MEMBERSHIPS, "size(evidence) > 0");
    Verdict verdict =
        made.verdict(
            Tables.MEMBERSHIPS,
            rows ->
                rows.withColumn(
                    "evidence",
                    when(
                            isRow(Tables.MEMBERSHIPS, victim),
                            expr(
                                "transform(evidence, e -> named_struct('kind', 'other',"
                                    + " 'mention_id', e.mention_id, 'other_record_id',"
                                    + " e.other_record_id, 'other_mention_id',"
                                    + " e.other_mention_id))"))
                        .otherwise(col("evidence"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.EVIDENCE, 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "resolution.memberships, schema",
    "links.groups, subject_kind",
    "links.edges, source_kind",
    "links.edges, target_kind"
  })
  void whatARowCallsSomethingThatItsSourcesCallOtherwiseIsFound(String name, String column) {
    TableName table = TableName.of(name);
    Row victim = first(table, "policy_id <> '" + Label.QUARANTINE.id() + "'");
    Verdict verdict =
        made.verdict(
            table,
            rows ->
                rows.withColumn(
                    column, when(isRow(table, victim), lit("other")).otherwise(col(column))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.CONTENT, 1L));
  }

  @Test
  void aLinkThatLeavesOutAnEdgeIsFound() {
    Row victim =
        lake.read(Tables.LINKS)
            .withColumn("edges_", size(col("edge_ids")))
            .where("edges_ > 1")
            .orderBy(col("edges_").desc(), col("link_id"), col("policy_id"))
            .first();
    Verdict verdict =
        made.verdict(
            Tables.LINKS,
            rows ->
                rows.withColumn(
                    "edge_ids",
                    when(isRow(Tables.LINKS, victim), expr("slice(edge_ids, 2, size(edge_ids))"))
                        .otherwise(col("edge_ids"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.UNTIED, 1L));
  }

  @Test
  void aTelephoneNumberThatMakesOneOfTwoIsFound() {
    Row victim = first(Tables.IDENTIFIERS, "kind = 'phone' AND subject_kind = 'record'");
    Verdict verdict =
        made.verdict(
            Tables.IDENTIFIERS,
            rows ->
                rows.withColumn(
                    "strong",
                    when(isRow(Tables.IDENTIFIERS, victim), lit(true)).otherwise(col("strong"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.CONTENT, 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "landing.items, path",
    "landing.items, title",
    "landing.rejects, reason",
    "text.pages, title",
    "text.documents, title"
  })
  void whatARowRepeatsOfAnotherItemIsFound(String name, String column) {
    TableName table = TableName.of(name);
    Row victim = first(table, "policy_id <> '" + Label.QUARANTINE.id() + "'");
    Verdict verdict =
        made.verdict(
            table,
            rows ->
                rows.withColumn(
                    column,
                    when(isRow(table, victim), lit("Zz of another")).otherwise(col(column))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.CONTENT, 1L));
  }

  @Test
  void aLinkThatSomeReaderShouldSeeIsMissed() {
    Row victim = first(Tables.LINKS, "true");
    Verdict verdict =
        made.verdict(
            Tables.LINKS, rows -> rows.where(isRow(Tables.LINKS, victim).equalTo(lit(false))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.MISSING, 1L));
    assertThat(verdict.examples())
        .containsExactly("link_id=" + victim.getAs("link_id") + ": missing");
  }

  @Test
  void anEdgeThatLeavesOutTheEvidenceOfOneEndIsFound() {
    Row victim = first(Tables.EDGES, "size(evidence) > 1");
    Column is = isRow(Tables.EDGES, victim);
    String ofSource =
        first(
                Tables.IDENTIFIERS,
                "subject_id = '"
                    + victim.getAs("source_id")
                    + "' AND mention_id IN ('"
                    + String.join("','", victim.getList(victim.fieldIndex("evidence")))
                    + "')")
            .getAs("mention_id");
    Verdict verdict =
        made.verdict(
            Tables.EDGES,
            rows ->
                rows.withColumn(
                    "evidence", when(is, array(lit(ofSource))).otherwise(col("evidence"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.EVIDENCE, 1L));
  }

  @Test
  void aLinkThatRestsOnAnEdgeOfOthersIsFound() {
    Row victim = first(Tables.LINKS, "true");
    Column is = isRow(Tables.LINKS, victim);
    String foreign =
        first(
                Tables.EDGES,
                "source_id NOT IN (SELECT record_id FROM "
                    + lake.identifier(Tables.MEMBERSHIPS)
                    + " WHERE entity_id IN ('"
                    + victim.getAs("source_id")
                    + "', '"
                    + victim.getAs("target_id")
                    + "')) AND source_id NOT IN ('"
                    + victim.getAs("source_id")
                    + "', '"
                    + victim.getAs("target_id")
                    + "')")
            .getAs("edge_id");
    Verdict verdict =
        made.verdict(
            Tables.LINKS,
            rows ->
                rows.withColumn(
                    "edge_ids", when(is, array(lit(foreign))).otherwise(col("edge_ids"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.EVIDENCE, 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"curated.persons", "curated.links"})
  void aBetterGradingALaxerCodeOrASourceTooManyIsFound(String name) {
    TableName table = TableName.of(name);
    Column best = array(lit("ADMIRALTY A1"));
    Row graded = first(table, "size(grading) > 0 AND grading[0] <> 'ADMIRALTY A1'");
    Column one = isRow(table, graded);
    Dataset<Row> others = lake.read(table).where(one.equalTo(false));
    Column other = isRow(table, first(others, "size(handling) > 0"));
    Column third = isRow(table, first(others.where(other.equalTo(false)), "true"));
    Verdict verdict =
        made.verdict(
            table,
            rows ->
                rows.withColumn("grading", when(one, best).otherwise(col("grading")))
                    .withColumn(
                        "handling",
                        when(other, array().cast("array<string>")).otherwise(col("handling")))
                    .withColumn(
                        "independent_sources",
                        col("independent_sources").plus(when(third, 1).otherwise(0))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.CONTENT, 3L));
  }

  /** The label may be right, and the rows that it rests on: a reader sees what the row shows. */
  @Test
  void aPersonThatShowsWhatNoRecordOfItsVersionSaysIsFound() {
    List<String> arrays =
        List.of(
            "names",
            "aliases",
            "birth_dates",
            "genders",
            "countries",
            "identifiers",
            "topics",
            "sources",
            "conflicts");
    Column more = array(lit("zz of another"));
    List<Row> victims =
        lake.read(Tables.PERSONS)
            .where("size(names) > 0")
            .dropDuplicates("entity_id")
            .orderBy("entity_id")
            .limit(arrays.size() + 4)
            .collectAsList();
    List<Column> is = victims.stream().map(v -> isRow(Tables.PERSONS, v)).toList();
    int last = arrays.size();
    Verdict verdict =
        made.verdict(
            Tables.PERSONS,
            rows -> {
              Dataset<Row> changed = rows;
              for (int i = 0; i < arrays.size(); i++) {
                Column array = col(arrays.get(i));
                changed =
                    changed.withColumn(
                        arrays.get(i), when(is.get(i), concat(array, more)).otherwise(array));
              }
              return changed
                  .withColumn(
                      "caption", when(is.get(last), lit("Zz Other")).otherwise(col("caption")))
                  .withColumn(
                      "records",
                      col("records").plus(when(is.get(last + 1), lit(1)).otherwise(lit(0))))
                  .withColumn(
                      "names",
                      when(is.get(last + 2), expr("slice(names, 2, size(names))"))
                          .otherwise(col("names")))
                  .withColumn(
                      "aliases",
                      // What it says is its record's, but not in this column.
                      when(is.get(last + 3), concat(col("aliases"), expr("slice(names, 1, 1)")))
                          .otherwise(col("aliases")));
            });
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.CONTENT, victims.size() + 0L));
    assertThat(victims).hasSize(arrays.size() + 4);
  }

  @Test
  void aLinkThatShowsWhatNeitherItsEdgesNorItsEndsSayIsFound() {
    List<String> columns =
        List.of(
            "kinds",
            "values",
            "source_kind",
            "source_caption",
            "source_identifier",
            "target_kind",
            "target_caption",
            "target_identifier");
    List<Row> victims =
        lake.read(Tables.LINKS)
            .dropDuplicates("link_id")
            .orderBy("link_id")
            .limit(columns.size())
            .collectAsList();
    Verdict verdict =
        made.verdict(
            Tables.LINKS,
            rows -> {
              Dataset<Row> changed = rows;
              for (int i = 0; i < columns.size(); i++) {
                Column column = col(columns.get(i));
                Column other =
                    i < 2 ? concat(column, array(lit("zz of another"))) : lit("Zz of another");
                changed =
                    changed.withColumn(
                        columns.get(i),
                        when(isRow(Tables.LINKS, victims.get(i)), other).otherwise(column));
              }
              return changed;
            });
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.CONTENT, columns.size() + 0L));
  }

  /** It names a row that is there and carries its label: all is right but that it is another's. */
  @ParameterizedTest
  @CsvSource({
    "text.pages, item_id",
    "text.sentences, document_id",
    "mentions.identifiers, subject_id"
  })
  void aRowThatNamesAnotherSourceThanItsOwnIsFound(String name, String source) {
    TableName table = TableName.of(name);
    String kept = "mentions.identifiers".equals(name) ? "subject_kind = 'record'" : "true";
    Row victim = first(table, kept);
    Row other =
        first(table, kept + " AND " + source + " <> '" + victim.<String>getAs(source) + "'");
    Column is = isRow(table, victim);
    Verdict verdict =
        made.verdict(
            table,
            rows ->
                rows.withColumn(
                        source, when(is, lit(other.<String>getAs(source))).otherwise(col(source)))
                    .withColumn(
                        "policy_id",
                        when(is, lit(other.<String>getAs("policy_id")))
                            .otherwise(col("policy_id"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.ID, 1L));
  }

  @Test
  void anEdgeOrALinkOfAnIdThatIsNotItsOwnIsFound() {
    for (TableName table : List.of(Tables.EDGES, Tables.LINKS)) {
      String id = lake.contracts().get(table).grain().get(0);
      Row victim = first(table, "true");
      Column is = isRow(table, victim);
      Verdict verdict =
          made.verdict(
              table, rows -> rows.withColumn(id, when(is, sha2(col(id), 256)).otherwise(col(id))));
      assertThat(verdict.reasons()).as(table.toString()).isEqualTo(Map.of(Why.ID, 1L));
    }
  }

  private static Column hash(String... parts) {
    return sha2(
        concat_ws("\n", Stream.of(parts).map(p -> col(p).cast("string")).toArray(Column[]::new))
            .cast("binary"),
        256);
  }

  /** Rows of an older version, which a run that takes others back looks at too. */
  @Test
  void idsThatWereMadeOfTheValueAreRightStill() {
    Verdict mentions =
        made.verdict(
            Tables.IDENTIFIERS,
            rows ->
                rows.withColumn(
                        "mention_id",
                        hash("subject_kind", "subject_id", "property", "begin", "kind", "value"))
                    .withColumn("position", lit(null).cast("int")));
    assertThat(mentions.reasons()).isEmpty();
    Verdict edges =
        made.verdict(
            Tables.EDGES,
            rows -> rows.withColumn("edge_id", hash("source_id", "target_id", "kind", "value")));
    assertThat(edges.reasons()).isEmpty();
  }

  @Test
  void aCountThatTakesInADocumentTooManyIsFound() {
    Row victim = first(Tables.TRENDS_MONTHLY, "true");
    Column is = isRow(Tables.TRENDS_MONTHLY, victim);
    Verdict verdict =
        made.verdict(
            Tables.TRENDS_MONTHLY,
            rows ->
                rows.withColumn("documents", col("documents").plus(when(is, 1L).otherwise(0L))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.CONTENT, 1L));
  }

  @Test
  void aRowWhoseSourceIsGoneIsFound() {
    Row victim = first(Tables.NAMES, "true");
    Column is = isRow(Tables.NAMES, victim);
    Verdict verdict =
        made.verdict(
            Tables.NAMES,
            rows ->
                rows.withColumn("sentence_id", when(is, lit("x#1")).otherwise(col("sentence_id"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.NO_SOURCE, 1L));
  }

  /** The policy's text is what all else is worked out from, and the item's id holds it fast. */
  @Test
  void aPolicyThatWasLoosenedUnderAnArrivalIsFoundThereAndInAllThatWasMadeOfIt() {
    Row victim =
        first(
            Tables.ARRIVALS, "outcome = 'read' AND mapping IS NOT NULL AND parent_item_id IS NULL");
    String open = "{source: FR, purposes: [investigation]}";
    Column is = isRow(Tables.ARRIVALS, victim);
    long before = lake.snapshot(Tables.ARRIVALS).snapshotId();
    try {
      made.put(
          Tables.ARRIVALS,
          lake.read(Tables.ARRIVALS)
              .withColumn("base_policy", when(is, lit(open)).otherwise(col("base_policy")))
              .withColumn(
                  "policy_id",
                  when(is, lit(org.insight.policy.BasePolicy.fromYaml(open).id()))
                      .otherwise(col("policy_id"))));
      assertThat(made.verdict(Tables.ARRIVALS).reasons()).containsEntry(Why.ID, 1L);
      assertThat(made.verdict(Tables.ITEMS).reasons()).containsEntry(Why.LABEL, 1L);
      assertThat(made.verdict(Tables.RECORDS).reasons())
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
  void aPolicyThatWasLoosenedUnderAMemberIsNotThatOfItsContainer() {
    Row victim = first(Tables.ARRIVALS, "outcome = 'read' AND parent_item_id IS NOT NULL");
    String open = "{source: FR, purposes: [investigation]}";
    Column is = isRow(Tables.ARRIVALS, victim);
    Verdict verdict =
        made.verdict(
            Tables.ARRIVALS,
            rows ->
                rows.withColumn("base_policy", when(is, lit(open)).otherwise(col("base_policy")))
                    .withColumn(
                        "policy_id",
                        when(is, lit(org.insight.policy.BasePolicy.fromYaml(open).id()))
                            .otherwise(col("policy_id"))));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.LABEL, 1L));
  }

  @Test
  void aLabelThatWasLoosenedUnderItsIdIsFound() {
    Row victim = first(Tables.LABELS, "size(granted) > 1");
    Column is = isRow(Tables.LABELS, victim);
    Verdict verdict =
        made.verdict(
            Tables.LABELS,
            rows ->
                rows.withColumn(
                    "granted", when(is, expr("slice(granted, 1, 1)")).otherwise(col("granted"))));
    // Whoever carries the label now carries one that nobody knows.
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.ID, 1L, Why.NO_LABEL, 1L));
  }

  @Test
  void aLabelThatRowsCarryAndNobodyKnowsIsFound() {
    String carried = first(labelled(Tables.GROUPS), "size(granted) > 1").getAs("policy_id");
    Verdict verdict =
        made.verdict(Tables.LABELS, rows -> rows.where(col("policy_id").notEqual(carried)));
    assertThat(verdict.reasons()).isEqualTo(Map.of(Why.NO_LABEL, 1L));
    assertThat(verdict.examples()).containsExactly("policy_id=" + carried + ": no_label");
  }

  @Test
  void anEntitlementTooManyTooFewOrTooLongIsFound() {
    Row victim = first(Tables.ENTITLEMENTS, "valid_to IS NOT NULL");
    Column is = isRow(Tables.ENTITLEMENTS, victim);
    assertThat(
            made.verdict(
                    Tables.ENTITLEMENTS,
                    rows ->
                        rows.withColumn("valid_to", when(is, lit(null)).otherwise(col("valid_to"))))
                .reasons())
        .isEqualTo(Map.of(Why.CONTENT, 1L));
    assertThat(
            made.verdict(Tables.ENTITLEMENTS, rows -> rows.where(is.equalTo(lit(false)))).reasons())
        .isEqualTo(Map.of(Why.MISSING, 1L));
    assertThat(
            made.verdict(
                    Tables.ENTITLEMENTS,
                    rows -> rows.union(rows.where(is).withColumn("scope", lit("another"))))
                .reasons())
        .isEqualTo(Map.of(Why.UNEXPECTED, 1L));
  }

  @Test
  void aGrantThatTheRuleDoesNotGiveIsFound() {
    Row victim = first(Tables.GRANTS, "valid_to IS NOT NULL");
    Column is = isRow(Tables.GRANTS, victim);
    assertThat(
            made.verdict(
                    Tables.GRANTS,
                    rows ->
                        rows.withColumn("valid_to", when(is, lit(null)).otherwise(col("valid_to"))))
                .reasons())
        .isEqualTo(Map.of(Why.UNEXPECTED, 1L, Why.MISSING, 1L));
  }

  @Test
  void aPolicyThatIsNotRegisteredAsItCameAndAScopeThatIsNotOfItsRightsAreFound() {
    Row policy = first(Tables.POLICIES, "level = 3");
    Column is = isRow(Tables.POLICIES, policy);
    assertThat(
            made.verdict(
                    Tables.POLICIES,
                    rows -> rows.withColumn("level", when(is, lit(0)).otherwise(col("level"))))
                .reasons())
        .isEqualTo(Map.of(Why.ID, 1L));
    for (String said :
        List.of(
            "handling_scheme",
            "handling_code",
            "grading_scheme",
            "source_grading",
            "information_grading")) {
      assertThat(
              made.verdict(
                      Tables.POLICIES,
                      rows -> rows.withColumn(said, when(is, lit("Z9")).otherwise(col(said))))
                  .reasons())
          .as(said)
          .isEqualTo(Map.of(Why.ID, 1L));
    }
    assertThat(
            made.verdict(
                    Tables.POLICIES,
                    rows ->
                        rows.withColumn(
                            "conditions",
                            when(is, array(lit("None."))).otherwise(col("conditions"))))
                .reasons())
        .isEqualTo(Map.of(Why.ID, 1L));
    Verdict readers =
        made.verdict(
            Tables.READERS,
            rows ->
                rows.withColumn(
                    "clearance",
                    when(col("reader").equalTo("demo"), lit(3)).otherwise(col("clearance"))));
    assertThat(readers.examples()).containsExactly("reader=demo: id_differs");
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
    assertThatThrownBy(() -> InProcess.publishRun(settings(), lake))
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
    InProcess.publishRun(settings(), lake);
    long first = runs.last().orElseThrow().number();
    Row victim = first(Tables.EDGES, "true");
    TestLakes.write(
        runs.open(),
        Tables.EDGES,
        WriteMode.REPLACE,
        right.withColumn(
            "policy_id",
            when(isRow(Tables.EDGES, victim), Label.QUARANTINE.id()).otherwise(col("policy_id"))));
    InProcess.publishRun(settings("publish: {verify: none}\n"), lake);

    InProcess.rollBack(settings(), lake, first);
    assertThat(folder.resolve("lake/runs/metrics.prom"))
        .as("what is rejected in the state that readers see now")
        .content()
        .contains("insight_rejects{");
    SortedMap<TableName, Long> before = heads(lake);
    assertThatThrownBy(() -> InProcess.rollBack(settings(), lake, first + 1))
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
    assertThatThrownBy(() -> InProcess.publishRun(settings(), lake))
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
    Runs runs = Runs.of(lake);
    Lake staged = runs.open();
    stageWithout(staged, Tables.ARRIVALS, "item_id", gone);
    try {
      Dataset<Row> records =
          lake.read(Tables.RECORDS).where(col("item_id").equalTo(gone)).select("record_id");
      long persons =
          lake.read(Tables.PERSONS)
              .withColumn("record_id", explode(col("record_ids")))
              .join(records, "record_id")
              .select("entity_id", "policy_id")
              .distinct()
              .count();
      Map<TableName, Map<String, Long>> found = foundIn(staged);
      assertThat(persons).isPositive();
      assertThat(found)
          .containsEntry(Tables.ARRIVALS, Map.of())
          .containsEntry(Tables.ITEMS, Map.of(Why.NO_SOURCE, 1L))
          .containsEntry(Tables.RECORDS, Map.of(Why.NO_SOURCE, records.count()))
          .containsEntry(Tables.MEMBERSHIPS, Map.of(Why.NO_SOURCE, membershipsNaming(records)))
          .containsEntry(Tables.PERSONS, Map.of(Why.NO_SOURCE, persons));
    } finally {
      runs.drop();
    }
  }

  /** As where an item that is read again gives less, and a job leaves what was made of the rest. */
  @Test
  void rowsOfWhatAnItemGivesNoMoreAreFoundThoughNobodyTouchedThem() {
    String record =
        first(
                lake.read(Tables.MEMBERSHIPS)
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
      Map<TableName, Map<String, Long>> found = foundIn(staged);
      Map<TableName, String> naming =
          Map.of(
              Tables.SENTENCES,
              "document_id = '" + document + "'",
              Tables.NAMES,
              "document_id = '" + document + "'",
              Tables.IDENTIFIERS,
              "subject_id IN ('" + record + "', '" + document + "')",
              Tables.MEMBERSHIPS,
              "record_id = '"
                  + record
                  + "' OR array_contains(evidence.other_record_id, '"
                  + record
                  + "')",
              Tables.PERSONS,
              "array_contains(record_ids, '" + record + "')");
      naming.forEach(
          (table, where) ->
              assertThat(found)
                  .containsEntry(
                      table, Map.of(Why.NO_SOURCE, lake.read(table).where(where).count())));
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

  /** As members, or in the evidence of others. */
  private static long membershipsNaming(Dataset<Row> records) {
    return lake.read(Tables.MEMBERSHIPS)
        .select(
            col("entity_id"),
            col("policy_id"),
            col("record_id").as("member"),
            explode(array_union(array(col("record_id")), col("evidence.other_record_id")))
                .as("record_id"))
        .join(records, "record_id")
        .select("entity_id", "member", "policy_id")
        .distinct()
        .count();
  }

  /** Stages a table as readers see it, but for one row. */
  private static void stageWithout(Lake staged, TableName table, String id, String gone) {
    TestLakes.write(
        staged, table, WriteMode.REPLACE, lake.read(table).where(col(id).notEqual(gone)));
  }

  /** What is wrong in each table, where only what is staged is looked at. */
  private static Map<TableName, Map<String, Long>> foundIn(Lake staged) {
    Map<TableName, Map<String, Long>> found = new TreeMap<>();
    Verifier.ofWritten(staged)
        .verify(Verifier.tables(lake.contracts().all()), 5, table -> {})
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

  private static Column isRow(TableName table, Row row) {
    List<Column> same = new ArrayList<>();
    for (String column : lake.contracts().get(table).grain()) {
      Object value = row.getAs(column);
      same.add(col(column).equalTo(lit(value)));
    }
    return same.stream().reduce(Column::and).orElseThrow();
  }
}
