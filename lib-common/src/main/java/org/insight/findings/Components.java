package org.insight.findings;

/** Which ends are connected, by union–find with halved paths. */
public final class Components {

  private final int[] parent;

  /**
   * @param size number of ends, which are 0 to size - 1
   */
  public Components(int size) {
    parent = new int[size];
    for (int i = 0; i < size; i++) {
      parent[i] = i;
    }
  }

  /** Connects two ends. The least end stays the first of its component. */
  public void connect(int one, int other) {
    int a = first(one);
    int b = first(other);
    if (a < b) {
      parent[b] = a;
    } else if (b < a) {
      parent[a] = b;
    }
  }

  /** The least end of the component of an end. */
  public int first(int end) {
    int at = end;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
