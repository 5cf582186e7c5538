package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.JobRunner;
import org.insight.engine.Runs;
import org.insight.jobs.curated.CurateLinks;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.policy.Label;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.services.Served;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;

/**
 * What a run wrote is verified before readers see it: the rows that it wrote, and rows of what it
 * took away.
 */
class RunVerificationIT {

  private static final SimulatedLake made = SimulatedLake.shared();
  private static final Lake lake = made.lake();

  @Test
  void aTableThatLosesMostOfItsRowsKeepsTheWholeRunFromReaders() throws IOException {
    Runs runs = Runs.of(lake);
    TestLakes.write(
        runs.open(),
        Tables.SENTENCES,
        WriteMode.REPLACE,
        lake.read(Tables.SENTENCES).where("position = 0"));
    long before = lake.snapshot(Tables.SENTENCES).snapshotId();
    assertThatThrownBy(() -> Served.publishStaged(settings(), lake))
        .hasMessageContaining("text.sentences must not lose more than 50 % of its rows")
        .hasMessageContaining("insight publish --losing");
    assertThat(lake.snapshot(Tables.SENTENCES).snapshotId()).isEqualTo(before);
    runs.drop();
  }

  /** A run that was published unverified is shown once more by whoever goes back to it. */
  @Test
  void aRollbackToWrongLabelsIsRefusedAndOneToRightOnesIsDone() throws IOException {
    Runs runs = Runs.of(lake);
    Dataset<Row> right = lake.read(Tables.EDGES).localCheckpoint();
    TestLakes.write(runs.open(), Tables.EDGES, WriteMode.REPLACE, right);
    Served.publishStaged(settings(), lake);
    long first = runs.last().orElseThrow().number();
    Row victim = made.first(Tables.EDGES, "true");
    TestLakes.write(
        runs.open(),
        Tables.EDGES,
        WriteMode.REPLACE,
        right.withColumn(
            "policy_id",
            when(col("edge_id").equalTo(victim.<String>getAs("edge_id")), Label.QUARANTINE.id())
                .otherwise(col("policy_id"))));
    Served.publishStaged(settings("publish: {verify: none}\n"), lake);

    Served.runs(settings(), lake, control -> control.rollBack(first, "a test"));
    assertThat(made.folder().resolve("lake/runs/metrics.prom"))
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
    // Other tests want a lake in which no job is behind.
    new JobRunner(lake).run(new CurateLinks());
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
    Row victim = made.first(Tables.EDGES, "true");
    TestLakes.write(
        staged,
        Tables.EDGES,
        WriteMode.REPLACE,
        lake.read(Tables.EDGES)
            .withColumn(
                "policy_id",
                when(col("edge_id").equalTo(victim.<String>getAs("edge_id")), Label.QUARANTINE.id())
                    .otherwise(col("policy_id"))));
    assertThatThrownBy(() -> Served.publishStaged(settings(), lake))
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
    Row victim = made.first(Tables.EDGES, "true");
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
          .satisfies(v -> assertThat(v.reasons()).isEqualTo(Map.of(MismatchReason.NO_LABEL, 1L)));
    } finally {
      runs.drop();
    }
  }

  @Test
  void aLinkThatARunTookAwayAndThatSomeReaderShouldSeeIsFound() {
    assertMissedIfTakenAway(Tables.LINKS);
  }

  @Test
  void aPairThatARunTookAwayThoughItsRecordsAreThereIsFound() {
    assertMissedIfTakenAway(Tables.CANDIDATES);
  }

  private static void assertMissedIfTakenAway(TableName table) {
    String[] key = lake.contracts().get(table).key().toArray(String[]::new);
    Dataset<Row> victims =
        lake.read(table)
            .join(
                lake.read(table).orderBy(key[0], key[key.length - 1]).limit(1).selectExpr(key),
                key,
                "left_semi");
    long versions = victims.count();
    Runs runs = Runs.of(lake);
    Lake staged = runs.open();
    StagedWrite.update(
            staged,
            lake.contracts().get(table),
            victims.selectExpr(key).distinct(),
            victims.limit(0),
            Map.of(
                StagedWrite.SETTINGS,
                Objects.requireNonNull(lake.lastWrite(table))
                    .summary()
                    .getOrDefault(StagedWrite.SETTINGS, "")))
        .publish();
    try {
      assertThat(foundIn(staged, table))
          .isEqualTo(Map.of(table, Map.of(MismatchReason.MISSING, versions)));
    } finally {
      runs.drop();
    }
  }

  /** The jobs behind it name no key of theirs, so that no row of theirs was written. */
  @Test
  void rowsOfAnItemThatIsGoneAreFoundThoughNobodyTouchedThem() {
    String gone =
        made.first(
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
              Tables.SUBJECTS,
              Tables.PROFILES,
              Tables.CANDIDATES,
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
        made.first(
                lake.read(Tables.PERSONS)
                    .select(explode(col("record_ids")).as("record_id"))
                    .join(
                        lake.read(Tables.CANDIDATES).select(col("left_id").as("record_id")),
                        "record_id")
                    .join(
                        lake.read(Tables.IDENTIFIERS), col("record_id").equalTo(col("subject_id"))),
                "true")
            .getAs("record_id");
    String document = made.first(lake.read(Tables.NAMES), "true").getAs("document_id");
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
              Tables.SUBJECTS,
              Tables.PROFILES,
              Tables.CANDIDATES,
              Tables.MEMBERSHIPS,
              Tables.PERSONS);
      assertNoSource(found, Tables.SENTENCES, "document_id = '" + document + "'");
      assertNoSource(found, Tables.NAMES, "document_id = '" + document + "'");
      assertNoSource(
          found, Tables.IDENTIFIERS, "subject_id IN ('" + record + "', '" + document + "')");
      List<String> subjects =
          new ArrayList<>(
              lake.read(Tables.SUBJECTS)
                  .where(col("item_id").equalTo(document))
                  .select("record_id")
                  .as(Encoders.STRING())
                  .collectAsList());
      subjects.add(record);
      assertOfRecordsHasNoSource(found, subjects);
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

  /** As profiles, in pairs, as members, or in the evidence of others; and in persons. */
  private static void assertOfRecordsHasNoSource(
      Map<TableName, Map<String, Long>> found, List<String> records) {
    assertNoSource(found, Tables.SUBJECTS, ofAny("array(record_id)", records));
    assertNoSource(found, Tables.PROFILES, ofAny("array(record_id)", records));
    assertNoSource(found, Tables.CANDIDATES, ofAny("array(left_id, right_id)", records));
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
    assertThat(found).containsEntry(table, Map.of(MismatchReason.NO_SOURCE, rows));
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

  private static Settings settings() throws IOException {
    return settings("");
  }

  private static Settings settings(String more) throws IOException {
    return SettingsReader.read(
        List.of(
            Files.writeString(
                made.folder().resolve("conf.yaml"),
                "lake: {path: \"" + made.folder().resolve("lake") + "\"}\n" + more)));
  }
}
