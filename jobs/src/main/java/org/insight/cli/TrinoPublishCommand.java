package org.insight.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.jobs.Tables;
import org.insight.readers.TrinoGroups;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.schemas.TrinoRules;
import org.insight.tables.Lake;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes Trino's rules and groups. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Writes rules.json, from the table contracts, and groups.txt, from the lake's readers, into",
      "the folder that Trino reads them from. Each file is replaced in one step, so Trino reads the",
      "old one or the new one and never a half; it takes them up within its refresh period.",
      "Needed when readers or contracts have changed; entitlements Trino reads from the lake."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight trino publish --conf lab/run/insight.yaml --etc lab/run/trino/etc")
final class TrinoPublishCommand implements Callable<Integer> {

  static final String RULES = "rules.json";
  static final String GROUPS = "groups.txt";

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--etc",
      required = true,
      paramLabel = "DIR",
      description = "Folder of Trino's configuration.")
  private Path etc;

  @Override
  public Integer call() {
    if (!Files.isDirectory(etc)) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot publish Trino's rules: no such folder, found " + etc);
    }
    Settings settings = common.settings();
    try (SparkSession spark = Sessions.open("trino publish", settings)) {
      Contracts contracts = Contracts.load();
      Lake lake = Lake.open(spark, settings.lake(), contracts);
      String groups = TrinoGroups.render(lake.read(Tables.READERS));
      replace(etc.resolve(GROUPS), groups);
      replace(etc.resolve(RULES), TrinoRules.render(settings.lake().catalog(), contracts));
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %,d tables open to readers; %s: %,d groups%n",
              RULES,
              contracts.all().stream().filter(c -> c.carriesPolicy()).count(),
              GROUPS,
              groups.lines().count());
    }
    return 0;
  }

  static void replace(Path file, String text) {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(beside, text, StandardCharsets.UTF_8);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InsightException(ErrorKind.EXTERNAL, "Cannot write a file, found " + file, e);
    }
  }
}
