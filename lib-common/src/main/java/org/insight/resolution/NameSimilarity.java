package org.insight.resolution;

import java.util.ArrayList;
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

  /** The name of a person as it is compared. */
  public static Profile name(String name) {
    return name(name, Subject.Kind.PERSON);
  }

  /** A name as it is compared. */
  public static Profile name(String name, Subject.Kind kind) {
    return Profile.of(
        new Subject(
            kind,
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

  /**
   * How far a name, or a part of one, is found in another, from 0 to 1. As {@link #of}, but words
   * that only the other has do not count.
   */
  public double within(Profile part, Profile whole) {
    scorer.compare(part, whole, evidence);
    boolean lacks =
        part.names.length > 0
            && whole.names.length > 0
            && part.names[0].length > whole.names[0].length;
    double sum = 0;
    double words = 0;
    for (int i = 0; i < evidence.size(); i++) {
      int level = evidence.level(i);
      if (evidence.comparison(i) == Comparison.NAME_ORDER
          || level == Comparison.MISSING && !lacks) {
        continue;
      }
      sum += level < WORTH.length ? WORTH[level] : 0;
      words += level == Comparison.MISSING ? MISSING : 1;
    }
    return words == 0 ? 0 : sum / words;
  }

  /** Levels of the words that were compared last, in the order of their weight. */
  public List<String> levels() {
    List<String> levels = new ArrayList<>();
    for (int i = 0; i < evidence.size(); i++) {
      if (evidence.comparison(i) != Comparison.NAME_ORDER
          && evidence.level(i) != Comparison.MISSING) {
        levels.add(evidence.comparison(i).levels().get(evidence.level(i)));
      }
    }
    return levels;
  }
}
