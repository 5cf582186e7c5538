package org.insight.findings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends that are not linked but share neighbours, by the index of Adamic and Adar (2003): each
 * shared neighbour counts 1 / ln(its links), so that a rare one says more. Each is a hypothesis.
 */
public final class LikelyLinks {

  /**
   * More links of an end say nothing: all of a hotel's guests would be likely to know each other.
   */
  static final int MOST_LINKS = 1_000;

  private LikelyLinks() {}

  /**
   * Two ends that are not linked.
   *
   * @param one the lesser number
   * @param shared neighbours of both, ascending
   * @param score index of Adamic and Adar
   */
  public record Likely(int one, int other, List<Integer> shared, double score) {

    static final Comparator<Likely> BEST_FIRST =
        Comparator.comparingDouble(Likely::score)
            .reversed()
            .thenComparingInt(Likely::one)
            .thenComparingInt(Likely::other);
  }

  /**
   * The best ones.
   *
   * @param least fewest shared neighbours
   * @param most most answers
   */
  public static List<Likely> of(Network network, int least, int most) {
    List<Likely> found = new ArrayList<>();
    for (int one = 0; one < network.size(); one++) {
      Map<Integer, List<Integer>> sharing = new TreeMap<>();
      for (int shared : network.neighbours(one)) {
        if (network.degree(shared) > MOST_LINKS) {
          continue;
        }
        for (int other : network.neighbours(shared)) {
          if (other > one && !network.isLinked(one, other)) {
            sharing.computeIfAbsent(other, end -> new ArrayList<>()).add(shared);
          }
        }
      }
      int end = one;
      sharing.forEach(
          (other, shared) -> {
            if (shared.size() >= least) {
              found.add(new Likely(end, other, List.copyOf(shared), score(network, shared)));
            }
          });
      if (found.size() > 4 * most) {
        found.sort(Likely.BEST_FIRST);
        found.subList(most, found.size()).clear();
      }
    }
    found.sort(Likely.BEST_FIRST);
    return List.copyOf(found.subList(0, Math.min(most, found.size())));
  }

  /** The index of two ends; 0 if they share no neighbour. */
  public static double score(Network network, int one, int other) {
    List<Integer> shared = new ArrayList<>();
    for (int end : network.neighbours(one)) {
      if (network.isLinked(end, other)) {
        shared.add(end);
      }
    }
    return score(network, shared);
  }

  private static double score(Network network, List<Integer> shared) {
    return shared.stream().mapToDouble(end -> 1 / Math.log(network.degree(end))).sum();
  }
}
