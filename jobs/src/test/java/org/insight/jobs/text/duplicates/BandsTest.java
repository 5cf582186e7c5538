package org.insight.jobs.text.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BandsTest {

  private static final int PAIRS = 200;

  /** How many of 200 pairs of sets of 100, with so many in common, share a bucket. */
  private static int sharing(int common) {
    int sharing = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      long start = pair * 1_000L;
      long[] one = Bands.of(LongStream.range(start, start + 100).map(Hashes::mixed).toArray());
      long[] other =
          Bands.of(
              LongStream.range(start + 100 - common, start + 200 - common)
                  .map(Hashes::mixed)
                  .toArray());
      if (IntStream.range(0, one.length).anyMatch(i -> one[i] == other[i])) {
        sharing++;
      }
    }
    return sharing;
  }

  @Test
  void setsShareABucketAsTheCurveSays() {
    // 90 of 110 are .82: a chance of .9999; 83 of 117 are .71: .992; 46 of 154 are .30: .058.
    assertThat(sharing(90)).isGreaterThanOrEqualTo(199);
    assertThat(sharing(83)).isGreaterThanOrEqualTo(192);
    assertThat(sharing(46)).isBetween(2, 30);
    assertThat(sharing(0)).isZero();
  }

  @Test
  void orderAndRepetitionMakeNoDifference() {
    assertThat(Bands.of(new long[] {1, 2, 3})).isEqualTo(Bands.of(new long[] {3, 1, 2, 1}));
  }

  @Test
  void anEmptySetHasNoBucket() {
    assertThat(Bands.of(new long[0])).isEmpty();
  }
}
