package org.insight.resolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subjects that have one blocking key, and which of them are compared.
 *
 * <p>A key that very many have would make too many pairs. What is too many is counted for each two
 * accesses, as for pairs of a shared value (decision 2): whoever sees a pair is entitled to every
 * subject that was counted, so hidden subjects neither make nor unmake a pair that he sees.
 */
public final class Block {

  private record Entry(int subject, String access, long ends) {}

  /** Takes a pair of subjects by their numbers. */
  @FunctionalInterface
  public interface Pairs {
    void pair(int one, int other);
  }

  private final long most;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * @param most pairs of a key for two accesses
   */
  public Block(long most) {
    this.most = most;
  }

  /**
   * Adds a subject.
   *
   * @param subject any number
   * @param access what of its policy decides who is entitled, without the last day
   * @param ends the policy's last day as a number; {@link Long#MAX_VALUE}: none
   */
  public void add(int subject, String access, long ends) {
    entries.add(new Entry(subject, access, ends));
  }

  /** Whether all are compared with each other, whatever their accesses. */
  private boolean isSmall() {
    return (long) entries.size() * (entries.size() - 1) / 2 <= most;
  }

  /**
   * Gives each pair that is compared once.
   *
   * @return whether some pair was left out
   */
  public boolean forEach(Pairs pairs) {
    if (isSmall()) {
      for (int i = 0; i < entries.size(); i++) {
        for (int j = i + 1; j < entries.size(); j++) {
          pairs.pair(entries.get(i).subject(), entries.get(j).subject());
        }
      }
      return false;
    }
    Map<String, long[]> ends = new HashMap<>();
    for (Entry entry : entries) {
      ends.merge(entry.access(), new long[] {entry.ends()}, Block::joined);
    }
    ends.values().forEach(Arrays::sort);
    boolean crowded = false;
    for (int i = 0; i < entries.size(); i++) {
      Entry one = entries.get(i);
      for (int j = i + 1; j < entries.size(); j++) {
        Entry other = entries.get(j);
        if (counted(one, other, ends) <= most) {
          pairs.pair(one.subject(), other.subject());
        } else {
          crowded = true;
        }
      }
    }
    return crowded;
  }

  private static long counted(Entry one, Entry other, Map<String, long[]> ends) {
    long n = noShorter(one, ends);
    long m = noShorter(other, ends);
    long all = Math.max(n, m);
    return one.access().equals(other.access()) ? all * (all - 1) / 2 : n * m;
  }

  /** How many under the access end no earlier. */
  private static long noShorter(Entry entry, Map<String, long[]> ends) {
    long[] all = ends.getOrDefault(entry.access(), new long[0]);
    int low = 0;
    int high = all.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all[middle] < entry.ends()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return all.length - low;
  }

  private static long[] joined(long[] a, long[] b) {
    long[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
