package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.insight.resolution.Subject.Identifier;
import org.insight.resolution.Subject.Kind;
import org.junit.jupiter.api.Test;

class CrowdedKeysTest {

  private static final int MOST = 6;

  private record Drawn(String access, long ends) {}

  private static Profile profile(String passport) {
    return Profile.of(
        new Subject(
            Kind.PERSON,
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of(new Identifier("passport", "FR", passport)),
            List.of(),
            List.of(),
            List.of()),
        Trainer.untrained(1_000_000, 50, new TermFrequencies.Builder().build()));
  }

  /** Of subjects that all have one key. */
  @Test
  void aPairIsCrowdedIfItsBlockLeavesItOut() {
    Profile profile = profile("12AB34567");
    Random random = new Random(7);
    int marked = 0;
    int unmarked = 0;
    for (int round = 0; round < 300; round++) {
      Block block = new Block(MOST);
      CrowdedKeys crowded = new CrowdedKeys(MOST);
      List<Drawn> drawn =
          random
              .ints(2 + random.nextInt(10), 0, 9)
              .mapToObj(n -> new Drawn("access" + n % 3, 20_000 + n / 3))
              .toList();
      for (int i = 0; i < drawn.size(); i++) {
        block.add(i, drawn.get(i).access(), drawn.get(i).ends());
        crowded.add(profile.keys()[0], drawn.get(i).access(), drawn.get(i).ends(), 1);
      }
      Set<List<Integer>> compared = new HashSet<>();
      block.forEach((one, other) -> compared.add(List.of(one, other)));
      for (int i = 0; i < drawn.size(); i++) {
        for (int j = i + 1; j < drawn.size(); j++) {
          Drawn a = drawn.get(i);
          Drawn b = drawn.get(j);
          boolean isMarked =
              crowded.shared(profile, a.access(), a.ends(), profile, b.access(), b.ends());
          assertThat(isMarked).isNotEqualTo(compared.contains(List.of(i, j)));
          assertThat(
                  crowded.shared(
                      profile, a.access(), a.ends(), profile("98ZY76543"), b.access(), b.ends()))
              .as("two that do not share the key")
              .isFalse();
          marked += isMarked ? 1 : 0;
          unmarked += isMarked ? 0 : 1;
        }
      }
    }
    assertThat(Math.min(marked, unmarked)).isGreaterThan(500);
  }
}
