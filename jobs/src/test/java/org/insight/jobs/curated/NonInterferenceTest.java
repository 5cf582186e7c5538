package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.LiteralInputs;
import org.insight.jobs.Tables;
import org.insight.jobs.links.GroupSubjects;
import org.insight.jobs.links.LinkLimits;
import org.insight.jobs.links.LinkSubjects;
import org.insight.jobs.resolution.Lake;
import org.insight.jobs.resolution.ResolveRecords;
import org.insight.run.Job;
import org.junit.jupiter.api.Test;

/** Idea 2 of the design, over all tables from resolution on. */
class NonInterferenceTest {

  /** So that the many small lakes of this test are cut without GraphFrames' fixed cost. */
  private static final int IN_MEMORY = 1_000_000;

  private static Map<String, Dataset<Row>> tables(Lake lake) {
    LiteralInputs inputs = lake.inputs();
    Map<String, Dataset<Row>> made = new LinkedHashMap<>();
    List<Job> jobs =
        List.of(
            new ResolveRecords(),
            // So few that the limit falls in some places.
            new LinkSubjects(new LinkLimits(3)),
            new GroupSubjects(IN_MEMORY),
            new CuratePersons(),
            new CurateLinks(),
            new CountTrends(new PlaceTable("/curated/places-of-tests.tsv")));
    for (Job job : jobs) {
      Dataset<Row> rows = Lake.run(job, inputs);
      inputs.with(job.writes(), rows);
      made.put(job.writes().toString(), rows);
    }
    return made;
  }

  @Test
  void aReaderGetsTheSameAsFromALakeWithoutWhatHeMayNotSee() {
    long seed = new Random().nextLong();
    System.out.println("NonInterferenceTest: seed " + seed);
    Lake lake = DrawnLake.of(new Random(seed));
    Map<String, Dataset<Row>> whole = tables(lake);
    for (Set<String> view : DrawnLake.VIEWS) {
      Map<String, Dataset<Row>> cut = tables(lake.cutTo(view));
      whole.forEach(
          (table, rows) -> {
            List<String> seen = Lake.seen(rows, view);
            assertThat(seen)
                .as("%s for %s, seed %d", table, view, seed)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .isEqualTo(Lake.seen(cut.get(table), view));
          });
    }
    // Ends and label name one pair of versions.
    Dataset<Row> links = whole.get(Tables.LINKS.toString());
    assertThat(links.select("link_id", "label").distinct().count())
        .as("seed %d", seed)
        .isEqualTo(links.count());
    Dataset<Row> persons = whole.get(Tables.PERSONS.toString());
    assertThat(persons.select("entity_id", "label").distinct().count()).isEqualTo(persons.count());
  }
}
