package org.insight.cli;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.config.Settings;
import org.insight.jobs.Tables;
import org.insight.jobs.governance.RecordWithdrawals;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.JobRunner;
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

  private static final StructType ROW =
      StructType.fromDDL(
          "item_id string, at timestamp, login string, reason string, audit_hash string");

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
    if (reason.isBlank()) {
      throw new InsightException(ErrorKind.USAGE, "Cannot withdraw: --reason is empty");
    }
    Settings settings = common.settings();
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open("withdraw", settings)) {
      Lake.open(spark, settings.lake(), Contracts.load());
      Lake lake = Lake.openOrCreate(spark, settings.lake(), Contracts.load());
      AuditTrail trail = AuditTrail.of(settings);
      AuditedAct audit = AuditedAct.act(trail, ENGINE, Act.ITEMS_WITHDRAW, reason.strip());
      SortedSet<String> named = audit.opening(() -> named(lake));
      audit.on(null, null, List.of(), null, String.join(" ", named));
      ChainedEntry entry = audit.start();
      audit.ending(
          () -> {
            record(lake, named, trail.login(), entry);
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

  /** Ids of the items, those that a run has only staged too; not of those withdrawn before. */
  private SortedSet<String> named(Lake lake) {
    Dataset<Row> whole = lake.ofRun().read(Tables.ARRIVALS).where(col("parent_item_id").isNull());
    SortedSet<String> named = new TreeSet<>();
    for (String item : items) {
      named.addAll(ids(whole, "item_id", item));
    }
    for (String path : paths) {
      named.addAll(ids(whole, "path", path));
    }
    lake.read(Tables.WITHDRAWALS)
        .where(col("item_id").isin(named.toArray()))
        .select("item_id")
        .collectAsList()
        .forEach(known -> named.remove(known.getString(0)));
    if (named.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot withdraw: all of these are withdrawn already");
    }
    return named;
  }

  private static List<String> ids(Dataset<Row> whole, String column, String value) {
    List<String> found =
        whole.where(col(column).equalTo(value)).select("item_id").collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    if (found.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot withdraw: no item came with that "
              + (column.equals("path") ? "path" : "id, or it is a member of another")
              + ", found "
              + value);
    }
    return found;
  }

  private void record(Lake lake, SortedSet<String> named, String login, ChainedEntry entry) {
    Timestamp now = Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MICROS));
    List<Row> rows =
        named.stream()
            .map(id -> RowFactory.create(id, now, login, reason.strip(), entry.hash()))
            .toList();
    new JobRunner(lake)
        .run(
            new RecordWithdrawals(),
            Map.of(RecordWithdrawals.ORDERED, lake.spark().createDataFrame(rows, ROW)));
  }
}
