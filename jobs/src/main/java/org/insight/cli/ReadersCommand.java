package org.insight.cli;

import static org.apache.spark.sql.functions.col;

import java.io.PrintWriter;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.config.ConfFiles;
import org.insight.config.Settings;
import org.insight.jobs.Tables;
import org.insight.jobs.governance.EnrolReaders;
import org.insight.jobs.governance.ReaderRights;
import org.insight.jobs.governance.RecordReaderActs;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.policy.Purpose;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.Job;
import org.insight.run.JobRunner;
import org.insight.run.RunLock;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.tables.Lake;
import org.insight.tables.Snapshot;
import org.insight.tables.StagedWrite;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who reads, with which rights. */
@Command(
    name = "readers",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the readers and changes their rights. An act is a row of governance.reader_acts, with",
      "its reason, and an entry of the audit; the latest act on a reader wins over conf/readers.yaml.",
      "It counts at once: who was revoked is refused from the moment the command says so."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ReadersCommand.ListReaders.class,
      ReadersCommand.Add.class,
      ReadersCommand.Grant.class,
      ReadersCommand.Revoke.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight readers add it-analyst --country IT --clearance 1 --purposes investigation,locate",
      "      --reason \"request 2026-114 of the bureau in Rome\"",
      "  insight readers revoke it-analyst --purposes locate --reason \"moved to another unit\"",
      "  insight readers revoke it-analyst --reason \"left the service\""
    })
final class ReadersCommand implements Runnable {

  private static final String ENGINE = "insight readers";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Cannot run readers: no command given (list, add, grant, revoke)");
  }

  /** What an act leaves, given the readers as they are. */
  private interface Rule {
    @Nullable Scope apply(ReaderRights.Known known, Lake lake);
  }

  /** Shows the readers. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the readers with the rights by which they read now, or from the next run on, and the",
        "latest act on each; of those without one, whether the file of readers has changed since",
        "the last run."
      })
  static final class ListReaders implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Common common;

    @Override
    public Integer call() {
      Settings settings = common.settings();
      try (SparkSession spark = Sessions.open("readers", settings)) {
        Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
        AuditedAct audit =
            AuditedAct.act(AuditBook.trail(settings, lake), ENGINE, Act.READERS_LIST, null);
        audit.start();
        audit.ending(() -> print(settings, lake));
      }
      return 0;
    }

    private long print(Settings settings, Lake lake) {
      ReaderRights.Known known = known(settings, lake);
      List<List<String>> rows = new ArrayList<>();
      known
          .asTheyRead()
          .forEach(
              (name, rights) ->
                  rows.add(
                      List.of(
                          name,
                          text(rights.country()),
                          text(rights.body()),
                          Integer.toString(rights.clearance()),
                          rights.control() ? "control" : "reader",
                          String.join(
                              " ", rights.purposes().stream().map(Purpose::code).sorted().toList()),
                          rights.id(),
                          latest(lake, known, name))));
      TextTable.print(
          spec.commandLine().getOut(),
          List.of(
              "reader", "country", "body", "clearance", "role", "purposes", "scope", "latest act"),
          rows);
      return rows.size();
    }

    private static String latest(Lake lake, ReaderRights.Known known, String reader) {
      List<Row> acts =
          lake.read(Tables.READER_ACTS)
              .where(col("reader").equalTo(reader))
              .orderBy(col("number").desc())
              .limit(1)
              .collectAsList();
      if (acts.isEmpty()) {
        return changed(known.letIn().get(reader), known.next().get(reader));
      }
      return acts.get(0).getAs("act")
          + " "
          + acts.get(0).<Timestamp>getAs("at").toInstant().truncatedTo(ChronoUnit.SECONDS)
          // Until what follows from the act is made, the door has other rights than it left.
          + (known.letIn().containsKey(reader) ? "" : ", refused until the next run");
    }

    /** Without an act the door goes by the file as the last run read it. */
    private static String changed(@Nullable Scope letIn, @Nullable Scope next) {
      if (letIn == null) {
        return "none, reads from the next run on";
      }
      if (next == null) {
        return "none, gone from the file, reads until the next run";
      }
      return EnrolReaders.alike(letIn, next)
          ? ""
          : "none, changed in the file, reads so until the next run";
    }

    private static String text(@Nullable String value) {
      return value == null ? "" : value;
    }
  }

  /** What every act needs. */
  abstract static class Acting implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin private Common common;

    @Parameters(paramLabel = "READER", description = "Name of the reader.")
    String reader;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, in words; goes to the audit.")
    private String reason;

    abstract Act act();

    abstract @Nullable Scope rights(ReaderRights.Known known, Lake lake);

    @Override
    public Integer call() {
      AuditedAct.requireReason(reason);
      Settings settings = common.settings();
      requireLake(settings);
      try (RunLock lock = RunLock.ofReaders(settings.lake().path(), "change readers");
          SparkSession spark = Sessions.open("readers", settings)) {
        Lake lake = Lake.openOrCreate(spark, settings.lake(), Contracts.load());
        new Office(settings, lake, spec.commandLine().getOut())
            .act(act(), reader, reason.strip(), this::rights);
      }
      return 0;
    }
  }

  /** A new reader. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a reader, of a country, a body or both.")
  static final class Add extends Acting {

    @Option(names = "--country", paramLabel = "CC", description = "ISO 3166-1 alpha-2 code.")
    private @Nullable String country;

    @Option(names = "--body", paramLabel = "BODY", description = "Body that the reader works for.")
    private @Nullable String body;

    @Option(names = "--clearance", required = true, paramLabel = "N", description = "0 to 3.")
    private int clearance;

    @Option(
        names = "--purposes",
        split = ",",
        paramLabel = "CODE",
        description = "Purposes, separated by commas (docs/policies.md).")
    private List<String> purposes = new ArrayList<>();

    @Option(
        names = "--role",
        defaultValue = "reader",
        paramLabel = "reader|control",
        description = {
          "control sees all that has a policy, and is for a name that is control or begins with",
          "control- (default ${DEFAULT-VALUE})."
        })
    private Role role;

    @Override
    Act act() {
      return Act.READERS_ADD;
    }

    @Override
    Scope rights(ReaderRights.Known known, Lake lake) {
      try {
        return ReaderRights.add(
            known.next(),
            reader,
            new Scope(
                country, body, clearance, new TreeSet<>(parsed(purposes)), role == Role.CONTROL));
      } catch (IllegalArgumentException e) {
        throw wrong(e);
      }
    }
  }

  /** As conf/readers.yaml has them. */
  enum Role {
    READER,
    CONTROL
  }

  /** More rights for a reader. */
  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description = "Gives a reader more rights: a higher clearance, further purposes, a body.")
  static final class Grant extends Acting {

    @Option(names = "--clearance", paramLabel = "N", description = "The new clearance, higher.")
    private @Nullable Integer clearance;

    @Option(
        names = "--purposes",
        split = ",",
        paramLabel = "CODE",
        description = "Purposes to add, separated by commas.")
    private List<String> purposes = new ArrayList<>();

    @Option(names = "--body", paramLabel = "BODY", description = "Body that the reader works for.")
    private @Nullable String body;

    @Override
    Act act() {
      return Act.READERS_GRANT;
    }

    @Override
    Scope rights(ReaderRights.Known known, Lake lake) {
      return ReaderRights.grant(
          known, reader, new ReaderRights.Change(clearance, parsed(purposes), body));
    }
  }

  /** Fewer rights for a reader. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {
        "Takes rights from a reader; without an option, all of them. Refused where the reader would",
        "see at once what the file of readers has given it since the last run."
      })
  static final class Revoke extends Acting {

    @Option(names = "--clearance", paramLabel = "N", description = "The new clearance, lower.")
    private @Nullable Integer clearance;

    @Option(
        names = "--purposes",
        split = ",",
        paramLabel = "CODE",
        description = "Purposes to take away, separated by commas.")
    private List<String> purposes = new ArrayList<>();

    @Option(
        names = "--body",
        paramLabel = "BODY",
        description = {
          "Body that the reader has left; refused where that would open what is not for it."
        })
    private @Nullable String body;

    @Override
    Act act() {
      return Act.READERS_REVOKE;
    }

    @Override
    @Nullable Scope rights(ReaderRights.Known known, Lake lake) {
      Scope left =
          ReaderRights.revoke(
              known, reader, new ReaderRights.Change(clearance, parsed(purposes), body));
      if (left != null) {
        ReaderRights.requireNothingOpened(
            known,
            reader,
            left,
            RegisterPolicies.byId(lake.read(Tables.POLICIES)).values(),
            LocalDate.now(ZoneOffset.UTC));
      }
      return left;
    }
  }

  private static Set<Purpose> parsed(List<String> codes) {
    try {
      return new LinkedHashSet<>(Purpose.parseAll(codes));
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  private static InsightException wrong(IllegalArgumentException e) {
    return new InsightException(
        ErrorKind.USAGE,
        String.valueOf(e.getMessage()).replace("Cannot read a policy", "Cannot change a reader"),
        e);
  }

  private static ReaderRights.Known known(Settings settings, Lake lake) {
    return ReaderRights.Known.of(
        Readers.parse(ConfFiles.text(settings.readers())),
        lake.read(Tables.READERS),
        lake.read(Tables.READER_ACTS));
  }

  private static void requireLake(Settings settings) {
    if (!Lake.exists(settings.lake())) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot change readers: there is no lake, found "
              + settings.lake().path()
              + "; `insight run` makes one");
    }
  }

  /** Does an act, in the order in which it is safe. */
  private static final class Office {

    private final Settings settings;
    private final Lake lake;
    private final PrintWriter out;

    Office(Settings settings, Lake lake, PrintWriter out) {
      this.settings = settings;
      this.lake = lake;
      this.out = out;
    }

    /**
     * First the audit's entry; then the act's row, from which on the reader's door goes by it, and
     * the groups, by which Trino does; then the tables that follow from it, unless a run is going
     * on: they can wait, for neither opens to a reader whose rights differ from the enrolment.
     */
    void act(Act act, String reader, String reason, Rule rule) {
      AuditTrail trail = AuditBook.registered(settings, lake);
      AuditedAct audit =
          AuditedAct.act(trail, ENGINE, act, reason).on(reader, null, List.of(), null, null);
      ReaderRights.Known known = known(settings, lake);
      Optional<Scope> after = audit.opening(() -> Optional.ofNullable(rule.apply(known, lake)));
      Scope rights = after.orElse(null);
      audit.on(
          reader,
          rights == null ? null : rights.id(),
          List.of(),
          null,
          ReaderRights.inWords(rights));
      ChainedEntry entry = audit.start();
      audit.ending(
          () -> {
            boolean anew =
                rights != null
                    && lake.read(Tables.READERS).where(col("scope").equalTo(rights.id())).isEmpty();
            record(act, reader, reason, rights, trail.login(), entry);
            tellTrino(TrinoEtc::groups);
            out.println(reader + ": " + ReaderRights.inWords(rights));
            out.flush();
            follow(anew);
            return null;
          });
    }

    private void record(
        Act act,
        String reader,
        String reason,
        @Nullable Scope rights,
        String login,
        ChainedEntry entry) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(ReaderRights.nextNumber(lake.read(Tables.READER_ACTS)));
      values.add(Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MICROS)));
      values.add(login);
      values.add(reader);
      values.add(act.code());
      values.add(reason);
      values.addAll(ReaderRights.columns(rights));
      values.add(entry.hash());
      Row row = RowFactory.create(values.toArray());
      new JobRunner(lake)
          .run(
              new RecordReaderActs(),
              Map.of(
                  RecordReaderActs.ORDERED,
                  lake.spark().createDataFrame(List.of(row), ReaderRights.actSchema())));
    }

    private void tellTrino(BiConsumer<TrinoEtc, Lake> written) {
      try {
        TrinoEtc.of(settings).ifPresent(etc -> written.accept(etc, lake));
      } catch (InsightException e) {
        throw new InsightException(
            e.kind(),
            "Cannot tell Trino of the act, which counts in the lake (`insight trino publish` does"
                + " it again): "
                + e.getMessage(),
            e);
      }
    }

    private void follow(boolean newScope) {
      Optional<RunLock> free = RunLock.tryTake(settings.lake().path());
      if (free.isEmpty()) {
        out.println(
            "It counts from now on. A run is going on: the tables follow with the next"
                + " `insight run`, and until then the reader is refused.");
        return;
      }
      try (RunLock run = free.get()) {
        JobRunner runner = new JobRunner(lake);
        for (Job job : Pipeline.registry(settings).rights()) {
          runner.run(job instanceof EnrolReaders enrol ? asBefore(enrol) : job);
        }
        tellTrino(TrinoEtc::rights);
      }
      out.println(
          "It counts from now on."
              + (newScope
                  ? " These rights are new here: `insight run --from resolution` makes the entities"
                      + " that depend on them, until then some are missing."
                  : ""));
      out.flush();
    }

    /** An act is on one reader: for others the file of readers counts with the next run. */
    private Job asBefore(EnrolReaders enrol) {
      Dataset<Row> readers = lake.read(Tables.READERS);
      Snapshot last = lake.lastWrite(Tables.READERS);
      if (last == null && readers.isEmpty()) {
        return enrol;
      }
      Map<String, String> summary = last == null ? Map.of() : last.summary();
      return enrol.asBefore(summary.getOrDefault(StagedWrite.SETTINGS, ""), readers);
    }
  }
}
