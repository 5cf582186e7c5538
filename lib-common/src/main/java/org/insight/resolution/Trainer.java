package org.insight.resolution;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Makes the weights of a model: chances of agreement by accident from random pairs, those of a
 * match by expectation–maximisation (Winkler 1988) over pairs that share a blocking key, or counted
 * in pairs that are known to match.
 */
public final class Trainer {

  /** A priori observations of each level, spread as typical data has them. */
  private static final double PRIOR_STRENGTH = 30;

  private static final int NO_LIMIT = 1_000_000;

  /** So much speaks against a pair with contradicting dates or, like twins, given names. */
  private static final int CONTRADICTION = -12_000;

  /** Share of twins among two of one household. */
  private static final double TWINS = .02;

  private static final int ROUNDS = 12;

  private static final int CELLS = Comparison.values().length * Comparison.ROOM;

  private final Observed accidents = new Observed();
  private final double[] typical = typical();
  private final Scorer scorer;
  private final Model start;

  /**
   * @param start block limit, size and frequencies; its weights are not looked at
   */
  public Trainer(Model start) {
    this.start = start.with(new int[CELLS], Scorer.HOUSEHOLD, NO_LIMIT, NO_LIMIT);
    scorer = new Scorer(this.start);
  }

  /** How often matches agree on each level in data of middling quality. */
  private static double[] typical() {
    double[] m = new double[CELLS];
    set(m, Comparison.GIVEN_NAME, .78, .08, .04, .02, .03, .05, .10);
    set(m, Comparison.FAMILY_NAME, .82, .05, .05, .02, .005, .055, .10);
    set(m, Comparison.NAME_WORD, .76, .10, .05, .02, .02, .05, .15);
    set(m, Comparison.NAME_ORDER, .02);
    set(m, Comparison.BIRTH_DATE, .85, .07, .03, .02, .03);
    set(m, Comparison.BIRTH_PLACE, .75, .10, .15);
    set(m, Comparison.COUNTRY, .93, .07);
    set(m, Comparison.SEX, .98, .02);
    set(m, Comparison.IDENTIFIER, .85, .05, .04, .001, .06);
    set(m, Comparison.LIST_ENTRY, .9);
    set(m, Comparison.ADDRESS, .55, .12, .08, .08, .17);
    set(m, Comparison.PHONE, .70, .30);
    set(m, Comparison.EMAIL, .75, .10, .15);
    return m;
  }

  private static void set(double[] m, Comparison comparison, double... levels) {
    for (int i = 0; i < levels.length; i++) {
      m[comparison.at(i)] = levels[i];
    }
  }

  /** Chances of agreement by accident in data of which nothing is known. */
  private static double[] accidental() {
    double[] u = new double[CELLS];
    set(u, Comparison.GIVEN_NAME, .006, .008, .006, .02, .02, .94, .30);
    set(u, Comparison.FAMILY_NAME, .0006, .0015, .003, .015, .01, .97, .30);
    set(u, Comparison.NAME_WORD, .003, .005, .005, .02, .01, .957, .40);
    set(u, Comparison.NAME_ORDER, .02);
    set(u, Comparison.BIRTH_DATE, .00005, .002, .01, .015, .973);
    set(u, Comparison.BIRTH_PLACE, .01, .02, .97);
    set(u, Comparison.COUNTRY, .08, .92);
    set(u, Comparison.SEX, .5, .5);
    set(u, Comparison.IDENTIFIER, .000001, .000004, .000015, .000001, .99998);
    set(u, Comparison.LIST_ENTRY, .9 / (1L << 45));
    set(u, Comparison.ADDRESS, .00002, .0001, .0008, .02, .979);
    set(u, Comparison.PHONE, .00001, .99999);
    set(u, Comparison.EMAIL, .000005, .00002, .999975);
    return u;
  }

  /** Observes random pairs. All but a few are of two different subjects. */
  public void observeAccidents(List<Profile> sample, int pairs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Evidence evidence = new Evidence();
    for (int i = 0; i < pairs; i++) {
      Profile a = sample.get(random.nextInt(sample.size()));
      Profile b = sample.get(random.nextInt(sample.size()));
      if (a != b && scorer.compare(a, b, evidence)) {
        accidents.add(evidence);
      }
    }
  }

  /** Chances by level, with a few typical observations added. */
  private static double[] chances(double[] counts, double[] typical, double strength) {
    double[] chances = new double[CELLS];
    for (Comparison comparison : Comparison.values()) {
      double sum = 0;
      int levels = comparison.levels().size();
      // A missing word is counted beside the others, not among them.
      int last = levels == Comparison.MISSING + 1 ? Comparison.MISSING : levels;
      for (int i = 0; i < last; i++) {
        sum += counts[comparison.at(i)] + strength * typical[comparison.at(i)];
      }
      for (int i = 0; i < levels; i++) {
        int at = comparison.at(i);
        chances[at] =
            last == 1
                ? typical[at]
                : sum == 0
                    ? typical[at]
                    : (counts[at] + strength * typical[at] + .5) / (sum + .5 * last);
      }
    }
    return chances;
  }

  private static int[] weights(double[] m, double[] u) {
    int[] weights = new int[CELLS];
    for (int i = 0; i < CELLS; i++) {
      weights[i] = m[i] == 0 || u[i] == 0 ? 0 : Model.bits(m[i] / u[i]);
    }
    // A word that one side lacks never speaks for a match.
    for (Comparison names :
        List.of(Comparison.GIVEN_NAME, Comparison.FAMILY_NAME, Comparison.NAME_WORD)) {
      atMost(weights, names, Comparison.MISSING, 0);
    }
    for (Comparison falling :
        List.of(
            Comparison.ADDRESS, Comparison.IDENTIFIER, Comparison.EMAIL, Comparison.BIRTH_PLACE)) {
      for (int i = 1; i < falling.levels().size(); i++) {
        atMost(weights, falling, i, weights[falling.at(i - 1)]);
      }
    }
    // Similar addresses of mail are made of similar names, which were counted already.
    atMost(weights, Comparison.EMAIL, 1, 10_000);
    atMost(weights, Comparison.EMAIL, 0, 20_000);
    atMost(weights, Comparison.IDENTIFIER, 0, 24_000);
    atMost(weights, Comparison.IDENTIFIER, 1, 18_000);
    atMost(weights, Comparison.IDENTIFIER, 2, 12_000);
    return weights;
  }

  private static void atMost(int[] weights, Comparison comparison, int level, int most) {
    weights[comparison.at(level)] = Math.min(weights[comparison.at(level)], most);
  }

  /** A model by typical matches and accidents alone, as for data of which nothing is known. */
  public static Model untrained(int reference, int block, TermFrequencies frequencies) {
    return new Model(
        reference,
        block,
        weights(typical(), accidental()),
        CONTRADICTION,
        CONTRADICTION,
        Scorer.HOUSEHOLD,
        frequencies);
  }

  /** As {@link #untrained(int, int, TermFrequencies)}, with the frequencies of another model. */
  public static Model untrained(int reference, int block, Model other) {
    return untrained(reference, block, other.frequencies());
  }

  /** Pairs by what was found in them, each kind once with its number. */
  public static final class Observed {
    private final Map<Pattern, int[]> counts = new HashMap<>();

    private record Pattern(List<Integer> at, int adjustment, boolean personal, boolean siblings) {}

    /** Adds a pair. */
    public void add(Evidence evidence) {
      Integer[] at = new Integer[evidence.size()];
      int adjustment = 0;
      for (int i = 0; i < at.length; i++) {
        at[i] = evidence.at(i);
        adjustment += evidence.adjustment(i);
      }
      Arrays.sort(at);
      counts
          .computeIfAbsent(
              new Pattern(
                  List.of(at), adjustment / 500 * 500, evidence.personal, evidence.siblings),
              p -> new int[1])[0]++;
    }
  }

  /** Fits the chances of a match to pairs that share a key, and gives the model. */
  public Model fit(Observed observed) {
    return start.with(
        fitted(weights -> counts(observed, weights, true)), siblings(observed), NO_LIMIT, NO_LIMIT);
  }

  /** Counts the chances of a match in pairs that are known to match, and gives the model. */
  public Model fitMatches(Observed matches) {
    double[] counts = new double[CELLS];
    matches.counts.forEach((pattern, times) -> pattern.at().forEach(at -> counts[at] += times[0]));
    return start.with(fitted(weights -> counts), Scorer.HOUSEHOLD, NO_LIMIT, NO_LIMIT);
  }

  private int[] fitted(Function<int[], double[]> agreements) {
    double[] m = typical.clone();
    double[] u = accidental();
    for (int round = 0; round < ROUNDS; round++) {
      int[] weights = weights(m, u);
      // Even random pairs may match, in a small file or one of many records a subject.
      u = chances(counts(accidents, weights, false), accidental(), PRIOR_STRENGTH);
      m = chances(agreements.apply(weights), typical, PRIOR_STRENGTH);
    }
    return weights(m, u);
  }

  /** What random pairs had on both sides; the weights of all else are those of typical data. */
  public Set<Comparison> compared() {
    Set<Comparison> compared = EnumSet.noneOf(Comparison.class);
    accidents
        .counts
        .keySet()
        .forEach(pattern -> pattern.at().forEach(at -> compared.add(Comparison.of(at))));
    return compared;
  }

  /**
   * How far pairs with one surname, address and birth date, but other given names, are one person
   * whose given name is wrong. Of two who share surname and address, a fiftieth are taken for
   * twins; more such pairs than that are one person each.
   */
  private static int siblings(Observed observed) {
    double families = 0;
    double alike = 0;
    for (var entry : observed.counts.entrySet()) {
      List<Integer> at = entry.getKey().at();
      boolean household =
          !entry.getKey().personal()
              && (at.contains(Comparison.FAMILY_NAME.at(Comparison.EXACT))
                  || at.contains(Comparison.NAME_WORD.at(Comparison.EXACT)))
              && (at.contains(Comparison.ADDRESS.at(0)) || at.contains(Comparison.ADDRESS.at(1)));
      if (household && entry.getKey().siblings()) {
        alike += entry.getValue()[0];
      } else if (household) {
        families += entry.getValue()[0];
      }
    }
    double twins = TWINS * families + 1;
    int cap = Model.bits(Math.max(alike - twins, .001) / twins);
    return Math.max(Scorer.HOUSEHOLD, cap);
  }

  /** Observations by level, each as often as its pair matches, or as it does not. */
  private double[] counts(Observed observed, int[] weights, boolean matches) {
    double[] counts = new double[CELLS];
    observed.counts.forEach(
        (pattern, times) -> {
          long score = start.prior() + pattern.adjustment();
          for (int at : pattern.at()) {
            score += weights[at];
          }
          if (!pattern.personal() && !pattern.siblings()) {
            score = Math.min(score, Scorer.HOUSEHOLD);
          }
          double odds = StrictMath.pow(2, Math.max(-60, Math.min(60, score / 1000.0)));
          double share = (matches ? odds : 1) / (1 + odds) * times[0];
          for (int at : pattern.at()) {
            counts[at] += share;
          }
        });
    return counts;
  }
}
