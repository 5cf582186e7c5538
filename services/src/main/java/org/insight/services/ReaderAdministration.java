package org.insight.services;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.config.ConfFiles;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.engine.RunLock;
import org.insight.jobs.governance.EnrolReaders;
import org.insight.jobs.governance.ReaderRights;
import org.insight.jobs.governance.RecordReaderActs;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Lists the readers and changes their rights. An act on a reader is entered in the audit first. Its
 * row follows, from which on `insight sql` goes by it, and the groups, by which Trino does. The
 * tables that follow from it come last; they can wait for a run that is going on, for a reader is
 * refused while enrolment and acts differ.
 */
public final class ReaderAdministration {

  private static final String ENGINE = "insight readers";

  private final LakeSession session;
  private final Lake lake;
  private final RunListener listener;

  private ReaderAdministration(LakeSession session, Lake lake, RunListener listener) {
    this.session = session;
    this.lake = lake;
    this.listener = listener;
  }

  /**
   * To change readers, on a session of {@link LakeSession#toChangeReaders}.
   *
   * @param listener hears the rights that are left as soon as they count, then what follows
   */
  public static ReaderAdministration of(LakeSession session, RunListener listener) {
    return new ReaderAdministration(session, session.lakeOrNew(), listener);
  }

  /**
   * A reader as listed.
   *
   * @param rights those by which the reader reads now, or from the next run on
   * @param latest the latest act, or how the file of readers differs from the last run; may be
   *     empty
   */
  public record Listed(String reader, Scope rights, String latest) {}

  /** Hands the readers to {@code told}, between the first and the last entry of the audit. */
  public static void list(LakeSession session, Consumer<List<Listed>> told) {
    ReaderAdministration readers =
        new ReaderAdministration(session, session.lake(), RunListener.SILENT);
    AuditedAct audit = AuditedAct.act(readers.trail(), ENGINE, Act.READERS_LIST, null);
    audit.start();
    audit.ending(
        () -> {
          List<Listed> all = readers.listed();
          told.accept(all);
          return (long) all.size();
        });
  }

  private List<Listed> listed() {
    List<Row> acts = acts();
    ReaderRights.Known known = known(acts);
    Map<String, Row> latest = new HashMap<>();
    acts.stream()
        .sorted(Comparator.comparing(act -> act.<Long>getAs("number")))
        .forEach(act -> latest.put(act.getAs("reader"), act));
    List<Listed> all = new ArrayList<>();
    known
        .asTheyRead()
        .forEach(
            (name, rights) ->
                all.add(new Listed(name, rights, latest(known, name, latest.get(name)))));
    return all;
  }

  private static String latest(ReaderRights.Known known, String reader, @Nullable Row act) {
    if (act == null) {
      return changed(known.letIn().get(reader), known.next().get(reader));
    }
    return act.getAs("act")
        + " "
        + act.<Timestamp>getAs("at").toInstant().truncatedTo(ChronoUnit.SECONDS)
        // Until what follows from the act is made, the reader is refused.
        + (known.letIn().containsKey(reader) ? "" : ", refused until the next run");
  }

  /** Without an act, the file counts as the last run read it. */
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

  /**
   * Adds a reader.
   *
   * @param reason one line of words, for the audit
   * @throws InsightException USAGE if there is such a reader, or the rights are none
   */
  public void add(String reader, Supplier<Scope> rights, String reason) {
    act(
        Act.READERS_ADD,
        reader,
        reason,
        known -> {
          try {
            return ReaderRights.add(known.next(), reader, rights.get());
          } catch (IllegalArgumentException e) {
            throw wrong(e);
          }
        });
  }

  /** Gives a reader more rights; {@code reason} as in {@link #add}. */
  public void grant(String reader, Supplier<ReaderRights.Change> more, String reason) {
    act(
        Act.READERS_GRANT,
        reader,
        reason,
        known -> ReaderRights.grant(known, reader, change(more)));
  }

  /**
   * Takes rights from a reader; an empty change takes all of them.
   *
   * @throws InsightException USAGE if the reader would see more by what is left
   */
  public void revoke(String reader, Supplier<ReaderRights.Change> less, String reason) {
    act(
        Act.READERS_REVOKE,
        reader,
        reason,
        known -> {
          Scope left = ReaderRights.revoke(known, reader, change(less));
          if (left != null) {
            ReaderRights.requireNothingOpened(
                known,
                reader,
                left,
                RegisterPolicies.byId(lake.read(Tables.POLICIES)).values(),
                LocalDate.now(ZoneOffset.UTC));
          }
          return left;
        });
  }

  private static ReaderRights.Change change(Supplier<ReaderRights.Change> change) {
    try {
      return change.get();
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

  private ReaderRights.Known known(List<Row> acts) {
    return ReaderRights.Known.of(
        Readers.parse(ConfFiles.text(session.settings().readers())),
        lake.collect(Tables.READERS),
        acts);
  }

  private List<Row> acts() {
    return lake.collect(Tables.READER_ACTS);
  }

  private AuditTrail trail() {
    return AuditBook.trail(session.settings(), lake);
  }

  private void act(
      Act act, String reader, String reason, Function<ReaderRights.Known, @Nullable Scope> rule) {
    AuditedAct.requireReason(reason);
    AuditTrail trail = AuditBook.registered(session.settings(), lake);
    AuditedAct audit =
        AuditedAct.act(trail, ENGINE, act, reason.strip()).on(reader, null, List.of(), null, null);
    ReaderRights.Known known = known(acts());
    Optional<Scope> after = audit.opening(() -> Optional.ofNullable(rule.apply(known)));
    Scope rights = after.orElse(null);
    audit.on(
        reader, rights == null ? null : rights.id(), List.of(), null, ReaderRights.inWords(rights));
    ChainedEntry entry = audit.start();
    audit.ending(
        () -> {
          boolean newRights =
              rights != null
                  && lake.read(Tables.READERS).where(col("scope").equalTo(rights.id())).isEmpty();
          record(act, reader, reason.strip(), rights, trail.login(), entry);
          tellTrino(TrinoEtc::groups);
          listener.note(reader + ": " + ReaderRights.inWords(rights));
          follow(newRights);
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
      TrinoEtc.of(session.settings()).ifPresent(etc -> written.accept(etc, lake));
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
    Optional<RunLock> free = RunLock.tryTake(session.settings().lake().path());
    if (free.isEmpty()) {
      listener.note(
          "It counts from now on. A run is going on: the tables follow with the next"
              + " `insight run`, and until then the reader is refused.");
      return;
    }
    try (RunLock run = free.get()) {
      JobRunner runner = new JobRunner(lake);
      for (Job job : Pipeline.registry(session.settings()).rights()) {
        runner.run(job instanceof EnrolReaders enrol ? asBefore(enrol) : job);
      }
      tellTrino(TrinoEtc::rights);
    }
    listener.note(
        "It counts from now on."
            + (newScope
                ? " These rights are new here: `insight run --from resolution` makes the entities"
                    + " that depend on them, until then some are missing."
                : ""));
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
