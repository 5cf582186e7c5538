package org.insight.jobs.reports;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.insight.observe.RunHistory;
import org.insight.observe.RunMetrics;
import org.insight.observe.SlowItem;

/**
 * The ingest report, for those who run the platform: what came of all that was received, by source
 * and format, why items were not read, which took longest, and what was tried again. Counts and ids
 * only.
 */
public final class IngestPage {

  /** The page's name in the folder that it is written to. */
  public static final String FILE = "ingest.html";

  /** Name of the command whose runs are listed as tried again. */
  public static final String RETRY = "retry";

  private static final int RUNS = 20;

  private final IngestFigures figures;
  private final RunHistory history;
  private final TablesPage page = new TablesPage();

  private IngestPage(IngestFigures figures, RunHistory history) {
    this.figures = figures;
    this.history = history;
  }

  /**
   * The page.
   *
   * @param history of the runs whose figures are kept
   */
  public static String html(IngestFigures figures, RunHistory history) {
    IngestPage report = new IngestPage(figures, history);
    report.body();
    return report.page.html("What came in");
  }

  private void body() {
    page.raw("<h1>What came in</h1>\n");
    groups(
        "By source",
        "The source that the policy names. Items are files, messages and all that they hold; bytes"
            + " are theirs, so what is in a container counts twice. Quarantined ones came without a"
            + " usable policy; those not addressed to the General Secretariat are not read.",
        "source",
        figures.bySource());
    groups(
        "By format", "The media type by the bytes, not by the name.", "format", figures.byFormat());
    unread();
    slowest();
    rates();
    retried();
  }

  private void groups(String title, String how, String of, List<IngestFigures.Group> groups) {
    page.head(title, how);
    page.columns(
        of, "#items", "#read", "#rejected", "#quarantined", "#not addressed", "#pages", "#bytes");
    for (IngestFigures.Group group : groups) {
      page.row();
      page.rowHead(group.name());
      page.number(TablesPage.count(group.items()));
      page.number(TablesPage.count(group.read()));
      page.number(TablesPage.count(group.rejected()));
      page.number(TablesPage.count(group.quarantined()));
      page.number(TablesPage.count(group.notAddressed()));
      page.number(TablesPage.count(group.pages()));
      page.number(TablesPage.bytes(group.bytes()));
      page.endRow();
    }
    page.end();
  }

  private void unread() {
    page.head(
        "Not read, and why",
        "insight retry --reason REASON reads them again; landing.rejects has each with its reason in"
            + " words, but for what is quarantined, which no reader sees: insight status says of"
            + " which folders that came and what is wrong with it.");
    page.columns("reason", "format", "#items");
    for (IngestFigures.Unread unread : figures.reasons()) {
      page.row();
      page.rowHead(unread.reason());
      page.cell(unread.format());
      page.number(TablesPage.count(unread.items()));
      page.endRow();
    }
    page.end();
  }

  private void slowest() {
    Map<String, SlowItem> slowest = new LinkedHashMap<>();
    for (RunMetrics run : history.runs()) {
      run.slowestItems().forEach(item -> slowest.put(item.item(), item));
    }
    page.head("Slowest items", "Of the runs whose figures are kept, by their ids.");
    page.slowItems(
        slowest.values().stream()
            .sorted(Comparator.comparingDouble(SlowItem::seconds).reversed())
            .limit(RUNS)
            .toList());
  }

  private void rates() {
    page.head(
        "How fast",
        "Runs that received items, the last first. While one goes on, its rate and the time left"
            + " stand in its own output.");
    page.columns("command", "began", "#items", "#seconds to receive them", "#items/s");
    for (RunMetrics run : latest(run -> run.received() > 0 && receiving(run) > 0)) {
      double seconds = receiving(run);
      page.row();
      page.rowHead(run.command());
      page.cell(run.started().truncatedTo(ChronoUnit.SECONDS).toString());
      page.number(TablesPage.count(run.received()));
      page.number(TablesPage.seconds(seconds));
      page.number(TablesPage.seconds(run.received() / seconds));
      page.endRow();
    }
    page.end();
  }

  /** In seconds. */
  private static double receiving(RunMetrics run) {
    return run.steps().stream()
        .filter(step -> step.step().equals("receive-items"))
        .mapToDouble(step -> step.seconds())
        .sum();
  }

  private void retried() {
    page.head("Tried again", "insight retry, the last first.");
    page.columns("began", "ended", "#items read again");
    for (RunMetrics run : latest(run -> run.command().equals(RETRY))) {
      page.row();
      page.rowHead(run.started().truncatedTo(ChronoUnit.SECONDS).toString());
      page.cell(run.failed() ? "failed: " + run.failure() : "done", run.failed() ? "bad" : "");
      page.number(TablesPage.count(run.received()));
      page.endRow();
    }
    page.end();
  }

  /** The last runs of those that are wanted: of others there may be many after each. */
  private List<RunMetrics> latest(Predicate<RunMetrics> wanted) {
    List<RunMetrics> latest = new ArrayList<>(history.runs());
    Collections.reverse(latest);
    return latest.stream().filter(wanted).limit(RUNS).toList();
  }
}
