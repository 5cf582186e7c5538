package org.insight.jobs.text.ocr;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Joins two readings of one line. PP-OCR loses fewer letters of blurred print, Tesseract knows
 * words and blanks; so PP-OCR's words stand, unless Tesseract's are words and PP-OCR's are none.
 */
final class WordJoin {

  /** Mean confidence of a line; below it in both readings, the line is no text. */
  private static final double LEAST = 0.5;

  /** Letters and digits of a line that has too few to be aligned: dittos, numbers. */
  private static final int SHORT = 3;

  /** Confidence of such a line, if the other reading is another one. */
  private static final double SHORT_LEAST = 0.9;

  /** Confidence of Tesseract's words that stand in place of PP-OCR's. */
  private static final double LEAST_WORDS = 0.6;

  private final Predicate<String> known;

  /**
   * @param known whether a word is in a dictionary
   */
  WordJoin(Predicate<String> known) {
    this.known = known;
  }

  /**
   * @param tesseract words of the line as Tesseract reads them
   * @param neural as PP-OCR does
   * @return the words that stand, from left to right
   */
  List<PageWord> join(List<PageWord> tesseract, List<PageWord> neural) {
    double ours = confidence(tesseract);
    double theirs = confidence(neural);
    if (ours < LEAST && theirs < LEAST) {
      return List.of();
    }
    if (signs(tesseract) <= SHORT && signs(neural) <= SHORT) {
      return shortOne(tesseract, neural);
    }
    if (theirs < LEAST) {
      return tesseract;
    }
    List<PageWord> joined = new ArrayList<>();
    for (Segment segment : segments(tesseract, neural)) {
      joined.addAll(chosen(segment.tesseract(), segment.neural()));
    }
    return joined;
  }

  private static List<PageWord> shortOne(List<PageWord> tesseract, List<PageWord> neural) {
    if (glued(tesseract).equals(glued(neural)) || confidence(neural) >= SHORT_LEAST) {
      return neural;
    }
    return confidence(tesseract) >= SHORT_LEAST ? tesseract : List.of();
  }

  /** Words of both readings that stand for the same part of the line. */
  record Segment(List<PageWord> tesseract, List<PageWord> neural) {}

  private List<PageWord> chosen(List<PageWord> tesseract, List<PageWord> neural) {
    if (neural.isEmpty()) {
      // Grain beside a line is read by Tesseract as letters; words it knows are none.
      return known(tesseract) == glued(tesseract).length() && confidence(tesseract) >= LEAST
          ? tesseract
          : List.of();
    }
    if (tesseract.isEmpty()) {
      return confidence(neural) >= LEAST ? neural : List.of();
    }
    if (glued(tesseract).equals(glued(neural))) {
      return tesseract;
    }
    if (signs(tesseract) == 0 && signs(neural) == 1) {
      // A typed exclamation mark looks like a letter or a digit.
      return tesseract;
    }
    return known(tesseract) > known(neural) && confidence(tesseract) >= LEAST_WORDS
        ? tesseract
        : neural;
  }

  /** Letters in known words, less those in others. */
  private int known(List<PageWord> words) {
    int letters = 0;
    for (PageWord word : words) {
      letters += known.test(word.text()) ? word.text().length() : -word.text().length();
    }
    return letters;
  }

  /** Cuts both readings at the blanks that they share in the best alignment of their signs. */
  static List<Segment> segments(List<PageWord> tesseract, List<PageWord> neural) {
    String a = text(tesseract);
    String b = text(neural);
    int[][] cost = costs(a, b);
    List<int[]> cuts = new ArrayList<>();
    int i = a.length();
    int j = b.length();
    while (i > 0 && j > 0) {
      boolean same = a.charAt(i - 1) == b.charAt(j - 1);
      if (cost[i][j] == cost[i - 1][j - 1] + replacing(a.charAt(i - 1), b.charAt(j - 1))) {
        i--;
        j--;
        if (same && a.charAt(i) == ' ') {
          cuts.add(0, new int[] {i, j});
        }
      } else if (cost[i][j] == cost[i - 1][j] + 1) {
        i--;
      } else {
        j--;
      }
    }
    List<Segment> segments = new ArrayList<>();
    int[] from = {0, 0};
    cuts.add(new int[] {a.length(), b.length()});
    for (int[] cut : cuts) {
      segments.add(
          new Segment(between(tesseract, a, from[0], cut[0]), between(neural, b, from[1], cut[1])));
      from = new int[] {cut[0] + 1, cut[1] + 1};
    }
    return segments;
  }

  private static int[][] costs(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
        } else {
          int replaced = cost[i - 1][j - 1] + replacing(a.charAt(i - 1), b.charAt(j - 1));
          cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        }
      }
    }
    return cost;
  }

  /** A blank stands for a blank alone. */
  private static int replacing(char a, char b) {
    if (a == b) {
      return 0;
    }
    return a == ' ' || b == ' ' ? 2 : 1;
  }

  /** The words whose text lies between two places of the line's text. */
  private static List<PageWord> between(List<PageWord> words, String text, int from, int to) {
    List<PageWord> some = new ArrayList<>();
    int at = 0;
    for (PageWord word : words) {
      if (at >= from && at < to) {
        some.add(word);
      }
      at += word.text().length() + 1;
    }
    return some;
  }

  private static String text(List<PageWord> words) {
    return words.stream().map(PageWord::text).collect(Collectors.joining(" "));
  }

  private static String glued(List<PageWord> words) {
    return words.stream().map(PageWord::text).collect(Collectors.joining());
  }

  private static int signs(List<PageWord> words) {
    return (int) glued(words).codePoints().filter(Character::isLetterOrDigit).count();
  }

  /** Mean of the words', each counted by its signs; 0 for none. */
  static double confidence(List<PageWord> words) {
    double sum = 0;
    int signs = 0;
    for (PageWord word : words) {
      sum += word.confidence() * word.text().length();
      signs += word.text().length();
    }
    return signs == 0 ? 0 : sum / signs;
  }
}
