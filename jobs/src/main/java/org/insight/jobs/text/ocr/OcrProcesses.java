package org.insight.jobs.text.ocr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of this JVM that read pages: started when one is needed, used again by the tasks
 * that follow, and ended by themselves when nobody asks for a while.
 */
public final class OcrProcesses {

  private static final Logger LOG = LoggerFactory.getLogger(OcrProcesses.class);

  /** Once is enough: each such page says so in its row. */
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private OcrProcesses() {}

  /**
   * Reads pages of a file. A page that ends its process or takes too long is marked, and the others
   * are read in a new one.
   *
   * @param pages from 1
   * @return one a page, in their order
   */
  public static List<PageReading> read(
      OcrLimits limits, byte[] content, String mediaType, List<Integer> pages) {
    return read(limits, content, mediaType, pages, Set.of());
  }

  /**
   * The same, where some pages are read only if they are scans.
   *
   * @param scans of the pages; the reading of one that images do not cover is {@link
   *     OcrIssues#NO_SCAN}
   */
  public static List<PageReading> read(
      OcrLimits limits, byte[] content, String mediaType, List<Integer> pages, Set<Integer> scans) {
    List<PageReading> readings = new ArrayList<>();
    while (readings.size() < pages.size()) {
      List<Integer> left = pages.subList(readings.size(), pages.size());
      Optional<OcrProcess> idle = OcrProcess.idle(limits);
      OcrProcess process = idle.orElseGet(() -> OcrProcess.start(limits));
      List<PageReading> read;
      try {
        read = process.read(content, mediaType, left, scans);
      } finally {
        process.giveBack();
      }
      // One that had just ended by itself has read nothing: not the page's fault.
      boolean ended =
          idle.isPresent() && read.size() == 1 && OcrIssues.FAILED.equals(read.get(0).issue());
      if (!ended) {
        readings.addAll(read);
        if (read.stream().anyMatch(reading -> OcrIssues.PLAIN.equals(reading.note()))
            && WARNED.compareAndSet(false, true)) {
          LOG.warn("Hard pages are read by Tesseract alone: {}", PageModels.fault());
        }
      }
    }
    return readings;
  }
}
