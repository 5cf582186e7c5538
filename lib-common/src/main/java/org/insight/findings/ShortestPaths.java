package org.insight.findings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Paths of fewest hops between each two of some ends, in a network of many millions of links.
 *
 * <p>Both ends of a path look at most two hops far, and meet in its middle. So only what is near
 * the ends asked for is read of the network. A table lists, at each end of the network, who of
 * those asked for is near. Each of them then looks up whom it meets at the ends near itself.
 */
public final class ShortestPaths {

  /** More hops are not followed: almost all are connected then. */
  public static final int MOST_HOPS = 4;

  /** Entries that the tables hold at once, of 20 bytes each while they are made. */
  private static final int MOST_ENTRIES = 1 << 24;

  private final Adjacency network;
  private final int hops;
  private final int mostEntries;

  /**
   * @param hops most links of a path, from 1 to {@link #MOST_HOPS}
   */
  public ShortestPaths(Adjacency network, int hops) {
    this(network, hops, MOST_ENTRIES);
  }

  /**
   * @param mostEntries with more, tables are made for some of the ends asked for at a time
   */
  ShortestPaths(Adjacency network, int hops, int mostEntries) {
    if (hops < 1 || hops > MOST_HOPS) {
      throw new IllegalArgumentException(
          "Cannot find paths: hops must be from 1 to " + MOST_HOPS + ", found " + hops);
    }
    this.network = network;
    this.hops = hops;
    this.mostEntries = mostEntries;
  }

  /**
   * One path for each two ends that so few hops connect, from the lesser end to the greater. Of
   * several with as few hops it is the least: the one with the lesser second end, then third.
   *
   * @param asked ends
   * @return the ends of each path in order; by their first end, then by their last
   */
  public List<int[]> among(int[] asked) {
    int[] ends = IntStream.of(asked).sorted().distinct().toArray();
    SecondNeighbours near = new SecondNeighbours(network);
    List<int[]> found = new ArrayList<>();
    int from = 1;
    while (from < ends.length) {
      Table first = new Table();
      Table second = new Table();
      int to = from;
      while (to < ends.length && first.count + second.count < mostEntries) {
        enter(ends[to], to, near, first, second);
        to++;
      }
      first.sort(network.size());
      second.sort(network.size());
      for (int one = 0; one < to - 1; one++) {
        meet(ends, one, Math.max(from, one + 1), to, near, first, second, found);
      }
      from = to;
    }
    found.sort(
        Comparator.<int[]>comparingInt(path -> path[0])
            .thenComparingInt(path -> path[path.length - 1]));
    return found;
  }

  private void enter(int end, int number, SecondNeighbours near, Table first, Table second) {
    if (hops > 1) {
      for (int i = network.from(end); i < network.to(end); i++) {
        first.add(network.neighbour(i), number, end);
      }
    }
    if (hops > MOST_HOPS - 1) {
      near.find(end);
      for (int i = 0; i < near.count(); i++) {
        second.add(near.end(i), number, near.over(i));
      }
    }
  }

  /**
   * Finds the paths of one to others. Fewer hops come first, and of as many the least path, so the
   * first one that is found is the best.
   *
   * @param from the first of the others, of the ends asked for
   * @param to behind the last of them
   */
  private void meet(
      int[] asked,
      int one,
      int from,
      int to,
      SecondNeighbours near,
      Table first,
      Table second,
      List<int[]> found) {
    int start = asked[one];
    BitSet open = new BitSet(to);
    open.set(from, to);
    for (int i = network.from(start); i < network.to(start); i++) {
      int other = Arrays.binarySearch(asked, from, to, network.neighbour(i));
      if (other >= 0) {
        open.clear(other);
        found.add(new int[] {start, asked[other]});
      }
    }
    if (hops > 1) {
      for (int i = network.from(start); i < network.to(start) && !open.isEmpty(); i++) {
        int middle = network.neighbour(i);
        for (int at = first.from(middle); at < first.to(middle); at++) {
          int other = first.number[at];
          if (open.get(other)) {
            open.clear(other);
            found.add(new int[] {start, middle, asked[other]});
          }
        }
      }
    }
    if (hops > 2 && !open.isEmpty()) {
      near.find(start);
      for (int i = 0; i < near.count() && !open.isEmpty(); i++) {
        int middle = near.end(i);
        for (int at = first.from(middle); at < first.to(middle); at++) {
          int other = first.number[at];
          if (open.get(other)) {
            open.clear(other);
            found.add(new int[] {start, near.over(i), middle, asked[other]});
          }
        }
      }
    }
    if (hops > MOST_HOPS - 1) {
      for (int i = 0; i < near.count() && !open.isEmpty(); i++) {
        int middle = near.end(i);
        for (int at = second.from(middle); at < second.to(middle); at++) {
          int other = second.number[at];
          if (open.get(other)) {
            open.clear(other);
            found.add(new int[] {start, near.over(i), middle, second.over[at], asked[other]});
          }
        }
      }
    }
  }

  /** Who is near to each end, by their numbers in ascending order, and over which end. */
  private static final class Table {

    private int[] at = new int[1024];
    private int[] number = new int[1024];
    private int[] over = new int[1024];
    private int[] starts = {};
    private int count;

    /** Numbers must ascend from call to call. */
    void add(int end, int whose, int way) {
      if (count == at.length) {
        at = Arrays.copyOf(at, 2 * count);
        number = Arrays.copyOf(number, 2 * count);
        over = Arrays.copyOf(over, 2 * count);
      }
      at[count] = end;
      number[count] = whose;
      over[count++] = way;
    }

    /** Sorts entries by their ends. The order at each end stays. */
    void sort(int size) {
      starts = new int[size + 1];
      for (int i = 0; i < count; i++) {
        starts[at[i] + 1]++;
      }
      for (int end = 0; end < size; end++) {
        starts[end + 1] += starts[end];
      }
      int[] next = Arrays.copyOf(starts, size);
      int[] numbers = new int[count];
      int[] ways = new int[count];
      for (int i = 0; i < count; i++) {
        int place = next[at[i]]++;
        numbers[place] = number[i];
        ways[place] = over[i];
      }
      at = new int[0];
      number = numbers;
      over = ways;
    }

    int from(int end) {
      return starts[end];
    }

    int to(int end) {
      return starts[end + 1];
    }
  }
}
