package org.insight.jobs.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.insight.observe.RunHistory;
import org.insight.observe.RunMetrics;
import org.insight.observe.SlowItem;
import org.insight.observe.StepMetrics;
import org.junit.jupiter.api.Test;

class IngestPageTest {

  private static final IngestFigures FIGURES =
      new IngestFigures(
          List.of(new IngestFigures.Group("FR", 1200, 1100, 60, 28, 12, 3400, 5_000_000)),
          List.of(new IngestFigures.Group("application/<b>", 10, 9, 1, 0, 0, 8, 7)),
          List.of(new IngestFigures.Unread("encrypted", "application/pdf", 42)));

  private static RunMetrics run(int hour, String command, long received, SlowItem... slow) {
    return new RunMetrics(
        "id" + hour,
        command,
        "2026-11-25T0" + hour + ":00:00Z",
        30,
        RunMetrics.Outcome.PUBLISHED,
        "",
        (long) hour,
        40,
        1_000_000,
        received,
        new TreeMap<>(),
        0.0,
        null,
        List.of(slow),
        List.of(
            new StepMetrics(
                "receive-items",
                "landing.arrivals",
                StepMetrics.WRITTEN,
                received,
                0,
                20,
                20,
                1,
                1,
                1,
                0,
                0,
                0,
                1,
                List.of())));
  }

  @Test
  void itSaysWhatCameAndWhatCameOfIt() {
    String page =
        IngestPage.html(
            FIGURES,
            new RunHistory(
                List.of(
                    run(1, "run", 500, new SlowItem("0f3a", "application/pdf", 9, 61.25)),
                    run(2, "retry", 42))));
    assertThat(page).contains("FR", "1,200", "3,400", "5.0 MB", "encrypted", "0f3a", "61.3");
    assertThat(page.indexOf(">28<")).isPositive().isLessThan(page.indexOf(">12<"));
    assertThat(page).contains("application/&lt;b&gt;").doesNotContain("<b>");
    assertThat(page.substring(page.indexOf("How fast"))).contains("25.0");
    assertThat(page.substring(page.indexOf("Tried again"))).contains("2026-11-25T02:00:00Z", "42");
  }

  @Test
  void runsThatReceivedNothingTakeNoRunsPlace() {
    List<RunMetrics> runs = new ArrayList<>(List.of(run(1, "run", 500), run(2, "retry", 42)));
    // As Airflow leaves them: each job of an ingest is a run of its own.
    for (int i = 0; i < 25; i++) {
      runs.add(run(3, "job", 0));
    }
    String page = IngestPage.html(FIGURES, new RunHistory(runs));
    String rates = page.substring(page.indexOf("How fast"), page.indexOf("Tried again"));
    assertThat(rates)
        .contains("2026-11-25T01:00:00Z", "2026-11-25T02:00:00Z")
        .doesNotContain("2026-11-25T03:00:00Z");
    assertThat(page.substring(page.indexOf("Tried again")))
        .contains("2026-11-25T02:00:00Z")
        .doesNotContain("2026-11-25T01:00:00Z");
  }

  @Test
  void theLastRunsAreListedAndNoMore() {
    List<RunMetrics> runs = new ArrayList<>(List.of(run(1, "retry", 7)));
    for (int i = 0; i < 20; i++) {
      runs.add(run(2, "retry", 42));
    }
    assertThat(IngestPage.html(FIGURES, new RunHistory(runs)))
        .contains("2026-11-25T02:00:00Z")
        .doesNotContain("2026-11-25T01:00:00Z");
  }

  @Test
  void itIsWholeWithoutAnyRun() {
    assertThat(IngestPage.html(FIGURES, new RunHistory(List.of())))
        .contains("</main>", "Slowest items");
  }
}
