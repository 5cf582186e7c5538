package org.insight.jobs.text;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.insight.jobs.landing.extract.PageMarks;
import org.jspecify.annotations.Nullable;

/**
 * The text that a PDF carries for its pages. Scans carry none, or what a poor reader made of them;
 * fonts without a table of their characters give signs that nobody means.
 */
final class TextLayer {

  /** Fewer letters and digits are a page number or a stamp beside a picture. */
  private static final int LEAST_LETTERS = 16;

  /** Fewer on a page that an image covers are as well a stamp, a header or a Bates number. */
  private static final int SHORT_LETTERS = 200;

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

  /** The pages of a text that has {@link PageMarks}. */
  static List<String> pages(String text) {
    int end = endOfPages(text);
    return Arrays.asList(text.substring(0, end).split(String.valueOf(PageMarks.NEXT_PAGE), -1));
  }

  /** What a text that has {@link PageMarks} says outside its pages; null for nothing. */
  static @Nullable String afterPages(String text) {
    int end = endOfPages(text);
    return end == text.length() ? null : text.substring(end + 1);
  }

  private static int endOfPages(String text) {
    int mark = text.lastIndexOf(PageMarks.AFTER_PAGES);
    // Before a page it is a sign of a text that was extracted when there was no such mark.
    return mark < 0 || text.indexOf(PageMarks.NEXT_PAGE, mark) > 0 ? text.length() : mark;
  }

  /**
   * Whether a layer, though its words are good, may be no more than what was put on a scan: its
   * picture says.
   */
  static boolean isShort(String page) {
    return page.codePoints().filter(Character::isLetterOrDigit).count() < SHORT_LETTERS;
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
