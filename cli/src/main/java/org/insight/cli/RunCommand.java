package org.insight.cli;

import java.util.concurrent.Callable;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.Stage;
import org.insight.services.LakeSession;
import org.insight.services.RunControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the pipeline. */
@Command(
    name = "run",
    header = "Runs what is new through all stages and publishes it.",
    mixinStandardHelpOptions = true,
    description = {
      "Takes what is new in an inbox through all stages:",
      "landing, text, mentions, resolution, links, curated.",
      "",
      "What the jobs write is staged; at the end it is verified and published, all tables together.",
      "Until then, and where something fails, readers see what was published before. Each job goes",
      "on from where it last stopped, so after a crash or a full disk the same command is simply",
      "run again; with nothing new, nothing is written.",
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
  @Mixin private InboxOptions inbox;

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
    if (from != Stage.LANDING && inbox.given()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot run: --inbox is read in the first stage, landing; leave it out, or --from, found "
              + from);
    }
    if (inbox.policyAlone()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot run: --policy is for what an inbox brings, and --inbox is missing");
    }
    inbox.check();
    try (LakeSession session = LakeSession.toWrite("run", settings)) {
      new RunControl(session, new PrintedRun(spec.commandLine().getOut()))
          .run(new RunControl.Request(inbox.folderOrNone(), inbox.policy(), from, to));
    }
    return 0;
  }
}
