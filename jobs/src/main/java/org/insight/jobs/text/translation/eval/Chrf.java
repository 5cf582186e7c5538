package org.insight.jobs.text.translation.eval;

import java.util.List;

/**
 * chrF2 of a corpus, as sacrebleu's default defines it: n-grams of one to six characters without
 * white space, recall with four times the weight of precision, counts summed over the corpus, then
 * precision and recall averaged over the orders that both sides have.
 *
 * <p>M. Popović, chrF: character n-gram F-score for automatic MT evaluation, WMT 2015; M. Post, A
 * call for clarity in reporting BLEU scores, WMT 2018.
 */
final class Chrf {

  static final String SIGNATURE = "chrF2|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no";

  private static final int ORDER = 6;
  private static final double RECALL_WEIGHT = 4;

  private Chrf() {}

  /**
   * @param made translations
   * @param wanted of the same sentences, by people
   * @return from 0 to 100
   */
  static double of(List<String> made, List<String> wanted) {
    long[] inMade = new long[ORDER];
    long[] inWanted = new long[ORDER];
    long[] shared = new long[ORDER];
    for (int i = 0; i < made.size(); i++) {
      List<String> ours = characters(made.get(i));
      List<String> theirs = characters(wanted.get(i));
      for (int n = 1; n <= ORDER; n++) {
        int here = Math.max(0, theirs.size() - n + 1);
        // As sacrebleu: where the wanted text has no n-gram, those of the other do not count.
        inMade[n - 1] += here == 0 ? 0 : Math.max(0, ours.size() - n + 1);
        inWanted[n - 1] += here;
        shared[n - 1] += Ngrams.shared(Ngrams.of(ours, n), Ngrams.of(theirs, n));
      }
    }
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int n = 0; n < ORDER; n++) {
      if (inMade[n] > 0 && inWanted[n] > 0) {
        precision += shared[n] / (double) inMade[n];
        recall += shared[n] / (double) inWanted[n];
        orders++;
      }
    }
    if (orders == 0 || precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    return 100 * (1 + RECALL_WEIGHT) * precision * recall / (RECALL_WEIGHT * precision + recall);
  }

  private static List<String> characters(String text) {
    return text.codePoints().filter(c -> !Blanks.is(c)).mapToObj(Character::toString).toList();
  }
}
