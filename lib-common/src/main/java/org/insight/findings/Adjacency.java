package org.insight.findings;

import java.util.Arrays;

/**
 * Links of numbered ends without direction, as compressed sparse rows: 4 bytes an end and 8 a link.
 * The neighbours of an end ascend and are named once each. Links of an end to itself are left out.
 */
public final class Adjacency {

  private final int[] starts;
  private final int[] neighbours;

  private Adjacency(int[] starts, int[] neighbours) {
    this.starts = starts;
    this.neighbours = neighbours;
  }

  /**
   * Sorts links by their ends.
   *
   * @param size number of ends, which are 0 to size - 1
   * @param links the two ends of each link, one after the other; at most 2^30 links
   * @throws IllegalArgumentException if a link lacks an end, or has one that is not there
   */
  public static Adjacency of(int size, int[] links) {
    if (links.length % 2 != 0) {
      throw new IllegalArgumentException(
          "Cannot sort links: each needs two ends, found " + links.length + " ends in all");
    }
    int[] starts = new int[size + 1];
    for (int i = 0; i < links.length; i += 2) {
      requireEnd(size, links[i]);
      requireEnd(size, links[i + 1]);
      if (links[i] != links[i + 1]) {
        starts[links[i] + 1]++;
        starts[links[i + 1] + 1]++;
      }
    }
    for (int end = 0; end < size; end++) {
      starts[end + 1] = Math.addExact(starts[end], starts[end + 1]);
    }
    int[] next = Arrays.copyOf(starts, size);
    int[] neighbours = new int[starts[size]];
    for (int i = 0; i < links.length; i += 2) {
      if (links[i] != links[i + 1]) {
        neighbours[next[links[i]]++] = links[i + 1];
        neighbours[next[links[i + 1]]++] = links[i];
      }
    }
    return new Adjacency(starts, withoutRepeats(size, starts, neighbours));
  }

  /** The same links, with the same numbers of ends. */
  static Adjacency of(Network network) {
    int[] starts = new int[network.size() + 1];
    int[] neighbours = new int[2 * network.ties()];
    for (int end = 0; end < network.size(); end++) {
      int[] theirs = network.neighbours(end);
      System.arraycopy(theirs, 0, neighbours, starts[end], theirs.length);
      starts[end + 1] = starts[end] + theirs.length;
    }
    return new Adjacency(starts, neighbours);
  }

  private static void requireEnd(int size, int end) {
    if (end < 0 || end >= size) {
      throw new IllegalArgumentException(
          "Cannot sort links: an end must be from 0 to " + (size - 1) + ", found " + end);
    }
  }

  /** Sorts each row and closes the gaps of what is there twice. Changes the starts. */
  private static int[] withoutRepeats(int size, int[] starts, int[] neighbours) {
    int kept = 0;
    int from = 0;
    for (int end = 0; end < size; end++) {
      int to = starts[end + 1];
      Arrays.sort(neighbours, from, to);
      starts[end] = kept;
      for (int i = from; i < to; i++) {
        if (i == from || neighbours[i] != neighbours[i - 1]) {
          neighbours[kept++] = neighbours[i];
        }
      }
      from = to;
    }
    starts[size] = kept;
    return kept == neighbours.length ? neighbours : Arrays.copyOf(neighbours, kept);
  }

  /** The number of ends. */
  public int size() {
    return starts.length - 1;
  }

  /** The number of links. */
  public int links() {
    return neighbours.length / 2;
  }

  public int degree(int end) {
    return starts[end + 1] - starts[end];
  }

  /** Where the neighbours of an end start. */
  int from(int end) {
    return starts[end];
  }

  /** Behind the last neighbour of an end. */
  int to(int end) {
    return starts[end + 1];
  }

  /** The neighbour at a place between {@link #from} and {@link #to} of an end. */
  int neighbour(int place) {
    return neighbours[place];
  }
}
