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

  /**
   * By how much, in thousandths of a bit, a leaf must agree better with one entity than with any
   * other: 3 bits are odds of 8 to 1.
   */
  public static final int MARGIN = 3_000;

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
    return clusters(size, pairs, decisions, new BitSet());
  }

  /**
   * Cuts a set into entities, some members of which are leaves: subjects that a text describes. A
   * leaf never makes two others one. The others are cut as if the leaves were not there. Then each
   * leaf attaches to the entity with the member that it agrees with best, if that pair is a
   * witness, no other entity comes within {@link #MARGIN}, and the mean of its pairs with that
   * entity is high enough. Leaves that attach to none are cut among themselves. Leaves that a
   * decision makes one go together.
   *
   * @param leaves places
   */
  public int[] clusters(int size, List<Pair> pairs, List<Decision> decisions, BitSet leaves) {
    if (leaves.isEmpty()) {
      return new State(size, pairs).run(decisions);
    }
    BitSet others = new BitSet();
    others.set(0, size);
    others.andNot(leaves);
    int[] of = new State(size, among(pairs, others)).run(onlyOf(decisions, others));
    int[] groups = new State(size, List.of()).run(onlyOf(decisions, leaves));
    Map<Integer, Map<Integer, Between>> agree = agreements(pairs, leaves, of, groups);
    Map<Integer, Integer> said = new HashMap<>();
    decisions.forEach(decision -> follow(decision, leaves, of, groups, agree, said));
    BitSet alone = new BitSet();
    int[] entities = of.clone();
    for (int leaf = leaves.nextSetBit(0); leaf >= 0; leaf = leaves.nextSetBit(leaf + 1)) {
      int group = groups[leaf];
      int best = said.computeIfAbsent(group, g -> best(agree.getOrDefault(g, Map.of())));
      entities[leaf] = best;
      alone.set(leaf, best < 0);
    }
    int[] rest = new State(size, among(pairs, alone)).run(onlyOf(decisions, alone));
    for (int leaf = alone.nextSetBit(0); leaf >= 0; leaf = alone.nextSetBit(leaf + 1)) {
      // Behind all entities of others, so that the two kinds of numbers stay apart.
      entities[leaf] = size + rest[leaf];
    }
    return least(entities);
  }

  private static List<Pair> among(List<Pair> pairs, BitSet members) {
    return pairs.stream().filter(pair -> members.get(pair.a()) && members.get(pair.b())).toList();
  }

  private static List<Decision> onlyOf(List<Decision> decisions, BitSet members) {
    return decisions.stream()
        .map(
            decision ->
                new Decision(
                    decision.same(),
                    Arrays.stream(decision.one()).filter(members::get).toArray(),
                    Arrays.stream(decision.other()).filter(members::get).toArray()))
        .toList();
  }

  /** How groups of leaves agree with entities of others, by the leasts of both. */
  private static Map<Integer, Map<Integer, Between>> agreements(
      List<Pair> pairs, BitSet leaves, int[] of, int[] groups) {
    Map<Integer, Map<Integer, Between>> agree = new HashMap<>();
    for (Pair pair : pairs) {
      if (leaves.get(pair.a()) != leaves.get(pair.b())) {
        int leaf = leaves.get(pair.a()) ? pair.a() : pair.b();
        int other = leaf == pair.a() ? pair.b() : pair.a();
        agree
            .computeIfAbsent(groups[leaf], g -> new HashMap<>())
            .computeIfAbsent(of[other], e -> new Between())
            .add(pair.score());
      }
    }
    return agree;
  }

  /** Ties groups of leaves to entities, or bans them, unless a later decision did otherwise. */
  private static void follow(
      Decision decision,
      BitSet leaves,
      int[] of,
      int[] groups,
      Map<Integer, Map<Integer, Between>> agree,
      Map<Integer, Integer> said) {
    int[] all = concat(decision.one(), decision.other());
    for (int leaf : all) {
      if (leaves.get(leaf)) {
        Map<Integer, Between> agreed =
            agree.computeIfAbsent(groups[leaf], group -> new HashMap<>());
        int[] others = decision.same() ? all : across(decision, leaf);
        for (int other : others) {
          if (!leaves.get(other)) {
            Between between = agreed.computeIfAbsent(of[other], entity -> new Between());
            if (!decision.same()) {
              between.banned = true;
            } else if (!between.banned) {
              said.putIfAbsent(groups[leaf], of[other]);
            }
          }
        }
      }
    }
  }

  private static int[] across(Decision decision, int member) {
    boolean first = Arrays.stream(decision.one()).anyMatch(place -> place == member);
    return first ? decision.other() : decision.one();
  }

  private static int[] concat(int[] one, int[] other) {
    return IntStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
  }

  /** The entity that a group of leaves attaches to; -1 if there is none. */
  private int best(Map<Integer, Between> agreed) {
    int best = -1;
    Between first = new Between();
    int second = Integer.MIN_VALUE;
    for (Map.Entry<Integer, Between> e : agreed.entrySet()) {
      Between between = e.getValue();
      if (between.count > 0 && !between.banned) {
        if (between.greatest > first.greatest) {
          second = first.greatest;
          first = between;
          best = e.getKey();
        } else {
          second = Math.max(second, between.greatest);
        }
      }
    }
    return first.greatest >= limits.witness()
            && first.sum >= (long) limits.mean() * first.count
            && (long) first.greatest - second >= MARGIN
        ? best
        : -1;
  }

  /** Numbers the entities by their least places. */
  private static int[] least(int[] entities) {
    Map<Integer, Integer> least = new HashMap<>();
    int[] numbered = new int[entities.length];
    for (int i = 0; i < entities.length; i++) {
      int place = i;
      numbered[i] = least.computeIfAbsent(entities[i], e -> place);
    }
    return numbered;
  }

  /** Sum, number and greatest of the scores between two clusters. */
  private static final class Between {
    private long sum;
    private int count;
    private int greatest = Integer.MIN_VALUE;
    private boolean banned;

    void add(int score) {
      sum += score;
      count++;
      greatest = Math.max(greatest, score);
      banned |= score == Scorer.NEVER;
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
        int[] all = concat(decision.one(), decision.other());
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
