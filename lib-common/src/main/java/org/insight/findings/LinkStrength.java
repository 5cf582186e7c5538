package org.insight.findings;

import java.util.Map;

/**
 * How hard it is to explain links by chance. All counts are of what the reader sees, and nothing is
 * said of persons.
 *
 * <p>A value that n of N ends share is shared by chance with probability n / N. Of each kind of
 * value the rarest counts, at most {@link #MOST_OF_A_KIND} bits, and kinds multiply. Chances are
 * whole numbers, in parts of 2<sup>{@link #SCALE}</sup>, so that sums do not hang on their order.
 */
public final class LinkStrength {

  /** Version of the formula; a change is named in the changelog. */
  public static final String VERSION = "1";

  /** Binary logarithm of the parts that make certainty. */
  public static final int SCALE = 40;

  /** Bits: a chance of one in a million. Nobody knows how common a rarer value is. */
  public static final int MOST_OF_A_KIND = 20;

  /** Bits: links that are weaker are in no network, for chance explains too much of them. */
  public static final double LEAST_OF_A_NETWORK = 3;

  private static final double ONE = 1L << SCALE;

  private LinkStrength() {}

  /**
   * The chance of a link.
   *
   * @param ends N
   * @param sharing n by kind, of the rarest value of that kind
   */
  public static long chance(long ends, Map<String, Long> sharing) {
    double chance = 1;
    for (long sharers : sharing.values()) {
      chance *= Math.max(Math.scalb(1.0, -MOST_OF_A_KIND), share(ends, sharers));
    }
    return parts(chance);
  }

  /** The chance that a path meets an end with so many links, which every path over it pays. */
  public static long passing(long ends, long links) {
    return parts(share(ends, links + 1));
  }

  /**
   * The bits, in thousandths, that two of so few subjects are likelier one than the same two in a
   * lake of the model's size.
   */
  public static int fewer(int reference, long subjects) {
    double bits = Math.log((double) reference / Math.max(1, subjects)) / Math.log(2);
    return (int) Math.max(0, Math.round(bits * 1_000));
  }

  /**
   * The chance that two are not one.
   *
   * @param score for one, in thousandths of a bit; 0 is even odds
   */
  public static long unlike(int score) {
    return parts(1 / (1 + Math.pow(2, score / 1_000.0)));
  }

  /**
   * The chance that an end which could have a number has not.
   *
   * @param ends N
   * @param owners n, all ends that could have it
   * @param coincidence probability that another number looks the same, or is of someone else
   */
  public static long lead(long ends, long owners, double coincidence) {
    double chance = share(ends, owners + 1) + coincidence;
    return parts(Math.min(1, Math.max(Math.scalb(1.0, -MOST_OF_A_KIND), chance)));
  }

  private static double share(long ends, long some) {
    return ends == 0 ? 1 : Math.min(1, (double) some / ends);
  }

  private static long parts(double chance) {
    return Math.max(1, Math.round(chance * ONE));
  }

  /** Bits of surprise, to a thousandth; 0 if chance explains it. */
  public static double bits(long chance) {
    double bits = SCALE - Math.log(chance) / Math.log(2);
    return Math.max(0, Math.round(bits * 1_000) / 1_000.0);
  }
}
