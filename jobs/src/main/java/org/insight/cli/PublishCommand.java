package org.insight.cli;

import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.observe.RunWatch;
import org.insight.run.RunLock;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.tables.Lake;
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

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--losing",
      description = "Publish though tables lose more of their rows than their contracts let them.")
  private boolean losing;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open("publish", settings)) {
      Watched.during("publish", settings, spark, watch -> publish(settings, spark, watch));
    }
    return 0;
  }

  private void publish(Settings settings, SparkSession spark, RunWatch watch) {
    Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
    Pipeline.ofRun(settings, lake, watch, spec.commandLine().getOut()).publishWhole(losing);
  }
}
