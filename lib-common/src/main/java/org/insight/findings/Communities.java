package org.insight.findings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Groups that are linked among themselves more than chance explains, by the Louvain method (Blondel
 * and others 2008). It goes over the ends in several orders, which are the same each time, and
 * keeps the groups of the greatest modularity (Newman 2004).
 *
 * @param groups numbers of ends, ascending; the group of the least end first
 * @param modularity 1 at most; 0 if the groups are as linked as chance makes them
 */
public record Communities(List<int[]> groups, double modularity) {

  private static final int ORDERS = 20;

  /** In larger networks one order is enough: the best ones differ little there. */
  private static final int SMALL = 20_000;

  private static final double LEAST_GAIN = 1e-12;

  /** Finds them. */
  public static Communities of(Network network) {
    Level ends = Level.of(network);
    Communities best = louvain(network, ends, new SplittableRandom(0));
    int orders = network.size() <= SMALL ? ORDERS : 1;
    for (int i = 1; i < orders; i++) {
      Communities found = louvain(network, ends, new SplittableRandom(i));
      if (found.modularity > best.modularity + LEAST_GAIN) {
        best = found;
      }
    }
    return best;
  }

  /** The modularity of groups of a network, by weights. */
  public static double modularity(Network network, int[] groupOfEnd) {
    int groups = Arrays.stream(groupOfEnd).max().orElse(-1) + 1;
    double[] inside = new double[groups];
    double[] all = new double[groups];
    double total = 0;
    for (int end = 0; end < network.size(); end++) {
      for (int i = 0; i < network.degree(end); i++) {
        double weight = network.weights(end)[i];
        total += weight;
        all[groupOfEnd[end]] += weight;
        if (groupOfEnd[network.neighbours(end)[i]] == groupOfEnd[end]) {
          inside[groupOfEnd[end]] += weight;
        }
      }
    }
    double modularity = 0;
    for (int group = 0; group < groups && total > 0; group++) {
      modularity += inside[group] / total - all[group] / total * (all[group] / total);
    }
    return modularity;
  }

  private static Communities louvain(Network network, Level ends, SplittableRandom random) {
    int[] groupOfEnd = new int[network.size()];
    for (int i = 0; i < groupOfEnd.length; i++) {
      groupOfEnd[i] = i;
    }
    Level level = ends;
    while (true) {
      int[] moved = level.moved(random);
      int groups = numbered(moved);
      for (int i = 0; i < groupOfEnd.length; i++) {
        groupOfEnd[i] = moved[groupOfEnd[i]];
      }
      if (groups == level.size()) {
        break;
      }
      level = level.together(moved, groups);
    }
    int count = numbered(groupOfEnd);
    List<List<Integer>> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(new ArrayList<>());
    }
    for (int end = 0; end < groupOfEnd.length; end++) {
      members.get(groupOfEnd[end]).add(end);
    }
    return new Communities(
        members.stream().map(m -> m.stream().mapToInt(i -> i).toArray()).toList(),
        modularity(network, groupOfEnd));
  }

  /** Numbers groups from 0 in the order of their first members, and gives how many there are. */
  private static int numbered(int[] groups) {
    int[] numbers = new int[groups.length];
    Arrays.fill(numbers, -1);
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      if (numbers[groups[i]] < 0) {
        numbers[groups[i]] = count++;
      }
      groups[i] = numbers[groups[i]];
    }
    return count;
  }

  /**
   * Groups as ends of a smaller network.
   *
   * @param loops weight within each, both directions
   * @param degrees weight of all links of each, loops too
   */
  private record Level(
      int[][] neighbours, double[][] weights, double[] loops, double[] degrees, double total) {

    static Level of(Network network) {
      int size = network.size();
      int[][] neighbours = new int[size][];
      double[][] weights = new double[size][];
      double[] degrees = new double[size];
      double total = 0;
      for (int end = 0; end < size; end++) {
        neighbours[end] = network.neighbours(end);
        weights[end] = network.weights(end);
        degrees[end] = Arrays.stream(weights[end]).sum();
        total += degrees[end];
      }
      return new Level(neighbours, weights, new double[size], degrees, total);
    }

    int size() {
      return neighbours.length;
    }

    /** The group of each after single moves gain nothing more. */
    int[] moved(SplittableRandom random) {
      int size = size();
      int[] groups = new int[size];
      double[] inGroup = degrees.clone();
      int[] order = new int[size];
      for (int i = 0; i < size; i++) {
        groups[i] = i;
        int at = random.nextInt(i + 1);
        order[i] = order[at];
        order[at] = i;
      }
      double[] towards = new double[size];
      boolean again = total > 0;
      while (again) {
        again = false;
        for (int end : order) {
          int own = groups[end];
          for (int i = 0; i < neighbours[end].length; i++) {
            towards[groups[neighbours[end][i]]] += weights[end][i];
          }
          inGroup[own] -= degrees[end];
          int best = own;
          double gain = towards[own] - inGroup[own] * degrees[end] / total;
          for (int neighbour : neighbours[end]) {
            int group = groups[neighbour];
            double other = towards[group] - inGroup[group] * degrees[end] / total;
            if (other > gain + LEAST_GAIN) {
              gain = other;
              best = group;
            }
          }
          inGroup[best] += degrees[end];
          groups[end] = best;
          again |= best != own;
          for (int neighbour : neighbours[end]) {
            towards[groups[neighbour]] = 0;
          }
          towards[own] = 0;
        }
      }
      return groups;
    }

    Level together(int[] groups, int count) {
      List<List<Integer>> members = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        members.add(new ArrayList<>());
      }
      for (int end = 0; end < groups.length; end++) {
        members.get(groups[end]).add(end);
      }
      int[][] next = new int[count][];
      double[][] nextWeights = new double[count][];
      double[] nextLoops = new double[count];
      double[] nextDegrees = new double[count];
      double[] towards = new double[count];
      for (int group = 0; group < count; group++) {
        List<Integer> touched = new ArrayList<>();
        for (int end : members.get(group)) {
          nextLoops[group] += loops[end];
          nextDegrees[group] += degrees[end];
          for (int i = 0; i < neighbours[end].length; i++) {
            int other = groups[neighbours[end][i]];
            if (other == group) {
              nextLoops[group] += weights[end][i];
            } else {
              if (towards[other] == 0) {
                touched.add(other);
              }
              towards[other] += weights[end][i];
            }
          }
        }
        next[group] = touched.stream().mapToInt(i -> i).sorted().toArray();
        nextWeights[group] = Arrays.stream(next[group]).mapToDouble(i -> towards[i]).toArray();
        touched.forEach(other -> towards[other] = 0);
      }
      return new Level(next, nextWeights, nextLoops, nextDegrees, total);
    }
  }
}
