package org.insight.cli;

import java.util.concurrent.Callable;
import org.insight.services.AuditedAct;
import org.insight.services.LakeSession;
import org.insight.services.RunControl;
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
    header = "Verifies and publishes what jobs have staged.",
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
    try (LakeSession session = LakeSession.toWrite("publish", common.settings())) {
      RunControl runs = new RunControl(session, new PrintedRun(spec.commandLine().getOut()));
      if (losing != null && losing.wanted) {
        runs.publishLosing(losing.reason);
      } else {
        runs.publish();
      }
    }
    return 0;
  }
}
