package org.insight.jobs.landing.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigitsTest {

  @Test
  void digitsSpacesAndHyphensAreOfOneKindUnitForUnit() {
    String text =
        "٠١٢ ۳۴۵ ९\u00a0a\u2007\u2009\u202f\u3000b\u200c\t\n\ud835\udfd8é\u2010c\u2011d\u2012–";
    assertThat(Digits.western(text))
        .isEqualTo("012 345 9 a    b\u200c\t\n\ud835\udfd8é-c-d\u2012–")
        .hasSameSizeAs(text);
  }

  @Test
  void aTextWithoutThemIsItself() {
    String text = "Fait le 12 mars 2024, à l'été";
    assertThat(Digits.western(text)).isSameAs(text);
  }
}
