package org.insight.jobs.links;

/**
 * How common an identifier may be to make pairs.
 *
 * @param pairs most pairs of subjects that one value may make between those of one access (all
 *     policies that an entitlement does not tell apart) and those of another, or among those of one
 *     access; a value that would make more (a switchboard, a placeholder) makes none between these
 */
public record LinkLimits(int pairs) {

  /** 100 subjects of one access that share a value are 4,950 pairs. */
  public static final LinkLimits STANDARD = new LinkLimits(5_000);

  public LinkLimits {
    if (pairs < 1) {
      throw new IllegalArgumentException(
          "Cannot limit links: the limit must be 1 pair or more, found " + pairs);
    }
  }
}
