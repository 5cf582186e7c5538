package org.insight.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.insight.resolution.ClusterRule;
import org.insight.resolution.Scorer;
import org.junit.jupiter.api.Test;

class AverageLinkageTest {

  private static final ClusterRule.Limits LIMITS = new ClusterRule.Limits(0, -4_000, 150, -3_000);

  private static int[] clusters(int members, Map<List<Integer>, Integer> scores) {
    return AverageLinkage.clusters(members, (a, b) -> scores.get(List.of(a, b)), LIMITS);
  }

  @Test
  void twoThatAThirdConnectsAreApartIfTheirMeanIsTooLow() {
    Map<List<Integer>, Integer> scores =
        new HashMap<>(Map.of(List.of(0, 1), 9_000, List.of(1, 2), 500, List.of(0, 2), -8_500));
    assertThat(clusters(3, scores)).as("a mean of the limit").containsExactly(0, 0, 0);
    scores.put(List.of(0, 2), -8_501);
    assertThat(clusters(3, scores)).containsExactly(0, 0, 2);
    scores.put(List.of(0, 2), Scorer.NEVER);
    scores.put(List.of(1, 2), 9_001);
    assertThat(clusters(3, scores)).as("the best first").containsExactly(0, 1, 1);
    scores.remove(List.of(0, 2));
    assertThat(clusters(3, scores)).as("of which one was not compared").containsExactly(0, 0, 0);
  }

  /** The jobs find the next two in a queue, and this by looking at all. */
  @Test
  void theJobsFindTheSame() {
    Random random = new Random(7);
    for (int round = 0; round < 1_000; round++) {
      int members = 2 + random.nextInt(14);
      List<ClusterRule.Pair> pairs = new ArrayList<>();
      Map<List<Integer>, Integer> scores = new HashMap<>();
      for (int a = 0; a < members; a++) {
        for (int b = a + 1; b < members; b++) {
          int kind = random.nextInt(20);
          if (kind < 14) {
            int score = kind == 0 ? Scorer.NEVER : (random.nextInt(9) - 5) * 2_000;
            pairs.add(new ClusterRule.Pair(a, b, score));
            scores.put(List.of(a, b), score);
          }
        }
      }
      assertThat(clusters(members, scores))
          .as("round %d", round)
          .isEqualTo(new ClusterRule(LIMITS).clusters(members, pairs, List.of()));
      List<ClusterRule.Decision> decisions = new ArrayList<>();
      List<AverageLinkage.Said> said = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        boolean same = random.nextBoolean();
        List<Integer> one = some(random, members);
        List<Integer> other = some(random, members);
        decisions.add(new ClusterRule.Decision(same, ints(one), ints(other)));
        said.add(new AverageLinkage.Said(same, one, other));
      }
      assertThat(
              AverageLinkage.clusters(members, (a, b) -> scores.get(List.of(a, b)), said, LIMITS))
          .as("round %d, decided %s", round, said)
          .isEqualTo(new ClusterRule(LIMITS).clusters(members, pairs, decisions));
    }
  }

  @Test
  void aDecisionJoinsAndPartsWhateverTheScoresButForALaterOne() {
    AverageLinkage.Said joined = new AverageLinkage.Said(true, List.of(0), List.of(1));
    AverageLinkage.Said parted = new AverageLinkage.Said(false, List.of(0), List.of(1, 2));
    assertThat(AverageLinkage.clusters(3, (a, b) -> 9_000, List.of(parted), LIMITS))
        .containsExactly(0, 1, 1);
    assertThat(AverageLinkage.clusters(3, (a, b) -> -9_000, List.of(joined), LIMITS))
        .containsExactly(0, 0, 2);
    assertThat(AverageLinkage.clusters(3, (a, b) -> -9_000, List.of(parted, joined), LIMITS))
        .containsExactly(0, 1, 2);
    assertThat(AverageLinkage.clusters(3, (a, b) -> -9_000, List.of(joined, parted), LIMITS))
        .containsExactly(0, 0, 2);
  }

  private static List<Integer> some(Random random, int members) {
    return random.ints(1 + random.nextInt(2), 0, members).distinct().sorted().boxed().toList();
  }

  private static int[] ints(List<Integer> places) {
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
