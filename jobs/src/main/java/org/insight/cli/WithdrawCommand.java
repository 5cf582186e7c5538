package org.insight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.config.Settings;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.RunLock;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.tables.Lake;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes items back. */
@Command(
    name = "withdraw",
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

  private static final String ENGINE = "insight withdraw";

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

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, in words; goes to the audit.")
  private String reason;

  @Override
  public Integer call() {
    if (items.isEmpty() && paths.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot withdraw: name an item, by --item or --path");
    }
    AuditedAct.requireReason(reason);
    Settings settings = common.settings();
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open("withdraw", settings)) {
      Lake lake = Lake.openToWrite(spark, settings.lake(), Contracts.load());
      AuditTrail trail = AuditBook.trail(settings, lake);
      AuditedAct audit = AuditedAct.act(trail, ENGINE, Act.ITEMS_WITHDRAW, reason.strip());
      Withdrawals withdrawals = new Withdrawals(lake);
      SortedSet<String> named = audit.opening(() -> withdrawals.named(items, paths));
      SortedSet<String> ids = audit.opening(() -> withdrawals.ids(named));
      audit.on(null, null, List.of(), null, String.join(" ", ids));
      ChainedEntry entry = audit.start();
      audit.ending(
          () -> {
            withdrawals.record(ids, trail.login(), reason.strip(), entry.hash());
            return null;
          });
      spec.commandLine()
          .getOut()
          .println(
              named.size()
                  + (named.size() == 1 ? " item is" : " items are")
                  + " withdrawn; `insight run` takes what was made of them out of all tables.");
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
