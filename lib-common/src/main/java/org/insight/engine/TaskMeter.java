package org.insight.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Measures what the tasks of each step cost, and shows how many of the running Spark stage are
 * done.
 */
public final class TaskMeter extends SparkListener {

  /** The thread's local property that names the step; what a listener hears comes later. */
  private static final String STEP = "insight.step";

  private static final long LATEST_EVENT_MILLIS = TimeUnit.SECONDS.toMillis(10);

  /** A stage that is going on. */
  private record Running(String step, String stage, ProgressLine line, int[] done) {}

  private final SparkContext context;
  private final BiFunction<String, Integer, ProgressLine> lines;
  private final Map<Integer, Running> stages = new HashMap<>();
  private final SortedMap<String, TaskTotals> totals = new TreeMap<>();
  private volatile String title = "";

  /** Of the thread that works, for the lines that the thread of events logs. */
  private volatile Map<String, String> logged = Map.of();

  private TaskMeter(SparkContext context, BiFunction<String, Integer, ProgressLine> lines) {
    this.context = context;
    this.lines = lines;
  }

  /**
   * Measures what this context runs from now on.
   *
   * @param lines makes the line that shows the progress of a stage, of its title and its tasks
   */
  public static TaskMeter on(
      SparkContext context, BiFunction<String, Integer, ProgressLine> lines) {
    TaskMeter meter = new TaskMeter(context, lines);
    context.addSparkListener(meter);
    return meter;
  }

  /** Names the step that this thread does from now on, and shows it by that name. */
  public void step(String name) {
    context.setLocalProperty(STEP, name);
    title = name;
    Map<String, String> mdc = MDC.getCopyOfContextMap();
    logged = mdc == null ? Map.of() : mdc;
  }

  /** Shows what runs from now on by this name; it counts as the same step. */
  public void show(String name) {
    title = name;
  }

  /** What the tasks of each step have cost by now; measures no more. */
  public SortedMap<String, TaskTotals> stop() {
    try {
      context.listenerBus().waitUntilEmpty(LATEST_EVENT_MILLIS);
    } catch (TimeoutException e) {
      // What came in by now has to do.
    }
    context.removeSparkListener(this);
    synchronized (this) {
      return new TreeMap<>(totals);
    }
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    MDC.setContextMap(logged);
    int tasks = event.stageInfo().numTasks();
    String step = event.properties() == null ? "" : event.properties().getProperty(STEP, "");
    stages.put(
        event.stageInfo().stageId(),
        new Running(
            step, event.stageInfo().name(), lines.apply(title + " tasks", tasks), new int[1]));
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    Running running = stages.get(event.stageId());
    if (running != null) {
      running.line().at(++running.done()[0]);
      totals.merge(
          running.step(),
          ofTask(running.stage(), event.taskInfo().duration() / 1e3, event.taskMetrics()),
          TaskTotals::and);
    }
  }

  private static TaskTotals ofTask(String stage, double seconds, @Nullable TaskMetrics metrics) {
    if (metrics == null) {
      // It failed before it could tell.
      return TaskTotals.ofTask(stage, seconds, 0, 0, 0, 0);
    }
    return TaskTotals.ofTask(
        stage,
        seconds,
        (metrics.executorCpuTime() + metrics.executorDeserializeCpuTime()) / 1e9,
        metrics.shuffleWriteMetrics().bytesWritten(),
        metrics.memoryBytesSpilled(),
        metrics.diskBytesSpilled());
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    Running running = stages.remove(event.stageInfo().stageId());
    if (running != null) {
      running.line().close();
    }
  }
}
