package org.insight.resolution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Makes the entities of one connected set: constrained agglomerative clustering with average
 * linkage (near MSCD-HAC, Saeedi, David and Rahm 2021). A pure function of the set in view. The
 * order of its arguments does not show: means are compared as exact fractions, ties go to the least
 * members.
 */
public final class ClusterRule {

  /**
   * The limits of the rule, in thousandths of a bit.
   *
   * @param witness least score of a pair that connects
   * @param mean least mean score of two clusters that become one
   * @param whole most members of a set in view of which all pairs are scored
   * @param absent score that stands for a pair which was not compared; less than {@code mean}, or
   *     chains would have no end
   */
  public record Limits(int witness, int mean, int whole, int absent) implements Serializable {
    public static final Limits DEFAULT = new Limits(0, -4_000, 150, -8_000);
  }

  /** A scored pair of members, by their places. */
  public record Pair(int a, int b, int score) {}

  /**
   * What a person decided about members, by their places.
   *
   * @param same whether they are one, or are not
   * @param one members of one side, in ascending order
   * @param other members of the other side
   */
  public record Decision(boolean same, int[] one, int[] other) {}

  private final Limits limits;

  public ClusterRule(Limits limits) {
    this.limits = limits;
  }

  /**
   * Cuts a set into entities.
   *
   * @param size members of the set; their places are in the order of their ids
   * @param pairs that are scored: all, or those that were compared
   * @param decisions latest first; one that contradicts a later one has no effect
   * @return for each member the least place of its entity
   */
  public int[] clusters(int size, List<Pair> pairs, List<Decision> decisions) {
    return new State(size, pairs).run(decisions);
  }

  /** Sum, number and greatest of the scores between two clusters. */
  private static final class Between {
    private long sum;
    private int count;
    private int greatest = Integer.MIN_VALUE;

    void add(int score) {
      sum += score;
      count++;
      greatest = Math.max(greatest, score);
    }

    void add(Between other) {
      sum += other.sum;
      count += other.count;
      greatest = Math.max(greatest, other.greatest);
    }
  }

  /** Two clusters that may become one; stale once either has grown. */
  private record Candidate(long sum, long pairs, int a, int b, int sizeA, int sizeB)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      // Greatest mean first, as fractions: both denominators are positive.
      int byMean = Long.compare(other.sum * pairs, sum * other.pairs);
      if (byMean != 0) {
        return byMean;
      }
      return a != other.a ? Integer.compare(a, other.a) : Integer.compare(b, other.b);
    }
  }

  private final class State {
    private final int size;
    private final int[] of;
    private final List<List<Integer>> members = new ArrayList<>();
    private final List<Map<Integer, Between>> between = new ArrayList<>();
    private final BitSet[] banned;
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

    State(int size, List<Pair> pairs) {
      this.size = size;
      of = new int[size];
      banned = new BitSet[size];
      for (int i = 0; i < size; i++) {
        of[i] = i;
        members.add(new ArrayList<>(List.of(i)));
        between.add(new HashMap<>());
      }
      pairs.forEach(pair -> add(pair.a(), pair.b(), pair.score()));
    }

    private void add(int a, int b, int score) {
      Between both = new Between();
      both.add(score);
      between.get(a).put(b, both);
      between.get(b).put(a, both);
      if (score == Scorer.NEVER) {
        ban(a, b);
      }
    }

    private void ban(int a, int b) {
      banned(a).set(b);
      banned(b).set(a);
    }

    private BitSet banned(int cluster) {
      BitSet set = banned[cluster];
      if (set == null) {
        set = new BitSet();
        banned[cluster] = set;
      }
      return set;
    }

    int[] run(List<Decision> decisions) {
      decisions.forEach(this::decide);
      for (int a = 0; a < size; a++) {
        if (of[a] == a) {
          for (int b : between.get(a).keySet()) {
            if (a < b) {
              offer(a, b);
            }
          }
        }
      }
      while (!queue.isEmpty()) {
        Candidate next = queue.poll();
        if (of[next.a()] == next.a()
            && of[next.b()] == next.b()
            && members.get(next.a()).size() == next.sizeA()
            && members.get(next.b()).size() == next.sizeB()
            && !banned(next.a()).get(next.b())) {
          int merged = merge(next.a(), next.b());
          for (int other : between.get(merged).keySet()) {
            offer(merged, other);
          }
        }
      }
      return of;
    }

    private void decide(Decision decision) {
      if (decision.same()) {
        int[] all =
            IntStream.concat(Arrays.stream(decision.one()), Arrays.stream(decision.other()))
                .toArray();
        for (int i = 1; i < all.length; i++) {
          int a = of[all[i - 1]];
          int b = of[all[i]];
          if (a != b && !banned(a).get(b)) {
            merge(a, b);
          }
        }
      } else {
        for (int a : decision.one()) {
          for (int b : decision.other()) {
            if (of[a] != of[b]) {
              ban(of[a], of[b]);
            }
          }
        }
      }
    }

    private int merge(int one, int other) {
      int a = Math.min(one, other);
      int b = Math.max(one, other);
      for (int member : members.get(b)) {
        of[member] = a;
      }
      members.get(a).addAll(members.get(b));
      members.get(b).clear();
      BitSet bans = banned[b];
      if (bans != null) {
        for (int c = bans.nextSetBit(0); c >= 0; c = bans.nextSetBit(c + 1)) {
          banned(c).clear(b);
          ban(a, c);
        }
        banned[b] = null;
      }
      Map<Integer, Between> ofA = between.get(a);
      Map<Integer, Between> ofB = between.get(b);
      ofA.remove(b);
      ofB.remove(a);
      ofB.forEach(
          (c, found) -> {
            between.get(c).remove(b);
            Between known = ofA.get(c);
            if (known == null) {
              ofA.put(c, found);
              between.get(c).put(a, found);
            } else {
              known.add(found);
            }
          });
      ofB.clear();
      return a;
    }

    private void offer(int one, int other) {
      int a = Math.min(one, other);
      int b = Math.max(one, other);
      Between found = between.get(a).get(b);
      if (found == null || found.greatest < limits.witness() || banned(a).get(b)) {
        return;
      }
      long pairs = (long) members.get(a).size() * members.get(b).size();
      long sum = found.sum + limits.absent() * (pairs - found.count);
      if (sum >= limits.mean() * pairs) {
        queue.add(new Candidate(sum, pairs, a, b, members.get(a).size(), members.get(b).size()));
      }
    }
  }
}
