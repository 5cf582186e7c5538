package org.insight.jobs.curated;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Job;
import org.insight.jobs.resolution.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.testing.DrawnRights;
import org.insight.testing.Draws;
import org.insight.testing.LiteralInputs;
import org.junit.jupiter.api.Test;

/** Idea 2 of the design, over all tables from resolution on. */
class NonInterferenceOfJobsIT {

  private static Map<String, Dataset<Row>> tables(Lake lake) {
    LiteralInputs inputs = lake.inputs();
    Map<String, Dataset<Row>> made = new LinkedHashMap<>();
    for (Job job : DrawnLake.JOBS) {
      Dataset<Row> rows = Lake.run(job, inputs);
      inputs.with(job.writes(), rows);
      made.put(job.writes().toString(), rows);
    }
    return made;
  }

  /**
   * The cheap form of {@code NonInterferenceIT}: without intake and reading, in memory. So {@code
   * make test} has time for four sets of policies with four readers each, and a night for many
   * more. Labels are held against the rule itself, on a day on which some policies have ended.
   */
  @Test
  void readersOfDrawnRightsGetTheSameAsFromALakeWithoutWhatTheyMayNotSee() {
    Draws draws = Draws.of(NonInterferenceOfJobsIT.class, 4, 4);
    int pairs = 0;
    for (int set = 0; set < draws.sets(); set++) {
      Random random = draws.random(set);
      DrawnRights rights = DrawnRights.of(random, 6, draws.readers());
      Lake lake = DrawnLake.of(random, rights);
      Map<String, Dataset<Row>> whole = tables(lake);
      // Readers with the same view are held against the same lake.
      Map<Set<String>, Long> views =
          rights.readers().values().stream()
              .map(scope -> rights.view(scope, DrawnRights.TODAY))
              .collect(groupingBy(view -> view, LinkedHashMap::new, counting()));
      for (Set<String> view : views.keySet()) {
        Map<String, Dataset<Row>> cut = tables(lake.cutTo(view));
        for (Map.Entry<String, Dataset<Row>> table : whole.entrySet()) {
          assertThat(Lake.seen(table.getValue(), view))
              .as("%s for %s, %s", table.getKey(), view, draws.again(set))
              .doesNotHaveDuplicates()
              .isEqualTo(Lake.seen(cut.get(table.getKey()), view));
        }
      }
      pairs += rights.readers().size();
      draws.say(
          getClass(),
          "%d of %d sets, %d views in this, %d pairs, no difference",
          set + 1,
          draws.sets(),
          views.size(),
          pairs);
    }
  }

  @Test
  void aReaderGetsTheSameAsFromALakeWithoutWhatHeMayNotSee() {
    long seed = Long.getLong("insight.seed", new Random().nextLong());
    System.out.println("NonInterferenceOfJobsIT: seed " + seed);
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
    for (TableName table : List.of(Tables.PERSONS, Tables.ORGANISATIONS)) {
      Dataset<Row> entities = whole.get(table.toString());
      assertThat(entities.select("entity_id", "label").distinct().count())
          .as("%s, seed %d", table, seed)
          .isEqualTo(entities.count());
    }
  }
}
