package org.insight.simulate;

import java.util.List;

/**
 * A stream of choices for one named thing: the same seed, name and keys give the same stream on
 * every machine, whatever was drawn for other things before. SplitMix64.
 */
final class Draws {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Draws(long state) {
    this.state = state;
  }

  static Draws of(long seed, String what, long... keys) {
    long s = mix(seed + GAMMA);
    for (int i = 0; i < what.length(); i++) {
      s = mix(s * 31 + what.charAt(i) + GAMMA);
    }
    for (long key : keys) {
      s = mix(s + mix(key + GAMMA) + GAMMA);
    }
    return new Draws(s);
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  long next() {
    state += GAMMA;
    return mix(state);
  }

  /** A number from 0 to {@code bound} - 1. */
  int below(int bound) {
    return (int) ((next() >>> 1) % bound);
  }

  /** A number from 0 to {@code bound} - 1. */
  long below(long bound) {
    return (next() >>> 1) % bound;
  }

  /** A number from {@code from} to {@code to}, both included. */
  int between(int from, int to) {
    return from + below(to - from + 1);
  }

  boolean percent(int chance) {
    return below(100) < chance;
  }

  <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }

  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** A number around 0 with spread 1 (sum of twelve uniform ones). */
  double gauss() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += unit();
    }
    return sum;
  }
}
