package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server of the lab is killed while a run goes on, and started again: the same command then ends
 * as if nothing had been. {@link KilledRunIT} kills the driver, {@link YarnClusterIT} an executor.
 */
@ExtendWith(TrinoLab.Running.class)
@EnabledIfSystemProperty(named = "insight.tests", matches = "long")
class KilledServersIT {

  private static final String PERSONS = "SELECT count(*) FROM " + Tables.PERSONS;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void theSameCommandEndsWhatARunBegan(TrinoLab.Server server, TrinoLab lab)
      throws IOException, InterruptedException, SQLException {
    lab.grow(60);
    String[] run = {
      "run", "--inbox", lab.inbox().toString(), "--conf", lab.configuration().toString()
    };
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    String published = count(lab);
    Process process = Insight.start(folder, out.toFile(), err.toFile(), run);
    // Some tables are staged by then, and some are not.
    while (process.isAlive() && Files.readAllLines(out).size() < 9) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(process.isAlive()).as("the run goes on; stderr: %s", text(err)).isTrue();
    lab.kill(server);
    int exit = process.waitFor();
    if (server == TrinoLab.Server.POSTGRESQL) {
      new Insight.Ran(exit, text(out), text(err)).failedWith(5, "insight: Cannot ");
    } else {
      assertThat(exit).as("Trino is none of a run's; stderr: %s", text(err)).isZero();
    }
    lab.startAgain();
    if (server == TrinoLab.Server.POSTGRESQL) {
      assertThat(count(lab)).as("persons that readers are told of until then").isEqualTo(published);
    }
    Insight.run(folder, run).succeeded();
    Lake undisturbed =
        lab.makeBeside(
            "no" + server.name().toLowerCase(Locale.ROOT),
            lab.inbox(),
            folder.resolve("undisturbed"),
            lab.settings().readers());
    LakeComparison.assertEqualButForOldLabels(lab.opened(), undisturbed);
    assertThat(count(lab))
        .as("persons that a reader is told of")
        .isEqualTo(
            "("
                + TrinoLab.door(undisturbed, "control", "crime-analysis")
                    .sql(PERSONS)
                    .first()
                    .getLong(0)
                + ")");
  }

  private static String count(TrinoLab lab) throws SQLException {
    List<String> rows = lab.rows("control", PERSONS);
    return rows.get(0);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
