package org.insight.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insight.resolution.Clusters;

/**
 * How right it is to take all pairs for one that score at least a threshold.
 *
 * @param due pairs that are one
 * @param found pairs that score so
 * @param right pairs that are both
 */
record ScoreCut(double threshold, long due, long found, long right) {

  /** At a threshold. */
  static ScoreCut at(double threshold, List<NamePair> pairs, double[] scores) {
    long due = 0;
    long found = 0;
    long right = 0;
    for (int i = 0; i < scores.length; i++) {
      boolean same = pairs.get(i).same();
      boolean taken = scores[i] >= threshold;
      due += same ? 1 : 0;
      found += taken ? 1 : 0;
      right += same && taken ? 1 : 0;
    }
    return new ScoreCut(threshold, due, found, right);
  }

  /** At the threshold of the highest F1, which the truth says. Of equals the highest. */
  static ScoreCut best(List<NamePair> pairs, double[] scores) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -scores[i]));
    long due = pairs.stream().filter(NamePair::same).count();
    long right = 0;
    ScoreCut best = new ScoreCut(Double.POSITIVE_INFINITY, due, 0, 0);
    for (int i = 0; i < order.length; i++) {
      right += pairs.get(order[i]).same() ? 1 : 0;
      if (i + 1 == order.length || scores[order[i + 1]] < scores[order[i]]) {
        ScoreCut cut = new ScoreCut(scores[order[i]], due, i + 1, right);
        best = cut.f1() > best.f1() ? cut : best;
      }
    }
    return best;
  }

  double precision() {
    return found == 0 ? 1 : (double) right / found;
  }

  double recall() {
    return due == 0 ? 1 : (double) right / due;
  }

  double f1() {
    return right == 0 ? 0 : Clusters.f1(precision(), recall());
  }

  /** With the keys of the JSON answer. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("threshold", threshold);
    map.put("precision", precision());
    map.put("recall", recall());
    map.put("f1", f1());
    return map;
  }
}
