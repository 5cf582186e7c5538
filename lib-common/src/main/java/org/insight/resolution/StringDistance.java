package org.insight.resolution;

import java.util.Arrays;

/**
 * Bit-parallel string distances on folded text of at most 64 letters, without allocation. One
 * instance belongs to one thread.
 */
public final class StringDistance {

  /** Longest text that fits the bit masks. Longer text is compared by its first 64 letters. */
  static final int LONGEST = 64;

  private final long[] positions = new long[256];

  /**
   * Jaro–Winkler similarity (Winkler 1990, prefix scale .1, at most four letters, applied above
   * .7), in millionths.
   *
   * @param least values below this may come back as 0
   */
  int jaroWinkler(byte[] a, byte[] b, int least) {
    int n = Math.min(a.length, LONGEST);
    int m = Math.min(b.length, LONGEST);
    if (n == 0 || m == 0) {
      return 0;
    }
    // Even if all letters of the shorter one agree, the lengths bound the similarity.
    int shorter = Math.min(n, m);
    long bound = (1_000_000L * shorter / n + 1_000_000L * shorter / m + 1_000_000L) / 3;
    if (bound + 4 * (1_000_000 - bound) / 10 < least) {
      return 0;
    }
    for (int i = 0; i < n; i++) {
      positions[a[i] & 255] |= 1L << i;
    }
    int window = Math.max(0, Math.max(n, m) / 2 - 1);
    long foundA = 0;
    long foundB = 0;
    for (int j = 0; j < m; j++) {
      int low = Math.max(0, j - window);
      int high = Math.min(n - 1, j + window);
      if (low > high) {
        continue;
      }
      long within = (high == 63 ? -1L : (1L << (high + 1)) - 1) & (-1L << low);
      long free = positions[b[j] & 255] & within & ~foundA;
      if (free != 0) {
        foundA |= free & -free;
        foundB |= 1L << j;
      }
    }
    for (int i = 0; i < n; i++) {
      positions[a[i] & 255] = 0;
    }
    int common = Long.bitCount(foundA);
    if (common == 0) {
      return 0;
    }
    int moved = 0;
    for (long x = foundA, y = foundB; x != 0; x &= x - 1, y &= y - 1) {
      if (a[Long.numberOfTrailingZeros(x)] != b[Long.numberOfTrailingZeros(y)]) {
        moved++;
      }
    }
    long parts = (long) common * common * (n + m) + (long) (common - moved / 2) * n * m;
    long whole = 3L * n * m * common;
    int jaro = (int) (1_000_000 * parts / whole);
    if (10 * parts <= 7 * whole) {
      return jaro;
    }
    int prefix = 0;
    while (prefix < 4 && prefix < shorter && a[prefix] == b[prefix]) {
      prefix++;
    }
    return jaro + prefix * (1_000_000 - jaro) / 10;
  }

  /**
   * Optimal string alignment distance (Hyyrö 2003): insertions, deletions, substitutions, and
   * transpositions of neighbours.
   *
   * @param most the largest distance of interest; a greater one comes back as {@code most + 1}
   */
  public int alignment(byte[] a, byte[] b, int most) {
    int n = Math.min(a.length, LONGEST);
    int m = Math.min(b.length, LONGEST);
    if (Math.abs(n - m) > most) {
      return most + 1;
    }
    if (n == 0 || m == 0) {
      return Math.max(n, m);
    }
    if (Arrays.equals(a, 0, n, b, 0, m)) {
      return 0;
    }
    for (int i = 0; i < n; i++) {
      positions[a[i] & 255] |= 1L << i;
    }
    long plus = -1L;
    long minus = 0;
    long diagonal = 0;
    long before = 0;
    int distance = n;
    long last = 1L << (n - 1);
    for (int j = 0; j < m; j++) {
      long at = positions[b[j] & 255];
      long transposed = ((~diagonal & at) << 1) & before;
      diagonal = (((at & plus) + plus) ^ plus) | at | minus | transposed;
      long across = minus | ~(diagonal | plus);
      long down = diagonal & plus;
      if ((across & last) != 0) {
        distance++;
      }
      if ((down & last) != 0) {
        distance--;
      }
      across = (across << 1) | 1;
      down <<= 1;
      plus = down | ~(diagonal | across);
      minus = across & diagonal;
      before = at;
    }
    for (int i = 0; i < n; i++) {
      positions[a[i] & 255] = 0;
    }
    return Math.min(distance, most + 1);
  }
}
