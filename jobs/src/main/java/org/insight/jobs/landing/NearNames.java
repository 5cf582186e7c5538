package org.insight.jobs.landing;

/** Tells file names that differ by one slip of the hand. */
final class NearNames {

  /** Names of fewer letters in common are often two: {@code a.txt} and {@code b.txt}. */
  private static final int LEAST_IN_COMMON = 6;

  private NearNames() {}

  /**
   * Whether a letter is missing, added or another, or two neighbours are swapped. Digits are no
   * slip: they number the files of one folder.
   */
  static boolean near(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int begin = 0;
    while (begin < shorter && one.charAt(begin) == other.charAt(begin)) {
      begin++;
    }
    int end = 0;
    while (end < shorter - begin
        && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    String left = one.substring(begin, one.length() - end);
    String right = other.substring(begin, other.length() - end);
    boolean swapped =
        left.length() == 2
            && right.length() == 2
            && left.charAt(0) == right.charAt(1)
            && left.charAt(1) == right.charAt(0);
    return begin + end >= LEAST_IN_COMMON
        && (left + right).chars().noneMatch(Character::isDigit)
        && (swapped || Math.max(left.length(), right.length()) == 1);
  }
}
