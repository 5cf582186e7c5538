package org.insight.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\u0000", "\u001b", "\u0085", "\u009b", "\u2028", "\u2029"})
  void whatBreaksALineIsNone(String odd) {
    assertThat(OneLine.is("case" + odd + "12")).isFalse();
    assertThat(OneLine.of("case" + odd + odd + "12 ")).isEqualTo("case 12");
    assertThat(OneLine.shown("case" + odd + odd + "12 ")).isEqualTo("case  12 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u061c", "\u200b", "\u200e", "\u200f", "\u202e", "\u2066", "\ufeff"})
  void whatIsNotSeenIsALineAndNotShown(String odd) {
    assertThat(OneLine.is("case" + odd + "12")).isTrue();
    assertThat(OneLine.of("case" + odd + odd + "12")).isEqualTo("case 12");
    assertThat(OneLine.shown("case" + odd + odd + "12")).isEqualTo("case  12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0645\u06cc\u200c\u062e", "\u0915\u094d\u200d\u0937", "Fic\u00adta"})
  void whatBelongsToWordsStays(String word) {
    assertThat(OneLine.is(word)).isTrue();
    assertThat(OneLine.of(word)).isEqualTo(word);
    assertThat(OneLine.shown(word)).isEqualTo(word);
  }

  @Test
  void aMessageIsCutAndWhatIsShownIsNot() {
    assertThat(OneLine.of("x".repeat(81))).isEqualTo("x".repeat(80) + "…");
    assertThat(OneLine.shown("x".repeat(81))).hasSize(81);
  }
}
