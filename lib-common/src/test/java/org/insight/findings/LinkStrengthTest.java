package org.insight.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkStrengthTest {

  @ParameterizedTest
  @CsvSource({
    "1024, 2, 9.0",
    "1024, 512, 1.0",
    "1024, 1024, 0.0",
    // Shared by more than there are, as of an end that has no link any more.
    "2, 3, 0.0",
    "0, 2, 0.0",
    // Rarer than one in a million is as good as that.
    "4194304, 2, 20.0",
    "1000, 3, 8.381",
  })
  void whatManyShareWeighsLittle(long ends, long sharing, double bits) {
    assertThat(LinkStrength.bits(LinkStrength.chance(ends, Map.of("phone", sharing))))
        .isEqualTo(bits);
  }

  @Test
  void kindsAddUpToTheScale() {
    assertThat(LinkStrength.bits(LinkStrength.chance(1024, Map.of("phone", 2L, "iban", 4L))))
        .isEqualTo(17);
    assertThat(
            LinkStrength.bits(
                LinkStrength.chance(1L << 30, Map.of("phone", 2L, "iban", 2L, "email", 2L))))
        .isEqualTo(LinkStrength.SCALE);
  }

  @Test
  void anEndWithManyLinksLetsAPathSayLittle() {
    assertThat(LinkStrength.bits(LinkStrength.passing(1024, 511))).isEqualTo(1);
    assertThat(LinkStrength.bits(LinkStrength.passing(1024, 1))).isEqualTo(9);
  }
}
