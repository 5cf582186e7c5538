package org.insight.services.link;

import java.util.Arrays;

/** A growing list of scored pairs of numbers, 12 bytes each. */
final class PairBag {

  private int[] as = new int[1 << 10];
  private int[] bs = new int[1 << 10];
  private int[] scores = new int[1 << 10];
  private int size;

  void add(int a, int b, int score) {
    if (size == as.length) {
      int more = Math.addExact(size, size);
      as = Arrays.copyOf(as, more);
      bs = Arrays.copyOf(bs, more);
      scores = Arrays.copyOf(scores, more);
    }
    as[size] = Math.min(a, b);
    bs[size] = Math.max(a, b);
    scores[size++] = score;
  }

  int size() {
    return size;
  }

  int a(int index) {
    return as[index];
  }

  int b(int index) {
    return bs[index];
  }

  int score(int index) {
    return scores[index];
  }
}
