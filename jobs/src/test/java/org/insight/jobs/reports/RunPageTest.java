package org.insight.jobs.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.insight.engine.TaskTotals.SlowTask;
import org.insight.observe.RunHistory;
import org.insight.observe.RunMetrics;
import org.insight.observe.RunMetrics.Outcome;
import org.insight.observe.SlowItem;
import org.insight.observe.StepMetrics;
import org.junit.jupiter.api.Test;

class RunPageTest {

  private static RunMetrics run(int hour, Outcome outcome, String failure, long rows, String job) {
    boolean failed = outcome == Outcome.FAILED;
    StepMetrics step =
        new StepMetrics(
            job,
            "text.documents",
            failed ? StepMetrics.FAILED : StepMetrics.WRITTEN,
            rows,
            1,
            1 + rows / 100.0,
            rows / 100.0,
            1,
            2,
            8,
            4096,
            20,
            10,
            1_000_000,
            List.of(new SlowTask("count at <line>", 0.75)));
    return new RunMetrics(
        "id",
        "run",
        "2026-11-25T0" + hour + ":00:00Z",
        30,
        outcome,
        failure,
        failed ? null : (long) hour,
        40,
        1_000_000,
        12,
        new TreeMap<>(Map.of("corrupt", 3L)),
        12.5,
        null,
        List.of(new SlowItem("0f3a", "application/pdf", 5_000_000, 61.25)),
        List.of(step));
  }

  @Test
  void theItemsThatTookLongestAreToldByTheirIds() {
    String page =
        RunPage.html(new RunHistory(List.of(run(1, Outcome.PUBLISHED, "", 9, "read-documents"))));
    assertThat(page).contains("Slowest items", "0f3a", "application/pdf", "5,000,000", "61.3");
  }

  @Test
  void theLastRunIsHeldAgainstTheMedianOfThoseBefore() {
    String page =
        RunPage.html(
            new RunHistory(
                List.of(
                    run(0, Outcome.PUBLISHED, "", 100, "read-documents"),
                    run(1, Outcome.PUBLISHED, "", 300, "read-documents"),
                    run(2, Outcome.PUBLISHED, "", 200, "read-documents"),
                    run(3, Outcome.PUBLISHED, "", 600, "read-documents"))));
    String growth = page.substring(page.indexOf("<h2>Growth"), page.indexOf("<h2>Rejected"));
    assertThat(growth)
        .contains(
            "<th scope=\"row\">read-documents</th><td class=\"n\">4</td>"
                + "<td class=\"n\">600</td><td class=\"n\">3.0</td>")
        // 100, 300, 200 and 600 rows in the order of the runs: the highest on top, at y = 1.
        .contains("points=\"1.0,16.0 40.3,10.0 79.7,13.0 119.0,1.0\"");
    assertThat(page).contains("published as run 3", "<td class=\"n\">3</td>");
  }

  @Test
  void theMedianOfTwoIsBetweenThem() {
    String page =
        RunPage.html(
            new RunHistory(
                List.of(
                    run(0, Outcome.PUBLISHED, "", 100, "read-documents"),
                    run(1, Outcome.PUBLISHED, "", 300, "read-documents"),
                    run(2, Outcome.PUBLISHED, "", 300, "read-documents"))));
    assertThat(page.substring(page.indexOf("<h2>Growth")))
        .contains("<td class=\"n\">300</td><td class=\"n\">1.5</td>");
  }

  @Test
  void aRunThatFailedIsShownWithTheKindOfItsError() {
    String page =
        RunPage.html(
            new RunHistory(List.of(run(1, Outcome.FAILED, "external", 0, "read-documents"))));
    assertThat(page).contains("<td class=\"bad\">failed: external</td>");
    assertThat(page).contains("<td class=\"bad\">failed</td><td><svg");
  }

  @Test
  void textIsEscapedAndNothingIsFetchedOrRun() {
    String page =
        RunPage.html(
            new RunHistory(List.of(run(1, Outcome.PUBLISHED, "", 5, "<script>alert(1)</script>"))));
    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "count at &lt;line&gt;")
        .contains("default-src 'none'")
        .doesNotContain("<script", "http:", "https:", "src=", "href=", "url(");
  }

  @Test
  void withoutARunThePageSaysSo() {
    assertThat(RunPage.html(new RunHistory(List.of()))).contains("No run has left its figures");
  }
}
