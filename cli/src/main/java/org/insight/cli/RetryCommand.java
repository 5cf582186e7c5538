package org.insight.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.reports.IngestPage;
import org.insight.services.AuditedAct;
import org.insight.services.ItemRetries;
import org.insight.services.LakeSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads items again that were not read. */
@Command(
    name = IngestPage.RETRY,
    header = "Reads rejected items again.",
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
    try (LakeSession session = LakeSession.toWrite(IngestPage.RETRY, common.settings())) {
      new ItemRetries(session, new PrintedRun(spec.commandLine().getOut()))
          .retry(
              new ItemRetries.Request(
                  reasons, items, paths, inbox.policy(), because, inbox.folderOrNone()));
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
}
