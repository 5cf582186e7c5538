package org.insight.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.insight.core.PlainNumber;
import org.insight.observe.RunHistory.Done;

/**
 * The figures of runs in Prometheus's text format. All are gauges: of the last run of each command,
 * and of each step as it last was done, in whichever run.
 */
final class PrometheusText {

  private final StringBuilder out = new StringBuilder();

  private PrometheusText() {}

  static String render(RunHistory history) {
    PrometheusText text = new PrometheusText();
    text.runs(history);
    text.items(history);
    text.steps(history);
    return text.out.toString();
  }

  private void runs(RunHistory history) {
    Map<String, RunMetrics> last = history.lastByCommand();
    ofRuns("start_time_seconds", "When the command last began.", last, r -> epoch(r.start()));
    ofRuns("seconds", "How long it took.", last, RunMetrics::seconds);
    ofRuns("cpu_seconds", "CPU time of driver and executors.", last, RunMetrics::cpuSeconds);
    ofRuns("peak_heap_bytes", "Most that the driver's heap held.", last, RunMetrics::peakHeapBytes);
    ofRuns("failed", "1 where it failed or did not publish.", last, r -> r.failed() ? 1 : 0);
    head("insight_run_outcome", "How it ended, and of what kind the error was; 1.");
    last.forEach(
        (command, run) ->
            line(
                "insight_run_outcome",
                labels(
                    "command",
                    command,
                    "outcome",
                    run.outcome().name().toLowerCase(Locale.ROOT),
                    "failure",
                    run.failure()),
                1));
    history
        .last(run -> run.published() != null)
        .ifPresent(
            run ->
                single(
                    "insight_published_time_seconds",
                    "When readers last got something new.",
                    run.ended().toEpochMilli() / 1e3));
  }

  private void items(RunHistory history) {
    history
        .last(run -> run.command().equals("run") || run.received() > 0)
        .ifPresent(run -> single("insight_received_items", "Items last received.", run.received()));
    history
        .last(run -> run.lagSeconds() != null)
        .ifPresent(
            run -> {
              single(
                  "insight_lag_seconds",
                  "How long the first of the items that readers did not have had waited when the"
                      + " last command ended that looked for such.",
                  Objects.requireNonNull(run.lagSeconds()));
              single(
                  "insight_waiting_since_time_seconds",
                  "Since when received items wait to be published; 0 where none do.",
                  run.waitingSince() == null ? 0 : epoch(run.waitingSince()));
            });
    history
        .last(run -> run.rejects() != null)
        .map(RunMetrics::rejects)
        .ifPresent(
            rejects -> {
              head("insight_rejects", "Items in the lake that were not read, by reason.");
              new TreeMap<>(rejects)
                  .forEach(
                      (reason, items) ->
                          line("insight_rejects", labels("reason_code", reason), items));
            });
  }

  private void steps(RunHistory history) {
    List<Done> steps = new ArrayList<>(history.lastOfEachStep());
    steps.sort((a, b) -> a.step().step().compareTo(b.step().step()));
    ofSteps("end_time_seconds", "When it last ended.", steps, PrometheusText::ended);
    ofSteps("failed", "1 where it failed.", steps, d -> failed(d) ? 1 : 0);
    ofSteps("rows", "Rows that it wrote.", steps, d -> d.step().rows());
    ofSteps("seconds", "How long it took.", steps, d -> d.step().seconds());
    ofSteps("task_cpu_seconds", "CPU time of its tasks.", steps, d -> d.step().taskCpuSeconds());
    ofSteps(
        "driver_cpu_seconds",
        "CPU time of the driver's process; on a local master tasks are in it.",
        steps,
        d -> d.step().driverCpuSeconds());
    ofSteps("tasks", "Spark tasks.", steps, d -> d.step().tasks());
    ofSteps("shuffle_bytes", "Written for shuffles.", steps, d -> d.step().shuffleBytes());
    ofSteps(
        "spill_memory_bytes",
        "What did not fit into memory, as it was there.",
        steps,
        d -> d.step().spillMemoryBytes());
    ofSteps("spill_disk_bytes", "The same on disk.", steps, d -> d.step().spillDiskBytes());
    ofSteps(
        "peak_heap_bytes",
        "Most that the driver's heap held.",
        steps,
        d -> d.step().peakHeapBytes());
    ofSteps(
        "slowest_task_seconds",
        "How long its slowest task took.",
        steps,
        d -> d.step().slowest().isEmpty() ? 0 : d.step().slowest().get(0).seconds());
  }

  private static double ended(Done done) {
    return done.run().started().toEpochMilli() / 1e3 + done.step().endSeconds();
  }

  private static boolean failed(Done done) {
    return done.step().outcome().equals(StepMetrics.FAILED);
  }

  private static double epoch(String instant) {
    return java.time.Instant.parse(instant).toEpochMilli() / 1e3;
  }

  private void ofRuns(
      String name, String help, Map<String, RunMetrics> runs, ToDoubleFunction<RunMetrics> value) {
    head("insight_run_" + name, help);
    runs.forEach(
        (command, run) ->
            line("insight_run_" + name, labels("command", command), value.applyAsDouble(run)));
  }

  private void ofSteps(String name, String help, List<Done> steps, ToDoubleFunction<Done> value) {
    head("insight_job_" + name, help);
    for (Done done : steps) {
      line(
          "insight_job_" + name,
          labels("job", done.step().step(), "table", done.step().table()),
          value.applyAsDouble(done));
    }
  }

  private void single(String name, String help, double value) {
    head(name, help);
    line(name, "", value);
  }

  private void head(String name, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(" gauge\n");
  }

  private void line(String name, String labels, double value) {
    out.append(name).append(labels).append(' ');
    out.append(PlainNumber.of(value));
    out.append('\n');
  }

  private static String labels(String... namesAndValues) {
    StringBuilder labels = new StringBuilder("{");
    for (int at = 0; at < namesAndValues.length; at += 2) {
      labels.append(at == 0 ? "" : ",").append(namesAndValues[at]).append("=\"");
      labels.append(
          namesAndValues[at + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      labels.append('"');
    }
    return labels.append('}').toString();
  }
}
