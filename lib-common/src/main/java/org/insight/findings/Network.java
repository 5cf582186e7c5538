package org.insight.findings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ends and the links between them, without direction. Ends are numbered in the order of their ids,
 * so all that is computed from it is the same whatever the order of the links.
 */
public final class Network {

  /**
   * A link. Several of the same ends are one, with the sum of their weights. One from an end to
   * itself is left out.
   *
   * @param weight more than 0
   */
  public record Tie(String one, String other, double weight) {}

  private final String[] ids;
  private final int[][] neighbours;
  private final double[][] weights;
  private final int ties;

  private Network(String[] ids, int[][] neighbours, double[][] weights) {
    this.ids = ids;
    this.neighbours = neighbours;
    this.weights = weights;
    ties = Arrays.stream(neighbours).mapToInt(some -> some.length).sum() / 2;
  }

  /** The network of some links. */
  public static Network of(Collection<Tie> ties) {
    TreeMap<String, Map<String, Double>> byEnd = new TreeMap<>();
    for (Tie tie : ties) {
      if (!(tie.weight() > 0)) {
        throw new IllegalArgumentException(
            "Cannot build a network: a weight must be more than 0, found " + tie.weight());
      }
    }
    List<Tie> sorted = new ArrayList<>(ties);
    // Sums of weights must not hang on the order.
    sorted.sort((a, b) -> Double.compare(a.weight(), b.weight()));
    for (Tie tie : sorted) {
      if (!tie.one().equals(tie.other())) {
        add(byEnd, tie.one(), tie.other(), tie.weight());
        add(byEnd, tie.other(), tie.one(), tie.weight());
      }
    }
    String[] ids = byEnd.keySet().toArray(new String[0]);
    int[][] neighbours = new int[ids.length][];
    double[][] weights = new double[ids.length][];
    int end = 0;
    for (Map<String, Double> theirs : byEnd.values()) {
      neighbours[end] =
          theirs.keySet().stream().mapToInt(id -> Arrays.binarySearch(ids, id)).toArray();
      weights[end] = theirs.values().stream().mapToDouble(w -> w).toArray();
      end++;
    }
    return new Network(ids, neighbours, weights);
  }

  private static void add(
      Map<String, Map<String, Double>> byEnd, String from, String to, double weight) {
    byEnd.computeIfAbsent(from, id -> new TreeMap<>()).merge(to, weight, Double::sum);
  }

  /** The number of ends. */
  public int size() {
    return ids.length;
  }

  /** The number of links. */
  public int ties() {
    return ties;
  }

  public String id(int end) {
    return ids[end];
  }

  /** The number of an end; negative if it is not there. */
  public int number(String id) {
    return Arrays.binarySearch(ids, id);
  }

  public int degree(int end) {
    return neighbours[end].length;
  }

  /** Ascending; not to be changed. */
  int[] neighbours(int end) {
    return neighbours[end];
  }

  /** In the order of the neighbours; not to be changed. */
  double[] weights(int end) {
    return weights[end];
  }

  public boolean isLinked(int one, int other) {
    return Arrays.binarySearch(neighbours[one], other) >= 0;
  }
}
