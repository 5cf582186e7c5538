package org.insight.observe;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.config.Settings.LogFormat;
import org.insight.core.Failures;
import org.insight.engine.Job;
import org.insight.engine.JobResult;
import org.insight.engine.ProgressLine;
import org.insight.engine.TaskMeter;
import org.insight.engine.TaskTotals;
import org.insight.lake.Lake;
import org.insight.observe.RunMetrics.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Watches one command that writes to the lake: measures its steps, logs them, and tells of its jobs
 * as lineage. Not for use by several threads.
 */
public final class RunWatch {

  private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

  /** Keys of log lines. */
  private static final String RUN = "run";

  private static final String JOB = "job";
  private static final String OUTCOME = "outcome";
  private static final String ROWS = "rows";
  private static final String SECONDS = "seconds";

  private final UUID run = UUID.randomUUID();
  private final String command;
  private final boolean local;
  private final TaskMeter meter;
  private final SlowItems slowItems = new SlowItems();
  private final LineageEvents lineage;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final long startNanos = System.nanoTime();
  private final double startCpu = driverCpuSeconds();
  private final Map<String, StepMetrics> steps = new LinkedHashMap<>();
  private long received;
  private @Nullable Map<String, Long> rejects;
  private @Nullable Instant waiting;
  private boolean waitingKnown;
  private double lag;
  private @Nullable Long published;
  private @Nullable String notPublished;

  private RunWatch(String command, Settings settings, SparkSession spark) {
    this.command = command;
    this.local = spark.sparkContext().isLocal();
    LogFormat log = settings.observe().log();
    this.meter =
        TaskMeter.on(
            spark.sparkContext(), (what, tasks) -> ProgressLine.as(log, what, tasks.longValue()));
    spark.sparkContext().register(slowItems, "slow items");
    this.lineage = LineageEvents.of(settings, spark, command, run);
  }

  /**
   * Begins to watch.
   *
   * @param command its name, as run
   */
  public static RunWatch start(String command, Settings settings, SparkSession spark) {
    RunWatch watch = new RunWatch(command, settings, spark);
    MDC.put(RUN, watch.run.toString());
    MDC.put(JOB, command);
    LOG.info("started");
    watch.lineage.started();
    return watch;
  }

  /** Whether somebody wants to know which columns were made of which. */
  public boolean tracing() {
    return lineage.wanted();
  }

  /** Does a job. */
  public JobResult job(Lake lake, Job job, Supplier<JobResult> work) {
    UUID id = lineage.jobStarted(job);
    Measured measured = begin(job.name());
    try {
      JobResult result = work.get();
      boolean written = result.outcome() == JobResult.Outcome.WRITTEN;
      String outcome = written ? StepMetrics.WRITTEN : StepMetrics.NOTHING_NEW;
      end(measured, job.writes().toString(), outcome, result.rows());
      lineage.jobEnded(id, lake, job, result);
      return result;
    } catch (Throwable e) {
      // Spark throws checked exceptions that it does not declare.
      end(measured, job.writes().toString(), StepMetrics.FAILED, 0);
      lineage.jobFailed(id, job, kind(e));
      throw e;
    } finally {
      MDC.put(JOB, command);
    }
  }

  /** Does what is no job. */
  public <T> T step(String name, Supplier<T> work) {
    Measured measured = begin(name);
    String outcome = StepMetrics.FAILED;
    try {
      T result = work.get();
      outcome = StepMetrics.DONE;
      return result;
    } finally {
      end(measured, "", outcome, 0);
      MDC.put(JOB, command);
    }
  }

  /** Shows the progress of what runs from now on by this name. */
  public void show(String name) {
    meter.show(name);
  }

  /** Takes the items that take long to read. */
  public SlowItems slowItems() {
    return slowItems;
  }

  /** Items came in. */
  public void received(long items) {
    received += items;
  }

  /** What landed before it began, and has been told of by nobody yet, counts as its own. */
  public void landed(RunMetrics before) {
    received(before.received());
    before.slowestItems().forEach(slowItems::add);
  }

  /** How many items are rejected in all, by reason. */
  public void rejects(Map<String, Long> byReason) {
    rejects = byReason;
  }

  /** Since when received items wait to be published; null where none do. */
  public void waiting(@Nullable Instant since) {
    waiting = since;
    waitingKnown = true;
  }

  /** Readers see what was made from now on, and what waited. */
  public void published(long number) {
    published = number;
    lag = sinceThen(waiting);
    waiting = null;
  }

  /** Readers see what they did before; what waits goes on to wait. */
  public void wentBack(long number) {
    published = number;
  }

  /** What is staged does not belong together. */
  public void notPublished(String why) {
    notPublished = why;
  }

  /**
   * It has come to its end.
   *
   * @param thrown what it failed by; null where it did not
   */
  public RunMetrics end(@Nullable Throwable thrown) {
    Outcome outcome = outcome(thrown);
    SortedMap<String, TaskTotals> totals = meter.stop();
    List<StepMetrics> all = new ArrayList<>();
    double taskCpu = 0;
    for (StepMetrics step : steps.values()) {
      TaskTotals tasks = totals.getOrDefault(step.step(), TaskTotals.NONE);
      taskCpu += tasks.cpuSeconds();
      all.add(step.with(tasks));
    }
    double cpu = driverCpuSeconds() - startCpu;
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    RunMetrics metrics =
        new RunMetrics(
            run.toString(),
            command,
            start.toString(),
            seconds,
            outcome,
            failure(thrown),
            published,
            local ? cpu : cpu + taskCpu,
            all.stream().mapToLong(StepMetrics::peakHeapBytes).max().orElse(0),
            received,
            rejects == null ? null : RunMetrics.sorted(rejects),
            waitingKnown ? Double.valueOf(waiting == null ? lag : sinceThen(waiting)) : null,
            waiting == null ? null : waiting.toString(),
            slowItems.value(),
            all);
    lineage.ended(failure(thrown));
    log(outcome.name().toLowerCase(Locale.ROOT), null, seconds, metrics.failure());
    MDC.remove(RUN);
    MDC.remove(JOB);
    return metrics;
  }

  private static double sinceThen(@Nullable Instant then) {
    return then == null ? 0 : Math.max(0, Duration.between(then, Instant.now()).toMillis() / 1e3);
  }

  private Outcome outcome(@Nullable Throwable thrown) {
    if (thrown != null) {
      return Outcome.FAILED;
    }
    if (published != null) {
      return Outcome.PUBLISHED;
    }
    if (notPublished != null) {
      return Outcome.NOT_PUBLISHED;
    }
    return steps.values().stream().anyMatch(s -> s.outcome().equals(StepMetrics.WRITTEN))
        ? Outcome.STAGED
        : Outcome.NOTHING_NEW;
  }

  private String failure(@Nullable Throwable thrown) {
    if (thrown != null) {
      return kind(thrown);
    }
    return notPublished == null || published != null ? "" : notPublished;
  }

  /** Never its message. */
  private static String kind(Throwable thrown) {
    return Failures.of(thrown).kind().name().toLowerCase(Locale.ROOT);
  }

  /** Where a step began. */
  private record Measured(String step, double startSeconds, long nanos, double cpuSeconds) {}

  private Measured begin(String step) {
    MDC.put(JOB, step);
    meter.step(step);
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long now = System.nanoTime();
    return new Measured(step, (now - startNanos) / 1e9, now, driverCpuSeconds());
  }

  private void end(Measured begun, String table, String outcome, long rows) {
    double seconds = (System.nanoTime() - begun.nanos()) / 1e9;
    StepMetrics done =
        StepMetrics.of(
            begun.step(),
            table,
            outcome,
            rows,
            begun.startSeconds(),
            begun.startSeconds() + seconds,
            seconds,
            driverCpuSeconds() - begun.cpuSeconds(),
            heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
    steps.merge(begun.step(), done, StepMetrics::and);
    log(outcome, rows, seconds, "");
  }

  private static void log(String outcome, @Nullable Long rows, double seconds, String failure) {
    try (MDC.MDCCloseable o = MDC.putCloseable(OUTCOME, outcome);
        MDC.MDCCloseable r = MDC.putCloseable(ROWS, rows == null ? "" : rows.toString());
        MDC.MDCCloseable s =
            MDC.putCloseable(SECONDS, String.format(Locale.ROOT, "%.3f", seconds))) {
      if (outcome.equals(StepMetrics.FAILED) || !failure.isEmpty()) {
        LOG.error("ended{}{}", failure.isEmpty() ? "" : ": ", failure);
      } else {
        LOG.info("ended");
      }
    }
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** CPU time of this process since its start, all threads. */
  private static double driverCpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }
}
