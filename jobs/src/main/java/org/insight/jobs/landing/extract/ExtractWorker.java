package org.insight.jobs.landing.extract;

import java.io.IOException;
import java.util.Arrays;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.process.WorkerSide;

/** The process that reads items: requests on its input, answers on its output, until it ends. */
final class ExtractWorker {

  /** Deep enough for deeply nested documents, shallow enough to overflow before the heap does. */
  private static final long STACK_BYTES = 4L << 20;

  private final Extractor extractor;
  private final WorkerSide side;

  private ExtractWorker(Extractor extractor, WorkerSide side) {
    this.extractor = extractor;
    this.side = side;
  }

  /**
   * @param mappings texts of mapping files
   */
  public static void main(String[] mappings) throws InterruptedException {
    WorkerSide side = WorkerSide.open();
    ExtractWorker worker =
        new ExtractWorker(new Extractor(new Mappings(Arrays.asList(mappings))), side);
    Thread thread = new Thread(null, worker::serve, "item-reader", STACK_BYTES);
    thread.start();
    thread.join();
  }

  private void serve() {
    try {
      side.serve(() -> ExtractMessages.request(side.in()), this::answer);
    } catch (IOException e) {
      // Who asked has gone.
    }
  }

  private void answer(ExtractMessages.Request request) throws IOException {
    Budget budget = new Budget(request.limits(), request.spent());
    String[] mediaType = new String[1];
    ExtractMessages.Answer answer;
    try {
      Extracted extracted =
          extractor.read(
              request.content(), request.fileName(), request.passwords(), budget, mediaType);
      answer = new ExtractMessages.Answer(mediaType[0], budget.spent(), extracted, null, false);
    } catch (Exception | StackOverflowError | LinkageError e) {
      answer =
          new ExtractMessages.Answer(
              mediaType[0], budget.spent(), null, refusal(e), WorkerSide.holdsError(e));
    }
    ExtractMessages.write(side.out(), answer);
  }

  private static Refusal refusal(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof Refusal refusal) {
        return refusal;
      }
      if (e instanceof StackOverflowError) {
        return new Refusal(Reason.TOO_COMPLEX, "Its parts are nested too deeply to be read");
      }
      if (e instanceof LinkageError) {
        return new Refusal(Reason.UNSUPPORTED, "A part of its reader is not installed");
      }
    }
    return new Refusal(Reason.CORRUPT, "It is damaged, cut off or not what it claims to be");
  }
}
