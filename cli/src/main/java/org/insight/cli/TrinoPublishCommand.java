package org.insight.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Sessions;
import org.insight.entitlements.RowFilter;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.services.TrinoEtc;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes Trino's rules, groups and entitlements. */
@Command(
    name = "publish",
    header = "Writes rules, groups and entitlements for Trino.",
    mixinStandardHelpOptions = true,
    description = {
      "Writes rules.json, from the table contracts, and groups.txt and entitlements.bin, from the",
      "lake's readers and entitlements, into the folder that Trino reads them from. Each file is",
      "replaced in one step, so Trino reads the old one or the new one and never a half; it takes",
      "them up within a second. `insight run` and each act of `insight readers` do the same where",
      "trino.etc is set; where it is not, this is needed after each of them."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight trino publish --conf lab/run/insight.yaml")
final class TrinoPublishCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--etc",
      paramLabel = "DIR",
      description = "Folder of Trino's configuration, in place of the setting trino.etc.")
  private @Nullable Path etc;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    settings.lake().requireIceberg("publish Trino's rules");
    TrinoEtc folder = folder(settings);
    try (SparkSession spark = Sessions.open("trino publish", settings)) {
      Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
      TrinoEtc.Rights rights = folder.publish(settings, lake);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %,d tables open to readers; %s: %,d groups; %s: %,d labels%n",
              TrinoEtc.RULES,
              lake.contracts().all().stream().filter(c -> c.carriesPolicy()).count(),
              TrinoEtc.GROUPS,
              rights.groups(),
              RowFilter.ENTITLEMENTS,
              rights.labels());
    }
    return 0;
  }

  private TrinoEtc folder(Settings settings) {
    if (etc != null) {
      return TrinoEtc.at(etc);
    }
    return TrinoEtc.of(settings)
        .orElseThrow(
            () ->
                new InsightException(
                    ErrorKind.USAGE,
                    "Cannot publish Trino's rules: no folder, give --etc or the setting trino.etc"));
  }
}
