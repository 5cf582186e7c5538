package org.insight.findings;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * On what share of the shortest paths between two others each end stands (Brandes 2001). Links
 * count as one step each.
 *
 * <p>It is exact if ends times links are {@link #EXACT} or fewer. Else paths from a sample of ends
 * are followed (Brandes and Pich 2007). Their number is chosen so that no share is off by more than
 * {@link #BOUND}, with a probability of nine in ten (by Hoeffding's inequality, for all ends
 * together). The sample is the same for the same network.
 *
 * @param shares 0 to 1, by the number of the end; networkx calls it normalized
 * @param bound most that a share is off; 0 if exact
 */
public record Betweenness(double[] shares, double bound) {

  /** Most ends times links for which it is exact: some ten seconds. */
  static final long EXACT = 500_000_000;

  static final double BOUND = .05;

  private static final double DOUBT = .1;

  /** Computes it. */
  public static Betweenness of(Network network) {
    return of(network, EXACT);
  }

  static Betweenness of(Network network, long exact) {
    int size = network.size();
    boolean isExact = (long) size * network.ties() <= exact;
    int samples =
        (int) Math.min(size, Math.ceil(Math.log(2.0 * size / DOUBT) / (2 * BOUND * BOUND)));
    Followed followed = new Followed(network);
    if (isExact || samples >= size) {
      for (int source = 0; source < size; source++) {
        followed.from(source);
      }
      return new Betweenness(followed.shares(size), 0);
    }
    SplittableRandom random = new SplittableRandom(size);
    for (int i = 0; i < samples; i++) {
      followed.from(random.nextInt(size));
    }
    return new Betweenness(followed.shares(samples), BOUND);
  }

  /** Shortest paths from one end after the other. */
  private static final class Followed {
    private final Network network;
    private final double[] sums;
    private final int[] distances;
    private final double[] paths;
    private final double[] shares;
    private final int[] order;

    Followed(Network network) {
      this.network = network;
      int size = network.size();
      sums = new double[size];
      distances = new int[size];
      paths = new double[size];
      shares = new double[size];
      order = new int[size];
    }

    void from(int source) {
      Arrays.fill(distances, -1);
      Arrays.fill(paths, 0);
      Arrays.fill(shares, 0);
      distances[source] = 0;
      paths[source] = 1;
      order[0] = source;
      int found = 1;
      for (int at = 0; at < found; at++) {
        int end = order[at];
        for (int next : network.neighbours(end)) {
          if (distances[next] < 0) {
            distances[next] = distances[end] + 1;
            order[found++] = next;
          }
          if (distances[next] == distances[end] + 1) {
            paths[next] += paths[end];
          }
        }
      }
      for (int at = found - 1; at > 0; at--) {
        int end = order[at];
        for (int next : network.neighbours(end)) {
          if (distances[next] == distances[end] - 1) {
            shares[next] += paths[next] / paths[end] * (1 + shares[end]);
          }
        }
        sums[end] += shares[end];
      }
    }

    double[] shares(int sources) {
      int size = network.size();
      // Each pair of others comes twice if all ends are sources, for each of it is one.
      double pairs = (double) sources * Math.max(1, size - 1) * Math.max(1, size - 2) / size;
      return Arrays.stream(sums).map(sum -> sum / pairs).toArray();
    }
  }
}
