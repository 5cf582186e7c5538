package org.insight.jobs.text.ocr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of the picture of a page.
 *
 * @param page from 1
 * @param words in the order in which they are read
 * @param languages in which they were read, as Tesseract names them; null where nothing was read
 * @param confidence mean of the words', from 0 to 1; 0 where there is none
 * @param rotation degrees by which the picture was turned clockwise to be upright
 * @param width in pixels, of the upright picture
 * @param height in pixels
 * @param issue why it was not read, as a stable word; null where it was
 * @param note what is odd about one that was read, as a stable word; null if nothing is
 */
public record PageReading(
    int page,
    List<PageWord> words,
    @Nullable String languages,
    double confidence,
    int rotation,
    int width,
    int height,
    @Nullable String issue,
    @Nullable String note) {

  public PageReading {
    words = List.copyOf(words);
  }

  /** Its words with what stands between them. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (PageWord word : words) {
      text.append(text.isEmpty() ? "" : word.gap().text()).append(word.text());
    }
    return text.toString();
  }

  /** The same with a note. */
  PageReading noted(@Nullable String odd) {
    return new PageReading(page, words, languages, confidence, rotation, width, height, issue, odd);
  }

  /** Of a page that could not be read. */
  static PageReading failed(int page, String issue) {
    return new PageReading(page, List.of(), null, 0, 0, 0, 0, issue, null);
  }
}
