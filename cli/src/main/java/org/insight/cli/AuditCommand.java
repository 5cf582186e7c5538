package org.insight.cli;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainCheck.Finding;
import org.insight.audit.Head;
import org.insight.audit.Outcome;
import org.insight.audit.SpotCheck;
import org.insight.audit.TrinoEvents;
import org.insight.audit.TrinoReceiver;
import org.insight.config.ConfFiles;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.engine.JobResult;
import org.insight.engine.RunLock;
import org.insight.engine.Sessions;
import org.insight.lake.Lake;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.schemas.Contracts;
import org.insight.services.AuditBook;
import org.insight.services.AuditedAct;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who read what. */
@Command(
    name = "audit",
    header = "Shows, checks and collects the audit log.",
    mixinStandardHelpOptions = true,
    description = {
      "Who read what, when, as whom, for which purpose and reason.",
      "For those who answer for the platform: it shows queries, which may quote personal data."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AuditCommand.Verify.class,
      AuditCommand.ListEntries.class,
      AuditCommand.Sample.class,
      AuditCommand.Collect.class,
      AuditCommand.Register.class,
      AuditCommand.Receive.class
    })
final class AuditCommand implements Runnable {

  private static final String ENGINE = "insight audit";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Cannot run audit: no command given (verify, list, sample …)");
  }

  /** What to do with the audit of an open lake. */
  private interface Work {
    void on(AuditBook book, AuditTrail trail);
  }

  private static void open(Settings settings, Work work) {
    try (SparkSession spark = Sessions.open("audit", settings)) {
      Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
      AuditTrail trail = AuditTrail.of(settings);
      work.on(new AuditBook(lake, trail), trail);
    }
  }

  /** Checks the chain. */
  @Command(
      name = "verify",
      header = "Checks the audit log for tampering.",
      mixinStandardHelpOptions = true,
      description = {
        "Checks the audit: every entry's hash and place, in the table and the spool, one against",
        "the other, and against the heads that snapshots and the anchor keep. Names what was",
        "changed, removed, reordered or cut off; exit code 4 then. So too where what acts have left,",
        "on readers and on items, is not what their entries announced, and where somebody is enrolled",
        "with rights that neither the file of readers nor an act gives.",
        "",
        "It prints the head, SEQ:HASH. Written down where nobody of the platform can change it,",
        "and given back with --head, it shows a chain that was made anew as a whole."
      })
  static final class Verify implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Common common;

    @Option(
        names = "--head",
        paramLabel = "SEQ:HASH",
        description = "A head of an earlier check; may be given more than once.")
    private List<String> heads = new ArrayList<>();

    @Override
    public Integer call() {
      List<Head> kept = heads.stream().map(Verify::head).toList();
      PrintWriter out = spec.commandLine().getOut();
      Settings settings = common.settings();
      SortedMap<String, Scope> readers = Readers.parse(ConfFiles.text(settings.readers()));
      open(
          settings,
          (book, trail) -> {
            AuditedAct audit = AuditedAct.act(trail, ENGINE, Act.AUDIT_VERIFY, null);
            audit.doing(
                () -> {
                  AuditBook.Verdict verdict = book.verify(kept, readers);
                  print(out, verdict);
                });
          });
      return 0;
    }

    private static void print(PrintWriter out, AuditBook.Verdict verdict) {
      for (Finding finding : verdict.findings()) {
        out.printf(
            Locale.ROOT,
            "%-11s %s%n",
            finding.kind().name().toLowerCase(Locale.ROOT),
            finding.words());
      }
      List<Finding> faults = verdict.faults();
      out.printf(
          Locale.ROOT,
          "audit: %,d entries collected, %,d more in the spool, %,d faults%nhead: %s%n",
          verdict.collected(),
          verdict.spooled(),
          faults.size(),
          verdict.head());
      out.flush();
      if (!faults.isEmpty()) {
        throw new InsightException(
            ErrorKind.CONTRACT,
            "Cannot vouch for the audit: "
                + faults.get(0).words()
                + ", found "
                + faults.size()
                + (faults.size() == 1 ? " fault" : " faults"));
      }
    }

    private static Head head(String text) {
      return Head.parse(text)
          .orElseThrow(
              () ->
                  new InsightException(
                      ErrorKind.USAGE,
                      "Cannot check a head: it is a number, a colon and 64 hex digits, found "
                          + OneLine.of(text)));
    }
  }

  /** Shows entries. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Shows entries, the latest first, collected or not.")
  static final class ListEntries implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Common common;

    @Option(names = "--reader", paramLabel = "READER", description = "Only of this reader.")
    private @Nullable String reader;

    @Option(names = "--login", paramLabel = "LOGIN", description = "Only of this login.")
    private @Nullable String login;

    @Option(names = "--day", paramLabel = "YYYY-MM-DD", description = "Only of this day, UTC.")
    private @Nullable LocalDate day;

    @Option(
        names = "--limit",
        defaultValue = "100",
        paramLabel = "N",
        description = "At most so many (default ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
        names = "--format",
        defaultValue = "table",
        paramLabel = "table|csv|json",
        description = "csv and json give every column (default ${DEFAULT-VALUE}).")
    private Answer.Format format;

    @Override
    public Integer call() {
      if (limit < 1) {
        throw new InsightException(
            ErrorKind.USAGE, "Cannot list the audit: --limit must be positive, found " + limit);
      }
      open(
          common.settings(),
          (book, trail) -> {
            book.requireOwn();
            AuditedAct audit =
                AuditedAct.act(trail, ENGINE, Act.AUDIT_LIST, null)
                    .on(reader, null, List.of(), filter(), null);
            audit.start();
            Answer answer = new Answer(spec.commandLine().getOut(), format);
            audit.ending(() -> answer.take(rows(book.entries())), answer::given);
          });
      return 0;
    }

    private String filter() {
      return "login "
          + (login == null ? "any" : login)
          + ", day "
          + (day == null ? "any" : day)
          + ", at most "
          + limit;
    }

    private Dataset<Row> rows(Dataset<Row> entries) {
      Dataset<Row> rows = entries;
      if (reader != null) {
        rows = rows.where(col("reader").equalTo(reader));
      }
      if (login != null) {
        rows = rows.where(col("login").equalTo(login));
      }
      if (day != null) {
        rows = rows.where(to_date(col("at")).equalTo(lit(day.toString()).cast("date")));
      }
      rows = rows.orderBy(col("seq").desc()).limit(limit);
      return format == Answer.Format.TABLE ? rows.select(SHOWN) : rows;
    }
  }

  private static final Column[] SHOWN = {
    col("seq"),
    date_format(col("at"), "yyyy-MM-dd HH:mm:ss").as("at"),
    col("login"),
    col("reader"),
    col("engine"),
    col("act"),
    col("purpose"),
    col("reason"),
    functions.array_join(col("tables"), " ").as("tables"),
    col("outcome"),
    col("rows"),
    col("query")
  };

  /** Draws the reads that a person looks at. */
  @Command(
      name = "sample",
      header = "Draws random reads for a person to review.",
      mixinStandardHelpOptions = true,
      description = {
        "Draws reads of a month for a person to look at (Article 22(5) RPD): some of every reader,",
        "more of those who read more. A read is of the month in which it started. The same seed",
        "gives the same reads; agree on it beforehand."
      })
  static final class Sample implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Common common;

    @Option(
        names = "--month",
        required = true,
        paramLabel = "YYYY-MM",
        description = "Of this month, UTC.")
    private YearMonth month;

    @Option(
        names = "--size",
        defaultValue = "20",
        paramLabel = "N",
        description = "How many reads (default ${DEFAULT-VALUE}).")
    private int size;

    @Option(names = "--seed", required = true, paramLabel = "S", description = "A number.")
    private long seed;

    @Option(
        names = "--format",
        defaultValue = "table",
        paramLabel = "table|csv|json",
        description = "csv and json give every column (default ${DEFAULT-VALUE}).")
    private Answer.Format format;

    @Override
    public Integer call() {
      if (size < 1) {
        throw new InsightException(
            ErrorKind.USAGE, "Cannot draw a sample: --size must be 1 at least, found " + size);
      }
      open(
          common.settings(),
          (book, trail) -> {
            book.requireOwn();
            AuditedAct audit =
                AuditedAct.act(trail, ENGINE, Act.AUDIT_SAMPLE, null)
                    .on(null, null, List.of(), month + ", size " + size + ", seed " + seed, null);
            audit.start();
            Answer answer = new Answer(spec.commandLine().getOut(), format);
            audit.ending(() -> answer.take(drawn(book.entries())), answer::given);
          });
      return 0;
    }

    private Dataset<Row> drawn(Dataset<Row> entries) {
      Dataset<Row> reads = calls(entries, month);
      List<SpotCheck.Candidate> candidates = new ArrayList<>();
      for (Row row : reads.select("seq", "reader", "hash").collectAsList()) {
        candidates.add(
            new SpotCheck.Candidate(
                row.getLong(0), row.isNullAt(1) ? "" : row.getString(1), row.getString(2)));
      }
      Object[] numbers =
          SpotCheck.draw(candidates, size, seed).stream().map(SpotCheck.Candidate::seq).toArray();
      Dataset<Row> rows = reads.where(col("seq").isin(numbers)).orderBy("reader", "seq");
      return format == Answer.Format.TABLE ? rows.select(SHOWN) : rows;
    }
  }

  /**
   * The reads that started in a month, one row each: its first entry, with the outcome and rows of
   * its last and what the last knows better, as the tables that an engine names only at the end.
   * The last may be of a later month. That a read started comes before how it ended, whatever their
   * numbers are: an engine's event may have to be sent again, and come after the next one.
   */
  static Dataset<Row> calls(Dataset<Row> entries, YearMonth month) {
    Dataset<Row> reads = entries.where(col("act").equalTo(Act.READ.code()));
    Column ofMonth = date_format(col("at"), "yyyy-MM").equalTo(month.toString());
    Dataset<Row> calls = reads.where(ofMonth).select(col("call").as("call_"));
    var inOrder =
        Window.partitionBy("call")
            .orderBy("ended_", "seq")
            .rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    return reads
        // Texts of all other months need not be sorted.
        .join(calls, col("call").equalTo(col("call_")), "left_semi")
        .withColumn("ended_", col("outcome").notEqual(Outcome.STARTED.code()))
        .withColumn("first_", first("seq").over(inOrder))
        .withColumn("outcome", last("outcome").over(inOrder))
        .withColumn("detail", last("detail").over(inOrder))
        .withColumn("rows", last("rows").over(inOrder))
        .withColumn("tables", last("tables").over(inOrder))
        .withColumn("filters", last("filters").over(inOrder))
        .withColumn("reader", coalesce(col("reader"), lit("")))
        .where(col("seq").equalTo(col("first_")).and(ofMonth))
        .drop("first_", "ended_");
  }

  /** Moves entries to the table. */
  @Command(
      name = "collect",
      header = "Adds new entries of the spool to the audit table.",
      mixinStandardHelpOptions = true,
      description =
          "Adds what is only in the spool to governance.audit, as job collect-audit does.")
  static final class Collect implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Common common;

    @Override
    public Integer call() {
      Settings settings = common.settings();
      try (RunLock lock = RunLock.take(settings.lake().path());
          SparkSession spark = Sessions.open("audit", settings)) {
        Lake lake = Lake.openOrCreate(spark, settings.lake(), Contracts.load());
        JobResult result = new AuditBook(lake, AuditTrail.of(settings)).collect();
        spec.commandLine().getOut().printf(Locale.ROOT, "%,d entries collected%n", result.rows());
      }
      return 0;
    }
  }

  /** Changes over to another spool. */
  @Command(
      name = "register",
      header = "Makes this configuration's spool the lake's own.",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the spool of this configuration the lake's own, and refuses the one before.",
        "The first run registers its spool by itself. A folder that is moved whole stays registered.",
        "Collect the old spool's entries first. The new folder must be empty, or hold the same audit."
      })
  static final class Register implements Callable<Integer> {

    @Mixin private Common common;

    @Mixin private AuditReason reason;

    @Override
    public Integer call() {
      String why = reason.text();
      Settings settings = common.settings();
      try (RunLock lock = RunLock.take(settings.lake().path());
          SparkSession spark = Sessions.open("audit", settings)) {
        Lake lake = Lake.openToWrite(spark, settings.lake(), Contracts.load());
        new AuditBook(lake, AuditTrail.of(settings)).register(why);
      }
      return 0;
    }
  }

  /** Takes the events of an engine. */
  @Command(
      name = "receive",
      header = "Receives Trino's query events.",
      mixinStandardHelpOptions = true,
      description = {
        "Takes the query events that Trino's HTTP event listener sends to 127.0.0.1, and writes",
        "each to the spool before it answers; until it is stopped.",
        "The listener must send the header " + TrinoReceiver.SECRET_HEADER + "."
      })
  static final class Receive implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Common common;

    @Option(
        names = "--port",
        required = true,
        paramLabel = "P",
        description = "Port on 127.0.0.1; 0: any that is free.")
    private int port;

    @Option(
        names = "--secret-file",
        paramLabel = "FILE",
        description = {
          "File that holds the secret, 16 characters at least.",
          "In place of it the environment may hold INSIGHT_AUDIT_SECRET."
        })
    private @Nullable Path secretFile;

    @Override
    public Integer call() throws InterruptedException {
      Settings settings = common.settings();
      PrintWriter out = spec.commandLine().getOut();
      try (TrinoReceiver receiver =
          TrinoReceiver.start(
              AuditTrail.of(settings).spool(),
              new TrinoEvents(settings.lake().catalog()),
              port,
              secret())) {
        out.printf("receiving events on http://127.0.0.1:%d/%n", receiver.port());
        out.flush();
        new CountDownLatch(1).await();
      }
      return 0;
    }

    private String secret() {
      String secret =
          secretFile != null
              ? TextFiles.read(secretFile).strip()
              : System.getenv("INSIGHT_AUDIT_SECRET");
      if (secret == null || secret.isBlank()) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot receive events: no secret, give --secret-file or INSIGHT_AUDIT_SECRET");
      }
      return secret;
    }
  }
}
