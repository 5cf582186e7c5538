package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.insight.resolution.ClusterRule.Decision;
import org.insight.resolution.ClusterRule.Limits;
import org.insight.resolution.ClusterRule.Pair;
import org.junit.jupiter.api.Test;

class ClusterRuleTest {

  private static final Limits LIMITS = new Limits(0, -4_000, 150, -3_000);

  private static int[] clusters(int size, List<Pair> pairs, Decision... decisions) {
    return new ClusterRule(LIMITS).clusters(size, pairs, List.of(decisions));
  }

  @Test
  void aWitnessJoinsAndAWeakMeanParts() {
    // 0-1 and 2-3 agree; 1-2 is a witness, but all else between the two pairs speaks against it.
    List<Pair> pairs =
        List.of(
            new Pair(0, 1, 9_000),
            new Pair(2, 3, 9_000),
            new Pair(1, 2, 500),
            new Pair(0, 2, -9_000),
            new Pair(0, 3, -9_000),
            new Pair(1, 3, -9_000));
    assertThat(clusters(4, pairs)).containsExactly(0, 0, 2, 2);
    assertThat(clusters(3, List.of(new Pair(0, 1, 1_000), new Pair(1, 2, 1_000))))
        .containsExactly(0, 0, 0);
  }

  @Test
  void membersThatCanNeverBeOneAreApartWhateverJoinsThem() {
    List<Pair> pairs =
        List.of(new Pair(0, 1, 9_000), new Pair(1, 2, 30_000), new Pair(0, 2, Scorer.NEVER));
    assertThat(clusters(3, pairs)).containsExactly(0, 1, 1);
  }

  @Test
  void theLatestDecisionCounts() {
    List<Pair> pairs = List.of(new Pair(0, 1, 9_000), new Pair(1, 2, 9_000));
    Decision apart = new Decision(false, new int[] {0}, new int[] {1});
    Decision same = new Decision(true, new int[] {0}, new int[] {1});
    assertThat(clusters(3, pairs, apart)).containsExactly(0, 1, 1);
    assertThat(clusters(3, pairs, apart, same)).containsExactly(0, 1, 1);
    assertThat(clusters(3, pairs, same, apart)).containsExactly(0, 0, 0);
    assertThat(clusters(3, List.of(new Pair(1, 2, 9_000)), same)).containsExactly(0, 0, 0);
  }

  private static int[] withLeaves(List<Pair> pairs, int size, Set<Integer> leaves, Decision... d) {
    BitSet places = new BitSet();
    leaves.forEach(places::set);
    return new ClusterRule(LIMITS).clusters(size, pairs, List.of(d), places);
  }

  @Test
  void aLeafAttachesToTheBestAndMakesNoTwoOne() {
    // 2 agrees with both 0 and 1, which nothing else ties.
    List<Pair> clear =
        List.of(new Pair(0, 1, -2_000), new Pair(0, 2, 12_000), new Pair(1, 2, 9_000));
    assertThat(withLeaves(clear, 3, Set.of(2))).containsExactly(0, 1, 0);
    List<Pair> close =
        List.of(new Pair(0, 1, -2_000), new Pair(0, 2, 12_000), new Pair(1, 2, 9_001));
    assertThat(withLeaves(close, 3, Set.of(2))).as("within the margin").containsExactly(0, 1, 2);
    assertThat(clusters(3, clear)).as("were it no leaf").containsExactly(0, 0, 0);
    List<Pair> least = List.of(new Pair(0, 1, 9_000), new Pair(1, 2, -9_000));
    assertThat(withLeaves(least, 3, Set.of(0))).as("first of its entity").containsExactly(0, 0, 2);
  }

  @Test
  void aLeafAttachesToNoneThatItContradicts() {
    List<Pair> never =
        List.of(new Pair(0, 1, 9_000), new Pair(0, 2, 12_000), new Pair(1, 2, Scorer.NEVER));
    assertThat(withLeaves(never, 3, Set.of(2))).containsExactly(0, 0, 2);
    List<Pair> mean =
        List.of(new Pair(0, 1, 9_000), new Pair(0, 2, 2_000), new Pair(1, 2, -11_000));
    assertThat(withLeaves(mean, 3, Set.of(2))).containsExactly(0, 0, 2);
    assertThat(withLeaves(List.of(new Pair(0, 1, -1)), 2, Set.of(1)))
        .as("no witness")
        .containsExactly(0, 1);
  }

  @Test
  void leavesThatAttachToNoneAreCutAmongThemselves() {
    List<Pair> pairs =
        List.of(
            new Pair(0, 1, -9_000),
            new Pair(0, 2, -9_000),
            new Pair(0, 3, 9_000),
            new Pair(1, 2, 9_000),
            new Pair(2, 3, 9_000));
    // 3 is of 0, and so it does not bring 2 there.
    assertThat(withLeaves(pairs, 4, Set.of(1, 2, 3))).containsExactly(0, 1, 1, 0);
  }

  @Test
  void decisionsOnLeavesCount() {
    List<Pair> pairs =
        List.of(new Pair(0, 1, -2_000), new Pair(0, 2, 12_000), new Pair(2, 3, -9_000));
    Set<Integer> leaves = Set.of(2, 3);
    Decision of1 = new Decision(true, new int[] {1}, new int[] {2});
    Decision notOf0 = new Decision(false, new int[] {0}, new int[] {2});
    Decision both = new Decision(true, new int[] {2}, new int[] {3});
    assertThat(withLeaves(pairs, 4, leaves, of1)).containsExactly(0, 1, 1, 3);
    assertThat(withLeaves(pairs, 4, leaves, notOf0)).containsExactly(0, 1, 2, 3);
    assertThat(withLeaves(pairs, 4, leaves, both)).containsExactly(0, 1, 0, 0);
    assertThat(withLeaves(pairs, 4, leaves, both, of1)).containsExactly(0, 1, 1, 1);
    assertThat(withLeaves(pairs, 4, leaves, new Decision(true, new int[] {0, 1}, new int[] {2})))
        .as("records that a decision names with a leaf are one by it")
        .containsExactly(0, 0, 0, 3);
    Decision of0 = new Decision(true, new int[] {0}, new int[] {2});
    assertThat(withLeaves(pairs, 4, leaves, notOf0, of0)).containsExactly(0, 1, 2, 3);
    assertThat(withLeaves(pairs, 4, leaves, of0, notOf0)).containsExactly(0, 1, 0, 3);
  }

  @Test
  void theOrderOfPairsDoesNotShow() {
    Random random = new Random(5);
    for (int round = 0; round < 500; round++) {
      int size = 2 + random.nextInt(12);
      List<Pair> pairs = new ArrayList<>();
      for (int a = 0; a < size; a++) {
        for (int b = a + 1; b < size; b++) {
          if (random.nextInt(3) > 0) {
            pairs.add(new Pair(a, b, (random.nextInt(9) - 5) * 2_000));
          }
        }
      }
      int[] first = clusters(size, pairs);
      assertThat(first).isEqualTo(naive(size, pairs));
      Collections.shuffle(pairs, random);
      assertThat(clusters(size, pairs)).isEqualTo(first);
    }
  }

  /** The rule by its definition: in each step, all pairs of clusters are looked at. */
  private static int[] naive(int size, List<Pair> pairs) {
    List<Set<Integer>> clusters = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      clusters.add(new TreeSet<>(Set.of(i)));
    }
    while (true) {
      Set<Integer> bestOne = null;
      Set<Integer> bestOther = null;
      double best = Double.NEGATIVE_INFINITY;
      clusters.sort((x, y) -> Integer.compare(least(x), least(y)));
      for (Set<Integer> one : clusters) {
        for (Set<Integer> other : clusters) {
          if (least(one) >= least(other)) {
            continue;
          }
          long sum = 0;
          int count = 0;
          int greatest = Integer.MIN_VALUE;
          for (Pair pair : pairs) {
            if (one.contains(pair.a()) && other.contains(pair.b())
                || one.contains(pair.b()) && other.contains(pair.a())) {
              sum += pair.score();
              count++;
              greatest = Math.max(greatest, pair.score());
            }
          }
          int all = one.size() * other.size();
          double mean = (sum + LIMITS.absent() * (double) (all - count)) / all;
          if (greatest >= LIMITS.witness() && mean >= LIMITS.mean() && mean > best) {
            best = mean;
            bestOne = one;
            bestOther = other;
          }
        }
      }
      if (bestOne == null || bestOther == null) {
        break;
      }
      bestOne.addAll(bestOther);
      clusters.remove(bestOther);
    }
    int[] of = new int[size];
    clusters.forEach(cluster -> cluster.forEach(member -> of[member] = least(cluster)));
    return of;
  }

  private static int least(Set<Integer> cluster) {
    return cluster.iterator().next();
  }
}
