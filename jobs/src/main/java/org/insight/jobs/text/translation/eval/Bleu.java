package org.insight.jobs.text.translation.eval;

import java.util.List;

/**
 * BLEU of a corpus, as sacrebleu's default defines it: mixed case, the tokenizer 13a, up to four
 * words, and exponential smoothing of an order without a match.
 *
 * <p>K. Papineni et al., BLEU, ACL 2002; M. Post, A call for clarity in reporting BLEU scores, WMT
 * 2018.
 */
final class Bleu {

  static final String SIGNATURE = "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp";

  private static final int ORDER = 4;

  private Bleu() {}

  /**
   * @param made translations
   * @param wanted of the same sentences, by people
   * @return from 0 to 100
   */
  static double of(List<String> made, List<String> wanted) {
    long[] total = new long[ORDER];
    long[] right = new long[ORDER];
    long madeWords = 0;
    long wantedWords = 0;
    for (int i = 0; i < made.size(); i++) {
      List<String> ours = Tokenizer13a.words(made.get(i));
      List<String> theirs = Tokenizer13a.words(wanted.get(i));
      madeWords += ours.size();
      wantedWords += theirs.size();
      for (int n = 1; n <= ORDER; n++) {
        total[n - 1] += Math.max(0, ours.size() - n + 1);
        right[n - 1] += Ngrams.shared(Ngrams.of(ours, n), Ngrams.of(theirs, n));
      }
    }
    double logarithms = 0;
    double smoothing = 1;
    for (int n = 0; n < ORDER; n++) {
      if (total[n] == 0 || right[0] == 0) {
        return 0;
      }
      if (right[n] == 0) {
        smoothing *= 2;
      }
      logarithms += Math.log((right[n] == 0 ? 1 / smoothing : right[n]) / total[n]);
    }
    double brevity = madeWords < wantedWords ? Math.exp(1 - wantedWords / (double) madeWords) : 1;
    return 100 * brevity * Math.exp(logarithms / ORDER);
  }
}
