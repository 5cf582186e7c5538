package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.config.Settings;
import org.insight.jobs.Stage;
import org.insight.jobs.landing.DropFolder;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.reports.IngestPage;
import org.insight.observe.RunWatch;
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

/** Reads items again that were not read. */
@Command(
    name = IngestPage.RETRY,
    mixinStandardHelpOptions = true,
    description = {
      "Reads items again that were rejected, with the limits, readers and mappings of now, and runs",
      "all jobs on what comes of them. A file is read again as a whole, with all that it holds, from",
      "the bytes that the lake keeps, and takes the place of what was made of it. Those too large to",
      "be kept, and those that could not be read, are looked for in --inbox, at their paths. With",
      "--policy quarantined items are released: they get that policy, unless they bring one of their",
      "own; where they lay in several folders, --path says of which source. The act goes to the audit."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight retry --reason timeout,out_of_memory --conf more-time.yaml",
      "  insight retry --reason too_large --inbox inbox --conf larger.yaml",
      "  insight retry --reason no_policy --path fr --policy fr.yaml --because \"letter of 3 March\""
    })
final class RetryCommand implements Callable<Integer> {

  private static final String ENGINE = "insight retry";

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private InboxOptions inbox;

  @Option(
      names = "--reason",
      split = ",",
      paramLabel = "CODE",
      description = "Items that were not read for this reason, as in landing.rejects.")
  private List<String> reasons = new ArrayList<>();

  @Option(
      names = "--item",
      paramLabel = "ID",
      description = "An item that was not read; may be given more than once.")
  private List<String> items = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = {
        "Of these only files at this path or in this folder of the inbox; may be given more than",
        "once. . is what lies in no folder."
      })
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--because",
      paramLabel = "TEXT",
      description = "Why, in words; goes to the audit. Needed with --policy.")
  private @Nullable String because;

  @Override
  public Integer call() {
    check();
    Settings settings = common.settings();
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open(IngestPage.RETRY, settings)) {
      Lake.open(spark, settings.lake(), Contracts.load());
      Watched.during(IngestPage.RETRY, settings, spark, watch -> retry(settings, spark, watch));
    }
    return 0;
  }

  private void check() {
    if (reasons.isEmpty() && items.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot retry: say which items, by --reason or --item");
    }
    Set<String> known = new TreeSet<>();
    Arrays.stream(Reason.values()).forEach(reason -> known.add(reason.code()));
    for (String reason : reasons) {
      if (!known.contains(reason)) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot retry: no such reason, known are "
                + String.join(", ", known)
                + ", found "
                + reason);
      }
    }
    if (reasons.contains(Reason.NOT_ADDRESSED.code())) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot retry: what was sent to others and not to the General Secretariat is not read,"
              + " found "
              + Reason.NOT_ADDRESSED.code());
    }
    inbox.check();
    if (inbox.policy() != null && because == null) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot release: say why by --because, for the audit");
    }
    if (because != null) {
      AuditedAct.requireReason("--because", because);
    }
  }

  private void retry(Settings settings, SparkSession spark, RunWatch watch) {
    PrintWriter out = spec.commandLine().getOut();
    Lake lake = Lake.openOrCreate(spark, settings.lake(), Contracts.load());
    AuditTrail trail = AuditBook.trail(settings, lake);
    Pipeline pipeline = Pipeline.ofRun(settings, lake, watch, out);
    String policy = inbox.policy();
    AuditedAct audit =
        AuditedAct.act(
            trail,
            ENGINE,
            policy == null ? Act.ITEMS_RETRY : Act.ITEMS_RELEASE,
            because == null ? null : because.strip());
    Retries retries = new Retries(pipeline.lake());
    Retries.Meant meant = audit.opening(() -> retries.meant(reasons, items, paths, policy != null));
    List<String> roots = meant.roots();
    if (meant.withdrawn() > 0) {
      out.printf(
          Locale.ROOT, "%,d files are left out, for they are withdrawn%n", meant.withdrawn());
    }
    if (roots.isEmpty()) {
      if (pipeline.unfinished()) {
        finish(pipeline, out);
      } else {
        out.println(
            "Nothing to retry: no such item is there"
                + (policy == null
                    ? " under a policy (--policy releases quarantined ones)."
                    : " in quarantine (without --policy those under a policy are read again)."));
      }
      return;
    }
    DropFolder folder =
        inbox.given()
            ? DropFolder.list(
                inbox.folder(),
                settings.intake().linkRoots(),
                spark.sparkContext().hadoopConfiguration())
            : null;
    Retries.Again again = audit.opening(() -> retries.again(roots, policy, folder));
    out.printf(
        Locale.ROOT,
        "%,d files are read again%s%n",
        again.count(),
        again.without() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d are not, for the lake has no bytes of them (%s)",
                again.without(),
                folder == null
                    ? "--inbox says where they lie"
                    : "nor is a file of the same path and bytes in --inbox"));
    out.flush();
    if (again.count() == 0) {
      if (pipeline.unfinished()) {
        finish(pipeline, out);
      }
      return;
    }
    audit.on(
        null, null, List.of(), null, String.join(" ", reasons) + " " + String.join(" ", roots));
    audit.doing(
        () ->
            pipeline.retry(
                again,
                folder == null ? new Inbox("", policy) : folder.inbox(policy),
                Stage.GOVERNANCE));
  }

  /** An earlier call may have been killed once it had taken in hand what it could of the items. */
  private static void finish(Pipeline pipeline, PrintWriter out) {
    out.println("Nothing more to retry; what is staged already is finished.");
    pipeline.run(null, null, Stage.LANDING, Stage.GOVERNANCE);
  }
}
