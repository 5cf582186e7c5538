package org.insight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.LakeSession;
import org.insight.services.Withdrawals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes items back. */
@Command(
    name = "withdraw",
    header = "Takes back items that their source has withdrawn.",
    mixinStandardHelpOptions = true,
    description = {
      "Takes items back that their source has withdrawn. The next `insight run` takes them, their",
      "members and all that was made of them out of every table, and remakes what others share with",
      "them; until it is published readers see them. They are not received again, though they may",
      "still be in the inbox. The act goes to the audit.",
      "A withdrawal cannot be taken back: the same bytes under the same policy are received no",
      "more, by whatever path. What was withdrawn under a policy by mistake comes in again under",
      "one that says something else, or with other bytes.",
      "Their rows leave the files with `insight maintain`; the bytes stay in older snapshots until",
      "these are expired."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight withdraw --path fr/notices/2026-114.json --reason \"cancelled by the source\"",
      "  insight withdraw --item 5f1c… --item 09ab… --reason \"sent by mistake\" && insight run"
    })
final class WithdrawCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--item",
      paramLabel = "ID",
      description = "Id of an item that is no member of another; may be given more than once.")
  private List<String> items = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Its path in the inbox, as in landing.items: each item that came so.")
  private List<String> paths = new ArrayList<>();

  @Mixin private AuditReason reason;

  @Override
  public Integer call() {
    if (items.isEmpty() && paths.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot withdraw: name an item, by --item or --path");
    }
    String why = reason.text();
    try (LakeSession session = LakeSession.toWrite("withdraw", common.settings())) {
      int withdrawn = Withdrawals.withdraw(session, items, paths, why);
      spec.commandLine()
          .getOut()
          .println(
              withdrawn
                  + (withdrawn == 1 ? " item is" : " items are")
                  + " withdrawn; `insight run` takes what was made of them out of all tables.");
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
