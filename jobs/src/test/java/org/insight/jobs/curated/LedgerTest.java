package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.resolution.Lake;
import org.insight.jobs.resolution.RecordLedger;
import org.insight.jobs.resolution.SeenRows;
import org.insight.policy.graph.ViewerPart;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final StructType ROW =
      StructType.fromDDL(
          "at timestamp, entity_id string, change string, other_entity_id string,"
              + " record_ids array<string>, decisions array<string>, policy_id string");

  private static Dataset<Row> none() {
    return SharedSpark.session().createDataFrame(List.<Row>of(), ROW);
  }

  private static Dataset<Row> ledger(
      LiteralInputs before, LiteralInputs now, Dataset<Row> ledgerBefore) {
    return new LiteralInputs()
        .with(RecordLedger.MEMBERSHIPS_BEFORE, before.table(Tables.MEMBERSHIPS))
        .with(RecordLedger.DECISIONS_BEFORE, before.table(Tables.DECISIONS))
        .with(RecordLedger.LEDGER_BEFORE, ledgerBefore)
        .with(Tables.MEMBERSHIPS, now.table(Tables.MEMBERSHIPS))
        .with(Tables.DECISIONS, now.table(Tables.DECISIONS))
        .run(new RecordLedger(Instant.EPOCH));
  }

  private static List<String> rows(LiteralInputs before, LiteralInputs now, String... view) {
    return SeenRows.of(ledger(before, now, none()), Set.of(view)).stream()
        .map(
            row ->
                row.getAs("entity_id")
                    + " "
                    + row.getAs("change")
                    + " "
                    + row.getAs("other_entity_id")
                    + " "
                    + row.getList(row.fieldIndex("record_ids"))
                    + " "
                    + row.getList(row.fieldIndex("decisions")))
        .toList();
  }

  private static String id(String least) {
    return ViewerPart.id("E-", least);
  }

  private static Lake two() {
    return new Lake()
        .record("a", "Person", "p", Map.of("name", List.of("Karim Haddad")))
        .record("b", "Person", "p", Map.of("name", List.of("Karim Haddad")))
        .grant("one", "p")
        .grant("decider", "p", "d");
  }

  @Test
  void whatAnEntityBecameIsSaidToThoseForWhomItDid() {
    Lake lake = two().decide("D-1", "d", 0, "same", List.of("a"), List.of("b"));
    LiteralInputs decided = lake.resolved();
    LiteralInputs apart = two().resolved();
    LiteralInputs gone = lake.without(r -> r.equals("a"), d -> true).resolved();
    assertThat(rows(apart, decided, "p", "d"))
        .containsExactly(id("b") + " merged into " + id("a") + " [b] [D-1]");
    assertThat(rows(apart, decided, "p")).as("who does not see the decision").isEmpty();
    assertThat(rows(decided, apart, "p", "d"))
        .containsExactly(id("a") + " split into " + id("b") + " [b] [D-1]");
    assertThat(rows(decided, gone, "p", "d"))
        .as("named by a record that is gone")
        .containsExactly(id("a") + " merged into " + id("b") + " [b] [D-1]");
    assertThat(rows(decided, decided, "p", "d")).isEmpty();
  }

  @Test
  void aRowGoesWithTheLastOfItsRecords() {
    Dataset<Row> before =
        SharedSpark.session()
            .createDataFrame(List.of(row("x", "a", "gone"), row("y", "gone", "away")), ROW);
    LiteralInputs lake = two().resolved();
    assertThat(
            SeenRows.of(ledger(lake, lake, before), Set.of("p")).stream()
                .map(
                    row ->
                        row.getAs("entity_id") + " " + row.getList(row.fieldIndex("record_ids"))))
        .containsExactly(id("x") + " [a]");
  }

  private static Row row(String was, String... records) {
    return RowFactory.create(
        new Timestamp(0), id(was), "merged into", id("a"), records, new String[0], "p");
  }

  /** What comes, goes and is decided under other policies does not show. */
  @Test
  void aReaderGetsTheSameAsFromLakesWithoutWhatHeMayNotSee() {
    long seed = Long.getLong("insight.seed", new Random().nextLong());
    System.out.println("LedgerTest: seed " + seed);
    Random random = new Random(seed);
    Lake now = DrawnLake.of(random);
    long salt = random.nextLong();
    Lake before =
        now.without(
            record -> new Random(record.hashCode() ^ salt).nextInt(4) == 0,
            decision -> new Random(decision.hashCode() ^ salt).nextInt(2) == 0);
    LiteralInputs was = before.resolved();
    LiteralInputs is = now.resolved();
    Dataset<Row> forwards = ledger(was, is, none());
    Dataset<Row> backwards = ledger(is, was, none());
    assertThat(forwards.count() + backwards.count()).isPositive();
    for (Set<String> view : DrawnLake.VIEWS) {
      LiteralInputs wasSeen = before.cutTo(view).resolved();
      LiteralInputs isSeen = now.cutTo(view).resolved();
      assertThat(Lake.seen(forwards, view))
          .as("forwards, for %s, seed %d", view, seed)
          .doesNotHaveDuplicates()
          .isEqualTo(Lake.seen(ledger(wasSeen, isSeen, none()), view));
      assertThat(Lake.seen(backwards, view))
          .as("backwards, for %s, seed %d", view, seed)
          .doesNotHaveDuplicates()
          .isEqualTo(Lake.seen(ledger(isSeen, wasSeen, none()), view));
    }
  }
}
