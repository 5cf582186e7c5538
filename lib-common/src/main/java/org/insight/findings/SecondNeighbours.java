package org.insight.findings;

import java.util.Arrays;

/**
 * The ends that are two hops from an end, each with the least end between. They are in the order of
 * the end between, then of their own. One object serves many searches: it holds 4 bytes for each
 * end of the network.
 */
final class SecondNeighbours {

  private final Adjacency network;

  /** The search in which an end was last met. */
  private final int[] metIn;

  private int searches;
  private int[] ends = new int[1024];
  private int[] over = new int[1024];
  private int count;

  SecondNeighbours(Adjacency network) {
    this.network = network;
    metIn = new int[network.size()];
  }

  /** Finds those of an end, in place of those before. */
  void find(int end) {
    searches++;
    count = 0;
    metIn[end] = searches;
    for (int i = network.from(end); i < network.to(end); i++) {
      metIn[network.neighbour(i)] = searches;
    }
    for (int i = network.from(end); i < network.to(end); i++) {
      int between = network.neighbour(i);
      for (int j = network.from(between); j < network.to(between); j++) {
        int other = network.neighbour(j);
        if (metIn[other] != searches) {
          metIn[other] = searches;
          add(other, between);
        }
      }
    }
  }

  private void add(int end, int between) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      over = Arrays.copyOf(over, 2 * count);
    }
    ends[count] = end;
    over[count++] = between;
  }

  int count() {
    return count;
  }

  int end(int place) {
    return ends[place];
  }

  /** The end between. */
  int over(int place) {
    return over[place];
  }
}
