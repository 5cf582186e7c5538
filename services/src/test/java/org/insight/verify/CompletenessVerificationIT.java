package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.schemas.Maintenance;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.JavaConverters;

/**
 * A right lake passes, each of its rows is looked at, and a row that should be there and is not is
 * found.
 */
class CompletenessVerificationIT {

  private static final SimulatedLake made = SimulatedLake.shared();
  private static final Lake lake = made.lake();

  @Test
  void everyRowOfARightLakeIsCheckedAndHolds() {
    List<TableName> tables = Verifier.tables(lake.contracts().all());
    List<Verdict> verdicts = made.asMade();
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

  /** As strangers to each other, who could otherwise keep every run from readers. */
  @Test
  void twoWhoseNumbersWereChosenToHaveOneHashAreTwoAndVerified() {
    Dataset<Row> numbers =
        lake.read(Tables.IDENTIFIERS)
            .where(col("value").isInCollection(SimulatedLake.OF_ONE_HASH).and(col("strong")));
    assertThat(numbers.select(xxhash64(col("kind"), col("value"))).distinct().count()).isOne();
    assertThat(numbers.select(Sources.shared()).distinct().count())
        .as("the verifier's begins with a number that nobody knows")
        .isEqualTo(2);
    assertThat(
            numbers
                .join(lake.read(Tables.MEMBERSHIPS), col("subject_id").equalTo(col("record_id")))
                .select("record_id", "entity_id")
                .distinct()
                .select("entity_id")
                .distinct()
                .count())
        .isEqualTo(2);
    assertThat(made.asMade())
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
  void aLakeOfWhichAJobHasNotTakenInWhatIsNewIsNotVerified() {
    long before = lake.snapshot(Tables.NAMES).snapshotId();
    try {
      made.put(Tables.NAMES, lake.read(Tables.NAMES));
      assertThatThrownBy(() -> new Verifier(lake).refuseHalfRun())
          .isInstanceOf(InsightException.class)
          .hasMessage(
              "Cannot verify the lake: text.translations has not taken in what is new in"
                  + " mentions.names; run `insight run` first")
          .extracting(e -> ((InsightException) e).kind())
          .isEqualTo(ErrorKind.INPUT);
    } finally {
      made.back(Tables.NAMES, before);
    }
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resolution.memberships",
        "links.groups",
        "curated.persons",
        "curated.organisations",
        "curated.links"
      })
  void whatSomeReaderShouldSeeAndIsNotThereIsFound(String name) {
    TableName table = TableName.of(name);
    WrongRows rows = new WrongRows(made, table);
    List<String> grain = lake.contracts().get(table).grain();
    Row victim = rows.take(made.labelled(table), "size(withheld) > 0");
    Column version = WrongRows.version(grain.get(0), victim);
    rows.gone(
        "what some reader should see",
        version,
        lake.read(table).where(version).collectAsList().stream()
            .flatMap(row -> rows.examples(row, grain, MismatchReason.MISSING).stream())
            .toList());
  }

  @Test
  void aProfileOfSomethingThatIsNotComparedIsFound() {
    WrongRows rows = new WrongRows(made, Tables.PROFILES);
    Row thing = made.first(Tables.RECORDS, "schema = 'Vehicle'");
    Row victim = rows.take("true");
    rows.more(
        "a vehicle's",
        all ->
            all.where(rows.isRow(victim))
                .withColumn("record_id", lit(thing.<String>getAs("record_id")))
                .withColumn("schema", lit("Vehicle"))
                .withColumn("policy_id", lit(thing.<String>getAs("policy_id"))),
        rows.examples(thing, List.of("record_id"), MismatchReason.UNEXPECTED));
  }

  @Test
  void anEntitlementTooManyTooFewOrTooLongIsFound() {
    WrongRows rows = new WrongRows(made, Tables.ENTITLEMENTS);
    rows.wrong(
        "too long",
        rows.take("valid_to IS NOT NULL"),
        Map.of("valid_to", lit(null)),
        MismatchReason.CONTENT);
    List<String> grain = List.of("scope", "policy_id");
    Row few = rows.take("true");
    rows.gone("one too few", rows.isRow(few), rows.examples(few, grain, MismatchReason.MISSING));
    Row many = rows.take("true");
    rows.more(
        "one too many",
        all -> all.where(rows.isRow(many)).withColumn("scope", lit("another")),
        List.of(
            "scope=another policy_id="
                + many.getAs("policy_id")
                + ": "
                + MismatchReason.UNEXPECTED));
  }

  @Test
  void aGrantThatTheRuleDoesNotGiveIsFound() {
    Row victim = made.first(Tables.GRANTS, "valid_to IS NOT NULL");
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
        .isEqualTo(Map.of(MismatchReason.UNEXPECTED, 1L, MismatchReason.MISSING, 1L));
  }
}
