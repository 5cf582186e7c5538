package org.insight.jobs.text.ocr;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.insight.process.WorkerSide;

/** The process that reads pages: requests on its input, readings on its output, until it ends. */
final class OcrWorker {

  private OcrWorker() {}

  /**
   * @param languages sets of languages, the most likely first
   */
  public static void main(String[] languages) throws IOException {
    WorkerSide side = WorkerSide.open();
    System.setProperty("org.apache.pdfbox.rendering.UsePureJavaCMYKConversion", "true");
    PageReader reader;
    try {
      reader = new PageReader(List.of(languages));
    } catch (IllegalStateException | LinkageError e) {
      side.refuse(
          e instanceof IllegalStateException
              ? String.valueOf(e.getMessage())
              : "Tesseract 5 is not installed (Debian: tesseract-ocr), or ocr.languages empty:"
                  + " none");
      return;
    }
    try (reader) {
      side.serve(
          () -> PageMessages.request(side.in()), request -> answer(reader, request, side.out()));
    }
  }

  private static void answer(PageReader reader, PageMessages.Request request, DataOutputStream out)
      throws IOException {
    try (PagePictures pictures = PagePictures.open(request.content(), request.mediaType())) {
      for (int page : request.pages()) {
        PageMessages.Answer answer;
        try {
          PageReading reading =
              request.scans().contains(page) && !pictures.isScan(page)
                  ? PageReading.failed(page, OcrIssues.NO_SCAN)
                  : pictures.read(page, reader);
          answer = new PageMessages.Answer(reading, false);
        } catch (PagePictures.Unreadable e) {
          answer = new PageMessages.Answer(PageReading.failed(page, e.issue()), false);
        } catch (IOException | RuntimeException | StackOverflowError e) {
          answer =
              new PageMessages.Answer(
                  PageReading.failed(page, OcrIssues.UNREADABLE), WorkerSide.holdsError(e));
        }
        PageMessages.write(out, answer);
        if (answer.last()) {
          return;
        }
      }
    } catch (PagePictures.Unreadable e) {
      for (int page : request.pages()) {
        PageMessages.write(
            out, new PageMessages.Answer(PageReading.failed(page, e.issue()), false));
      }
    }
  }
}
