package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionTest {

  @Test
  void theMostFrequentNameIsShown() {
    assertThat(Caption.of(List.of("Ana Maria Sol", "Ana Sol", "Ana Sol"))).isEqualTo("Ana Sol");
  }

  @Test
  void ofEquallyFrequentNamesTheLongestIsShown() {
    assertThat(Caption.of(List.of("Ana Sol", "Ana Maria Sol"))).isEqualTo("Ana Maria Sol");
  }

  @Test
  void ofEquallyLongNamesTheFirstInOrderIsShown() {
    assertThat(Caption.of(List.of("Sol B", "Sol A"))).isEqualTo("Sol A");
  }

  @Test
  void withoutNamesThereIsNone() {
    assertThat(Caption.of(List.of())).isNull();
  }
}
