package org.insight.services;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.audit.Act;
import org.insight.audit.AuditSpool;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainCheck;
import org.insight.audit.ChainCheck.Finding;
import org.insight.audit.ChainCheck.Kind;
import org.insight.audit.ChainedEntry;
import org.insight.audit.Head;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.JobResult;
import org.insight.engine.JobRunner;
import org.insight.jobs.governance.AuditPosition;
import org.insight.jobs.governance.AuditRows;
import org.insight.jobs.governance.CollectAudit;
import org.insight.jobs.governance.SpoolCheck;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.policy.Scope;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/** The audit as a whole: what is in the table, and what the spool holds beyond it. */
public final class AuditBook {

  /** Entries a commit. */
  private static final int BATCH = 50_000;

  /** Characters of them; a query may have 200,000. */
  private static final long BATCH_CHARACTERS = 64L << 20;

  private final Lake lake;
  private final AuditTrail trail;

  public AuditBook(Lake lake, AuditTrail trail) {
    this.lake = lake;
    this.trail = trail;
  }

  /**
   * The audit of a lake, for who reads or acts there.
   *
   * @throws InsightException USAGE as {@link #requireOwn}
   */
  public static AuditTrail trail(Settings settings, Lake lake) {
    AuditTrail trail = AuditTrail.of(settings);
    new AuditBook(lake, trail).requireOwn();
    return trail;
  }

  /**
   * As {@link #trail}, for commands that write to the lake under its lock: a lake that has no
   * registered spool registers this one.
   */
  public static AuditTrail registered(Settings settings, Lake lake) {
    AuditTrail trail = AuditTrail.of(settings);
    new AuditBook(lake, trail).registerFirst();
    return trail;
  }

  /**
   * Refuses a spool that is not the registered one, as in another working folder or on another
   * machine. A check is not refused: it tells what is there, even if spool and anchor are lost.
   *
   * <p>A lake of a version that registered none is as before: the spool must have come to the entry
   * that was collected last.
   *
   * @throws InsightException USAGE
   */
  public void requireOwn() {
    AuditPosition last = AuditPosition.of(lake);
    if (last.equals(AuditPosition.START)) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot audit: the lake has no registered spool; `insight run` registers its own");
    }
    if (last.spool() != null) {
      trail.spool().requireRegistered(last.spool());
    }
    trail.spool().requireReached(last.head());
  }

  private void registerFirst() {
    AuditPosition last = AuditPosition.of(lake);
    if (!last.equals(AuditPosition.START)) {
      requireOwn();
    }
    if (last.spool() == null) {
      register(null);
    }
  }

  /**
   * Registers the spool: from here on reads and acts are entered there and nowhere else. The lake's
   * lock must be held.
   *
   * @throws InsightException USAGE if the spool holds entries of another audit
   */
  public void register(@Nullable String reason) {
    String id = trail.spool().prepare(AuditPosition.of(lake).head());
    AuditedAct.act(trail, "insight audit", Act.SPOOL_REGISTER, reason)
        .on(null, null, List.of(), null, id)
        .doing(this::collectAll);
  }

  /**
   * What a check found.
   *
   * @param collected entries in the table
   * @param spooled entries in the spool that are not in the table
   * @param head the last entry of all
   */
  public record Verdict(long collected, long spooled, Head head, List<Finding> findings) {

    public List<Finding> faults() {
      return findings.stream().filter(f -> f.kind().isFault()).toList();
    }
  }

  /**
   * Copies to the table what is only in the spool.
   *
   * @throws InsightException USAGE if the spool is not the registered one
   */
  public JobResult collect() {
    registerFirst();
    return collectAll();
  }

  private JobResult collectAll() {
    long start = System.nanoTime();
    AtomicLong rows = new AtomicLong();
    // Without a Spark job if there is nothing to collect.
    if (trail.spool().last() > AuditPosition.of(lake).head().seq()) {
      trail
          .spool()
          .entriesAfter(
              collectedUpTo(), BATCH, BATCH_CHARACTERS, batch -> rows.addAndGet(collect(batch)));
    }
    return new JobResult(
        new CollectAudit("").name(),
        Tables.AUDIT,
        rows.get() == 0 ? JobResult.Outcome.NOTHING_NEW : JobResult.Outcome.WRITTEN,
        rows.get(),
        (System.nanoTime() - start) / 1e9);
  }

  private long collect(List<ChainedEntry> batch) {
    AuditPosition position = AuditPosition.of(lake);
    for (ChainedEntry entry : batch) {
      position = position.after(entry);
    }
    CollectAudit job = new CollectAudit(position.toString());
    return new JobRunner(lake).run(job, Map.of(CollectAudit.ENTRIES, rows(batch))).rows();
  }

  /** All entries, collected or not, as rows of governance.audit. */
  public Dataset<Row> entries() {
    return lake.read(Tables.AUDIT).unionByName(rows(trail.spool().entriesAfter(collectedUpTo())));
  }

  private Dataset<Row> rows(List<ChainedEntry> entries) {
    return lake.spark()
        .createDataFrame(entries.stream().map(AuditRows::row).toList(), AuditRows.schema());
  }

  private long collectedUpTo() {
    Row last = lake.read(Tables.AUDIT).agg(max("seq")).first();
    return last.isNullAt(0) ? 0 : last.getLong(0);
  }

  /**
   * Checks table and spool, one against the other, against the heads that snapshots, the anchor and
   * the caller kept, and what acts have left against their entries.
   *
   * @param kept heads that the caller wrote down
   * @param file the readers of the configuration
   */
  public Verdict verify(List<Head> kept, SortedMap<String, Scope> file) {
    List<Finding> findings = new ArrayList<>();
    ActsCheck acts = new ActsCheck(lake);
    SpoolCheck spools = new SpoolCheck();
    OptionalLong first = trail.spool().first();
    long from = first.orElse(Long.MAX_VALUE);
    Map<Long, String> collected = new HashMap<>();

    ChainCheck table = new ChainCheck("governance.audit", 0, ChainedEntry.NOTHING, seq -> null);
    headsOfSnapshots(table);
    List<Head> ofBoth = new ArrayList<>(kept);
    trail.spool().anchored().ifPresent(ofBoth::add);
    for (Head head : ofBoth) {
      if (head.seq() < from) {
        table.holding("a head that was kept", head);
      }
    }
    Iterator<Row> rows = lake.read(Tables.AUDIT).orderBy(col("seq")).toLocalIterator();
    while (rows.hasNext()) {
      ChainedEntry entry = AuditRows.entry(rows.next());
      table.entry(entry);
      acts.entry(entry);
      spools.entry(entry);
      if (entry.seq() >= from - 1) {
        collected.put(entry.seq(), entry.hash());
      }
    }
    findings.addAll(table.findings());
    findings.addAll(spools.findings(lake, trail.spool().identity()));
    Head last = table.last();
    long spooled = 0;
    if (first.isPresent()) {
      Head before = before(from, collected, findings);
      ChainCheck spool = new ChainCheck("spool", before.seq(), before.hash(), collected::get);
      for (Head head : ofBoth) {
        if (head.seq() >= from) {
          spool.holding("a head that was kept", head);
        }
      }
      trail
          .spool()
          .read(
              0,
              line -> {
                spool.line(line);
                if (line instanceof AuditSpool.EntryLine found) {
                  acts.entry(found.entry());
                }
              });
      findings.addAll(spool.findings());
      spooled = Math.max(0, spool.last().seq() - last.seq());
      last = spool.last().seq() > last.seq() ? spool.last() : last;
    }
    findings.addAll(acts.findings(file));
    return new Verdict(table.count(), spooled, last, findings);
  }

  /** What the spool's first entry follows. */
  private static Head before(long from, Map<Long, String> collected, List<Finding> findings) {
    if (from == 1) {
      return new Head(0, ChainedEntry.NOTHING);
    }
    String hash = collected.get(from - 1);
    if (hash == null) {
      findings.add(
          new Finding(
              Kind.REMOVED,
              from - 1,
              "spool: it begins with entry " + from + ", and entry " + (from - 1) + " is nowhere"));
      return new Head(from - 1, "");
    }
    return new Head(from - 1, hash);
  }

  private void headsOfSnapshots(ChainCheck table) {
    for (Snapshot snapshot : lake.history(Tables.AUDIT).snapshots()) {
      AuditPosition.of(snapshot)
          .ifPresent(at -> table.holding("snapshot " + snapshot.snapshotId(), at.head()));
    }
  }
}
