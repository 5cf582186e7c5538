package org.insight.resolution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  /** Subjects of one access and last day, which are counted alike. */
  private record Group(String access, long ends, List<Integer> subjects) {}

  /** Takes a pair of subjects by their numbers. */
  @FunctionalInterface
  public interface Pairs {
    void pair(int one, int other);
  }

  private final long most;
  private final Map<List<Object>, Group> groups = new LinkedHashMap<>();
  private int size;

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
    groups
        .computeIfAbsent(List.of(access, ends), k -> new Group(access, ends, new ArrayList<>()))
        .subjects()
        .add(subject);
    size++;
  }

  /** Whether all are compared with each other, whatever their accesses. */
  private boolean isSmall() {
    return (long) size * (size - 1) / 2 <= most;
  }

  /**
   * Gives each pair that is compared once. The cost is that of the pairs given, and of the groups.
   *
   * @return whether some pair was left out
   */
  public boolean forEach(Pairs pairs) {
    List<Group> all = List.copyOf(groups.values());
    boolean small = isSmall();
    boolean crowded = false;
    for (int i = 0; i < all.size(); i++) {
      Group one = all.get(i);
      for (int j = i; j < all.size(); j++) {
        Group other = all.get(j);
        if (small || counted(one, other, all) <= most) {
          between(one.subjects(), other.subjects(), i == j, pairs);
        } else {
          crowded |= i != j || one.subjects().size() > 1;
        }
      }
    }
    return crowded;
  }

  private static void between(List<Integer> ones, List<Integer> others, boolean same, Pairs pairs) {
    for (int i = 0; i < ones.size(); i++) {
      for (int j = same ? i + 1 : 0; j < others.size(); j++) {
        int one = ones.get(i);
        int other = others.get(j);
        pairs.pair(Math.min(one, other), Math.max(one, other));
      }
    }
  }

  private static long counted(Group one, Group other, List<Group> all) {
    return pairs(one.access().equals(other.access()), noShorter(one, all), noShorter(other, all));
  }

  /** Pairs of so many subjects of one access with so many of another, or of the same. */
  static long pairs(boolean oneAccess, long n, long m) {
    long more = Math.max(n, m);
    return oneAccess ? more * (more - 1) / 2 : n * m;
  }

  /** How many under the access end no earlier. */
  private static long noShorter(Group group, List<Group> all) {
    long count = 0;
    for (Group other : all) {
      if (other.access().equals(group.access()) && other.ends() >= group.ends()) {
        count += other.subjects().size();
      }
    }
    return count;
  }
}
