package org.insight.jobs.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.insight.audit.ChainCheck.Finding;
import org.insight.audit.ChainCheck.Kind;
import org.insight.audit.ChainedEntry;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.schemas.Tables;

/**
 * Checks the registered spools of a lake: each collection must name the spool that the latest entry
 * up to it registered, and the spool that is checked must be the one of the last collection.
 */
public final class SpoolCheck {

  private static final String AT = Tables.AUDIT + ": snapshot ";

  private final TreeMap<Long, String> registered = new TreeMap<>();

  /** The next entry of the table. */
  public void entry(ChainedEntry entry) {
    if (AuditPosition.registers(entry)) {
      registered.put(entry.seq(), Objects.requireNonNullElse(entry.entry().detail(), ""));
    }
  }

  /**
   * What was found, once all entries of the table were given.
   *
   * @param identity of the spool that is checked; empty if it has none
   */
  public List<Finding> findings(Lake lake, Optional<String> identity) {
    List<Finding> findings = new ArrayList<>();
    for (Snapshot snapshot : lake.history(Tables.AUDIT).snapshots()) {
      if (!snapshot.summary().containsKey(StagedWrite.JOB)) {
        continue;
      }
      Optional<AuditPosition> position = AuditPosition.of(snapshot);
      if (position.isEmpty()) {
        findings.add(new Finding(Kind.CHANGED, 0, AT + snapshot.snapshotId() + " names no entry"));
        continue;
      }
      Map.Entry<Long, String> latest = registered.floorEntry(position.get().head().seq());
      String spool = position.get().spool();
      if (!Objects.equals(spool, latest == null ? null : latest.getValue())) {
        findings.add(
            new Finding(
                Kind.CHANGED,
                position.get().head().seq(),
                AT
                    + snapshot.snapshotId()
                    + (spool == null
                        ? " names no spool, though entry "
                            + registered.firstKey()
                            + " registered one"
                        : " names a spool that no entry registered")));
      }
    }
    String last = AuditPosition.of(lake).spool();
    if (last != null && !identity.equals(Optional.of(last))) {
      findings.add(
          new Finding(Kind.FOREIGN, 0, "spool: it is not the one that is registered in the lake"));
    }
    return findings;
  }
}
