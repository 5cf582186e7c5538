package org.insight.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks a chain, entry by entry in the order in which it is kept: each one's hash, what it
 * follows, the numbers, and the heads that were kept elsewhere.
 *
 * <p>What it cannot find: a chain that was made anew from some entry on, with every head and copy
 * of it as well. A head that was written down where the forger could not reach is the only defence.
 */
public final class ChainCheck {

  /** What can be wrong. */
  public enum Kind {
    /** An entry does not say what its hash was made of. */
    CHANGED,
    /** Entries that must be there are not. */
    REMOVED,
    /** An entry stands where it was not written. */
    REORDERED,
    /** Entries at the end that a kept head names are not there. */
    TRUNCATED,
    /** An entry, or all from it on, was made anew: what was kept elsewhere names another. */
    REMADE,
    /** A line that is no entry, and no entry says why. */
    NO_ENTRY,
    /** The spool is not the one that the lake has registered. */
    FOREIGN,
    /**
     * Not wrong in itself: the file with the head was missing, so that before this entry some may
     * have been cut off, unless another head shows that none were.
     */
    UNANCHORED,
    /** Not wrong: what a killed writer left. */
    UNFINISHED,
    /** Not wrong: a table that follows another one, or the configuration, with the next run. */
    BEHIND;

    public boolean isFault() {
      return this != UNFINISHED && this != UNANCHORED && this != BEHIND;
    }
  }

  /**
   * @param entry number of the entry; 0 where there is none
   * @param words where and what, without what the entry says
   */
  public record Finding(Kind kind, long entry, String words) {}

  /** More gaps than these are told as one finding each only up to here. */
  private static final int MOST_GAPS = 100_000;

  private final String where;
  private final LongFunction<@Nullable String> copy;
  private final Map<Long, List<String>> heads = new HashMap<>();
  private final Map<Long, List<String>> namesOfHeads = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final TreeSet<Long> missing = new TreeSet<>();

  private long count;
  private long lastSeq;
  private String lastHash;
  private final List<AuditSpool.TornLine> torn = new ArrayList<>();

  /**
   * @param where what the chain is kept in, for the findings
   * @param after number of the entry before the first one; 0: from the beginning
   * @param hash hash of that entry
   * @param copy hash of an entry as it is known from another place; null where it is not
   */
  public ChainCheck(String where, long after, String hash, LongFunction<@Nullable String> copy) {
    this.where = where;
    this.lastSeq = after;
    this.lastHash = hash;
    this.copy = copy;
  }

  /** The chain must hold this head, which was kept somewhere else. */
  public ChainCheck holding(String name, Head head) {
    heads.computeIfAbsent(head.seq(), s -> new ArrayList<>()).add(head.hash());
    namesOfHeads.computeIfAbsent(head.seq(), s -> new ArrayList<>()).add(name);
    return this;
  }

  /** The next line of the spool. */
  public void line(AuditSpool.Line line) {
    if (line instanceof AuditSpool.TornLine found) {
      torn.add(found);
    } else if (line instanceof AuditSpool.EntryLine found) {
      explain(found.entry());
      entry(found.place(), found.entry());
    }
  }

  /** The next entry of the table. */
  public void entry(ChainedEntry entry) {
    entry("", entry);
  }

  private void entry(String place, ChainedEntry entry) {
    count++;
    String at = place.isEmpty() ? where : where + ", " + place;
    long seq = entry.seq();
    if (!entry.holds()) {
      find(Kind.CHANGED, seq, at + ": entry " + seq + " is not what its hash was made of");
    }
    if (AuditSpool.NO_ANCHOR.equals(entry.entry().detail())
        && entry.entry().act().equals(Act.SPOOL_RECOVERED.code())) {
      find(
          Kind.UNANCHORED,
          seq,
          at + ": when entry " + seq + " was written, the anchor was missing");
    }
    String known = copy.apply(seq);
    if (known != null && !known.equals(entry.hash())) {
      find(Kind.REMADE, seq, at + ": entry " + seq + " is not the one that was collected");
    }
    List<String> named = heads.get(seq);
    for (int i = 0; named != null && i < named.size(); i++) {
      if (!named.get(i).equals(entry.hash())) {
        find(
            Kind.REMADE,
            seq,
            at
                + ": entry "
                + seq
                + " is not the one that "
                + namesOfHeads.getOrDefault(seq, List.of()).get(i)
                + " names");
      }
    }
    if (seq == lastSeq + 1) {
      if (!entry.previous().equals(lastHash)) {
        find(
            Kind.CHANGED,
            seq,
            at + ": entry " + seq + " does not follow the entry " + lastSeq + " that is there");
      }
    } else if (seq > lastSeq) {
      for (long gap = lastSeq + 1; gap < seq && missing.size() < MOST_GAPS; gap++) {
        missing.add(gap);
      }
    } else {
      missing.remove(seq);
      find(
          Kind.REORDERED,
          seq,
          at + ": entry " + seq + " stands after entry " + lastSeq + ", or is there twice");
      return;
    }
    lastSeq = seq;
    lastHash = entry.hash();
  }

  /** The entry that follows unfinished lines must be the one that names them. */
  private void explain(ChainedEntry entry) {
    boolean explained =
        !torn.isEmpty()
            && entry.entry().act().equals(Act.SPOOL_RECOVERED.code())
            && torn.stream()
                .map(t -> AuditSpool.words(t.bytes(), t.sha256()))
                .collect(Collectors.joining("; "))
                .equals(entry.entry().detail());
    for (AuditSpool.TornLine line : torn) {
      String at = where + ", " + line.place() + ": ";
      if (explained) {
        find(
            Kind.UNFINISHED,
            entry.seq(),
            at
                + "a killed writer left "
                + line.bytes()
                + " bytes, as entry "
                + entry.seq()
                + " says");
      } else {
        find(Kind.NO_ENTRY, 0, at + "no entry, and none says why");
      }
    }
    torn.clear();
  }

  /** All that was found, once the last entry was given. */
  public List<Finding> findings() {
    for (AuditSpool.TornLine line : torn) {
      String at = where + ", " + line.place() + ": ";
      if (line.last()) {
        find(Kind.UNFINISHED, 0, at + "a killed writer left " + line.bytes() + " bytes");
      } else {
        find(Kind.NO_ENTRY, 0, at + "no entry, and none says why");
      }
    }
    torn.clear();
    runs();
    heads.keySet().stream()
        .filter(seq -> seq > lastSeq)
        .max(Long::compare)
        .ifPresent(
            seq ->
                find(
                    Kind.TRUNCATED,
                    seq,
                    where
                        + ": entries "
                        + (lastSeq + 1)
                        + " to "
                        + seq
                        + " are gone; "
                        + namesOfHeads.getOrDefault(seq, List.of()).get(0)
                        + " names the last of them"));
    heads.clear();
    return List.copyOf(findings);
  }

  /** Missing numbers in a row are one finding. */
  private void runs() {
    Long from = null;
    Long to = null;
    for (Long seq : missing) {
      if (to != null && from != null && seq == to + 1) {
        to = seq;
        continue;
      }
      gone(from, to);
      from = seq;
      to = seq;
    }
    gone(from, to);
    missing.clear();
  }

  private void gone(@Nullable Long from, @Nullable Long to) {
    if (from != null && to != null) {
      find(
          Kind.REMOVED,
          from,
          where
              + (from.equals(to)
                  ? ": entry " + from + " is gone"
                  : ": entries " + from + " to " + to + " are gone"));
    }
  }

  /** Entries that were looked at. */
  public long count() {
    return count;
  }

  /** The last entry; number 0 where there is none. */
  public Head last() {
    return new Head(lastSeq, lastHash);
  }

  private void find(Kind kind, long entry, String words) {
    findings.add(new Finding(kind, entry, words));
  }
}
