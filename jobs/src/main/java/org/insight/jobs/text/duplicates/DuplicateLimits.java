package org.insight.jobs.text.duplicates;

/**
 * What makes a pair of near-duplicates.
 *
 * @param similarity least similarity of a pair, over 0 up to 1
 * @param pairs most pairs that one bucket may make between the documents of one policy and those of
 *     another, or among those of one policy, before each document is only held against the first
 */
public record DuplicateLimits(double similarity, int pairs) {

  /** Five words in a hundred changed; 100 documents of one policy are 4,950 pairs. */
  public static final DuplicateLimits STANDARD = new DuplicateLimits(.7, 5_000);

  public DuplicateLimits {
    if (!(similarity > 0 && similarity <= 1)) {
      throw new IllegalArgumentException(
          "Cannot limit duplicates: the similarity must be over 0 up to 1, found " + similarity);
    }
    if (pairs < 1) {
      throw new IllegalArgumentException(
          "Cannot limit duplicates: the limit must be 1 pair or more, found " + pairs);
    }
  }
}
