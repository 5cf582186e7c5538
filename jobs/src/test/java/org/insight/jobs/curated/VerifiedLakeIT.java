package org.insight.jobs.curated;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.engine.Runs;
import org.insight.jobs.governance.EnrolReaders;
import org.insight.jobs.governance.EntitleScopes;
import org.insight.jobs.governance.GrantPolicies;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.lake.Lake;
import org.insight.lake.StagedWrite;
import org.insight.policy.BasePolicy;
import org.insight.policy.Readers;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.LiteralInputs;
import org.insight.testing.TestLakes;
import org.insight.verify.Verdict;
import org.insight.verify.Verifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jobs and the verifier, which share no way of working, agree on whatever is drawn. Of the long
 * form; in the short one ItemsThatComeAndGoIT verifies a drawn lake and LabelVerificationIT finds
 * wrong labels.
 */
@EnabledIfSystemProperty(named = "insight.tests", matches = "long")
class VerifiedLakeIT {

  /** The policies of {@link DrawnLake}, as three countries have them in view. */
  private static final Map<String, BasePolicy> POLICIES = new LinkedHashMap<>();

  static {
    POLICIES.put(
        "p",
        policy(
            "EUROPOL",
            "only_for: [FR, ES], handling: {scheme: TLP, code: GREEN},"
                + " grading: {scheme: ADMIRALTY, source: A, information: 3}"));
    POLICIES.put(
        "q",
        policy(
            "EUROPOL",
            "only_for: [ES, GB], expires_on: 2027-12-31, handling: {scheme: TLP, code: RED},"
                + " grading: {scheme: ADMIRALTY, source: F, information: 1}"));
    POLICIES.put(
        "r",
        policy(
            "FIU",
            "only_for: [GB], expires_on: 2026-12-31, handling: {scheme: EUROPOL, code: H1},"
                + " grading: {scheme: 4x4, source: B, information: 2}"));
    POLICIES.put("s", policy("IPSG", "only_for: [GB], conditions: [ask]"));
  }

  private static final String READERS =
      """
      fr: {country: FR, clearance: 0, purposes: [locate]}
      es: {country: ES, clearance: 0, purposes: [locate]}
      gb: {country: GB, clearance: 0, purposes: [locate]}
      control: {role: control, clearance: 3}
      """;

  @TempDir private Path folder;

  private static BasePolicy policy(String source, String more) {
    return BasePolicy.fromYaml("{source: " + source + ", purposes: [locate], " + more + "}");
  }

  @Test
  void whateverIsDrawnTheVerifierComesToTheSameRows() {
    long seed = Long.getLong("insight.seed", new Random().nextLong());
    System.out.println("VerifiedLakeIT: seed " + seed);
    Lake lake = TestLakes.whole(folder);
    LiteralInputs drawn = DrawnLake.of(new Random(seed)).inputs();
    write(lake, drawn, "pmod(xxhash64(%s), 4) > 0");
    List<Job> jobs =
        new ArrayList<>(
            List.of(
                new RegisterPolicies(),
                new EnrolReaders(Readers.parse(READERS)),
                new GrantPolicies()));
    jobs.addAll(DrawnLake.JOBS);
    jobs.add(new EntitleScopes());
    jobs.forEach(new JobRunner(lake)::run);
    // A quarter comes with a later run, whose rows are verified by themselves in the end.
    Lake run = Runs.of(lake).open();
    write(run, drawn, "pmod(xxhash64(%s), 4) = 0");
    JobRunner runner = new JobRunner(run);
    TestLakes.inParts(1, () -> jobs.forEach(runner::run));
    List<Verdict> all = verify(new Verifier(run));
    for (Verdict verdict : all) {
      assertThat(verdict.reasons())
          .as("%s, seed %d: %s", verdict.table(), seed, verdict.examples())
          .isEmpty();
    }
    for (Job job : jobs) {
      assertThat(run.read(job.writes()).isEmpty()).as(job.name()).isFalse();
    }
    List<TableName> labelled =
        run.contracts().all().stream()
            .filter(c -> c.carriesPolicy() && !run.read(c.name()).isEmpty())
            .map(TableContract::name)
            .toList();
    labelled.forEach(table -> writeAWrongLabel(run, run.contracts().get(table)));
    List<Verdict> written = verify(Verifier.ofWritten(run));
    for (Verdict verdict : written) {
      // That row, and what names it as evidence; not what is right.
      assertThat(verdict.mismatches())
          .as("%s, seed %d: %s", verdict.table(), seed, verdict.examples())
          .isBetween(labelled.contains(verdict.table()) ? 1L : 0L, 20L);
    }
    assertThat(written.stream().map(Verdict::table)).containsAll(labelled);
    assertThat(rows(written)).as("rows of the later run, seed %d", seed).isLessThan(rows(all));
  }

  private static List<Verdict> verify(Verifier verifier) {
    return TestLakes.inParts(
        1, () -> verifier.verify(Verifier.tables(Contracts.load().all()), 5, t -> {}));
  }

  private static long rows(List<Verdict> verdicts) {
    return verdicts.stream().mapToLong(Verdict::rows).sum();
  }

  /** As a job that goes wrong: in a row more, or in the rows of a key that it makes anew. */
  private static void writeAWrongLabel(Lake run, TableContract contract) {
    Dataset<Row> rows = run.read(contract.name());
    Column first = col(contract.grain().get(0));
    // These are held against memberships: of one entity, the two mistakes would agree.
    Row victim =
        rows.orderBy(
                Set.of(Tables.PERSONS, Tables.ORGANISATIONS).contains(contract.name())
                    ? first.desc()
                    : first,
                col("policy_id"))
            .first();
    String wrong =
        POLICIES.values().stream()
            .map(BasePolicy::id)
            .filter(id -> !id.equals(victim.getAs("policy_id")))
            .findFirst()
            .orElseThrow();
    Column is =
        contract.grain().stream()
            .map(c -> col(c).equalTo(lit(victim.getAs(c))))
            .reduce(Column::and)
            .orElseThrow();
    Dataset<Row> one = rows.where(is).withColumn("policy_id", lit(wrong));
    if (contract.write() == WriteMode.UPDATE) {
      Column[] key = contract.key().stream().map(c -> col(c)).toArray(Column[]::new);
      String[] names = contract.key().toArray(String[]::new);
      // Where the label is of the key, it is one row too few and one too many.
      Dataset<Row> keys = rows.where(is).select(key).union(one.select(key)).distinct();
      Dataset<Row> others = rows.where(not(is)).join(keys, names, "left_semi");
      StagedWrite.update(run, contract, keys, one.unionByName(others), Map.of()).publish();
    } else {
      String id = contract.grain().get(0);
      add(run, contract.name(), one.withColumn(id, concat(col(id), lit("x"))));
    }
  }

  /**
   * The drawn rows, each record and document in an item of its own that came with its policy.
   *
   * @param which condition on the id of a record or document
   */
  private static void write(Lake lake, LiteralInputs drawn, String which) {
    Dataset<Row> contents = drawn.table(Tables.ITEMS).select("item_id", "content_sha256");
    Dataset<Row> records =
        withPolicies(drawn.table(Tables.RECORDS)).where(which.formatted("record_id"));
    Dataset<Row> documents =
        withPolicies(drawn.table(Tables.DOCUMENTS)).where(which.formatted("document_id"));
    Dataset<Row> recordItems =
        items(
            records.withColumn("title", lit(null).cast("string")),
            "record_id",
            "item_id",
            contents);
    Dataset<Row> documentItems = items(documents, "document_id", "document_id", contents);
    Dataset<Row> items = recordItems.union(documentItems).localCheckpoint();
    add(lake, Tables.ARRIVALS, items);
    add(lake, Tables.ITEMS, items);
    add(
        lake,
        Tables.RECORDS,
        records
            .drop("item_id")
            .join(items.select("made", "item_id"), col("record_id").equalTo(col("made"))));
    add(
        lake,
        Tables.PAGES,
        moved(documents, items, "document_id")
            .withColumn("item_id", col("document_id"))
            .withColumn("page_id", concat(col("item_id"), lit("#1")))
            .withColumn("page", lit(1)));
    add(lake, Tables.DOCUMENTS, moved(documents, items, "document_id"));
    add(
        lake,
        Tables.SENTENCES,
        moved(documents, items, "document_id")
            .withColumn("sentence_id", sentence("document_id"))
            .withColumn("position", lit(0)));
    // The number of a place in its document stands for where it is in the text.
    add(
        lake,
        Tables.PLACES,
        moved(withPolicies(drawn.table(Tables.PLACES)), items, "document_id")
            .withColumn("begin", number("mention_id"))
            .withColumn("end", col("begin").plus(1))
            .withColumn("mention_id", hash("document_id", "begin", "end")));
    add(
        lake,
        Tables.TIMES,
        moved(withPolicies(drawn.table(Tables.TIMES)), items, "document_id")
            .withColumn("begin", number("mention_id"))
            .withColumn("end", col("begin").plus(1))
            .withColumn("mention_id", hash("document_id", "begin", "end")));
    Dataset<Row> described =
        moved(withPolicies(drawn.table(Tables.DESCRIBED)), items, "document_id")
            .withColumn(
                "described_id",
                hash("document_id", "schema", "mentions[0].begin", "mentions[0].end"));
    add(lake, Tables.DESCRIBED, described);
    Dataset<Row> persons =
        described
            .where("role <> 'office'")
            .groupBy("document_id")
            .agg(expr("sort_array(collect_list(struct(described_id, role)))").as("persons"));
    add(
        lake,
        Tables.EVENTS,
        moved(withPolicies(drawn.table(Tables.EVENTS)), items, "document_id")
            .drop("event_id", "begin", "end", "persons")
            .distinct()
            .join(persons, new String[] {"document_id"}, "left")
            .withColumn("persons", expr("coalesce(persons, array())"))
            // All drawn times are the first of their documents.
            .withColumn("time_id", when(col("time_id").isNotNull(), hash("document_id", "0", "1")))
            .withColumn("begin", number("place_id"))
            .withColumn("end", col("begin").plus(1))
            .withColumn(
                "place_id", when(col("place_id").isNotNull(), hash("document_id", "begin", "end")))
            // Events of one place and code are told apart by their status.
            .withColumn("end", col("end").plus(length(col("status"))))
            .withColumn("event_id", hash("document_id", "begin", "end", "kind", "code")));
    Dataset<Row> identifiers =
        withPolicies(drawn.table(Tables.IDENTIFIERS)).where(which.formatted("subject_id"));
    add(
        lake,
        Tables.IDENTIFIERS,
        moved(identifiers.where("subject_kind = 'document'"), items, "subject_id")
            .withColumn("sentence_id", sentence("subject_id"))
            .unionByName(identifiers.where("subject_kind = 'record'"), true)
            .withColumn(
                "mention_id", hash("subject_kind", "subject_id", "begin", "kind", "value")));
  }

  private static Dataset<Row> withPolicies(Dataset<Row> rows) {
    Map<String, String> ids = new LinkedHashMap<>();
    POLICIES.forEach((name, policy) -> ids.put(name, policy.id()));
    return rows.withColumn("drawn", col("policy_id"))
        .withColumn("policy_id", element_at(map(ids), col("drawn")));
  }

  private static Column map(Map<String, String> values) {
    List<Column> parts = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          parts.add(lit(key));
          parts.add(lit(value));
        });
    return functions.map(parts.toArray(Column[]::new));
  }

  /**
   * Two of one policy and content would be one item; as files that could not be read they are two.
   */
  private static Dataset<Row> items(
      Dataset<Row> subjects, String id, String drawnItem, Dataset<Row> contents) {
    Map<String, String> texts = new LinkedHashMap<>();
    POLICIES.forEach((name, policy) -> texts.put(name, policy.canonical()));
    return subjects
        .select(
            col(id).as("made"),
            col(drawnItem).as("drawn_item"),
            col("policy_id"),
            element_at(map(texts), col("drawn")).as("base_policy"),
            col(id).as("path"),
            col("title"),
            lit("read").as("outcome"))
        .join(contents.withColumnRenamed("item_id", "drawn_item"), "drawn_item")
        .drop("drawn_item")
        .distinct()
        .withColumn(
            "item_id",
            sha2(
                concat_ws("\n", col("policy_id"), lit("unreadable"), col("path")).cast("binary"),
                256));
  }

  /** Documents have the ids of their items. */
  private static Dataset<Row> moved(Dataset<Row> rows, Dataset<Row> items, String id) {
    return rows.join(items.select("made", "item_id"), col(id).equalTo(col("made")))
        .withColumn(id, col("item_id"))
        .drop("made", "item_id");
  }

  private static Column number(String place) {
    return coalesce(substring_index(col(place), "-", -1).cast("int"), lit(9));
  }

  private static Column hash(String... columns) {
    return sha2(concat_ws("\n", Stream.of(columns).map(c -> expr(c)).toArray(Column[]::new)), 256);
  }

  private static Column sentence(String document) {
    return concat(col(document), lit("#0"));
  }

  private static void add(Lake lake, TableName table, Dataset<Row> rows) {
    TestLakes.write(lake, table, WriteMode.APPEND, rows);
  }
}
