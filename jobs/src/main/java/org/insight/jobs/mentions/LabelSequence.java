package org.insight.jobs.mentions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The most probable sequence of labels in which a name only goes on where one of its kind has begun
 * (Viterbi's algorithm). Labels are O, and B-, I- and P- before a kind: begins, goes on, begins
 * behind an Arabic particle.
 */
final class LabelSequence {

  private static final double LEAST = 1e-9;

  /** A word's label, and those of the words before it. */
  private record Path(String label, double score, @Nullable Path before) {

    boolean mayGoOn(String next) {
      return !next.startsWith("I-")
          || (!label.equals("O") && label.substring(1).equals(next.substring(1)));
    }
  }

  private LabelSequence() {}

  /**
   * The label of each word.
   *
   * @param words of each word, the probabilities of its labels
   */
  static List<String> best(List<Map<String, Double>> words) {
    List<Path> last = List.of(new Path("O", 0, null));
    for (Map<String, Double> word : words) {
      Map<String, Path> paths = new LinkedHashMap<>();
      for (Map.Entry<String, Double> label : new TreeMap<>(word).entrySet()) {
        double own = Math.log(Math.max(LEAST, label.getValue()));
        for (Path path : last) {
          Path best = paths.get(label.getKey());
          if (path.mayGoOn(label.getKey()) && (best == null || path.score() + own > best.score())) {
            paths.put(label.getKey(), new Path(label.getKey(), path.score() + own, path));
          }
        }
      }
      last = List.copyOf(paths.values());
    }
    List<String> labels = new ArrayList<>();
    Path best = last.stream().reduce((a, b) -> b.score() > a.score() ? b : a).orElseThrow();
    for (Path path = best; path.before() != null; path = path.before()) {
      labels.add(path.label());
    }
    Collections.reverse(labels);
    return labels;
  }
}
