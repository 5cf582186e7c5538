package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.jobs.mentions.FindIdentifiers;
import org.insight.jobs.resolution.BuildProfiles;
import org.insight.jobs.resolution.KeepDecisions;
import org.insight.jobs.resolution.ListSubjects;
import org.insight.jobs.resolution.ResolveRecords;
import org.insight.jobs.resolution.ScoreCandidates;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;

/** Records of persons that a test spells out, each with an item and an arrival of its own. */
final class LiteralRecords {

  /** The tables of which memberships and grants are made and verified, and these. */
  static final TableName[] TABLES = {
    Tables.ARRIVALS,
    Tables.ITEMS,
    Tables.RECORDS,
    Tables.PAGES,
    Tables.DOCUMENTS,
    Tables.SENTENCES,
    Tables.IDENTIFIERS,
    Tables.NAMES,
    Tables.TIMES,
    Tables.PLACES,
    Tables.DESCRIBED,
    Tables.SUBJECTS,
    Tables.PROFILES,
    Tables.CANDIDATES,
    Tables.DECISION_ACTS,
    Tables.DECISIONS,
    Tables.MEMBERSHIPS,
    Tables.POLICIES,
    Tables.READER_ACTS,
    Tables.READERS,
    Tables.GRANTS,
    Tables.RUNS
  };

  /** Identifiers, and what resolution makes of them and of the records. */
  static final List<Job> RESOLUTION =
      List.of(
          new FindIdentifiers(),
          new ListSubjects(),
          new BuildProfiles(),
          new ScoreCandidates(5_000),
          new KeepDecisions(),
          new ResolveRecords(1_000_000));

  private final List<Row> rows = new ArrayList<>();

  /** Adds a record; each property has one value, or more between commas. */
  LiteralRecords add(String id, BasePolicy policy, Map<String, String> properties) {
    Map<String, String[]> values = new HashMap<>();
    properties.forEach((property, value) -> values.put(property, value.split(", ?")));
    rows.add(RowFactory.create(id, policy.id(), policy.canonical(), values));
    return this;
  }

  void write(Lake lake) {
    // As of files that could not be read: an id that needs no bytes.
    Dataset<Row> all =
        SharedSpark.session()
            .createDataFrame(
                rows,
                StructType.fromDDL(
                    "path string, policy_id string, base_policy string,"
                        + " properties map<string, array<string>>"))
            .withColumn(
                "item_id",
                sha2(
                    concat_ws("\n", col("policy_id"), lit("unreadable"), col("path"))
                        .cast("binary"),
                    256))
            .withColumn("record_id", col("path"))
            .withColumn("schema", lit("Person"))
            .withColumn("locator", lit("row 1"))
            .withColumn("mapping", lit("of-tests"))
            .withColumn("outcome", lit("read"));
    Stream.of(Tables.ARRIVALS, Tables.ITEMS, Tables.RECORDS)
        .forEach(table -> TestLakes.write(lake, table, WriteMode.APPEND, all));
  }

  /** What a reader decided of two records. */
  static void decide(
      Lake lake, String id, BasePolicy policy, String verdict, String left, String right) {
    Row act =
        RowFactory.create(
            id,
            Timestamp.from(Instant.EPOCH),
            "login",
            "reader",
            verdict,
            new String[] {left},
            new String[] {right},
            null,
            "a test",
            policy.canonical(),
            "hash of " + id);
    TestLakes.write(
        lake,
        Tables.DECISION_ACTS,
        WriteMode.APPEND,
        SharedSpark.session()
            .createDataFrame(List.of(act), lake.read(Tables.DECISION_ACTS).schema()));
  }

  static void resolve(Lake lake) {
    JobRunner runner = new JobRunner(lake);
    TestLakes.inParts(1, () -> RESOLUTION.forEach(runner::run));
  }
}
