package org.insight.verify;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.insight.config.ConfFiles;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.InsightException;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.engine.LakeMaintenance;
import org.insight.engine.Runs;
import org.insight.jobs.governance.EnrolReaders;
import org.insight.jobs.governance.GrantPolicies;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.lake.Compaction;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Readers;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.services.Served;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Readers change between the jobs of a run and after it: what was made before is right still. */
class LaterRightsIT {

  private static final BasePolicy OF_BOTH =
      BasePolicy.fromYaml("{source: GB, purposes: [locate], only_for: [FR, ES]}");
  private static final BasePolicy OF_ONE =
      BasePolicy.fromYaml("{source: GB, purposes: [locate], only_for: [ES]}");

  private static final String ES = "es: {country: ES, clearance: 0, purposes: [locate]}\n";
  private static final String FR = "fr: {country: FR, clearance: 0, purposes: [locate]}\n";

  /** What all records say. */
  private static final Map<String, String> ONE_PERSON =
      Map.of(
          "firstName", "Zoltan",
          "lastName", "Querfurt",
          "birthDate", "1971-05-03",
          "passportNumber", "12AB34567",
          "nationality", "fr");

  @TempDir private Path folder;

  private Settings settings(String readers) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "readers", ".yaml"), readers);
    return SettingsReader.read(
        List.of(
            Files.writeString(
                Files.createTempFile(folder, "conf", ".yaml"),
                "lake: {path: '%s'}\nreaders: '%s'\nobserve: {folder: ''}\n"
                    .formatted(folder.resolve("lake"), file))));
  }

  /** What an act on readers leaves where no job runs at the time. */
  private static void change(Lake lake, Settings settings) {
    List.of(enrol(settings), new GrantPolicies()).forEach(new JobRunner(lake)::run);
  }

  private static Job enrol(Settings settings) {
    return new EnrolReaders(Readers.parse(ConfFiles.text(settings.readers())));
  }

  private static List<Job> jobs(Settings settings) {
    return List.of(new RegisterPolicies(), enrol(settings), new GrantPolicies());
  }

  /** A record of each policy; all are of one person. */
  private static void write(Lake lake, String prefix, BasePolicy... policies) {
    LiteralRecords records = new LiteralRecords();
    for (int i = 0; i < policies.length; i++) {
      records.add(prefix + i, policies[i], ONE_PERSON);
    }
    records.write(lake);
  }

  private static long mismatches(Lake lake) {
    Verifier verifier = new Verifier(lake);
    verifier.refuseHalfRun();
    List<TableName> tables =
        List.of(
            Tables.GRANTS, Tables.SUBJECTS, Tables.PROFILES, Tables.CANDIDATES, Tables.MEMBERSHIPS);
    return TestLakes.inParts(1, () -> verifier.verify(tables, 0, table -> {})).stream()
        .mapToLong(Verdict::mismatches)
        .sum();
  }

  /** Each of its publications is a verification of all tables. */
  @Test
  @EnabledIfSystemProperty(named = "insight.tests", matches = "long")
  void aRunIsPublishedThoughReadersChangedBetweenItsJobs() throws IOException {
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    Settings before = settings(ES + FR);
    Lake run = Runs.of(lake).open();
    write(run, "a", OF_BOTH, OF_BOTH);
    jobs(before).forEach(new JobRunner(run)::run);
    LiteralRecords.resolve(run);
    Served.jobsAndPublish(before, lake, List.of());
    assertThat(lake.rows(Tables.MEMBERSHIPS)).isEqualTo(2);

    run = Runs.of(lake).open();
    write(run, "b", OF_ONE);
    jobs(before).forEach(new JobRunner(run)::run);
    LiteralRecords.resolve(run);
    long staged = run.rows(Tables.MEMBERSHIPS);
    assertThat(staged).as("those of both views").isEqualTo(5);
    Settings after = settings(ES);
    change(lake, after);
    Served.jobsAndPublish(after, lake, List.of());
    assertThat(lake.rows(Tables.MEMBERSHIPS)).isEqualTo(staged);
    assertThat(lake.rows(Tables.GRANTS)).as("to both policies").isEqualTo(2);
    assertThat(mismatches(lake)).isZero();

    // Where they change before the job that reads them, it does not miss the run's own policies.
    run = Runs.of(lake).open();
    write(run, "c", BasePolicy.fromYaml("{source: ES, purposes: [locate], only_for: [ES]}"));
    jobs(after).forEach(new JobRunner(run)::run);
    change(lake, before);
    Served.jobsAndPublish(before, lake, LiteralRecords.RESOLUTION);
    assertThat(lake.rows(Tables.MEMBERSHIPS)).isEqualTo(2 + 4);
    assertThat(mismatches(lake)).isZero();
  }

  @Test
  void whatWasMadeForRightsOfBeforeIsVerifiedByThemWhileTheyAreKept() throws IOException {
    Lake lake = TestLakes.in(folder.resolve("lake"), LiteralRecords.TABLES);
    Settings before = settings(ES + FR);
    write(lake, "a", OF_BOTH, OF_BOTH, OF_ONE);
    jobs(before).forEach(new JobRunner(lake)::run);
    LiteralRecords.resolve(lake);
    long made = lake.snapshot(Tables.READERS).snapshotId();
    change(lake, settings(ES));
    assertThat(mismatches(lake)).isZero();

    // A row that no right ever asked for is found all the same.
    long right = lake.snapshot(Tables.MEMBERSHIPS).snapshotId();
    TestLakes.write(
        lake,
        Tables.MEMBERSHIPS,
        WriteMode.APPEND,
        lake.read(Tables.MEMBERSHIPS).limit(1).withColumn("record_id", lit("x")));
    assertThat(mismatches(lake)).isPositive();
    lake.iceberg(Tables.MEMBERSHIPS).manageSnapshots().rollbackTo(right).commit();

    new LakeMaintenance(
            lake,
            new LakeMaintenance.Rules(1, Duration.ZERO, new Compaction.Limits(1L << 27, 5, 20)))
        .run(List.of(Tables.READERS, Tables.GRANTS, Tables.POLICIES), table -> {});
    assertThat(mismatches(lake)).as("maintenance keeps them").isZero();
    lake.iceberg(Tables.READERS).expireSnapshots().expireSnapshotId(made).commit();
    assertThatThrownBy(() -> mismatches(lake))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("has not taken in what is new in governance.grants")
        .hasMessageContaining("run `insight run` first");
    LiteralRecords.resolve(lake);
    assertThat(mismatches(lake)).isZero();
  }
}
