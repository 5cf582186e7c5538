package org.insight.jobs.reports;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.insight.observe.RunHistory;
import org.insight.observe.RunHistory.Done;
import org.insight.observe.RunMetrics;
import org.insight.observe.StepMetrics;
import org.insight.run.TaskTotals.SlowTask;

/**
 * The page of runs, for those who run the platform: how the last ones ended, what each job cost
 * when it last ran, its slowest tasks, and how it grows. It opens anywhere and needs no script.
 */
public final class RunPage {

  /** The page's name in the folder of runs. */
  public static final String FILE = "index.html";

  private static final String STYLE = "/reports/runs.css";
  private static final int RUNS = 30;
  private static final int TASKS = 15;
  private static final int POINTS = 30;
  private static final int BAR = 260;

  private final RunHistory history;
  private final StringBuilder out = new StringBuilder(1 << 16);

  private RunPage(RunHistory history) {
    this.history = history;
  }

  /** The page. */
  public static String html(RunHistory history) {
    RunPage page = new RunPage(history);
    page.body();
    String style = Resources.text(STYLE);
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        + Html.hash(style)
        + "; base-uri 'none'; form-action 'none'\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<title>Runs</title>\n<style>"
        + style
        + "</style>\n</head>\n<body>\n<main>\n"
        + page.out
        + "</main>\n</body>\n</html>\n";
  }

  private void body() {
    out.append("<h1>Runs</h1>\n");
    if (history.runs().isEmpty()) {
      out.append("<p>No run has left its figures here yet.</p>\n");
      return;
    }
    runs();
    jobs();
    slowest();
    growth();
    rejects();
  }

  private void runs() {
    List<RunMetrics> last = new ArrayList<>(history.runs());
    last.sort(Comparator.comparing(RunMetrics::started).reversed());
    head(
        "How runs ended",
        "The last first, times in UTC. Of an error the kind is told: usage, input, contract,"
            + " external (run it again) or internal; behind: a table had yet to take in what another"
            + " holds. The lag is how long the first of the items that readers did not have yet had"
            + " been in the lake.");
    columns("command", "began", "ended", "#seconds", "#CPU-s", "#heap", "#received", "#lag");
    for (RunMetrics run : last.subList(0, Math.min(RUNS, last.size()))) {
      out.append("<tr>");
      rowHead(run.command());
      cell(run.started().truncatedTo(ChronoUnit.SECONDS).toString());
      String ended = words(run.outcome().name());
      String how = run.failure().isEmpty() ? ended : ended + ": " + run.failure();
      Long number = run.published();
      cell(number == null ? how : how + " as run " + number, run.failed() ? "bad" : "");
      number(seconds(run.seconds()));
      number(seconds(run.cpuSeconds()));
      number(bytes(run.peakHeapBytes()));
      number(count(run.received()));
      number(seconds(run.lagSeconds()));
      out.append("</tr>\n");
    }
    end();
  }

  private void jobs() {
    List<Done> steps = history.lastOfEachStep();
    double longest = steps.stream().mapToDouble(d -> d.step().seconds()).max().orElse(0);
    head(
        "What each job cost when it last ran",
        "Bars show seconds by the clock. CPU of tasks is that of Spark's executors; CPU of the"
            + " driver is its whole process, on a local master with the tasks in it. Spilled is what"
            + " did not fit into memory and went to disk.");
    columns(
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
      out.append("<tr>");
      rowHead(step.step());
      cell(bad ? "failed" : step.table(), bad ? "bad" : "");
      bar(longest == 0 ? 0 : step.seconds() / longest, bad);
      number(seconds(step.seconds()));
      number(seconds(step.taskCpuSeconds()));
      number(seconds(step.driverCpuSeconds()));
      number(count(step.rows()));
      number(count(step.tasks()));
      number(bytes(step.shuffleBytes()));
      number(bytes(step.spillDiskBytes()));
      number(bytes(step.peakHeapBytes()));
      out.append("</tr>\n");
    }
    end();
  }

  /** A task and the step that it was of. */
  private record OfStep(String step, SlowTask task) {}

  private void slowest() {
    List<OfStep> tasks = new ArrayList<>();
    for (Done done : history.lastOfEachStep()) {
      done.step().slowest().forEach(task -> tasks.add(new OfStep(done.step().step(), task)));
    }
    tasks.sort(Comparator.comparingDouble((OfStep t) -> t.task().seconds()).reversed());
    head(
        "Slowest tasks",
        "Of each job the three that took longest; the stage is the operation and the line of code"
            + " that asked for it.");
    columns("job", "stage", "#seconds");
    for (OfStep slow : tasks.subList(0, Math.min(TASKS, tasks.size()))) {
      out.append("<tr>");
      rowHead(slow.step());
      cell(slow.task().stage());
      number(seconds(slow.task().seconds()));
      out.append("</tr>\n");
    }
    end();
  }

  private void growth() {
    head(
        "Growth",
        "The last time that a job did something against the median of the times before, and the"
            + " course of both as a line (oldest left, from 0). More seconds with the same rows is"
            + " what to look into.");
    columns("job", "#times", "#rows", "#×", "rows", "#seconds", "#×", "seconds", "#CPU-s", "#×");
    for (Done done : history.lastOfEachStep()) {
      List<Done> times = history.of(done.step().step());
      if (times.size() > 1) {
        out.append("<tr>");
        rowHead(done.step().step());
        number(count(times.size()));
        StepMetrics last = times.get(times.size() - 1).step();
        number(count(last.rows()));
        number(factor(times, StepMetrics::rows));
        line(times, StepMetrics::rows);
        number(seconds(last.seconds()));
        number(factor(times, StepMetrics::seconds));
        line(times, StepMetrics::seconds);
        number(seconds(last.driverCpuSeconds()));
        number(factor(times, StepMetrics::driverCpuSeconds));
        out.append("</tr>\n");
      }
    }
    end();
  }

  private void rejects() {
    history
        .last(run -> run.rejects() != null)
        .map(RunMetrics::rejects)
        .ifPresent(
            rejects -> {
              head("Rejected items", "All that are in the lake, by reason.");
              columns("reason", "#items");
              rejects.forEach(
                  (reason, items) -> {
                    out.append("<tr>");
                    rowHead(reason);
                    number(count(items));
                    out.append("</tr>\n");
                  });
              end();
            });
  }

  private static String factor(List<Done> times, ToDoubleFunction<StepMetrics> value) {
    List<Double> before =
        times.subList(0, times.size() - 1).stream()
            .map(done -> value.applyAsDouble(done.step()))
            .sorted()
            .toList();
    double median = before.get(before.size() / 2);
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
    out.append("<td><svg width=\"120\" height=\"20\" aria-hidden=\"true\">")
        .append("<polyline class=\"line\" points=\"")
        .append(points.toString().strip())
        .append("\"/></svg></td>");
  }

  private void bar(double share, boolean bad) {
    out.append("<td><svg width=\"")
        .append(BAR)
        .append("\" height=\"14\" aria-hidden=\"true\"><rect class=\"bar")
        .append(bad ? " bad" : "")
        .append("\" height=\"14\" width=\"")
        .append(String.format(Locale.ROOT, "%.1f", Math.max(1, BAR * share)))
        .append("\"/></svg></td>");
  }

  private void head(String title, String how) {
    out.append("<h2>").append(Html.escape(title)).append("</h2>\n<p>");
    out.append(Html.escape(how)).append("</p>\n");
  }

  /** Names of columns; those that begin with # are of numbers. */
  private void columns(String... names) {
    out.append("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
    for (String name : names) {
      boolean ofNumbers = name.startsWith("#");
      out.append(ofNumbers ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
          .append(Html.escape(ofNumbers ? name.substring(1) : name))
          .append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
  }

  private void end() {
    out.append("</tbody></table></div>\n");
  }

  private void rowHead(String text) {
    out.append("<th scope=\"row\">").append(Html.escape(text)).append("</th>");
  }

  private void cell(String text) {
    cell(text, "");
  }

  private void cell(String text, String style) {
    out.append(style.isEmpty() ? "<td>" : "<td class=\"" + style + "\">")
        .append(Html.escape(text))
        .append("</td>");
  }

  private void number(String text) {
    cell(text, "n");
  }

  private static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%,.1f", seconds);
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String bytes(long bytes) {
    return bytes == 0 ? "0" : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }
}
