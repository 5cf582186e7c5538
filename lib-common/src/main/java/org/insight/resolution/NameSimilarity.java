package org.insight.resolution;

import java.util.List;

/**
 * How far two names are spellings of one name, from 0 to 1: the mean over their words, each of
 * which counts by its level. A word that one name lacks counts a third. Nothing else is known of
 * whose names they are, so namesakes are alike. One instance belongs to one thread.
 */
public final class NameSimilarity {

  /** At least this: one name. Chosen on lists of sanctioned persons in altered spellings. */
  public static final double SAME = .75;

  /** By level: exact, sounds alike, near, close, initial. */
  private static final double[] WORTH = {1, .95, .9, .72, .5};

  private static final double MISSING = .35;

  private static final Model BARE =
      Trainer.untrained(1_000, 1_000, new TermFrequencies.Builder().build());

  private final Scorer scorer = new Scorer(BARE);
  private final Evidence evidence = new Evidence();

  /** A name as it is compared. */
  public static Profile name(String name) {
    return Profile.of(
        new Subject(
            Subject.Kind.PERSON,
            List.of(Subject.Name.full(name)),
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()),
        BARE);
  }

  /** The similarity of two names; 0 if either has no letter. */
  public double of(Profile one, Profile other) {
    scorer.compare(one, other, evidence);
    double sum = 0;
    double words = 0;
    for (int i = 0; i < evidence.size(); i++) {
      int level = evidence.level(i);
      if (evidence.comparison(i) == Comparison.NAME_ORDER) {
        continue;
      }
      sum += level < WORTH.length ? WORTH[level] : 0;
      words += level == Comparison.MISSING ? MISSING : 1;
    }
    return words == 0 ? 0 : sum / words;
  }
}
