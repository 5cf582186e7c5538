package org.insight.jobs.text.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CtcDecoderTest {

  /** Classes: blank, a, é, a Chinese sign, the full-width a, space. */
  private static final CtcDecoder DECODER = new CtcDecoder("a\né\n中\nａ\n");

  private static final int BLANK = 0;
  private static final int A = 1;
  private static final int E = 2;
  private static final int CHINESE = 3;
  private static final int WIDE = 4;
  private static final int SPACE = 5;

  @Test
  void repetitionsAreOneSignUnlessABlankIsBetweenThem() {
    assertThat(text(steps(A, A, BLANK, A, E, E))).isEqualTo("aaé");
  }

  @Test
  void theLastClassIsTheSpace() {
    assertThat(DECODER.classes()).isEqualTo(6);
    assertThat(text(steps(A, SPACE, SPACE, E))).isEqualTo("a é");
  }

  @Test
  void signsOfOtherScriptsAreLeftOutForTheNextBest() {
    float[] step = {0.1f, 0.2f, 0, 0.6f, 0.1f, 0};
    List<CtcDecoder.Letter> letters = DECODER.decode(FloatBuffer.wrap(step), 1);
    assertThat(letters).containsExactly(new CtcDecoder.Letter("a", 0, 0.2f));
    assertThat(text(steps(CHINESE, WIDE))).isEmpty();
  }

  @Test
  void aSignKnowsItsStepAndProbability() {
    assertThat(DECODER.decode(steps(BLANK, BLANK, E), 3))
        .containsExactly(new CtcDecoder.Letter("é", 2, 1));
  }

  private static String text(FloatBuffer probabilities) {
    return DECODER.decode(probabilities, probabilities.limit() / DECODER.classes()).stream()
        .map(CtcDecoder.Letter::sign)
        .collect(Collectors.joining());
  }

  /** One class of each step has all probability. */
  private static FloatBuffer steps(int... classes) {
    FloatBuffer steps = FloatBuffer.allocate(classes.length * DECODER.classes());
    for (int i = 0; i < classes.length; i++) {
      steps.put(i * DECODER.classes() + classes[i], 1);
    }
    return steps;
  }
}
