package org.insight.observe;

import java.util.List;
import org.insight.engine.TaskTotals;
import org.insight.engine.TaskTotals.SlowTask;

/**
 * What one step of a run did and cost: a job, or what is done between jobs.
 *
 * @param step the job's name, or what is done, as verify
 * @param table the table that a job writes to; empty of other steps
 * @param outcome written, nothing_new, done (other steps) or failed
 * @param rows rows written
 * @param startSeconds seconds from the start of the run
 * @param endSeconds the same, of its end; of one that was done more than once of the last time
 * @param seconds by the clock
 * @param taskCpuSeconds CPU time of Spark's tasks
 * @param driverCpuSeconds CPU time of the driver's process; on a local master the tasks are in it
 * @param shuffleBytes bytes written for shuffles
 * @param spillMemoryBytes bytes in memory of what did not fit there
 * @param spillDiskBytes the same, as bytes on disk
 * @param peakHeapBytes the most that the driver's heap held
 * @param slowest its slowest tasks, the slowest first
 */
public record StepMetrics(
    String step,
    String table,
    String outcome,
    long rows,
    double startSeconds,
    double endSeconds,
    double seconds,
    double taskCpuSeconds,
    double driverCpuSeconds,
    long tasks,
    long shuffleBytes,
    long spillMemoryBytes,
    long spillDiskBytes,
    long peakHeapBytes,
    List<SlowTask> slowest) {

  public static final String WRITTEN = "written";
  public static final String NOTHING_NEW = "nothing_new";
  public static final String DONE = "done";
  public static final String FAILED = "failed";

  public StepMetrics {
    // Files of versions before have none.
    endSeconds = Math.max(endSeconds, startSeconds + seconds);
    slowest = List.copyOf(slowest);
  }

  /** A step whose tasks are not counted yet. */
  static StepMetrics of(
      String step,
      String table,
      String outcome,
      long rows,
      double startSeconds,
      double endSeconds,
      double seconds,
      double driverCpuSeconds,
      long peakHeapBytes) {
    return new StepMetrics(
        step,
        table,
        outcome,
        rows,
        startSeconds,
        endSeconds,
        seconds,
        0,
        driverCpuSeconds,
        0,
        0,
        0,
        0,
        peakHeapBytes,
        List.of());
  }

  StepMetrics with(TaskTotals totals) {
    return new StepMetrics(
        step,
        table,
        outcome,
        rows,
        startSeconds,
        endSeconds,
        seconds,
        totals.cpuSeconds(),
        driverCpuSeconds,
        totals.tasks(),
        totals.shuffleBytes(),
        totals.spillMemoryBytes(),
        totals.spillDiskBytes(),
        peakHeapBytes,
        totals.slowest());
  }

  /** The same step done again in the same run, as for a further batch. */
  StepMetrics and(StepMetrics later) {
    boolean nothing = later.outcome.equals(NOTHING_NEW);
    return of(
        step,
        table,
        nothing ? outcome : later.outcome,
        rows + later.rows,
        startSeconds,
        later.endSeconds,
        seconds + later.seconds,
        driverCpuSeconds + later.driverCpuSeconds,
        Math.max(peakHeapBytes, later.peakHeapBytes));
  }
}
