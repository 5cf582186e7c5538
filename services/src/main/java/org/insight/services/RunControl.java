package org.insight.services;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.config.Settings;
import org.insight.core.InsightException;
import org.insight.engine.Job;
import org.insight.engine.JobResult;
import org.insight.engine.Runs;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.Stage;
import org.insight.jobs.governance.CollectAudit;
import org.insight.jobs.landing.Inbox;
import org.insight.lake.Breach;
import org.insight.lake.Lake;
import org.insight.observe.RunWatch;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Receives items, runs jobs, publishes what they staged, and goes back to earlier runs. Each call
 * keeps its figures, and enters in the audit what has to be there. The session holds the lake's
 * lock.
 */
public final class RunControl {

  private final LakeSession session;
  private final RunListener listener;

  public RunControl(LakeSession session, RunListener listener) {
    this.session = session;
    this.listener = listener;
  }

  /**
   * What a run reads, and how far it goes.
   *
   * @param inbox folder or URI; null: only what has landed before
   * @param policy YAML of the policy of items that bring none; null: they are quarantined
   */
  public record Request(@Nullable String inbox, @Nullable String policy, Stage from, Stage to) {

    /** All stages, on what is new in an inbox. */
    public static Request of(String inbox, @Nullable String policy) {
      return new Request(inbox, policy, Stage.LANDING, Stage.GOVERNANCE);
    }

    /** All stages, on what has landed. */
    public static Request ofLanded() {
      return new Request(null, null, Stage.LANDING, Stage.GOVERNANCE);
    }
  }

  /** The registry of these settings, without an inbox. */
  public static JobRegistry registry(Settings settings) {
    return JobRegistry.of(settings, new Inbox("", null));
  }

  /**
   * Receives what is new, runs the jobs of the stages, verifies and publishes.
   *
   * @throws InsightException INPUT, after all else is done, if files could not be read; CONTRACT if
   *     a label is not what its sources give, and nothing is published then
   */
  public void run(Request request) {
    watched(
        "run",
        pipeline -> pipeline.run(request.inbox(), request.policy(), request.from(), request.to()),
        session::lakeOrNew);
  }

  /**
   * Verifies and publishes what jobs have staged.
   *
   * @throws InsightException CONTRACT if a label is not what its sources give or a table loses more
   *     rows than its contract lets it; INPUT if a table has yet to take in what another holds
   */
  public void publish() {
    watched("publish", pipeline -> pipeline.publishWhole(false), session::lakeToWrite);
  }

  /**
   * As {@link #publish}, though tables lose more rows than their contracts let them.
   *
   * @param reason one line of words, for the audit
   */
  public void publishLosing(String reason) {
    AuditedAct.requireReason(reason);
    watch(
        "publish",
        watch -> {
          Lake lake = session.lakeToWrite();
          AuditedAct audit = act("insight publish", lake, Act.RUNS_PUBLISH_LOSING, reason);
          Pipeline pipeline = audit.opening(() -> pipeline(lake, watch));
          List<Breach> losses = audit.opening(pipeline::losses);
          audit.on(
              null,
              null,
              pipeline.staged(),
              null,
              losses.isEmpty()
                  ? "no table loses more than it may"
                  : losses.stream().map(Breach::inWords).collect(Collectors.joining("; ")));
          audit.doing(() -> pipeline.publishWhole(true));
        });
  }

  /**
   * Lets readers see the tables as an earlier run published them, with today's rights.
   *
   * @param number of the run
   * @param reason one line of words, for the audit
   * @throws InsightException USAGE if there is no such run; CONTRACT if that state is not what its
   *     sources give
   */
  public void rollBack(long number, String reason) {
    AuditedAct.requireReason(reason);
    watch(
        "rollback",
        watch -> {
          Lake lake = session.lakeToWrite();
          AuditedAct audit =
              act("insight rollback", lake, Act.RUNS_ROLLBACK, reason)
                  .on(null, null, List.of(), null, "run " + number);
          Pipeline pipeline = audit.opening(() -> pipeline(lake, watch));
          audit.doing(() -> pipeline.rollBack(number));
        });
  }

  /**
   * Stages what is new in an inbox, after items that were taken back have gone.
   *
   * @param only folder of the inbox that is looked at; null: all of it
   * @throws InsightException INPUT, after all else is done, if files could not be read
   */
  public void receive(String inbox, @Nullable String only, @Nullable String policy) {
    watched(
        "job receive-items",
        pipeline -> {
          pipeline.withdraw();
          pipeline.receive(inbox, only, policy).refuseUnreadable();
        },
        session::lakeOrNew);
  }

  /**
   * Stages what one job makes of what is new for it; the audit's entries are added to their table
   * at once.
   *
   * @param ended hears what it did
   */
  public void job(Job job, Consumer<JobResult> ended) {
    watch(
        "job " + job.name(),
        watch -> {
          Lake lake = session.lakeOrNew();
          if (job instanceof CollectAudit) {
            AuditBook book = new AuditBook(lake, AuditTrail.of(session.settings()));
            ended.accept(watch.job(lake, job, book::collect));
            return;
          }
          Pipeline pipeline = pipeline(lake, watch);
          pipeline.prepare(job);
          ended.accept(pipeline.one(job));
        });
  }

  /**
   * Stages a table anew: the job reads all its inputs whole.
   *
   * @param reason one line of words, for the audit; null: none
   */
  public void again(Job job, @Nullable String reason, Consumer<JobResult> ended) {
    if (reason != null) {
      AuditedAct.requireReason(reason);
    }
    watch(
        "job " + job.name(),
        watch -> {
          Lake lake = session.lakeOrNew();
          Pipeline pipeline = pipeline(lake, watch);
          AuditedAct audit =
              act("insight job", lake, Act.JOB_AGAIN, reason)
                  .on(null, null, List.of(job.writes().toString()), null, job.name());
          pipeline.prepare(job);
          audit.doing(() -> ended.accept(pipeline.again(job)));
        });
  }

  /**
   * Forgets what jobs have staged; received items stay staged.
   *
   * @param reason one line of words, for the audit
   */
  public void drop(String reason) {
    AuditedAct.requireReason(reason);
    Lake lake = session.lake();
    Runs runs = Runs.of(lake);
    AuditedAct audit = act("insight runs", lake, Act.RUNS_DROP, reason);
    audit.opening(runs::open);
    enter(audit, runs.made(), null);
    audit.doing(runs::dropMade);
    Pipeline.sayReceived(listener, runs.received());
  }

  /**
   * Forgets all that is staged, received items too, even if they cannot be read.
   *
   * @param reason one line of words, for the audit
   */
  public void dropReceived(String reason) {
    AuditedAct.requireReason(reason);
    Lake lake = session.lake();
    Runs runs = Runs.of(lake);
    AuditedAct audit = act("insight runs", lake, Act.RUNS_DROP, reason);
    // What a publication that was cut off has shown to readers already is no longer staged.
    audit.opening(
        () -> {
          runs.openToDrop();
          return null;
        });
    enter(audit, runs.droppable(), received(runs));
    audit.doing(runs::drop);
  }

  private static void enter(
      AuditedAct audit, Collection<TableName> tables, @Nullable String detail) {
    audit.on(null, null, tables.stream().map(TableName::toString).sorted().toList(), null, detail);
  }

  /** How many received items are forgotten; that may be done because they cannot be read. */
  private static String received(Runs runs) {
    try {
      return runs.received() + " received items";
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      return "received items that cannot be counted";
    }
  }

  private AuditedAct act(String engine, Lake lake, Act act, @Nullable String reason) {
    return AuditedAct.act(
        AuditBook.trail(session.settings(), lake),
        engine,
        act,
        reason == null ? null : reason.strip());
  }

  private Pipeline pipeline(Lake lake, RunWatch watch) {
    return Pipeline.ofRun(session.settings(), lake, watch, listener);
  }

  private void watched(String command, Consumer<Pipeline> work, Supplier<Lake> lake) {
    watch(command, watch -> work.accept(pipeline(lake.get(), watch)));
  }

  private void watch(String command, Consumer<RunWatch> work) {
    Watched.during(command, session.settings(), session.spark(), work);
  }
}
