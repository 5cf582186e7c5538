package org.insight.jobs.text.duplicates;

/**
 * Buckets of a set such that two sets share one the more likely the more alike they are: of each of
 * 125 hash functions the least value is as likely to be that of both as they are similar; five of
 * them make a band, 25 bands as many chances (Leskovec, Rajaraman, Ullman, Mining of Massive
 * Datasets, 3.3 and 3.4). Of two sets of similarity s the chance is 1 - (1 - s⁵)²⁵.
 */
final class Bands {

  static final int BANDS = 25;
  static final int ROWS = 5;

  private static final long[] SEEDS = new long[BANDS * ROWS];

  static {
    for (int i = 0; i < SEEDS.length; i++) {
      SEEDS[i] = Hashes.seed(i);
    }
  }

  private Bands() {}

  /** One bucket a band; none for an empty set. */
  static long[] of(long[] hashes) {
    if (hashes.length == 0) {
      return hashes;
    }
    long[] buckets = new long[BANDS];
    for (int band = 0; band < BANDS; band++) {
      long bucket = band;
      for (int row = 0; row < ROWS; row++) {
        bucket = Hashes.both(bucket, least(hashes, SEEDS[band * ROWS + row]));
      }
      buckets[band] = bucket;
    }
    return buckets;
  }

  private static long least(long[] hashes, long seed) {
    long least = Long.MAX_VALUE;
    for (long hash : hashes) {
      least = Math.min(least, Hashes.mixed(hash ^ seed));
    }
    return least;
  }
}
