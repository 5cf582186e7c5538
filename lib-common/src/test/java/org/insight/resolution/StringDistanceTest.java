package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bit-parallel distances against their definitions. */
class StringDistanceTest {

  private final StringDistance distance = new StringDistance();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String word(Random random, int letters) {
    int length = random.nextInt(13);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(letters)));
    }
    return word.toString();
  }

  /** Optimal string alignment by its recurrence. */
  private static int alignment(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  /** Jaro–Winkler by its definition. */
  private static double jaroWinkler(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return 0;
    }
    int window = Math.max(0, Math.max(a.length(), b.length()) / 2 - 1);
    boolean[] usedA = new boolean[a.length()];
    boolean[] usedB = new boolean[b.length()];
    int common = 0;
    for (int j = 0; j < b.length(); j++) {
      for (int i = Math.max(0, j - window); i <= Math.min(a.length() - 1, j + window); i++) {
        if (!usedA[i] && a.charAt(i) == b.charAt(j)) {
          usedA[i] = true;
          usedB[j] = true;
          common++;
          break;
        }
      }
    }
    if (common == 0) {
      return 0;
    }
    int moved = 0;
    int j = 0;
    for (int i = 0; i < a.length(); i++) {
      if (usedA[i]) {
        while (!usedB[j]) {
          j++;
        }
        if (a.charAt(i) != b.charAt(j++)) {
          moved++;
        }
      }
    }
    double jaro =
        ((double) common / a.length()
                + (double) common / b.length()
                + (double) (common - moved / 2) / common)
            / 3;
    int prefix = 0;
    while (prefix < Math.min(4, Math.min(a.length(), b.length()))
        && a.charAt(prefix) == b.charAt(prefix)) {
      prefix++;
    }
    return jaro > .7 + 1e-9 ? jaro + prefix * .1 * (1 - jaro) : jaro;
  }

  @Test
  void distancesAreThoseOfTheirDefinitions() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      int letters = 2 + random.nextInt(6);
      String a = word(random, letters);
      String b = word(random, letters);
      String pair = a + " " + b;
      assertThat(distance.alignment(bytes(a), bytes(b), 64)).as(pair).isEqualTo(alignment(a, b));
      assertThat(distance.alignment(bytes(a), bytes(b), 2))
          .as(pair)
          .isEqualTo(Math.min(3, alignment(a, b)));
      assertThat(distance.jaroWinkler(bytes(a), bytes(b), 0) / 1_000_000.0)
          .as(pair)
          .isBetween(jaroWinkler(a, b) - .000_01, jaroWinkler(a, b) + .000_01);
      assertThat(distance.jaroWinkler(bytes(b), bytes(a), 0))
          .as(pair)
          .isEqualTo(distance.jaroWinkler(bytes(a), bytes(b), 0));
      assertThat(distance.alignment(bytes(b), bytes(a), 2))
          .as(pair)
          .isEqualTo(distance.alignment(bytes(a), bytes(b), 2));
      int least = 840_000;
      boolean close = jaroWinkler(a, b) > .840_01;
      if (close) {
        assertThat(distance.jaroWinkler(bytes(a), bytes(b), least))
            .as(pair)
            .isGreaterThanOrEqualTo(least);
      }
    }
  }

  @Test
  void longTextIsComparedByItsBeginning() {
    byte[] a = new byte[200];
    Arrays.fill(a, (byte) 'a');
    byte[] b = Arrays.copyOf(a, 200);
    b[150] = 'b';
    assertThat(distance.alignment(a, b, 2)).isZero();
    assertThat(distance.jaroWinkler(a, b, 0)).isEqualTo(1_000_000);
  }
}
