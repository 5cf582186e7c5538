package org.insight.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Job;
import org.insight.engine.JobResult;
import org.insight.jobs.governance.CollectAudit;
import org.insight.jobs.governance.RecordCorrections;
import org.insight.jobs.governance.RecordDecisions;
import org.insight.jobs.governance.RecordReaderActs;
import org.insight.jobs.governance.RecordWithdrawals;
import org.insight.jobs.landing.ReceiveItems;
import org.insight.jobs.resolution.RecordLedger;
import org.insight.services.AuditedAct;
import org.insight.services.LakeSession;
import org.insight.services.RunControl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one job. */
@Command(
    name = "job",
    header = "Runs one job on what is new for it.",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one job on what is new for it; `insight jobs` lists them.",
      "What it writes is staged: `insight publish` lets readers see it, with all else that is staged."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight job receive-items --inbox demo/inbox",
      "  insight job find-names",
      "  insight job find-names --again      (all anew, as after a change of the job)"
    })
final class JobCommand implements Callable<Integer> {

  /** Jobs whose rows come from commands, and what to do in their place. */
  private static final Map<Class<? extends Job>, String> INSTEAD =
      Map.of(
          RecordReaderActs.class, "use `insight readers`",
          RecordWithdrawals.class, "use `insight withdraw`",
          RecordDecisions.class, "use `insight review`",
          RecordCorrections.class, "use `insight correct`",
          RecordLedger.class, "`insight run` and `insight publish` do it");

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private InboxOptions inbox;

  @Parameters(paramLabel = "NAME", description = "The job, as find-names.")
  private String name;

  @Option(
      names = "--only",
      paramLabel = "FOLDER",
      description =
          "Receive what is in this folder of the inbox alone, nothing where it is gone; paths and"
              + " policies are those of the whole inbox.")
  private @Nullable String only;

  @ArgGroup(exclusive = false)
  private @Nullable Again again;

  /** That the whole table is to be made anew, and why. */
  private static final class Again {

    @Option(
        names = "--again",
        required = true,
        description = {
          "Read all inputs whole and put the result in the place of all that the table holds.",
          "The act goes to the audit."
        })
    private boolean wanted;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why it is run again, in words; goes to the audit.")
    private @Nullable String reason;
  }

  @Override
  public Integer call() {
    if (again != null && again.reason != null) {
      AuditedAct.requireReason(again.reason);
    }
    Settings settings = common.settings();
    Job job =
        RunControl.registry(settings)
            .find(name)
            .orElseThrow(
                () ->
                    new InsightException(
                        ErrorKind.USAGE,
                        "Cannot run a job: none of that name, found "
                            + name
                            + "; `insight jobs` lists them"));
    String instead = INSTEAD.get(job.getClass());
    if (instead != null) {
      throw new InsightException(ErrorKind.USAGE, "Cannot run " + name + " by itself: " + instead);
    }
    boolean receives = job instanceof ReceiveItems;
    if (again != null && again.wanted && (receives || job instanceof CollectAudit)) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot run " + name + " again: what came in is never replaced");
    }
    if (receives != inbox.given()) {
      throw new InsightException(
          ErrorKind.USAGE,
          receives
              ? "Cannot receive items: --inbox is missing"
              : "Cannot run " + name + " on an inbox: it reads tables");
    }
    if (inbox.policyAlone()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot run " + name + " under a policy: it reads tables");
    }
    if (only != null && !receives) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot run " + name + " on a folder of an inbox: it reads tables");
    }
    inbox.check();
    try (LakeSession session = LakeSession.toWrite("job", settings)) {
      RunControl runs = new RunControl(session, new PrintedRun(spec.commandLine().getOut()));
      if (receives) {
        runs.receive(inbox.folder(), only, inbox.policy());
      } else if (again != null && again.wanted) {
        runs.again(job, again.reason, this::say);
      } else {
        runs.job(job, this::say);
      }
    }
    return 0;
  }

  private void say(JobResult result) {
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %s, %,d rows, %.1f s%n",
            result.job(),
            result.outcome() == JobResult.Outcome.WRITTEN ? "written" : "nothing new",
            result.rows(),
            result.seconds());
    spec.commandLine().getOut().flush();
  }
}
