package org.insight.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.insight.audit.SpotCheck.Candidate;
import org.insight.core.Sha256;
import org.junit.jupiter.api.Test;

class SpotCheckTest {

  private static final List<Candidate> READS = new ArrayList<>();

  static {
    for (int i = 1; i <= 100; i++) {
      String reader = i <= 70 ? "much" : i <= 98 ? "some" : "little";
      READS.add(new Candidate(i, reader, Sha256.hex("entry " + i)));
    }
  }

  private static Map<String, Long> byReader(List<Candidate> drawn) {
    return drawn.stream().collect(Collectors.groupingBy(Candidate::reader, Collectors.counting()));
  }

  @Test
  void everyReaderIsLookedAtAndTheRestGoesByHowMuchIsRead() {
    assertThat(byReader(SpotCheck.draw(READS, 10, 1)))
        .isEqualTo(Map.of("much", 7L, "some", 2L, "little", 1L));
  }

  @Test
  void theSameSeedGivesTheSameReadsInWhateverOrderTheyCome() {
    List<Candidate> mixed = new ArrayList<>(READS);
    Collections.shuffle(mixed, new Random(3));
    assertThat(SpotCheck.draw(mixed, 10, 1)).isEqualTo(SpotCheck.draw(READS, 10, 1));
    assertThat(SpotCheck.draw(READS, 10, 2)).isNotEqualTo(SpotCheck.draw(READS, 10, 1));
  }

  @Test
  void noReadIsDrawnTwiceAndNoMoreThanThereAre() {
    assertThat(SpotCheck.draw(READS, 1_000, 1)).hasSize(100).doesNotHaveDuplicates();
    assertThat(SpotCheck.draw(READS, 2, 1)).hasSize(2);
    assertThat(SpotCheck.draw(List.of(), 5, 1)).isEmpty();
  }

  @Test
  void everyReadCanBeDrawnByTheSeed() {
    long distinct =
        new Random(5)
            .longs(300)
            .boxed()
            .flatMap(seed -> SpotCheck.draw(READS, 10, seed).stream())
            .distinct()
            .count();
    assertThat(distinct).isEqualTo(100);
  }
}
