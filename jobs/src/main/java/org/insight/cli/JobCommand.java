package org.insight.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.config.Settings;
import org.insight.jobs.governance.CollectAudit;
import org.insight.jobs.governance.RecordReaderActs;
import org.insight.jobs.governance.RecordWithdrawals;
import org.insight.jobs.landing.ReceiveItems;
import org.insight.observe.RunWatch;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.Job;
import org.insight.run.JobResult;
import org.insight.run.RunLock;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.tables.Lake;
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

  private static final String ENGINE = "insight job";

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
        Pipeline.registry(settings)
            .find(name)
            .orElseThrow(
                () ->
                    new InsightException(
                        ErrorKind.USAGE,
                        "Cannot run a job: none of that name, found "
                            + name
                            + "; `insight jobs` lists them"));
    if (job instanceof RecordReaderActs) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot run " + name + " by itself: use `insight readers`");
    }
    if (job instanceof RecordWithdrawals) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot run " + name + " by itself: use `insight withdraw`");
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
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open("job", settings)) {
      // By its name: the next job that ends well must not hide that this one failed.
      Watched.during(
          "job " + job.name(), settings, spark, watch -> run(job, settings, spark, watch));
    }
    return 0;
  }

  private void run(Job job, Settings settings, SparkSession spark, RunWatch watch) {
    Lake lake = Lake.openOrCreate(spark, settings.lake(), Contracts.load());
    if (job instanceof CollectAudit) {
      AuditBook book = new AuditBook(lake, AuditTrail.of(settings));
      say(watch.job(lake, job, book::collect));
      return;
    }
    Pipeline pipeline = Pipeline.ofRun(settings, lake, watch, spec.commandLine().getOut());
    if (job instanceof ReceiveItems) {
      pipeline.withdraw();
      pipeline.receive(inbox.folder(), only, inbox.policy()).refuseUnreadable();
    } else if (again != null && again.wanted) {
      AuditTrail trail = AuditBook.trail(settings, lake);
      pipeline.prepare(job);
      again(job, pipeline, trail, again.reason);
    } else {
      pipeline.prepare(job);
      say(pipeline.one(job));
    }
  }

  private void again(Job job, Pipeline pipeline, AuditTrail trail, @Nullable String reason) {
    AuditedAct audit =
        AuditedAct.act(trail, ENGINE, Act.JOB_AGAIN, reason == null ? null : reason.strip())
            .on(null, null, List.of(job.writes().toString()), null, job.name());
    audit.doing(() -> say(pipeline.again(job)));
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
