package org.insight.services;

import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sort_array;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.insight.audit.Act;
import org.insight.audit.AuditEntry;
import org.insight.audit.ChainCheck.Finding;
import org.insight.audit.ChainCheck.Kind;
import org.insight.audit.ChainedEntry;
import org.insight.audit.Outcome;
import org.insight.core.OneLine;
import org.insight.jobs.governance.EnrolReaders;
import org.insight.jobs.governance.ReaderRights;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.policy.Scope;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Holds the rows that acts have left, on readers, items, records and mentions, against the entries
 * of the audit that announced them, and the enrolled readers against the file and the acts.
 *
 * <p>An act enters that it starts, writes its rows, and enters how it ended. So one that was killed
 * between may have no rows, or rows and no end, and one that failed may have rows; one that was
 * done has them. Its rows are in a commit of their own, and no two commands act on readers at once.
 */
final class ActsCheck {

  private static final String ACTS = Tables.READER_ACTS + ": ";
  private static final String READERS = Tables.READERS + ": ";
  private static final String WITHDRAWALS = Tables.WITHDRAWALS + ": ";

  private static final Set<String> ON_RECORDS =
      Set.of(Act.DECISIONS_MAKE.code(), Act.DECISIONS_UNDO.code());

  private static final Set<String> ON_MENTIONS =
      Set.of(Act.CORRECTIONS_MAKE.code(), Act.CORRECTIONS_UNDO.code());

  private static final Set<String> ON_READERS =
      Set.of(Act.READERS_ADD.code(), Act.READERS_GRANT.code(), Act.READERS_REVOKE.code());

  private final Lake lake;
  private final List<Row> acts;
  private final List<Row> withdrawals;
  private final List<Row> decisions;
  private final List<Row> corrections;
  private final Map<String, ChainedEntry> announced = new HashMap<>();
  private final Set<String> done = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  /** Reads the rows; the entries come after them, so that none lacks its own. */
  ActsCheck(Lake lake) {
    this.lake = lake;
    this.acts = acts();
    this.withdrawals = withdrawals();
    this.decisions = said(Tables.DECISION_ACTS);
    this.corrections = said(Tables.CORRECTION_ACTS);
  }

  private List<Row> acts() {
    return lake.has(Tables.READER_ACTS)
        ? lake.read(Tables.READER_ACTS).orderBy("number", "audit_hash").collectAsList()
        : List.of();
  }

  /** What is said to have been withdrawn at once, one row each. */
  private List<Row> withdrawals() {
    return lake.has(Tables.WITHDRAWALS)
        ? lake.read(Tables.WITHDRAWALS)
            .groupBy("audit_hash", "login", "reason")
            .agg(sort_array(collect_list("item_id")).as("items"))
            .orderBy("audit_hash")
            .collectAsList()
        : List.of();
  }

  /** What readers decided or corrected. */
  private List<Row> said(TableName acts) {
    return lake.has(acts) ? lake.read(acts).orderBy("at", "act_id").collectAsList() : List.of();
  }

  /** The next entry, from table or spool; one that is in both may be given twice. */
  void entry(ChainedEntry chained) {
    AuditEntry entry = chained.entry();
    if (!ON_READERS.contains(entry.act())
        && !ON_RECORDS.contains(entry.act())
        && !ON_MENTIONS.contains(entry.act())
        && !entry.act().equals(Act.ITEMS_WITHDRAW.code())) {
      return;
    }
    if (entry.outcome().equals(Outcome.STARTED.code())) {
      announced.put(chained.hash(), chained);
    } else if (entry.outcome().equals(Outcome.DONE.code())) {
      done.add(entry.call());
    }
  }

  /**
   * What was found, once all entries were given.
   *
   * @param file the readers of the configuration
   */
  List<Finding> findings(SortedMap<String, Scope> file) {
    inOrder();
    List<Row> enrolled =
        lake.has(Tables.READERS)
            ? lake.read(Tables.READERS).orderBy("reader").collectAsList()
            : List.of();
    // Anew, for what ended while the entries were read, and after the enrolment that follows it.
    List<Row> now = acts();
    none(Tables.READER_ACTS, "the act that entry ", now, ON_READERS);
    withdrawn();
    none(Tables.WITHDRAWALS, "what entry ", withdrawals(), Set.of(Act.ITEMS_WITHDRAW.code()));
    decided(Tables.DECISION_ACTS, decisions, ON_RECORDS, Decisions::said);
    none(Tables.DECISION_ACTS, "what entry ", said(Tables.DECISION_ACTS), ON_RECORDS);
    decided(Tables.CORRECTION_ACTS, corrections, ON_MENTIONS, Corrections::said);
    none(Tables.CORRECTION_ACTS, "what entry ", said(Tables.CORRECTION_ACTS), ON_MENTIONS);
    enrolled(enrolled, now, file);
    return List.copyOf(findings);
  }

  /** Each act on a reader is as its one entry announced it, and they are in the order of those. */
  private void inOrder() {
    Map<String, Long> numbers = new HashMap<>();
    long last = 0;
    long before = 0;
    long seq = 0;
    for (Row act : acts) {
      long number = act.<Long>getAs("number");
      String hash = act.getAs("audit_hash");
      if (number == last) {
        find(Kind.REORDERED, ACTS + "act " + number + " is there twice");
      } else if (number > last + 1) {
        find(
            Kind.REMOVED,
            ACTS
                + (number == last + 2
                    ? "act " + (last + 1) + " is gone"
                    : "acts " + (last + 1) + " to " + (number - 1) + " are gone"));
      }
      last = number;
      ChainedEntry entry = announced.get(hash);
      Long other = numbers.putIfAbsent(hash, number);
      if (entry == null || !ON_READERS.contains(entry.entry().act())) {
        find(Kind.CHANGED, ACTS + "act " + number + " has no entry");
        continue;
      }
      if (!same(entry.entry(), act)) {
        find(Kind.CHANGED, ACTS + "act " + number + " is not what its entry says");
      }
      if (other != null) {
        find(Kind.CHANGED, ACTS + "act " + number + " has the entry of act " + other);
        continue;
      }
      if (entry.seq() < seq) {
        find(Kind.REORDERED, ACTS + "act " + number + " was announced before act " + before);
      }
      seq = entry.seq();
      before = number;
    }
  }

  private static boolean same(AuditEntry entry, Row act) {
    return act.<String>getAs("reader").equals(entry.reader())
        && act.<String>getAs("act").equals(entry.act())
        && act.<String>getAs("login").equals(entry.login())
        && act.<String>getAs("reason").equals(entry.reason())
        && Objects.equals(act.getAs("scope"), entry.scope())
        && ReaderRights.isOfItsScope(act)
        && ReaderRights.inWords(ReaderRights.rights(act)).equals(entry.detail());
  }

  /** What was done has left rows. */
  private void none(TableName table, String what, List<Row> rows, Set<String> of) {
    Set<String> there = new HashSet<>();
    rows.forEach(row -> there.add(row.getAs("audit_hash")));
    announced.values().stream()
        .filter(entry -> of.contains(entry.entry().act()) && done.contains(entry.entry().call()))
        .filter(entry -> !there.contains(entry.hash()))
        .map(ChainedEntry::seq)
        .sorted()
        .forEach(seq -> find(Kind.REMOVED, table + ": " + what + seq + " announced is gone"));
  }

  /** What was withdrawn at once is what one entry announced. */
  private void withdrawn() {
    for (Row row : withdrawals) {
      List<String> items = row.getList(row.fieldIndex("items"));
      ChainedEntry chained = announced.get(row.<String>getAs("audit_hash"));
      if (chained == null || !chained.entry().act().equals(Act.ITEMS_WITHDRAW.code())) {
        find(
            Kind.CHANGED,
            WITHDRAWALS
                + items.size()
                + (items.size() == 1 ? " row has no entry" : " rows have no entry"));
        continue;
      }
      AuditEntry entry = chained.entry();
      // A long list was cut when it was entered, and is cut alike here.
      AuditEntry said = entry.because(null, row.getAs("reason")).saying(String.join(" ", items));
      if (!said.equals(entry) || !row.<String>getAs("login").equals(entry.login())) {
        find(
            Kind.CHANGED,
            WITHDRAWALS + "what entry " + chained.seq() + " announced is not what is there");
      }
    }
  }

  /** Each decision or correction, and each undoing, is what its one entry announced. */
  private void decided(TableName acts, List<Row> rows, Set<String> of, Function<Row, String> said) {
    Set<String> known = new HashSet<>();
    for (Row row : rows) {
      String hash = row.getAs("audit_hash");
      ChainedEntry chained = announced.get(hash);
      if (chained == null || !of.contains(chained.entry().act()) || !known.add(hash)) {
        find(Kind.CHANGED, acts + ": a row has no entry of its own");
        continue;
      }
      AuditEntry entry = chained.entry();
      // A long list was cut when it was entered, and is cut alike here.
      AuditEntry due =
          entry
              .as(row.getAs("reader"), entry.scope())
              .because(entry.purpose(), row.getAs("reason"))
              .saying(said.apply(row));
      if (!due.equals(entry) || !row.<String>getAs("login").equals(entry.login())) {
        find(
            Kind.CHANGED,
            acts + ": what entry " + chained.seq() + " announced is not what is there");
      }
    }
  }

  /**
   * Nobody is enrolled but by the file or an act, and with no other rights. Whose rights differ
   * from the latest act, or who lacks in the enrolment after one, waits for a run to make it anew,
   * and reads nothing until then, or decides nothing where only that is another.
   */
  private void enrolled(List<Row> enrolled, List<Row> acts, SortedMap<String, Scope> file) {
    Map<String, Row> latest = new HashMap<>();
    acts.forEach(act -> latest.put(act.getAs("reader"), act));
    Snapshot written = lake.has(Tables.READERS) ? lake.lastWrite(Tables.READERS) : null;
    String settings =
        written == null ? "" : written.summary().getOrDefault(StagedWrite.SETTINGS, "");
    Set<String> seen = new TreeSet<>();
    for (Row row : enrolled) {
      String reader = row.getAs("reader");
      if (!seen.add(reader)) {
        find(Kind.CHANGED, READERS + reader + " is enrolled twice");
        continue;
      }
      Row act = latest.get(reader);
      if (act != null && !Objects.equals(act.getAs("scope"), row.getAs("scope"))) {
        continue;
      }
      if (!ReaderRights.isOfItsScope(row)) {
        find(Kind.CHANGED, READERS + reader + " has other rights than those of the scope");
        continue;
      }
      Scope rights = Objects.requireNonNull(ReaderRights.rights(row));
      if (act != null
          && (rights.control()
              ? !Objects.equals(act.getAs("clearance"), row.getAs("clearance"))
              : !Objects.equals(act.getAs("role"), row.getAs("role")))) {
        // Waits too: the scope of who sees all does not tell clearances apart, nor any who decides.
        continue;
      }
      Scope due =
          act == null
              ? file.get(reader)
              : ReaderRights.isOfItsScope(act) ? ReaderRights.rights(act) : null;
      if (due != null && EnrolReaders.alike(due, rights)) {
        continue;
      }
      if (act == null && EnrolReaders.enrols(settings, reader, rights)) {
        find(
            Kind.BEHIND,
            READERS + reader + " is enrolled by another file of readers, until the next run");
      } else {
        find(
            Kind.CHANGED,
            READERS
                + reader
                + (due == null
                    ? " is enrolled by no file of readers and no act"
                    : " has other rights than "
                        + (act == null ? "the file" : "the latest act")
                        + " says"));
      }
    }
    if (settings.equals(EnrolReaders.settings(file))) {
      file.keySet().stream()
          .filter(reader -> !seen.contains(reader) && !latest.containsKey(reader))
          .forEach(reader -> find(Kind.REMOVED, READERS + reader + " is not enrolled"));
    }
  }

  /** What was written by hand may be anything, and a finding is one line. */
  private void find(Kind kind, String words) {
    findings.add(new Finding(kind, 0, OneLine.shown(words)));
  }
}
