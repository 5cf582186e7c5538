package org.insight.cli;

import java.util.concurrent.Callable;
import org.insight.services.LakeSession;
import org.insight.services.RunControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes back to an earlier run. */
@Command(
    name = "rollback",
    header = "Shows readers an earlier run again.",
    mixinStandardHelpOptions = true,
    description = {
      "Lets readers see the tables as an earlier run published them, all together. The rights of",
      "readers stay as they are now: what was revoked since is not given back. What is staged is",
      "forgotten, but for received items, which the next `insight run` goes on with. Nothing is",
      "lost: `insight rollback` to a later run leads back, and the next `insight run` receives",
      "again what came in since and is still there. The act goes to the audit."
    })
final class RollbackCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(paramLabel = "RUN", description = "Its number; `insight runs` lists them.")
  private long number;

  @Mixin private AuditReason reason;

  @Override
  public Integer call() {
    String why = reason.text();
    try (LakeSession session = LakeSession.toWrite("rollback", common.settings())) {
      new RunControl(session, new PrintedRun(spec.commandLine().getOut())).rollBack(number, why);
    }
    return 0;
  }
}
