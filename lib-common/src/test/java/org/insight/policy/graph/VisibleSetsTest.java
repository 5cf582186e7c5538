package org.insight.policy.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisibleSetsTest {

  private static final LocalDate MAY = LocalDate.of(2027, 5, 31);
  private static final LocalDate JUNE = LocalDate.of(2027, 6, 30);

  @Test
  void eachLastDayLeavesASmallerSet() {
    VisibleSets sets =
        VisibleSets.of(
            List.of(
                new Grant("s", "a", null),
                new Grant("s", "b", MAY),
                new Grant("s", "c", JUNE),
                new Grant("s", "d", MAY)));
    assertThat(sets.within(List.of("a", "b", "c", "d")))
        .containsExactlyInAnyOrder(Set.of("a", "b", "c", "d"), Set.of("a", "c"), Set.of("a"));
  }

  @Test
  void aSetThatTwoScopesShareIsThereOnce() {
    VisibleSets sets =
        VisibleSets.of(
            List.of(
                new Grant("s", "a", null), new Grant("t", "a", null), new Grant("t", "x", null)));
    assertThat(sets.within(List.of("a", "b")))
        .containsExactlyInAnyOrder(Set.of("a"), Set.of("a", "b"));
  }

  @Test
  void withoutGrantsThereIsTheSetOfAll() {
    assertThat(VisibleSets.of(List.of()).within(List.of("b", "a")))
        .containsExactly(Set.of("a", "b"));
  }

  @Test
  void theLongerOfTwoGrantsHolds() {
    VisibleSets sets =
        VisibleSets.of(
            List.of(
                new Grant("s", "a", MAY), new Grant("s", "a", null), new Grant("s", "b", JUNE)));
    assertThat(sets.within(List.of("a", "b")))
        .containsExactlyInAnyOrder(Set.of("a", "b"), Set.of("a"));
  }
}
