package org.insight.jobs.text.ocr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.process.IdleWorkers;
import org.insight.process.WorkerKind;
import org.insight.process.WorkerProcess;
import org.insight.process.WorkerUnreadyException;

/** A process that reads pages ({@link OcrWorker}), and is killed where a page takes too long. */
final class OcrProcess {

  /** Above the heap, for Java itself and for pictures in native memory. */
  private static final int NATIVE_MB = 3072;

  private static final String TESSDATA = "TESSDATA_PREFIX";

  private final WorkerProcess worker;
  private final OcrLimits limits;

  private OcrProcess(WorkerProcess worker, OcrLimits limits) {
    this.worker = worker;
    this.limits = limits;
  }

  /** One that runs and waits, or none. */
  static Optional<OcrProcess> idle(OcrLimits limits) {
    return IdleWorkers.take(kind(limits)).map(worker -> new OcrProcess(worker, limits));
  }

  /**
   * @throws InsightException EXTERNAL where there is no Tesseract, or not the languages
   */
  static OcrProcess start(OcrLimits limits) {
    try {
      return new OcrProcess(WorkerProcess.start(kind(limits)), limits);
    } catch (WorkerUnreadyException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot read pictures of pages: "
              + (e.said().isEmpty() ? "the process that reads them does not start" : e.said()),
          e);
    }
  }

  private static WorkerKind kind(OcrLimits limits) {
    Map<String, String> environment = new HashMap<>();
    // Its threads cost more than they bring: there is one process for each core.
    environment.put("OMP_THREAD_LIMIT", "1");
    String data = System.getenv(TESSDATA);
    if (data != null) {
      environment.put(TESSDATA, data);
    }
    return new WorkerKind(
        OcrWorker.class.getName(),
        limits.memoryMb(),
        NATIVE_MB,
        List.of(),
        limits.languages(),
        environment);
  }

  /** Lets others ask it, where it lives. */
  void giveBack() {
    IdleWorkers.giveBack(kind(limits), worker);
  }

  /**
   * Reads pages of a file; where one ends the process or takes too long, it is the last.
   *
   * @param pages from 1
   * @param scans those that are read only if they are scans
   * @return the readings of the first of them, at least of one
   */
  List<PageReading> read(
      byte[] content, String mediaType, List<Integer> pages, Set<Integer> scans) {
    List<PageReading> readings = new ArrayList<>();
    try {
      PageMessages.write(worker.out(), new PageMessages.Request(content, mediaType, pages, scans));
    } catch (IOException e) {
      worker.close();
      return List.of(PageReading.failed(pages.get(0), OcrIssues.FAILED));
    }
    for (int page : pages) {
      long began = System.nanoTime();
      PageMessages.Answer answer =
          worker
              .within(limits.maxSeconds() * 1000L, () -> PageMessages.answer(worker.in(), page))
              .orElse(null);
      if (answer == null) {
        boolean late = System.nanoTime() - began >= limits.maxSeconds() * 1_000_000_000L;
        readings.add(PageReading.failed(page, late ? OcrIssues.TIMEOUT : broke()));
        worker.close();
        return readings;
      }
      readings.add(answer.reading());
      if (answer.last()) {
        worker.close();
        return readings;
      }
    }
    return readings;
  }

  private String broke() {
    return worker.ranOutOfMemory() ? OcrIssues.TOO_LARGE : OcrIssues.FAILED;
  }
}
