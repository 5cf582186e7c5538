package org.insight.jobs.text.ocr;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicLong;

/** The process that reads pages: requests on its input, readings on its output, until it ends. */
final class OcrWorker {

  /** What it says first when it can read. */
  static final String READY = "ready";

  /** So long it waits to be asked; who asks later starts another. */
  private static final long IDLE_MILLISECONDS = 60_000;

  private OcrWorker() {}

  /**
   * @param languages sets of languages, the most likely first
   */
  public static void main(String[] languages) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
    // What libraries print is no message.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    PageReader reader;
    try {
      reader = new PageReader(List.of(languages));
    } catch (IllegalStateException | LinkageError e) {
      out.writeUTF(
          e instanceof IllegalStateException
              ? String.valueOf(e.getMessage())
              : "Tesseract 5 is not installed (Debian: tesseract-ocr), or ocr.languages empty: none");
      out.flush();
      return;
    }
    out.writeUTF(READY);
    out.flush();
    AtomicLong asked = new AtomicLong(System.nanoTime());
    endsWhenIdle(asked);
    try (reader) {
      while (true) {
        PageMessages.Request request = PageMessages.request(in);
        asked.set(Long.MAX_VALUE);
        answer(reader, request, out);
        asked.set(System.nanoTime());
      }
    } catch (EOFException e) {
      // Nobody asks any more.
    }
  }

  private static void answer(PageReader reader, PageMessages.Request request, DataOutputStream out)
      throws IOException {
    try (PagePictures pictures = PagePictures.open(request.content(), request.mediaType())) {
      for (int page : request.pages()) {
        PageReading reading;
        try {
          reading = pictures.read(page, reader);
        } catch (PagePictures.Unreadable e) {
          reading = PageReading.failed(page, e.issue());
        } catch (IOException | RuntimeException | StackOverflowError e) {
          reading = PageReading.failed(page, OcrIssues.UNREADABLE);
        } catch (OutOfMemoryError e) {
          reading = PageReading.failed(page, OcrIssues.TOO_LARGE);
        }
        PageMessages.write(out, reading);
      }
    } catch (PagePictures.Unreadable e) {
      for (int page : request.pages()) {
        PageMessages.write(out, PageReading.failed(page, e.issue()));
      }
    }
  }

  private static void endsWhenIdle(AtomicLong asked) {
    new Timer("idle", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                long since = asked.get();
                if (since != Long.MAX_VALUE
                    && System.nanoTime() - since > IDLE_MILLISECONDS * 1_000_000L) {
                  Runtime.getRuntime().halt(0);
                }
              }
            },
            IDLE_MILLISECONDS,
            IDLE_MILLISECONDS / 4);
  }
}
