package org.insight.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSafeTextTest {

  private static final String ACUTE = "\u0301";
  private static final String DOT_BELOW = "\u0323";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G\u00e9rard Ge\u0301rard",
        "مُحَمَّدٌ",
        "दिल्ली",
        "각 \u1100\u1161\u11a8",
        "\ud835\udd65 ﬁ ﷺ",
        "\ud800",
        "a\u0323\u0301\u0316\u0302"
      })
  void textOfALanguageIsNormalizedAsByUnicode(String text) {
    for (Form form : Form.values()) {
      assertThat(StreamSafeText.normalize(text, form)).isEqualTo(Normalizer.normalize(text, form));
    }
  }

  @Test
  void noMoreThanThirtyMarksStayInARow() {
    String text = "o" + ACUTE.repeat(31) + DOT_BELOW + "x";
    assertThat(StreamSafeText.normalize(text, Form.NFD))
        .isEqualTo("o" + ACUTE.repeat(30) + "\u034f" + DOT_BELOW + ACUTE + "x");
    assertThat(StreamSafeText.normalize("o" + ACUTE.repeat(30) + "x", Form.NFD))
        .isEqualTo("o" + ACUTE.repeat(30) + "x");
  }

  @ParameterizedTest
  @EnumSource
  void normalizedTwiceATextStays(Form form) {
    // Marks of which two come, letters with marks of their own, and marks of two units.
    for (String mark : new String[] {ACUTE, "\u0344", "\u0f73", "\ud834\udd65", "\u034f", "ु"}) {
      String text = "\ufb2c" + mark.repeat(95) + DOT_BELOW.repeat(40) + "\u1e69" + mark.repeat(33);
      String once = StreamSafeText.normalize(text, form);
      assertThat(StreamSafeText.normalize(once, form)).isEqualTo(once);
      assertThat(Normalizer.isNormalized(once, form)).isTrue();
      assertThat(once).doesNotContainPattern("[\\p{M}&&[^\u034f]]{31}");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aMillionMarksOutOfOrderAreNormalized() {
    int many = 500_000;
    String text = "a" + ACUTE.repeat(many) + DOT_BELOW.repeat(many);
    for (Form form : Form.values()) {
      String normal = StreamSafeText.normalize(text, form);
      assertThat(normal.length()).as("with what parts them").isGreaterThan(2 * many + many / 30);
      assertThat(Normalizer.isNormalized(normal, form)).isTrue();
    }
  }
}
