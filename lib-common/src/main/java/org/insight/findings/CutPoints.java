package org.insight.findings;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Ends and links without which parts of a network are not connected: articulation points and
 * bridges (Hopcroft and Tarjan 1973).
 *
 * @param ends articulation points
 * @param bridges the lesser end first, in order
 */
public record CutPoints(BitSet ends, List<Bridge> bridges) {

  /**
   * A link that alone connects two parts.
   *
   * @param behind ends on the smaller side
   */
  public record Bridge(int one, int other, int behind) {}

  /** Finds them all. */
  public static CutPoints of(Network network) {
    int size = network.size();
    int[] reached = new int[size];
    int[] low = new int[size];
    int[] parent = new int[size];
    int[] next = new int[size];
    int[] below = new int[size];
    int[] stack = new int[size];
    BitSet cut = new BitSet();
    List<Bridge> bridges = new ArrayList<>();
    int time = 0;
    for (int root = 0; root < size; root++) {
      if (reached[root] > 0) {
        continue;
      }
      int depth = 0;
      int children = 0;
      int firstBridge = bridges.size();
      stack[0] = root;
      parent[root] = -1;
      reached[root] = low[root] = ++time;
      while (depth >= 0) {
        int end = stack[depth];
        if (next[end] < network.degree(end)) {
          int other = network.neighbours(end)[next[end]++];
          if (reached[other] == 0) {
            parent[other] = end;
            reached[other] = low[other] = ++time;
            children += end == root ? 1 : 0;
            stack[++depth] = other;
          } else if (other != parent[end]) {
            low[end] = Math.min(low[end], reached[other]);
          }
        } else {
          depth--;
          below[end]++;
          int above = parent[end];
          if (above >= 0) {
            below[above] += below[end];
            low[above] = Math.min(low[above], low[end]);
            if (above != root && low[end] >= reached[above]) {
              cut.set(above);
            }
            if (low[end] > reached[above]) {
              bridges.add(new Bridge(Math.min(above, end), Math.max(above, end), below[end]));
            }
          }
        }
      }
      if (children > 1) {
        cut.set(root);
      }
      for (int i = firstBridge; i < bridges.size(); i++) {
        Bridge b = bridges.get(i);
        bridges.set(
            i, new Bridge(b.one(), b.other(), Math.min(b.behind(), below[root] - b.behind())));
      }
    }
    bridges.sort(
        (a, b) ->
            a.one() == b.one()
                ? Integer.compare(a.other(), b.other())
                : Integer.compare(a.one(), b.one()));
    return new CutPoints(cut, List.copyOf(bridges));
  }
}
