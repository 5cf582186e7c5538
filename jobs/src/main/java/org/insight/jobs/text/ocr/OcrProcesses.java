package org.insight.jobs.text.ocr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this JVM that read pages: started when one is needed, used again by the tasks
 * that follow, and ended by themselves when nobody asks for a while.
 */
public final class OcrProcesses {

  private static final Map<OcrLimits, Deque<OcrProcess>> IDLE = new HashMap<>();

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
    List<PageReading> readings = new ArrayList<>();
    while (readings.size() < pages.size()) {
      List<Integer> left = pages.subList(readings.size(), pages.size());
      boolean used = false;
      OcrProcess process = idle(limits);
      if (process == null) {
        process = OcrProcess.start(limits);
      } else {
        used = true;
      }
      List<PageReading> read;
      try {
        read = process.read(content, mediaType, left);
      } finally {
        giveBack(limits, process);
      }
      // One that had just ended by itself has read nothing: not the page's fault.
      boolean ended = used && read.size() == 1 && OcrIssues.FAILED.equals(read.get(0).issue());
      if (!ended) {
        readings.addAll(read);
      }
    }
    return readings;
  }

  private static synchronized @Nullable OcrProcess idle(OcrLimits limits) {
    Deque<OcrProcess> idle = IDLE.computeIfAbsent(limits, l -> new ArrayDeque<>());
    while (!idle.isEmpty()) {
      OcrProcess process = idle.pop();
      if (process.lives()) {
        return process;
      }
    }
    return null;
  }

  private static synchronized void giveBack(OcrLimits limits, OcrProcess process) {
    if (process.lives()) {
      IDLE.computeIfAbsent(limits, l -> new ArrayDeque<>()).push(process);
    }
  }
}
