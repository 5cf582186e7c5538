package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;

class GroupGapTest {

  private static final long LEAST = 200;

  private static List<GroupGap> gaps(String by, Map<String, PairCounts> groups) {
    return GroupGap.of(Map.of(by, new TreeMap<>(groups)), LEAST);
  }

  @Test
  void aGapIsBetweenTheBestAndTheWorstGroup() {
    List<GroupGap> gaps =
        gaps(
            "origin",
            Map.of(
                "ar", new PairCounts(1000, 900, 855),
                "fr", new PairCounts(1000, 1000, 990),
                "it", new PairCounts(200, 200, 196)));
    assertThat(gaps).extracting(GroupGap::share).containsExactly("precision", "recall");
    assertThat(gaps).extracting(GroupGap::gap).containsExactly(0.04, 0.135);
    assertThat(gaps.get(1).worst()).isEqualTo(new GroupGap.Group("ar", 0.855));
    assertThat(gaps.get(1).best()).isEqualTo(new GroupGap.Group("fr", 0.99));
    assertThat(gaps.get(1).tooFew()).isEmpty();
    assertThat(gaps.get(1).asMap())
        .isEqualTo(
            Map.of(
                "by", "origin",
                "share", "recall",
                "gap", 0.135,
                "worst", "ar",
                "best", "fr",
                "too_few_pairs", List.of()));
  }

  @Test
  void groupsOfFewPairsAreNamedAndNotHeldAgainstTheLimit() {
    List<GroupGap> gaps =
        gaps(
            "origin",
            Map.of(
                "ar", new PairCounts(199, 10, 5),
                "en", new PairCounts(500, 100, 90),
                "fr", new PairCounts(500, 500, 500),
                "it", new PairCounts(300, 300, 300)));
    assertThat(gaps)
        .extracting(GroupGap::tooFew)
        .containsExactly(List.of("ar", "en"), List.of("ar"));
    assertThat(gaps).extracting(GroupGap::gap).containsExactly(0.0, 0.82);
  }

  @Test
  void aGreaterGapThanTheLimitBreaksTheContractAndAnEqualOneDoesNot() {
    List<GroupGap> gaps =
        gaps(
            "sex", Map.of("F", new PairCounts(400, 380, 380), "M", new PairCounts(1000, 980, 980)));
    assertThatCode(() -> GroupGap.require(gaps, 0.03)).doesNotThrowAnyException();
    assertThatThrownBy(() -> GroupGap.require(gaps, 0.0299))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONTRACT))
        .hasMessage(
            "Cannot accept the gaps between groups: each must be at most 0.0299, found 0.0300 in"
                + " recall by sex (F 0.9500, M 0.9800)");
  }

  @Test
  void aLimitThatNothingIsHeldToIsRefused() {
    List<GroupGap> one =
        gaps("sex", Map.of("F", new PairCounts(199, 199, 0), "M", new PairCounts(500, 500, 500)));
    assertThat(one).extracting(GroupGap::gap).containsOnlyNulls();
    assertThatThrownBy(() -> GroupGap.require(one, 1))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
        .hasMessage(
            "Cannot hold the gaps between groups to a limit: two groups with enough pairs are"
                + " needed, found 1 in precision by sex; 1 in recall by sex");
    assertThatThrownBy(() -> GroupGap.require(List.of(), 1))
        .isInstanceOf(InsightException.class)
        .hasMessageEndingWith("found no persons");
  }
}
