package org.insight.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.jobs.Stage;
import org.insight.policy.BasePolicy;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.RunLock;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.tables.Lake;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the pipeline. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Takes what is new in an inbox through all stages:",
      "landing, text, mentions, resolution, links, curated.",
      "",
      "Each job goes on from where it last stopped, so after a crash or a full disk the same",
      "command is simply run again; with nothing new, nothing is written.",
      "",
      "Every item needs a policy: by its own header, by NAME.policy.yaml beside it, by policy.yaml",
      "in its folder or one above, or by --policy. Without any it is quarantined: nobody sees it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight run --inbox demo/inbox",
      "  insight run --inbox lists --policy conf/policies/public-list.yaml",
      "  insight run --from mentions          (what has landed, from a stage on)"
    })
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--inbox",
      paramLabel = "DIR",
      description = "Drop folder, local or any URI of the Hadoop client.")
  private @Nullable String inbox;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Policy (YAML) of the items that bring none of their own.")
  private @Nullable Path policy;

  @Option(
      names = "--from",
      defaultValue = "landing",
      paramLabel = "STAGE",
      description = "First stage (default ${DEFAULT-VALUE}): ${COMPLETION-CANDIDATES}.")
  private Stage from;

  @Option(
      names = "--to",
      defaultValue = "governance",
      paramLabel = "STAGE",
      description = "Last stage (default: all).")
  private Stage to;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    if (from.compareTo(to) > 0) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot run: --from comes after --to, found " + from + " and " + to);
    }
    String fallback = policy == null ? null : policyText(policy);
    if (inbox != null && !inbox.contains(":/") && !Files.isDirectory(Path.of(inbox))) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read the inbox: no such folder, found " + inbox);
    }
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open("run", settings)) {
      Lake lake = Lake.openOrCreate(spark, settings.lake(), Contracts.load());
      new Pipeline(settings, lake, spec.commandLine().getOut()).run(inbox, fallback, from, to);
    }
    return 0;
  }

  private static String policyText(Path file) {
    String text = TextFiles.read(file);
    try {
      BasePolicy.fromYaml(text);
    } catch (IllegalArgumentException e) {
      throw new InsightException(ErrorKind.USAGE, e.getMessage() + " in " + file, e);
    }
    return text;
  }
}
