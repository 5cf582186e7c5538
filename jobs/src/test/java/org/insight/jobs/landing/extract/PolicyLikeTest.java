package org.insight.jobs.landing.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyLikeTest {

  @ParameterizedTest
  @CsvSource({
    "policy, policy, 0",
    "polcy, policy, 1",
    "pollicy, policy, 1",
    "pokicy, policy, 1",
    "ploicy, policy, 1",
    "plcy, policy, 2",
    "police, policies, 2",
    "'', policy, 6",
  })
  void editsAreCountedWithSwappedLettersAsOne(String a, String b, int edits) {
    for (int most = 0; most < 8; most++) {
      assertThat(PolicyLike.within(a, b, most)).isEqualTo(edits <= most);
      assertThat(PolicyLike.within(b, a, most)).isEqualTo(edits <= most);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Copy of report.pdf, report.pdf",
    "Copy (2) of report.pdf, report.pdf",
    "report - Copy.pdf, report.pdf",
    "report (1).pdf, report.pdf",
    "report - Copy (3).pdf, report.pdf",
    ".report.pdf, report.pdf",
    "~$report.pdf, report.pdf",
    "report.pdf, report.pdf",
    "report, report",
    "report 2024.pdf, report 2024.pdf",
  })
  void marksOfCopiesAreNoneOfAName(String name, String without) {
    assertThat(PolicyLike.unmarked(name)).isEqualTo(without);
  }

  /** A task of many threads asks it at once. */
  @Test
  void severalThreadsGetTheSameAnswers() {
    assertThat(
            IntStream.range(0, 20_000)
                .parallel()
                .filter(
                    i ->
                        PolicyLike.nameOf(i % 2 == 0 ? "\u0440olicy.yaml" : "police-" + i + ".txt")
                            != null
                            == (i % 2 != 0)))
        .isEmpty();
  }

  @Test
  void aNameOfAnyLengthAndAnySignsIsToldInATimeThatGrowsWithIt() {
    for (String part : new String[] {"policy.", "\u0301", "\ud800", "copy ", "\ufdfa", "a.b-"}) {
      assertThat(PolicyLike.nameOf(part.repeat(20_000) + "x.pdf")).isNull();
    }
  }
}
