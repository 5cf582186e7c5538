package org.insight.observe;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one command that writes to the lake did and cost.
 *
 * @param run its id, as in its log lines and its lineage
 * @param command run, stream, retry, publish, rollback, or job and the name of the job
 * @param start ISO 8601, UTC
 * @param seconds by the clock
 * @param failure of a run that failed the kind of error; of one that did not publish the reason;
 *     else empty
 * @param published number of the run as readers see it; null where it published nothing
 * @param cpuSeconds CPU time of the driver's process, and of the executors where they are others
 * @param peakHeapBytes the most that the driver's heap held
 * @param received items received
 * @param rejects items in landing.rejects by reason; null where it has not changed
 * @param lagSeconds how long the first of the items that readers did not have yet had been in the
 *     lake when the run published them, or ended without; 0 where there were none; null for
 *     commands that do not look for such
 * @param waitingSince since when received items wait to be published; null where none do
 * @param slowestItems items that took longest to read, the slowest first
 */
public record RunMetrics(
    String run,
    String command,
    String start,
    double seconds,
    Outcome outcome,
    String failure,
    @Nullable Long published,
    double cpuSeconds,
    long peakHeapBytes,
    long received,
    @Nullable SortedMap<String, Long> rejects,
    @Nullable Double lagSeconds,
    @Nullable String waitingSince,
    List<SlowItem> slowestItems,
    List<StepMetrics> steps) {

  /** How it ended. */
  public enum Outcome {
    /** Readers see what it made. */
    PUBLISHED,
    /** What it made waits for a publication. */
    STAGED,
    NOTHING_NEW,
    /** It came to its end, but what is staged does not belong together. */
    NOT_PUBLISHED,
    FAILED
  }

  public RunMetrics {
    // Files of versions before have none.
    slowestItems = slowestItems == null ? List.of() : List.copyOf(slowestItems);
    steps = List.copyOf(steps);
  }

  public Instant started() {
    return Instant.parse(start);
  }

  public Instant ended() {
    return started().plusMillis((long) (seconds * 1000));
  }

  public boolean failed() {
    return outcome == Outcome.FAILED || outcome == Outcome.NOT_PUBLISHED;
  }

  static SortedMap<String, Long> sorted(Map<String, Long> counts) {
    return new TreeMap<>(counts);
  }
}
