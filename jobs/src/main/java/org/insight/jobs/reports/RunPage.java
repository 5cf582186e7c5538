package org.insight.jobs.reports;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.insight.engine.TaskTotals.SlowTask;
import org.insight.observe.RunHistory;
import org.insight.observe.RunHistory.Done;
import org.insight.observe.RunMetrics;
import org.insight.observe.StepMetrics;

/**
 * The page of runs, for those who run the platform: how the last ones ended, what each job cost
 * when it last ran, its slowest tasks, and how it grows. It opens anywhere and needs no script.
 */
public final class RunPage {

  /** The page's name in the folder of runs. */
  public static final String FILE = "index.html";

  private static final int RUNS = 30;
  private static final int TASKS = 15;
  private static final int POINTS = 30;
  private static final int BAR = 260;

  private final RunHistory history;
  private final TablesPage page = new TablesPage();

  private RunPage(RunHistory history) {
    this.history = history;
  }

  /** The page. */
  public static String html(RunHistory history) {
    RunPage page = new RunPage(history);
    page.body();
    return page.page.html("Runs");
  }

  private void body() {
    page.raw("<h1>Runs</h1>\n");
    if (history.runs().isEmpty()) {
      page.raw("<p>No run has left its figures here yet.</p>\n");
      return;
    }
    runs();
    jobs();
    slowest();
    slowItems();
    growth();
    rejects();
  }

  private void runs() {
    List<RunMetrics> last = new ArrayList<>(history.runs());
    Collections.reverse(last);
    page.head(
        "How runs ended",
        "The last first, times in UTC. Of an error the kind is told: usage, input, contract,"
            + " external (run it again) or internal; behind: a table had yet to take in what another"
            + " holds. The lag is how long the first of the items that readers did not have yet had"
            + " been in the lake.");
    page.columns("command", "began", "ended", "#seconds", "#CPU-s", "#heap", "#received", "#lag");
    for (RunMetrics run : last.subList(0, Math.min(RUNS, last.size()))) {
      page.row();
      page.rowHead(run.command());
      page.cell(run.started().truncatedTo(ChronoUnit.SECONDS).toString());
      String ended = words(run.outcome().name());
      String how = run.failure().isEmpty() ? ended : ended + ": " + run.failure();
      Long number = run.published();
      page.cell(number == null ? how : how + " as run " + number, run.failed() ? "bad" : "");
      page.number(TablesPage.seconds(run.seconds()));
      page.number(TablesPage.seconds(run.cpuSeconds()));
      page.number(TablesPage.bytes(run.peakHeapBytes()));
      page.number(TablesPage.count(run.received()));
      Double lag = run.lagSeconds();
      page.number(lag == null ? "" : TablesPage.seconds(lag));
      page.endRow();
    }
    page.end();
  }

  private void jobs() {
    List<Done> steps = history.lastOfEachStep();
    double longest = steps.stream().mapToDouble(d -> d.step().seconds()).max().orElse(0);
    page.head(
        "What each job cost when it last ran",
        "Bars show seconds by the clock. CPU of tasks is that of Spark's executors; CPU of the"
            + " driver is its whole process, on a local master with the tasks in it. Spilled is what"
            + " did not fit into memory and went to disk.");
    page.columns(
        "job",
        "table",
        "time",
        "#seconds",
        "#CPU-s of tasks",
        "#CPU-s of driver",
        "#rows",
        "#tasks",
        "#shuffled",
        "#spilled",
        "#heap");
    for (Done done : steps) {
      StepMetrics step = done.step();
      boolean bad = step.outcome().equals(StepMetrics.FAILED);
      page.row();
      page.rowHead(step.step());
      page.cell(bad ? "failed" : step.table(), bad ? "bad" : "");
      bar(longest == 0 ? 0 : step.seconds() / longest, bad);
      page.number(TablesPage.seconds(step.seconds()));
      page.number(TablesPage.seconds(step.taskCpuSeconds()));
      page.number(TablesPage.seconds(step.driverCpuSeconds()));
      page.number(TablesPage.count(step.rows()));
      page.number(TablesPage.count(step.tasks()));
      page.number(TablesPage.bytes(step.shuffleBytes()));
      page.number(TablesPage.bytes(step.spillDiskBytes()));
      page.number(TablesPage.bytes(step.peakHeapBytes()));
      page.endRow();
    }
    page.end();
  }

  /** A task and the step that it was of. */
  private record OfStep(String step, SlowTask task) {}

  private void slowest() {
    List<OfStep> tasks = new ArrayList<>();
    for (Done done : history.lastOfEachStep()) {
      done.step().slowest().forEach(task -> tasks.add(new OfStep(done.step().step(), task)));
    }
    tasks.sort(Comparator.comparingDouble((OfStep t) -> t.task().seconds()).reversed());
    page.head(
        "Slowest tasks",
        "Of each job the three that took longest; the stage is the operation and the line of code"
            + " that asked for it.");
    page.columns("job", "stage", "#seconds");
    for (OfStep slow : tasks.subList(0, Math.min(TASKS, tasks.size()))) {
      page.row();
      page.rowHead(slow.step());
      page.cell(slow.task().stage());
      page.number(TablesPage.seconds(slow.task().seconds()));
      page.endRow();
    }
    page.end();
  }

  private void slowItems() {
    history
        .last(run -> !run.slowestItems().isEmpty())
        .ifPresent(
            run -> {
              page.head(
                  "Slowest items",
                  "Of the last run that read items, those that took longest, by their ids:"
                      + " landing.arrivals has their names.");
              page.slowItems(run.slowestItems());
            });
  }

  private void growth() {
    page.head(
        "Growth",
        "The last time that a job did something against the median of the times before, and the"
            + " course of both as a line (oldest left, from 0). More seconds with the same rows is"
            + " what to look into.");
    page.columns(
        "job", "#times", "#rows", "#×", "rows", "#seconds", "#×", "seconds", "#CPU-s", "#×");
    for (Done done : history.lastOfEachStep()) {
      List<Done> times = history.of(done.step().step());
      if (times.size() > 1) {
        page.row();
        page.rowHead(done.step().step());
        page.number(TablesPage.count(times.size()));
        StepMetrics last = times.get(times.size() - 1).step();
        page.number(TablesPage.count(last.rows()));
        page.number(factor(times, StepMetrics::rows));
        line(times, StepMetrics::rows);
        page.number(TablesPage.seconds(last.seconds()));
        page.number(factor(times, StepMetrics::seconds));
        line(times, StepMetrics::seconds);
        page.number(TablesPage.seconds(last.driverCpuSeconds()));
        page.number(factor(times, StepMetrics::driverCpuSeconds));
        page.endRow();
      }
    }
    page.end();
  }

  private void rejects() {
    history
        .last(run -> run.rejects() != null)
        .map(RunMetrics::rejects)
        .ifPresent(
            rejects -> {
              page.head("Rejected items", "All that are in the lake, by reason.");
              page.columns("reason", "#items");
              rejects.forEach(
                  (reason, items) -> {
                    page.row();
                    page.rowHead(reason);
                    page.number(TablesPage.count(items));
                    page.endRow();
                  });
              page.end();
            });
  }

  private static String factor(List<Done> times, ToDoubleFunction<StepMetrics> value) {
    List<Double> before =
        times.subList(0, times.size() - 1).stream()
            .map(done -> value.applyAsDouble(done.step()))
            .sorted()
            .toList();
    double median = (before.get(before.size() / 2) + before.get((before.size() - 1) / 2)) / 2;
    double last = value.applyAsDouble(times.get(times.size() - 1).step());
    return median == 0 ? "" : String.format(Locale.ROOT, "%.1f", last / median);
  }

  private void line(List<Done> times, ToDoubleFunction<StepMetrics> value) {
    List<Done> shown = times.subList(Math.max(0, times.size() - POINTS), times.size());
    double most = shown.stream().mapToDouble(d -> value.applyAsDouble(d.step())).max().orElse(0);
    StringBuilder points = new StringBuilder();
    for (int at = 0; at < shown.size(); at++) {
      double y = most == 0 ? 0 : value.applyAsDouble(shown.get(at).step()) / most;
      points.append(
          String.format(
              Locale.ROOT, "%.1f,%.1f ", 118.0 * at / (shown.size() - 1) + 1, 19 - 18 * y));
    }
    page.raw(
        "<td><svg width=\"120\" height=\"20\" aria-hidden=\"true\"><polyline class=\"line\" points=\""
            + points.toString().strip()
            + "\"/></svg></td>");
  }

  private void bar(double share, boolean bad) {
    page.raw(
        String.format(
            Locale.ROOT,
            "<td><svg width=\"%d\" height=\"14\" aria-hidden=\"true\"><rect class=\"bar%s\""
                + " height=\"14\" width=\"%.1f\"/></svg></td>",
            BAR,
            bad ? " bad" : "",
            Math.max(1, BAR * share)));
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
