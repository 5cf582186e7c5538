package org.insight.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.insight.audit.Act;
import org.insight.config.Settings;
import org.insight.observe.RunWatch;
import org.insight.run.RunLock;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.tables.Breach;
import org.insight.tables.Lake;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes what jobs have staged. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Verifies what jobs have staged and lets readers see it, all tables together; `insight run`",
      "ends with the same. Exit code 4 where a label is not what its sources give: then nothing is",
      "published (`insight verify --staged` says which rows), 3 where some table has yet to take in",
      "what another holds."
    })
final class PublishCommand implements Callable<Integer> {

  private static final String ENGINE = "insight publish";

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @ArgGroup(exclusive = false)
  private @Nullable Losing losing;

  /** That what is lost is meant, and why. */
  private static final class Losing {

    @Option(
        names = "--losing",
        required = true,
        description = {
          "Publish though tables lose more of their rows than their contracts let them.",
          "The act goes to the audit."
        })
    private boolean wanted;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, in words; goes to the audit.")
    private String reason;
  }

  @Override
  public Integer call() {
    if (losing != null) {
      AuditedAct.requireReason(losing.reason);
    }
    Settings settings = common.settings();
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open("publish", settings)) {
      Watched.during("publish", settings, spark, watch -> publish(settings, spark, watch));
    }
    return 0;
  }

  private void publish(Settings settings, SparkSession spark, RunWatch watch) {
    Lake lake = Lake.openToWrite(spark, settings.lake(), Contracts.load());
    if (losing == null || !losing.wanted) {
      pipeline(settings, lake, watch).publishWhole(false);
      return;
    }
    AuditedAct audit =
        AuditedAct.act(
            AuditBook.trail(settings, lake),
            ENGINE,
            Act.RUNS_PUBLISH_LOSING,
            losing.reason.strip());
    Pipeline pipeline = audit.opening(() -> pipeline(settings, lake, watch));
    List<Breach> losses = audit.opening(pipeline::losses);
    audit.on(
        null,
        null,
        pipeline.staged(),
        null,
        losses.isEmpty()
            ? "no table loses more than it may"
            : losses.stream().map(Breach::inWords).collect(Collectors.joining("; ")));
    audit.doing(() -> pipeline.publishWhole(true));
  }

  private Pipeline pipeline(Settings settings, Lake lake, RunWatch watch) {
    return Pipeline.ofRun(settings, lake, watch, spec.commandLine().getOut());
  }
}
