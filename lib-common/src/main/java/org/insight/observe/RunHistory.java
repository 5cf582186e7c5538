package org.insight.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The runs whose figures are kept, the first that ended first. */
public final class RunHistory {

  private final List<RunMetrics> runs;

  /**
   * @param runs in the order in which they ended, which the clock need not tell: it may be set back
   */
  public RunHistory(List<RunMetrics> runs) {
    this.runs = List.copyOf(runs);
  }

  /**
   * A step and the run that it was part of.
   *
   * @param step what it did and cost there
   */
  public record Done(RunMetrics run, StepMetrics step) {}

  public List<RunMetrics> runs() {
    return runs;
  }

  /** The last of which something holds. */
  public Optional<RunMetrics> last(Predicate<RunMetrics> which) {
    return runs.stream().filter(which).reduce((a, b) -> b);
  }

  /** The last run of each command. */
  public SortedMap<String, RunMetrics> lastByCommand() {
    SortedMap<String, RunMetrics> last = new TreeMap<>();
    runs.forEach(run -> last.put(run.command(), run));
    return last;
  }

  /** Each step as it last was done, in the order in which steps were. */
  public List<Done> lastOfEachStep() {
    Map<String, Done> last = new LinkedHashMap<>();
    for (RunMetrics run : runs) {
      for (StepMetrics step : run.steps()) {
        // Put where it came last, so that the order is that of the last runs.
        last.remove(step.step());
        last.put(step.step(), new Done(run, step));
      }
    }
    return List.copyOf(last.values());
  }

  /** The times that a step did something, the first first. */
  public List<Done> of(String step) {
    List<Done> all = new ArrayList<>();
    for (RunMetrics run : runs) {
      for (StepMetrics s : run.steps()) {
        if (s.step().equals(step)
            && (s.outcome().equals(StepMetrics.WRITTEN) || s.outcome().equals(StepMetrics.DONE))) {
          all.add(new Done(run, s));
        }
      }
    }
    return all;
  }
}
