package org.insight.policy.graph;

/** Union-find over the numbers from 0: which of them are connected. */
public final class Union {

  private final int[] parents;

  public Union(int size) {
    parents = new int[size];
    for (int i = 0; i < size; i++) {
      parents[i] = i;
    }
  }

  /** The one of its connected set that stands for all. */
  public int root(int node) {
    int at = node;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /**
   * Connects two; the lesser root stands for both.
   *
   * @return whether they were not connected before
   */
  public boolean join(int a, int b) {
    int rootA = root(a);
    int rootB = root(b);
    parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    return rootA != rootB;
  }
}
