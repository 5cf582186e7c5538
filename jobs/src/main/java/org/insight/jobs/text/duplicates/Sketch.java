package org.insight.jobs.text.duplicates;

import java.util.Arrays;

/**
 * The least hashes of a set, by which it is compared with others (Broder, On the resemblance and
 * containment of documents, 1997). A set that has fewer than {@link #SIZE} is held whole.
 */
public final class Sketch {

  static final int SIZE = 512;

  private Sketch() {}

  /** Of 64 bits the upper 32, each once, sorted; all of them. */
  static int[] distinct(long[] hashes) {
    return Arrays.stream(hashes)
        .mapToInt(hash -> (int) (hash >>> 32))
        .sorted()
        .distinct()
        .toArray();
  }

  /** The sketch of hashes that are sorted and distinct. */
  static int[] of(int[] distinct) {
    return distinct.length <= SIZE ? distinct : Arrays.copyOf(distinct, SIZE);
  }

  /**
   * How similar two sets are, 0 to 1, by what both have of all that either has; 0 for two empty
   * ones. Exact where both sketches hold their sets whole; else of the least {@link #SIZE} of both
   * together, with a standard error of √(s(1-s)/512).
   */
  public static double similarity(int[] one, int[] other) {
    int most = one.length < SIZE && other.length < SIZE ? Integer.MAX_VALUE : SIZE;
    int all = 0;
    int shared = 0;
    int i = 0;
    int j = 0;
    while ((i < one.length || j < other.length) && all < most) {
      int order = i == one.length ? 1 : j == other.length ? -1 : Integer.compare(one[i], other[j]);
      if (order == 0) {
        shared++;
      }
      if (order <= 0) {
        i++;
      }
      if (order >= 0) {
        j++;
      }
      all++;
    }
    return all == 0 ? 0 : (double) shared / all;
  }
}
