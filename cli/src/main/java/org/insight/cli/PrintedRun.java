package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.insight.services.RunListener;
import org.insight.services.RunSummary;

/** Prints what a run does: a line for each step, then what each stage took. */
final class PrintedRun implements RunListener {

  private final PrintWriter out;

  PrintedRun(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void done(Step step) {
    out.printf(
        Locale.ROOT,
        "%-18s %-26s %7.1f s  %s%n",
        step.name(),
        step.of(),
        step.seconds(),
        words(step));
    out.flush();
  }

  private static String words(Step step) {
    return switch (step.kind()) {
      case NOTHING_NEW -> "nothing new";
      case WRITTEN ->
          String.format(
              Locale.ROOT,
              "%,d rows, %s/s",
              step.amount(),
              perSecond(step.amount(), step.seconds()));
      case WITHDRAWN -> String.format(Locale.ROOT, "%,d items taken back", step.amount());
      case VERIFIED -> String.format(Locale.ROOT, "%,d rows, 0 mismatches", step.amount());
      case PUBLISHED -> String.format(Locale.ROOT, "%,d tables", step.amount());
    };
  }

  /** A rate below ten has a decimal: a slow stage must not show as 0. */
  private static String perSecond(long amount, double seconds) {
    double rate = amount / Math.max(0.001, seconds);
    return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate);
  }

  @Override
  public void note(String sentence) {
    out.println(sentence);
    out.flush();
  }

  /** How fast each stage dealt with the items of this run, containers and what was in them. */
  @Override
  public void ended(RunSummary summary) {
    out.println();
    List<List<String>> rows =
        summary.stages().stream()
            .map(
                stage ->
                    List.of(
                        stage.stage(),
                        String.format(Locale.ROOT, "%,d", stage.rows()),
                        String.format(Locale.ROOT, "%.1f", stage.seconds()),
                        summary.received() == 0
                            ? ""
                            : perSecond(summary.received(), stage.seconds())))
            .toList();
    TextTable.print(out, List.of("stage", "rows written", "seconds", "items/s"), rows);
    mappings(summary);
    if (summary.written() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d items received in all = %,d landed + %,d rejected or quarantined%n",
          summary.balance().arrived(),
          summary.balance().landed(),
          summary.balance().rejected());
    } else {
      out.println(
          summary.published()
              ? "Nothing new came in; a run was published without new rows."
              : "Nothing new: no row was written.");
    }
    out.flush();
  }

  /** Counts alone: paths may name persons. */
  private void mappings(RunSummary summary) {
    if (!summary.mapped().isEmpty()) {
      out.println();
      TextTable.print(
          out,
          List.of("mapping", "items read", "columns absent in"),
          summary.mapped().stream()
              .map(
                  by ->
                      List.of(
                          by.mapping(),
                          String.format(Locale.ROOT, "%,d", by.items()),
                          String.format(Locale.ROOT, "%,d", by.columnsAbsent())))
              .toList());
    }
    if (summary.tablesWithoutMapping() > 0) {
      out.printf(
          Locale.ROOT,
          "Tables that fit no mapping and were read as text: %,d (issue table_without_mapping in"
              + " landing.items)%n",
          summary.tablesWithoutMapping());
    }
    if (!summary.mapped().isEmpty() || summary.tablesWithoutMapping() > 0) {
      out.println();
    }
  }
}
