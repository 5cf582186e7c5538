package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.PublishedRun;
import org.insight.engine.RunDiff;
import org.insight.engine.Runs;
import org.insight.engine.Sessions;
import org.insight.lake.Lake;
import org.insight.lake.Publication;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two runs. */
@Command(
    name = "diff",
    header = "Counts rows that changed between two runs.",
    mixinStandardHelpOptions = true,
    description = {
      "Says for each table how many rows were added, removed and changed between two runs, by the",
      "key of its contract; a table that one of them did not have yet counts as one without rows.",
      "For those who run the platform: it counts rows of all policies, and shows none."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight diff 3 4")
final class DiffCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run to compare from.")
  private long before;

  @Parameters(index = "1", paramLabel = "RUN", description = "The run to compare to.")
  private long after;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    try (SparkSession spark = Sessions.open("diff", settings)) {
      Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
      Runs runs = Runs.of(lake);
      PublishedRun one = runs.get(before);
      PublishedRun other = runs.get(after);
      List<List<String>> rows = new ArrayList<>();
      for (TableContract contract : lake.contracts().all()) {
        Long from = one.snapshots().get(contract.name());
        Long to = other.snapshots().get(contract.name());
        if (from != null || to != null) {
          rows.add(row(diff(lake, contract, from, to)));
        }
      }
      PrintWriter out = spec.commandLine().getOut();
      TextTable.print(out, List.of("table", "added", "removed", "changed"), rows);
      out.flush();
    }
    return 0;
  }

  private static RunDiff diff(
      Lake lake, TableContract contract, @Nullable Long from, @Nullable Long to) {
    for (Long snapshot : Arrays.asList(from, to)) {
      if (snapshot != null && !Publication.has(lake, contract.name(), snapshot)) {
        throw new InsightException(
            ErrorKind.INPUT,
            "Cannot compare the runs: a snapshot of a table is kept no more, found "
                + contract.name());
      }
    }
    return RunDiff.of(lake, contract, from, to);
  }

  private static List<String> row(RunDiff diff) {
    return List.of(
        diff.table().toString(), count(diff.added()), count(diff.removed()), count(diff.changed()));
  }

  private static String count(long rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }
}
