package org.insight.jobs.governance;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.audit.Act;
import org.insight.audit.ChainedEntry;
import org.insight.audit.Head;
import org.insight.audit.Outcome;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.lake.TableHistory;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * How far a lake's audit is collected, and from which spool. Each collection's snapshot keeps it as
 * the job's settings, so commands know both without reading rows.
 *
 * @param head the last entry
 * @param spool SHA-256 of the id of the spool that is registered; null in lakes of versions that
 *     registered none
 */
public record AuditPosition(Head head, @Nullable String spool) {

  private static final Pattern FORM = Pattern.compile("head=([^ ]+)(?: spool=([0-9a-f]{64}))?");

  /** Before the first collection. */
  public static final AuditPosition START = new AuditPosition(Head.START, null);

  /**
   * As of the last collection. A later snapshot that names no spool, which only a change by hand
   * can be, does not undo a registration.
   */
  public static AuditPosition of(Lake lake) {
    if (!lake.has(Tables.AUDIT)) {
      return START;
    }
    TableHistory history = lake.history(Tables.AUDIT);
    Head head = null;
    for (Snapshot snapshot : history.past(lake.tip(history).snapshotId())) {
      AuditPosition at = of(snapshot).orElse(null);
      if (at != null) {
        head = head == null ? at.head() : head;
        if (at.spool() != null) {
          return new AuditPosition(head, at.spool());
        }
      }
    }
    return head == null ? START : new AuditPosition(head, null);
  }

  /** As a collection's snapshot names it; empty if none made the snapshot. */
  public static Optional<AuditPosition> of(Snapshot snapshot) {
    Matcher form = FORM.matcher(snapshot.summary().getOrDefault(StagedWrite.SETTINGS, ""));
    return form.matches()
        ? Head.parse(form.group(1)).map(head -> new AuditPosition(head, form.group(2)))
        : Optional.empty();
  }

  /** The position after one more entry. */
  public AuditPosition after(ChainedEntry entry) {
    return new AuditPosition(
        new Head(entry.seq(), entry.hash()), registers(entry) ? entry.entry().detail() : spool);
  }

  /** Whether from this entry on another spool is registered. */
  static boolean registers(ChainedEntry entry) {
    return entry.entry().act().equals(Act.SPOOL_REGISTER.code())
        && entry.entry().outcome().equals(Outcome.STARTED.code());
  }

  /** The settings of {@link CollectAudit}. */
  @Override
  public String toString() {
    return "head=" + head + (spool == null ? "" : " spool=" + spool);
  }
}
