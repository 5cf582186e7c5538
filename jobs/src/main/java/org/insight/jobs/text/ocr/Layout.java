package org.insight.jobs.text.ocr;

import java.util.ArrayList;
import java.util.List;

/** Puts the lines that were read, and the typed rules taken out before, into one order. */
final class Layout {

  /** A line as it was read, in pixels of the prepared picture. */
  static final class Line {

    private final boolean startsParagraph;
    private final List<PageWord> words = new ArrayList<>();

    Line(boolean startsParagraph) {
      this.startsParagraph = startsParagraph;
    }

    void add(PageWord word) {
      words.add(word);
    }

    List<PageWord> words() {
      return words;
    }

    private double middle() {
      return words.stream().mapToDouble(w -> (w.top() + w.bottom()) / 2.0).average().orElse(0);
    }

    private int left() {
      return words.stream().mapToInt(PageWord::left).min().orElse(0);
    }

    private int right() {
      return words.stream().mapToInt(PageWord::right).max().orElse(0);
    }
  }

  private Layout() {}

  /**
   * @return words in the order in which they are read, with their boxes on the picture as it was
   *     before it was prepared
   */
  static List<PageWord> of(List<Line> read, PreparedPage page) {
    List<Line> lines = new ArrayList<>(read);
    // A rule has no confidence of its own: it has that of what Tesseract read.
    double confidence =
        read.stream()
            .flatMap(line -> line.words().stream())
            .mapToDouble(PageWord::confidence)
            .average()
            .orElse(0);
    page.dashRows().forEach(row -> insert(row, lines, confidence));
    List<PageWord> words = new ArrayList<>();
    for (Line line : lines) {
      PageWord.Gap gap = line.startsParagraph ? PageWord.Gap.PARAGRAPH : PageWord.Gap.LINE;
      for (PageWord word : line.words()) {
        words.add(onOriginal(word, gap, page));
        gap = PageWord.Gap.SPACE;
      }
    }
    return words;
  }

  /** After the nearest line above in the same column; else before all that stands below. */
  private static void insert(PreparedPage.DashRow row, List<Line> lines, double confidence) {
    double y = (row.top() + row.bottom()) / 2.0;
    int place = -1;
    double nearest = Double.MAX_VALUE;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      boolean sameColumn = line.left() < row.right() && line.right() > row.left();
      double above = y - line.middle();
      if (sameColumn && above > 0 && above < nearest) {
        nearest = above;
        place = i + 1;
      }
    }
    if (place < 0) {
      place = 0;
      while (place < lines.size() && lines.get(place).middle() < y) {
        place++;
      }
    }
    Line rule = new Line(false);
    rule.add(
        new PageWord(
            "-".repeat(row.count()),
            PageWord.Gap.LINE,
            row.left(),
            row.top(),
            row.right(),
            row.bottom(),
            confidence));
    lines.add(place, rule);
  }

  /** The smallest upright box that holds the word's box turned back. */
  private static PageWord onOriginal(PageWord word, PageWord.Gap gap, PreparedPage page) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = 0;
    double bottom = 0;
    for (int corner = 0; corner < 4; corner++) {
      double[] point =
          page.toOriginal(
              (corner & 1) == 0 ? word.left() : word.right(),
              (corner & 2) == 0 ? word.top() : word.bottom());
      left = Math.min(left, point[0]);
      right = Math.max(right, point[0]);
      top = Math.min(top, point[1]);
      bottom = Math.max(bottom, point[1]);
    }
    return new PageWord(
        word.text(),
        gap,
        (int) Math.max(0, Math.floor(left)),
        (int) Math.max(0, Math.floor(top)),
        (int) Math.ceil(right),
        (int) Math.ceil(bottom),
        word.confidence());
  }
}
