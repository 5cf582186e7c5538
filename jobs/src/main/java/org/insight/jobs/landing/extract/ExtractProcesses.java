package org.insight.jobs.landing.extract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.process.IdleWorkers;
import org.insight.process.WorkerKind;
import org.insight.process.WorkerProcess;
import org.insight.process.WorkerUnreadyException;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this JVM that read items ({@link ExtractWorker}): started when one is needed,
 * used again for the items that follow, killed where an item takes too long, and after an error of
 * a parser, as a stack that overflows. An item that ends its process costs only itself. Safe for
 * threads.
 */
public final class ExtractProcesses {

  /** Above the heap, for Java itself. */
  private static final int NATIVE_MB = 3072;

  /**
   * Parsers of all formats are much code of which little is hot: compiling it well takes longer
   * than it saves for the first ten thousand files of a process, and little is saved afterwards
   * ({@code insight bench extract}).
   */
  private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1");

  private final ReadingLimits limits;
  private final WorkerKind kind;

  /**
   * @param mappings texts of mapping files beside those of the platform
   */
  public ExtractProcesses(ReadingLimits limits, List<String> mappings) {
    this.limits = limits;
    kind =
        new WorkerKind(
            ExtractWorker.class.getName(),
            limits.memoryMb(),
            NATIVE_MB,
            OPTIONS,
            mappings,
            Map.of());
  }

  /**
   * Reads an item.
   *
   * @param fileName the last part of its path
   * @param passwords that may open it
   * @param budget of its file; what the item takes of it is taken
   * @param milliseconds that it may take
   * @throws Unread where it is refused, takes too long or breaks its reader
   * @throws InsightException EXTERNAL where no process can be started
   */
  public Extracted read(
      byte[] content, String fileName, List<String> passwords, Budget budget, long milliseconds)
      throws Unread {
    if (milliseconds <= 0) {
      throw new Unread(null, timeout());
    }
    ExtractMessages.Request request =
        new ExtractMessages.Request(content, fileName, passwords, limits, budget.spent());
    Optional<WorkerProcess> idle = IdleWorkers.take(kind);
    Asked asked = ask(idle.orElseGet(this::start), request, milliseconds);
    Refusal broke = asked.broke();
    if (idle.isPresent() && broke != null && broke.reason() == Reason.CRASHED) {
      // It may have ended just before it was asked, which is not the item's fault.
      asked = ask(start(), request, milliseconds);
      broke = asked.broke();
    }
    ExtractMessages.Answer answer = asked.answer();
    if (answer == null || broke != null) {
      throw new Unread(null, broke == null ? crashed() : broke);
    }
    budget.spend(answer.spent());
    Extracted extracted = answer.extracted();
    Refusal refusal = answer.refusal();
    if (extracted == null || refusal != null) {
      throw new Unread(answer.mediaType(), refusal == null ? crashed() : refusal);
    }
    return extracted;
  }

  /**
   * @param broke why there is no answer
   */
  private record Asked(ExtractMessages.@Nullable Answer answer, @Nullable Refusal broke) {}

  private Asked ask(WorkerProcess worker, ExtractMessages.Request request, long milliseconds) {
    long end = System.nanoTime() + milliseconds * 1_000_000L;
    Optional<ExtractMessages.Answer> answer =
        worker.within(
            milliseconds,
            () -> {
              ExtractMessages.write(worker.out(), request);
              return ExtractMessages.answer(worker.in());
            });
    if (answer.isPresent()) {
      if (answer.get().last()) {
        worker.close();
      } else {
        IdleWorkers.giveBack(kind, worker);
      }
      return new Asked(answer.get(), null);
    }
    if (System.nanoTime() >= end) {
      return new Asked(null, timeout());
    }
    boolean memory = worker.ranOutOfMemory();
    worker.close();
    return new Asked(
        null,
        memory
            ? new Refusal(Reason.OUT_OF_MEMORY, "It needs more memory than a reader has")
            : crashed());
  }

  private WorkerProcess start() {
    try {
      return WorkerProcess.start(kind);
    } catch (WorkerUnreadyException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot read files: the process that reads them does not start; it needs memory for"
              + " intake.memory_mb, found "
              + limits.memoryMb(),
          e);
    }
  }

  private static Refusal timeout() {
    return new Refusal(Reason.TIMEOUT, "It takes longer to read than is allowed");
  }

  private static Refusal crashed() {
    return new Refusal(
        Reason.CRASHED, "Its reader broke down over it, as readers do on files made to break them");
  }
}
