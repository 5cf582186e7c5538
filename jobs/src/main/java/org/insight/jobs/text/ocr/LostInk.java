package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether a reading left out what looks like letters. The confidence of a reading does not
 * see lines that were not found.
 */
final class LostInk {

  /** Longest side of the picture that is looked at, in pixels. */
  private static final double LONGEST_SIDE = 1600;

  /** Words below it count as not read. */
  private static final double LEAST_CONFIDENCE = 0.5;

  /** Heights of letters, in those of a read word. */
  private static final double LOWEST = 0.35;

  private static final double HIGHEST = 1.4;

  /** Widest of one, in its heights: letters may touch. */
  private static final double WIDEST = 4;

  /** Least ink of one, as a part of its box. */
  private static final double LEAST_INK = 0.15;

  private LostInk() {}

  /**
   * @param page which stays the caller's
   * @param words that were read of it
   * @return part of what looks like letters that lies in no read word, from 0 to 1
   */
  static double of(Pointer page, List<PageWord> words) {
    double height =
        LineOrder.median(
            words.stream()
                .filter(word -> word.confidence() >= LEAST_CONFIDENCE)
                .mapToDouble(word -> word.bottom() - word.top())
                .toArray());
    if (height == 0) {
      return 1;
    }
    try (Pix green = Pix.green(page)) {
      double scale = Math.min(1, LONGEST_SIDE / Math.max(green.width(), green.height()));
      try (Pix small = green.scaled(scale, scale);
          Pix even = small.evened()) {
        List<InkComponents.Ink> letters = new ArrayList<>();
        for (InkComponents.Ink ink : InkComponents.of(even.pointer(), Pix.INK)) {
          if (isLetter(ink, height * scale)) {
            letters.add(ink);
          }
        }
        boolean[] read = read(words, scale, small.width(), small.height());
        long lost =
            letters.stream()
                .filter(
                    ink ->
                        !read[
                            (ink.top() + ink.bottom()) / 2 * small.width()
                                + (ink.left() + ink.right()) / 2])
                .count();
        return letters.isEmpty() ? 0 : (double) lost / letters.size();
      }
    }
  }

  private static boolean isLetter(InkComponents.Ink ink, double height) {
    return ink.height() >= LOWEST * height
        && ink.height() <= HIGHEST * height
        && ink.width() <= WIDEST * ink.height()
        && ink.height() <= WIDEST * ink.width()
        && ink.area() >= LEAST_INK * ink.width() * ink.height();
  }

  /** Pixels of the small picture that lie in a read word. */
  private static boolean[] read(List<PageWord> words, double scale, int width, int height) {
    boolean[] read = new boolean[width * height];
    for (PageWord word : words) {
      if (word.confidence() >= LEAST_CONFIDENCE) {
        int right = (int) Math.min(width, Math.ceil(word.right() * scale) + 1);
        int bottom = (int) Math.min(height, Math.ceil(word.bottom() * scale) + 1);
        for (int y = (int) Math.max(0, word.top() * scale - 1); y < bottom; y++) {
          for (int x = (int) Math.max(0, word.left() * scale - 1); x < right; x++) {
            read[y * width + x] = true;
          }
        }
      }
    }
    return read;
  }
}
