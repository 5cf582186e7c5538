package org.insight.engine;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Spark tasks cost together.
 *
 * @param cpuSeconds CPU time of their threads on the executors
 * @param shuffleBytes bytes written for a shuffle
 * @param spillMemoryBytes bytes in memory of what did not fit there
 * @param spillDiskBytes the same, as bytes on disk
 * @param slowest the few that took longest, the longest first
 */
public record TaskTotals(
    long tasks,
    double cpuSeconds,
    long shuffleBytes,
    long spillMemoryBytes,
    long spillDiskBytes,
    List<SlowTask> slowest) {

  /** No task. */
  public static final TaskTotals NONE = new TaskTotals(0, 0, 0, 0, 0, List.of());

  private static final int SLOWEST = 3;

  /**
   * One task.
   *
   * @param stage Spark's name of its stage: an operation and the line of code that asked for it
   */
  public record SlowTask(String stage, double seconds) {}

  public TaskTotals {
    slowest = List.copyOf(slowest);
  }

  static TaskTotals ofTask(
      String stage,
      double seconds,
      double cpuSeconds,
      long shuffleBytes,
      long spillMemoryBytes,
      long spillDiskBytes) {
    return new TaskTotals(
        1,
        cpuSeconds,
        shuffleBytes,
        spillMemoryBytes,
        spillDiskBytes,
        List.of(new SlowTask(stage, seconds)));
  }

  TaskTotals and(TaskTotals other) {
    return new TaskTotals(
        tasks + other.tasks,
        cpuSeconds + other.cpuSeconds,
        shuffleBytes + other.shuffleBytes,
        spillMemoryBytes + other.spillMemoryBytes,
        spillDiskBytes + other.spillDiskBytes,
        Stream.concat(slowest.stream(), other.slowest.stream())
            .sorted(Comparator.comparingDouble(SlowTask::seconds).reversed())
            .limit(SLOWEST)
            .toList());
  }
}
