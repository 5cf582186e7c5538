package org.insight.services;

import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.audit.Act;
import org.insight.audit.AuditEntry;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.audit.Outcome;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.entitlements.StatedReason;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * A read or an act whose entries are written as it goes on: that it starts, before anything is
 * answered or changed; how it ended; or that it was refused. Where the entry before it cannot be
 * written, the error goes on to the caller, and nothing is done; where that of its end cannot, the
 * caller is told that it was done, or why it failed. An {@link Error}, as of a full memory, is
 * entered like any failure, and goes on as it is.
 */
public final class AuditedAct {

  private final AuditTrail trail;
  private AuditEntry entry;

  private AuditedAct(AuditTrail trail, AuditEntry entry) {
    this.trail = trail;
    this.entry = entry;
  }

  /** A reason in words, fit for a line of the audit. */
  public static void requireReason(String reason) {
    requireReason("--reason", reason);
  }

  /** As {@link #requireReason(String)}, of a command that calls it otherwise. */
  public static void requireReason(String option, String reason) {
    if (!StatedReason.isInWords(reason) || !StatedReason.isOneLine(reason)) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot act without a reason: "
              + option
              + " is one line of words, at most "
              + StatedReason.LONGEST
              + " characters, found "
              + reason.length());
    }
  }

  /** A read as a reader. */
  public static AuditedAct read(
      AuditTrail trail, String engine, Access access, @Nullable String query) {
    return new AuditedAct(
        trail,
        trail
            .started(engine, Act.READ)
            .as(access.reader(), null)
            .because(access.purpose(), access.reason())
            .asking(query));
  }

  /** An act of a reader, which follows from what the reader sees. */
  public static AuditedAct decision(AuditTrail trail, String engine, Act act, Access access) {
    return new AuditedAct(
        trail,
        trail
            .started(engine, act)
            .as(access.reader(), null)
            .because(access.purpose(), access.reason()));
  }

  /** An act of those who run the platform. */
  public static AuditedAct act(AuditTrail trail, String engine, Act act, @Nullable String reason) {
    return new AuditedAct(trail, trail.started(engine, act).because(null, reason));
  }

  /** Adds to what the entries say. */
  public AuditedAct on(
      @Nullable String reader,
      @Nullable String scope,
      List<String> tables,
      @Nullable String query,
      @Nullable String detail) {
    entry = entry.as(reader, scope).on(tables, entry.filters()).asking(query).saying(detail);
    return this;
  }

  /** Does what must come before the start, as opening a session; a refusal is entered. */
  public <T> T opening(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception | Error e) {
      InsightException known = Failures.of(e);
      end(
          known.kind() == ErrorKind.USAGE ? Outcome.REFUSED : Outcome.FAILED,
          known.getMessage(),
          null);
      throw thrown(e, known);
    }
  }

  /** Enters that it starts, on these tables as the session filters them. */
  public void start(ReaderSession session, SortedSet<TableName> tables) {
    entry =
        entry
            .as(entry.reader(), session.scope())
            .on(
                tables.stream().map(TableName::toString).toList(),
                tables.stream().map(session::filter).toList());
    start();
  }

  /** Enters that it starts. */
  public ChainedEntry start() {
    return trail.write(entry);
  }

  /** Enters that it starts, does what gives no rows, and enters how it ended. */
  public void doing(Runnable work) {
    start();
    ending(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Does the work and enters how it ended.
   *
   * @param work gives the rows that were returned
   */
  public void ending(Callable<Long> work) {
    ending(work, () -> null);
  }

  /**
   * As {@link #ending(Callable)}, of work that gives out rows before it is done.
   *
   * @param before rows that have gone out where the work fails
   */
  public void ending(Callable<Long> work, Supplier<@Nullable Long> before) {
    Long rows;
    try {
      rows = work.call();
    } catch (Exception | Error e) {
      InsightException known = Failures.of(e);
      try {
        end(Outcome.FAILED, known.getMessage(), before.get());
      } catch (InsightException notEntered) {
        // That it started is entered; why it failed says more than that the disk is full as well.
        e.addSuppressed(notEntered);
      }
      throw thrown(e, known);
    }
    try {
      end(Outcome.DONE, entry.detail(), rows);
    } catch (InsightException notEntered) {
      // Whoever is told that nothing was done does it again.
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Done, but how it ended could not be entered in the audit: " + Failures.why(notEntered),
          notEntered);
    }
  }

  private static InsightException thrown(Throwable e, InsightException known) {
    if (e instanceof Error error) {
      throw error;
    }
    return known;
  }

  private void end(Outcome how, @Nullable String why, @Nullable Long rows) {
    trail.write(entry.ended(how, why, rows));
  }
}
