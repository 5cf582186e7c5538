package org.insight.jobs.text.ocr;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How pages are read.
 *
 * @param languages sets of languages, the most likely first; none: no OCR
 * @param maxSeconds seconds a page
 * @param memoryMb heap in MiB of a process that reads
 * @param maxPages most pages of one item
 * @param tasks in how many tasks the pages of a run are read
 */
public record OcrLimits(
    List<String> languages, int maxSeconds, int memoryMb, int maxPages, int tasks)
    implements Serializable {

  public OcrLimits {
    languages = List.copyOf(languages);
  }

  /**
   * @param languages sets, separated by blanks
   */
  public static OcrLimits of(
      String languages, int maxSeconds, int memoryMb, int maxPages, int tasks) {
    List<String> sets =
        Arrays.stream(languages.split("\\s+")).filter(set -> !set.isEmpty()).toList();
    return new OcrLimits(sets, maxSeconds, memoryMb, maxPages, tasks);
  }

  /** Whether pictures are read at all. */
  public boolean reads() {
    return !languages.isEmpty();
  }
}
