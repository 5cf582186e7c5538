package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
