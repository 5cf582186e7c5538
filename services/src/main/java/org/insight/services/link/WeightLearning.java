package org.insight.services.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.insight.resolution.Comparison;
import org.insight.resolution.Evidence;
import org.insight.resolution.Model;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.resolution.Trainer;

/** Learns the weights of a model from rows: accidents from random pairs, then agreement. */
final class WeightLearning {

  /** About so many comparisons are worth a small file, in which more can be compared. */
  private static final int EASY = 2_000_000;

  private static final int LEAST_BLOCK = 5;
  private static final int MOST_BLOCK = 1_000;

  private static final int RANDOM_PAIRS = 250_000;

  /** Pairs of which the agreement of matches is learned. */
  static final int OBSERVED_PAIRS = 250_000;

  /** So many at most, where some keys are of very many rows. */
  private static final int MOST_OBSERVED = 20 * OBSERVED_PAIRS;

  private static final long SEED = 20_260_101;

  private final SubjectRows rows;
  private final Trainer trainer;
  private final Scorer scorer;
  private final Evidence evidence = new Evidence();
  private final Trainer.Observed observed = new Trainer.Observed();
  private int count;

  /**
   * @param start of which the profiles were made
   */
  WeightLearning(Model start, SubjectRows rows) {
    this.rows = rows;
    trainer = new Trainer(start);
    scorer = new Scorer(start);
    int size = rows.size();
    SplittableRandom random = new SplittableRandom(SEED);
    List<Profile> sample = new ArrayList<>();
    for (int i = 0; i < Math.min(size, 20_000); i++) {
      sample.add(rows.profile(size <= 20_000 ? i : random.nextInt(size)));
    }
    if (sample.size() > 1) {
      trainer.observeAccidents(sample, RANDOM_PAIRS, SEED);
    }
  }

  /** The block limit for learning from so many rows. */
  static int block(int rows) {
    return Math.max(LEAST_BLOCK, Math.min(MOST_BLOCK, EASY / Math.max(1, rows)));
  }

  /** The size of a lake for learning from so many rows. */
  static int reference(int rows) {
    return Math.max(1_000, rows);
  }

  /** Pairs that were looked at, beside the random ones. */
  int count() {
    return count;
  }

  Set<Comparison> compared() {
    return trainer.compared();
  }

  /** Learns the agreement of matches from a part of the blocks, without labels. */
  Model ofBlocks(BlockIndex blocks) {
    // Whole blocks, spread over all keys.
    int parts = Math.max(1, Math.min(2_000, blocks.entries() / 50));
    int[] beginnings = blocks.parts(parts);
    int each = OBSERVED_PAIRS / parts + 1;
    for (int part = 0; part < parts && count < MOST_OBSERVED; part++) {
      int enough = count + each;
      int first = beginnings[part];
      while (first < beginnings[part + 1] && count < enough) {
        blocks.pairs(first, (a, b, one, other) -> observe(one, other));
        first = blocks.endOf(first);
      }
    }
    return trainer.fit(observed);
  }

  /** Adds two rows that are one subject. */
  void match(int one, int other) {
    observe(rows.profile(one), rows.profile(other));
  }

  /** Counts the agreement of the matches that were added. */
  Model ofMatches() {
    return trainer.fitMatches(observed);
  }

  private void observe(Profile one, Profile other) {
    if (scorer.compare(one, other, evidence)) {
      observed.add(evidence);
      count++;
    }
  }
}
