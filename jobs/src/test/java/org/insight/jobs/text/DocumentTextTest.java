package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentTextTest {

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("line ends", "a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne"),
        Arguments.of("decomposed accents", "Ge\u0301rard", "G\u00e9rard"),
        Arguments.of("NUL and control characters", "a\0b\u0007c\td", "abc\td"),
        Arguments.of("marks of direction", "\u200fمحمد\u200e \u202bعلي\u202c", "محمد علي"),
        Arguments.of("byte order mark", "\ufeffRapport", "Rapport"),
        Arguments.of("half a surrogate pair", "a\ud83db\udc00", "a\ufffdb\ufffd"),
        Arguments.of("a whole surrogate pair", "a\ud83d\ude00b", "a\ud83d\ude00b"),
        Arguments.of("a joiner of Persian", "می\u200cخواهم", "می\u200cخواهم"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void textHasOneForm(String what, String raw, String clean) {
    assertThat(DocumentText.clean(raw)).as(what).isEqualTo(clean);
  }

  @Test
  void cleaningTwiceChangesNothing() {
    String once = DocumentText.clean("\ufeffe\u0301\u200f\r\n\ud800x\0");
    assertThat(DocumentText.clean(once)).isEqualTo(once);
  }

  @Test
  void marksInARowAreOfALengthThatIsSoonPutInOrder() {
    String marks = ("\u0301".repeat(40) + "\u200b").repeat(25) + "\u0323".repeat(1_000);
    String clean = DocumentText.clean("a" + marks + "b");
    assertThat(clean).doesNotContainPattern("[\\p{M}&&[^\u034f]]{31}");
    assertThat(clean).startsWith("\u00e1\u0301").endsWith("\u0323b");
    assertThat(DocumentText.clean(clean)).isEqualTo(clean);
  }
}
