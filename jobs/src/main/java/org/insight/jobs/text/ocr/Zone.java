package org.insight.jobs.text.ocr;

import java.util.List;

/**
 * A machine readable zone read from a page.
 *
 * @param lines its lines, of the form's length each
 * @param x left edge of its box in the page
 * @param y top edge
 * @param width of the box
 * @param height of the box
 * @param similarity mean correlation of the cells with the letters of OCR-B, 0 to 1
 */
record Zone(List<String> lines, int x, int y, int width, int height, double similarity) {

  public Zone {
    lines = List.copyOf(lines);
  }

  /** Whether a word stands in the zone, by its middle. */
  boolean holds(PageWord word) {
    int across = (word.left() + word.right()) / 2;
    int down = (word.top() + word.bottom()) / 2;
    return across >= x && across < x + width && down >= y && down < y + height;
  }

  /** A line of it; its box is that of the zone's share, where the zone stands upright. */
  PageWord word(int line) {
    return new PageWord(
        lines.get(line),
        line == 0 ? PageWord.Gap.PARAGRAPH : PageWord.Gap.LINE,
        x,
        y + height * line / lines.size(),
        x + width,
        y + height * (line + 1) / lines.size(),
        Math.max(0, Math.min(1, similarity)));
  }
}
