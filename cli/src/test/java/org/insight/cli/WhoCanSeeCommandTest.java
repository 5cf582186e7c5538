package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.insight.engine.PublishedRun.Action;
import org.insight.engine.Runs;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhoCanSeeCommandTest {

  /** Or it would name readers to whom the door stays shut. */
  @Test
  void byAClockThatWasSetBackItGoesByTheDayOfTheLastRunAsTheDoorDoes(@TempDir Path folder) {
    Lake lake = TestLakes.whole(folder);
    LocalDate before = LocalDate.now(ZoneOffset.UTC).minusDays(3);
    TestLakes.write(
        lake,
        Tables.ENTITLEMENTS,
        WriteMode.REPLACE,
        lake.spark()
            .sql(
                "SELECT 'ended' AS scope, 'p1' AS policy_id, DATE '"
                    + before
                    + "' AS valid_to UNION ALL SELECT 'lasts', 'p1', DATE '9999-12-31'"));
    assertThat(WhoCanSeeCommand.entitled(lake, "p1", before)).containsOnlyKeys("ended", "lasts");

    TestLakes.write(
        Runs.of(lake).open(),
        Tables.REJECTS,
        WriteMode.APPEND,
        lake.spark().sql("SELECT 'x' AS item_id, 'p1' AS policy_id"));
    Runs.of(lake).publish(Action.RUN, null);
    assertThat(WhoCanSeeCommand.entitled(lake, "p1", before)).containsOnlyKeys("lasts");
  }
}
