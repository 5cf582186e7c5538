package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldingTest {

  @Test
  void letterByLetterIsTheSameAsWhole() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder term = new StringBuilder();
      for (int length = random.nextInt(12); length >= 0; length--) {
        term.append((char) random.nextInt(random.nextInt(20) == 0 ? 0xd800 : 0x700));
      }
      assertThat(Folding.fold(term.toString()))
          .as("%s of seed %d", term, seed)
          .isEqualTo(Folding.whole(term.toString()));
    }
  }

  @Test
  void aWordHasOneForm() {
    assertThat(Folding.fold("  Saint-Étienne, Œuvre ")).isEqualTo("saint etienne oeuvre");
    assertThat(Folding.fold("إِسْكَنْدَريّة")).isEqualTo(Folding.fold("اسكندرية"));
    assertThat(Folding.fold("ΟΔΟΣ")).isEqualTo("οδος");
  }
}
