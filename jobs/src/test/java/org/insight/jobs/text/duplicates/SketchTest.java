package org.insight.jobs.text.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SketchTest {

  /** Of the numbers from one up to another, exclusive. */
  private static int[] sketch(int from, int to) {
    return Sketch.of(Sketch.distinct(LongStream.range(from, to).map(Hashes::mixed).toArray()));
  }

  @Test
  void smallSetsAreComparedExactly() {
    assertThat(Sketch.similarity(sketch(0, 300), sketch(100, 500))).isEqualTo(200 / 500.0);
    assertThat(Sketch.similarity(sketch(100, 500), sketch(0, 300))).isEqualTo(200 / 500.0);
    assertThat(Sketch.similarity(sketch(0, 3), sketch(3, 6))).isZero();
    assertThat(Sketch.similarity(sketch(0, 511), sketch(1, 512))).isEqualTo(510 / 512.0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 20000, 4000, 24000",
    "0, 10000, 0, 7000",
    "0, 400, 0, 600",
    "0, 9000, 9000, 9100"
  })
  void largeSetsAreEstimatedWithinFourStandardErrors(int from, int to, int from2, int to2) {
    double shared = Math.max(0, Math.min(to, to2) - Math.max(from, from2));
    double exact = shared / (to - from + to2 - from2 - shared);
    double error = Math.sqrt(exact * (1 - exact) / Sketch.SIZE);
    assertThat(Sketch.similarity(sketch(from, to), sketch(from2, to2)))
        .isEqualTo(Sketch.similarity(sketch(from2, to2), sketch(from, to)))
        .isCloseTo(exact, within(4 * error));
  }

  @Test
  void anEmptySetIsLikeNone() {
    assertThat(Sketch.similarity(new int[0], new int[0])).isZero();
    assertThat(Sketch.similarity(new int[0], sketch(0, 9))).isZero();
  }

  @Test
  void hashesStandOnceAndInOrder() {
    assertThat(Sketch.distinct(new long[] {3L << 32, -1L << 32, 3L << 32 | 7}))
        .containsExactly(-1, 3);
    assertThat(sketch(0, 1000)).hasSize(Sketch.SIZE).isSorted();
  }
}
