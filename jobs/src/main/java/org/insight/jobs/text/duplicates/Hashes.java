package org.insight.jobs.text.duplicates;

import java.util.List;

/**
 * The hash functions of fingerprints, fixed for ever: a table holds what they gave. A change of any
 * is a change of the contract.
 */
final class Hashes {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Hashes() {}

  /** Bits of a number so mixed that each hangs on all (the finaliser of SplitMix64). */
  static long mixed(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Two numbers in this order. */
  static long both(long first, long second) {
    return mixed(first * GOLDEN + second);
  }

  /** The number by which one hash function differs from the others. */
  static long seed(int function) {
    return mixed((function + 1) * GOLDEN);
  }

  /** FNV-1a over UTF-16 units, mixed. */
  static long ofWord(String word) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /** Hashes of every run of so many words; none where the text is shorter. */
  static long[] ofRuns(List<String> words, int length) {
    long[] each = words.stream().mapToLong(Hashes::ofWord).toArray();
    long[] runs = new long[Math.max(0, each.length - length + 1)];
    for (int i = 0; i < runs.length; i++) {
      long run = 0;
      for (int j = i; j < i + length; j++) {
        run = both(run, each[j]);
      }
      runs[i] = run;
    }
    return runs;
  }
}
