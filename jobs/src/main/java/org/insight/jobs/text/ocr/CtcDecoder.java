package org.insight.jobs.text.ocr;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the output of a recogniser that was trained with connectionist temporal classification: the
 * most probable sign of each step, repetitions and blanks left out. Only signs of Latin script,
 * digits and punctuation are taken; the recogniser knows many more.
 */
final class CtcDecoder {

  /**
   * A sign that was read.
   *
   * @param step from 0
   * @param probability from 0 to 1
   */
  record Letter(String sign, int step, double probability) {}

  private static final int BLANK = 0;
  private static final int GENERAL_PUNCTUATION = 0x2000;
  private static final int END_OF_CURRENCIES = 0x20d0;

  private final String[] signs;

  /** Classes that are taken, the blank first. */
  private final int[] taken;

  /**
   * @param characters one a line, in the order of the classes; the blank before them and the space
   *     after them are not among them
   */
  CtcDecoder(String characters) {
    String[] lines = characters.split("\n", -1);
    int given = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
    signs = new String[given + 2];
    signs[BLANK] = "";
    System.arraycopy(lines, 0, signs, 1, given);
    signs[given + 1] = " ";
    List<Integer> classes = new ArrayList<>();
    for (int i = 0; i < signs.length; i++) {
      if (i == BLANK || isTaken(signs[i])) {
        classes.add(i);
      }
    }
    taken = classes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean isTaken(String sign) {
    if (sign.isEmpty()) {
      return false;
    }
    int code = sign.codePointAt(0);
    Character.UnicodeScript script = Character.UnicodeScript.of(code);
    Character.UnicodeBlock block = Character.UnicodeBlock.of(code);
    return switch (script) {
      case LATIN -> block != Character.UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS;
      case COMMON ->
          block == Character.UnicodeBlock.BASIC_LATIN
              || block == Character.UnicodeBlock.LATIN_1_SUPPLEMENT
              || (code >= GENERAL_PUNCTUATION && code < END_OF_CURRENCIES);
      default -> false;
    };
  }

  /** How many classes a step must have. */
  int classes() {
    return signs.length;
  }

  /**
   * @param probabilities of each class, step by step
   */
  List<Letter> decode(FloatBuffer probabilities, int steps) {
    List<Letter> letters = new ArrayList<>();
    int before = BLANK;
    for (int step = 0; step < steps; step++) {
      int from = step * signs.length;
      int best = BLANK;
      float most = probabilities.get(from);
      for (int each : taken) {
        float probability = probabilities.get(from + each);
        if (probability > most) {
          most = probability;
          best = each;
        }
      }
      if (best != BLANK && best != before) {
        letters.add(new Letter(signs[best], step, most));
      }
      before = best;
    }
    return letters;
  }
}
