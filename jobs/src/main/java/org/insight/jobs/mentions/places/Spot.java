package org.insight.jobs.mentions.places;

/** Words of a text that may be a place's name. */
final class Spot {

  /** Nothing before it says that it is a place. */
  static final int NO_CUE = 0;

  /** A word such as "of", or a comma behind another place. */
  static final int WEAK_CUE = 1;

  /** A word such as "in". */
  static final int CUE = 2;

  /** Words that say what the place is, such as "born in". */
  static final int ROLE_CUE = 3;

  /** Words such as "province of", a names model, or the region or country behind it. */
  static final int STRONG_CUE = 4;

  final int firstToken;
  final int lastToken;
  final int begin;
  final int end;
  final long hash;
  final int cue;
  final boolean given;
  int[] candidates;
  double[] probabilities = new double[0];
  boolean qualified;
  boolean qualifier;
  boolean organisation;
  boolean address;
  Role role = Role.OTHER;

  Spot(
      int firstToken,
      int lastToken,
      int begin,
      int end,
      long hash,
      int cue,
      boolean given,
      int[] candidates) {
    this.firstToken = firstToken;
    this.lastToken = lastToken;
    this.begin = begin;
    this.end = end;
    this.hash = hash;
    this.cue = cue;
    this.given = given;
    this.candidates = candidates;
  }

  /** Whether it may be more than a town. */
  boolean mayBeRegion() {
    for (int candidate : candidates) {
      if (Toponyms.instance().level(Toponyms.place(candidate)) != Toponyms.TOWN) {
        return true;
      }
    }
    return false;
  }

  int best() {
    return Toponyms.place(candidates[0]);
  }
}
