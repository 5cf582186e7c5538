package org.insight.services;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what a run says. */
final class Heard implements RunListener {

  private final List<String> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable RunSummary summary;

  @Override
  public void done(Step step) {
    steps.add(step.name());
  }

  @Override
  public synchronized void note(String sentence) {
    notes.add(sentence);
  }

  @Override
  public void ended(RunSummary ended) {
    summary = ended;
  }

  List<String> steps() {
    return steps;
  }

  synchronized String notes() {
    return String.join("\n", notes) + "\n";
  }

  RunSummary summary() {
    return Objects.requireNonNull(summary, "no run has ended");
  }
}
