package org.insight.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.audit.Act;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes back to an earlier run. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Lets readers see the tables as an earlier run published them, all together. The rights of",
      "readers stay as they are now: what was revoked since is not given back. What is staged is",
      "forgotten, but for received items, which the next `insight run` goes on with. Nothing is",
      "lost: `insight rollback` to a later run leads back, and the next `insight run` receives",
      "again what came in since and is still there. The act goes to the audit."
    })
final class RollbackCommand implements Callable<Integer> {

  static final String ENGINE = "insight rollback";

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(paramLabel = "RUN", description = "Its number; `insight runs` lists them.")
  private long number;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, in words; goes to the audit.")
  private String reason;

  @Override
  public Integer call() {
    AuditedAct.requireReason(reason);
    Settings settings = common.settings();
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open("rollback", settings)) {
      Watched.during("rollback", settings, spark, watch -> rollBack(settings, spark, watch));
    }
    return 0;
  }

  private void rollBack(Settings settings, SparkSession spark, RunWatch watch) {
    Lake lake = Lake.openToWrite(spark, settings.lake(), Contracts.load());
    AuditedAct audit =
        AuditedAct.act(AuditBook.trail(settings, lake), ENGINE, Act.RUNS_ROLLBACK, reason.strip())
            .on(null, null, List.of(), null, "run " + number);
    Pipeline pipeline =
        audit.opening(() -> Pipeline.ofRun(settings, lake, watch, spec.commandLine().getOut()));
    audit.doing(() -> pipeline.rollBack(number));
  }
}
