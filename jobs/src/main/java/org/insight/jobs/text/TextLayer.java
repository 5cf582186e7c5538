package org.insight.jobs.text;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text that a PDF carries for its pages. Scans carry none, or what a poor reader made of them;
 * fonts without a table of their characters give signs that nobody means.
 */
final class TextLayer {

  /** Fewer letters and digits are a page number or a stamp beside a picture. */
  private static final int LEAST_LETTERS = 16;

  private static final int LEAST_WORDS = 8;
  private static final double MOST_UNKNOWN = 0.05;
  private static final double LEAST_SHARE_OF_LETTERS = 0.5;
  private static final double MOST_SINGLE_LETTERS = 0.5;
  private static final double LEAST_WITH_VOWEL = 0.6;

  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern LONG_LATIN = Pattern.compile("\\p{IsLatin}{4,}");
  private static final Pattern VOWEL = Pattern.compile("(?i)[aeiouyàâäáãåæèéêëìíîïòóôöõøœùúûüýÿ]");

  /** What a page's layer is worth. */
  enum Worth {
    GOOD,
    /** Too little to be the page's text. */
    LITTLE,
    /** Signs that make no words. */
    RUBBISH
  }

  private TextLayer() {}

  /** The pages of a text in which a form feed stands between two. */
  static List<String> pages(String text) {
    return Arrays.asList(text.split("\f", -1));
  }

  static Worth worth(String page) {
    long signs = 0;
    long letters = 0;
    long unknown = 0;
    for (int i = 0; i < page.length(); ) {
      int c = page.codePointAt(i);
      i += Character.charCount(c);
      if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
        signs++;
        letters += Character.isLetterOrDigit(c) ? 1 : 0;
        unknown += c == 0xFFFD || Character.getType(c) == Character.PRIVATE_USE ? 1 : 0;
      }
    }
    if (unknown > MOST_UNKNOWN * signs) {
      return Worth.RUBBISH;
    }
    if (letters < LEAST_LETTERS) {
      return Worth.LITTLE;
    }
    if (letters < LEAST_SHARE_OF_LETTERS * signs) {
      return Worth.RUBBISH;
    }
    List<String> words = BLANK.splitAsStream(page).filter(w -> !w.isEmpty()).toList();
    long single = words.stream().filter(TextLayer::isOneLetter).count();
    if (words.size() >= LEAST_WORDS && single > MOST_SINGLE_LETTERS * words.size()) {
      return Worth.RUBBISH;
    }
    List<String> latin = words.stream().filter(w -> LONG_LATIN.matcher(w).find()).toList();
    long spoken = latin.stream().filter(w -> VOWEL.matcher(w).find()).count();
    return latin.size() >= LEAST_WORDS && spoken < LEAST_WITH_VOWEL * latin.size()
        ? Worth.RUBBISH
        : Worth.GOOD;
  }

  private static boolean isOneLetter(String word) {
    return word.codePointCount(0, word.length()) == 1 && Character.isLetter(word.codePointAt(0));
  }
}
